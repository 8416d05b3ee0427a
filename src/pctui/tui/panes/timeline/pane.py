"""The timeline pane: the chart over the list of the same things."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Container

from .... import dates
from ....model import Row
from ....outline import Block, Bullets, Heading, Run
from ...commands import Command, bindings
from ...page import Page
from ...rows import RowList
from ..base import ListPane
from .axis import years
from .chart import LEGEND
from .widget import TimelineChart

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
    Command("timeline.fit", "f,0", "fit", "Fit", "Show the whole time", "Timeline", True),
]


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
    COMMANDS = TIMELINE
    LEGEND = LEGEND
    BINDINGS = bindings(TIMELINE)

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
