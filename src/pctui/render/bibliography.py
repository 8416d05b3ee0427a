"""Turns documents into references that combine printed and supplied fields; a note lists the supplied ones."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..model import Document, PublicSource
from ..text import one_line

_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?)?(?P<sign>[~?%]?)\Z")
_TEXTS = "title container-title volume issue page publisher DOI URL language".split()


@dataclass(frozen=True, slots=True)
class Name:
    """A name in parts, or as a `literal` without parts (for an organisation)."""

    family: str = ""
    given: str = ""
    literal: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """A date as (year[, month[, day]]), as precise as it is known; `about` if it is uncertain."""

    parts: tuple[int, ...]
    about: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """A document as reference managers represent it. If `dates` is empty, `issued` gives the date in words."""

    slug: str
    type: str
    texts: dict[str, str]
    authors: tuple[Name, ...]
    dates: tuple[Day, ...]
    issued: str
    note: str


def reference(document: Document) -> Work:
    """Return the reference of a document with supplied fields included, which its note lists."""
    record = document.record
    supplied = {one_line(name): one_line(value) for name, value, _ in reversed(document.supplied)}
    texts = {name: text for name in _TEXTS if (text := _text(record.get(name)) or supplied.get(name, ""))}
    given: dict[PublicSource, list[str]] = {}
    for name, _, source in document.supplied:
        if not record.get(name):
            given.setdefault(source, []).append(one_line(name))
    notes = [
        f"{', '.join(names)} (from {one_line(source.title)}, {one_line(source.url)}, read {one_line(source.read)})"
        for source, names in given.items()
    ]
    note = f"Not printed in the document but supplied: {'; '.join(notes)}." if notes else ""
    if "title" not in texts:
        texts["title"] = one_line(document.title)
        note = f"{note} The title is a description: the document has no printed title.".strip()
    edtf = _text(record.get("issued")) or supplied.get("issued", "")
    return Work(
        slug=one_line(document.slug),
        type=_text(record.get("type")) or "document",
        texts=texts,
        authors=_authors(record.get("author")) or _supplied_authors(supplied.get("author", "")),
        dates=_dates(edtf),
        issued=(one_line(document.issued or "") if record.get("issued") else "") or edtf,
        note=note,
    )


def _text(value: object) -> str:
    return one_line(value) if isinstance(value, str) else ""


def _authors(value: object) -> tuple[Name, ...]:
    names = [
        Name(_text(name.get("family")), _text(name.get("given")), _text(name.get("literal")))
        for name in (value if isinstance(value, list) else [])
        if isinstance(name, dict)
    ]
    return tuple(name for name in names if name != Name())


def _supplied_authors(text: str) -> tuple[Name, ...]:
    """Parse `Family, Given; Family, Given`; a name without a comma is that of an organisation."""
    found = []
    for name in filter(None, (part.strip() for part in text.split(";"))):
        family, comma, given = name.partition(",")
        found.append(Name(family.strip(), given.strip()) if comma and family.strip() else Name(literal=name))
    return tuple(found)


def _dates(edtf: str) -> tuple[Day, ...]:
    """Return one date, or the two of an interval; none if the EDTF cannot be expressed in reference managers."""
    days = []
    for point in edtf.split("/", 1):
        match = _DATE.match(point)
        if match is None:
            return ()
        parts = tuple(int(match[part]) for part in ("year", "month", "day") if match[part])
        days.append(Day(parts, bool(match["sign"])))
    return tuple(days)
