"""Reads bibliographies from reference managers (CSL-JSON, BibTeX, BibLaTeX, RIS) as records of this format.

Zotero's Better CSL JSON is CSL-JSON whose ids are citation keys. What is not a field of this format is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from ..bounded import BIBLIOGRAPHY, TooLarge, read_bytes
from ..errors import Fault, FilesError, UsageError, from_os
from ..kinds.document import Csl
from ..text import one_line
from .bibtex import read_bibtex
from .ris import read_ris
from .works import Found, day, edtf_of, items_of, text_of

_MOST_AUTHORS = 1000
_TEXTS = ("title", "container-title", "volume", "issue", "page", "publisher", "DOI", "URL", "language")
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)


class Work(NamedTuple):
    """A work in a bibliography: its citation key, its record, and where it is, as `library.bib:12`."""

    key: str
    csl: Csl
    where: str


class Bibliography(NamedTuple):
    """The works of a file, and the faults of those that could not be read."""

    name: str
    works: list[Work]
    faults: list[Fault]


def read_bibliography(path: Path) -> Bibliography:
    """Read a file by its ending; FilesError if it cannot be read, UsageError if it is of no known format."""
    readers = {".json": _csl_json, ".bib": read_bibtex, ".bibtex": read_bibtex, ".ris": read_ris}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise UsageError(f"{path} is not a bibliography", f"Give a file that ends in one of {', '.join(readers)}.")
    try:
        data = read_bytes(path, BIBLIOGRAPHY)
    except TooLarge as error:
        raise TooLarge(error.message, "Export only the works that you need.") from None
    except OSError as error:
        raise from_os(error, "read", path) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FilesError(f"{path}:{line} is not UTF-8", "Export the bibliography in UTF-8.") from None
    return _records(path.name, reader(text))


def _records(name: str, found: Iterable[Found]) -> Bibliography:
    works, faults = list[Work](), list[Fault]()
    for each in found:
        key = one_line(each.key)[:200]
        said = f"{key}: " if key else ""
        if each.wrong:
            faults.append(Fault(name, each.line, f"{said}{each.wrong}"))
            continue
        where = f"{name}:{each.line}" if each.line else f"{name}:{key}"
        try:
            works.append(Work(key, msgspec.convert(_csl(each.fields), Csl), where))
        except msgspec.ValidationError:
            faults.append(Fault(name, each.line, f"{said}this is not a valid bibliographic record"))
    return Bibliography(name, works, faults)


def _csl(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of this format in a record of CSL-JSON, whose `issued` is EDTF already, cleaned."""
    record: dict[str, Any] = {"type": text_of(fields.get("type")) or "document"}
    if authors := [author for author in map(_author, items_of(fields.get("author"))) if author]:
        record["author"] = authors[:_MOST_AUTHORS]
    if issued := text_of(fields.get("issued")):
        record["issued"] = issued
    for name in _TEXTS:
        if text := text_of(fields.get(name)):
            record[name] = text
    if "DOI" in record:
        record["DOI"] = doi_in(record["DOI"]) or record["DOI"]
    if "page" in record:
        record["page"] = re.sub(r"(?<=\w)(?:--+|-)(?=\w)", "–", record["page"])
    return record


def doi_in(text: str) -> str:
    """Return the DOI in a text without what may be before it (`https://doi.org/`); '' if there is none."""
    match = _DOI.search(text)
    return match[1].rstrip(".,;)]}>\"'") if match else ""


def _author(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    literal = text_of(value.get("literal"))
    family = " ".join(filter(None, map(text_of, (value.get("non-dropping-particle"), value.get("family")))))
    given = [value.get(part) for part in ("given", "dropping-particle", "suffix")]
    parts = {"family": family, "given": " ".join(filter(None, map(text_of, given)))}
    if literal or not family:
        return {"literal": literal or parts["given"]} if literal or parts["given"] else {}
    return {part: text for part, text in parts.items() if text}


def _csl_json(text: str) -> Iterator[Found]:
    try:
        value = msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        yield Found("", 0, wrong="this is not JSON; export the bibliography as CSL-JSON")
        return
    items = value if isinstance(value, list) else value.get("items") if isinstance(value, dict) else None
    if not isinstance(items, list):
        yield Found("", 0, wrong="this is not CSL-JSON, a list of works; export the bibliography as CSL-JSON")
        return
    for number, item in enumerate(items, 1):
        key = text_of(item.get("citation-key") or item.get("id")) if isinstance(item, dict) else ""
        if not isinstance(item, dict) or "type" not in item:
            yield Found(key or f"work {number}", 0, wrong="has no 'type' of CSL; export the bibliography as CSL-JSON")
            continue
        yield Found(key or f"work {number}", 0, {**item, "issued": _csl_date(item.get("issued"))})


def _csl_date(value: object) -> str:
    """Return a date of CSL-JSON as EDTF; '' if it is none."""
    if not isinstance(value, dict):
        return edtf_of(text_of(value))
    about = "~" if value.get("circa") not in (None, False, 0, "", "false", "0") else ""
    days = []
    for parts in items_of(value.get("date-parts"))[:2]:
        numbers = [int(part) for part in items_of(parts)[:3] if str(part).lstrip("-").isdigit() and len(str(part)) < 6]
        if numbers and (season := str(value.get("season", ""))).isdigit() and 1 <= int(season) <= 4:
            numbers = [numbers[0], 20 + int(season)]
        days.append(day(*numbers))
    if days and all(days):
        return "/".join(f"{day}{about}" for day in days)
    return edtf_of(text_of(value.get("raw") or value.get("literal")))
