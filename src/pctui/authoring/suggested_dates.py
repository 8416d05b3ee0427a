"""The dates that a passage prints, in EDTF, to be offered: in the ways of its language, and in other calendars.

Nothing is offered that could be another date: not a year of two digits, nor a number that may be a year of another
calendar. A date in figures that can be read in two orders is offered in both.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import zip_longest
from typing import NamedTuple

from ..corpus import printed_dates
from ..corpus.calendars import buddhist
from ..corpus.printed_calendars import is_of_another, reckoned
from ..corpus.printed_parts import parts
from ..edtf import DateError, parse
from ..locales import locale_of

_MOST = 9  # dates that are offered


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
# Between what words two years are an interval; before and after what a year is a decade.
_FROM_TO = {
    "en": ("from|between", "to|and|until|through"),
    "de": ("von|zwischen", "bis|und"),
    "fr": ("de|entre", "à|et"),
    "es": ("de|desde|entre", "a|hasta|y"),
    "it": ("dal|tra|fra", "al|e"),
    "pt": ("de|desde|entre", "a|até|e"),
    "nl": ("van|tussen", "tot|en"),
}
_PAIRS = {("between", "and"), ("from", "to"), ("from", "until"), ("from", "through"), ("von", "bis")}
_PAIRS |= {("zwischen", "und"), ("de", "à")}
_PAIRS |= {("entre", "et"), ("entre", "y"), ("de", "a"), ("desde", "hasta"), ("dal", "al"), ("tra", "e"), ("fra", "e")}
_PAIRS |= {("desde", "até"), ("entre", "e"), ("van", "tot"), ("tussen", "en")}
_AND = ("and", "und", "et", "y", "e", "en")  # of two dates, these make no interval
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
    found = list(_apart(sorted(_all(text, language), key=lambda each: (each.start, -each.end))))
    offered: dict[str, str] = {}
    for each, following in zip_longest(found, found[1:]):
        if following and (interval := _joined(each, following, text, language)):
            offered.setdefault(interval, text[each.start : following.end].strip())
        for value in each.values:
            offered.setdefault(value, text[each.start : each.end].strip())
    return [Suggestion(value, words) for value, words in offered.items()][:_MOST]


def _apart(found: Sequence[_Found]) -> Iterator[_Found]:
    """Yield what is found, by place, without parts of another one and with what is a date."""
    end = 0
    for each in found:
        if each.start < end:
            continue
        values = tuple(value for value in each.values if _is_date(value))
        if values or not each.values:
            end = each.end
        if values:
            yield each._replace(values=values)


def _joined(first: _Found, last: _Found, text: str, language: str) -> str:
    """Return the interval of which two dates are the ends (`1 May 1998, 12:00 UTC to 4 June`); empty if none."""
    ends = (*first.values, *last.values)
    if len(ends) > 2 or ends[0] >= ends[1] or any(sign in "".join(ends) for sign in "/["):
        return ""
    between = text[first.end : last.start]
    return "/".join(ends) if _to(locale_of(language).language).fullmatch(between) else ""


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

    return tuple(_edtf(*date) for date in sorted(figures.dates, key=place))


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
    elif year_before := _YEAR_BEFORE.search(before):
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
    pattern = _between_words(locale_of(language).language)
    for match in pattern.finditer(text) if pattern else ():
        if (match[1].lower(), match[3].lower()) in _PAIRS:
            yield _Found(*match.span(), _interval(int(match[2]), int(match[4]), language))
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
def _between_words(language: str) -> re.Pattern[str] | None:
    words = _FROM_TO.get(language)
    if words is None:
        return None
    return re.compile(rf"\b({words[0]})\s({_YEAR})\s({words[1]})\s({_YEAR})(?!\d)", re.IGNORECASE)


@cache
def _to(language: str) -> re.Pattern[str]:
    """Return what is between the ends of an interval, of which the first may have a time."""
    _, words = _FROM_TO.get(language, ("", ""))
    signs = "|".join(["–", "-", *(word for word in words.split("|") if word and word not in _AND)])
    return re.compile(rf",?(?:\sat)?(?:\s\d\d?:\d\d)?(?:\sUTC)?\s?(?:{signs})\s?(?:the\s)?")


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
