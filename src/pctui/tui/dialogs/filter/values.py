"""The values of the facets, as a list with a box before each."""

from __future__ import annotations

from collections.abc import Mapping

from rich.cells import cell_len
from textual import events
from textual.widgets import Input

from ....model import Row
from ....panes import Pane
from ....queries.facet_values import Choice, choices, offered
from ....queries.filters import Filter
from ....queries.store import Store
from ....widths import shorten
from ...commands import bindings
from ...widgets.list_view import RowList
from ...widgets.rows import Rows
from .keys import TYPING


class FacetList(RowList):
    """The values of each facet, with a box before each and the number of its rows."""

    BINDINGS = bindings(TYPING[:1])

    def __init__(self, store: Store, pane: Pane, filters: Filter) -> None:
        super().__init__(id="filter-values")
        self.store = store
        self.filters = filters
        self._pane = pane
        self._offered = offered(store, pane)
        self._counts: dict[str, dict[str, int]] = {}  # of the facets that are counted under the filter, by value

    def fill(self, filters: Filter, counts: Mapping[str, Mapping[str, int] | None]) -> None:
        """Show the values of the facets and their numbers, as far as they are known; the cursor stays."""
        if filters != self.filters:
            self.filters, self._counts = filters, {}
        self._counts |= {facet: {**found} for facet, found in counts.items() if found is not None}
        at = max(self.cursor, 0)
        total = sum(number + 1 for number in self._offered.values() if number)
        self.show(Rows(lambda: total, self._read), at, line=max(0, at - int(self.scroll_offset.y)))

    def _read(self, offset: int, limit: int) -> list[Row]:
        """Return the rows [offset, offset + limit): of each facet that has values a heading, then its values."""
        rows: list[Row] = []
        start = 0
        for facet, number in self._offered.items():
            if not number:
                continue
            end = start + number + 1
            first, last = max(offset, start), min(offset + limit, end)
            if first == start < last:
                selected = len(self.filters.chosen(facet))
                none = "no matches" if self._counts.get(facet) == {} else ""
                side = f"{selected} selected" if selected else none
                rows.append(Row("", "heading", facet.capitalize(), side=side))
            if (skipped := max(first - start - 1, 0)) < (until := last - start - 1):
                found = choices(self.store, self._pane, facet, offset=skipped, limit=until - skipped)
                rows += [Row(f"{facet}:{c.value}", facet, c.title, side=self._number(c)) for c in found]
            start = end
        return rows

    def _number(self, choice: Choice) -> str:
        if not self.filters.without(choice.facet):
            return f"{choice.count:,}"
        counts = self._counts.get(choice.facet)
        return "…" if counts is None else f"{counts.get(choice.value, 0):,}"

    def to_facet(self, by: int) -> None:
        """Go to the first value of the next facet, or of the previous one, round the ends."""
        firsts, at = [], 1
        for number in filter(None, self._offered.values()):
            firsts.append(at)
            at += number + 1
        if firsts:
            here = sum(first <= self.cursor for first in firsts) - 1
            self.move_to(firsts[(here + by) % len(firsts)])

    @property
    def choice(self) -> tuple[str, str] | None:
        """The facet and the value under the cursor."""
        row = self.current
        if row is None or row.heading:
            return None
        facet, _, value = row.slug.partition(":")
        return facet, value

    def action_move(self, by: int) -> None:
        before = self.cursor
        super().action_move(by)
        if by < 0 and self.cursor == before:
            self.screen.query_one(Input).focus()

    def on_click(self, event: events.Click) -> None:
        event.prevent_default()  # a click selects a value and does not apply the filter
        index = event.y + self.scroll_offset.y
        row = self.row(index)
        if row and not row.heading:
            self.move_to(index)
            self.post_message(self.Opened(self, None))

    def _parts(self, row: Row, here: bool, width: int) -> list[tuple[str, str]]:
        facet, _, value = row.slug.partition(":")
        selected = value in self.filters.chosen(facet)
        role = ("cursor" if self.has_focus else "blurred") if here else ""
        title = shorten(row.title, width - cell_len(row.side) - 10)
        gap = " " * max(1, width - cell_len(title) - cell_len(row.side) - 9)
        plain = "strong" if selected else "muted" if row.side == "0" else ""
        return [
            ("▸ " if here else "  ", role),
            ("[x] " if selected else "[ ] ", role or ("accent" if selected else "muted")),
            (title, role or plain),
            (gap, role),
            (f"{row.side}   ", role or "muted"),
        ]
