"""The search dialog: search as you type, over entries and attached documents."""

from __future__ import annotations

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Input

from ...errors import PctuiError
from ...model import Hit, Row
from ...page import kind_name
from ...queries.store import Store
from ...reader.copies import Reader
from ...reader.search import Query, find, kinds, parse_query
from ...widths import shorten
from ..commands import Command, bindings
from ..remapping import key_label
from ..widgets.list_view import RowList
from ..widgets.rows import Rows

KEYS = [
    Command("search.close", "escape", "close", "Close", "Close the search", "Search", True, "Esc"),
    Command("search.down", "down", "move(1)", "Down", "Next result", "Search", key_display="↓"),
    Command("search.up", "up", "move(-1)", "Up", "Previous result", "Search", key_display="↑"),
    Command("search.page-down", "pagedown", "page(1)", "Page down", "Move a page down", "Search", key_display="PgDn"),
    Command("search.kind", "tab", "kind(1)", "Next kind", "Search only the next kind of entry", "Search", True, "Tab"),
    Command(
        "search.kind-back", "shift+tab", "kind(-1)", "Previous kind", "Search only the previous kind of entry", "Search"
    ),
    Command("search.page-up", "pageup", "page(-1)", "Page up", "Move a page up", "Search", key_display="PgUp"),
]
_MOST = 200  # results shown


class Results(RowList):
    """The results: two lines each, the title and where it matched."""

    can_focus = False

    def __init__(self) -> None:
        super().__init__(id="results")
        self.hits: list[Hit] = []

    def show_hits(self, hits: list[Hit], empty: str) -> None:
        """Show `hits`, or the message `empty` if there are none."""
        self.hits = hits
        self.empty = empty
        rows: list[Row] = []
        for hit in hits:
            # The second line of a result is a row without a slug: the cursor skips it.
            rows += [Row(hit.slug, hit.kind, hit.title), Row("", hit.kind, "")]
        self.show(Rows(lambda: len(rows), lambda offset, limit: rows[offset : offset + limit]))

    @property
    def hit(self) -> Hit | None:
        """The result under the cursor."""
        return self.hits[self.cursor // 2] if self.current and self.hits else None

    def render_line(self, y: int) -> Strip:
        index = y + self.scroll_offset.y
        number, second = divmod(index, 2)
        if not 0 <= number < len(self.hits):
            return super().render_line(y)
        hit = self.hits[number]
        width = self.inner
        if not second:
            here = index == self.cursor
            kind = kind_name(hit.kind)
            title = f"{hit.title} ¶{hit.paragraph}" if hit.kind == "passage" else hit.title
            title = shorten(title, width - cell_len(kind) - 5)
            gap = " " * max(1, width - cell_len(title) - cell_len(kind) - 3)
            role = "cursor" if here else ""
            return self.paint(
                [("▸ " if here else "  ", role), (title, role or "strong"), (gap, role), (f"{kind} ", role or "muted")]
            )
        parts = [("    ", "")]
        room = width - 5
        for piece, matched in hit.snippet:
            text = shorten(piece, room)
            parts.append((text, "match" if matched else "muted"))
            if text != piece:
                break
            room -= cell_len(text)
            if room < 2:  # enough only for the sign of a cut
                break
        return self.paint(parts)


class Search(ModalScreen[Hit | None]):
    """The search box and its results; the result is the hit to open, or None if the dialog was closed."""

    BINDINGS = bindings(KEYS)

    def __init__(self, store: Store, reader: Reader) -> None:
        super().__init__()
        self.store = store
        self.reader = reader
        self._kinds: list[str | None] = [None, *kinds(store, reader)]
        self._kind: str | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="search-box") as box:
            box.border_title = "Search"
            yield Input(placeholder='words, "a phrase" or the beginning of a word', id="search-input")
            yield Results()

    def on_mount(self) -> None:
        self._find("")

    @property
    def results(self) -> Results:
        return self.query_one(Results)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._find(event.value)

    def _find(self, text: str) -> None:
        query = parse_query(text, [kind for kind in self._kinds if kind])
        kind = query.kind or self._kind
        key = key_label(next(key for key in KEYS if key.id == "search.kind"), self.app)
        scope = f"kind: {kind_name(kind).lower()}" if kind else "all kinds"
        # As Content, not markup: a key may be a square bracket.
        self.query_one("#search-box").border_subtitle = Content(f"{scope} · {key}: next kind")
        if not text.strip() and not kind:
            self.results.show_hits([], "Type to search titles, summaries and attached documents.")
            return
        try:
            hits = find(self.store, self.reader, Query(query.words, kind), _MOST)
        except PctuiError as error:
            self.results.show_hits([], error.message)
            return
        if hits:
            count = f"the first {len(hits)}" if len(hits) >= _MOST else f"{len(hits)} found"
            self.query_one("#search-box").border_subtitle = Content(f"{count} · {scope} · {key}: next kind")
        subject = f"No {kind_name(kind).lower()}" if kind else "Nothing"
        self.results.show_hits(hits, f"{subject} matches “{query.words.strip()}”.")

    def action_kind(self, by: int) -> None:
        self._kind = self._kinds[(self._kinds.index(self._kind) + by) % len(self._kinds)]
        self._find(self.query_one(Input).value)

    @on(Input.Submitted)
    def _submitted(self) -> None:
        if self.results.hit:
            self.dismiss(self.results.hit)

    def on_row_list_opened(self) -> None:
        self._submitted()

    def action_close(self) -> None:
        self.dismiss(None)

    def action_move(self, by: int) -> None:
        self.results.action_move(by)

    def action_page(self, by: int) -> None:
        self.results.action_page(by)
