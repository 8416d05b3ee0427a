"""The wording of a single date: as a label (`April 1999`) and as an adverbial phrase (`in April 1999`)."""

from __future__ import annotations

from typing import NamedTuple

from .days import parts, year_label
from .points import SEASONS, Point, days, months

MONTHS = "January February March April May June July August September October November December".split()
_NAMES = "spring summer autumn winter".split()
_ORDINALS = "first second third fourth".split()
_HEMISPHERES = {25: "northern", 29: "southern"}
_QUALIFIED = {"": "", "~": "about ", "%": "possibly about ", "?": "possibly "}
_DOUBTS = {"~": "approximate", "?": "uncertain", "%": "uncertain and approximate"}
_PERIODS = ((1, "decade"), (2, "century"), (3, "millennium"))  # by how many digits are not specified


class Words(NamedTuple):
    """The wording of a date without its qualifier: as a label, and the preposition that it takes."""

    label: str
    preposition: str


def label(point: Point) -> str:
    """Return the label of a date: `April 1999`, `about 1995`, `1950s`, `first quarter of 2001`."""
    words, prefix, doubts = _words(point), *_qualified(point)
    known = words.label.removeprefix("about ") if prefix.endswith("about ") else words.label
    return f"{prefix}{known}{doubts}"


def during(point: Point) -> str:
    """Return a date as an adverbial phrase: `in 1994`, `on 4 June 1898`, `about 1995`, `possibly in 1994`."""
    words, prefix, doubts = _words(point), *_qualified(point)
    if prefix.endswith("about "):
        return label(point)
    return f"{prefix}{words.preposition}{words.label}{doubts}"


def _qualified(point: Point) -> tuple[str, str]:
    """Return what comes before a date whose parts are all in the same doubt, or what comes after it if they are not."""
    signs = point.qualifiers
    if len({*signs}) == 1:
        return _QUALIFIED[signs[0]], ""
    doubts = [f"{name} {_DOUBTS[sign]}" for name, sign in zip(("year", "month", "day"), signs, strict=False) if sign]
    return "", f" ({', '.join(doubts)})"


def _words(point: Point) -> Words:
    if point.estimate is not None:
        return _estimate(point)
    if point.season:
        return _season(point)
    if point.day:
        return _day(point)
    if point.month:
        return _month(point)
    year = _year(point.year)
    return Words(year, _inside(year).removesuffix(year).lstrip() or "in ")


def _estimate(point: Point) -> Words:
    low, high = (_year(str(parts(bound)[0])) for bound in (point.earliest, point.latest))
    return Words(f"about {_year(point.year)} (between {low} and {high})", "")


def _year(text: str) -> str:
    """Return the words for a year: `1999`, `1990s`, `−44 (45 BC)`, `year 170000002`."""
    if "X" in text:
        return _unspecified(text)
    year = int(text)
    if abs(year) > 9999:
        return f"year {year_label(year)}"
    return f"{year_label(year)} ({1 - year} BC)" if year <= 0 else f"{year:04}"


def _unspecified(text: str) -> str:
    """Return the words for a year with digits that are not specified: a decade, a century, or as it is written."""
    sign, digits = ("−", text[1:]) if text.startswith("-") else ("", text)
    known = digits.rstrip("X")
    if not known:
        return f"unknown year{' before 0' * bool(sign)}"
    if "X" in known:
        return f"year {sign}{digits}"
    missing = 4 - len(known)
    # `1900s` could be the decade or the century; `1950s` can only be one of them.
    named = "" if missing == 1 and known[-1] != "0" else f" ({dict(_PERIODS)[missing]})"
    return f"{sign}{int(known + '0' * missing)}s{named}"


def _inside(year: str) -> str:
    """Return the words for a year after those for a day or month in it: ` 1999`, ` in the 1560s`."""
    if year.startswith("unknown"):
        return f" in an {year}"
    if "s" in year and not year.startswith("year"):
        return f" in the {year}"
    return f"{' in' * year.startswith('year')} {year}"


def _season(point: Point) -> Words:
    number, year = point.season, _year(point.year)
    count = SEASONS[number][1]
    if number >= 33:
        kind, first = {3: ("quarter", 33), 4: ("quadrimester", 37), 6: ("half", 40)}[count]
        of = f" of {year}" if _inside(year) == f" {year}" else f" of a year{_inside(year)}"
        return Words(f"{_ORDINALS[number - first]} {kind}{of}", "in the ")
    group = (number - 21) // 4 * 4 + 21
    hemisphere = f" ({_HEMISPHERES[group]} hemisphere)" if group in _HEMISPHERES else ""
    return Words(f"{_NAMES[number - group]}{_inside(year)}{hemisphere}", "in ")


def _month(point: Point) -> Words:
    found, year = months(point), _inside(_year(point.year))
    if len(found) == 12:
        return Words(f"a month{year if year.startswith(' in') else f' of{year}'}", "in ")
    first, last = MONTHS[found[0] - 1], MONTHS[found[-1] - 1]
    if len(found) == 1:
        return Words(f"{first}{year}", "in ")
    between = "to" if found == [*range(found[0], found[-1] + 1)] and len(found) > 2 else "or"
    return Words(f"{first} {between} {last}{year}", "in ")


def _day(point: Point) -> Words:
    found = days(point)
    month = _month(point).label
    time = f", {point.time}" if point.time else ""
    if point.day == "XX":
        return Words(f"a day in {month.removeprefix('a month of ').removeprefix('a month in ')}", "on ")
    if len(found) == 1:
        if len(months(point)) > 1:
            return Words(f"{found[0]}{_ordinal(found[0])} of {month}", "on the ")
        return Words(f"{found[0]} {month}{time}", "on ")
    if point.day.endswith("X"):
        listed = f"{found[0]} to {found[-1]}"
    else:
        listed = f"{', '.join(map(str, found[:-1]))} or {found[-1]}"
    return Words(f"{listed} {month}" if len(months(point)) == 1 else f"{listed} of {month}", "on ")


def _ordinal(number: int) -> str:
    return "th" if number in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
