"""The rows of the tables in which a corpus is exported, as dictionaries by the names of their columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from ..kinds.kind import COMMON_LISTS
from ..kinds.registry import KINDS
from ..kinds.vocabulary import OF_THE_CORPUS
from ..model import Record
from .columns import COMMON_COLUMNS, NOTES, OWN, TABLES, YEAR, Column, Read, stated, year

Row = dict[str, Any]


def rows(
    corpus: Record, records: Iterable[Record], paragraphs: Iterable[Row], only: str = ""
) -> Iterator[tuple[str, Row]]:
    """Yield every row with the name of its table; those of other tables need not be made if `only` one is asked for."""
    entries_only = only == "entries" or any(kind.plural == only for kind in KINDS.values())
    yield "corpus", {**corpus.fields, **corpus.computed}
    for field in OF_THE_CORPUS.values():
        for term in _placed(corpus.fields.get(field, [])):
            yield "terms", {"vocabulary": field, **term}
    for record in records:
        row = row_of(record)
        yield "entries", row
        if kind := KINDS.get(record.kind):
            yield kind.plural, row
        if not entries_only:
            yield from _many(record)
        if record.reader and any(record.reader.values()):
            yield NOTES.name, {"entry": record.slug, **record.reader}
    for paragraph in paragraphs:
        yield "paragraphs", paragraph


def row_of(record: Record) -> Row:
    """Return an entry as one row: nested records flattened, computed values added."""
    fields = record.fields
    row: Row = {"kind": record.kind}  # filled one by one: to join several takes as long again
    read, years = _of_kind(record.kind)
    for name, value_of in read:
        row[name] = value_of(fields)
    row |= record.computed
    for name, day in years:
        row[name] = year(row.get(day))
    return row


@cache
def _of_kind(kind: str) -> tuple[list[tuple[str, Read]], list[tuple[str, str]]]:
    """Return what reads each column of an entry from its fields, and each column with a year and that of its day."""
    columns = (*COMMON_COLUMNS, *OWN.get(kind, ()))
    return _read(columns), [(c.name, c.name.removesuffix(YEAR)) for c in columns if c.name.endswith(YEAR)]


def _read(columns: Iterable[Column]) -> list[tuple[str, Read]]:
    return [(column.name, column.read) for column in columns if column.read]


def _placed(items: Iterable[Row]) -> list[Row]:
    return [{**item, "position": position} for position, item in enumerate(items)]


def _many(record: Record) -> Iterator[tuple[str, Row]]:
    """Yield the rows of an entry in the tables for lists, each with the name of its table."""
    fields, slug = record.fields, record.slug
    kind = KINDS.get(record.kind)
    yield from _citations(slug, None, fields["citations"])
    for part, table in (*COMMON_LISTS, *(kind.lists if kind else ())):
        values = fields[part.key]
        if stated(part):
            for name, items in (values if part.many is dict else {part.key: values}).items():
                for position, item in enumerate(items):
                    row: Row = {"entry": slug, "list": name, "position": position}
                    if part.cited:
                        named = f"{table.role} {position}"
                        yield "statements", {**row, "text": item["text"], "modality": item["modality"], "part": named}
                        yield from _citations(slug, named, item["citations"])
                    else:
                        yield "statements", {**row, "text": item}
        elif part.item_columns and values:
            columns = TABLES[table.name].columns
            owner, read = columns[0].name, _read(columns)
            for position, item in enumerate(values):
                yield table.name, {owner: slug, "position": position, **{name: of(item) for name, of in read}}


def _citations(slug: str, part: str | None, citations: list[Row]) -> Iterator[tuple[str, Row]]:
    for citation in _placed(citations):
        yield "citations", {**citation, "entry": slug, "part": part}
