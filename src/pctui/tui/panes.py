"""The panes: each a list (or a drawing) with the page of what is selected beside it, or below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.message import Message
from textual.widget import Widget

from .. import dates
from ..errors import PctuiError
from ..model import Row
from ..outline import Block, Bullets, Heading, Prose, Run, entry_blocks
from ..store.describe import describe
from .commands import RECOMMENDATIONS, TIMELINE, bindings
from .page import Page
from .rows import RowList, Rows
from .timeline.axis import years
from .timeline.widget import TimelineChart

if TYPE_CHECKING:
    from ..store.queries import Store


class Pane(Container):
    """A pane. `shown` is the slug of what its page shows, and `mark` the line that it was opened at."""

    NAME: ClassVar[str] = ""
    HELP_TEXT: ClassVar[str] = ""

    class Showed(Message):
        """The page shows something else."""

    def __init__(self, store: Store) -> None:
        super().__init__(id=f"pane-{self.NAME}", classes="pane")
        self.store = store
        self.shown: str | None = None

    @property
    def page(self) -> Page:
        return self.query_one(Page)

    @property
    def main(self) -> Widget:
        """What takes the focus when the pane is entered."""
        return self.query_one(RowList)

    def blocks(self, slug: str) -> Sequence[Block]:
        """What the page shows of an entry."""
        return list(entry_blocks(describe(self.store, slug)))

    def show(self, slug: str, mark: str | None = None) -> None:
        """Show an entry on the page, whether or not it stands in the list."""
        try:
            blocks = self.blocks(slug)
        except PctuiError as error:
            blocks = [
                Heading(1, "This cannot be shown"),
                Prose((Run(error.message, "warn"),)),
                Prose((Run(error.hint),)),
            ]
        self.shown = slug
        self.page.show(blocks, mark)

    def go_to(self, slug: str, mark: str | None = None) -> bool:
        """Select an entry in the list and show it; False where it does not stand there."""
        raise NotImplementedError


class ListPane(Pane):
    """A pane over one of the database's lists."""

    LIST: ClassVar[str] = ""
    WHEN: ClassVar[int] = 0
    SIDE: ClassVar[int] = 0
    SIGNS: ClassVar[bool] = False
    EMPTY: ClassVar[str] = "This corpus has none."

    @property
    def list_name(self) -> str:
        return self.LIST

    @property
    def rows(self) -> RowList:
        return self.query_one(RowList)

    def compose(self) -> ComposeResult:
        yield RowList(when=self.WHEN, side=self.SIDE, signs=self.SIGNS, empty=self.EMPTY, id=f"rows-{self.NAME}")
        yield Page(id=f"page-{self.NAME}")

    def on_mount(self) -> None:
        self.fill(self.first())

    def first(self) -> str | None:
        """The entry to start at; None for the first of the list."""
        return None

    def fill(self, at: str | None = None) -> None:
        """Fill the list, the cursor on the entry `at` where it stands there."""
        name = self.list_name
        place = self.store.position(name, at) if at else None
        source = Rows(lambda: self.store.count(name), lambda offset, limit: self.store.rows(name, offset, limit))
        self.rows.show(source, place or 0)

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        event.stop()
        if event.row is None:
            self.page.show([Heading(1, self.EMPTY)])
            return
        if event.row != self.rows.current:
            return  # the cursor has moved on since
        if event.row.slug != self.shown:
            self.show(event.row.slug)
        self.selected(event.row)

    def selected(self, row: Row) -> None:
        """The cursor of the list came to `row`."""

    def go_to(self, slug: str, mark: str | None = None) -> bool:
        place = self.store.position(self.list_name, slug)
        if place is None:
            return False
        self.rows.move_to(place)
        self.show(slug, mark)
        return True


class TimelinePane(ListPane):
    """Spans and markers over the list of the same things."""

    NAME = "timeline"
    LIST = "timeline"
    WHEN = 16
    SIDE = 13
    SIGNS = True
    HELP_TEXT = (
        "What happened when, and what was planned or forecast to. The chart draws bodies as bars and events as "
        "markers, lane by lane, and follows the list. Solid is what happened, hatched what was planned or forecast; "
        "a frayed end is an uncertain date, an arrow goes on."
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(TIMELINE)]

    def compose(self) -> ComposeResult:
        with Container(id="timeline-left"):
            yield TimelineChart(self.store.bars(), self.store.terms("lane"), id="chart")
            yield from self._list()
        yield Page(id=f"page-{self.NAME}")

    def _list(self) -> ComposeResult:
        yield RowList(when=self.WHEN, side=self.SIDE, signs=self.SIGNS, empty=self.EMPTY, id=f"rows-{self.NAME}")

    @property
    def chart(self) -> TimelineChart:
        return self.query_one(TimelineChart)

    def first(self) -> str | None:
        """The first event of the years that most of the corpus is about."""
        bars, start = self.chart.bars, self.chart.view.start
        return next((b.slug for b in bars if b.kind == "event" and b.start and years(b.start) >= start), None)

    def selected(self, row: Row) -> None:
        day, _ = self.store.dated(row.slug)
        self.chart.select(row.slug, day, row.when)

    def blocks(self, slug: str) -> Sequence[Block]:
        blocks = list(super().blocks(slug))
        day, _ = self.store.dated(slug)
        if day is None:
            return blocks
        being = self.store.in_being(day)
        items = []
        for item in being:
            runs = [Run(item.entry.title, entry=item.entry.slug), Run(f"  {item.existence}", "muted")]
            if item.planned:
                runs.append(Run(" planned", "muted"))
            items.append(tuple(runs))
        if items:
            blocks += [Heading(2, f"In being at {dates.label(day[:7])}"), Bullets(tuple(items))]
        return blocks

    def action_zoom(self, by: int) -> None:
        self.chart.zoom(by)

    def action_pan(self, by: int) -> None:
        self.chart.pan(by)

    def action_fit(self) -> None:
        self.chart.fit()

    def on_timeline_chart_clicked(self, event: TimelineChart.Clicked) -> None:
        """Go to the event nearest the moment clicked."""
        events = [bar for bar in self.chart.bars if bar.start and bar.kind == "event"]
        if events:
            nearest = min(events, key=lambda bar: abs(years(bar.start or "") - event.moment))
            self.go_to(nearest.slug)


class RecommendationsPane(ListPane):
    """The proposals, grouped."""

    NAME = "recommendations"
    SIDE = 11
    GROUPS = ("boundary", "actor", "strength", "document")
    HELP_TEXT = (
        "What the documents propose: who proposes it, who is to act (often nobody is named), and how firmly. "
        "Each proposal names the boundary that it would break, and examples where there are any."
    )
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(RECOMMENDATIONS)]

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.group = 0

    @property
    def list_name(self) -> str:
        return f"recommendations by {self.GROUPS[self.group]}"

    def action_group(self) -> None:
        self.group = (self.group + 1) % len(self.GROUPS)
        self.fill(self.shown)
        self.app.notify(f"Grouped by {self.GROUPS[self.group]}", timeout=2)


class OrganisationsPane(ListPane):
    """Forms and bodies."""

    NAME = "organisations"
    LIST = "organisations"
    SIDE = 22
    HELP_TEXT = (
        "The organisational forms and the named bodies: how many people they covered, how they were joined, what "
        "they were for, what they came from and what they became."
    )


class EvidencePane(ListPane):
    """Findings by domain."""

    NAME = "evidence"
    LIST = "evidence"
    WHEN = 1
    SIDE = 24
    HELP_TEXT = (
        "What is said to have come of it, by domain. The sign before each finding: + improved, − worsened, ± mixed, "
        "∅ no clear effect, ? unclear. The page tells on what basis, and what disagrees."
    )
