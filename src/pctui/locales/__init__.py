"""How languages write dates and numbers: the names of months, the signs in numbers, the order of dates in figures.

tables.jsonl has it from Unicode's CLDR (LICENSE.unicode); `make languages` writes it anew.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

import msgspec

DEFAULT = "en"  # of a corpus that does not give its language
_START = '{"tag":"'
_LANGUAGE = re.compile("[A-Za-z]{2,3}")


class Locale(msgspec.Struct, frozen=True):
    """What is known of a language, in its region: the names of each month, in full (`wide`) and `short`.

    `quarters` are the names of each quarter of a year, beside Q1. `signs` are the decimal sign and the one between
    groups of digits, `order` that of a date in figures (`dmy`). In `scales` are the words that multiply a number before
    them, with the power of ten that they mean. `names` are what else the language is called, folded in case. `sure`
    says that the order is that of all its regions, or of the region given.
    """

    tag: str
    names: list[str] = []
    wide: list[list[str]] = []
    short: list[list[str]] = []
    signs: str = ".,"
    order: str = ""
    scales: dict[str, int] = {}
    regions: dict[str, dict[str, str]] = {}
    sure: bool = True
    quarters: list[list[str]] = []

    @property
    def language(self) -> str:
        return self.tag.partition("-")[0]


@lru_cache(maxsize=64)
def locale_of(tag: str, otherwise: str = DEFAULT) -> Locale:
    """Return what is known of a language by its BCP 47 tag (`de`, `de-CH`, `zh-Hant-TW`) or its name (`German`).

    Of a language that is not known, nothing but its tag; what is no language at all is taken for `otherwise`.
    """
    language, *others = tag.strip().replace("_", "-").split("-")
    region = next((part.upper() for part in others if (len(part) == 2 and part.isalpha()) or part.isdecimal()), "")
    line = _line(language.lower()) or _line(_by_name().get(tag.split("(")[0].strip().casefold(), ""))
    if line is None:
        return Locale(language.lower()) if _LANGUAGE.fullmatch(language) else locale_of(otherwise)
    found = msgspec.json.decode(line, type=Locale)
    differs = found.regions.get(region, {})
    # `en` is written in both orders; other languages in one, but for few regions.
    sure = bool(region) or found.order != "mdy" or not any("order" in other for other in found.regions.values())
    return msgspec.structs.replace(found, tag=f"{found.tag}-{region}" if region else found.tag, sure=sure, **differs)


@cache
def _table() -> bytes:
    """Return the table, undecoded: a corpus has few of its languages."""
    return (Path(__file__).parent / "tables.jsonl").read_bytes()


def _line(language: str) -> bytes | None:
    """Return the line of a language; None if it has none."""
    table = _table()
    start = table.find(f'\n{_START}{language}"'.encode()) + 1 if language else 0
    return table[start : table.index(b"\n", start)] if start else None


@cache
def _by_name() -> dict[str, str]:
    locales = [msgspec.json.decode(line, type=Locale) for line in _table().splitlines()[1:]]
    return {name: locale.tag for locale in locales for name in locale.names}
