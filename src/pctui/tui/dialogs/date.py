"""The box that goes to a date: a line to type it into, and above it how it is read."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input

from ... import edtf
from ...edtf import DateError
from ...edtf.typed import read
from ..commands import Command, bindings
from ..widgets.line_input import LineInput
from ..widgets.line_view import Lines

KEYS = [Command("date.close", "escape", "close", "Cancel", "Close the box", "Going to a date", True, "Esc")]
_EXAMPLES = "for example 1 April 1999, 01/04/1999 (the day first), April 1999, spring 1999, 1990s"


class Reading(Lines):
    """How the date is read."""

    can_focus = False
    said = ("", "muted")

    def say(self, text: str, role: str) -> None:
        """Show one line."""
        self.said = (text, role)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        return self.paint([self.said])


class DateBox(Vertical):
    """The box: how the date is read, and the line below it."""

    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = """
    DateBox { dock: bottom; height: 3; margin: 0 0 1 0; background: $background; border-top: solid $accent; }
    DateBox Reading { height: 1; padding: 0 1; scrollbar-size: 0 0; }
    #date-input, #date-input:focus { background: $panel; }
    """

    class Closed(Message):
        """The box was closed; `date` is the date to go to, in EDTF, or None if it was cancelled."""

        def __init__(self, date: str | None) -> None:
            super().__init__()
            self.date = date

    def __init__(self) -> None:
        super().__init__(id="date-box")

    def compose(self) -> ComposeResult:
        yield Reading(id="date-reading")
        yield LineInput(placeholder="a day, a month, a year, or a time between two", id="date-input", compact=True)

    def on_mount(self) -> None:
        self._read("")
        self.query_one(Input).focus()

    def _read(self, typed: str) -> str | None:
        """Say how a date is read, and return it; None if it cannot be read, or has no first day."""
        reading = self.query_one(Reading)
        if not typed.strip():
            reading.say(_EXAMPLES, "muted")
            return None
        try:
            date = read(typed)
            if edtf.parse(date).earliest is None:
                raise DateError(typed)
        except DateError:
            reading.say(f"Not a date yet: {_EXAMPLES}", "warn")
            return None
        reading.say(f"Go to {edtf.label(date)}", "accent")
        return date

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._read(event.value)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if date := self._read(event.value):
            self.post_message(self.Closed(date))

    def action_close(self) -> None:
        self.post_message(self.Closed(None))
