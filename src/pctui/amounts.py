"""Quantities as they are shown: `over 200,000 people`, `50,000–250,000`. Imports nothing of the program."""

from __future__ import annotations

import re
import unicodedata


def quantity(minimum: float | None, maximum: float | None, value: float | None, comparator: str | None) -> str:
    """Format a quantity as printed: `over 200,000`, `50,000–250,000`, `about 80`; '' if there is none."""
    prefix = _prefix(comparator)
    parts = []
    if minimum is not None and maximum is not None:
        parts.append(f"{number(minimum)}–{number(maximum)}")
    elif minimum is not None:
        parts.append(f"from {number(minimum)}")
    elif maximum is not None:
        parts.append(f"up to {number(maximum)}" if not prefix else number(maximum))
    if value is not None:
        parts.append(number(value))
    return prefix + ", ".join(parts) if parts else ""


def _prefix(comparator: str | None) -> str:
    return "" if comparator in (None, "exactly") else f"{comparator} "


def number(value: float) -> str:
    """Format a number with separated thousands: `50,000`, `2.5`."""
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,g}"


def amount_of(
    low: float | None, high: float | None, value: float | None, words: str | None, comparator: str, unit: str
) -> str:
    """Return the value of a figure as it is shown: `over 200,000 people`, `about half of the pilots`, `£30 million`."""
    found = quantity(low, high, value, comparator)
    if not found:
        return f"{_prefix(comparator)}{words or ''} {unit}"
    if unit and unicodedata.category(unit[0]) == "Sc":  # a currency is printed before the number
        found, unit = re.sub(r"-?\d", lambda first: unit[0] + first[0], found, count=1), unit[1:].strip()
    measured = f"{found}%" if unit == "%" else f"{found} {unit}".strip()
    return f"{measured} ({words})" if words else measured
