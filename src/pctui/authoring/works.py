"""What the readers of bibliographies share: a work as found in a file, its texts and its dates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from ..edtf import DateError, written_year
from ..edtf.typed import read
from ..errors import UsageError
from ..text import one_line

_LONGEST = 2000  # characters of a field; of a longer one, the rest is left out
_MARKUP = re.compile(r"</?(?:i|b|em|strong|sub|sup|sc|span)(?: [^<>]*)?>", re.IGNORECASE)
_MISSING = "the libraries that read {} are missing"


class Found(NamedTuple):
    """A work as found: its key, its line, its fields as CSL-JSON has them; or what is wrong with it."""

    key: str
    line: int
    fields: Mapping[str, Any] = {}
    wrong: str = ""


def text_of(value: object) -> str:
    """Return a text or a number, and the first of several, on one line and without markup."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return one_line(_MARKUP.sub("", str(value))[:_LONGEST])


def items_of(value: object) -> list[Any]:
    """Return a list as it is, and of anything else no items."""
    return value if isinstance(value, list) else []


def day(*numbers: int) -> str:
    """Return a year, a month and a day, or the first of them, as EDTF; '' if there is no such day."""
    if not numbers:
        return ""
    return edtf_of("-".join([written_year(numbers[0]), *(f"{number:02}" for number in numbers[1:])]))


def edtf_of(text: str) -> str:
    """Return a date as people write it as EDTF; '' if it is none."""
    try:
        return read(text.strip()) if text.strip() else ""
    except DateError:
        return ""


def missing(form: str) -> UsageError:
    """Return the error for a format whose library is not installed."""
    return UsageError(_MISSING.format(form), "Install them with: pip install 'pctui[write]'")
