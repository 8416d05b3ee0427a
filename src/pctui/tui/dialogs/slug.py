"""The box that opens an entry by title or identifier: a line to type into, with the matching entries above it."""

from __future__ import annotations

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input

from ...errors import PctuiError
from ...model import Reference, Row
from ...page import kind_name
from ...queries.slugs import matching
from ...queries.store import Store
from ...widths import shorten
from ..commands import Command, bindings
from ..widgets.line_input import LineInput
from ..widgets.list_view import RowList
from ..widgets.rows import Rows

KEYS = [
    Command("slug.close", "escape", "close", "Cancel", "Close the box", "Opening by title", True, "Esc"),
    Command("slug.complete", "tab", "complete", "Complete", "Complete the identifier", "Opening by title", True, "Tab"),
    Command("slug.down", "down", "move(1)", "Down", "Next entry", "Opening by title", key_display="↓"),
    Command("slug.up", "up", "move(-1)", "Up", "Previous entry", "Opening by title", key_display="↑"),
]


_ROOM = 30  # cells of title and identifier below which there is none for the identifier
_PROMPT = "Type words of a title, or an identifier."


class Slugs(RowList):
    """The entries that match: their titles, and their identifiers after them."""

    can_focus = False

    def render_line(self, y: int) -> Strip:
        index = y + self.scroll_offset.y
        row = self.row(index)
        if row is None:
            return super().render_line(y)
        here = index == self.cursor
        role = "cursor" if here else ""
        kind = f" ({kind_name(row.kind).lower()})"
        after = f"  {row.slug}"
        room = self.inner - 3 - cell_len(kind)
        if room - cell_len(after) < min(cell_len(row.title), room // 2):
            after = f"  {shorten(row.slug, max(room // 3, 1))}" if room > _ROOM else ""
        title = shorten(row.title, room - cell_len(after))
        line = [("▸ " if here else "  ", role), (title, role or "strong"), (kind, role), (after, role or "muted")]
        used = sum(cell_len(text) for text, _ in line)
        return self.paint([*line, (" " * max(0, self.inner - used), role)])


class SlugBox(Vertical):
    """The box: the entries that match, and the line below them."""

    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = """
    SlugBox { dock: bottom; height: 8; margin: 0 0 1 0; background: $background; border-top: solid $accent; }
    #slug-input, #slug-input:focus { background: $panel; }
    """

    class Closed(Message):
        """The box was closed; `entry` is the entry to open, or None if it was cancelled."""

        def __init__(self, entry: Reference | None) -> None:
            super().__init__()
            self.entry = entry

    def __init__(self, store: Store) -> None:
        super().__init__(id="slug-box")
        self.store = store

    def compose(self) -> ComposeResult:
        yield Slugs(id="slugs", empty=_PROMPT)
        yield LineInput(placeholder="Title or identifier", id="slug-input", compact=True)

    def on_mount(self) -> None:
        self._match("")
        self.input.focus()

    @property
    def rows(self) -> Slugs:
        return self.query_one(Slugs)

    @property
    def input(self) -> Input:
        return self.query_one(Input)

    def _match(self, typed: str) -> None:
        try:
            found = matching(self.store, typed)
        except PctuiError as error:
            found, self.rows.empty = [], error.message
        else:
            self.rows.empty = f"No title or identifier matches “{typed}”." if typed.strip() else _PROMPT
        rows = [Row(entry.slug, entry.kind, entry.title) for entry in found]
        self.rows.show(Rows(lambda: len(rows), lambda offset, limit: rows[offset : offset + limit]))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._match(event.value)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if row := self.rows.current:
            self.post_message(self.Closed(Reference(row.slug, row.kind, row.title)))

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        event.stop()

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        event.stop()
        if row := event.row:
            self.post_message(self.Closed(Reference(row.slug, row.kind, row.title)))

    def action_complete(self) -> None:
        if row := self.rows.current:
            self.input.value = row.slug
            self.input.cursor_position = len(row.slug)

    def action_move(self, by: int) -> None:
        self.rows.action_move(by)

    def action_close(self) -> None:
        self.post_message(self.Closed(None))
