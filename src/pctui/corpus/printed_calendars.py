"""Finds the dates that a text prints in the calendars of Iran, of the Jews and of Islam, as days of the common era.

A day of the first two is one day; a month of them is within two months of ours. One of Islam depends on the moon that
was seen, so that a rule gives it to a day or two: it is never proved, and offered as uncertain. The calendars of
Thailand, Japan and Taiwan, whose months are ours, are in printed_dates.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from ..locales import locale_of
from . import calendars

# Numbers that are years of another calendar in a language, so that they are none of ours unless a text says so.
_YEARS_OF_OTHERS = {
    "fa": (range(1200, 1500),),
    "ps": (range(1200, 1500),),
    "ckb": (range(1200, 1500), range(2580, 2750)),
    "ar": (range(1200, 1500),),
    "ur": (range(1200, 1500),),
    "bn": (range(1200, 1500),),
    "am": (range(1500, 2100),),  # seven or eight years behind
    "ti": (range(1500, 2100),),
    "ne": (range(1850, 2150),),  # fifty-seven years ahead
    "th": (range(2300, 2700),),
    "lo": (range(2300, 2700),),
    "km": (range(2300, 2700),),
    "my": (range(1100, 1500), range(2300, 2700)),
    "he": (range(5000, 6000),),
}
_PERSIAN = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "ا?مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip
_ISLAMIC = (
    "محرم", "صفر", "ربيع (?:الأول|الاول)", "ربيع (?:الآخر|الاخر|الثاني)", "جمادى (?:الأولى|الاولى|الأول)",
    "جمادى (?:الآخرة|الاخرة|الثانية|الثاني)", "رجب", "شعبان", "رمضان", "شوال", "ذ[وي] القعدة", "ذ[وي] الحجة",
)  # fmt: skip
_HEBREW = (
    "תשרי", "(?:מר)?חשוון|(?:מר)?חשון", "כסלו", "טבת", "שבט", "אדר א[׳']", "אדר(?: ב[׳'])?",
    "ניסן", "אייר", "סיוון|סיון", "תמוז", "(?:מנחם )?אב", "אלול",
)  # fmt: skip
_ADAR_1, _ADAR = 6, 7
_YE = str.maketrans({"ي": "ی", "ك": "ک", "ى": "ی"})  # as Arabic keyboards write letters of Persian
_ARABIC = str.maketrans({"ی": "ي", "ک": "ك"})


def _months(names: tuple[str, ...]) -> str:
    return "|".join(f"(?P<m{number}>{name})" for number, name in enumerate(names, 1))


_YEAR_WORD = r"(?:(?:ماه|سال|سنة|عام|من)\s)*"
_PERSIAN_DATE = re.compile(
    rf"(?<!\w)(?:(?P<day>\d{{1,2}})\s)?(?:{_months(_PERSIAN)})(?:\s?ماه)?،?\s{_YEAR_WORD}(?P<year>\d{{4}})(?!\d)"
)
_PERSIAN_FIGURES = re.compile(r"(?<![\d/-])(?P<year>\d{4})([/-])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?![\d/-])")
_ISLAMIC_DATE = re.compile(
    rf"(?<!\w)(?:(?P<day>\d{{1,2}})\s(?:من\s)?(?:شهر\s)?)?(?:{_months(_ISLAMIC)})،?\s{_YEAR_WORD}(?P<year>\d{{3,4}})(?!\d)"
)
_THOUSANDS = r"(?:ה['׳])?"
_HEBREW_YEAR = rf"{_THOUSANDS}(?P<year>[א-ת]{{1,4}}[\"״][א-ת])"
_HEBREW_DATE = re.compile(
    r"(?<!\w)(?:[ובלמה]{0,2}(?P<day>\d{1,2}|[א-ל]['׳]|[י-ל][\"״][א-ט]|ט[\"״][וז])\s)?[בל]?"
    rf"(?:{_months(_HEBREW)}),?\s(?:ב?שנת\s)?{_HEBREW_YEAR}(?![\w\"״])"
)
_LETTERS = dict(zip("אבגדהוזחטיכלמנסעפצקרשת", [*range(1, 10), *range(10, 100, 10), 100, 200, 300, 400], strict=True))


class Reckoned(NamedTuple):
    """A date of another calendar in a text, and where: a day, or the days of a month; `sure` if a rule gives it."""

    first: date
    last: date
    start: int
    end: int
    sure: bool = True


def reckoned(text: str, language: str) -> list[Reckoned]:
    """Return the dates that a text prints in another calendar of its language, in their order."""
    finder = _FINDERS.get(locale_of(language).language)
    return sorted(finder(text), key=lambda found: found.start) if finder else []


def is_of_another(year: int, language: str) -> bool:
    """Whether a number that may be a year is rather one of another calendar that is used in a language."""
    return any(year in years for years in _YEARS_OF_OTHERS.get(locale_of(language).language, ()))


def _iranian(text: str) -> Iterator[Reckoned]:
    text = text.translate(_YE)
    for match in _PERSIAN_DATE.finditer(text):
        yield from _days(match, calendars.persian, calendars.persian_month, int(match["year"]), _month(match))
    for match in _PERSIAN_FIGURES.finditer(text):
        yield from _days(match, calendars.persian, calendars.persian_month, int(match["year"]), int(match["month"]))


def _islamic(text: str) -> Iterator[Reckoned]:
    for match in _ISLAMIC_DATE.finditer(text.translate(_ARABIC)):
        if match["day"]:
            found = calendars.islamic(int(match["year"]), _month(match), int(match["day"]))
            if found:
                yield Reckoned(found, found, *match.span(), sure=False)


def _hebrew(text: str) -> Iterator[Reckoned]:
    for match in _HEBREW_DATE.finditer(text):
        year, month = 5000 + _value(match["year"]), _month(match)
        if calendars.is_hebrew_leap(year):
            if month == _ADAR and not match[f"m{_ADAR}"].endswith(("'", "׳")):
                continue  # which of the two is not said
        elif month == _ADAR_1:
            continue
        elif month > _ADAR_1:
            month -= 1
        yield from _days(match, calendars.hebrew, calendars.hebrew_month, year, month)


def _days(
    match: re.Match[str],
    day_of: Callable[[int, int, int], date | None],
    month_of: Callable[[int, int], tuple[date, date] | None],
    year: int,
    month: int,
) -> Iterator[Reckoned]:
    if written := match["day"]:
        day = day_of(year, month, int(written) if written.isdecimal() else _value(written))
        found = (day, day) if day else None
    else:
        found = month_of(year, month)
    if found:
        yield Reckoned(*found, *match.span())


def _month(match: re.Match[str]) -> int:
    return next(int(name[1:]) for name, found in match.groupdict().items() if found and name[1:].isdecimal())


def _value(letters: str) -> int:
    """Return the number that Hebrew letters write."""
    return sum(_LETTERS.get(letter, _FINAL.get(letter, 0)) for letter in letters)


_FINAL = {"ך": 20, "ם": 40, "ן": 50, "ף": 80, "ץ": 90}
_FINDERS: dict[str, Callable[[str], Iterator[Reckoned]]] = {
    "fa": _iranian,
    "ar": _islamic,
    "ur": _islamic,
    "he": _hebrew,
}
