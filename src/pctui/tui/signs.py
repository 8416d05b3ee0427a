"""The signs that are drawn, and an ASCII character for each.

Everything is drawn with Unicode characters. If the encoding lacks them, one filter turns every line into ASCII before
it is output, cell for cell: signs, frames and scroll bars by the table, letters without their accents.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

PICKED = "■"  # picked for comparing; unlike the signs of the reader's marks
DENSITY = "▁▂▃▄▅▆▇█"

_GROUPS = (
    ("█░▒●○◌◆◇", "#:;*o.@0"),  # bars and markers
    ("■□", "#:"),  # organisations in a list; picked for comparing
    ("─━╌╍├┤┣┫", "-=..||||"),  # spans of events
    ("┄▸◂▲▾", "?><^v"),  # uncertain, continues, cursor, unfolded
    ("✓✗", "+-"),  # the marks adopt and reject
    ("›", "+"),  # folded
    (DENSITY[:-1], ".,-_+=%"),  # a bar is ======+-., if its end is not given
    ("║╠╣═", "|||="),  # the ladder
    ("│┃┼╋╭╮╰╯┌┐└┘┬┴", "||++++++++++++"),  # rules and frames
    ("▌▐▎▊▔▀", "||||--"),
    ("◐↺▼▽┈┊╶╸", "%@Vv::-="),  # the lineage, and the bars of figures
    ("↑↓←→", "^v<>"),
    ("−±∅×≠", "-~nx#"),  # no digits, because a number after a sign is a count
    ("…•·–—\u2010\u2011“”„‘’¶", '>*.----"""\'\'P'),  # text that is cut off ends in >, as in other programs
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
    """Return `text` in ASCII, in as many cells as before."""
    return text if text.isascii() else "".join(map(_plain, text))


class Plain(LineFilter):
    """Turn lines into ASCII."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [segment._replace(text=" " if _scroll_bar(segment) else plain(segment.text)) for segment in segments]


def _scroll_bar(segment: Segment) -> bool:
    """Return whether this is an end of a scroll bar, drawn as part of a cell: its colours are enough."""
    return segment.text in DENSITY and segment.style is not None and "@mouse.down" in segment.style.meta
