"""Lines of words in a form, above and below its fields: the passage, and what the check finds."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from ....page import Prose, Run
from ....widths import shorten
from ...theme import roles
from ...widgets.layout import Piece, lay_out


class Sentences(Widget):
    """Lines of runs, as many as there is room for; what does not fit is cut with a sign."""

    def __init__(self, id: str, most: int, low: int) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._runs: tuple[Run, ...] = ()
        self._most, self._low = most, low

    def show(self, runs: Iterable[Run]) -> None:
        """Show other runs."""
        before = self._lines(self.size.width)
        self._runs = tuple(runs)
        self.refresh(layout=len(self._lines(self.size.width)) != len(before))

    def _lines(self, width: int) -> list[list[Piece]]:
        most = self._low if self.app.size.height < 23 else self._most
        lines = lay_out([Prose(self._runs)], max(width, 8)).lines if self._runs else []
        if len(lines) > most:
            text = "".join(piece.text for piece in lines[most - 1])
            lines = [
                *lines[: most - 1],
                [Piece(shorten(f"{text} {lines[most][0].text}", width), lines[most - 1][0].role)],
            ]
        return lines

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render_line(self, y: int) -> Strip:
        styles, base, width = roles(self.app), self.rich_style, self.size.width
        lines = self._lines(width)
        strip = Strip(
            [Segment(piece.text, base + styles[piece.role]) for piece in (lines[y] if y < len(lines) else [])]
        )
        return strip.simplify().adjust_cell_length(width, base)
