"""Renders the records of documents as RIS, one tag on each line, for reference managers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..model import Document
from .bibliography import Name, Work, reference

TYPES = {
    "article": "JOUR",
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "bill": "BILL",
    "book": "BOOK",
    "chapter": "CHAP",
    "hearing": "HEAR",
    "legal_case": "CASE",
    "legislation": "STAT",
    "manuscript": "UNPB",
    "map": "MAP",
    "pamphlet": "PAMP",
    "paper-conference": "CPAPER",
    "personal_communication": "PCOMM",
    "report": "RPRT",
    "standard": "STAND",
    "thesis": "THES",
    "webpage": "ELEC",
}
_TAGS = {"title": "TI", "container-title": "T2", "volume": "VL", "issue": "IS", "publisher": "PB"}
_LAST = {"DOI": "DO", "URL": "UR", "language": "LA"}
_PAGES = re.compile(r"\s*(\S+?)\s*[-–]\s*(\S+)\s*\Z")


def render(documents: Iterable[Document]) -> str:
    """Return one reference for each document, with its slug as the ID."""
    return "".join(pieces(documents))


def pieces(documents: Iterable[Document]) -> Iterator[str]:
    """Yield those references one by one."""
    between = ""
    for document in documents:
        yield between + "".join(f"{line}\r\n" for line in _lines(reference(document)))
        between = "\r\n"


def _lines(work: Work) -> Iterator[str]:
    # Every text of a reference is one line, so none can start a new tag.
    yield f"TY  - {TYPES.get(work.type, 'GEN')}"
    yield f"ID  - {work.slug}"
    for name in work.authors:
        yield f"AU  - {_name(name)}"
    for field, tag in _TAGS.items():
        if field in work.texts:
            yield f"{tag}  - {work.texts[field]}"
    if work.dates:
        parts = work.dates[0].parts
        yield f"PY  - {work.year}"
        month_and_day = [f"{part:02}" for part in parts[1:]]
        other = "" if len(work.dates) == 1 and not (work.dates[0].about or work.dates[0].season) else work.issued
        yield f"DA  - {'/'.join([work.year, *month_and_day, *[''] * (3 - len(parts)), other])}"
    elif work.issued:
        if work.year:
            yield f"PY  - {work.year}"
        yield f"N1  - Issued {work.issued}."
    if page := work.texts.get("page"):
        span = _PAGES.match(page)
        yield f"SP  - {span[1] if span else page}"
        if span:
            yield f"EP  - {span[2]}"
    for field, tag in _LAST.items():
        if field in work.texts:
            yield f"{tag}  - {work.texts[field]}"
    if work.note:
        yield f"N1  - {work.note}"
    yield "ER  - "


def _name(name: Name) -> str:
    return name.literal or ", ".join(part for part in (name.family, name.given) if part)
