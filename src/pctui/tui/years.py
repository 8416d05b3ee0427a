"""Dates in years, where there is no room for their labels."""

from __future__ import annotations

import re

_YEAR = re.compile(r"\d{4}")


def years(date: str) -> str:
    """Return the label of a date in years, for a narrow list, without making it more certain than it is.

    `from about 2001` becomes `2001–`, `until possibly April 1999` `–1999`, `begun by 1996, until 1999`
    `by 1996–1999`, and `begun between 1989 and 1992, ended between 1997 and April 1999` `1989/92–1997/99`.
    """
    first, comma, last = date.partition(", ")
    if not _YEAR.search(date):
        return date
    if comma:
        return f"{_bounds(first)}–{_bounds(last)}"
    before = "–" if date.startswith("until") else ""
    after = "–" if date.startswith(("from", "begun")) else ""
    return f"{before}{_bounds(date)}{after}"


def _bounds(label: str) -> str:
    found = _YEAR.findall(label)
    if "between" in label and len(found) == 2:  # a start or an end that is known only within bounds
        low, high = found
        return f"{low}/{high[2:] if low[:2] == high[:2] else high}" if low != high else low
    return f"{'by ' if label.startswith(('by ', 'begun by ')) else ''}{'–'.join(found[:2])}"
