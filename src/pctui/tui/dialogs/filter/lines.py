"""The lines at the top of the dialog: how many entries match, and the box for the dates."""

from __future__ import annotations

from rich.cells import cell_len
from textual.strip import Strip

from ....widths import shorten
from ...commands import bindings
from ...widgets.line_input import LineInput
from ...widgets.line_view import Lines
from .keys import TYPING

HINT = "April 1999, 1997 to 2001 or from 1998"


class Dates(LineInput):
    """The box for the dates."""

    BINDINGS = bindings(TYPING)

    def on_focus(self) -> None:
        self.placeholder = HINT

    def on_blur(self) -> None:
        self.placeholder = f"↑, then type {HINT}"


class DatesLabel(Lines):
    """The label before the dates."""

    can_focus = False

    def __init__(self) -> None:
        super().__init__(id="filter-dates-label")

    def render_line(self, y: int) -> Strip:
        return self.paint([("Dates", "muted")])


class FilterSummary(Lines):
    """The line that says how many entries match, or what is wrong with the dates typed."""

    can_focus = False

    def __init__(self) -> None:
        super().__init__(id="filter-head")
        self._parts: list[tuple[str, str]] = []

    def show(self, *parts: tuple[str, str]) -> None:
        """Show (text, role) parts."""
        self._parts = list(parts)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.inner
        shown = []
        for text, role in self._parts:
            shown.append((shorten(text, width), role))
            width -= cell_len(text)
        return self.paint(shown)
