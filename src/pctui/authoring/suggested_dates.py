"""The dates that a passage prints, in EDTF, to be offered: in the ways of its language, and in other calendars.

Nothing is offered that could be another date: not a year of two digits, nor a number that may be a year of another
calendar. A date in figures that can be read in two orders is offered in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from ..corpus import printed_dates
from ..corpus.calendars import buddhist
from ..corpus.printed_calendars import is_of_another, reckoned
from ..corpus.printed_parts import parts
from ..edtf import DateError, parse
from ..locales import locale_of

_MOST = 9  # dates that are offered
_FIRST_YEAR = 1000  # 98年 is not the year 98


class Suggestion(NamedTuple):
    """A value for a field, and the words of the passage that suggest it."""

    value: str
    words: str


class _Found(NamedTuple):
    """What may be a date: its place in the text, and the dates in EDTF that it may be."""

    start: int
    end: int
    values: tuple[str, ...]


_YEAR = r"(?:1\d{3}|20\d{2})"
_OF = r"(?:(?:of|de|del|di|da|do|den|năm|พ\.?\s?ศ\.?)\s?)?"
_LETTER = r"[^\W\d_]"
_DAY_BEFORE = re.compile(
    rf"(?<![\d.,])(\d{{1,2}})(?:{_LETTER}{{1,3}}|[º°ª])?\.?[\s-]{{0,2}}(?:(?:of|de|del|di|da|do|den)\s)?{_LETTER}{{0,2}}\Z"
)
_DAY_AND_YEAR_AFTER = re.compile(
    rf"\.?,?\s?(?:(\d{{1,2}})(?:{_LETTER}{{1,3}})?\.?,?\s{{1,2}})?(?:of\s)?{_OF}(\d{{4}})(?!\d)"
)
_DAY_AFTER = re.compile(rf"\s(\d{{1,2}})(?!\d|[.,]\d)(?:\s?[-.]?{_LETTER}{{1,3}}\b)?")
_YEAR_BEFORE = re.compile(rf"(?<!\d)(\d{{4}})\.?\s{{1,2}}(?:{_LETTER}\.\s)?{_LETTER}{{0,2}}\Z")
_PART_YEAR_AFTER = re.compile(
    rf"[,.]?\s?[-–/]?\s?(?:(?:of|in|de|del|des|di|da|do|von|van|anno|من|ปี)\s)?({_YEAR}|\d{{4}})(?!\d)(?:[/–-]\d\d(?!\d))?"
)
_PART_YEAR_BEFORE = re.compile(rf"(?<!\d)({_YEAR})\s?(?:年|년|[-–/])?\s?\Z")
_BESIDE = 40  # characters that are looked at on either side
_SHORT_YEAR = re.compile(rf"(?<![\d./-])({_YEAR})\s?([-–/])\s?(\d\d)(?![\d/-]|[.,]\d)")
_YEARS = re.compile(rf"(?<![\d./-])({_YEAR})\s?[-–/]\s?({_YEAR})(?![\d/-]|[.,]\d)")
_BARE = re.compile(rf"(?<![\w./-])(?<!\d,)({_YEAR})(?:年代|년대)?(?![\d%]|[.,]\d|[-/]\d|{_LETTER})")
_EAST_ASIAN_YEAR = re.compile(rf"(?<!\d)({_YEAR})\s?(年代|년대|年(?!度|間|间)|년)")
# Before the first and between two dates, what makes an interval of them (`from … to`); in the second pair, either an
# interval or a day within it (`between … and`). Before and after what a year is a decade.
_FROM_TO = {
    "en": (("from", "to|until|till|through"), ("between", "and")),
    "de": (("von|vom", "bis(?: zum)?"), ("zwischen(?: dem)?", "und(?: dem)?")),
    "fr": (("de|du|d['’]", "à|au|jusqu['’](?:en|à|au)"), ("entre(?: le)?", "et(?: le)?")),
    "es": (("de|del|desde(?: el)?", "a|al|hasta(?: el)?"), ("entre(?: el)?", "y(?: el)?")),
    "it": (("da|dal|dall['’]", "a|al|all['’]|fino al?"), ("(?:tra|fra)(?: il)?", "e(?: il)?")),
    "pt": (("de|desde(?: o)?", "a|até(?: o)?"), ("entre(?: o)?", "e(?: o)?")),
    "nl": (("van", "tot(?: en met)?"), ("tussen", "en")),
}
_TIME = r"(?:,?(?:\sat)?\s\d\d?:\d\d(?:\sUTC)?)?"  # of the first date
_DECADES = {
    "en": ("", "['’]?s"),
    "de": ("", "er"),
    "nl": ("jaren ", ""),
    "fr": ("années ", ""),
    "es": ("años |década de ", ""),
    "it": ("anni ", ""),
    "pt": ("anos |década de ", ""),
    "sv": ("", "-talet"),
    "da": ("", "['’]?erne"),
    "no": ("", "-(?:tallet|årene)"),
    "ru": ("", "-[\u0435\u0445]\\w{0,2}"),
}


def dates(passage: str, language: str) -> list[Suggestion]:
    """Return the dates that a passage prints, in EDTF, in the order in which they come, intervals before their ends."""
    text = printed_dates.readable(passage, language)
    found = sorted(_all(text, language), key=lambda each: (each.start, -each.end))
    dated: list[_Found] = []
    end = 0
    for each in found:
        if each.start < end:
            continue  # a part of the one before
        values = tuple(value for value in each.values if _is_date(value))
        if values or not each.values:
            end = each.end
            dated.append(each._replace(values=values))
    dated = sorted([*_intervals(dated, text, language), *dated], key=lambda each: each.start)
    offered: dict[str, str] = {}
    for each in dated:
        for value in each.values:
            offered.setdefault(value, text[each.start : each.end].strip())
    return [Suggestion(value, words) for value, words in offered.items()][:_MOST]


def _intervals(dated: Sequence[_Found], text: str, language: str) -> Iterator[_Found]:
    """Yield the intervals from one date to the next: `from April 1996 until December 1997`."""
    forms = _between_words(locale_of(language).language)
    to = _to(locale_of(language).language)
    for first, last in pairwise(dated):
        if len(first.values) != 1 or len(last.values) != 1:
            continue
        between = text[first.end : last.start]
        interval, within = f"{first.values[0]}/{last.values[0]}", f"[{first.values[0]}..{last.values[0]}]"
        if not _is_date(interval):
            continue
        if to.fullmatch(between):
            yield _Found(first.start, last.end, (interval,))
        for (before, joint), values in zip(forms, ((interval,), (interval, within)), strict=False):
            match = before.search(text[max(0, first.start - _BESIDE) : first.start])
            if match and joint.fullmatch(between):
                yield _Found(first.start - len(match[0]), last.end, values)


def _is_date(value: str) -> bool:
    try:
        return parse(value).edtf == value
    except DateError:
        return False


def _all(text: str, language: str) -> Iterator[_Found]:
    """Yield all that may be dates, in no order; what is the longer one at a place counts."""
    for each in reckoned(text, language):
        first, last = each.first.isoformat(), each.last.isoformat()
        value = f"[{first}..{last}]" if first != last else first if each.sure else f"{first}~"
        yield _Found(each.start, each.end, (value,))
    for figures in printed_dates.figures_in(text, language):
        yield _Found(figures.start, figures.end, _in_figures(figures, text, language))
    for month, start, end in printed_dates.months_in(text, language):
        yield from _with_month(text, language, month, start, end)
    for part in parts(text, language):
        yield from _with_part(text, language, part.number, part.start, part.end)
    for year, start, end in printed_dates.years_in(text, language):
        yield _Found(start, end, (f"{year}",))
    yield from _years(text, language)


def _in_figures(figures: printed_dates.Figures, text: str, language: str) -> tuple[str, ...]:
    written = text[figures.start : figures.end]
    if not re.search(r"\d{4}|年|년", written):
        return ()  # of which century?
    locale = locale_of(language)
    month_first = locale.sure and locale.order == "mdy"

    def place(date: printed_dates.Date) -> tuple[bool, printed_dates.Date]:
        first = date.month if month_first else date.day
        return not re.match(rf"0?{first}(?!\d)", written), date

    return tuple(_edtf(*date) for date in sorted(figures.dates, key=place) if date.year >= _FIRST_YEAR)


def _edtf(year: int, month: int | None = None, day: int | None = None) -> str:
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")


def _with_month(text: str, language: str, month: int, start: int, end: int) -> Iterator[_Found]:
    """Yield the date that a month is in, if there is a year beside it."""
    before = text[max(0, start - _BESIDE) : start]
    at = start - len(before)
    day_before = _DAY_BEFORE.search(before)
    if after := _DAY_AND_YEAR_AFTER.match(text, end):
        day = (day_before and day_before[1]) or after[1]
        first, last, written = start, after.end(), after[2]
        if day_before:
            first = at + day_before.start()
    elif _year_first(text[start], language) and (year_before := _YEAR_BEFORE.search(before)):
        day_after = _DAY_AFTER.match(text, end)
        day, written = day_after and day_after[1], year_before[1]
        first, last = at + year_before.start(), day_after.end() if day_after else end
    else:
        return
    year = _of_our_era(int(written), month, language)
    if year is None:
        yield _Found(first, last, ())
        return
    if not day:
        day = printed_dates.day_beside(text, language, start, end)
    yield _Found(first, last, (_edtf(year, month, int(day) if day else None),))


def _year_first(letter: str, language: str) -> bool:
    """Whether a year may stand before a month that begins with this letter: `In 1997 May said` names no month."""
    return locale_of(language).order == "ymd" or not letter.isascii()


def _of_our_era(year: int, month: int | None, language: str) -> int | None:
    """Return a year as one of the common era; None if it may be one of a calendar that has other months."""
    if locale_of(language).language == "th" and is_of_another(year, language):
        return buddhist(year, month)
    return None if is_of_another(year, language) else year


def _with_part(text: str, language: str, number: int, start: int, end: int) -> Iterator[_Found]:
    """Yield the season or quarter of a year beside it."""
    before = text[max(0, start - _BESIDE) : start]
    if after := _PART_YEAR_AFTER.match(text, end):
        first, last, written = start, after.end(), after[1]
    elif year_before := _PART_YEAR_BEFORE.search(before):
        first, last, written = start - len(before) + year_before.start(), end, year_before[1]
    else:
        return
    year = _of_our_era(int(written), None, language)
    yield _Found(first, last, (f"{year:04}-{number}",) if year else ())


def _years(text: str, language: str) -> Iterator[_Found]:
    """Yield the years, decades and intervals of years."""
    for match in _YEARS.finditer(text):
        yield _Found(*match.span(), _interval(int(match[1]), int(match[2]), language))
    for match in _SHORT_YEAR.finditer(text):
        first, short = int(match[1]), int(match[3])
        if match[2] == "-" and 1 <= short <= 12 and short != (first + 1) % 100:
            continue  # a month
        last = first // 100 * 100 + short
        yield _Found(*match.span(), _interval(first, last if last > first else last + 100, language))
    pattern = _decade(locale_of(language).language)
    for match in pattern.finditer(text) if pattern else ():
        yield _Found(*match.span(), (f"{match['decade'][:3]}X",) if match["decade"][3] == "0" else ())
    for match in _EAST_ASIAN_YEAR.finditer(text):
        decade = match[2].endswith(("代", "대"))
        yield _Found(*match.span(), (f"{int(match[1]) // 10}X" if decade else f"{int(match[1])}",))
    for match in _BARE.finditer(text):
        if not is_of_another(int(match[1]), language):
            yield _Found(*match.span(), (f"{int(match[1])}",))


def _interval(first: int, last: int, language: str) -> tuple[str, ...]:
    if is_of_another(first, language) or last <= first:
        return ()
    return (f"{first:04}/{last:04}",)


@cache
def _between_words(language: str) -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    """Return what is before and between two dates of an interval, in each of the ways of a language."""
    return [
        (re.compile(rf"(?<!\w)(?:{before})\s?\Z", re.IGNORECASE), re.compile(rf"\s(?:{joint})\s?", re.IGNORECASE))
        for before, joint in _FROM_TO.get(language, ())
    ]


@cache
def _to(language: str) -> re.Pattern[str]:
    """Return what is between the ends of an interval by itself."""
    words = "|".join(joint for _, joint in _FROM_TO.get(language, ())[:1])
    return re.compile(rf"{_TIME}(?:\s?[-–—]\s?|\s(?:{words or '[-–—]'})\s(?:the\s)?)", re.IGNORECASE)


@cache
def _decade(language: str) -> re.Pattern[str] | None:
    signs = _DECADES.get("no" if language in ("nb", "nn") else language)
    if signs is None:
        return None
    before = rf"\b(?:{signs[0]})" if signs[0] else ""
    return re.compile(rf"(?<![\d.,/-]){before}(?P<decade>{_YEAR}){signs[1]}(?!\w)", re.IGNORECASE)


def date_basis(edtf: str, printed: Sequence[Suggestion], issued: str | None) -> Suggestion | None:
    """Return how a date is known: stated in the passage, the document's own, or else inferred.

    `printed` are the dates of the passage; one that a calendar gives only to a day or two is not stated.
    """
    printed = [date for date in printed if not date.value.endswith("~")]
    ends = [edtf, *(end for end in edtf.split("/") if end.strip("."))]
    whole, *words = (next((found.words for found in printed if found.value.startswith(end)), "") for end in ends)
    if edtf and (whole or (words and all(words))):
        return Suggestion("stated", whole or ", ".join(words))
    years = re.findall(r"\d{4}", edtf)
    known = {year for found in printed for year in re.findall(r"\d{4}", found.value)}
    if issued and (edtf == issued or issued.startswith(edtf)):
        return Suggestion("document-date", issued)
    if years and known.issuperset(years) and len(edtf) <= len(years[0]) * len(years) + 1:
        return Suggestion("stated", ", ".join(years))
    return Suggestion("derived", "not printed in the passage") if edtf else None
