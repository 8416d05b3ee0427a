"""The widgets of the pane: the bar of views, the matrix with its heads, and the legend."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.geometry import Offset, Size

from ....queries.evidence import SUBJECTS, Subject, subjects
from ....widths import shorten
from ...commands import LIST, Command, bindings
from ...widgets.list_view import RowList
from ...widgets.rows import Rows
from ...widgets.view_bar import Drawing, Words
from .matrix import Grid, cell_status, grid, head_lines, legend_lines, row_pieces, shown_texts

if TYPE_CHECKING:
    from ....model import Row
    from ....queries.store import Store

ACROSS = [
    Command(
        "matrix.left", "left,h", "across(-1)", "Left", "Move to the previous domain", "Evidence", key_display="← h"
    ),
    Command("matrix.right", "right,l", "across(1)", "Right", "Move to the next domain", "Evidence", key_display="→ l"),
]
_FITTED = 200  # rows that the columns are fitted to; wider cells in later rows are cut with a sign
NO_FINDING = "This corpus has no findings."
VIEWS = {"matrix": "Matrix", "findings": "By domain", "disagreements": "Disagreements"}


class Heads(Drawing):
    """The heads of the columns."""


class Status(Words):
    """What is under the cursor, in words."""


class Legend(Drawing):
    """The signs in view and their meanings, on always as many lines as all of them need."""

    shown: tuple[str, ...] | None = None  # what the cells in view have; None for all signs

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(legend_lines(width))

    def explain(self, shown: Iterable[str] | None) -> None:
        """Explain the signs in the texts `shown`, or all."""
        self.shown = None if shown is None else tuple(shown)
        self._write()

    def on_resize(self) -> None:
        self._write()

    def _write(self) -> None:
        lines = legend_lines(self.size.width, self.shown)
        if lines != self._lines:
            self._lines = lines
            self.refresh()


class MatrixView(RowList, inherit_bindings=False):
    """The rows of the matrix. Its cursor is on a cell: a row and a domain."""

    BINDINGS = bindings(LIST, ACROSS)

    def __init__(
        self,
        store: Store,
        heads: Heads,
        status: Status,
        legend: Legend,
        *,
        id: str,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(id=id, empty=NO_FINDING)
        self.store = store
        self.heads = heads
        self.status = status
        self.legend = legend
        self.domains: Sequence[tuple[str, str]] = store.terms("domain")
        self.column = 0
        self.first = 0  # the first column in view
        self._grid = Grid(10, (), 10)

    def fill(self) -> None:
        """Show the subjects of the database."""
        self.show(Rows(partial(self.store.count, SUBJECTS), self._rows))
        self._fit()
        if isinstance(row := self.current, Subject):  # start on a cell with findings
            self.to_column(next((i for i, (slug, _) in enumerate(self.domains) if row.cell(slug)), 0))

    def refill(self) -> None:
        """Show the subjects again, with the cursor on the same cell, once the database has changed."""
        domain, self.domains = self.domain, self.store.terms("domain")
        self.show(Rows(partial(self.store.count, SUBJECTS), self._rows))
        self.column = next((i for i, known in enumerate(self.domains) if domain and known[0] == domain[0]), 0)
        self._fit()

    def _rows(self, offset: int, limit: int) -> list[Row]:
        return list(subjects(self.store, offset, limit))

    def _fitted_rows(self) -> Iterable[Subject]:
        self.read(_FITTED)
        for index in range(min(self.count, _FITTED)):
            row = self.row(index)
            if isinstance(row, Subject):
                yield row

    def _fit(self) -> None:
        """Fit the columns into the current width."""
        self._grid = grid(self._fitted_rows(), self.domains, self.inner)
        self.first = self._grid.showing(self.column, self.first)
        self.refresh()
        self.draw_frame()

    def draw_frame(self) -> None:
        """Redraw the heads above and the status below, once it is known how wide they are."""
        if not self.size.width:
            return
        row, domain = self.current, self.domain
        if not isinstance(row, Subject) or domain is None:
            self.heads.draw([])
            self.status.say(())
            return
        self.heads.draw(head_lines(self._grid, self.domains, self.column, self.first))
        self.status.say(cell_status(row.title, domain[1], row.cell(domain[0])))
        self.explain()

    def explain(self) -> None:
        """Explain the signs in view."""
        top = self.scroll_offset.y
        rows = (self.row(index) for index in range(top, min(top + self.size.height, self.count)))
        subjects_in_view = (row for row in rows if isinstance(row, Subject))
        self.legend.explain(shown_texts(self._grid, subjects_in_view, self.domains, self.first))

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if self.display and self.size.width:
            self.explain()

    @property
    def domain(self) -> tuple[str, str] | None:
        """The domain under the cursor: its slug and title."""
        return self.domains[self.column] if self.column < len(self.domains) else None

    @property
    def caret(self) -> Offset | None:
        line = super().caret
        at = self._grid.start(self.column, self.first) + self._grid.gap - 1
        return line and Offset(min(at, self.inner - 1), line.y)

    def move_to(self, index: int, step: int = 1) -> None:
        super().move_to(index, step)
        self.draw_frame()

    def to_column(self, column: int) -> None:
        """Put the cursor on a column and scroll it into view."""
        column = max(0, min(column, len(self.domains) - 1))
        if column == self.column or not self.current:
            return
        self.column = column
        first = self._grid.showing(column, self.first)
        if first != self.first:
            self.first = first
            self.refresh()
        else:
            self.refresh_line(self.cursor)
        self.draw_frame()
        self.post_message(self.Moved(self, self.current))

    def action_across(self, by: int) -> None:
        before = self.column
        self.to_column(self.column + by)
        if self.column == before:
            self.inform(f"This is the {'last' if by > 0 else 'first'} domain.")

    def on_resize(self) -> None:
        self._fit()

    def on_click(self, event: events.Click) -> None:
        row = self.row(event.y + self.scroll_offset.y)
        if row is None or row.heading:
            return
        column, at = self.first, self._grid.head
        for width in self._grid.widths[self.first : self.first + self._grid.shown(self.first)]:
            at += width + self._grid.gap
            if event.x < at:
                break
            column += 1
        if event.x >= self._grid.head and column != self.column:
            event.prevent_default()  # the list's own handler would open the row
            self.move_to(event.y + self.scroll_offset.y)
            self.to_column(column)

    def _parts(self, row: Row, here: bool, width: int) -> list[tuple[str, str]]:
        if not isinstance(row, Subject):
            return [(shorten(f"  {row.title}", width), "")]
        role = "cursor" if self.has_focus else "blurred"
        pieces = row_pieces(self._grid, row, self.domains, self.first, self.column if here else None, role)
        return [(piece.text, piece.role) for piece in pieces]
