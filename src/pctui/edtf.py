"""Dates: EDTF (ISO 8601-2) in, bounds and a readable label out. Uncertainty is kept, never rounded away."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

MONTHS = "January February March April May June July August September October November December".split()
SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}

_LONGEST = 80
_PLAIN = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>[0-9]{2}))?)?[?~%]?\Z")
_DECADE = re.compile(r"([1-9][0-9]{2})X[?~%]?\Z")
_POINT = re.compile(r"^(?P<year>[0-9X]{4})(?:-(?P<month>\d\d))?(?:-(?P<day>\d\d))?(?P<sign>[?~%]?)$")


class DateError(ValueError):
    """A text that is not EDTF."""


@dataclass(frozen=True, slots=True)
class DateSpan:
    """An EDTF date: ISO bounds (None where open or unknown), a label, and how sure each end is.

    `start_fuzzy`/`end_fuzzy` say that an end is approximate, uncertain or only known to a decade or set.
    """

    edtf: str
    earliest: str | None
    latest: str | None
    label: str
    interval: bool
    start_fuzzy: bool
    end_fuzzy: bool


def _bound(value: Any) -> str | None:
    """ISO day of one bound as the edtf library gives it (a struct_time, or an infinity where open)."""
    if isinstance(value, float) or value is None:
        return None
    year, month, day = value[:3]
    if not 0 <= year <= 9999:
        raise ValueError("years have four digits here, so that dates sort as texts")
    return f"{year:04}-{month:02}-{day:02}"


def _point_label(text: str) -> str:
    match = _POINT.match(text)
    if not match or not (match["month"] is None or match["month"] in SEASONS or 1 <= int(match["month"]) <= 12):
        return text
    year, month, day, sign = match["year"], match["month"], match["day"], match["sign"]
    if "X" in year:
        label = f"{year.replace('X', '0')}s" if year.endswith("X") and not year.endswith("XXX") else year
    else:
        label = year
    if month in SEASONS:
        label = f"{SEASONS[month]} {label}"
    elif month:
        label = f"{MONTHS[int(month) - 1]} {label}"
    if day:
        label = f"{int(day)} {label}"
    before = {"~": "about ", "%": "perhaps about ", "?": "perhaps "}.get(sign, "")
    return before + label


def _range_label(first: str, last: str) -> str:
    if not first:
        return f"{_point_label(last)} or earlier"
    if not last:
        return f"{_point_label(first)} or later"
    return f"between {_point_label(first)} and {_point_label(last)}"


def label(text: str) -> str:
    """Word an EDTF text that is known to be sound: `April 1999`, `1991–1992`, `from July 2000`."""
    if text.startswith(("[", "{")):
        joiner = " or " if text[0] == "[" else " and "
        parts = text[1:-1].split(",")
        return joiner.join(
            _range_label(*part.strip().split("..")) if ".." in part else _point_label(part.strip()) for part in parts
        )
    if "/" in text:
        start, end = text.split("/")
        open_ends = ("..", "")
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
    return _point_label(text)


def during(text: str) -> str:
    """Word when something is, no closer than an EDTF text that is known to be sound: `in 1994`, `on 4 June 1898`."""
    words = label(text)
    if "/" in text or words.startswith(("about ", "perhaps about ", "between ")):
        return words
    if words.startswith("perhaps "):
        return f"perhaps {during(text.rstrip('?'))}"
    match = _POINT.match(text)
    if match and match["day"]:
        return f"on {words}"
    return f"in the {words}" if words.endswith("0s") else f"in {words}"


def ends(text: str) -> tuple[DateSpan | None, DateSpan | None]:
    """When a sound EDTF interval begins and when it ends, each with bounds of its own; None where that is not told.

    What is no interval begins and ends in the one time.
    """
    first, slash, last = text.partition("/")
    begin, end = (None if point in ("", "..") else parse(point) for point in (first, last if slash else first))
    return begin, end


def _fuzzy(point: str) -> bool:
    return bool(re.search(r"[X?~%\[{]", point))


def _plain_point(text: str) -> tuple[str, str] | None:
    """The bounds of a year, month or day; None for anything else, DateError for a day that there is not."""
    match = _PLAIN.match(text)
    if match is None or match["year"] == "0000":
        return None
    year, month, day = match["year"], match["month"], match["day"]
    try:
        if day:
            return (date(int(year), int(month), int(day)).isoformat(),) * 2
        if month:
            return f"{year}-{month}-01", f"{year}-{month}-{monthrange(int(year), int(month))[1]}"
    except ValueError:  # the library takes 1900-02-29
        raise DateError(f"{text!r} is not EDTF: there is no such day") from None
    return f"{year}-01-01", f"{year}-12-31"


def _plain(text: str) -> tuple[str | None, str | None] | None:
    """The bounds of the plainest dates, which are nearly all: some thousand times as fast as the whole grammar."""
    if "/" not in text:
        decade = _DECADE.match(text)
        return (f"{decade[1]}0-01-01", f"{decade[1]}9-12-31") if decade else _plain_point(text)
    start, end = text.split("/", 1)
    first = (None, None) if start == ".." else _plain_point(start)
    last = (None, None) if end == ".." else _plain_point(end)
    return (first[0], last[1]) if first and last else None


def _bounds(text: str) -> tuple[str | None, str | None]:
    """The bounds of any EDTF text, by the library's grammar."""
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
    if slash:  # the library guesses ten years where an end is unknown
        return earliest if start else None, latest if end else None
    return earliest, latest


@lru_cache(maxsize=4096)
def parse(text: str) -> DateSpan:
    """Parse an EDTF text; DateError where it is none."""
    if len(text) > _LONGEST or text != text.strip():
        raise DateError(f"{text[:_LONGEST]!r} is not EDTF")
    earliest, latest = _plain(text) or _bounds(text)
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
    )
