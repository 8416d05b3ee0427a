"""Writes tables.jsonl from the CLDR data in Babel: `python -m pctui.locales.cldr`, or `make languages`.

Babel is a development tool. Only languages that have names of their own for the months are there.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from babel import Locale

TABLES = Path(__file__).parent / "tables.jsonl"
_NO_NAME = re.compile(r"[M\W]*\d*\W*")  # `M01`, `1`: a language without names for the months
_COMPACT = re.compile(r"(0+)\W*(\w.*)", re.DOTALL)
_ALPHABETS_OF_FEW = ("Dsrt", "Shaw")  # in which hardly anything is written
_UNSEEN = re.compile("[\u061c\u200b-\u200f\u2060]")


def tables() -> str:
    """Return the text of tables.jsonl: first what it is, then a line for each language."""
    from babel import __version__, localedata

    lines = [{"tag": "", "source": f"Unicode CLDR, from Babel {__version__}; see LICENSE.unicode"}]
    by_language: dict[str, list[Locale]] = defaultdict(list)
    for locale in map(_locale, sorted(localedata.locale_identifiers(), key=lambda name: (len(name), name))):
        if locale.script not in _ALPHABETS_OF_FEW:
            by_language[locale.language].append(locale)
    lines += [line for tag, locales in sorted(by_language.items()) if (line := _language(tag, locales))]
    return "".join(f"{json.dumps(line, ensure_ascii=False, separators=(',', ':'))}\n" for line in lines)


def _locale(name: str) -> Locale:
    from babel import Locale

    return Locale.parse(name)


def _language(tag: str, locales: list[Locale]) -> dict[str, Any] | None:
    """Return what is known of a language: of itself first, and of its scripts and regions where they differ."""
    wide, short = (_months(locales, widths) for widths in (("wide",), ("abbreviated",)))
    if not all(wide):
        return None
    signs, order = _signs(locales[0]), _order(locales[0])
    regions: dict[str, dict[str, str]] = {}
    for locale in locales:
        if locale.territory:
            here = {"signs": _signs(locale), "order": _order(locale)}
            differs = {key: value for key, value in here.items() if value != {"signs": signs, "order": order}[key]}
            regions.setdefault(locale.territory, differs)
    regions = {territory: differs for territory, differs in sorted(regions.items()) if differs}
    found: dict[str, Any] = {
        "tag": tag,
        "names": _names(tag, locales[0]),
        "wide": wide,
        "short": [[name for name in names if name not in wide[i]] for i, names in enumerate(short)],
        "signs": signs,
        "order": order,
    }
    more = {"regions": regions, "scales": _scales(locales), "quarters": _quarters(locales)}
    return found | {key: value for key, value in more.items() if value}


def _names(tag: str, locale: Locale) -> list[str]:
    """Return what else a bibliography may call a language, folded in case: `german`, `deutsch`, `deu`, `ger`."""
    from babel.core import get_global

    codes = [code for code, other in get_global("language_aliases").items() if other == tag and code.isalpha()]
    shown = [name.casefold() for name in (locale.get_display_name("en"), locale.display_name) if name]
    return list(dict.fromkeys([*shown, *sorted(codes)]))


def _months(locales: list[Locale], widths: tuple[str, ...]) -> list[list[str]]:
    """Return the names of each month; of a name that means two months in two regions, only the first is kept."""
    months: dict[str, int] = {}
    for locale in locales:
        for context in ("format", "stand-alone"):
            for width in widths:
                for number, name in locale.months[context][width].items():
                    if not _NO_NAME.fullmatch(name):
                        months.setdefault(" ".join(_UNSEEN.sub("", name).split()), number)
    return [[name for name, number in months.items() if number == month] for month in range(1, 13)]


def _quarters(locales: list[Locale]) -> list[list[str]]:
    """Return the names of each quarter of a year, in full and short; nothing for a language that only has Q1 to Q4."""
    quarters: dict[str, int] = {}
    for locale in locales:
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.quarters[context][width].items():
                    if name != f"Q{number}":
                        quarters.setdefault(" ".join(_UNSEEN.sub("", name).split()), number)
    found = [[name for name, number in quarters.items() if number == quarter] for quarter in range(1, 5)]
    return found if all(found) else []


def _signs(locale: Locale) -> str:
    """Return the decimal sign and the sign between groups of digits."""
    symbols = locale.number_symbols.get("latn") or locale.number_symbols
    return f"{symbols['decimal']}{symbols['group']}"


def _order(locale: Locale) -> str:
    """Return the order of day, month and year in a short date: `dmy`, `mdy`, `ymd`."""
    letters = re.sub(r"'[^']*'|[^dMy]", "", locale.date_formats["short"].pattern)
    return "".join(dict.fromkeys(letters.lower()))


def _scales(locales: list[Locale]) -> dict[str, int]:
    """Return what may follow a number to multiply it (`Mio.`), folded in case, with the power of ten that it means."""
    return dict(sorted({name: power for locale in locales for name, power in _scales_of(locale)}.items()))


def _scales_of(locale: Locale) -> Iterator[tuple[str, int]]:
    for length in ("long", "short"):
        for forms in locale.compact_decimal_formats.get(length, {}).values():
            for value, pattern in forms.items():
                match = _COMPACT.fullmatch(_UNSEEN.sub("", pattern.pattern).replace("'", ""))
                name = " ".join(match[2].casefold().split()) if match else ""
                if match and (len(name) > 1 or name > "\u0370"):  # not k, m: these are metres as well
                    yield name, len(value) - len(match[1])


if __name__ == "__main__":
    TABLES.write_text(tables(), encoding="utf-8")
