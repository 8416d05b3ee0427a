"""The time axis: ISO days as fractional years, the period in view, and its ticks."""

from __future__ import annotations

from math import floor

from msgspec import Struct
from msgspec.structs import replace

from ....edtf import MONTHS, year_label
from ....edtf.years import day_in, days_of, fraction, moved, years
from ....queries.timeline_window import Extent

LEAST, MOST = 1 / 12, 100.0  # years in view: from a month to a century, or to twice as much as is dated
_ZOOM = 2.0
_TICK_STEPS = (1 / 12, 1 / 4, 1 / 2, *(base * 10.0**power for power in range(16) for base in (1, 2, 2.5, 5)))
_LABEL = 9  # columns a tick's label needs
_NEAR = 800  # days: further from a column its first day is not, unless the years are too large for fractions
_FEW = 20  # starts, below which the busiest years are all years


class View(Struct, frozen=True):
    """The period in view, in fractional years, over `width` columns."""

    start: float
    end: float
    width: int

    @property
    def span(self) -> float:
        return self.end - self.start

    def column(self, moment: float) -> int:
        """Return the column of a moment, which may lie outside the view."""
        return floor((moment - self.start) / self.span * self.width)

    def first_day(self, column: int) -> str:
        """Return the first day, as a text that sorts, that is in a column or to the right of it."""
        moment = self.start + column * self.span / self.width
        year = floor(moment)
        passed = min(int((moment - year) * days_of(year)), days_of(year) - 1)
        for _ in range(_NEAR):
            earlier = moved(year, passed, -1)
            if self.column(fraction(*earlier)) < column:
                break
            year, passed = earlier
        for _ in range(_NEAR):
            if self.column(fraction(year, passed)) >= column:
                break
            year, passed = moved(year, passed, 1)
        return day_in(year, passed)

    def zoom(self, by: int, around: float, most: float = MOST) -> View:
        """Return the view zoomed in (by > 0) or out by one step, keeping `around` in its column.

        It is never wider than `most` years or than it was.
        """
        span = max(LEAST, self.span / _ZOOM) if by > 0 else min(max(most, self.span), self.span * _ZOOM)
        share = (around - self.start) / self.span
        if not -0.01 <= share <= 1.01:  # out of view: zoom on the middle
            share = 0.5
        start = around - span * share
        return replace(self, start=start, end=start + span)

    def pan(self, by: int) -> View:
        """Return the view moved by `by` quarters of its period."""
        step = self.span / 4 * by
        return replace(self, start=self.start + step, end=self.end + step)

    def showing(self, moment: float) -> View:
        """Return the view itself if `moment` is well inside, else one with it in the middle."""
        margin = self.span * 0.04
        if self.start + margin <= moment <= self.end - margin:
            return self
        return replace(self, start=moment - self.span / 2, end=moment + self.span / 2)

    def ticks(self) -> list[tuple[int, str]]:
        """Return the (column, label) of each tick."""
        step = next((s for s in _TICK_STEPS if s / self.span * self.width >= _LABEL), _TICK_STEPS[-1])
        found = []
        number = floor(self.start / step)
        while number * step <= self.end:
            moment = number * step
            column = self.column(moment + 1e-6)
            if 0 <= column < self.width and moment >= self.start - 1e-9:
                found.append((column, _tick(moment, step)))
            number += 1
        return found


def _tick(moment: float, step: float) -> str:
    year = floor(moment + 1e-6)
    shown = year_label(year)
    if step >= 1:
        return shown
    month = round((moment - year) * 12)
    return f"{MONTHS[month % 12][:3]} {shown}" if month else shown


def whole(extent: Extent) -> tuple[float, float]:
    """Return the (start, end) in years of everything dated, with a little room on either side."""
    if extent.first is None or extent.last is None:
        return 1990.0, 2000.0
    low, high = years(extent.first), years(extent.last)
    room = max(0.5, (high - low) * 0.06)  # more than the margin that `View.showing` keeps
    return low - room, high + room


def busiest(extent: Extent) -> tuple[float, float]:
    """Return the (start, end) in years of the middle four fifths of the dates, to show first."""
    if extent.starts < _FEW or extent.low is None or extent.high is None:
        return whole(extent)
    low, high = years(extent.low), years(extent.high)
    room = max(0.75, (high - low) * 0.06)
    return low - room, high + room
