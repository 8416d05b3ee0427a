"""Turns the entries of a corpus into rows of the schema's tables. Every text passes the sanitiser here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from .. import edtf
from ..corpus.loaded import Loaded
from ..folding import forms, sort_key
from ..kinds.base import Entry, Table
from ..kinds.corpus import Paragraph
from ..kinds.kind import COMMON_COLUMNS, COMMON_LISTS, Column, Part
from ..kinds.registry import kind_of
from ..kinds.vocabulary import OF_THE_CORPUS
from ..text import clean, clean_all

Row = dict[str, Any]
Tables = dict[str, list[Row]]


def tables(loaded: Loaded, digest: str, built_in: bool) -> Tables:
    """Return the rows of every table, in the order in which they are to be inserted."""
    found: Tables = defaultdict(list)
    corpus = loaded.corpus
    if corpus is None:  # cannot happen: loading requires the record
        raise ValueError("the corpus has no record")
    found["corpus"].append(
        {
            "slug": corpus.slug,
            "title": corpus.title,
            "summary": corpus.summary,
            "version": corpus.version,
            "digest": digest,
            "built_in": int(built_in),
        }
    )
    for vocabulary in OF_THE_CORPUS:
        for position, term in enumerate(corpus.terms(vocabulary)):
            found["terms"].append(
                {"vocabulary": vocabulary, "slug": term.slug, "title": term.title, "position": position}
            )
    for number, entry in enumerate(loaded.entries.values(), 1):
        _entry(found, entry, number)
    _places(found)
    for position, row in enumerate(found["document_details"]):
        row["position"] = position
    for paragraph in loaded.paragraphs.values():
        _paragraph(found, paragraph)
    _citations(found, loaded)
    _attested(found)
    return {name: [_safe(row) for row in rows] for name, rows in found.items()}


def _safe(row: Row) -> Row:
    return {name: clean(value) if isinstance(value, str) else value for name, value in row.items()}


def _entry(found: Tables, entry: Entry, number: int) -> None:
    """Add the rows of an entry: in `entries`, in the table of its kind, and in those of its lists."""
    kind = kind_of(entry)
    details = "\n".join(filter(None, kind.searched(entry)))
    searched = {
        "details": details,
        "title_forms": forms(clean(entry.title)),
        "text_forms": forms(clean(f"{entry.summary}\n{details}")),
        "title_key": sort_key(clean(entry.title)),
    }
    found["entries"].append({"id": number, "kind": kind.name, **_row(entry, COMMON_COLUMNS), **searched})
    if kind.table:
        found[kind.table].append({"slug": entry.slug, **_row(entry, kind.columns)})
    for part, table in (*COMMON_LISTS, *kind.lists):
        owner = {kind.owner(table): entry.slug} | ({"role": table.role} if table.role else {})
        found[table.name].extend(owner | row for row in _items(getattr(entry, part.name), part, table))


def _items(values: Any, part: Part, table: Table) -> Iterator[Row]:
    """Yield the rows of a list, or of a mapping to lists."""
    if part.many is dict:
        for key, items in values.items():
            yield from ({table.key: key, "position": i, table.value: item} for i, item in enumerate(items))
        return
    own = part.item_columns
    for i, item in enumerate(values if table.position else dict.fromkeys(values)):
        yield ({"position": i} if table.position else {}) | (_row(item, own) if own else {table.value: item})


def _row(of: Any, own: Iterable[Column]) -> Row:
    return {column.name: _cell(of, column) for column in own}


def _cell(of: Any, column: Column) -> Any:
    for name in column.path:
        of = getattr(of, name)
        if of is None:
            return None
    if column.end:
        return getattr(edtf.parse(of), column.end)
    if column.part.field.json:
        return msgspec.json.encode(clean_all(msgspec.to_builtins(of))).decode()
    return int(of) if isinstance(of, bool) else of


def _places(found: Tables) -> None:
    """Number the dated entries chronologically: by start (or end if that is unknown), then end, then id."""
    entries = {row["slug"]: row for row in found["entries"]}

    def moment(row: Row) -> tuple[str, str, int]:
        return row["date_earliest"] or row["date_latest"] or "", row["date_latest"] or "", entries[row["slug"]]["id"]

    cited = 0
    for place, row in enumerate(sorted(found["event_details"] + found["change_details"], key=moment)):
        rests = entries[row["slug"]]["origin"] == "document"
        found["timeline_places"].append({"slug": row["slug"], "place": place, "place_cited": cited if rests else None})
        cited += rests


def _paragraph(found: Tables, paragraph: Paragraph) -> None:
    key = {"document": paragraph.document, "number": paragraph.number}
    own = {name: getattr(paragraph, name) for name in ("section", "page", "carries_nothing")}
    found["paragraphs"].append(key | own)
    for i, anchor in enumerate(paragraph.anchors):
        found["paragraph_anchors"].append(key | {"position": i, "anchor": anchor})


def _citations(found: Tables, loaded: Loaded) -> None:
    number = 0
    for entry in loaded.entries.values():
        kind = kind_of(entry)
        for path, citation in kind.citations(entry):
            number += 1
            found["citations"].append(
                {
                    "id": number,
                    "entry": entry.slug,
                    "part": kind.part_of(path),
                    "position": path[-1],
                    "document": citation.document,
                    "paragraph": citation.paragraph,
                }
            )
            for i, anchor in enumerate(citation.anchors):
                found["citation_anchors"].append({"citation": number, "position": i, "anchor": anchor})


def _attested(found: Tables) -> None:
    """Add as of when each organisation without a known end was last documented."""
    entries = {row["slug"]: row for row in found["entries"]}
    documents = {row["slug"]: row["issued_edtf"] for row in found["document_details"]}
    for row in found["document_supplied"]:
        if row["field"] == "issued":
            documents[row["document"]] = documents[row["document"]] or row["value"]
    dates: dict[str, list[str | None]] = defaultdict(list)
    for row in found["citations"]:
        dates[row["entry"]].append(documents.get(row["document"]))
    for row in found["context_sources"]:
        dates[row["entry"]].append(row["read"])
    for row in found["organisation_details"]:
        if row["existence_edtf"] and not row["existence_latest"]:
            own = _span(entries[row["slug"]]["as_of_edtf"])
            spans = [own] if own else [span for text in dates[row["slug"]] if (span := _span(text))]
            if last := max(spans, key=lambda span: span.latest or "", default=None):
                found["organisation_attested"].append(
                    {"organisation": row["slug"], "attested_edtf": last.edtf, "attested_latest": last.latest}
                )


def _span(text: str | None) -> edtf.DateSpan | None:
    """Parse a date; None if it is missing, is not EDTF (a supplied one need not be), or has no last day."""
    try:
        span = edtf.parse(text) if text else None
    except edtf.DateError:
        return None
    return span if span and span.latest else None
