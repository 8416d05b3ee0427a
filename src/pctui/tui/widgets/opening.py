"""What the corpus is: shown above the pane to a reader who has not been here before, until anything is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from ...page import Prose, Run
from ...queries.opening import about
from ...widths import shorten
from ..theme import roles
from .layout import Piece, lay_out

if TYPE_CHECKING:
    from ...queries.store import Store

_MOST = 3  # lines of the sentence; the rest can be read in an export or with `pctui` without a terminal


class Opening(Widget):
    """The lines. They take no focus."""

    DEFAULT_CSS = "Opening { height: auto; }"

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._about = about(store)
        self._lines: tuple[int, list[list[Piece]]] = 0, []

    def show(self, store: Store) -> None:
        """Say what the corpus is now."""
        self._about = about(store)
        self._lines = 0, []
        self.refresh(layout=True)

    def _laid_out(self, width: int) -> list[list[Piece]]:
        if self._lines[0] != width:
            title = lay_out([Prose((Run(self._about.headline, "title"),))], width - 2).lines
            summary = lay_out([Prose((Run(self._about.summary),))], width - 2).lines
            if len(summary) > _MOST:
                last = " ".join(piece.text for line in summary[_MOST - 1 :] for piece in line)
                summary[_MOST - 1 :] = [[Piece(shorten(last, width - 2))]]
            self._lines = width, [*title, *summary]
        return self._lines[1]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._laid_out(width))

    def render_line(self, y: int) -> Strip:
        styles, base, width = roles(self.app), self.rich_style, self.size.width
        lines = self._laid_out(width)
        pieces = [Piece(" "), *lines[y]] if y < len(lines) else []
        strip = Strip([Segment(piece.text, base + styles[piece.role]) for piece in pieces])
        return strip.simplify().adjust_cell_length(width, base)
