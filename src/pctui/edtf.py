"""Parse EDTF dates (ISO 8601-2) into bounds and a readable label. Uncertainty is kept, never rounded away."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

MONTHS = "January February March April May June July August September October November December".split()
SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}

_LONGEST = 80
_PLAIN = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>[0-9]{2}))?)?[?~%]?\Z")
_DECADE = re.compile(r"([1-9][0-9]{2})X[?~%]?\Z")
_POINT = re.compile(r"^(?P<year>[0-9X]{4})(?:-(?P<month>\d\d))?(?:-(?P<day>\d\d))?(?P<sign>[?~%]?)$")
_QUALIFIERS = {"": "", "~": "about ", "%": "possibly about ", "?": "possibly "}


class DateError(ValueError):
    """The text is not an EDTF date."""


@dataclass(frozen=True, slots=True)
class DateSpan:
    """An EDTF date: its bounds as ISO days (None if open or unknown), its label, and how certain each end is.

    `begun` is the day by which it had begun; for a date that is not an interval, it is `latest`.
    `start_fuzzy` and `end_fuzzy` are true if that end is approximate, uncertain, or known only to a decade or set.
    """

    edtf: str
    earliest: str | None
    latest: str | None
    label: str
    interval: bool
    start_fuzzy: bool
    end_fuzzy: bool
    begun: str | None = None


def _bound(value: Any) -> str | None:
    """Return a bound from the edtf library (a struct_time, or an infinity if open) as an ISO day."""
    if isinstance(value, float) or value is None:
        return None
    year, month, day = value[:3]
    if not 0 <= year <= 9999:
        raise ValueError("years must have four digits, so that dates sort as strings")
    return f"{year:04}-{month:02}-{day:02}"


def _point(text: str) -> re.Match[str] | None:
    """Match a year, decade, season, month or day, with its qualifier; None for others, which are shown as written."""
    match = _POINT.match(text)
    if match and (match["month"] is None or match["month"] in SEASONS or 1 <= int(match["month"]) <= 12):
        return match
    return None


def _is_decade(year: str) -> bool:
    """Whether a year is given as a decade or a century (`199X`, `19XX`)."""
    return year.endswith("X") and not year.endswith("XXX")


def _unqualified_label(point: re.Match[str]) -> str:
    year, month, day = point["year"], point["month"], point["day"]
    label = f"{year.replace('X', '0')}s" if _is_decade(year) else year
    if month in SEASONS:
        label = f"{SEASONS[month]} {label}"
    elif month:
        label = f"{MONTHS[int(month) - 1]} {label}"
    return f"{int(day)} {label}" if day else label


def _point_label(text: str) -> str:
    point = _point(text)
    return _QUALIFIERS[point["sign"]] + _unqualified_label(point) if point else text


def _point_during(text: str) -> str:
    point = _point(text)
    if point is None:
        return f"in {text}"
    if point["sign"] in ("~", "%"):
        return _point_label(text)
    preposition = "on" if point["day"] else "in the" if _is_decade(point["year"]) else "in"
    return f"{_QUALIFIERS[point['sign']]}{preposition} {_unqualified_label(point)}"


def _set_label(text: str, format_first: Callable[[str], str]) -> str:
    """Return the label of a set (`[1667,1668]`, `{1960..1965}`), its first date formatted by `format_first`."""
    labels = []
    format_point = format_first
    for part in text[1:-1].split(","):
        first, dots, last = part.strip().partition("..")
        if dots and first and last:
            labels.append(f"between {_point_label(first)} and {_point_label(last)}")
        elif dots:
            labels.append(f"{format_point(first)} or later" if first else f"by {_point_label(last)}")
        else:
            labels.append(format_point(first))
        format_point = _point_label
    return (" or " if text[0] == "[" else " and ").join(labels)


def _bounded_label(start: str, end: str) -> str:
    """Return the label of an interval with a start or an end that is known only within bounds (`[..2001]/..`)."""
    parts = []
    if start not in ("..", ""):
        known = _set_label(start, _point_during) if "[" in start else _point_label(start)
        parts.append(known if start.startswith("[..") else f"{'begun' if '[' in start else 'from'} {known}")
    if end not in ("..", ""):
        known = _set_label(end, _point_during) if "[" in end else _point_label(end)
        doubt = "possibly " if known.startswith("possibly ") else ""
        parts.append(f"{doubt}{'ended' if '[' in end else 'until'} {known.removeprefix(doubt)}")
    return ", ".join(parts)


def label(text: str) -> str:
    """Return the label of a valid EDTF date: `April 1999`, `1991–1992`, `from July 2000`, `by 2001`."""
    if "/" in text:
        start, end = text.split("/")
        open_ends = ("..", "")
        if "[" in text:
            return _bounded_label(start, end)
        if start in open_ends and end in open_ends:
            return "open at both ends"
        if start in open_ends:
            return f"until {_point_label(end)}"
        if end in open_ends:
            return f"from {_point_label(start)}"
        return (
            f"{_point_label(start)} – {_point_label(end)}"
            if "-" in text
            else f"{_point_label(start)}–{_point_label(end)}"
        )
    if text.startswith(("[", "{")):
        return _set_label(text, _point_label)
    return _point_label(text)


def during(text: str) -> str:
    """Return a valid EDTF date as an adverbial phrase: `in 1994`, `on 4 June 1898`, `possibly in 1994`."""
    if "/" in text:
        return label(text)
    return _set_label(text, _point_during) if text.startswith(("[", "{")) else _point_during(text)


def ends(text: str) -> tuple[DateSpan | None, DateSpan | None]:
    """Return the start and the end of a valid EDTF interval as dates of their own; None where open or unknown.

    A date that is not an interval is both its own start and its own end.
    """
    first, slash, last = text.partition("/")
    begin, end = (None if point in ("", "..") else parse(point) for point in (first, last if slash else first))
    return begin, end


def _fuzzy(point: str) -> bool:
    return bool(re.search(r"[X?~%\[{]", point))


def _plain_point(text: str) -> tuple[str, str] | None:
    """Return the bounds of a year, month or day, or None for any other date; DateError if there is no such day."""
    match = _PLAIN.match(text)
    if match is None or match["year"] == "0000":
        return None
    year, month, day = match["year"], match["month"], match["day"]
    try:
        if day:
            return (date(int(year), int(month), int(day)).isoformat(),) * 2
        if month:
            return f"{year}-{month}-01", f"{year}-{month}-{monthrange(int(year), int(month))[1]}"
    except ValueError:  # the edtf library accepts 1900-02-29
        raise DateError(f"{text!r} is not EDTF: there is no such day") from None
    return f"{year}-01-01", f"{year}-12-31"


def _plain(text: str) -> tuple[str | None, str | None] | None:
    """Return the bounds of the simplest dates, which are nearly all of them, or None for any other date.

    This is some thousand times as fast as the library's full grammar.
    """
    if "/" not in text:
        decade = _DECADE.match(text)
        return (f"{decade[1]}0-01-01", f"{decade[1]}9-12-31") if decade else _plain_point(text)
    start, end = text.split("/", 1)
    first = (None, None) if start == ".." else _plain_point(start)
    last = (None, None) if end == ".." else _plain_point(end)
    return (first[0], last[1]) if first and last else None


def _set_bounds(text: str) -> tuple[str | None, str | None] | None:
    """Return the bounds of a set of plain dates, of any precision (`[1997..1999-04]`); None for any other text.

    The library refuses a range from a year to a month.
    """
    if not (text.startswith("[") and text.endswith("]")):
        return None
    firsts, lasts = [], []
    for part in text[1:-1].split(","):
        low, dots, high = part.strip().partition("..")
        ends = [_plain(point) if point else (None, None) for point in (low, high if dots else low)]
        if not (low or high) or None in ends or "/" in part:
            return None
        first, last = ends[0] and ends[0][0], ends[1] and ends[1][1]
        if first and last and first > last:
            raise DateError(f"{text!r} has a range that ends before it starts")
        firsts.append(first)
        lasts.append(last)
    return (
        None if None in firsts else min(filter(None, firsts)),
        None if None in lasts else max(filter(None, lasts)),
    )


def _bounded(text: str) -> tuple[str | None, str | None] | None:
    """Return the bounds of an interval whose start or end is known only within bounds; None for any other text.

    EDTF has sets and intervals, but no set as an end of an interval: `[..2001]/..` is what began by 2001.
    """
    start, slash, end = text.partition("/")
    if not slash or "[" not in text or "/" in end:
        return None
    try:
        known = [parse(point) if point not in ("..", "") else None for point in (start, end)]
    except DateError:
        raise DateError(f"{text!r} is not EDTF") from None
    begin, finish = known
    return begin.earliest if begin else None, finish.latest if finish else None


def _bounds(text: str) -> tuple[str | None, str | None]:
    """Return the bounds of any EDTF date, using the library's grammar."""
    from edtf import EDTFParseException, parse_edtf

    try:
        value = parse_edtf(text)
        earliest, latest = _bound(value.lower_strict()), _bound(value.upper_strict())
    except (
        EDTFParseException,
        ValueError,
        TypeError,
        AttributeError,
        OverflowError,
        IndexError,
        RecursionError,
    ) as error:
        raise DateError(f"{text!r} is not EDTF") from error
    start, slash, end = text.partition("/")
    if slash:  # the library assumes ten years where an end is unknown
        return earliest if start else None, latest if end else None
    return earliest, latest


@lru_cache(maxsize=4096)
def parse(text: str) -> DateSpan:
    """Parse an EDTF date; DateError if it is not one, or ends before it starts."""
    if len(text) > _LONGEST or text != text.strip():
        raise DateError(f"{text[:_LONGEST]!r} is not EDTF")
    earliest, latest = _plain(text) or _set_bounds(text) or _bounded(text) or _bounds(text)
    if earliest and latest and earliest > latest:
        raise DateError(f"{text!r} ends before it starts")
    start, slash, end = text.partition("/")
    return DateSpan(
        edtf=text,
        earliest=earliest,
        latest=latest,
        label=label(text),
        interval=bool(slash),
        start_fuzzy=_fuzzy(start),
        end_fuzzy=_fuzzy(end if slash else start),
        begun=latest if not slash else parse(start).latest if start not in ("..", "") else None,
    )
