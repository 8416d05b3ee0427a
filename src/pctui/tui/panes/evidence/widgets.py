"""The widgets of the pane: the bar of views, the matrix with its heads, and the legend."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from ....queries.evidence import SUBJECTS, Subject, subjects
from ....widths import shorten
from ...commands import LIST, Command, bindings
from ...theme import roles
from ...widgets.layout import Piece
from ...widgets.list_view import RowList
from ...widgets.rows import Rows
from .matrix import Grid, grid, head_lines, legend_lines, row_pieces, status_lines

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


class _Drawing(Widget):
    """Lines of pieces; only those that changed are redrawn."""

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._lines: list[list[Piece]] = []

    def draw(self, lines: list[list[Piece]]) -> None:
        """Show `lines`."""
        old, self._lines = self._lines, lines
        if len(old) != len(lines):
            # Not `refresh(layout=True)`: while another layout is due, Textual forgets that the height has changed.
            self.styles.height = len(lines)
            self.refresh()
            return
        for y, (one, other) in enumerate(zip(old, lines, strict=True)):
            if one != other:
                self.refresh(Region(0, y, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        styles, base, width = roles(self.app), self.rich_style, self.size.width
        pieces = self._lines[y] if y < len(self._lines) else []
        strip = Strip([Segment(piece.text, base + styles[piece.role]) for piece in pieces if piece.text])
        return strip.simplify().adjust_cell_length(width, base)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines)


class Heads(_Drawing):
    """The heads of the columns."""


class Status(_Drawing):
    """The subject, domain and number of findings under the cursor, in full."""


class Legend(_Drawing):
    """The signs and their meanings."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(legend_lines(width))

    def on_resize(self) -> None:
        self._lines = legend_lines(self.size.width)
        self.refresh()


class ViewBar(_Drawing):
    """The names of the views, with the current one in brackets."""

    class Chosen(Message):
        """A view was clicked."""

        def __init__(self, view: str) -> None:
            super().__init__()
            self.view = view

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.view = next(iter(VIEWS))

    def show(self, view: str) -> None:
        """Mark `view` as the current one."""
        self.view = view
        self.draw([self._bar()])

    def _bar(self) -> list[Piece]:
        line = [Piece(" ")]
        for view, name in VIEWS.items():
            here = view == self.view
            line += [
                Piece("[" if here else " ", "accent"),
                Piece(name, "title" if here else "muted"),
                Piece("]" if here else " ", "accent"),
            ]
        return line

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return 1

    def on_click(self, event: events.Click) -> None:
        at = 1
        for view, name in VIEWS.items():
            at += cell_len(name) + 2
            if event.x < at:
                self.post_message(self.Chosen(view))
                return


class MatrixView(RowList, inherit_bindings=False):
    """The rows of the matrix. Its cursor is on a cell: a row and a domain."""

    BINDINGS = bindings(LIST, ACROSS)

    def __init__(self, store: Store, heads: Heads, status: Status, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, empty=NO_FINDING)
        self.store = store
        self.heads = heads
        self.status = status
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
        self._draw_frame()

    def _draw_frame(self) -> None:
        """Redraw the heads above and the status below, once it is known how wide they are."""
        if not self.size.width:
            return
        row, domain = self.current, self.domain
        if not isinstance(row, Subject) or domain is None:
            self.heads.draw([])
            self.status.draw([])
            return
        self.heads.draw(head_lines(self._grid, self.domains, self.column, self.first))
        count = sum(tally.count for tally in row.cell(domain[0]))
        self.status.draw(status_lines(row.title, domain[1], count, self.inner))

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
        self._draw_frame()

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
        self._draw_frame()
        self.post_message(self.Moved(self, self.current))

    def action_across(self, by: int) -> None:
        before = self.column
        self.to_column(self.column + by)
        if self.column == before:
            self.remark(f"This is the {'last' if by > 0 else 'first'} domain.")

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
