"""The dialog that filters the timeline: dates are typed, values of the other facets are selected."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import closing
from functools import partial

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.strip import Strip
from textual.widgets import Input

from ....database.facet_counts import COUNTED
from ....edtf import DateError
from ....errors import PctuiError
from ....model import Row
from ....queries.facet_values import Choice, choices, counts, offered
from ....queries.filters import EVERYTHING, Filter, dates_label
from ....queries.store import Store
from ....queries.timeline import bodies
from ....widths import shorten
from ...background import in_background, instead
from ...commands import Command, bindings
from ...dismissal import Dialog
from ...widgets.frame import Keys
from ...widgets.line_input import LineInput
from ...widgets.line_view import Lines
from ...widgets.list_view import RowList
from ...widgets.rows import Rows

KEYS = [
    Command("filter.toggle", "space", "toggle_value", "Select", "Select or deselect a value", "Filter", True, "Space"),
    Command("filter.apply", "enter", "screen.apply", "Apply", "Apply the filter", "Filter", True, "Enter"),
    Command("filter.clear", "x", "clear", "Clear", "Clear the filter", "Filter", True),
    Command(
        "filter.clear-one",
        "X",
        "clear_one",
        "Clear group",
        "Clear the group that the cursor is in",
        "Filter",
        True,
    ),
    Command("filter.close", "escape", "close", "Cancel", "Close and keep the filter as it was", "Filter", True, "Esc"),
]
TYPING = [
    next(command for command in KEYS if command.id == "filter.apply"),
    Command("filter.list", "down", "screen.list", "List", "Go to the list", "Filter", True, "↓"),
]
_HINT = "April 1999, 1997 to 2001 or from 1998"
_LATE = 0.3  # seconds after which it is said that the entries are still being counted


class Dates(LineInput):
    """The box for the dates."""

    BINDINGS = bindings(TYPING)

    def on_focus(self) -> None:
        self.placeholder = _HINT

    def on_blur(self) -> None:
        self.placeholder = f"press ↑ and type {_HINT}"


class FacetList(RowList):
    """The values of each facet, with a box before each and the number of its rows."""

    BINDINGS = bindings(TYPING[:1])

    def __init__(self, store: Store, filters: Filter) -> None:
        super().__init__(id="filter-values")
        self.store = store
        self.filters = filters
        self._offered = offered(store)
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
                side = f"{selected} selected" if selected else ""
                rows.append(Row("", "heading", facet.capitalize(), side=side))
            if (skipped := max(first - start - 1, 0)) < (until := last - start - 1):
                found = choices(self.store, facet, offset=skipped, limit=until - skipped)
                rows += [Row(f"{facet}:{c.value}", facet, c.title, side=self._number(c)) for c in found]
            start = end
        return rows

    def _number(self, choice: Choice) -> str:
        if not self.filters.without(choice.facet):
            return f"{choice.count:,}"
        counts = self._counts.get(choice.facet)
        return "…" if counts is None else f"{counts.get(choice.value, 0):,}"

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


class FilterSummary(Lines):
    """The line that says how many entries match, or what is wrong with the dates typed."""

    can_focus = False

    def __init__(self) -> None:
        super().__init__(id="filter-head")
        self._parts: list[tuple[str, str]] = []

    def show(self, *parts: tuple[str, str]) -> None:
        """Show (text, role) parts."""
        self._parts = list(parts)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.inner
        shown = []
        for text, role in self._parts:
            shown.append((shorten(text, width), role))
            width -= cell_len(text)
        return self.paint(shown)


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

    def __init__(self, store: Store, filters: Filter) -> None:
        super().__init__()
        self.store = store
        self.filters = filters
        self._matching = ""  # how many entries match
        self._valid = True  # whether the dates typed can be read

    def compose(self) -> ComposeResult:
        with Vertical(id="filter-box"):
            yield FilterSummary()
            with Horizontal(id="filter-dates"):
                yield DatesLabel()
                yield Dates(self._dates(), placeholder=f"press ↑ and type {_HINT}", id="filter-input")
            yield FacetList(self.store, self.filters)
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
                events, matching = store.count("timeline", filters), bodies(store, filters)
                text = f"{events:,} of {store.count('timeline'):,} events"
                if every := bodies(store, EVERYTHING):
                    text += f", {matching:,} of {every:,} bodies"
                for facet in COUNTED:
                    if (found := counts(store, facet, filters)) is not None:
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
            self.query_one(FilterSummary).show(("Not a date yet: ", "warn"), (f"type {_HINT}", "muted"))
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


class DatesLabel(Lines):
    """The label before the dates."""

    can_focus = False

    def __init__(self) -> None:
        super().__init__(id="filter-dates-label")

    def render_line(self, y: int) -> Strip:
        return self.paint([("Dates", "muted")])
