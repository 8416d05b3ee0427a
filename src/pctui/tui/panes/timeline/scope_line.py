"""The line above the list: what is listed, and the key that lists the rest."""

from __future__ import annotations

from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.strip import Strip

from ....queries.timeline_window import Timeline
from ...widgets.line_view import Lines


class ScopeLine(Lines):
    """The line. It takes no focus."""

    can_focus = False
    DEFAULT_CSS = "ScopeLine { height: 1; background: $background; overflow: hidden; }"

    class Toggled(Message):
        """The other was chosen with the mouse."""

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._here = self._other = ""

    def show(self, here: Timeline, other: Timeline, key: str) -> None:
        """Say which of two timelines is listed, and by which key the other is."""
        self._here = f"{here.NAME} {here.count():,}"
        self._other = f"{key} {other.NAME} {other.count():,}"
        self.refresh()

    def render_line(self, y: int) -> Strip:
        if y:
            return self.paint(())
        rest = max(0, self.inner - cell_len(self._here) - cell_len(self._other) - 5)
        return self.paint(
            [("─ ", "rule"), (self._here, "heading"), (f" {'─' * rest} ", "rule"), (self._other, "accent"), (" ", "")]
        )

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(self.Toggled())
