"""The time axis: ISO days as fractional years, the period in view, and its ticks."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from math import floor

from ....edtf import MONTHS
from ....queries.timeline_window import Extent

LEAST, MOST = 1 / 12, 100.0  # years in view: from a month to a century
_ZOOM = 2.0
_TICK_STEPS = (1 / 12, 1 / 4, 1 / 2, 1.0, 2.0, 5.0, 10.0, 20.0, 25.0, 50.0, 100.0)
_LABEL = 9  # columns a tick's label needs
_NEVER = "~"  # sorts after every ISO day
_FEW = 20  # starts, below which the busiest years are all years


@lru_cache(maxsize=1 << 16)
def years(day: str) -> float:
    """Return an ISO day as fractional years: 1999-07-02 is about 1999.5."""
    year, month, date = (int(part) for part in day.split("-"))
    days_in_year = 366 if calendar.isleap(year) else 365
    passed = sum(calendar.monthrange(year, m)[1] for m in range(1, month)) + date - 1
    return year + passed / days_in_year


def day_of(moment: float) -> str:
    """Return the ISO day that a moment is in, or the nearest that a date can have."""
    year = floor(moment)
    if year < date.min.year:
        return date.min.isoformat()
    if year > date.max.year:
        return date.max.isoformat()
    days_in_year = 366 if calendar.isleap(year) else 365
    passed = min(int((moment - year) * days_in_year), days_in_year - 1)
    return date.fromordinal(date(year, 1, 1).toordinal() + passed).isoformat()


@dataclass(frozen=True)
class View:
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
        """Return the first ISO day that is in a column or to the right of it."""
        number = date.fromisoformat(day_of(self.start + column * self.span / self.width)).toordinal()
        while number > 1 and self._column_of(number - 1) >= column:
            number -= 1
        while self._column_of(number) < column:
            number += 1
            if number > date.max.toordinal():
                return _NEVER
        return date.fromordinal(number).isoformat()

    def _column_of(self, number: int) -> int:
        return self.column(years(date.fromordinal(number).isoformat()))

    def zoom(self, by: int, around: float) -> View:
        """Return the view zoomed in (by > 0) or out by one step, keeping `around` in its column."""
        span = min(MOST, max(LEAST, self.span / _ZOOM if by > 0 else self.span * _ZOOM))
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
        number = int(self.start / step) - 1
        while number * step <= self.end:
            moment = number * step
            column = self.column(moment + 1e-6)
            if 0 <= column < self.width and moment >= self.start - 1e-9:
                found.append((column, _tick(moment, step)))
            number += 1
        return found


def _tick(moment: float, step: float) -> str:
    year = int(moment + 1e-6)
    if step >= 1:
        return str(year)
    month = round((moment - year) * 12)
    return f"{MONTHS[month % 12][:3]} {year}" if month else str(year)


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
