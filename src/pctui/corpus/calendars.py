"""Days of other calendars as days of the common era, as far as a rule gives them; None beyond that.

The rules are those of Reingold and Dershowitz, *Calendrical Calculations*. Each is checked with days that are known in
both calendars (tests/unit/test_calendars.py).
"""

from __future__ import annotations

from datetime import date

BUDDHIST = 543  # years that the Thai calendar is ahead
_NEW_YEAR_IN_APRIL = range(2432, 2484)  # years of the Thai solar calendar that began on 1 April; later ones in January

# The solar calendar of Iran: a rule of 33 years gives the leap years of this span as astronomy does.
PERSIAN_YEARS = range(1178, 1502)
_PERSIAN_EPOCH = date(622, 3, 21).toordinal()

HEBREW_YEARS = range(5000, 6000)  # those that are written without their thousands
_HEBREW_EPOCH = -1373427
_HEBREW_LEAP = 13  # months

ISLAMIC_YEARS = range(1, 1600)
_ISLAMIC_EPOCH = date(622, 7, 19).toordinal()


def buddhist(year: int, month: int | None) -> int | None:
    """Return the year of the common era of a year of the Thai calendar, in which a month is; None if it is unknown."""
    if year > _NEW_YEAR_IN_APRIL[-1]:
        return year - BUDDHIST
    if year in _NEW_YEAR_IN_APRIL and month:
        return year - BUDDHIST + (month < 4)
    return None  # a year that began in April, without its month; or one of the moon


def persian(year: int, month: int, day: int) -> date | None:
    """Return a day of the solar calendar of Iran; None if it is no such day, or not of a year of PERSIAN_YEARS."""
    if year not in PERSIAN_YEARS or not (1 <= month <= 12 and 1 <= day <= _persian_length(year, month)):
        return None
    before = 31 * min(month - 1, 6) + 30 * max(month - 7, 0)
    return date.fromordinal(_persian_new_year(year) + before + day - 1)


def persian_month(year: int, month: int) -> tuple[date, date] | None:
    """Return the first and the last day of a month of the solar calendar of Iran."""
    if year not in PERSIAN_YEARS or not 1 <= month <= 12:
        return None
    first, last = persian(year, month, 1), persian(year, month, _persian_length(year, month))
    return (first, last) if first and last else None


def _persian_new_year(year: int) -> int:
    return _PERSIAN_EPOCH + 365 * (year - 1) + (8 * year + 21) // 33


def _persian_length(year: int, month: int) -> int:
    if month < 12:
        return 31 if month < 7 else 30
    return _persian_new_year(year + 1) - _persian_new_year(year) - 336


def hebrew(year: int, month: int, day: int) -> date | None:
    """Return a day of the Hebrew calendar, whose months count from Tishri; in a leap year, 6 and 7 are Adar I and II.

    None if it is no such day, or not of a year of HEBREW_YEARS. The day is that of its daylight.
    """
    if year not in HEBREW_YEARS:
        return None
    lengths = _hebrew_lengths(year)
    if not (1 <= month <= len(lengths) and 1 <= day <= lengths[month - 1]):
        return None
    return date.fromordinal(_hebrew_new_year(year) + sum(lengths[: month - 1]) + day - 1)


def hebrew_month(year: int, month: int) -> tuple[date, date] | None:
    """Return the first and the last day of a month of the Hebrew calendar."""
    lengths = _hebrew_lengths(year)
    if not 1 <= month <= len(lengths):
        return None
    first, last = hebrew(year, month, 1), hebrew(year, month, lengths[month - 1])
    return (first, last) if first and last else None


def is_hebrew_leap(year: int) -> bool:
    """Whether a Hebrew year has thirteen months."""
    return (7 * year + 1) % 19 < 7


def _hebrew_elapsed(year: int) -> int:
    """Return the days from the epoch to the new moon of a new year, put off to a day of the week that it may be."""
    months = (235 * year - 234) // 19
    day = 29 * months + (12084 + 13753 * months) // 25920
    return day + 1 if 3 * (day + 1) % 7 < 3 else day


def _hebrew_new_year(year: int) -> int:
    before, this, after = (_hebrew_elapsed(each) for each in (year - 1, year, year + 1))
    put_off = 2 if after - this == 356 else 1 if this - before == 382 else 0
    return _HEBREW_EPOCH + this + put_off


def _hebrew_lengths(year: int) -> list[int]:
    days = _hebrew_new_year(year + 1) - _hebrew_new_year(year)
    heshvan, kislev = 29 + (days % 10 == 5), 30 - (days % 10 == 3)
    adar = [30, 29] if is_hebrew_leap(year) else [29]
    return [30, heshvan, kislev, 29, 30, *adar, 30, 29, 30, 29, 30, 29]


def islamic(year: int, month: int, day: int) -> date | None:
    """Return about which day one of the Islamic calendar is: by the civil rule, from which the moon may differ."""
    if year not in ISLAMIC_YEARS or not (1 <= month <= 12 and 1 <= day <= 30):
        return None
    before = (59 * (month - 1) + 1) // 2
    return date.fromordinal(_ISLAMIC_EPOCH + 354 * (year - 1) + (3 + 11 * year) // 30 + before + day - 1)
