"""Days as fractional years, to draw them on an axis.

A day of any year is counted within its year: Python's own dates have only the years 1 to 9999.
"""

from __future__ import annotations

import calendar
from functools import lru_cache
from math import floor

from .days import day_text, days_in, parts


@lru_cache(maxsize=1 << 16)
def years(day: str) -> float:
    """Return a day, as a text that sorts, as fractional years: 1999-07-02 is about 1999.5."""
    year, month, date = parts(day)
    return fraction(year, sum(days_in(year, m) for m in range(1, month)) + date - 1)


def day_of(moment: float) -> str:
    """Return the day that a moment is in, as a text that sorts."""
    year = floor(moment)
    return day_in(year, min(int((moment - year) * days_of(year)), days_of(year) - 1))


def days_of(year: int) -> int:
    """Return how many days a year has."""
    return 366 if calendar.isleap(year) else 365


def fraction(year: int, passed: int) -> float:
    """Return the moment at which so many days of a year have passed."""
    return year + passed / days_of(year)


def moved(year: int, passed: int, by: int) -> tuple[int, int]:
    """Return the day before (by = -1) or after (by = 1) the one on which so many days of the year have passed."""
    if 0 <= passed + by < days_of(year):
        return year, passed + by
    return year + by, days_of(year - 1) - 1 if by < 0 else 0


def day_in(year: int, passed: int) -> str:
    """Return the day of a year on which so many have passed, as a text that sorts."""
    month = 1
    while passed >= days_in(year, month):
        passed -= days_in(year, month)
        month += 1
    return day_text(year, month, passed + 1)
