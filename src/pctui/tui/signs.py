"""The signs that are drawn, and what stands for each where the terminal takes ASCII only: one cell for one cell.

Everything is drawn with the signs of Unicode. Where the encoding has none, one filter turns every line into ASCII on
its way out: signs, frames and scroll bars by the table, letters without their accents.
"""

from __future__ import annotations

import os
import sys
import unicodedata
from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

PICKED = "■"  # for comparing: not the sign of a mark
DENSITY = "▁▂▃▄▅▆▇█"

_GROUPS = (
    ("█░●○◌◆◇", "#:*o.@0"),  # bars and markers
    ("■□", "#:"),  # bodies in a list; picked for comparing
    ("─━╌╍├┤┣┫", "-=..||||"),  # spans of events
    ("┄▸◂▲▾", "?><^v"),  # uncertain, goes on, here, open
    ("✓✗", "+-"),  # adopted, rejected
    ("›", "+"),  # folded
    (DENSITY[:-1], ".,_-=+%"),
    ("║╠╣═", "|||="),  # the ladder
    ("│┃┼╋╭╮╰╯┌┐└┘┬┴", "||++++++++++++"),  # rules and frames
    ("▌▐▎▊▔▀", "||||--"),
    ("◐↺▼▽┈┊╶╸", "%@Vv::-="),  # the lineage, and the bars of figures
    ("↑↓←→", "^v<>"),
    ("−±∅×≠", "-~nx#"),  # no digits: a number after a sign counts
    ("…•·–—\u2010\u2011“”„‘’¶", '>*.----"""\'\'P'),  # a cut text ends as in other programs
)
ASCII = {sign: plain for signs, plains in _GROUPS for sign, plain in zip(signs, plains, strict=True)}


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    if character.isascii():
        return character
    if character in ASCII:
        return ASCII[character]
    letters = "".join(c for c in unicodedata.normalize("NFKD", character) if c.isascii() and c.isprintable())
    size = cell_len(character)
    return letters if len(letters) == size else "?" * size


def plain(text: str) -> str:
    """`text` in ASCII, as wide as before."""
    return text if text.isascii() else "".join(map(_plain, text))


def ascii_only() -> bool:
    """Whether the terminal takes nothing but ASCII: `PCTUI_ASCII`, else by the encoding of what is written to."""
    if named := os.environ.get("PCTUI_ASCII"):
        return named != "0"
    # Textual writes to stderr; where either cannot say everything, nothing is risked.
    encodings = [getattr(stream, "encoding", None) for stream in (sys.__stdout__, sys.__stderr__)]
    return any(name.lower().replace("-", "") not in ("utf8", "utf16", "utf32") for name in encodings if name)


class Plain(LineFilter):
    """Turns lines into ASCII."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [segment._replace(text=" " if _scroll_bar(segment) else plain(segment.text)) for segment in segments]


def _scroll_bar(segment: Segment) -> bool:
    """Whether this is an end of a scroll bar, drawn as part of a cell: its colours say enough."""
    return segment.text in DENSITY and segment.style is not None and "@mouse.down" in segment.style.meta
