"""The dialog itself."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import closing
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input

from ....edtf import DateError
from ....errors import PctuiError
from ....kinds.registry import KINDS
from ....panes import Pane
from ....queries.facet_values import counts
from ....queries.filters import EVERYTHING, Filter, dates_label
from ....queries.store import Store
from ....queries.timeline import bodies
from ...background import in_background, instead
from ...commands import bindings
from ...dismissal import Dialog
from ...widgets.frame import Keys
from ...widgets.list_view import RowList
from .keys import KEYS
from .lines import HINT, Dates, DatesLabel, FilterSummary
from .values import FacetList

_LATE = 0.3  # seconds after which it is said that the entries are still being counted


def matching(store: Store, pane: Pane, filters: Filter) -> str:
    """Return how many entries of a pane match a filter: `12 of 53 recommendations`."""
    if pane.name != "timeline":
        total = store.total(pane.grouped_list())
        shown = store.total(pane.grouped_list(), filters) if filters else total
        return f"{shown:,} of {total:,} {KINDS[pane.kinds[0]].plural}"
    text = f"{store.count('timeline', filters):,} of {store.count('timeline'):,} events"
    if every := bodies(store, EVERYTHING):
        text += f", {bodies(store, filters):,} of {every:,} bodies"
    return text


class FilterDialog(Dialog[Filter | None]):
    """The dialog; the result is the filter, or None if it was cancelled."""

    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = """
    #filter-box {
      width: 90%; max-width: 72; height: 90%; max-height: 44;
      border: round $accent; background: $background; padding: 0 1;
    }
    .-narrow #filter-box { width: 100%; height: 100%; }
    #filter-head { height: 1; background: $background; }
    #filter-dates { height: 1; margin: 0 0 1 0; }
    #filter-dates-label { width: 8; height: 1; background: $background; }
    #filter-input { width: 1fr; border: none; height: 1; padding: 0; background: $background; }
    #filter-input:focus { border: none; background: $panel; }
    .-short #filter-dates { margin: 0; }
    #filter-keys { height: 1; }
    """

    def __init__(self, store: Store, pane: Pane, filters: Filter) -> None:
        super().__init__()
        self.store = store
        self._pane = pane
        self.filters = filters
        self._matching = ""  # how many entries match
        self._valid = True  # whether the dates typed can be read

    def compose(self) -> ComposeResult:
        with Vertical(id="filter-box"):
            yield FilterSummary()
            with Horizontal(id="filter-dates"):
                yield DatesLabel()
                yield Dates(self._dates(), placeholder=f"press ↑ and type {HINT}", id="filter-input")
            yield FacetList(self.store, self._pane, self.filters)
            yield Keys(id="filter-keys")

    def _dates(self) -> str:
        """Return the dates of the filter as text to edit: as the filter bar shows them if that reads back the same."""
        since, until = self.filters.since, self.filters.until
        if not since and not until:
            return ""
        label = dates_label(since, until)
        try:
            if self.filters.between(label) == self.filters:
                return label
        except DateError:
            pass
        return f"{since or '..'}/{until or '..'}"

    def on_mount(self) -> None:
        self.values.focus()
        self._choose(self.filters)

    @property
    def values(self) -> FacetList:
        return self.query_one(FacetList)

    def _summarise(self) -> None:
        self.query_one(FilterSummary).show(("Filter  ", "title"), (self._matching, "strong"))

    def _choose(self, filters: Filter) -> None:
        """Show a filter at once, and what matches it as soon as it is counted."""
        self.filters = filters
        self.values.fill(filters, {})
        instead(self, "count", partial(self._count, filters))

    async def _count(self, filters: Filter) -> None:
        late = self.set_timer(_LATE, partial(self._say, "counting …"))
        loop = asyncio.get_running_loop()

        def count(store: Store) -> str:
            with closing(store):
                text = matching(store, self._pane, filters)
                for facet in self._pane.facets:
                    if (found := counts(store, self._pane, facet, filters)) is not None:
                        loop.call_soon_threadsafe(self._counted, filters, facet, found)
            return text

        try:
            self._say(await in_background(self.store, count))
        except PctuiError as error:
            self._say(error.message)
        finally:
            late.stop()

    def _say(self, matching: str) -> None:
        self._matching = matching
        if self._valid:
            self._summarise()

    def _counted(self, filters: Filter, facet: str, found: Mapping[str, int]) -> None:
        if filters == self.filters and self.is_mounted:
            self.values.fill(filters, {facet: found})

    @on(Input.Changed)
    def _dates_typed(self, event: Input.Changed) -> None:
        try:
            filters = self.filters.between(event.value)
        except DateError:
            self._valid = False
            self.query_one(FilterSummary).show(("Not a date yet: ", "warn"), (f"type {HINT}", "muted"))
            return
        self._valid = True
        if filters != self.filters:
            self._choose(filters)
        else:
            self._summarise()

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        event.stop()
        if event.row is None:
            self.action_toggle_value()
        else:
            self.action_apply()

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        event.stop()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the commands of the list while the dates are typed."""
        typing = isinstance(self.focused, Dates)
        return not typing or action not in ("toggle_value", "clear", "clear_one")

    def action_toggle_value(self) -> None:
        if choice := self.values.choice:
            self._choose(self.filters.toggled(*choice))

    def action_facet(self, by: int) -> None:
        self.values.focus()
        self.values.to_facet(by)

    def action_apply(self) -> None:
        if self._valid:
            self.dismiss(self.filters)
        else:
            self.query_one(Input).focus()

    def action_clear(self) -> None:
        self.query_one(Input).value = ""
        self._choose(EVERYTHING)

    def action_clear_one(self) -> None:
        if choice := self.values.choice:
            self._choose(self.filters.without(choice[0]))

    def action_close(self) -> None:
        self.dismiss(None)

    def action_list(self) -> None:
        self.values.focus()
