"""Dates as people write them and as this program prints them, as EDTF.

Single dates are read, and intervals: `1997 to 2001`, `from May 1999`, `until 2001`, `by 2001`. In a date of figures the
day comes first. A label of this program is read back as the same days, though not with every doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress

from . import parse
from .days import moved, written
from .points import DateError
from .typed_points import Ends, read_single

FORMS = "1 April 1999, April 1999, 01/04/1999 (day first), 1999-04-01, spring 1999, 1990s, 1997 to 2001, from 1999"
_LONGEST = 500  # characters

_UNKNOWN_ENDS = re.compile(r"(?:, (?:start|end) unknown)+$")
_YEAR_BC = re.compile(r"(?<=[0-9]) \([0-9]+ bc\)")  # after a year that is written as a number
_SEPARATORS = re.compile(
    r", (?:possibly )?(?:until|ended) (?:in |on )?| (?:to|until|till) |(?<!^) ?(?:–|—|\.\.|-|/) ?(?!$)"
)
_FROM = re.compile(
    r"(?:possibly )?(?:from|since|begun|starting)(?: in| on)? (?P<date>.+)|(?P<before_dots>.+?) ?(?:\.\.|–|—|-|/)"
)
_UNTIL = re.compile(
    r"(?:possibly )?(?:until|till|up to|to|ended)(?: in| on)? (?P<date>.+)|(?:\.\.|–|—|/) ?(?P<after_dots>.+)"
)
_RANGES = (  # in a set
    re.compile(r"(?:possibly )?between (?P<first>.+?) and (?![^()]*\))(?P<last>.+)"),  # not that of an estimate
    re.compile(r"from (?P<first>.+) to (?P<last>.+)"),
    re.compile(r"(?:by|until) (?P<last>.+)(?P<first>)"),
    re.compile(r"(?P<first>.+) (?:or|and) later(?P<last>)"),
)
_BEFORE = re.compile(r"(?P<side>before|after) (?P<date>.+)")
_JOINTS = re.compile(r" or | and ")
_OPEN = {"open at both ends": "../..", "open": "../.."}


def read(text: str) -> str:
    """Return typed text as EDTF; what is EDTF as it is. DateError says which forms are read."""
    text = text.strip()
    for reading in _readings(text):
        try:
            return parse(reading).edtf
        except DateError:
            continue
    raise DateError(f"{text[:80]!r} is not a date{_why(text)}. Write {FORMS}, or EDTF")


def _why(text: str) -> str:
    """Return what is wrong with a date that is nearly one."""
    match = re.fullmatch(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]+)", text)
    if match is None:
        month = re.sub(r"^[0-9]{1,2}(st|nd|rd|th)?\s+(of\s+)?", "", text)
        return ": there is no such day" if month != text and _is_date(month) else ""
    if len(match[3]) != 4:
        return ": the year has four digits"
    return (
        ": there is no such day"
        if 1 <= int(match[2]) <= 12
        else f": there is no month {match[2]}, and the day comes first"
    )


def _is_date(text: str) -> bool:
    try:
        read(text)
    except DateError:
        return False
    return True


def _readings(text: str) -> Iterator[str]:
    """Yield what a text may mean, the likeliest first, not all of it valid EDTF."""
    yield text
    if len(text) > _LONGEST:
        return
    words = " ".join(text.lower().replace("’", "'").split())
    words = _UNKNOWN_ENDS.sub("", _YEAR_BC.sub("", words))
    if words in _OPEN:
        yield _OPEN[words]
    if ends := read_single(words):
        yield _joined(ends)
    orders = (_sets, _intervals) if _JOINTS.search(words) else (_intervals, _sets)
    for order in orders:
        yield from order(words)


def _joined(ends: Ends) -> str:
    return ends[0] if ends[0] == ends[1] else f"{ends[0]}/{ends[1]}"


def _intervals(text: str) -> Iterator[str]:
    for separator in _SEPARATORS.finditer(text):
        first, last = text[: separator.start()], text[separator.end() :]
        for start in _sides(re.sub(r"^(?:possibly )?(?:from|since|begun)(?: in| on)? ", "", first), last):
            yield from (f"{start}/{end}" for end in _sides(last, first, end=True))
    if match := _FROM.fullmatch(text):
        yield from (f"{start}/.." for start in _sides(match["date"] or match["before_dots"]))
    if match := _UNTIL.fullmatch(text):
        yield from (f"../{end}" for end in _sides(match["date"] or match["after_dots"], end=True))
    if (match := _BEFORE.fullmatch(text)) and (ends := read_single(match["date"])):
        with suppress(DateError):
            before = match["side"] == "before"
            bound = parse(ends[0]).earliest if before else parse(ends[1]).latest
            if bound:
                yield f"../{written(moved(bound, -1))}" if before else f"{written(moved(bound, 1))}/.."


def _sides(text: str, other: str = "", *, end: bool = False) -> Iterator[str]:
    """Yield what one side of an interval may mean; the year of both may be on the other (`1 April – 5 May 1999`)."""
    year = re.search(r"\S*[0-9]{4}\S*", other)
    if ends := read_single(text) or (year and read_single(f"{text} {year[0]}")):
        yield ends[end]
    if end and re.fullmatch(r"[0-9]{1,2}", text) and year and len(other.strip()) == 4:
        yield other.strip()[: -len(text)] + text  # 1997–9, 1998/99
    yield from _sets(text)


def _sets(text: str) -> Iterator[str]:
    """Yield what one of several dates, or all of them, may mean: `1998 or 2001`, `between 1998 and 2001`, `by 2001`."""
    text = text.removeprefix("possibly ") if "between" in text else text
    for joint, brackets in ((" or ", "[]"), (" and ", "{}")):
        if items := _items(text, joint):
            yield brackets[0] + ",".join(items) + brackets[1]


def _items(text: str, joint: str) -> list[str]:
    """Return the dates and ranges that are joined by a word; none if one of them is not a date."""
    if item := _item(text):
        return [item]
    for match in re.finditer(rf"{joint}(?!later)(?![^()]*\))", text):
        if (first := _item(text[: match.start()])) and (others := _items(text[match.end() :], joint)):
            return [first, *others]
    return []


def _item(text: str) -> str:
    """Return a date as an item of a set, or a range of them; '' if it is not one."""
    for form in _RANGES:
        if match := form.fullmatch(text):
            first, last = (read_single(side) if side else ("", "") for side in match.group("first", "last"))
            return f"{first[0]}..{last[1]}" if first and last else ""
    ends = read_single(text)
    return "" if ends is None else ends[0] if ends[0] == ends[1] else f"{ends[0]}..{ends[1]}"
