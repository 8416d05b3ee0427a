"""The time axis: ISO days as fractional years, the period in view, and its ticks."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from math import floor

from ....edtf import MONTHS, days_in, parts
from ....model import Bar

LEAST, MOST = 1 / 12, 100.0  # years in view: from a month to a century, or to twice as much as is dated
_ZOOM = 2.0
_TICK_STEPS = (1 / 12, 1 / 4, 1 / 2, *(base * 10.0**power for power in range(16) for base in (1, 2, 2.5, 5)))
_LABEL = 9  # columns a tick's label needs


@lru_cache(maxsize=1 << 16)
def years(day: str) -> float:
    """Return an ISO day as fractional years: 1999-07-02 is about 1999.5."""
    year, month, date = parts(day)
    days_in_year = 366 if calendar.isleap(year) else 365
    passed = sum(days_in(year, m) for m in range(1, month)) + date - 1
    return year + passed / days_in_year


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
    shown = f"−{-year}" if year < 0 else str(year)
    if step >= 1:
        return shown
    month = round((moment - year) * 12)
    return f"{MONTHS[month % 12][:3]} {shown}" if month else shown


def extent(bars: Sequence[Bar]) -> tuple[float, float]:
    """Return the (start, end) in years of everything dated, with a little room on either side."""
    moments = [years(day) for bar in bars for day in (bar.start, bar.begun, bar.end, bar.attested) if day]
    if not moments:
        return 1990.0, 2000.0
    low, high = min(moments), max(moments)
    room = max(0.5, (high - low) * 0.06)  # more than the margin that `View.showing` keeps
    return low - room, high + room


def busiest(bars: Sequence[Bar]) -> tuple[float, float]:
    """Return the (start, end) in years of the middle four fifths of the dates, to show first."""
    starts = sorted(years(bar.start) for bar in bars if bar.start)
    if len(starts) < 20:
        return extent(bars)
    low, high = starts[len(starts) // 10], starts[-1 - len(starts) // 10]
    room = max(0.75, (high - low) * 0.06)
    return low - room, high + room
