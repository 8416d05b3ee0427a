"""The timeline pane: the chart above a list of the same entries."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Container

from ....edtf import FIRST, day_text, parse, parts
from ....errors import PctuiError
from ....kinds.vocabulary import INTENDED
from ....model import Row
from ....page import Block
from ....page.as_of import AT, date_blocks, state_blocks
from ....queries.facet_values import titles
from ....queries.filters import EVERYTHING, Filter
from ....queries.timeline import edtf_of, hiding
from ....queries.timeline_window import NarrowedTimeline, Timeline
from ...background import in_background, instead
from ...commands import Command, bindings
from ...dismissal import open_dialog
from ...pane import ListPane
from ...remapping import key_label
from ...widgets.list_view import END, RowList
from ...widgets.message_line import remark
from ...widgets.page import Page
from ...widgets.rows import Source
from .axis import day_of, years
from .chart import LEGEND
from .chart_view import TimelineChart
from .filter_bar import Chip, FilterBar, chips

if TYPE_CHECKING:
    from ....queries.store import Store
    from ....reader.copies import Reader

FILTER = Command("timeline.filter", "F", "filter", "Filter", "Filter the timeline", "Timeline", True)
CLEAR = Command("timeline.clear", "x", "clear_filter", "Clear", "Clear the filter", "Timeline", True)
DROP = Command("timeline.drop", "X", "drop", "Remove last", "Remove the last filter", "Timeline")
TIMELINE = [
    Command(
        "timeline.zoom-in", "plus,equals_sign", "zoom(1)", "Zoom", "Zoom in, down to a month", "Timeline", True, "+"
    ),
    Command(
        "timeline.zoom-out",
        "minus",
        "zoom(-1)",
        "Zoom out",
        "Zoom out, up to a century or all there is",
        "Timeline",
        key_display="-",
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
    Command("timeline.fit", "f,0", "fit", "Fit", "Show all years; again: the busiest years", "Timeline", True),
    Command(
        "timeline.decade-back",
        "left_curly_bracket",
        "decade(-1)",
        "Previous decade",
        "Go to the start of this decade, or of the one before",
        "Timeline",
        key_display="{",
    ),
    Command(
        "timeline.decade-on",
        "right_curly_bracket",
        "decade(1)",
        "Next decade",
        "Go to the start of the next decade",
        "Timeline",
        key_display="}",
    ),
    Command(
        "timeline.era-back",
        "left_parenthesis",
        "era(-1)",
        "Previous era",
        "Go to the start of the previous body",
        "Timeline",
        key_display="(",
    ),
    Command(
        "timeline.era-on",
        "right_parenthesis",
        "era(1)",
        "Next era",
        "Go to the start of the next body",
        "Timeline",
        key_display=")",
    ),
    Command("timeline.rows-up", "ctrl+up", "scroll_rows(-1)", "Rows up", "Scroll the rows of the chart up", "Timeline"),
    Command(
        "timeline.rows-down",
        "ctrl+down",
        "scroll_rows(1)",
        "Rows down",
        "Scroll the rows of the chart down",
        "Timeline",
    ),
]
_LATE = 0.3  # seconds after which it is said that a filter is still being applied
_OWN = frozenset(command.action.partition("(")[0] for command in TIMELINE)


class TimelineList(RowList):
    """The list, in which organisations have a sign of their own."""

    def sign(self, row: Row) -> tuple[str, str]:
        if row.kind != "organisation":
            return super().sign(row)
        return ("□", "planned") if row.modality in INTENDED else ("■", "label")


def _matching(
    store: Store, filters: Filter
) -> tuple[NarrowedTimeline, dict[str, list[str]], tuple[tuple[str, ...], dict[str, int]] | None]:
    """Return the part of the timeline that matches a filter, the titles of its values, and if it is empty, why."""
    found = NarrowedTimeline(store, filters)
    return found, titles(store, filters), None if found.count() else hiding(store, filters)


class TimelinePane(ListPane):
    """Spans and markers above a list of the same entries."""

    NAME = "timeline"
    WHEN = 16
    SIDE = 13
    SIGNS = True
    HELP_TEXT = (
        "What happened when, and what was planned or forecast. The chart draws bodies as bars and events as markers, "
        "lane by lane, above a list of the same entries, in which each body is listed at its start. Solid means "
        "happened, hatched means planned or forecast. A frayed end is an uncertain date; with an arrow, a date that is "
        "not given: the bar then runs to the date of the latest document that mentions the body."
    )
    COMMANDS = TIMELINE
    LEGEND = LEGEND
    PARTS = ("chart", "list")
    BINDINGS = bindings(TIMELINE)

    def compose(self) -> ComposeResult:
        with Container(id="timeline-left"):
            yield TimelineChart(self._listed, self.store.terms("lane"), id="chart")
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
        self._unfiltered = self._listed = Timeline(store)
        self._beside: Row | None = None  # where the cursor was put when a date was gone to
        self._last_shown: str | None = None  # the entry shown before the filter excluded everything

    def first(self) -> str | None:
        """Return the first event of the busiest years."""
        return self._listed.first_event(self.chart.view.first_day(0))

    def source(self) -> Source:
        return self._listed

    def place(self, slug: str) -> int | None:
        return self._listed.place(slug)

    def selected(self, row: Row) -> None:
        day, _ = self.store.dated(row.slug)
        self.chart.select(row.slug, day, row.when)

    @property
    def entry(self) -> str | None:
        return None if self.shown and self.shown.startswith(AT) else self.shown

    def go_to(self, slug: str, mark: str | None = None) -> bool:
        """Select an entry, or the first row on or after a date (`@1999-04`), and show it."""
        if not slug.startswith(AT):
            return super().go_to(slug, mark)
        place = self._listed.before(parse(slug.removeprefix(AT)).earliest or FIRST)
        self.rows.move_to(min(place, self.rows.count - 1))
        self._beside = self.rows.current
        self.show(slug, mark)
        return True

    def row_moved(self, rows: RowList, row: Row | None) -> None:
        if row and row == self._beside and self.entry is None:  # the date stays on the page until the cursor moves on
            self.selected(row)
            return
        super().row_moved(rows, row)

    def blocks(self, slug: str) -> Sequence[Block]:
        if slug.startswith(AT):
            return list(date_blocks(self.store, self._unfiltered, slug.removeprefix(AT)))
        edtf = edtf_of(self.store, slug)
        return [*super().blocks(slug), *(state_blocks(self.store, edtf) if edtf else ())]

    # The filter: list and chart show the entries that match it.

    async def action_filter(self) -> None:
        from .filter_dialog import FilterDialog

        await open_dialog(self.app, FilterDialog(self.store, self.filters), self._chosen)

    def _chosen(self, filters: Filter | None) -> None:
        if filters is not None and filters != self.filters:
            self.narrow(filters)

    def narrow(self, filters: Filter) -> None:
        """Show the entries that match a filter, as soon as they are known; a later filter takes its place."""
        self.filters = filters
        if filters:
            instead(self, "filter", partial(self._narrow, filters))
        else:
            self.workers.cancel_group(self, "filter")
            self._show(self._unfiltered, [], "")

    async def _narrow(self, filters: Filter) -> None:
        late = self.set_timer(_LATE, self.query_one(FilterBar).search)
        try:
            found, names, empty = await in_background(self.store, partial(_matching, filters=filters))
        except PctuiError as error:
            self.notify(f"{error.message} {error.hint}".strip(), title="Not filtered", severity="warning", markup=False)
            self.narrow(EVERYTHING)
            return
        finally:
            late.stop()
        why = empty and self._no_matches(*empty)
        self._show(found, chips(filters, names), why or "")

    def _show(self, timeline: Timeline, found: list[Chip], empty: str) -> None:
        """Show the whole timeline or a part of it, with the cursor where it was or on the next entry by date."""
        old, self._listed = self._listed, timeline
        self.query_one(FilterBar).show(found, timeline.count_label(self._unfiltered), key_label(CLEAR, self.app))
        self.rows.empty = empty or self.EMPTY
        self.chart.show(timeline)
        self._last_shown = self.shown or self._last_shown
        day = self.store.dated(self._last_shown)[0] if self._last_shown else None
        self.fill(self._last_shown)
        if self._last_shown and day and (row := self.rows.current) and row.slug != self._last_shown:
            self.rows.move_to(timeline.before(day))
        if timeline.count():
            self._last_shown = None
        else:
            self.chart.select(None, None, "")
        if isinstance(old, NarrowedTimeline) and old is not timeline:
            old.close()
        self.refresh_bindings()

    def on_unmount(self) -> None:
        if isinstance(self._listed, NarrowedTimeline):
            self._listed.close()

    def _no_matches(self, alone: tuple[str, ...], without: dict[str, int]) -> str:
        """Return a message that says which facets of the filter exclude everything, and how to change that."""
        total = self._unfiltered.count()
        facets = alone or self.filters.active
        names = " and ".join([*filter(None, [", ".join(facets[:-1])]), facets[-1]])
        if len(facets) == 1:
            why = f"the filter on {names} excludes"
        else:
            why = f"the filters on {names} {'each' if alone else 'together'} exclude"
        counts = [f"{count:,} without {facet}" for facet, count in without.items() if count]
        back = f"There would be {', '.join(counts)}. " if counts else ""
        keys = f"{key_label(CLEAR, self.app)} clears the filter, {key_label(FILTER, self.app)} changes it."
        return f"No matches: {why} all {total:,} entries. {back}{keys}"

    def empty_page(self) -> Sequence[Block]:
        return [] if self.filters else super().empty_page()  # the message is in the list

    def action_clear_filter(self) -> None:
        self.narrow(EVERYTHING)

    def on_filter_bar_cleared(self, event: FilterBar.Cleared) -> None:
        event.stop()
        self.narrow(self.filters.without(event.facet) if event.facet else EVERYTHING)

    def action_drop(self) -> None:
        if self.filters:
            self.narrow(self.filters.without(self.filters.active[-1]))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the pane's commands while the page fills the screen: there is neither chart nor list then."""
        if action not in _OWN:
            return True
        if self.has_class("-reading") and self.screen.has_class("-narrow"):
            return False
        return bool(self.filters) if action in ("clear_filter", "drop") else True

    def why_not(self, action: str) -> str:
        """Say that the chart is out of view, if it is."""
        if action.partition("(")[0] in _OWN and self.has_class("-reading") and self.screen.has_class("-narrow"):
            return "The chart is out of view: {back} goes back to it."
        return super().why_not(action)

    # Jumps.

    def _day(self) -> str | None:
        return self.store.dated(self.rows.current.slug)[0] if self.rows.current else None

    def action_decade(self, by: int) -> None:
        """Go to the first row of the next decade that has any, or back to that of this or the previous decade."""
        if (day := self._day()) is None:
            return
        start = parts(day)[0] // 10 * 10
        if by > 0:
            self._go(self._listed.before(day_text(start + 10, 1, 1)), by)
            return
        place = self._listed.before(day_text(start, 1, 1))
        if place >= self.rows.cursor and (row := self.rows.row(place - 1)):
            day = self.store.dated(row.slug)[0]
            place = self._listed.before(day_text(parts(day)[0] // 10 * 10, 1, 1)) if day else 0
        self._go(place, by)

    def _go(self, place: int, by: int) -> None:
        """Go to a row; say so if the cursor is there already."""
        before = self.rows.cursor
        self.rows.go(place)
        if self.rows.cursor == before:
            remark(self, END[by > 0])

    def action_era(self, by: int) -> None:
        """Go to the start of the next (by > 0) or previous organisation."""
        place = self._listed.beginning(self.rows.cursor, by)
        if place is not None:
            self.rows.go(place)
        else:
            remark(self, f"No body begins {'later' if by > 0 else 'earlier'}.")

    def action_zoom(self, by: int) -> None:
        self.chart.zoom(by)

    def action_pan(self, by: int) -> None:
        self.chart.pan(by)

    def action_fit(self) -> None:
        before = self.chart.view
        self.chart.fit()
        if self.chart.view == before:
            remark(self, "All years are in view.")

    def action_scroll_rows(self, by: int) -> None:
        if not self.chart.scroll_rows(by):
            remark(self, f"There are no further rows {'below' if by > 0 else 'above'}.")

    def on_timeline_chart_clicked(self, event: TimelineChart.Clicked) -> None:
        """Go to the entry that was clicked, else to the event nearest to that moment."""
        if event.slug:
            self.go_to(event.slug)
            return
        events = self._listed.nearest_events(day_of(event.moment))
        if events:
            self.go_to(min(events, key=lambda found: abs(years(found[1]) - event.moment))[0])
