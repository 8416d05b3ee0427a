"""The timeline pane: the chart over the list of the same things."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container

from ....kinds.vocabulary import INTENDED
from ....model import Row
from ....page import Block
from ....queries.as_of import bars
from ....queries.filters import EVERYTHING, Filter
from ....queries.timeline import hiding, titles, written
from ...commands import Command, bindings
from ...keymap import key_label
from ...pane import ListPane
from ...widgets.list_view import RowList, Source
from ...widgets.page import Page
from .as_of_panel import then
from .axis import years
from .chart import LEGEND
from .chart_view import TimelineChart
from .filter_bar import FilterBar, chips
from .rows import TimelineRows

if TYPE_CHECKING:
    from ....queries.store import Store
    from ....reader.copies import Reader

FILTER = Command("timeline.filter", "F", "filter", "Filter", "Choose what the timeline shows", "Timeline", True)
CLEAR = Command("timeline.clear", "x", "clear_filter", "Clear", "Show everything again", "Timeline", True)
DROP = Command("timeline.drop", "X", "drop", "Drop", "Drop the last of what is filtered by", "Timeline")
TIMELINE = [
    Command("timeline.zoom-in", "plus,equals_sign", "zoom(1)", "Zoom", "Zoom in, to a month", "Timeline", True, "+"),
    Command(
        "timeline.zoom-out", "minus", "zoom(-1)", "Zoom out", "Zoom out, to a century", "Timeline", key_display="-"
    ),
    Command(
        "timeline.earlier",
        "left,h",
        "pan(-1)",
        "Earlier",
        "Move the chart to earlier years",
        "Timeline",
        key_display="← h",
    ),
    Command(
        "timeline.later", "right,l", "pan(1)", "Later", "Move the chart to later years", "Timeline", key_display="→ l"
    ),
    FILTER,
    CLEAR,
    DROP,
    Command("timeline.fit", "f,0", "fit", "Fit", "Show the whole time", "Timeline", True),
    Command(
        "timeline.decade-back",
        "left_curly_bracket",
        "decade(-1)",
        "Decade before",
        "Go to the start of the decade, or of the one before",
        "Timeline",
        key_display="{",
    ),
    Command(
        "timeline.decade-on",
        "right_curly_bracket",
        "decade(1)",
        "Next decade",
        "Go to the next decade",
        "Timeline",
        key_display="}",
    ),
    Command(
        "timeline.era-back",
        "left_parenthesis",
        "era(-1)",
        "Era before",
        "Go back to where the last body came into being",
        "Timeline",
        key_display="(",
    ),
    Command(
        "timeline.era-on",
        "right_parenthesis",
        "era(1)",
        "Next era",
        "Go on to where the next body came into being",
        "Timeline",
        key_display=")",
    ),
    Command(
        "timeline.rows-up", "ctrl+up", "scroll_rows(-1)", "Rows up", "Show rows of the chart further up", "Timeline"
    ),
    Command(
        "timeline.rows-down",
        "ctrl+down",
        "scroll_rows(1)",
        "Rows down",
        "Show rows of the chart further down",
        "Timeline",
    ),
]
_OWN = frozenset(command.action.partition("(")[0] for command in TIMELINE)


class TimelineList(RowList):
    """The list, in which a body has a sign of its own."""

    def sign(self, row: Row) -> tuple[str, str]:
        if row.kind != "organisation":
            return super().sign(row)
        return ("□", "planned") if row.modality in INTENDED else ("■", "label")


class TimelinePane(ListPane):
    """Spans and markers over the list of the same things."""

    NAME = "timeline"
    LIST = "timeline"
    WHEN = 16
    SIDE = 13
    SIGNS = True
    HELP_TEXT = (
        "What happened when, and what was planned or forecast to. The chart draws bodies as bars and events as "
        "markers, lane by lane, over a list of the same things; a body stands in it where it begins. Solid is what "
        "happened, hatched what was planned or forecast. A frayed end is an uncertain date; with an arrow, none is "
        "told: a body is drawn up to the date of the latest document that tells of it."
    )
    COMMANDS = TIMELINE
    LEGEND = LEGEND
    BINDINGS = bindings(TIMELINE)

    def compose(self) -> ComposeResult:
        with Container(id="timeline-left"):
            yield TimelineChart(self._drawn, self.store.terms("lane"), id="chart")
            yield FilterBar(id="chips")
            yield from self._list()
        yield Page(id=f"page-{self.NAME}")

    def _list(self) -> ComposeResult:
        yield TimelineList(when=self.WHEN, side=self.SIDE, signs=self.SIGNS, empty=self.EMPTY, id=f"rows-{self.NAME}")

    @property
    def chart(self) -> TimelineChart:
        return self.query_one(TimelineChart)

    def __init__(self, store: Store, reader: Reader) -> None:
        super().__init__(store, reader)
        self._drawn = bars(store)
        self._things = TimelineRows(store, self.filters, self._drawn)
        self._all = self._things  # as they are where nothing is filtered
        self._left: str | None = None  # what was shown before the filter left nothing

    def first(self) -> str | None:
        """The first event of the years that most of the corpus is about."""
        bars, start = self.chart.bars, self.chart.view.start
        return next((b.slug for b in bars if b.kind == "event" and b.start and years(b.start) >= start), None)

    def source(self) -> Source:
        return self._things

    def place(self, slug: str) -> int | None:
        return self._things.place(slug)

    def selected(self, row: Row) -> None:
        day, _ = self.store.dated(row.slug)
        self.chart.select(row.slug, day, row.when)

    def blocks(self, slug: str) -> Sequence[Block]:
        edtf = written(self.store, slug)
        return [*super().blocks(slug), *(then(self.store, edtf) if edtf else ())]

    # The filter: list and chart show what it lets through.

    def action_filter(self) -> None:
        from .filter_dialog import FilterDialog

        self.app.push_screen(FilterDialog(self.store, self.filters), self._chosen)

    def _chosen(self, filters: Filter | None) -> None:
        if filters is not None and filters != self.filters:
            self.narrow(filters)

    def narrow(self, filters: Filter) -> None:
        """Show what a filter lets through, the cursor where it was, or at what comes next."""
        self.filters = filters
        drawn = bars(self.store, filters) if filters else self._drawn
        self._things = TimelineRows(self.store, filters, drawn) if filters else self._all
        left = self._things.count()
        words = chips(filters, titles(self.store, filters))
        self.query_one(FilterBar).show(words, self._things.counted(self._all), key_label(CLEAR, self.app))
        self.rows.empty = self._empty(self._all.count()) if filters and not left else self.EMPTY
        self.chart.show(drawn)
        self._left = self.shown or self._left
        day = self.store.dated(self._left)[0] if self._left else None
        self.fill(self._left)
        if self._left and day and (row := self.rows.current) and row.slug != self._left:
            self.rows.move_to(self._things.before(day))
        if left:
            self._left = None
        else:
            self.chart.select(None, None, "")
        self.refresh_bindings()

    def _empty(self, total: int) -> str:
        """Which filter hides everything, and how to have it back."""
        alone, without = hiding(self.store, self.filters)
        facets = alone or self.filters.active
        names = " and ".join([*filter(None, [", ".join(facets[:-1])]), facets[-1]])
        if len(facets) == 1:
            why = f"the choice of {names} hides"
        else:
            why = f"the choices of {names} hide" if alone else f"the choices of {names} together hide"
        freed = [f"{count:,} without {facet}" for facet, count in without.items() if count]
        back = f"There would be {', '.join(freed)}. " if freed else ""
        keys = f"{key_label(CLEAR, self.app)} clears the filter, {key_label(FILTER, self.app)} changes it."
        return f"Nothing is left: {why} all {total:,}. {back}{keys}"

    def empty_page(self) -> Sequence[Block]:
        return [] if self.filters else super().empty_page()  # the list says why

    def action_clear_filter(self) -> None:
        self.narrow(EVERYTHING)

    def on_filter_bar_cleared(self, event: FilterBar.Cleared) -> None:
        event.stop()
        self.narrow(self.filters.without(event.facet) if event.facet else EVERYTHING)

    def action_drop(self) -> None:
        if self.filters:
            self.narrow(self.filters.without(self.filters.active[-1]))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide what is not possible here: with the page on the whole screen there is neither chart nor list."""
        if action not in _OWN:
            return True
        if self.has_class("-reading") and self.screen.has_class("-narrow"):
            return False
        return bool(self.filters) if action in ("clear_filter", "drop") else True

    # Jumps.

    def _day(self) -> str | None:
        return self.store.dated(self.rows.current.slug)[0] if self.rows.current else None

    def action_decade(self, by: int) -> None:
        """Go to the first row of the next decade that has any, or to that of this decade, then of the one before."""
        if (day := self._day()) is None:
            return
        start = int(day[:4]) // 10 * 10
        if by > 0:
            self.rows.move_to(self._things.before(f"{start + 10:04}-01-01"))
            return
        place = self._things.before(f"{start:04}-01-01")
        if place >= self.rows.cursor and (row := self.rows.row(place - 1)):
            day = self.store.dated(row.slug)[0] or "0001"
            place = self._things.before(f"{int(day[:4]) // 10 * 10:04}-01-01")
        self.rows.move_to(place)

    def action_era(self, by: int) -> None:
        """Go to the next (or last) body that came into being."""
        place = self._things.beginning(self.rows.cursor, by)
        if place is not None:
            self.rows.move_to(place)

    def action_zoom(self, by: int) -> None:
        self.chart.zoom(by)

    def action_pan(self, by: int) -> None:
        self.chart.pan(by)

    def action_fit(self) -> None:
        self.chart.fit()

    def action_scroll_rows(self, by: int) -> None:
        self.chart.scroll_rows(by)

    def on_timeline_chart_clicked(self, event: TimelineChart.Clicked) -> None:
        """Go to what was clicked, else to the event nearest the moment."""
        if event.slug:
            self.go_to(event.slug)
            return
        events = [bar for bar in self.chart.bars if bar.start and bar.kind == "event"]
        if events:
            nearest = min(events, key=lambda bar: abs(years(bar.start or "") - event.moment))
            self.go_to(nearest.slug)
