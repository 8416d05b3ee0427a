"""Finds the headings of a PDF: those of its outline, and those that look like headings."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from .pdf_lines import Line
from .pdf_marks import depth, marker, without_number
from .pdf_pages import Bookmark

_LARGER = 1.07  # times the size of the text: what is larger by so much may be a heading
_LONGEST = 150  # characters
_LINES = 4  # of a heading, at most
_DEEPEST = 6
_INDENTED = 2.0  # em by which a term is further in than headings, and its explanation than the term
_SHARE = 0.5  # of the bookmarks must be found as headings, for the outline to be relied on


class Look(NamedTuple):
    """How the lines of a heading look."""

    size: float
    bold: bool


@dataclass(slots=True)
class Headings:
    """The level of each line that is (a part of) a heading, by its identity; `groups` part headings in a row."""

    levels: dict[int, int] = field(default_factory=dict)
    groups: dict[int, int] = field(default_factory=dict)
    outlined: int = 0  # headings found by the outline
    missing: int = 0  # entries of the outline that were not found on their page


def _letters(text: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKC", text).casefold() if each.isalnum())


def look(line: Line) -> Look:
    """Return how a line looks."""
    return Look(round(line.size * 2) / 2, line.bold)


def body_size(pages: Sequence[Sequence[Line]]) -> float:
    """Return the size of most of the text."""
    counted: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            for piece in line.pieces:
                counted[round(piece.size * 2) / 2] += len(piece.text) // (3 if piece.mono else 1)
    return counted.most_common(1)[0][0] if counted else 10.0


def headings_of(regions: Sequence[Sequence[Line]], bookmarks: Sequence[Bookmark], body: float) -> Headings:
    """Return the headings among the lines of all regions; `body` is the size of the text."""
    result = Headings()
    by_page: dict[int, list[Sequence[Line]]] = defaultdict(list)
    for lines in regions:
        if lines:
            by_page[lines[0].page].append(lines)
    for number, bookmark in enumerate(bookmarks):
        found = _found(by_page.get(bookmark.page, []), bookmark, result)
        if not found and bookmark.y is None:
            found = _found(by_page.get(bookmark.page + 1, []), bookmark, result)
        for line in found:
            result.levels[id(line)] = min(bookmark.level, _DEEPEST)
            result.groups[id(line)] = number + 1
        result.outlined += bool(found)
        result.missing += not found
    _by_looks(regions, body, result)
    return result


def _found(regions: Sequence[Sequence[Line]], bookmark: Bookmark, known: Headings) -> list[Line]:
    """Return the lines that print the title of a bookmark."""
    printed = _letters(bookmark.title)
    bare = _letters(without_number(bookmark.title)) or printed
    best: tuple[float, list[Line]] | None = None
    for lines in regions:
        for at, line in enumerate(lines):
            if id(line) in known.levels:
                continue
            text = ""
            for count, each in enumerate(lines[at : at + _LINES], 1):
                text += _letters(each.text)
                if len(text) > len(printed) + 12:
                    break
                same = text in (printed, bare) or (
                    text.endswith(bare) and (len(text) - len(bare) <= 12 and depth(lines[at].text) > 0)
                )
                if same:
                    away = abs((bookmark.y if bookmark.y is not None else 10_000) - line.y)
                    away -= 50 * (line.size - 10) + 100 * line.bold  # the largest, if it stands there twice
                    if best is None or away < best[0]:
                        best = (away, list(lines[at : at + count]))
    return best[1] if best else []


def _by_looks(regions: Sequence[Sequence[Line]], body: float, result: Headings) -> None:
    levels = _levels_of_looks(regions, result)
    outlined = bool(levels) and result.outlined >= _SHARE * (result.outlined + result.missing)
    candidates: list[tuple[Line, int]] = []
    group = 10**6
    for lines in regions:
        before: Line | None = None
        for at, line in enumerate(lines):
            if id(line) not in result.levels and _looks(lines, at, body):
                group += not (before is not None and _continues(before, line))
                result.groups[id(line)] = group
                candidates.append((line, depth(line.text)))
                before = line
            else:
                before = None
    found = Counter(look(line) for line, _ in candidates)
    ranks = {each: rank for rank, each in enumerate(sorted(found, key=lambda each: (-each.size, not each.bold)), 1)}
    numbered: dict[Look, Counter[int]] = defaultdict(Counter)
    for line, deep in candidates:
        if deep:
            numbered[look(line)][deep] += 1
    of_group: dict[int, int] = {}
    deepest = max(levels.values(), default=0)
    for line, deep in candidates:
        here = look(line)
        if outlined:
            level = levels.get(here) or (deep if deep > deepest else deepest + 1)
        else:
            usual = numbered[here].most_common(1)[0][0] if numbered[here] else 0
            level = deep or usual or ranks[here]
        level = of_group.setdefault(result.groups[id(line)], min(level, _DEEPEST))
        result.levels[id(line)] = level


def _levels_of_looks(regions: Sequence[Sequence[Line]], known: Headings) -> dict[Look, int]:
    """Return which level headings of the outline have, by how they look."""
    counted: dict[Look, Counter[int]] = defaultdict(Counter)
    for lines in regions:
        for line in lines:
            if id(line) in known.levels:
                counted[look(line)][known.levels[id(line)]] += 1
    return {each: levels.most_common(1)[0][0] for each, levels in counted.items()}


def _looks(lines: Sequence[Line], at: int, body: float) -> bool:
    """Whether a line looks like a heading: larger, or bold or in capitals and apart from the text."""
    line = lines[at]
    text = line.text
    letters = sum(each.isalpha() for each in text)
    if not letters or len(text) > _LONGEST or letters < 0.4 * len(text.replace(" ", "")) or line.mono:
        return False
    mark = marker(text)
    if mark and mark.bullet:
        return False
    if re.search(r"[,;:]$|(?<![A-Z0-9])\.$|[。、，；]$|\.{4}|(?:\. ){3}", text) or (letters < 2 and not depth(text)):  # noqa: RUF001
        return False
    if line.size >= _LARGER * body:
        return _runs_on(lines, at) <= _LINES
    if line.size < 0.95 * body:
        return False
    above = lines[at - 1].y - line.y if at else 10**6
    below = line.y - lines[at + 1].y if at + 1 < len(lines) else 10**6
    apart = (above > 1.25 * line.size or above < 0) and (below > 1.1 * line.size or below < 0)
    after = lines[at + 1] if at + 1 < len(lines) else None
    if line.bold and all(piece.bold for piece in line.pieces) and apart:
        return (
            not _is_term(lines, line, after)
            and not (after and after.bold and _runs_on(lines, at) > 2)
            and _short(lines, line)
        )
    upper = (text.isupper() and letters > 5 and len(text.split()) > 1) or (text.isupper() and letters > 7)
    spaced = above > 1.6 * line.size or above < 0
    return bool(upper and spaced and below > 1.1 * line.size and _short(lines, line)) or bool(
        depth(text) > 1 and spaced and below > 1.35 * line.size and _short(lines, line) and len(text) < 90
        and text[-1:].isalnum() and (line.italic or line.size > body)
    )  # fmt: skip


def _is_term(lines: Sequence[Line], line: Line, after: Line | None) -> bool:
    """Whether a line names what is explained below it, further in, as the options of a program are."""
    left = min(each.x0 for each in lines)
    return after is not None and line.x0 > left + _INDENTED * line.size and after.x0 > line.x0 + _INDENTED * line.size


def _short(lines: Sequence[Line], line: Line) -> bool:
    right, left = max(each.x1 for each in lines), min(each.x0 for each in lines)
    return line.x1 < right - 0.04 * (right - left) or len(lines) < 3


def _runs_on(lines: Sequence[Line], at: int) -> int:
    """Return how many lines of the same look follow each other closely."""
    first = last = at
    while first and _continues(lines[first - 1], lines[first]):
        first -= 1
    while last + 1 < len(lines) and _continues(lines[last], lines[last + 1]):
        last += 1
    return last - first + 1


def _continues(before: Line, line: Line) -> bool:
    return (
        look(before) == look(line)
        and 0 < before.y - line.y < 1.6 * line.size
        and not depth(line.text)
        and (before.page == line.page)
    )
