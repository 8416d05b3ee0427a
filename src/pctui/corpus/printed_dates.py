"""Finds the dates that a document prints, in the ways of its language, to prove a date that is marked stated.

A month is printed by its name (`March`, `1. März`, `в марте`), short beside a number (`2 Dec.`), or in a date in
figures (`1998-12-02`, `12.3.1998`, `1998年3月1日`); a year also in an era of the language (พ.ศ. 2541, 平成10年).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ..folding import fold
from ..locales import Locale, locale_of
from ..text import UNSPACED
from . import printed_parts
from .calendars import buddhist
from .numerals import in_characters
from .printed_calendars import is_of_another, reckoned

_LETTER = r"[^\W\d_]"
# Languages whose words take endings after the name of a month (maaliskuussa), and what may stand before it (במרץ).
_ENDINGS = frozenset("az et eu fi hu ka kk ky mn tk tr tt uz".split())
_BEFORE = {"he": "[ובלמהשכ]{0,2}", "ar": "[وبلفك]{0,2}"}
# Forms of months that CLDR does not have: after a preposition, as in `в марте`; from January to December.
_FURTHER = {
    "ru": "январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре",
    "uk": "січні лютому березні квітні травні червні липні серпні вересні жовтні листопаді грудні",
    "pl": "styczniu lutym marcu kwietniu maju czerwcu lipcu sierpniu wrześniu październiku listopadzie grudniu",
    "cs": "lednu únoru březnu dubnu květnu červnu červenci srpnu září říjnu listopadu prosinci",
    "sk": "januári februári marci apríli máji júni júli auguste septembri októbri novembri decembri",
    "hr": "siječnju veljači ožujku travnju svibnju lipnju srpnju kolovozu rujnu listopadu studenom prosincu",
    "sl": "januarju februarju marcu aprilu maju juniju juliju avgustu septembru oktobru novembru decembru",
    "el": "Ιανουάριο Φεβρουάριο Μάρτιο Απρίλιο Μάιο Ιούνιο Ιούλιο Αύγουστο Σεπτέμβριο Οκτώβριο Νοέμβριο Δεκέμβριο",
    "ja": "一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月",
}
# A short name, or one that is not written as names of months are (may, MAY), is a month beside a day or a year.
_OF = r"(?:(?:of|de|del|di|da|do|den)\s)?"
_DAY_BEFORE = re.compile(rf"\d{_LETTER}{{0,3}}\W{{0,3}}{_OF}\Z")
_YEAR_AFTER = re.compile(rf"(?:\.?\s?[-–/]\s?{_LETTER}{{3,5}})?\W{{0,3}}{_OF}\d")
_BESIDE = 12  # characters that are looked at on either side
_LUNAR_BESIDE = 18

_FIGURES = re.compile(
    r"(?<![\d/-])(?<!\d[.,])(\d{1,4})(\s?[./\-\u2010\u2011\u2013]\s?)(\d{1,2})\2(\d{1,4})(?![\d/-]|[.,]\d)"
)
_YEAR_MONTH = re.compile(r"(?<![\d./-])(\d{4})([-./])(\d{2})(?![\d/-]|[.,]\d)")
_MONTH_YEAR = re.compile(r"(?<![\d./-])(\d{1,2})[./-](\d{4})(?![\d/-]|[.,]\d)")
_CHINESE = "〇○零一二三四五六七八九十元"
_EAST_ASIAN = re.compile(
    rf"(?P<era>明治|大正|昭和|平成|令和|民國|民国)?\s*(?P<year>\d{{1,4}}|[{_CHINESE}]{{1,4}})\s*[年년](?:度)?"
    rf"(?:\s*(?P<month>\d{{1,2}}|[{_CHINESE}]{{1,3}})\s*[月월](?:\s*(?P<day>\d{{1,2}}|[{_CHINESE}]{{1,3}})\s*[日日號号일])?)?"
)
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018, "民國": 1911, "民国": 1911}
_FIRST_SOLAR = 6  # year of Meiji
_THAI_ERA = re.compile(r"พ\.?\s?ศ\.?|ปี")
_THAI_YEAR = re.compile(r"\.?\s*(?:พ\.?\s?ศ\.?\s*)?(\d{4})(?!\d)")
_LUNAR = re.compile("(?:农历|農曆|旧历|舊曆|阴历|陰曆|旧暦|陰暦|음력)[^。、，,；;]{0,12}\\Z")

_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_DAYS = {word: n for n, word in enumerate(_ORDINALS, 1)}
_DAYS |= {f"twenty-{word}": 20 + n for n, word in enumerate(_ORDINALS[:9], 1)} | {"thirtieth": 30, "thirty-first": 31}
_FIRST_DAY = {"fr": "premier", "es": "primero", "it": "primo", "pt": "primeiro", "de": "ersten", "nl": "eerste"}


class Figures(NamedTuple):
    """What is printed in figures: the dates that it may be, and where it is."""

    dates: set[Date]
    start: int
    end: int


class Date(NamedTuple):
    """A date in figures; `day` is None if it is that of a month alone."""

    year: int
    month: int
    day: int | None


def months_in(text: str, language: str) -> Iterator[tuple[int, int, int]]:
    """Yield the months that a `readable` text names, with their places in it; not those of a calendar of the moon."""
    by_the_moon = [match.span() for match in _east_asian(text) if _by_the_moon(match)]
    for month, start, end in _named(text, locale_of(language), in_full=False):
        if not any(first <= start < last for first, last in by_the_moon):
            yield month, start, end


def months(text: str, language: str, *, in_full: bool = False) -> set[int]:
    """Return the months that a text names, from 1 to 12; with `in_full` only those that are not shortened."""
    text = readable(text, language)
    by_the_moon = [match.span() for match in _east_asian(text) if _by_the_moon(match)]
    return {
        month
        for month, start, _ in _named(text, locale_of(language), in_full)
        if not any(first <= start < last for first, last in by_the_moon)
    }


def years(text: str, language: str) -> set[int]:
    """Return the years that a text gives in an era, as years of the common era."""
    if "年" not in text and "년" not in text and locale_of(language).language != "th":
        return set()
    return {year for year, _, _ in years_in(readable(text, language), language)}


def years_in(text: str, language: str) -> Iterator[tuple[int, int, int]]:
    """Yield the years that a `readable` text gives in an era, as years of the common era, with their places in it."""
    for match in _east_asian(text):
        if match["era"]:
            yield _ERAS[match["era"]] + _number(match["year"]), *match.span()
    if locale_of(language).language == "th":
        yield from _thai_years(text)


def _thai_years(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield the years of the Thai calendar that a text gives, as years of the common era, with their places."""
    named = [(month, end) for month, _, end in _named(text, locale_of("th"), in_full=False)]
    written = [(None, match.start(), match.end()) for match in _THAI_ERA.finditer(text)]
    for month, start, end in [*written, *((month, end, end) for month, end in named)]:
        match = _THAI_YEAR.match(text, end)
        if match and is_of_another(int(match[1]), "th") and (year := buddhist(int(match[1]), month)):
            yield year, start, match.end()


def days(text: str, language: str) -> set[int]:
    """Return the days that a text gives in words beside a month: `the first of May`, `le premier mai`."""
    text = readable(text, language)
    named = _named(text, locale_of(language), in_full=False) if _days_in_words(language) else ()
    return {day for _, start, end in named if (day := day_beside(text, language, start, end))}


def day_beside(text: str, language: str, start: int, end: int) -> int | None:
    """Return the day that a `readable` text gives in words beside the month at [start, end)."""
    words = _days_in_words(language)
    if not words:
        return None
    either = "|".join(sorted(words, key=len, reverse=True))
    before = re.search(rf"\b({either})(?: day)?(?: of| de| di)?\s+\Z", text[max(0, start - 40) : start], re.IGNORECASE)
    match = before or re.compile(rf"\s+(?:the )?({either})\b", re.IGNORECASE).match(text, end)
    return words[match[1].lower()] if match else None


def _days_in_words(language: str) -> dict[str, int]:
    language = locale_of(language).language
    if language == "en":
        return _DAYS
    return {_FIRST_DAY[language]: 1} if language in _FIRST_DAY else {}


def parts(text: str, language: str) -> set[int]:
    """Return the seasons, quarters and halves of a year that a text names, by their numbers in EDTF."""
    return {part.number for part in printed_parts.parts(text, language)}


def in_figures(text: str, language: str) -> set[Date]:
    """Return the dates that a text prints in figures. Those that can be read in two orders are there in both.

    That of the language's region is the only one if it is known. A year of two digits may be in any century. A date in
    another calendar is there as a day of ours; of a month of such, its first and its last day.
    """
    found = {date for figures in figures_in(text, language) for date in figures.dates}
    for each in reckoned(text, language):
        if each.sure:
            found |= {Date(day.year, day.month, day.day) for day in (each.first, each.last)}
    return found


def figures_in(text: str, language: str) -> Iterator[Figures]:
    """Yield what may be a date in figures, with the dates that it may be."""
    locale = locale_of(language)
    for match in _FIGURES.finditer(text):
        first, _, second, third = match.groups()
        found: set[Date] = set()
        if len(first) > 2:
            found |= _dates(int(first), int(second), int(third))
        else:
            for year in _centuries(third):
                found |= _ordered(int(first), int(second), year, locale)
            if locale.order == "ymd" and len(third) < 3:
                for year in _centuries(first):
                    found |= _dates(year, int(second), int(third))
        yield Figures({date for each in found for date in _of_our_era(each, language)}, *match.span())
    for match in _YEAR_MONTH.finditer(text):
        if int(match[3]) != (int(match[1]) + 1) % 100:  # 2001-02 is two years
            months = _dates(int(match[1]), int(match[3]), None)
            yield Figures({date for each in months for date in _of_our_era(each, language)}, *match.span())
    for match in _MONTH_YEAR.finditer(text):
        months = _dates(int(match[2]), int(match[1]), None)
        yield Figures({date for each in months for date in _of_our_era(each, language)}, *match.span())
    for match in _east_asian(text):
        year = _ERAS.get(match["era"], 0) + _number(match["year"])
        if match["month"] and not _by_the_moon(match):
            day = _number(match["day"]) if match["day"] else None
            yield Figures(_dates(year, _number(match["month"]), day), *match.span())


def _of_our_era(date: Date, language: str) -> Iterator[Date]:
    """Yield a date in figures as one of the common era, unless its year is of a calendar with other months."""
    if not is_of_another(date.year, language):
        yield date
    elif locale_of(language).language == "th" and (year := buddhist(date.year, date.month)):
        yield date._replace(year=year)


def _by_the_moon(match: re.Match[str]) -> bool:
    """Whether a date of an era is one of the years in which Japan still had months of the moon."""
    return match["era"] == "明治" and _number(match["year"]) < _FIRST_SOLAR


def _east_asian(text: str) -> Iterator[re.Match[str]]:
    return _EAST_ASIAN.finditer(text) if "年" in text or "년" in text else iter(())


def _ordered(first: int, second: int, year: int, locale: Locale) -> set[Date]:
    """Return the date of which day and month are given in the order of a language; in the other if that is none."""
    day_first, month_first = _dates(year, second, first), _dates(year, first, second)
    if not locale.sure:
        return day_first | month_first
    usual, other = (month_first, day_first) if locale.order == "mdy" else (day_first, month_first)
    return usual or other


def _dates(year: int, month: int, day: int | None) -> set[Date]:
    return {Date(year, month, day)} if 1 <= month <= 12 and (day is None or 1 <= day <= 31) else set()


def _centuries(year: str) -> list[int]:
    return [int(year)] if len(year) > 2 else [century + int(year) for century in (1700, 1800, 1900, 2000)]


def _number(written: str) -> int:
    """Return the number of a year, month or day in figures or in Chinese characters; 元 is the first year of an era."""
    if written.isdecimal():
        return int(written)
    if written == "元":
        return 1
    return int(next(in_characters(written), (0.0, False))[0])


def readable(text: str, language: str) -> str:
    """Return a text as the names of months are found in it: without accents in scripts that have no capitals."""
    wide = locale_of(language).wide
    text = unicodedata.normalize("NFC", text)
    return fold(text) if wide and wide[0][0].lower() == wide[0][0].upper() else text


def _named(text: str, locale: Locale, in_full: bool) -> Iterator[tuple[int, int, int]]:
    """Yield the months named in a text, with their places in it."""
    if not locale.wide:
        return
    pattern, names = _names_of(locale.tag)
    compared = readable(text, locale.tag)
    for match in pattern.finditer(compared):
        start, end = match.span("name")
        written = names[match["name"].casefold()]
        if _LUNAR.search(compared[max(0, start - _LUNAR_BESIDE) : start]):
            continue
        sure = match["name"] in written.forms
        if sure or (not in_full and _beside(compared, start, end)):
            yield written.month, start, end


class _Name(NamedTuple):
    """A name of a month, and the forms in which it is one without a day or year beside it."""

    month: int
    forms: frozenset[str]


@cache
def _names_of(language: str) -> tuple[re.Pattern[str], dict[str, _Name]]:
    """Return what finds the names of months of a language, and the month of each by its name folded in case."""
    locale = locale_of(language)
    further = _FURTHER.get(locale.language, "").split()
    caseless = locale.wide[0][0].lower() == locale.wide[0][0].upper()
    names: dict[str, _Name] = {}
    for i in range(12):
        for name in (*locale.wide[i], *further[i : i + 1]):
            plain = fold(name) if caseless else unicodedata.normalize("NFC", name)
            forms = frozenset((plain, plain[0].upper() + plain[1:]))
            names.setdefault(plain.casefold(), _Name(i + 1, forms))
    for i in range(12):
        for name in locale.short[i]:
            plain = fold(name) if caseless else unicodedata.normalize("NFC", name)
            names.setdefault(plain.rstrip(".").casefold(), _Name(i + 1, frozenset()))
    either = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    first = next(iter(names))
    spaced = not re.match(f"[{UNSPACED}]", first.lstrip("0123456789"))
    before = rf"(?<!{_LETTER}){_BEFORE.get(locale.language, '')}" if spaced else r"(?<!\d)"
    end = "" if locale.language in _ENDINGS or not spaced else r"(?!\w)"
    return re.compile(f"{before}(?P<name>{either}){end}", re.IGNORECASE), names


def _beside(text: str, start: int, end: int) -> bool:
    """Whether there is a day or a year beside a name."""
    before, after = text[max(0, start - _BESIDE) : start], text[end : end + _BESIDE]
    return bool(_DAY_BEFORE.search(before) or _YEAR_AFTER.match(after))
