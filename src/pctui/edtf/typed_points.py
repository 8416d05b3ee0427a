"""A single date as people write it: `1 April 1999`, `01/04/1999`, `spring 1999`, `1990s`, `about 1995`."""

from __future__ import annotations

import re
from itertools import product

from .days import written_year
from .points import DateError, point
from .wording import MONTHS

Ends = tuple[str, str]  # the first and the last date meant, as EDTF: the same one, unless several are meant

_MONTHS = {form.lower(): n for n, name in enumerate(MONTHS, 1) for form in (name, name[:3], name[:4])}
_MONTH = rf"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_HEMISPHERES = {None: 0, "northern": 4, "southern": 8}  # what each adds to the number of a season
_PARTS = {"quarter": 33, "quadrimester": 37, "half": 40}
_ORDINALS = {
    each: n for n, both in enumerate(("first 1st", "second 2nd", "third 3rd", "fourth 4th")) for each in both.split()
}
_CENTURIES = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth twenty-first"
).split()
_PERIODS = {"decade": 1, None: 1, "century": 2, "millennium": 3}  # how many digits of the year are not given
_SIGNS = {(False, False): "", (True, False): "?", (False, True): "~", (True, True): "%"}

_QUALIFIED = re.compile(
    r"(?P<possibly>possibly |perhaps |probably |maybe )?(?:in |on |during )?(?:the )?"
    r"(?P<about>(?:about|around|approximately|approx\.?|roughly|circa) |ca?\.? ?(?=[0-9]))?(?:the )?(?P<rest>.+)"
)
# What this program adds to a date, and what does not change its days: doubts about its parts, the time of day.
_ADDED = re.compile(r" \((?:year|month|day) [^()]*\)$|, [0-9]{2}:[0-9]{2}:[0-9]{2}(?: utc\S*)?$")
_YEAR = r"(?:year )?[-−]?[0-9]+"
_ESTIMATE = re.compile(rf"(?:possibly )?(?:in )?about {_YEAR} \(between (?P<low>{_YEAR}) and (?P<high>{_YEAR})\)")
_NUMBER = r"[0-9]{1,2}(?:st|nd|rd|th)?"
_JOINED = r"(?:, | or | to | ?[-–] ?)"
_DAYS = rf"(?P<days>{_NUMBER}(?:{_JOINED}{_NUMBER})*|a day)(?: of| in)?"
_IN_WORDS = (
    re.compile(rf"(?:{_DAYS} )?(?P<months>{_MONTH}(?:{_JOINED}{_MONTH})*|a month),? (?:of |in )?(?P<year>.+)"),
    re.compile(rf"(?P<months>{_MONTH}) (?P<days>{_NUMBER}),? (?P<year>[0-9].*)"),  # April 1, 1999
    re.compile(r"(?P<months>)(?P<days>a day) in (?P<year>.+)"),
)
_IN_FIGURES = (
    re.compile(
        r"(?:(?P<day>[0-9]{1,2})(?P<mark>[/.-]))?(?P<month>[0-9]{1,2})(?(mark)(?P=mark)|[/.-])(?P<year>[0-9]{4})"
    ),
    re.compile(r"(?P<year>[0-9]{4})(?P<mark>[/.-])(?P<month>[0-9]{1,2})(?:(?P=mark)(?P<day>[0-9]{1,2}))?"),
)
_SEASON = re.compile(
    rf"(?P<season>{'|'.join(_SEASONS)})(?: of| in)?,? (?P<year>.+?)(?: \((?P<side>northern|southern) hemisphere\))?"
)
_WINTER = re.compile(r"(?P<first>[0-9]{4}) ?[-–/] ?(?P<last>[0-9]{4}|[0-9]{2})")  # goes on in the next year
_PART = re.compile(rf"(?P<number>{'|'.join(_ORDINALS)}) (?P<part>{'|'.join(_PARTS)}) of (?:a year in )?(?P<year>.+)")
_QUARTER = re.compile(r"q(?P<number>[1-4])(?: of|,)? ?/?(?P<year>[0-9]{4})|(?P<before>[0-9]{4})[ -/]?q(?P<after>[1-4])")
_CENTURY = re.compile(rf"(?P<number>[0-9]{{1,2}})(?:st|nd|rd|th) century|(?P<name>{'|'.join(_CENTURIES)}) century")
_TENS = re.compile(r"(?P<sign>[-−]?)(?P<digits>[0-9]{1,4})'?s(?: \((?P<period>decade|century|millennium)\))?")
_AGE = re.compile(r"(?:(?P<ad>ad|a\.d\.) )?(?P<year>[0-9]{1,4})(?: (?P<age>ad|ce|bc|bce))?")


def read_single(text: str) -> Ends | None:
    """Return the date or dates that a text in lower case means; None if it is no single date.

    What is returned is well formed, but may be a day that no month has.
    """
    text = _ADDED.sub("", _ADDED.sub("", text))
    if estimate := _ESTIMATE.fullmatch(text):
        low, high = _year(estimate["low"]), _year(estimate["high"])
        return (low, high) if low and high else None
    match = _QUALIFIED.fullmatch(text)
    if match is None:
        return None
    sign = _SIGNS[bool(match["possibly"]), bool(match["about"])]
    for reading in _READINGS:
        if ends := reading(match["rest"]):
            return ends[0] + sign, ends[1] + sign
    return None


def _year(text: str) -> str | None:
    """Return a year, decade, century or millennium as EDTF."""
    text = text.removeprefix("the ").removeprefix("year ")
    if match := re.fullmatch(r"(?:an )?unknown year( before 0)?", text):
        return "-XXXX" if match[1] else "XXXX"
    if match := re.fullmatch(r"[-−]([0-9]+)|0", text):
        return written_year(-int(match[1] or 0))
    if match := _AGE.fullmatch(text):
        if not (match["ad"] or match["age"]) and len(match["year"]) < 4:
            return None  # of two digits: which century?
        return written_year(1 - int(match["year"]) if (match["age"] or "").startswith("b") else int(match["year"]))
    if text.isdecimal():
        return written_year(int(text))
    if re.fullmatch(r"[-−]?[0-9x]{4}", text):
        return text.upper().replace("−", "-")
    if match := _TENS.fullmatch(text):
        digits, missing = f"{int(match['digits']):04}", _PERIODS[match["period"]]
        sign = "-" if match["sign"] else ""
        return f"{sign}{digits[:-missing]}{'X' * missing}" if digits.endswith("0" * missing) else None
    if match := _CENTURY.fullmatch(text):
        number = int(match["number"]) if match["number"] else _CENTURIES.index(match["name"]) + 1
        return f"{number - 1:02}XX"
    return None


def _only_year(text: str) -> Ends | None:
    year = _year(text)
    return (year, year) if year else None


def _figures(text: str) -> Ends | None:
    for form in _IN_FIGURES:
        if match := form.fullmatch(text):
            date = f"{match['year']}-{int(match['month']):02}" + (f"-{int(match['day']):02}" if match["day"] else "")
            return date, date
    return None


def _words(text: str) -> Ends | None:
    """Return what a date with a month, or with several days or months, means."""
    for form in _IN_WORDS:
        if (match := form.fullmatch(text)) and (year := _year(match["year"])):
            named = match["months"] not in ("", "a month")
            months = _listed(match["months"], 12) if named else range(1, 13)
            days = _listed(match["days"] or "", 31)
            if not named and not days:
                return year, year
            dates = [
                f"{year}-{month:02}" + (f"-{day:02}" if day else "") for month, day in product(months, days or [0])
            ]
            there = [date for date in dates if _exists(date)] or dates
            return there[0], there[-1]
    return None


def _listed(text: str, last: int) -> list[int]:
    """Return the numbers of days or months: `1, 11 or 21`, `October to December`; none for `a day`."""
    found: list[int] = []
    joint = ""
    for word in re.split(rf"({_JOINED})", text):
        number = _MONTHS.get(word.rstrip("."), 0) or int(re.sub(r"\D", "", word) or 0)
        if not number:
            joint = word.strip()
        elif found and joint in ("to", "-", "–"):
            found.extend(range(found[-1] + 1, min(number, last) + 1))
        else:
            found.append(number)
    return found


def _exists(date: str) -> bool:
    try:
        point(date)
    except DateError:
        return False
    return True


def _season(text: str) -> Ends | None:
    match = _SEASON.fullmatch(text)
    if match is None:
        return None
    number = _SEASONS[match["season"]] + _HEMISPHERES[match["side"]]
    over = _WINTER.fullmatch(match["year"]) if match["season"] == "winter" else None
    if over and int(over["last"][-2:]) != (int(over["first"]) + 1) % 100:
        return None
    year = over["first"] if over else _year(match["year"])
    return (f"{year}-{number}", f"{year}-{number}") if year else None


def _part(text: str) -> Ends | None:
    """Return a quarter, four months or a half of a year."""
    if match := _QUARTER.fullmatch(text):
        date = f"{match['year'] or match['before']}-{32 + int(match['number'] or match['after'])}"
        return date, date
    match = _PART.fullmatch(text)
    year = match and _year(match["year"])
    if not (match and year):
        return None
    date = f"{year}-{_PARTS[match['part']] + _ORDINALS[match['number']]}"
    return date, date


_READINGS = (_only_year, _figures, _words, _season, _part)
