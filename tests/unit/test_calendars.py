"""Days of other calendars, as they are known in both."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest

from pctui.corpus.calendars import (
    HEBREW_YEARS,
    PERSIAN_YEARS,
    buddhist,
    hebrew,
    hebrew_month,
    is_hebrew_leap,
    islamic,
    persian,
    persian_month,
)

PERSIAN = [
    ((1285, 5, 14), date(1906, 8, 6)),
    ((1304, 1, 11), date(1925, 3, 31)),
    ((1332, 5, 28), date(1953, 8, 19)),
    ((1357, 11, 22), date(1979, 2, 11)),
    ((1376, 3, 2), date(1997, 5, 23)),
    ((1379, 12, 30), date(2001, 3, 20)),
    ((1403, 1, 1), date(2024, 3, 20)),
    ((1403, 12, 30), date(2025, 3, 20)),
]
HEBREW = [
    ((5708, 9, 5), date(1948, 5, 14)),  # 5 Iyar
    ((5784, 1, 1), date(2023, 9, 16)),
    ((5784, 7, 14), date(2024, 3, 24)),  # of Adar II
    ((5727, 9, 28), date(1967, 6, 7)),
    ((5734, 1, 10), date(1973, 10, 6)),
]
ISLAMIC = [((1445, 1, 1), date(2023, 7, 19)), ((1400, 1, 1), date(1979, 11, 20)), ((1419, 9, 12), date(1998, 12, 31))]


@pytest.mark.parametrize(("day", "known"), PERSIAN)
def test_days_of_the_calendar_of_iran(day: tuple[int, int, int], known: date) -> None:
    assert persian(*day) == known


@pytest.mark.parametrize(("day", "known"), HEBREW)
def test_days_of_the_hebrew_calendar(day: tuple[int, int, int], known: date) -> None:
    assert hebrew(*day) == known


@pytest.mark.parametrize(("day", "known"), ISLAMIC)
def test_about_which_day_one_of_the_islamic_calendar_is(day: tuple[int, int, int], known: date) -> None:
    found = islamic(*day)
    assert found is not None
    assert abs(found - known) <= timedelta(days=1)


def test_the_months_of_a_year_follow_each_other_without_a_gap() -> None:
    for year in PERSIAN_YEARS:
        months = [persian_month(year, month) for month in range(1, 13)]
        assert all(a and b and b[0] - a[1] == timedelta(days=1) for a, b in pairwise(months))
        following = persian_month(year + 1, 1)
        assert months[-1]
        assert following is None or following[0] - months[-1][1] == timedelta(days=1)
    for year in HEBREW_YEARS[700:800]:
        last, first = hebrew_month(year, 13 if is_hebrew_leap(year) else 12), hebrew_month(year + 1, 1)
        assert last
        assert first
        assert first[0] - last[1] == timedelta(days=1)


def test_what_is_no_day_of_a_calendar_is_none() -> None:
    assert persian(1400, 12, 30) is None
    assert persian(1177, 1, 1) is None
    assert hebrew(5784, 1, 31) is None
    assert hebrew(4999, 1, 1) is None
    assert islamic(1445, 13, 1) is None


def test_a_year_of_the_thai_calendar_began_in_april_before_1941() -> None:
    assert buddhist(2541, None) == buddhist(2541, 3) == 1998
    assert buddhist(2475, 6) == 1932
    assert buddhist(2475, 2) == 1933
    assert buddhist(2475, None) is None
    assert buddhist(2484, 1) == 1941
    assert buddhist(2400, 6) is None
