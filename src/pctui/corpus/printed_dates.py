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
from .numerals import in_characters

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
_BUDDHIST = 543  # years that the Thai calendar is ahead

_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_DAYS = {word: n for n, word in enumerate(_ORDINALS, 1)}
_DAYS |= {f"twenty-{word}": 20 + n for n, word in enumerate(_ORDINALS[:9], 1)} | {"thirtieth": 30, "thirty-first": 31}
_FIRST_DAY = {"fr": "premier", "es": "primero", "it": "primo", "pt": "primeiro", "de": "ersten", "nl": "eerste"}
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_PARTS = {"quarter": 33, "quadrimester": 37, "half": 40}
_PART = re.compile(
    rf"\b(?:(?P<season>{'|'.join(_SEASONS)})|Q(?P<q>[1-4])|(?P<q2>[1-4])Q"
    rf"|(?P<nth>first|second|third|fourth|last|1st|2nd|3rd|4th)[ -](?P<part>{'|'.join(_PARTS)}))\b",
    re.IGNORECASE,
)


class Date(NamedTuple):
    """A date in figures; `day` is None if it is that of a month alone."""

    year: int
    month: int
    day: int | None


def months(text: str, language: str, *, in_full: bool = False) -> set[int]:
    """Return the months that a text names, from 1 to 12; with `in_full` only those that are not shortened."""
    return {month for month, _, _ in _named(text, locale_of(language), in_full)}


def years(text: str, language: str) -> set[int]:
    """Return the years that a text gives in an era, as years of the common era."""
    found = {_ERAS[match["era"]] + _number(match["year"]) for match in _east_asian(text) if match["era"]}
    locale = locale_of(language)
    if locale.language == "th":
        after = "|".join(re.escape(name) for names in (*locale.wide, *locale.short) for name in names)
        for match in re.finditer(rf"(?:พ\.?\s?ศ\.?|ปี|{after})\s*(\d{{4}})(?!\d)", text):
            found.add(int(match[1]) - _BUDDHIST)
    return found


def days(text: str, language: str) -> set[int]:
    """Return the days that a text gives in words beside a month: `the first of May`, `le premier mai`."""
    locale = locale_of(language)
    words = _DAYS if locale.language == "en" else {_FIRST_DAY.get(locale.language, ""): 1}
    words.pop("", None)
    if not words:
        return set()
    text = unicodedata.normalize("NFC", text)
    either = "|".join(sorted(words, key=len, reverse=True))
    before = re.compile(rf"\b({either})(?: day)?(?: of| de| di)?\s+\Z", re.IGNORECASE)
    after = re.compile(rf"\s+(?:the )?({either})\b", re.IGNORECASE)
    found = set()
    for _, start, end in _named(text, locale, in_full=False):
        for match in (before.search(text[max(0, start - 40) : start]), after.match(text, end)):
            if match:
                found.add(words[match[1].lower()])
    return found


def parts(text: str, language: str) -> set[int]:
    """Return the seasons and quarters that a text in the language `en` names, by their numbers in EDTF."""
    found: set[int] = set()
    if locale_of(language).language != "en":
        return found
    for match in _PART.finditer(text):
        if match["season"]:
            found.add(_SEASONS[match["season"].lower()])
        elif quarter := match["q"] or match["q2"]:
            found.add(32 + int(quarter))
        else:
            first = _PARTS[match["part"].lower()]
            last = {33: 4, 37: 3, 40: 2}[first]
            nth = match["nth"].lower()
            number = last if nth == "last" else int(nth[0]) if nth[0].isdigit() else _DAYS[nth]
            found.add(first + number - 1)
    return found


def in_figures(text: str, language: str) -> set[Date]:
    """Return the dates that a text prints in figures. Those that can be read in two orders are there in both.

    That of the language's region is the only one if it is known. A year of two digits may be in any century.
    """
    found: set[Date] = set()
    locale = locale_of(language)
    for first, _, second, third in _FIGURES.findall(text):
        if len(first) > 2:
            found |= _dates(int(first), int(second), int(third))
        else:
            for year in _centuries(third):
                found |= _ordered(int(first), int(second), year, locale)
            if locale.order == "ymd" and len(third) < 3:
                for year in _centuries(first):
                    found |= _dates(year, int(second), int(third))
    for first, _, second in _YEAR_MONTH.findall(text):
        if int(second) != (int(first) + 1) % 100:  # 2001-02 is two years
            found |= _dates(int(first), int(second), None)
    for first, second in _MONTH_YEAR.findall(text):
        found |= _dates(int(second), int(first), None)
    for match in _east_asian(text):
        year = _ERAS.get(match["era"], 0) + _number(match["year"])
        if match["month"]:
            found |= _dates(year, _number(match["month"]), _number(match["day"]) if match["day"] else None)
    return found


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


def _named(text: str, locale: Locale, in_full: bool) -> Iterator[tuple[int, int, int]]:
    """Yield the months named in a text, with their places in it."""
    if not locale.wide:
        return
    pattern, names = _names_of(locale.tag)
    text = unicodedata.normalize("NFC", text)
    compared = text if locale.wide[0][0].lower() != locale.wide[0][0].upper() else fold(text)
    for match in pattern.finditer(compared):
        start, end = match.span("name")
        written = names[match["name"].casefold()]
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
