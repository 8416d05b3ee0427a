"""Parses EDTF dates (ISO 8601-2, levels 0 to 2) into bounds and a readable label.

Uncertainty is kept, never rounded away. The grammar is our own: the library for it printed to standard output, took
neither all of level 2 nor days of every month for what they are, and ended a winter in December. One extension: a start
or an end that is known only within bounds is a set within an interval, `[..2001]/..`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from msgspec import Struct

from . import wording
from .days import FIRST, LAST, day_text, days_between, days_in, iso, moved, parts, written, written_year, year_label
from .points import DateError, Point, point
from .wording import MONTHS

__all__ = [
    "FIRST", "LAST", "MONTHS", "DateError", "DateSpan", "day_text", "days_between", "days_in", "during", "ends", "iso",
    "label", "moved", "parse", "parts", "written", "written_year", "year_label",
]  # fmt: skip

_LONGEST = 80  # characters
_OPEN, _NOT_KNOWN = "..", ""


class DateSpan(Struct, frozen=True):
    """An EDTF date: its bounds as days (None if open or unknown), its label, and how certain each end is.

    Days are texts that sort as days do (see `days`). `begun` is the day by which it had begun; for a date that is not
    an interval, it is `latest`. `start_fuzzy` and `end_fuzzy` are true if that end is approximate, uncertain, or known
    only to a decade or set.
    """

    edtf: str
    earliest: str | None
    latest: str | None
    label: str
    interval: bool
    start_fuzzy: bool
    end_fuzzy: bool
    begun: str | None = None


class _Item(Struct, frozen=True):
    """An item of a set: a date, or all from `low` to `high` (None: open)."""

    low: Point | None
    high: Point | None
    range: bool


class _Set(Struct, frozen=True):
    """One of several dates (`[1667,1668]`), or all of them (`{1960..1965}`)."""

    every: bool
    items: tuple[_Item, ...]


_Date = Point | _Set


@lru_cache(maxsize=4096)
def parse(text: str) -> DateSpan:
    """Parse an EDTF date; DateError if it is not one, or ends before it starts."""
    start, end = _sides(text)
    interval = "/" in text
    earliest, latest = _bounds(start)[0], _bounds(end)[1]
    if earliest and latest and earliest > latest:
        raise DateError(f"{text!r} ends before it starts")
    return DateSpan(
        edtf=text,
        earliest=earliest,
        latest=latest,
        label=label(text),
        interval=interval,
        start_fuzzy=_fuzzy(start),
        end_fuzzy=_fuzzy(end),
        begun=_bounds(start)[1],
    )


@lru_cache(maxsize=4096)
def _sides(text: str) -> tuple[_Date | str, _Date | str]:
    """Return the start and the end of an interval, '..' if open and '' if unknown; any other date twice."""
    if len(text) > _LONGEST or text != text.strip():
        raise DateError(f"{text[:_LONGEST]!r} is not EDTF")
    if "/" not in text:
        date = _date(text, text)
        return date, date
    sides = text.split("/")
    if len(sides) != 2 or not any(sides):
        raise DateError(f"{text!r} is not EDTF")
    start, end = (side if side in (_OPEN, _NOT_KNOWN) else _date(side, text) for side in sides)
    if any(isinstance(side, _Set) and side.every for side in (start, end)):
        raise DateError(f"{text!r} is not EDTF: an interval starts and ends once")
    return start, end


def _date(text: str, whole: str) -> _Date:
    """Parse a date that is not an interval; the error is about the `whole` text."""
    try:
        if text[:1] + text[-1:] in ("[]", "{}"):
            items = tuple(_item(part.strip(), text) for part in text[1:-1].split(","))
            return _Set(text[0] == "{", items)
        return point(text)
    except DateError as error:
        raise DateError(str(error) if text == whole else f"{whole!r} is not EDTF") from None


def _item(text: str, whole: str) -> _Item:
    low, dots, high = text.partition("..")
    if not (low or high):
        raise DateError(f"{whole!r} is not EDTF")
    if not dots:
        date = point(low)
        return _Item(date, date, False)
    item = _Item(point(low) if low else None, point(high) if high else None, True)
    if item.low and item.high and item.low.earliest > item.high.latest:
        raise DateError(f"{whole!r} has a range that ends before it starts")
    return item


def _bounds(date: _Date | str) -> tuple[str | None, str | None]:
    match date:
        case Point():
            return date.earliest, date.latest
        case _Set(items=items):
            firsts = [item.low.earliest if item.low else None for item in items]
            lasts = [item.high.latest if item.high else None for item in items]
            return (
                None if None in firsts else min(filter(None, firsts)),
                None if None in lasts else max(filter(None, lasts)),
            )
    return None, None


def _fuzzy(date: _Date | str) -> bool:
    return isinstance(date, _Set) or (isinstance(date, Point) and date.fuzzy)


def label(text: str) -> str:
    """Return the label of an EDTF date: `April 1999`, `1991–1992`, `from July 2000`, `by 2001`."""
    start, end = _sides(text)
    if "/" not in text:
        return _label(start)
    if start in (_OPEN, _NOT_KNOWN) and end in (_OPEN, _NOT_KNOWN):
        return "open at both ends" if start == end else _with_unknown("open", start, end)
    if isinstance(start, _Set) or isinstance(end, _Set):
        return _with_unknown(_bounded_label(start, end), start, end)
    if start in (_OPEN, _NOT_KNOWN):
        return _with_unknown(f"until {_label(end)}", start, end)
    if end in (_OPEN, _NOT_KNOWN):
        return _with_unknown(f"from {_label(start)}", start, end)
    return f"{_label(start)} – {_label(end)}" if "-" in text else f"{_label(start)}–{_label(end)}"


def _with_unknown(words: str, start: _Date | str, end: _Date | str) -> str:
    """Add which end is unknown: one that is open is not."""
    return words + ", start unknown" * (start == _NOT_KNOWN) + ", end unknown" * (end == _NOT_KNOWN)


def during(text: str) -> str:
    """Return an EDTF date as an adverbial phrase: `in 1994`, `on 4 June 1898`, `possibly in 1994`."""
    if "/" in text:
        return label(text)
    date, _ = _sides(text)
    return _set_label(date, wording.during) if isinstance(date, _Set) else wording.during(_point(date))


def _point(date: _Date | str) -> Point:
    if not isinstance(date, Point):
        raise DateError(f"{date!r} is not a single date")
    return date


def _label(date: _Date | str) -> str:
    return _set_label(date, wording.label) if isinstance(date, _Set) else wording.label(_point(date))


def _set_label(dates: _Set, format_first: Callable[[Point], str]) -> str:
    """Return the label of a set, its first date formatted by `format_first`."""
    labels = []
    words = format_first
    for item in dates.items:
        if item.range and item.low and item.high:
            labels.append(f"{'from' if dates.every else 'between'} {wording.label(item.low)}")
            labels[-1] += f" {'to' if dates.every else 'and'} {wording.label(item.high)}"
        elif item.low and item.range:
            labels.append(f"{words(item.low)} {'and' if dates.every else 'or'} later")
        elif item.high and item.range:
            labels.append(f"{'until' if dates.every else 'by'} {wording.label(item.high)}")
        elif item.low:
            labels.append(words(item.low))
        words = wording.label
    return (" and " if dates.every else " or ").join(labels)


def _bounded_label(start: _Date | str, end: _Date | str) -> str:
    """Return the label of an interval with a start or an end that is known only within bounds (`[..2001]/..`)."""
    words = []
    if start not in (_OPEN, _NOT_KNOWN):
        bounded = isinstance(start, _Set)
        known = _set_label(start, wording.during) if isinstance(start, _Set) else _label(start)
        words.append(f"{'begun' if bounded else 'from'} {known}")
    if end not in (_OPEN, _NOT_KNOWN):
        known = _set_label(end, wording.during) if isinstance(end, _Set) else _label(end)
        doubt = "possibly " if known.startswith("possibly ") else ""
        words.append(f"{doubt}{'ended' if isinstance(end, _Set) else 'until'} {known.removeprefix(doubt)}")
    return ", ".join(words)


def ends(text: str) -> tuple[DateSpan | None, DateSpan | None]:
    """Return the start and the end of an EDTF interval as dates of their own; None where open or unknown.

    A date that is not an interval is both its own start and its own end.
    """
    first, slash, last = text.partition("/")
    begin, end = (None if side in (_NOT_KNOWN, _OPEN) else parse(side) for side in (first, last if slash else first))
    return begin, end
