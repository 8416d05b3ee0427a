"""A single date in EDTF (ISO 8601-2, levels 0 to 2): a day, month, season or year, and what is known of it."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from ..text import compiled
from .days import LONGEST, day_text, days_in

QUALIFIERS = "?~%"
_SIGN = f"[{QUALIFIERS}]?"
_POINT = (
    rf"(?P<before_year>{_SIGN})(?P<year>-?[0-9X]{{4}})(?:S(?P<digits>[0-9]+))?(?P<after_year>{_SIGN})"
    rf"(?:-(?P<before_month>{_SIGN})(?P<month>[0-9X]{{2}})(?P<after_month>{_SIGN})"
    rf"(?:-(?P<before_day>{_SIGN})(?P<day>[0-9X]{{2}})(?P<after_day>{_SIGN}))?)?"
    r"(?:T(?P<time>(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2}))"
    r"(?P<zone>Z|[+-](?P<zone_hour>[0-9]{2})(?::(?P<zone_minute>[0-9]{2}))?)?)?"
)
_PLAIN = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-([0-9]{2}))?)?")
_LONG_YEAR = (
    rf"(?P<before>{_SIGN})Y(?P<year>-?[1-9][0-9]*)(?:E(?P<exponent>[0-9]+))?(?:S(?P<digits>[0-9]+))?(?P<after>{_SIGN})"
)

# The parts of a year by number: (first month, how many). A winter of the north goes on in the year that follows.
_QUARTER, _THIRD, _HALF = 3, 4, 6
SEASONS = {
    **{21 + i: (3 + 3 * i, 3) for i in range(4)},  # in whichever hemisphere: taken as that of the north
    **{25 + i: (3 + 3 * i, 3) for i in range(4)},  # of the northern hemisphere
    29: (9, 3), 30: (12, 3), 31: (3, 3), 32: (6, 3),  # of the southern hemisphere
    **{33 + i: (1 + _QUARTER * i, _QUARTER) for i in range(4)},
    **{37 + i: (1 + _THIRD * i, _THIRD) for i in range(3)},
    **{40 + i: (1 + _HALF * i, _HALF) for i in range(2)},
}  # fmt: skip


class DateError(ValueError):
    """The text is not an EDTF date."""


class Point(Struct, frozen=True):
    """A date that is not an interval or a set, in the parts in which it is written, and its bounds as days.

    `year`, `month` and `day` are digits or X, '' if not given; `season` is the number of a part of the year, or 0.
    `qualifiers` has the sign of each part given. `estimate` is the year that was written, if only its first digits are
    significant. `time` is the time of day as it is to be read.
    """

    text: str
    earliest: str
    latest: str
    year: str
    month: str = ""
    day: str = ""
    season: int = 0
    qualifiers: tuple[str, ...] = ("",)
    estimate: int | None = None
    time: str = ""

    @property
    def fuzzy(self) -> bool:
        """Whether it is approximate, uncertain or not fully specified."""
        return any(self.qualifiers) or self.estimate is not None or "X" in self.year + self.month + self.day


def point(text: str) -> Point:
    """Parse a single date; DateError if it is none, or if there is no such day."""
    if match := _PLAIN.fullmatch(text):
        return _plain(text, *match.groups(""))
    if match := compiled(_POINT).fullmatch(text):
        return _dated(text, match)
    if match := compiled(_LONG_YEAR).fullmatch(text):
        return _long_year(text, match)
    raise DateError(f"{text!r} is not EDTF")


def _plain(text: str, year: str, month: str, day: str) -> Point:
    """Return a date that is only digits, as most are, in a fraction of the time that any other takes."""
    y, m = int(year), int(month or 0)
    if day and not 1 <= int(day) <= days_in(y, m):
        raise DateError(f"{text!r} is not EDTF: there is no such day")
    first = day_text(y, m or 1, int(day or 1))
    last = first if day else day_text(y, m or 12, days_in(y, m or 12))
    return Point(text, first, last, year, month, day, qualifiers=("",) * (1 + bool(month) + bool(day)))


def _dated(text: str, match: re.Match[str]) -> Point:
    year, month, day = match["year"], match["month"] or "", match["day"] or ""
    if year == "-0000" or (match["digits"] and (month or "X" in year)) or (match["time"] and not _time(match)):
        raise DateError(f"{text!r} is not EDTF")
    qualifiers = _qualifiers(match, ["year", *["month"] * bool(month), *["day"] * bool(day)])
    if match["digits"]:
        return _estimated(text, int(year), len(year.lstrip("-")), int(match["digits"]), qualifiers)
    if month.isdigit() and int(month) in SEASONS and not day:
        years = list(_matching(year))
        begin, end = _season(years[0], int(month)), _season(years[-1], int(month))
        return Point(text, begin[0], end[1], year, season=int(month), qualifiers=qualifiers)
    first, last = _extreme(year, month, day, 1), _extreme(year, month, day, -1)
    if first is None or last is None:
        raise DateError(f"{text!r} is not EDTF{': there is no such day' * bool(day)}")
    return Point(text, first, last, year, month, day, qualifiers=qualifiers, time=_time(match))


def _qualifiers(match: re.Match[str], parts: list[str]) -> tuple[str, ...]:
    """Return the sign of each part: its own, before it, or that after it or after a later part."""
    found: list[str] = []
    later = ""
    for part in reversed(parts):
        later = _both(match[f"after_{part}"], later)
        found.insert(0, _both(match[f"before_{part}"], later))
    return tuple(found)


def _both(one: str, other: str) -> str:
    return one if one == other or not other else other if not one else "%"


def _time(match: re.Match[str]) -> str:
    """Return the time of day as it is to be read; '' if there is none, or if it is not a time after a full date."""
    if not match["time"] or not (match["day"] or "").isdigit():
        return ""
    hour, minute, second = int(match["hour"]), int(match["minute"]), int(match["second"])
    zone = int(match["zone_hour"] or 0), int(match["zone_minute"] or 0)
    if not (hour < 24 or (hour, minute, second) == (24, 0, 0)) or minute > 59 or second > 60 or zone > (14, 0):
        return ""
    if zone[1] > 59:
        return ""
    shift = match["zone"] or ""
    return match["time"] + (" UTC" if shift == "Z" else f" UTC{shift}" if shift else "")


@lru_cache(maxsize=256)
def _matching(pattern: str) -> tuple[int, ...]:
    """Return the numbers that a pattern of digits and X stands for, in ascending order."""
    sign, digits = (-1, pattern[1:]) if pattern.startswith("-") else (1, pattern)
    found = [""]
    for digit in digits:
        found = [known + each for known in found for each in ("0123456789" if digit == "X" else digit)]
    return tuple(sorted(sign * int(number) for number in found if sign > 0 or int(number)))


def _extreme(year: str, month: str, day: str, step: int) -> str | None:
    """Return the first (`step` 1) or the last (-1) day that a date stands for; None if there is none."""
    for y in _matching(year)[::step]:
        for m in _months(month)[::step]:
            if day:
                for d in _matching(day)[::step]:
                    if 1 <= d <= days_in(y, m):
                        return day_text(y, m, d)
            else:
                return day_text(y, m, 1 if step > 0 else days_in(y, m))
    return None


def _months(month: str) -> list[int]:
    return [m for m in (_matching(month) if month else range(1, 13)) if 1 <= m <= 12]


def months(point: Point) -> list[int]:
    """Return the months that a date can be in; none if it has no month."""
    return _months(point.month) if point.month else []


def days(point: Point) -> list[int]:
    """Return the days of the month that a date can be on; none if it has no day."""
    longest = max((days_in(2000, m) for m in _months(point.month)), default=31)
    return [d for d in _matching(point.day) if 1 <= d <= longest] if point.day else []


def _season(year: int, number: int) -> tuple[str, str]:
    first, count = SEASONS[number]
    over, last = divmod(first + count - 2, 12)
    return day_text(year, first, 1), day_text(year + over, last + 1, days_in(year + over, last + 1))


def _estimated(text: str, year: int, length: int, digits: int, qualifiers: tuple[str, ...]) -> Point:
    """Return a year of which only the first digits are significant."""
    if not 1 <= digits <= length:
        raise DateError(f"{text!r} is not EDTF: a year of {length} digits has no {digits} significant ones")
    unit = 10 ** (length - digits)
    low = abs(year) // unit * unit
    bounds = sorted((low, low + unit - 1) if year >= 0 else (-low - unit + 1, -low))
    first, last = day_text(bounds[0], 1, 1), day_text(bounds[1], 12, 31)
    return Point(text, first, last, str(year), qualifiers=qualifiers, estimate=year)


def _long_year(text: str, match: re.Match[str]) -> Point:
    """Parse a year of more than four digits (`Y170000002`), which may be written with an exponent (`Y-17E7`)."""
    digits, exponent = (
        match["year"].lstrip("-"),
        int(match["exponent"] or 0) if len(match["exponent"] or "") < 4 else 999,
    )
    if len(digits) + exponent > LONGEST:
        raise DateError(f"{text!r} is a year of more than {LONGEST} digits")
    if match["exponent"] is None and len(digits) < 5:
        raise DateError(f"{text!r} is not EDTF: Y is for a year of more than four digits")
    year = int(match["year"]) * 10**exponent
    qualifiers = (_both(match["before"], match["after"]),)
    if match["digits"]:
        return _estimated(text, year, len(digits) + exponent, min(int(match["digits"]), 999), qualifiers)
    return Point(text, day_text(year, 1, 1), day_text(year, 12, 31), str(year), qualifiers=qualifiers)
