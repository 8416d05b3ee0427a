"""The search dialog: search as you type, over entries and attached documents."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from typing import NamedTuple

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from ...errors import PctuiError, TooSlow
from ...model import Citation, Hit
from ...page import kind_name
from ...queries.store import Store
from ...reader.copies import Reader
from ...reader.search import PASSAGE, Query, find, kinds, parse_query
from ..background import in_background, instead
from ..commands import Command, bindings
from ..dismissal import Dialog
from ..remapping import key_label
from ..widgets.line_input import LineInput
from .search_results import Results

KEYS = [
    Command("search.close", "escape", "close", "Close", "Close the search", "Search", True, "Esc"),
    Command("search.down", "down", "move(1)", "Down", "Next result", "Search", key_display="↓"),
    Command("search.up", "up", "move(-1)", "Up", "Previous result", "Search", key_display="↑"),
    Command("search.page-down", "pagedown", "page(1)", "Page down", "Move a page down", "Search", key_display="PgDn"),
    Command("search.kind", "tab", "kind(1)", "Next kind", "Search only the next kind of entry", "Search", True, "Tab"),
    Command(
        "search.kind-back", "shift+tab", "kind(-1)", "Previous kind", "Search only the previous kind of entry", "Search"
    ),
    Command(
        "search.passage", "ctrl+s", "passage", "Passage", "Go to the passage that this result cites", "Search", True
    ),
    Command("search.page-up", "pageup", "page(-1)", "Page up", "Move a page up", "Search", key_display="PgUp"),
]
_MOST = 200  # results shown
_AT_ONCE = 0.03  # seconds that a key may wait for what is found
_FIRST = 32  # of these, found with each letter: what a list reads at once; the others when they come into view


class Found(NamedTuple):
    """What was found: the first hits, how many there are, and whether not all matches were compared."""

    hits: list[Hit]
    total: int
    crowded: bool


def _look(query: Query, reader: Reader, store: Store) -> Found:
    """Find the first results, and count the others; all of them where they cannot be counted for less."""
    hits = find(store, reader, query, _FIRST)
    total = len(hits)
    entries = sum(hit.kind != PASSAGE for hit in hits)
    if total >= _FIRST and (query.kind == PASSAGE or entries >= _FIRST):
        if count := store.matches(query.words, _MOST, query.kind) if entries else 0:
            hits, total = hits[:entries], count + total - entries  # passages come after all entries
        else:
            hits = find(store, reader, query, _MOST)
            total = len(hits)
    return Found(hits, total, total >= _MOST and store.crowded(query.words, query.kind))


def _scope(query: Query) -> str:
    return f"kind: {kind_name(query.kind).lower()}" if query.kind else "all kinds"


class Search(Dialog[Hit | Citation | None]):
    """The search box and its results; the result is the hit or the passage to open, or None if it was closed."""

    BINDINGS = bindings(KEYS)

    def __init__(self, store: Store, reader: Reader) -> None:
        super().__init__()
        self.store = store
        self.reader = reader
        self._kinds: list[str | None] = [None, *kinds(store, reader)]
        self._kind: str | None = None
        self._searching = False  # whether what was typed is still being looked for
        self._opening = False  # whether the best match is to be opened when it is found

    def compose(self) -> ComposeResult:
        with Vertical(id="search-box") as box:
            box.border_title = "Search"
            yield LineInput(placeholder='words, "a phrase" or the beginning of a word', id="search-input")
            yield Results(self.store)

    def on_mount(self) -> None:
        self._find("")

    @property
    def results(self) -> Results:
        return self.query_one(Results)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._find(event.value)

    def _find(self, text: str) -> None:
        """Show what matches: at once, or if that takes longer, when it is found, unless another letter is typed."""
        self.workers.cancel_group(self, "search")
        self._searching = self._opening = False
        typed = parse_query(text, [kind for kind in self._kinds if kind])
        query = Query(typed.words, typed.kind or self._kind)
        self._say(_scope(query))
        if not text.strip() and not query.kind:
            self._show_none("Type to search titles, summaries and attached documents.")
            return
        try:
            with self.store.within(_AT_ONCE):
                found = _look(query, self.reader, self.store)
        except TooSlow:
            self._searching = True
            self._say("searching …", _scope(query))
            instead(self, "search", partial(self._find_meanwhile, query))
        except PctuiError as error:
            self._show_none(error.message)
        else:
            self._show(query, found)

    async def _find_meanwhile(self, query: Query) -> None:
        def look(store: Store) -> Found:
            with closing(store):
                return _look(query, self.reader, store)

        try:
            found = await in_background(self.store, look)
        except PctuiError as error:
            self._searching = False
            self._say(_scope(query))
            self._show_none(error.message)
            return
        self._searching = False
        self._show(query, found)
        if self._opening:
            self._submitted()

    def _show_none(self, why: str) -> None:
        self.results.show_hits([], why, 0, list)

    def _show(self, query: Query, found: Found) -> None:
        def others() -> list[Hit]:
            try:
                return find(self.store, self.reader, query, _MOST)
            except PctuiError as error:
                self.notify(error.message, severity="warning", markup=False)
                return found.hits

        if found.crowded:
            self._say(_scope(query), f"{found.total}, not all compared")
        elif found.total:
            self._say(f"the first {found.total}" if found.total >= _MOST else f"{found.total} found", _scope(query))
        subject = f"No {kind_name(query.kind).lower()}" if query.kind else "Nothing"
        self.results.show_hits(found.hits, f"{subject} matches “{query.words.strip()}”.", found.total, others)

    def _say(self, *words: str) -> None:
        """Say what is shown and which keys there are, leaving out what comes first if there is no room for all."""
        labels = {key.id: key_label(key, self.app) for key in KEYS}
        parts = [*words, f"{labels['search.kind']} kind", f"{labels['search.passage']} passage"]
        while len(parts) > 1 and cell_len(" · ".join(parts)) > self.app.size.width * 9 // 10 - 6:
            parts.pop(0)
        # As Content, not markup: a key may be a square bracket.
        self.query_one("#search-box").border_subtitle = Content(" · ".join(parts))

    def action_kind(self, by: int) -> None:
        self._kind = self._kinds[(self._kinds.index(self._kind) + by) % len(self._kinds)]
        self._find(self.query_one(Input).value)

    @on(Input.Submitted)
    def _submitted(self) -> None:
        if self._searching:  # what is shown is what was found before
            self._opening = True
        elif self.results.hit:
            self.dismiss(self.results.hit)

    def on_row_list_opened(self) -> None:
        self._submitted()

    def action_passage(self) -> None:
        hit = self.results.hit
        if hit is None:
            return
        if hit.kind == PASSAGE:
            self.dismiss(hit)
        elif citation := self.results.citation(hit):
            self.dismiss(citation)
        else:
            self._say("cites no passage")

    def action_close(self) -> None:
        self.dismiss(None)

    def action_move(self, by: int) -> None:
        self.results.action_move(by)

    def action_page(self, by: int) -> None:
        self.results.action_page(by)
