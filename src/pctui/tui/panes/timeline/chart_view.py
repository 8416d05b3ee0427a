"""The chart as a widget: it keeps the view, and redraws only the lines that changed."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from ....edtf.years import years
from ....queries.timeline_window import Timeline
from ...theme import roles
from ...widgets.layout import Piece
from .axis import MOST, View, busiest, whole
from .chart import Plan, axis_line, axis_lines, cursor_line, draw, gutter, in_view, legend_lines

_ROOMY = 13  # lines from which the axis has two, and the selected date one of its own
_TALL = 20  # lines from which the legend always has two
_LEAST = 2  # rows that a legend leaves
_WHEEL = 2  # rows per notch of the mouse wheel


class TimelineChart(Widget):
    """The drawn timeline. It takes no focus: the list's keys move it."""

    class Clicked(Message):
        """The chart was clicked at a moment (in years), and on the entry `slug`, if any."""

        def __init__(self, moment: float, slug: str | None) -> None:
            super().__init__()
            self.moment = moment
            self.slug = slug

    def __init__(self, timeline: Timeline, lanes: Sequence[tuple[str, str]], id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._timeline = timeline
        self.lanes = lanes
        self.selected: str | None = None
        self._label = ""
        self._moment: float | None = None
        start, end = busiest(timeline.extent)
        self.view = View(start, end, 10)
        self._lines: list[list[Piece]] = []
        self._owners: list[dict[int, str]] = []
        self._above = 1  # lines above the rows
        self._below = 0  # rows hidden below
        self._top = 0  # the first row shown
        self._reveal = True  # whether to keep the selected row in view: false once the reader has scrolled away from it
        self._plan: tuple[View, int, Plan] | None = None  # valid while the view and the height are the same
        self._legend: tuple[View | None, int, int] = None, 0, 1  # how many lines it takes, in a view and at a height

    @property
    def plan(self) -> Plan | None:
        """The rows of the chart as it was drawn last; None if it has not been."""
        return self._plan[2] if self._plan else None

    def _draw(self) -> list[list[Piece]]:
        width, height = self.size.width, self.size.height
        roomy = height >= _ROOMY
        around = len(axis_lines(self.view, 0)) + 1 if roomy else 1  # lines above and below the lanes, but the legend
        if width < 20 or height < around + 2:
            return []
        left = gutter(self.lanes, width)
        self.view = View(self.view.start, self.view.end, width - left)
        if self._legend[:2] != (self.view, height):
            self._legend = self.view, height, 2 if height >= _TALL else 1
        while True:
            lines = self._legend[2]
            room = height - around - lines
            if self._plan is None or self._plan[:2] != (self.view, room):
                self._plan = self.view, room, Plan(in_view(self._timeline, self.lanes, self.view), room)
            chart = draw(self._plan[2], left, room, self.selected, self._top, reveal=self._reveal)
            legend = legend_lines(chart.signs, width, lines, 0 if roomy else chart.below)
            if len(legend) == lines or room - 1 < _LEAST:
                break
            self._legend = self.view, height, len(legend)  # as many from now on: rows do not come and go
        self._owners = chart.owners
        self._above = around - 1 if roomy else 1
        self._top, self._below = chart.above, chart.below
        blank: list[list[Piece]] = [[]] * (room - len(chart.lines))
        if roomy:
            foot = cursor_line(self.view, left, self._moment, self._label, chart.below)
            return [*axis_lines(self.view, left, chart.above), *chart.lines, *blank, foot, *legend[:lines]]
        return [axis_line(self.view, left, self._moment, chart.above), *chart.lines, *blank, *legend[:lines]]

    def _redraw(self) -> None:
        old, self._lines = self._lines, self._draw()
        if len(old) != len(self._lines):
            self.refresh()
            return
        regions = [
            Region(0, y, self.size.width, 1) for y, (a, b) in enumerate(zip(old, self._lines, strict=True)) if a != b
        ]
        if regions:
            self.refresh(*regions)

    def on_resize(self) -> None:
        self._redraw()

    def select(self, slug: str | None, day: str | None, label: str) -> None:
        """Show an entry as selected, moving the view if its date is out of it."""
        self.selected, self._label, self._reveal = slug, label, True
        self._moment = years(day) if day else None
        if self._moment is not None:
            self.view = self.view.showing(self._moment)
        self._redraw()

    def show(self, timeline: Timeline) -> None:
        """Draw another part of the timeline, over the same period."""
        self._timeline = timeline
        self._plan = None
        self._redraw()

    def scroll_rows(self, by: int) -> bool:
        """Scroll the rows down (by > 0) or up, regardless of the selection; return whether there were any that way."""
        before = self._top
        self._top, self._reveal = max(0, self._top + min(by, self._below)), False
        self._redraw()
        return self._top != before

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.scroll_rows(_WHEEL)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.scroll_rows(-_WHEEL)

    def zoom(self, by: int) -> None:
        around = self._moment if self._moment is not None else (self.view.start + self.view.end) / 2
        low, high = whole(self._timeline.extent)
        before, self.view = self.view, self.view.zoom(by, around, max(MOST, 2 * (high - low)))
        if self.view.span == before.span:
            self.app.notify(
                "The chart shows a month: no closer" if by > 0 else "The chart shows all there is: no wider"
            )
        self._redraw()

    def pan(self, by: int) -> None:
        self.view = self.view.pan(by)
        self._redraw()

    def fit(self) -> None:
        """Show everything dated or, if that is shown already, the busiest years."""
        everything, most = whole(self._timeline.extent), busiest(self._timeline.extent)
        start, end = most if (self.view.start, self.view.end) == everything else everything
        self.view = View(start, end, self.view.width)
        self._redraw()

    def on_click(self, event: events.Click) -> None:
        left = gutter(self.lanes, self.size.width)
        if event.x >= left:
            line = event.y - self._above
            slug = self._owners[line].get(event.x) if 0 <= line < len(self._owners) else None
            moment = self.view.start + (event.x - left) / max(1, self.view.width) * self.view.span
            self.post_message(self.Clicked(moment, slug))

    def render_line(self, y: int) -> Strip:
        styles, base = roles(self.app), self.rich_style
        pieces = self._lines[y] if y < len(self._lines) else []
        strip = Strip([Segment(piece.text, base + styles[piece.role]) for piece in pieces])
        return strip.simplify().adjust_cell_length(self.size.width, base)
