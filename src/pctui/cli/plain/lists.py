"""The list of a pane in the plain walk: how it is filtered, sorted, grouped and narrowed, and its rows."""

from __future__ import annotations

import difflib
import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ...edtf import DateError
from ...errors import UsageError
from ...folding import sort_key
from ...model import Row
from ...panes import PANES, Pane
from ...queries.evidence import DISAGREEMENTS
from ...queries.facet_values import find_value, values
from ...queries.facets import FACETS
from ...queries.filters import DATES, EVERYTHING, Filter, bounds, dates_label
from ...queries.timeline_window import NarrowedTimeline, Timeline
from .speech import spoken

if TYPE_CHECKING:
    from ...queries.store import Store
    from ...reader.copies import Reader

VIEWS = {"evidence": ("findings", "matrix", "disagreements")}
NOTED = "note"  # in place of a mark: what has a note
ANY = "any"
_BATCH = 200
_ENDS = ("since", "until")


@dataclass
class List:
    """The list of a pane as it is shown. `added` has the facets of the filter, the one added last at the end."""

    store: Store
    reader: Reader
    pane: Pane
    filters: Filter = EVERYTHING
    order: str = ""
    grouping: str = ""
    marked: str = ""
    view: str = ""
    added: list[str] = field(default_factory=list)
    _timeline: tuple[Filter, Timeline] | None = None

    @property
    def name(self) -> str:
        """Its list in the database."""
        if self.view == "disagreements":
            return DISAGREEMENTS
        return self.pane.grouped_list(self.grouping or None)

    @property
    def title(self) -> str:
        """Its title, with how it is grouped, sorted and narrowed."""
        words = [self.pane.title if not self.view or self.view == "findings" else f"{self.pane.title}, {self.view}"]
        if self.grouping and not self.order:
            words.append(f"grouped by {self.grouping}")
        if self.order:
            words.append(f"sorted by {self.order}")
        if self.marked:
            words.append({ANY: "only marked", NOTED: "only with a note"}.get(self.marked, f"only marked {self.marked}"))
        if filtered := self.filtered:
            words.append(f"filtered: {filtered}")
        return ", ".join(words)

    @property
    def filtered(self) -> str:
        """What it is filtered by, in words: `actor Keepers or Owners; 1997 to 2001`."""
        words = []
        for facet in self.filters.active:
            if facet == DATES:
                words.append(spoken(dates_label(self.filters.since, self.filters.until)))
            elif FACETS[facet].flag:
                words.append(facet)
            else:
                titles = dict(values(self.store, facet))
                chosen = [titles.get(value) or value for value in self.filters.chosen(facet)]
                words.append(f"{facet} {' or '.join(map(spoken, chosen))}")
        return "; ".join(words)

    def choose(self, facet: str, typed: str) -> None:
        """Filter by a value as it was typed, or by a date; UsageError if there is no such facet or value."""
        if facet in _ENDS:
            self._choose_date(facet, typed)
            return
        self._require(facet)
        value = FACETS[facet].words[0] if FACETS[facet].flag else self._value(facet, typed)
        chosen = self.filters.chosen(facet)
        if value not in chosen:
            self.filters = self.filters.choosing(facet, *chosen, value)
        self._note(facet)

    def _require(self, facet: str) -> None:
        if facet not in self.pane.facets:
            known = [*self.pane.facets, *_ENDS]
            near = difflib.get_close_matches(facet, known, 1)
            hint = f"Similar: {near[0]}." if near else f"It can be filtered by: {', '.join(known)}."
            raise UsageError(f"{self.pane.title} cannot be filtered by '{facet[:40]}'", hint)

    def _choose_date(self, end: str, typed: str) -> None:
        try:
            first, last = bounds(typed)
        except DateError as error:
            raise UsageError(str(error)) from None
        day = first if end == "since" else last
        if not day:
            raise UsageError(f"'{typed}' has no {'beginning' if end == 'since' else 'end'}")
        found = replace(self.filters, **{end: day})
        if found.since and found.until and found.since > found.until:
            raise UsageError(f"{end} {typed} leaves no dates", f"Type clear {_ENDS[end == 'since']} first.")
        self.filters = found
        self._note(DATES)

    def _value(self, facet: str, typed: str) -> str:
        """Return a value from what was typed: it, its title, or the one title that has the words."""
        try:
            return find_value(self.store, facet, typed)
        except UsageError as error:
            folded = typed.casefold()
            within = [(value, title) for value, title in values(self.store, facet) if folded in title.casefold()]
            if len(within) == 1:
                return within[0][0]
            some = f"Similar: {'; '.join(spoken(title) for _, title in within[:5])}. " if within else ""
            raise UsageError(error.message, f"{some}Type filter {facet} to hear what there is.") from None

    def _note(self, facet: str) -> None:
        self.added = [*(name for name in self.added if name != facet), facet]

    def clear(self, facet: str = "") -> None:
        """Remove the filter by one facet, or all of it with the sorting of marks."""
        if not facet:
            self.filters, self.marked, self.added = EVERYTHING, "", []
        elif facet in _ENDS:
            self.filters = replace(self.filters, **{facet: None})
        elif facet == DATES or facet in self.pane.facets:
            self.filters = self.filters.without(facet)
        else:
            self._require(facet)
        self.added = [name for name in self.added if name in self.filters.active]

    def drop(self) -> str:
        """Remove the filter added last, and return its facet; '' if there is none."""
        if not self.added:
            return ""
        facet = self.added[-1]
        self.clear(facet)
        return facet

    def sort(self, order: str) -> None:
        """Sort it in one of ORDERS, or not; UsageError if there is no such order."""
        orders = self.pane.orders
        if not orders or self.view in ("matrix", "disagreements"):
            raise UsageError("this list has one order only")
        if order not in (*orders, "none"):
            raise UsageError("sort by what?", f"Type sort and one of: {', '.join(orders)}, none.")
        self.order = "" if order == "none" else order

    # Its rows.

    def timeline(self) -> Timeline:
        """Return the timeline, with the organisations that the explorer's has; that of a filter is kept."""
        if self._timeline is None or self._timeline[0] != self.filters:
            self.close()
            found = Timeline(self.store)
            if self.filters:
                found = NarrowedTimeline(self.store.further(), self.filters)
            self._timeline = self.filters, found
        return self._timeline[1]

    def close(self) -> None:
        """Close what a filter has opened."""
        if self._timeline and isinstance(self._timeline[1], NarrowedTimeline):
            self._timeline[1].close()
        self._timeline = None

    def count(self) -> int:
        """Return the number of items: an entry in several groups is one of each."""
        from ...queries.lists import View as Folded

        if self._only() is None and self.name == "timeline":
            return self.timeline().count()
        if self._only() is None and self.order:
            return self.store.total(self.name, self.filters)
        if self._only() is None and not self.filters:
            return self.store.count(self.name) - self.store.count(self.name, view=Folded(others=True))
        return sum(not row.heading for row in self.rows())

    def rows(self) -> Iterator[Row]:
        """Yield its rows, with the headings of groups before their items."""
        only = self._only()
        if only is None:
            yield from self._all_rows()
            return
        heading: Row | None = None
        for row in self._all_rows():
            if row.heading:
                heading = row
            elif row.slug in only:
                if heading:
                    yield heading
                heading = None
                yield row

    def _all_rows(self) -> Iterator[Row]:
        if self.name == "timeline":
            yield from self._timeline_rows()
        elif self.order:
            yield from self.store.sorted_rows(self.name, self.order, filters=self.filters)
        else:
            yield from self.store.each_row(self.name, self.filters)

    def _timeline_rows(self) -> Iterator[Row]:
        timeline = self.timeline()
        if self.order in ("title", "slug"):
            events = self.store.sorted_rows("timeline", self.order, filters=self.filters)
            every = self.store.sorted_rows(PANES["organisations"].grouped_list(), self.order)
            places = (timeline.place(row.slug) for row in every)
            bodies = (timeline.rows(place, 1)[0] for place in places if place is not None)
            yield from heapq.merge(
                events, bodies, key=lambda row: sort_key(row.title) if self.order == "title" else row.slug
            )
            return
        total = timeline.count()
        for offset in range(0, total, _BATCH):
            size = min(_BATCH, total - offset)
            if self.order == "newest":
                yield from reversed(timeline.rows(total - offset - size, size))
            else:
                yield from timeline.rows(offset, size)

    def _only(self) -> frozenset[str] | None:
        """Return the slugs of what the reader has marked, if only that is shown."""
        if not self.marked:
            return None
        marks = self.reader.notes.load()
        return frozenset(
            slug
            for slug, annotation in marks.items()
            if self.marked == ANY
            or annotation.mark == self.marked
            or (self.marked == NOTED and (annotation.note or annotation.draft is not None))
        )
