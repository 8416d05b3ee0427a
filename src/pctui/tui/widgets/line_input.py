"""A line to type into, on a screen that outlasts it."""

from __future__ import annotations

from textual.screen import Screen
from textual.widgets import Input


class LineInput(Input):
    """Textual's own would be kept in memory, once removed, for as long as the screen, by a signal of the screen's.

    Its cursor does not blink, which would send 230 bytes a second, and wake the computer, for as long as it is open.
    """

    _of: Screen[object]

    def on_mount(self) -> None:
        self._of = self.screen
        self.cursor_blink = False

    def on_unmount(self) -> None:
        self._of.text_selection_started_signal.unsubscribe(self)
