"""The signs that are drawn. Where the terminal shows only ASCII, one filter turns every line into it, cell for cell."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from ..ascii_signs import ASCII, DENSITY, plain

__all__ = ["ASCII", "DENSITY", "PICKED", "Plain", "plain"]

PICKED = "■"  # picked for comparing; unlike the signs of the reader's marks


class Plain(LineFilter):
    """Turn lines into ASCII: signs, frames and scroll bars by the table, letters without their accents."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [segment._replace(text=" " if _scroll_bar(segment) else plain(segment.text)) for segment in segments]


def _scroll_bar(segment: Segment) -> bool:
    """Return whether this is an end of a scroll bar, drawn as part of a cell: its colours are enough."""
    return segment.text in DENSITY and segment.style is not None and "@mouse.down" in segment.style.meta
