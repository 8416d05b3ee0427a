"""The timeline pane: the chart above a list of the same entries."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from textual.app import ComposeResult
from textual.containers import Container

from ....edtf import FIRST, day_text, parse, parts
from ....edtf.years import day_of, years
from ....errors import PctuiError
from ....kinds.vocabulary import INTENDED
from ....model import Row
from ....page import Block, Prose
from ....page.as_of import AT, date_blocks, state_blocks
from ....page.same import same_blocks
from ....panes import ORDERS
from ....queries.facet_values import titles
from ....queries.filters import Filter
from ....queries.timeline import edtf_of, hiding
from ....queries.timeline_order import OrderedTimeline, places_in
from ....queries.timeline_window import Milestones, NarrowedTimeline, Timeline
from ...background import in_background, instead
from ...commands import NARROWING, Command, bindings
from ...pane import ListPane
from ...remapping import key_label
from ...widgets.filter_bar import Chip, chips
from ...widgets.list_status import ListStatus
from ...widgets.list_view import END, RowList
from ...widgets.message_line import inform
from ...widgets.page import Page
from ...widgets.rows import Source
from ..narrowed import LATE, Narrowed, no_matches
from .chart_view import TimelineChart
from .legend import LEGEND
from .scope_line import ScopeLine

if TYPE_CHECKING:
    from ....queries.store import Store
    from ....reader.copies import Reader

EVERYTHING_OR_MILESTONES = Command(
    "timeline.everything",
    "A",
    "everything",
    "All",
    "Show all of the timeline; again: the milestones only",
    "Timeline",
    True,
)
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
    *NARROWING,
    EVERYTHING_OR_MILESTONES,
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
_OWN = frozenset(command.action.partition("(")[0] for command in TIMELINE)


class TimelineList(RowList):
    """The list, in which organisations have a sign of their own."""

    def sign(self, row: Row) -> tuple[str, str]:
        if row.kind != "organisation":
            return super().sign(row)
        return ("□", "planned") if row.modality in INTENDED else ("■", "label")


class _Found(NamedTuple):
    """What a filter and an order give: the part of the timeline, the places of its rows, and if it is empty, why."""

    timeline: Timeline
    places: Sequence[int]
    titles: dict[str, list[str]]
    empty: tuple[tuple[str, ...], dict[str, int]] | None


def _find(store: Store, base: Timeline, filters: Filter, order: str) -> _Found:
    names = titles(store, filters)
    if not filters:
        with closing(store):
            return _Found(base, places_in(store, base, order), names, None)
    found = NarrowedTimeline(store, filters)
    places = places_in(store, found, order)
    return _Found(found, places, names, None if found.count() else hiding(store, filters))


class TimelinePane(Narrowed, ListPane):
    """Spans and markers above a list of the same entries."""

    NAME = "timeline"
    WHEN = 16
    SIDE = 13
    SIGNS = True
    EMPTY = "This corpus has no events."
    HELP_TEXT = (
        "What happened when, and what was planned or forecast. The chart draws bodies as bars and events as markers, "
        "lane by lane, above a list of the same entries, in which each body is listed at its start. Solid means "
        "happened, hatched means planned or forecast. A frayed end is an uncertain date; with an arrow, a date that is "
        "not given: the bar then runs to the date of the latest document that mentions the body."
    )
    COMMANDS = TIMELINE
    LEGEND = LEGEND
    PARTS = ("chart", "list")
    BINDINGS = bindings([command for command in TIMELINE if command not in NARROWING])

    def compose(self) -> ComposeResult:
        with Container(id="timeline-left", classes="left-part"):
            yield TimelineChart(self._listed, self.store.terms("lane"), id="chart")
            if self._has_milestones:
                yield ScopeLine(id="scope-line")
            yield from self.list_widgets()
            yield ListStatus()
        yield Page(id=f"page-{self.NAME}")

    def list_widgets(self) -> ComposeResult:
        yield TimelineList(when=self.WHEN, side=self.SIDE, signs=self.SIGNS, empty=self.EMPTY, id=f"rows-{self.NAME}")

    @property
    def chart(self) -> TimelineChart:
        return self.query_one(TimelineChart)

    def __init__(self, store: Store, reader: Reader) -> None:
        super().__init__(store, reader)
        self._unfiltered = Timeline(store)
        self._milestones = Milestones(store)
        self._whole = False  # whether everything is listed, of a corpus that has milestones
        self._listed = self._base
        self._ordered = OrderedTimeline(self._listed, range(self._listed.count()))
        # The row that stands for what is on the page: a date that was gone to, or an entry under that of the row.
        self._beside: Row | None = None
        self._last_shown: str | None = None  # the entry shown before the filter excluded everything

    def on_mount(self) -> None:  # besides that of every pane of a list
        self._say_scope()

    # The scope: the milestones, or everything.

    @property
    def scope(self) -> str:
        return "everything" if self._whole else ""

    @scope.setter
    def scope(self, scope: str) -> None:
        whole = bool(scope) and self._has_milestones
        if whole != self._whole:
            self._whole = whole
            if not self.is_mounted:
                self._listed = self._base
                self._ordered = OrderedTimeline(self._listed, range(self._listed.count()))
            elif not self.filters:
                self.rearrange(self.filters, self.order)

    @property
    def _base(self) -> Timeline:
        """What is listed without a filter."""
        return self._milestones if self._has_milestones and not self._whole else self._unfiltered

    @property
    def _has_milestones(self) -> bool:
        """Whether there are enough milestones to show them first."""
        return self._milestones.count() >= Milestones.FEWEST

    def _say_scope(self) -> None:
        for line in self.query(ScopeLine):
            line.display = not self.filters and self._has_milestones
            other = self._milestones if self._whole else self._unfiltered
            line.show(self._base, other, key_label(EVERYTHING_OR_MILESTONES, self.app))

    def action_everything(self) -> None:
        self.post_message(self.Explored())
        self.scope = "" if self._whole else "everything"

    def on_scope_line_toggled(self) -> None:
        self.action_everything()

    def first(self) -> str | None:
        """Return the first event of the busiest years; None for the first milestone."""
        if isinstance(self._listed, Milestones):
            return None
        return self._listed.first_event(self.chart.view.first_day(0))

    def source(self) -> Source:
        return self._ordered

    def place(self, slug: str) -> int | None:
        place = self._listed.place(slug)
        return None if place is None else self._ordered.row(place)

    def place_of(self, row: int) -> tuple[int, int] | None:
        return row + 1, self._ordered.count()

    def own_order(self) -> str:
        return ORDERS["date"]

    @property
    def orders(self) -> tuple[str, ...]:
        return tuple(order for order in super().orders if order != "date")  # that is its own

    def selected(self, row: Row) -> None:
        day, _ = self.store.dated(row.slug)
        self.chart.select(row.slug, day, row.when)

    @property
    def entry(self) -> str | None:
        return None if self.shown and self.shown.startswith(AT) else self.shown

    def go_to(self, slug: str, mark: str | None = None) -> bool:
        """Select an entry, or the first row on or after a date (`@1999-04`), and show it."""
        if not slug.startswith(AT):
            if self.place(slug) is None and not self.filters and self._unfiltered.place(slug) is not None:
                self.scope = "everything"
            if not super().go_to(slug, mark):
                return False
            self._keep_beside(slug)
            return True
        place = self._listed.before(parse(slug.removeprefix(AT)).earliest or FIRST)
        self.rows.move_to(self._ordered.row(place))
        self.show(slug, mark)
        self._keep_beside(slug)
        return True

    def _keep_beside(self, slug: str) -> None:
        """Let what is on the page stay there until the cursor moves on, if the row under the cursor is another."""
        row = self.rows.current
        self._beside = row if row and row.slug != slug else None

    def row_moved(self, rows: RowList, row: Row | None) -> None:
        if row and row == self._beside:
            self.selected(row)
            self.show_status()
            return
        self._beside = None
        super().row_moved(rows, row)

    def blocks(self, slug: str, store: Store) -> Sequence[Block]:
        own = store is self.store
        if slug.startswith(AT):
            timeline = self._unfiltered if own else Timeline(store)
            return list(date_blocks(store, timeline, slug.removeprefix(AT)))
        edtf = edtf_of(store, slug)
        entry = super().blocks(slug, store)
        head = 1 + sum(isinstance(block, Prose) for block in entry[1:3])
        state = state_blocks(store, edtf) if edtf else ()
        same = same_blocks(store, self._listed if own else Timeline(store), slug)
        return [*entry[:head], *same, *entry[head:], *state]

    # The filter: list and chart show the entries that match it.

    def rearrange(self, filters: Filter, order: str) -> None:
        self.filters, self.order = filters, order
        if filters or order:
            instead(self, "filter", partial(self._rearrange_timeline, filters, order))
        else:
            self.workers.cancel_group(self, "filter")
            self._show(self._base, range(self._base.count()), [], "")

    async def reload(self) -> None:
        self.workers.cancel_group(self, "filter")
        if isinstance(self._listed, NarrowedTimeline):
            self._listed.close()
        had_entries = bool(self._unfiltered.count())
        self._unfiltered, self._milestones = Timeline(self.store), Milestones(self.store)
        if self._has_milestones and not self.query(ScopeLine):
            await self.query_one("#timeline-left").mount(ScopeLine(id="scope-line"), after=self.chart)
        self.chart.lanes = self.store.terms("lane")
        self._listed = self._base
        if self.filters or self.order:
            await self._rearrange_timeline(self.filters, self.order)
        else:
            self._show(self._base, range(self._base.count()), [], "")
        if not had_entries and self._unfiltered.count():
            self.chart.fit()

    async def _rearrange_timeline(self, filters: Filter, order: str) -> None:
        late = self.set_timer(LATE, self.bar.search)
        work = partial(_find, base=self._base, filters=filters, order=order)
        try:
            found = await in_background(self.store, work)
        except PctuiError as error:
            self.not_filtered(error)
            return
        finally:
            late.stop()
        why = no_matches(self, filters, self._unfiltered.count(), found.empty[1], found.empty[0]) if found.empty else ""
        self._show(found.timeline, found.places, chips(filters, found.titles), why)

    def _show(self, timeline: Timeline, places: Sequence[int], found: list[Chip], empty: str) -> None:
        """Show the whole timeline or a part of it, with the cursor where it was or on the next entry by date."""
        old, self._listed = self._listed, timeline
        self._ordered = OrderedTimeline(timeline, places)
        self.bar.show(found, timeline.count_label(self._unfiltered), self.clear_key)
        self._say_scope()
        self.rows.empty = empty or self.EMPTY
        self.chart.show(timeline)
        self._last_shown = self.shown or self._last_shown
        day = self.store.dated(self._last_shown)[0] if self._last_shown else None
        self.fill(self._last_shown)
        if self._last_shown and timeline.place(self._last_shown) is not None:
            self._keep_beside(self._last_shown)
        elif day:
            self.rows.move_to(self._ordered.row(timeline.before(day)))
        if timeline.count():
            self._last_shown = None
        else:
            self.chart.select(None, None, "")
        if isinstance(old, NarrowedTimeline) and old is not timeline:
            old.close()
        self.refresh_bindings()
        self.show_status()

    def on_unmount(self) -> None:
        if isinstance(self._listed, NarrowedTimeline):
            self._listed.close()

    def empty_page(self) -> Sequence[Block]:
        return [] if self.filters else super().empty_page()  # the message is in the list

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the pane's commands while the page fills the screen: there is neither chart nor list then."""
        if action in _OWN and self.has_class("-reading") and self.screen.has_class("-narrow"):
            return False
        if action == "everything":
            return self._has_milestones and not self.filters
        return super().check_action(action, parameters)

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
        if place >= self._ordered.place(self.rows.cursor) and (before := self._listed.rows(place - 1, 1)):
            day = self.store.dated(before[0].slug)[0]
            place = self._listed.before(day_text(parts(day)[0] // 10 * 10, 1, 1)) if day else 0
        self._go(place, by)

    def _go(self, place: int, by: int) -> None:
        """Go to the row of a place by date; say so if the cursor is there already."""
        before = self.rows.cursor
        self.rows.go(self._ordered.row(place))
        if self.rows.cursor == before:
            inform(self, END[by > 0])

    def action_era(self, by: int) -> None:
        """Go to the start of the next (by > 0) or previous organisation."""
        place = self._listed.beginning(self._ordered.place(self.rows.cursor), by)
        if place is not None:
            self.rows.go(self._ordered.row(place))
        else:
            inform(self, f"No body begins {'later' if by > 0 else 'earlier'}.")

    def action_zoom(self, by: int) -> None:
        self.chart.zoom(by)

    def action_pan(self, by: int) -> None:
        self.chart.pan(by)

    def action_fit(self) -> None:
        before = self.chart.view
        self.chart.fit()
        if self.chart.view == before:
            inform(self, "All years are in view.")

    def action_scroll_rows(self, by: int) -> None:
        if not self.chart.scroll_rows(by):
            inform(self, f"There are no further rows {'below' if by > 0 else 'above'}.")

    def on_timeline_chart_clicked(self, event: TimelineChart.Clicked) -> None:
        """Go to the entry that was clicked, else to the event nearest to that moment."""
        if event.slug:
            self.go_to(event.slug)
            return
        events = self._listed.nearest_events(day_of(event.moment))
        if events:
            self.go_to(min(events, key=lambda found: abs(years(found[1]) - event.moment))[0])
