"""Days as texts that sort as the days do, in Python and in SQL: ISO 8601 from the year 0000 to 9999.

A year before 0000 is counted from −10000, so that −0044 is written `-9956`; a year of more than four digits begins with
`Y` and how many it has, `--` and the complement of both before −9999. :func:`iso` gives them as ISO 8601 writes them.
"""

from __future__ import annotations

LONGEST = 15  # digits of a year
FIRST, LAST = "", "~"  # before and after every day


def days_in(year: int, month: int) -> int:
    """Return how many days a month has, in any year (years are astronomical, the calendar is Gregorian)."""
    import calendar  # few commands read or write a date: most print what is stored

    return calendar.monthrange(2004 if calendar.isleap(year) else 2001, month)[1]


def day_text(year: int, month: int, day: int) -> str:
    """Return a day as a text that sorts."""
    return f"{_year_text(year)}-{month:02}-{day:02}"


def _year_text(year: int) -> str:
    if 0 <= year <= 9999:
        return f"{year:04}"
    if -9999 <= year < 0:
        return f"-{year + 10000:04}"
    digits = str(abs(year))
    if year > 0:
        return f"Y{len(digits):02}{digits}"
    return f"--{99 - len(digits)}{int('9' * len(digits)) + year:0{len(digits)}}"


def parts(text: str) -> tuple[int, int, int]:
    """Return the year, month and day of such a text; ValueError if it is none."""
    written, month, day = text.rsplit("-", 2)
    if written.startswith("--"):
        digits = 99 - int(written[2:4])
        year = int(written[4:]) - int("9" * digits)
    elif written.startswith("Y"):
        year = int(written[3:])
    elif written.startswith("-"):
        year = int(written[1:]) - 10000
    else:
        year = int(written)
    return year, int(month), int(day)


def iso(text: str) -> str:
    """Return such a text as ISO 8601 writes the day: `-0044-03-15`; a text that is none as it is."""
    if text[:1].isdigit():
        return text
    try:
        year, month, day = parts(text)
    except ValueError:  # a database from elsewhere may contain anything
        return text
    return f"{written_year(year)}-{month:02}-{day:02}"


def written_year(year: int) -> str:
    """Return a year as EDTF writes it: `0033`, `-0044`, `Y170000002`."""
    if abs(year) > 9999:
        return f"Y{year}"
    return f"{'-' * (year < 0)}{abs(year):04}"


def year_label(year: int) -> str:
    """Return a year as it is read, on an axis for instance; one before the year 0 with a minus sign."""
    return f"−{-year}" if year < 0 else str(year)


def written(text: str) -> str:
    """Return such a text as an EDTF date: the day, or only the year if it has more than four digits."""
    year, _, _ = parts(text)
    return iso(text) if abs(year) <= 9999 else written_year(year)


# In 400 years the calendar repeats: the year of a day is taken among those that Python knows.
_CYCLE, _DAYS_IN_CYCLE = 400, 146_097


def moved(text: str, days: int) -> str:
    """Return the day a number of days later, or earlier if negative."""
    from datetime import date

    number = _number(text) + days
    cycles, rest = divmod(number - 1, _DAYS_IN_CYCLE)
    day = date.fromordinal(rest + 1)
    return day_text(day.year + cycles * _CYCLE, day.month, day.day)


def days_between(earliest: str, latest: str) -> int:
    """Return how many days later `latest` is."""
    return _number(latest) - _number(earliest)


def _number(text: str) -> int:
    from datetime import date

    year, month, day = parts(text)
    cycles, within = divmod(year - 1, _CYCLE)
    return date(within + 1, month, day).toordinal() + cycles * _DAYS_IN_CYCLE
