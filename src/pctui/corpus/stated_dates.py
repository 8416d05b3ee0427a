"""Proves a date that is marked stated: which parts of it must be in its passage, and whether they are printed there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

from .. import edtf
from ..locales import locale_of
from ..text import unwrap
from . import printed_dates
from .numbers import numbers
from .printed_calendars import reckoned
from .printed_parts import knows_parts

_BROKEN = re.compile(r"\u00ad|[-\u2010]\s*\n")  # where a word may be broken at the end of a line
# About the scripts without spaces, in which the text of a line runs on in the next.
_UNSPACED = re.compile("[\u0e00-\u1bff\u2e80-\ud7ff\uf900-\uffff\U00011700-\U0003ffff]")
_SEASONS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_QUARTER = re.compile(r"(?P<year>\d{4})-(?P<first>01|04|07|10)/(?P=year)-(?P<last>03|06|09|12)")


class Text(NamedTuple):
    """A passage, and the language that it is written in."""

    text: str
    language: str


class Part(NamedTuple):
    """A part of a date that must be printed: its `what` is year, decade, month, day or season (a part of the year).

    `number` is that of the year, month, day or season, of which `year` and `month` are the rest of the date.
    """

    what: str
    number: int
    year: int = 0
    month: int = 0
    months: tuple[int, ...] = ()

    @property
    def known_by_number(self) -> bool:
        return self.what in ("year", "day")

    def name(self, language: str) -> str:
        """Return it as a text in a language has it: `1998`, `1990s`, `März`, `spring`, `Q1`."""
        if self.what == "month":
            names = locale_of(language).wide
            return names[self.number - 1][0] if names else edtf.MONTHS[self.number - 1]
        if self.what == "season":
            return _SEASONS.get(self.number) or f"Q{self.number - 32}"
        return f"{self.number}s" if self.what == "decade" else str(self.number)


def years_of(written: str) -> list[str]:
    """Return the years of an EDTF date as a document prints them: of a year before 0, its number BC."""
    found = re.findall(r"(?<![0-9Y])(?:(?:(?<=[/,.\[{?~%])|^)-)?[0-9]{4}(?![0-9])", written)
    return [str(1 - int(year)) if int(year) <= 0 else year for year in found]


def parts_of(written: str) -> list[Part]:
    """Return the parts that must be in a passage that states the EDTF date `written`."""
    return list(dict.fromkeys(_parts_of(written)))


def _parts_of(written: str) -> Iterator[Part]:
    for year in years_of(written):
        yield Part("year", int(year))
    for decade in re.findall(r"\d{3}X", written):
        yield Part("decade", int(decade.replace("X", "0")))
    quarter = _QUARTER.fullmatch(written)
    whole = tuple(range(int(quarter["first"]), int(quarter["last"]) + 1)) if quarter else ()
    whole = whole if len(whole) == 3 else ()
    for year, month, day in re.findall(r"(\d{4})-(0[1-9]|1[0-2])(?:-(\d\d))?", written):
        yield Part("month", int(month), int(year), int(day) if day else 0, whole)
        if day:
            yield Part("day", int(day), int(year), int(month))
    for season in re.findall(r"\d{4}-(2[1-9]|3[0-6])", written):
        number = int(season)
        if number < 33:  # of a hemisphere, which is not printed
            number = 21 + (number - 21) % 4
        yield Part("season", number)


def _may_be_broken(text: str) -> bool:
    return bool(_BROKEN.search(text)) or ("\n" in text and _UNSPACED.search(text) is not None)


@lru_cache(maxsize=256)  # of an entry's statements, several cite one passage
def _numbers(text: str, language: str) -> frozenset[float]:
    dates = {float(part) for each in reckoned(text, language) if each.sure for part in _year_and_day(each.first)}
    return frozenset(numbers(text, language) | {float(year) for year in printed_dates.years(text, language)} | dates)


def _year_and_day(day: date) -> tuple[int, int]:
    return day.year, day.day


class Printed:
    """What passages print: their numbers and dates, read as they are and with words broken at line ends joined."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self.texts = list(texts)
        joined = [Text(unwrap(text)[0], language) for text, language in texts if _may_be_broken(text)]
        self.readings = [Text(unicodedata.normalize("NFC", text), language) for text, language in self.texts + joined]
        self.numbers = {number for reading in self.readings for number in _numbers(*reading)}

    @property
    def languages(self) -> list[str]:
        """The languages of the passages, without repetition."""
        return list(dict.fromkeys(language for _, language in self.texts))

    @cached_property
    def years(self) -> set[int]:
        """The years printed, as of the common era."""
        return {int(number) for number in self.numbers} | {date.year for date in self.dates}

    @cached_property
    def dates(self) -> set[printed_dates.Date]:
        """The dates printed in figures."""
        return {date for reading in self.readings for date in printed_dates.in_figures(*reading)}

    @cached_property
    def months(self) -> set[int]:
        """The months printed with their names."""
        return {month for reading in self.readings for month in printed_dates.months(*reading)}

    @cached_property
    def _days(self) -> set[int]:
        return {day for reading in self.readings for day in printed_dates.days(*reading)}

    @cached_property
    def _parts(self) -> set[int]:
        return {part for reading in self.readings for part in printed_dates.parts(*reading)}

    def has_month(self, month: int) -> bool:
        """Whether a month is printed, by its name or in a date in figures."""
        return month in self.months or any(date.month == month for date in self.dates)

    def has(self, part: Part) -> bool:
        """Whether a part of a date is printed."""
        match part.what:
            case "year":
                return part.number in self.years
            case "decade":
                return self._decade(part.number)
            case "month":
                day = part.month
                in_figures = (date for date in self.dates if (date.year, date.month) == (part.year, part.number))
                quarter = part.months and 32 + part.months[-1] // 3 in self._parts
                return (
                    part.number in self.months
                    or bool(quarter)
                    or any(not day or date.day == day for date in in_figures)
                )
            case "day":
                given = (part.year, part.month, part.number)
                return float(part.number) in self.numbers or part.number in self._days or given in self.dates
        return part.number in self._parts or not any(map(knows_parts, self.languages))

    def _decade(self, year: int) -> bool:
        """Whether a decade is printed; in languages other than `en`, its year is enough (1990er, années 1990)."""
        return any(
            re.search(rf"\b{year}s\b", text)
            if locale_of(language).language == "en"
            else year in numbers(text, language)
            for text, language in self.readings
        )
