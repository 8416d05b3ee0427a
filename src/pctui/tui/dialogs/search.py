"""The search dialog: search as you type, over entries and attached documents."""

from __future__ import annotations

from contextlib import closing, suppress
from functools import partial
from typing import NamedTuple

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from ...errors import PctuiError, TooSlow, UsageError
from ...model import Citation, Hit
from ...page import kind_name
from ...queries.search import COUNTED
from ...queries.store import Store
from ...reader.copies import Reader
from ...reader.search import PASSAGE, Found, Query, counts, described, find, kinds, parse_query
from ..background import in_background, instead
from ..commands import Command, bindings
from ..dismissal import Dialog
from ..remapping import key_label
from ..widgets.line_input import LineInput
from .search_results import Results
from .search_tabs import ALL, KindTabs

KEYS = [
    Command("search.close", "escape", "close", "Close", "Close the search", "Search", True, "Esc"),
    Command("search.down", "down", "move(1)", "Down", "Next result", "Search", key_display="↓"),
    Command("search.up", "up", "move(-1)", "Up", "Previous result", "Search", key_display="↑"),
    Command("search.page-down", "pagedown", "page(1)", "Page down", "Move a page down", "Search", key_display="PgDn"),
    Command("search.kind", "tab", "kind(1)", "Next kind", "Only the next kind that there is", "Search", True, "Tab"),
    Command("search.kind-back", "shift+tab", "kind(-1)", "Previous kind", "Only the kind before it", "Search"),
    Command(
        "search.passage", "ctrl+s", "passage", "Passage", "Go to the passage that this result cites", "Search", True
    ),
    Command("search.page-up", "pageup", "page(-1)", "Page up", "Move a page up", "Search", key_display="PgUp"),
]
_MOST = 200  # results shown
_AT_ONCE = 0.03  # seconds that a key may wait for what is found
_FIRST = 32  # of these, found with each letter: what a list reads at once; the others when they come into view


class Looked(NamedTuple):
    """What was looked for: what was found first, how many hits there are in all, and how many of each kind.

    `crowded` is true if not all matches were compared. `counts` is None if they are too many to be counted by kind.
    """

    found: Found
    total: int
    crowded: bool
    counts: dict[str, int] | None


def _look(query: Query, reader: Reader, store: Store) -> Looked:
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
    crowded = total >= _MOST and store.crowded(query.words, query.kind)
    numbers = None if crowded else counts(store, reader, query.words)
    return Looked(described(store, query, hits), total, crowded, numbers)


class Search(Dialog[Hit | Citation | None]):
    """The search box and its results; the result is the hit or the passage to open, or None if it was closed."""

    BINDINGS = bindings(KEYS)

    def __init__(self, store: Store, reader: Reader) -> None:
        super().__init__()
        self.store = store
        self.reader = reader
        self._kinds = kinds(store, reader)
        self._kind = ALL
        self._searching = False  # whether what was typed is still being looked for
        self._opening = False  # whether the best match is to be opened when it is found

    def compose(self) -> ComposeResult:
        with Vertical(id="search-box") as box:
            box.border_title = "Search"
            yield LineInput(placeholder='words, "a phrase" or the beginning of a word', id="search-input")
            yield KindTabs(self._kinds)
            yield Results(self.store)

    def on_mount(self) -> None:
        self._find("")
        self.call_after_refresh(self._prepare)

    def _prepare(self) -> None:
        """Load what a search needs once the box is painted, so that the first letter does not wait for it."""
        with suppress(PctuiError):  # which the first letter will meet too
            self.store.prepare()

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
        try:
            typed = parse_query(text, self._kinds)
        except UsageError as error:
            self._show_none(f"{error.message[0].upper()}{error.message[1:]}. {error.hint}")
            return
        query = Query(typed.words, typed.kind or self._kind or None)
        self._say()
        if not text.strip() and not query.kind:
            self._show_none("Type to search titles, summaries and attached documents.")
            return
        try:
            with self.store.within(_AT_ONCE):
                found = _look(query, self.reader, self.store)
        except TooSlow:
            self._searching = True
            self._say("searching …")
            instead(self, "search", partial(self._find_meanwhile, query))
        except PctuiError as error:
            self._show_none(error.message)
        else:
            self._show(query, found)

    async def _find_meanwhile(self, query: Query) -> None:
        def look(store: Store) -> Looked:
            with closing(store):
                return _look(query, self.reader, store)

        try:
            found = await in_background(self.store, look)
        except PctuiError as error:
            self._searching = False
            self._say()
            self._show_none(error.message)
            return
        self._searching = False
        self._show(query, found)
        if self._opening:
            self._submitted()

    @property
    def tabs(self) -> KindTabs:
        return self.query_one(KindTabs)

    def _show_none(self, why: str) -> None:
        self._say()
        self.tabs.show(self._kind, {}, known=False)
        self.results.show_hits([], why)

    def _show(self, query: Query, looked: Looked) -> None:
        found, total = looked.found, looked.total

        def others() -> list[Hit]:
            try:
                return find(self.store, self.reader, query, _MOST)
            except PctuiError as error:
                self.notify(error.message, severity="warning", markup=False)
                return found.hits

        if looked.crowded:
            self._say(f"{total}, not all compared")
        elif total:
            self._say(f"the first {total}" if total >= _MOST else f"{total} found")
        self._show_tabs(query, looked.counts)
        subject = f"No {kind_name(query.kind).lower()}" if query.kind else "Nothing"
        empty = f"{subject} matches “{query.words.strip()}”."
        self.results.show_hits(found.hits, empty, total, others, found.lines, found.suggestion)

    def _show_tabs(self, query: Query, counts: dict[str, int] | None) -> None:
        if counts is None:  # of how many kinds they are is not known either
            labels = {ALL: f"{COUNTED:,}+"} if query.words.strip() else {}
        else:
            numbers = {ALL: sum(counts.values()), **{kind: number for kind, number in counts.items() if number}}
            labels = {kind: f"{number:,}" for kind, number in numbers.items()}
        self.tabs.show(query.kind or ALL, labels, known=counts is not None)

    def _say(self, *words: str) -> None:
        """Say what is shown and which keys there are, leaving out what comes first if there is no room for all."""
        labels = {key.id: key_label(key, self.app) for key in KEYS}
        parts = [*words, f"{labels['search.kind']} kind", f"{labels['search.passage']} passage"]
        while len(parts) > 1 and cell_len(" · ".join(parts)) > self.app.size.width * 9 // 10 - 6:
            parts.pop(0)
        # As Content, not markup: a key may be a square bracket.
        self.query_one("#search-box").border_subtitle = Content(" · ".join(parts))

    def action_kind(self, by: int) -> None:
        self._choose(self.tabs.next(by))

    def on_kind_tabs_chosen(self, event: KindTabs.Chosen) -> None:
        self._choose(event.kind)

    def _choose(self, kind: str) -> None:
        """Search another kind; what `kind:` says in the box would count more, so it is taken out."""
        self._kind = kind
        box = self.query_one(Input)
        try:
            words = parse_query(box.value, self._kinds).words
        except UsageError:
            words = box.value
        if words == box.value:
            self._find(words)
        else:
            box.value = words  # which is then searched

    @on(Input.Submitted)
    def _submitted(self) -> None:
        if self._searching:  # what is shown is what was found before
            self._opening = True
        elif self.results.suggested:
            self._take(self.results.suggestion)
        elif self.results.hit:
            self.dismiss(self.results.hit)

    def _take(self, suggestion: str) -> None:
        """Search for what was suggested."""
        box = self.query_one(Input)
        box.value = suggestion
        box.cursor_position = len(suggestion)

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
