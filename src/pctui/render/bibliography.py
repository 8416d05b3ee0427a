"""Turns documents into references that combine printed and supplied fields; a note lists the supplied ones."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .. import edtf
from ..model import Document, PublicSource
from ..text import one_line

_DATE = re.compile(
    r"(?P<year>-?[0-9]{4})"
    r"(?:-(?:(?P<season>2[1-9]|3[0-2])|(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12][0-9]|3[01]))?))?(?P<sign>[~?%]?)"
)
_YEAR = 365  # days
_TEXTS = "title container-title volume issue page publisher DOI URL language".split()


@dataclass(frozen=True, slots=True)
class Name:
    """A name in parts, or as a `literal` without parts (for an organisation)."""

    family: str = ""
    given: str = ""
    literal: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """A date as (year[, month[, day]]), as precise as it is known; `about` if it is uncertain.

    `season` is from 1, spring, to 4, winter, or 0.
    """

    parts: tuple[int, ...]
    about: bool = False
    season: int = 0


@dataclass(frozen=True, slots=True)
class Work:
    """A document as reference managers represent it.

    `issued` gives its date in words, `edtf` as it was written, `dates` as numbers if these can express it, and `year`
    its year, or that of its start, if this is known.
    """

    slug: str
    type: str
    texts: dict[str, str]
    authors: tuple[Name, ...]
    dates: tuple[Day, ...]
    issued: str
    edtf: str
    year: str
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
    notes = [f"{', '.join(names)} (from {_source(source)})" for source, names in given.items()]
    note = f"Not printed in the document but supplied: {'; '.join(notes)}." if notes else ""
    if "title" not in texts:
        texts["title"] = one_line(document.title)
        note = f"{note} The title is a description: the document has no printed title.".strip()
    written = _text(record.get("issued")) or supplied.get("issued", "")
    return Work(
        slug=one_line(document.slug),
        type=_text(record.get("type")) or "document",
        texts=texts,
        authors=_authors(record.get("author")) or _supplied_authors(supplied.get("author", "")),
        dates=_dates(written),
        issued=(one_line(document.issued or "") if record.get("issued") else "") or written,
        edtf=written,
        year=_year(written),
        note=note,
    )


def _source(source: PublicSource) -> str:
    read = f"read {one_line(source.read)}" if source.read else ""
    return ", ".join(filter(None, (one_line(source.title), one_line(source.url), read)))


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


def _dates(written: str) -> tuple[Day, ...]:
    """Return one date, or the two of an interval; none if the EDTF cannot be expressed in reference managers."""
    days = []
    for point in written.split("/", 1):
        match = _DATE.fullmatch(point)
        if match is None:
            return ()
        parts = tuple(int(match[part]) for part in ("year", "month", "day") if match[part])
        season = (int(match["season"]) - 21) % 4 + 1 if match["season"] else 0
        days.append(Day(parts, bool(match["sign"]), season))
    return tuple(days)


def _year(written: str) -> str:
    """Return the year of a date, or of the start of an interval; '' if it is not known."""
    try:
        start, _ = edtf.ends(written)
    except edtf.DateError:
        return ""
    if start is None or not start.earliest or not start.latest:
        return ""
    year = edtf.parts(start.earliest)[0]
    # A winter goes on in the year that follows.
    certain = edtf.parts(start.latest)[0] == year or edtf.days_between(start.earliest, start.latest) < _YEAR
    return edtf.written_year(year) if certain else ""
