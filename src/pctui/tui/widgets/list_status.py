"""The line below a list: which entry of how many, in which order, and the status of the present one in words."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual.strip import Strip

from ...widths import shorten
from .line_view import Lines


class ListStatus(Lines):
    """The line. It takes no focus."""

    can_focus = False
    DEFAULT_CSS = """
    ListStatus { height: 1; background: $background; overflow: hidden; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._place = self._words = ""

    def show(self, place: tuple[int, int] | None, order: str, words: Sequence[str]) -> None:
        """Show the place (which entry, of how many), the order of the list, and words on the present entry."""
        position = f"{place[0]:,} of {place[1]:,}" if place else ""
        shown = ", ".join(filter(None, (position, order))), " · ".join(words)
        if shown != (self._place, self._words):
            self._place, self._words = shown
            self.refresh()

    @property
    def text(self) -> str:
        """What the line says, uncut."""
        return " · ".join(filter(None, (self._place, self._words)))

    def render_line(self, y: int) -> Strip:
        if y:
            return self.paint(())
        place = shorten(self._place, self.inner - 1)
        room = self.inner - cell_len(place) - 4
        words = shorten(self._words, room) if room > 1 else ""
        return self.paint([(" ", ""), (place, "strong"), (" · " if place and words else "", "muted"), (words, "muted")])


class ListLegend(Lines):
    """The signs of the list with their meanings, where the screen has room for them; the line above says them too."""

    can_focus = False
    DEFAULT_CSS = """
    ListLegend { height: 1; background: $background; overflow: hidden; }
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def render_line(self, y: int) -> Strip:
        return self.paint([(f" {shorten(self._text, self.inner - 1)}", "muted")] if y == 0 else ())
