"""The search dialog: search as you type, over entries and attached documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.strip import Strip
from textual.widgets import Input

from ...errors import PctuiError, TooSlow
from ...model import Citation, Hit, Row, locator
from ...page import kind_name
from ...queries.entry import statement_citations
from ...queries.store import Store
from ...reader.copies import Reader
from ...reader.search import PASSAGE, Query, find, kinds, parse_query
from ...text import one_line
from ...widths import shorten
from ..background import in_background, instead
from ..commands import Command, bindings
from ..dismissal import Dialog
from ..remapping import key_label
from ..widgets.line_input import LineInput
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
    Command(
        "search.passage", "ctrl+s", "passage", "Passage", "Go to the passage that this result cites", "Search", True
    ),
    Command("search.page-up", "pageup", "page(-1)", "Page up", "Move a page up", "Search", key_display="PgUp"),
]
_MOST = 200  # results shown
_AT_ONCE = 0.03  # seconds that a key may wait for what is found
_FIRST = 32  # of these, found with each letter: what a list reads at once; the others when they come into view
_TOGETHER = 20  # results of which the passages are asked for together


class Results(RowList):
    """The results: two lines each, the title, and where it matched with the first passage that it cites."""

    can_focus = False

    def __init__(self, store: Store) -> None:
        super().__init__(id="results")
        self.store = store
        self.hits: list[Hit] = []
        self._others: Callable[[], list[Hit]] | None = None
        self._cited: dict[str, tuple[Citation, ...]] = {}  # by slug, of the results that have been in view

    def show_hits(self, hits: list[Hit], empty: str, total: int, others: Callable[[], list[Hit]]) -> None:
        """Show `total` results, or the message `empty` if there are none.

        `hits` are the first of them; `others` returns them all, and is called before more are in view.
        """
        self.hits = hits
        self._others = others if total > len(hits) else None
        self._cited = {}
        self.empty = empty
        self.show(Rows(lambda: 2 * total, self._rows))

    def _rows(self, offset: int, limit: int) -> list[Row]:
        found: list[Row] = []
        for number in range(offset // 2, (offset + limit) // 2):
            if hit := self._hit(number):
                # The second line of a result is a row without a slug: the cursor skips it.
                found += [Row(hit.slug, hit.kind, hit.title), Row("", hit.kind, "")]
        return found

    def _hit(self, number: int) -> Hit | None:
        """Return a result by its number, from 0; None if there are not so many."""
        if number >= len(self.hits) and self._others:
            others, self._others = self._others, None
            self.hits = others()
        return self.hits[number] if 0 <= number < len(self.hits) else None

    @property
    def hit(self) -> Hit | None:
        """The result under the cursor."""
        return self._hit(self.cursor // 2) if self.current else None

    def citation(self, hit: Hit) -> Citation | None:
        """Return the first passage that a result cites; a paragraph that was found cites none, but is one."""
        if hit.kind == PASSAGE:
            return None
        if hit.slug not in self._cited:
            at = self.hits.index(hit)
            near = [other.slug for other in self.hits[at : at + _TOGETHER] if other.kind != PASSAGE]
            try:
                cited = statement_citations(self.store, near)
            except PctuiError:
                cited = {}
            self._cited |= {slug: cited.get(slug, ()) for slug in near}
        return next(iter(self._cited[hit.slug]), None)

    def render_line(self, y: int) -> Strip:
        index = y + self.scroll_offset.y
        number, second = divmod(index, 2)
        hit = self._hit(number)
        if hit is None:
            return super().render_line(y)
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
        citation = self.citation(hit)
        place = short_place(citation, width // 2) if citation else ""
        parts = [("    ", ""), *found(hit.snippet, width - 5 - (cell_len(place) + 2 if place else 0))]
        used = sum(cell_len(text) for text, _ in parts)
        return self.paint([*parts, (" " * max(0, width - used - cell_len(place) - 1), ""), (place, "cite")])


def short_place(citation: Citation, room: int) -> str:
    """Return the place of a passage in at most `room` cells, if need be without its page or with a shorter name."""
    place = one_line(citation.place)
    if cell_len(place) <= room:
        return place
    paragraph = f" {locator(citation.paragraph, None)}"
    return shorten(f"{shorten(one_line(citation.label), room - cell_len(paragraph))}{paragraph}", room)


def found(snippet: Sequence[tuple[str, bool]], room: int) -> Iterator[tuple[str, str]]:
    """Yield the parts (text, role) of a snippet in at most `room` cells, the first match among them if it fits."""
    first = next((number for number, (_, matched) in enumerate(snippet) if matched), 0)
    before, after = ("".join(text for text, _ in part) for part in (snippet[:first], snippet[first + 1 :]))
    spare = room - cell_len(snippet[first][0]) - 2 if snippet else 0
    if before and cell_len(before) > spare + 2:
        # As much of what comes before it as what follows leaves room for, at least half, from the start of a word.
        kept = set_cell_size(before[::-1], max(0, spare - min(cell_len(after), spare // 2)))[::-1]
        if not before.removesuffix(kept).endswith(" "):
            kept = kept.partition(" ")[2]
        snippet = [(f"… {kept}", False), *snippet[first:]]
    left = sum(cell_len(text) for text, _ in snippet)
    for text, matched in snippet:
        role = "match" if matched else "muted"
        if left > room and cell_len(text) >= room:  # there must be room for the sign of a cut
            yield shorten(f"{text}…", room), role
            return
        yield text, role
        left -= cell_len(text)
        room -= cell_len(text)


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
