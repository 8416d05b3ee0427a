"""The sizes of windows that are drawn."""

from __future__ import annotations

from typing import TypeVar

from textual import events
from textual.geometry import Size
from textual.screen import Screen

Result = TypeVar("Result")

LARGEST = Size(800, 300)  # cells: of a window that says it is larger, only this much is drawn


def bounded(size: Size) -> Size:
    """Return a size that can be drawn: a terminal can report any, and memory grows with its area."""
    return Size(min(max(size.width, 1), LARGEST.width), min(max(size.height, 1), LARGEST.height))


class CurrentSize(Screen[Result]):
    """A screen that is only ever laid out for the size that the terminal has now.

    A layout of another size tells the screen of that size once more. Where two sizes follow each other faster than one
    is laid out, each would be told of after the other, for ever: a closed line, or a window that is being dragged.
    """

    async def on_event(self, event: events.Event) -> None:
        """Ignore a size that the terminal no longer has."""
        if isinstance(event, events.Resize) and event.size != self.app.size:
            event.stop()
        else:
            await super().on_event(event)
