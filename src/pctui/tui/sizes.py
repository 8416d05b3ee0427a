"""The sizes of windows that are drawn."""

from __future__ import annotations

from textual.geometry import Size

LARGEST = Size(800, 300)  # cells: of a window that says it is larger, only this much is drawn


def bounded(size: Size) -> Size:
    """Return a size that can be drawn: a terminal can report any, and memory grows with its area."""
    return Size(min(max(size.width, 1), LARGEST.width), min(max(size.height, 1), LARGEST.height))
