"""Entries side by side, drawn line by line. The cursor stops at every value that cites a passage or names an entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events
from textual.geometry import Offset, Size
from textual.strip import Strip

from ...compare.entries import Compared, compare
from ...model import Citation, Document, Entry
from ...queries.entry import describe, first_citation
from ..commands import APP, Command, bindings
from ..widgets.comparison_table import ComparisonTable, ValueStop, comparison_table
from ..widgets.layout import Piece
from ..widgets.line_view import Lines

if TYPE_CHECKING:
    from ...queries.store import Store

_CITING = ("passage", "copy", "copy.as")  # the commands of everywhere that work here too

TABLE = [
    Command("compare.close", "escape,backspace,q", "close", "Back", "Close the comparison", "Comparing", True, "Esc"),
    Command(
        "compare.differences", "d", "differences", "Differences", "Show only differences, or everything", "Comparing",
        True,
    ),
    *(command for command in APP if command.id in _CITING),
    Command("compare.follow", "enter", "passage", "Passage", "Go to the passage that this cites", "Comparing"),
    Command("compare.down", "down,j", "line(1)", "Move", "Go to the next value, or scroll down", "Comparing", True,
            "↑ ↓"),
    Command("compare.up", "up,k", "line(-1)", "Up", "Go to the previous value, or scroll up", "Comparing"),
    Command("compare.right", "right,l", "column(1)", "Columns", "Go to the next column", "Comparing", True, "← →"),
    Command("compare.left", "left,h", "column(-1)", "Left", "Go to the previous column", "Comparing"),
    Command("compare.page-down", "pagedown,ctrl+f,space", "page(1)", "Page down", "Go a page down", "Comparing"),
    Command("compare.page-up", "pageup,ctrl+b", "page(-1)", "Page up", "Go a page up", "Comparing"),
    Command("compare.first", "home,g", "end(-1)", "Top", "Go to the top", "Comparing"),
    Command("compare.last", "end,G", "end(1)", "End", "Go to the end", "Comparing"),
]  # fmt: skip
_STEP = 3  # lines to scroll if there is no further stop in view


@dataclass(frozen=True)
class Position:
    """Where the reader is in a comparison: what is shown, the top line, the column, and the key of the stop there."""

    key: tuple[str, int, str] | None = None
    column: int = 0
    first: int = 0
    top: float = 0
    only_differences: bool = False


@dataclass(frozen=True)
class Followed:
    """The comparison was left for the passage that a value cites, and where the reader was in it."""

    citation: Citation
    position: Position


class ComparisonView(Lines):
    """The comparison. Its head stays on top; the rest scrolls below it."""

    BINDINGS = bindings(TABLE)
    DEFAULT_CSS = "ComparisonView { height: 1fr; }"

    def __init__(self, store: Store, entries: Sequence[Entry], at: Position, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self.store = store
        self.entries = entries
        self.rows: tuple[Compared, ...] = compare(entries)
        self.laid_out = ComparisonTable()
        self.stop = -1
        self.column = at.column
        self.only_differences = at.only_differences
        self._resumed: Position | None = at

    @property
    def current(self) -> ValueStop | None:
        """The value under the cursor."""
        return self.laid_out.stops[self.stop] if 0 <= self.stop < len(self.laid_out.stops) else None

    @property
    def position(self) -> Position:
        """Where the reader is, to come back to."""
        key = self.current.key if self.current else None
        return Position(key, self.column, self.laid_out.first, self.scroll_offset.y, self.only_differences)

    # The lines of the table in view.

    @property
    def _height(self) -> int:
        return max(1, self.size.height - len(self.laid_out.head))

    def _in_view(self, stop: ValueStop) -> bool:
        return 0 <= stop.first - self.scroll_offset.y < self._height

    def _lay_out(self, first: int, key: tuple[str, int, str] | None) -> None:
        """Lay out the columns from `first` on, with the cursor on the stop `key`, nowhere if it is not there."""
        rows = [row for row in self.rows if row.differ or not self.only_differences]
        self.laid_out = comparison_table([entry.title for entry in self.entries], rows, self.inner, first)
        self.virtual_size = Size(0, len(self.laid_out.head) + len(self.laid_out.lines))
        keys = [stop.key for stop in self.laid_out.stops]
        self.stop = keys.index(key) if key in keys else -1
        self.refresh()
        self.screen.refresh_bindings()

    def on_resize(self) -> None:
        if self._resumed:
            at, self._resumed = self._resumed, None
            self._lay_out(at.first, at.key)
            self.jump(at.top)
            self._start()
            return
        kept = self.current
        seen = kept is not None and self._in_view(kept)
        self._lay_out(self.laid_out.first, kept.key if kept else None)
        if seen:
            self._reveal()

    def _start(self) -> None:
        """Scroll the cursor into view, or put it on the first value if it is nowhere."""
        if self.current is None:
            self._select(0)
        self._reveal()

    def _reveal(self) -> None:
        """Scroll the value under the cursor into view, if it is not there."""
        if self.current and not self._in_view(self.current):
            self.jump(max(0, self.current.first - self._height // 2))

    def _select(self, index: int) -> None:
        old, self.stop = self.stop, index
        for number in (old, index):
            if 0 <= number < len(self.laid_out.stops):
                stop = self.laid_out.stops[number]
                self.refresh_lines(len(self.laid_out.head) + stop.first, stop.last - stop.first + 1)
        if self.current and self.current.column >= 0:
            self.column = self.current.column

    def _path(self) -> list[int]:
        """Return the stops that the cursor goes through up and down: of its column, or all if they are stacked."""
        stacked = self.laid_out.stacked
        return [i for i, stop in enumerate(self.laid_out.stops) if stacked or stop.column in (self.column, -1)]

    def _next(self, path: Sequence[int], by: int) -> int | None:
        """Return the stop after the cursor (before it, for -1), or the first (last) in view if the cursor is not."""
        stops, top = self.laid_out.stops, self.scroll_offset.y
        if self.current and self.stop in path and self._in_view(self.current):
            at = path.index(self.stop) + by
            return path[at] if 0 <= at < len(path) else None
        if by > 0:
            return next((i for i in path if stops[i].first >= top), None)
        return next((i for i in reversed(path) if stops[i].first < top + self._height), None)

    def action_line(self, by: int) -> None:
        """Go to the next value in view, or scroll towards it and select it if it comes into view."""
        index = self._next(self._path(), by)
        if index is None or not self._in_view(self.laid_out.stops[index]):
            self.jump(self.scroll_offset.y + by * _STEP)
        if index is not None and self._in_view(self.laid_out.stops[index]):
            self._select(index)

    def action_page(self, by: int) -> None:
        self.jump(self.scroll_offset.y + by * max(1, self._height - 1))
        seen = [i for i in self._path() if self._in_view(self.laid_out.stops[i])]
        if seen:
            self._select(seen[0 if by > 0 else -1])

    def action_end(self, by: int) -> None:
        self.jump(0 if by < 0 else self.virtual_size.height)
        if path := self._path():
            self._select(path[0 if by < 0 else -1])

    def action_column(self, by: int) -> None:
        """Go to the next column, to the value in the same row or the nearest."""
        column = max(0, min(self.column + by, len(self.entries) - 1))
        kept, table = self.current, self.laid_out
        first = max(min(table.first, column), column - table.shown + 1)
        if first != table.first:
            self._lay_out(first, kept.key if kept else None)
        self.column = column
        if kept is None or kept.column < 0:
            return
        places = {row.name: number for number, row in enumerate(self.rows)}
        stops = self.laid_out.stops
        there = [i for i, stop in enumerate(stops) if stop.column == column]
        if there:
            self._select(min(there, key=lambda i: abs(places[stops[i].row] - places[kept.row])))
            self._reveal()

    def action_differences(self) -> None:
        self.only_differences = not self.only_differences
        self.jump(0)
        self._lay_out(self.laid_out.first, self.current.key if self.current else None)
        self._start()

    def action_close(self) -> None:
        self.screen.dismiss(None)

    # The passage that the value under the cursor cites.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what needs a value under the cursor, if there is none."""
        return action not in ("passage", "copy_citation", "copy_as") or self.current is not None

    def citation(self) -> Citation | None:
        """Return the first passage that the value under the cursor cites, or else the entry that it names."""
        stop = self.current
        if stop and stop.value.citations:
            return stop.value.citations[0]
        return first_citation(self.store, stop.value.entry) if stop and stop.value.entry else None

    def action_passage(self) -> None:
        if citation := self.citation():
            self.screen.dismiss(Followed(citation, self.position))
        else:
            self.app.notify("No passage is cited for this.", markup=False)

    def _copied(self) -> tuple[Entry | None, Citation | None, Document | None]:
        """Return what can be copied here: the entry, and the citation with its document."""
        stop, citation = self.current, self.citation()
        entry = None
        if stop and stop.value.entry:
            entry = describe(self.store, stop.value.entry)
        elif stop and stop.column >= 0:
            entry = self.entries[stop.column]
        return entry, citation, self.store.document(citation.document) if citation else None

    def action_copy_citation(self) -> None:
        from ..copying import Copy

        if self.citation():
            self.post_message(Copy(*self._copied()))
        else:
            self.app.notify("No passage is cited for this.", markup=False)

    def action_copy_as(self) -> None:
        from ..copying import Copy

        self.post_message(Copy(*self._copied(), choose=True))

    def on_click(self, event: events.Click) -> None:
        """Select a value; if it is already selected, go to its passage."""
        x = 0
        for piece in self._line(event.y):
            x += cell_len(piece.text)
            if event.x < x:
                if piece.stop >= 0 and piece.stop == self.stop:
                    self.action_passage()
                elif piece.stop >= 0:
                    self._select(piece.stop)
                return

    @property
    def caret(self) -> Offset | None:
        if self.current is None or not self._in_view(self.current):
            return Offset(0, 0)
        y = len(self.laid_out.head) + self.current.first - int(self.scroll_offset.y)
        x = 0
        for piece in self._line(y):
            if piece.stop == self.stop:
                break
            x += cell_len(piece.text)
        return Offset(x, y)

    def _line(self, y: int) -> Sequence[Piece]:
        """Return what is on a line of the widget."""
        head, lines = self.laid_out.head, self.laid_out.lines
        index = y - len(head) + int(self.scroll_offset.y)
        return head[y] if y < len(head) else lines[index] if index < len(lines) else []

    def render_line(self, y: int) -> Strip:
        def role(piece: Piece) -> str:
            return "cursor" if self.has_focus and piece.stop >= 0 and piece.stop == self.stop else piece.role

        return self.paint((piece.text, role(piece)) for piece in self._line(y))
