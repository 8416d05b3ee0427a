"""Reads RIS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise, takewhile
from typing import Any

from ..render.ris import TYPES
from .works import Found, day, edtf_of, items_of, missing, text_of


def read_ris(text: str) -> Iterator[Found]:
    """Yield the works of RIS, and what is wrong with those that cannot be read."""
    try:
        import rispy  # type: ignore[import-untyped]
    except ImportError:
        raise missing("RIS") from None
    lines = text.splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith("TY  -")]
    if not starts:
        yield Found("", 0, wrong="this is not RIS: no line begins with 'TY  -'")
    for start, end in pairwise([*starts, len(lines)]):
        # One work at a time, ended by us: of one without its last line, rispy says nothing and returns nothing.
        work = [line for line in lines[start:end] if line.strip() and not line.startswith("ER  -")]
        try:
            (record,) = rispy.loads("\n".join([*work, "ER  - ", ""]))
        except (ValueError, LookupError, TypeError, AttributeError, rispy.parser.ParseError):
            yield Found("", start + 1, wrong="this work cannot be read")
            continue
        yield Found(text_of(record.get("id")) or f"line {start + 1}", start + 1, _ris_fields(record))


# Beside those that are exported.
_RIS_TYPES = {
    **{tag: kind for kind, tag in reversed(TYPES.items())},
    "JOUR": "article-journal",
    "JFULL": "article-journal",
    "ABST": "article-journal",
    "EJOUR": "article-journal",
    "CONF": "paper-conference",
    "EBOOK": "book",
    "ECHAP": "chapter",
    "GOVDOC": "report",
    "WEB": "webpage",
    "DATA": "dataset",
}
_RIS_FIELDS = {
    "title": ("title", "primary_title"),
    "container-title": ("secondary_title", "journal_name", "alternate_title3"),
    "volume": ("volume",),
    "issue": ("number",),
    "publisher": ("publisher",),
    "DOI": ("doi",),
    "URL": ("urls",),
    "language": ("language",),
}


def _ris_fields(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a work as CSL-JSON has them."""
    found: dict[str, Any] = {
        field: next((record[name] for name in names if record.get(name)), "") for field, names in _RIS_FIELDS.items()
    }
    found["type"] = _RIS_TYPES.get(str(record.get("type_of_reference")).strip(), "document")
    pages = [text_of(record.get(name)) for name in ("start_page", "end_page")]
    found["page"] = "–".join(filter(None, pages)) if pages[1] not in pages[0] else pages[0]
    authors = record.get("authors") or record.get("first_authors") or record.get("secondary_authors")
    found["author"] = [_ris_author(name) for name in items_of(authors)]
    dates = [text_of(record.get(name)) for name in ("date", "year", "publication_year")]
    found["issued"] = next(filter(None, map(_ris_date, dates)), "")
    return found


def _ris_author(name: object) -> dict[str, str]:
    family, comma, given = text_of(name).partition(",")
    return {"family": family.strip(), "given": given.strip(" ,")} if comma else {"literal": family}


def _ris_date(written: str) -> str:
    """Return `1999/04/01/spring` as EDTF: the day and the month may be left out, and what follows is not read."""
    parts = written.split("/")[:3]
    if parts[0].strip().isdigit() and all(part.strip().isdigit() for part in parts if part.strip()):
        return day(*(int(part) for part in takewhile(str.strip, parts)))
    return edtf_of(written)
