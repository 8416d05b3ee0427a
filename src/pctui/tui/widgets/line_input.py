"""A line to type into, on a screen that outlasts it."""

from __future__ import annotations

from textual.screen import Screen
from textual.widgets import Input


class LineInput(Input):
    """Textual's own would be kept in memory, once removed, for as long as the screen, by a signal of the screen's."""

    _of: Screen[object]

    def on_mount(self) -> None:
        self._of = self.screen

    def on_unmount(self) -> None:
        self._of.text_selection_started_signal.unsubscribe(self)
