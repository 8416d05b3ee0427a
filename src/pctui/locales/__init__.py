"""How the languages of documents write dates and numbers: the names of months, the signs in numbers, the order of dates.

tables.jsonl has it from Unicode's CLDR (LICENSE.unicode); `make languages` writes it anew.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import msgspec

DEFAULT = "en"  # of a corpus that does not give its language


class Locale(msgspec.Struct, frozen=True):
    """What is known of a language, in its region: the names of each month, in full (`wide`) and `short`.

    `signs` are the decimal sign and the one between groups of digits, `order` that of a date in figures (`dmy`). In
    `scales` are the words that multiply a number before them, with the power of ten that they mean. `sure` says that
    the order is that of all its regions, or of the region given.
    """

    tag: str
    wide: list[list[str]] = []
    short: list[list[str]] = []
    signs: str = ".,"
    order: str = ""
    scales: dict[str, int] = {}
    regions: dict[str, dict[str, str]] = {}
    sure: bool = True

    @property
    def language(self) -> str:
        return self.tag.partition("-")[0]


@lru_cache(maxsize=64)
def locale_of(tag: str) -> Locale:
    """Return what is known of a BCP 47 tag (`de`, `de-CH`, `zh-Hant-TW`); of an unknown language, nothing but its tag."""
    language, *others = tag.replace("_", "-").split("-")
    language = language.lower()
    region = next((part.upper() for part in others if len(part) == 2 or part.isdecimal()), "")
    start = f'{{"tag":"{language}",'
    text = (Path(__file__).parent / "tables.jsonl").read_text(encoding="utf-8")
    line = next((line for line in text.splitlines() if line.startswith(start)), "")
    if not line or not language:
        return Locale(language)
    found = msgspec.json.decode(line, type=Locale)
    differs = found.regions.get(region, {})
    sure = bool(region) or not any("order" in other for other in found.regions.values())
    tag = f"{language}-{region}" if region else language
    return msgspec.structs.replace(found, tag=tag, sure=sure, **differs)
