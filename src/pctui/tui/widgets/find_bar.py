"""The box to type a text to find into."""

from __future__ import annotations

from textual import on
from textual.message import Message
from textual.widgets import Input

from ..commands import Command, bindings
from .line_input import LineInput

KEYS = [Command("find.cancel", "escape", "cancel", "Cancel", "Close the find box", "Search", True, "Esc")]


class FindBox(LineInput):
    """One line to type into; the page shows the matches while the reader types."""

    BINDINGS = bindings(KEYS)

    class Typed(Message):
        """The text to find has changed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Closed(Message):
        """The box was closed: with Enter (`found`), or cancelled."""

        def __init__(self, found: bool) -> None:
            super().__init__()
            self.found = found

    def __init__(self) -> None:
        super().__init__(placeholder="find in this page", id="find-box", compact=True)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Typed(event.value))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Closed(True))

    def action_cancel(self) -> None:
        self.post_message(self.Closed(False))
