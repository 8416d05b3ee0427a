"""Puts the characters of a page together as runs of one style."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

_GAP = 1.0  # em: with a wider gap, another run begins


class Style(NamedTuple):
    """How characters look: their size in points, and the kind of their font."""

    size: float
    bold: bool
    italic: bool
    mono: bool
    hidden: bool
    angle: int  # degrees, against the direction of the page


class Run(NamedTuple):
    """Characters of one style that follow each other on a line; `y` is their base line, `order` that of the file."""

    text: str
    x0: float
    x1: float
    y: float
    style: Style
    order: int


# A character, where it begins and ends, its base line, whether a text object begins with it, and how it looks.
Character = tuple[str, float, float, float, bool, Style]
NO_STYLE = Style(0, False, False, False, False, 0)


def runs_of(characters: Iterable[Character]) -> tuple[list[Run], int]:
    """Return the characters as runs, and how many stand under the one before."""
    runs: list[Run] = []
    parts: list[str] = []
    x0 = x1 = y = 0.0
    style = NO_STYLE
    vertical = 0
    seen: set[tuple[str, int, int]] = set()
    last = ("", 0, 0)

    def finish() -> None:
        text = "".join(parts)
        if text.strip():
            runs.append(Run(text, x0, x1, y, style, len(runs)))
        parts.clear()

    for character, start, end, base, broken, look in characters:
        if look is NO_STYLE:
            if parts:
                parts.append(" ")
            continue
        if not character.isspace():
            # Some programs print a letter twice, a hair apart, to make it bold.
            # (Letters of a ligature, which pdfium gives one by one, have one place as well, but follow each other.)
            place = (character, round(start), round(base))
            if place in seen and place != last:
                continue
            seen.add(place)
            last = place
        if parts:
            size = max(style.size, look.size)
            backwards = start < x0 - 0.2 * size and _right_to_left(character)
            gap = (x0 - end) if backwards else (start - x1)
            vertical += (
                abs(start - x0) < 0.3 * size and 0.6 * size < y - base < 2.5 * size and len("".join(parts).strip()) == 1
            )
            if (
                look != style
                or abs(base - y) > 0.08 * size
                or (broken and not -0.3 * size < gap < 0.3 * size)
                or gap > _GAP * size
                or (gap < -0.6 * size and not _right_to_left(character) and not _right_to_left(parts[-1]))
            ):
                finish()
        if not parts:
            x0, x1, y, style = start, end, base, look
        parts.append(" " if character in "\u00a0\u2007\u202f\t" else character)
        x0, x1 = min(x0, start), max(x1, end)
    finish()
    return runs, vertical


def _right_to_left(character: str) -> bool:
    return "\u0590" <= character[:1] <= "\u08ff" or "\ufb1d" <= character[:1] <= "\ufefc"
