"""CSV: a table for each kind of entry and for each list that entries can have.

Cells that a spreadsheet would read as formulas get an apostrophe, and a byte order mark identifies the file as UTF-8;
`raw` leaves both out. Tables are joined by slugs.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from operator import methodcaller
from typing import Any

from ..kinds.base import ENTRY, Section, Table
from ..kinds.document import Name
from ..kinds.kind import COMMON, COMMON_LISTS, Kind, Part
from ..kinds.registry import KINDS
from ..kinds.vocabulary import OF_THE_CORPUS
from ..model import Record
from ..queries.documents import authors_line

Rows = list[dict[str, Any]]
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # noqa: RUF001 - spreadsheets accept the full-width ones too
_BLANKS = ("\t", "\r", "\n")


def _cell_name(part: Part, prefix: str) -> str:
    return part.field.column or f"{prefix}{part.key.replace('-', '_')}"


def _joined(part: Part) -> bool:
    """Whether a list is written in one cell: slugs, texts and names. Other lists are tables, or in `statements`."""
    return part.base is Name or (part.many is list and not part.item_columns and not _stated(part))


def _stated(part: Part) -> bool:
    """Whether a list or a mapping contains statements."""
    return part.many is dict or part.cited or bool(part.item and part.item.free)


def _columns(of: Iterable[Part], prefix: str = "") -> Iterator[str]:
    """Yield the columns of fields; each field of a nested record has a column of its own."""
    for part in of:
        if part.parts:
            yield from _columns(part.parts, "" if part.field.json else f"{part.key}_")
        elif not part.many or _joined(part):
            name = _cell_name(part, prefix)
            yield from (name, *(f"{name}_{end}" for end in part.field.dates))


def _columns_of(kind: Kind) -> list[str]:
    found = list(_columns(kind.parts))
    for computed in kind.struct.computed:
        found.insert(found.index(computed.after) + 1 if computed.after else len(found), computed.name)
    return found


def _dates(of: Iterable[Part]) -> Iterator[str]:
    """Yield the columns of the date of an entry, or of its existence."""
    for part in of:
        yield from _dates(part.parts)
        if "label" in part.field.dates:
            yield from _columns([part])


def _listed(lists: Iterable[tuple[Part, Table]], owner: str) -> dict[str, list[str]]:
    """Return the columns of the tables for lists of records, by name."""
    found = {}
    for part, table in lists:
        if part.item_columns and not part.cited:
            own = [column.name for column in part.item_columns]
            ordered = [*own, "position"] if part.base is Section else ["position", *own]  # as in the table `terms`
            found[table.name] = [table.owner or owner, *ordered]
    return found


_COMMON = list(_columns(COMMON))
_OWN = {kind.name: _columns_of(kind) for kind in KINDS.values()}
_WHEN = list(dict.fromkeys(chain.from_iterable(_dates(kind.parts) for kind in KINDS.values())))
COLUMNS = {
    "corpus": "slug title summary version context".split(),
    "terms": "vocabulary slug title broader position".split(),
    **{kind.plural: [*_COMMON, *_OWN[kind.name]] for kind in KINDS.values()},
    "statements": "entry list position text modality".split(),
    "citations": "entry part position document paragraph anchors".split(),
    **_listed(COMMON_LISTS, ENTRY),
    **{name: columns for kind in KINDS.values() for name, columns in _listed(kind.lists, kind.name).items()},
    "paragraphs": "document number section page anchors carries_nothing".split(),
}
TABLES = tuple(COLUMNS)
# A table of what the entries have of the reader, if that is asked for.
NOTES = "notes"
_COLUMNS_OF_READER = ["entry", "mark", "note"]


def render(
    corpus: Record,
    records: Iterable[Record],
    paragraphs: Iterable[dict[str, Any]],
    *,
    raw: bool = False,
    notes: bool = False,
) -> Iterator[tuple[str, str]]:
    """Yield the text of all files, piece by piece, each with the name of its file; several are of the same file."""
    writers = {name: _Writer(COLUMNS[name], raw) for name in TABLES}
    if notes:
        writers[NOTES] = _Writer(_COLUMNS_OF_READER, raw)
    for count, (name, row) in enumerate(_rows(corpus, records, paragraphs), 1):
        writers[name].add(row)
        if count % _HELD == 0:
            yield from ((f"{table}.csv", text) for table, writer in writers.items() if (text := writer.take()))
    yield from ((f"{table}.csv", writer.take()) for table, writer in writers.items())


def one(
    name: str, corpus: Record, records: Iterable[Record], paragraphs: Iterable[dict[str, Any]], *, raw: bool = False
) -> Iterator[str]:
    """Yield the text of one table, piece by piece."""
    columns = _COLUMNS_OF_READER if name == NOTES else COLUMNS[name]
    return table(columns, (row for of, row in _rows(corpus, records, paragraphs, name) if of == name), raw=raw)


def listing(
    kinds: Sequence[str],
    records: Iterable[Record],
    also: Iterable[dict[str, Any]] = (),
    of_reader: Iterable[str] = (),
) -> Iterator[str]:
    """Yield some entries as one table, with the common columns, those of each of `kinds`, and their citations.

    If `kinds` is empty, the dates of all kinds are included. `also` are passages of attached documents: matches, which
    have a snippet, or cited ones, which have a text and an outcome. `of_reader` names what the records have of
    the reader.
    """
    known = [_OWN[kind] for kind in kinds if kind in _OWN]  # a foreign database may have others
    own = dict.fromkeys(chain.from_iterable(known)) if kinds else _WHEN
    columns = ["kind", *_COMMON, *own, "citations", *(f"reader_{name}" for name in of_reader)]
    return table(columns, chain(map(_cited_row, records), map(_passage_row, also)))


def _passage_row(passage: dict[str, Any]) -> dict[str, Any]:
    place = f"{passage['document']} ¶{passage['paragraph']}"
    text, outcome = passage.get("snippet", passage.get("text")), passage.get("outcome")
    return {
        "kind": passage["kind"],
        "slug": passage["document"],
        "summary": text,
        "note": outcome,
        "citations": place,
    }


def _cited_row(record: Record) -> dict[str, Any]:
    places = dict.fromkeys(f"{c['document']} ¶{c['paragraph']}" for c in record.fields["citations"])
    row = _row(record)
    row["citations"] = "; ".join(places)
    return row | {f"reader_{name}": value for name, value in (record.reader or {}).items()}


def table(columns: list[str], rows: Iterable[dict[str, Any]], *, raw: bool = False) -> Iterator[str]:
    """Yield a table as CSV (RFC 4180) with a heading row, piece by piece."""
    writer = _Writer(columns, raw)
    for count, row in enumerate(rows, 1):
        writer.add(row)
        if count % _HELD == 0:
            yield writer.take()
    yield writer.take()


_HELD = 500  # rows that are written together


class _Writer:
    """Makes the text of a table; `take` returns what has been added since it was last called."""

    def __init__(self, columns: list[str], raw: bool) -> None:
        self._columns, self._raw = columns, raw
        self._out = io.StringIO()
        if not raw:
            self._out.write("\ufeff")
        self._writer = csv.writer(self._out, lineterminator="\r\n")
        self._writer.writerow(columns)

    def add(self, row: dict[str, Any]) -> None:
        cells = map(row.get, self._columns)
        # Most cells are empty or begin with a letter: they are as they should be, without a call for each.
        self._writer.writerow(
            [c if c is None or (c.__class__ is str and c[:1].isalnum()) else self._cell(c) for c in cells]
        )

    def _cell(self, value: object) -> object:
        return _cell(value, self._raw)

    def take(self) -> str:
        text = self._out.getvalue()
        self._out.seek(0)
        self._out.truncate()
        return text


def _cell(value: object, raw: bool) -> object:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str) and not raw and (value[:1] in _BLANKS or value.lstrip().startswith(_FORMULA)):
        return f"'{value}"
    return value


def _rows(
    corpus: Record, records: Iterable[Record], paragraphs: Iterable[dict[str, Any]], only: str = ""
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every row with the name of its table; those of other tables need not be made if `only` one is asked for."""
    entries_only = any(kind.plural == only for kind in KINDS.values())
    yield "corpus", {**corpus.fields, **corpus.computed}
    for field in OF_THE_CORPUS.values():
        for term in _placed(corpus.fields[field]):
            yield "terms", {"vocabulary": field, **term, "broader": " ".join(term["broader"])}
    for record in records:
        if kind := KINDS.get(record.kind):
            yield kind.plural, _row(record)
        if not entries_only:
            yield from _many(record)
        if record.reader and any(record.reader.values()):
            yield NOTES, {"entry": record.slug, **record.reader}
    for paragraph in paragraphs:
        yield "paragraphs", {**paragraph, "anchors": " ".join(paragraph["anchors"])}


def _placed(rows: Iterable[dict[str, Any]]) -> Rows:
    return [{**row, "position": position} for position, row in enumerate(rows)]


def _row(record: Record) -> dict[str, Any]:
    """Return an entry as one row: nested records flattened, slugs joined by blanks, computed values added."""
    fields = record.fields
    row: dict[str, Any] = {"kind": record.kind}  # filled one by one: to join several takes as long again
    for name, read in _cells_of(record.kind):
        row[name] = read(fields)
    for name, value in record.computed.items():
        row[name] = " ".join(value) if isinstance(value, list) else value
    return row


Read = Callable[[Mapping[str, Any]], Any]


@cache
def _cells_of(kind: str) -> tuple[tuple[str, Read], ...]:
    """Return the name of each cell of an entry, and what reads it from the entry's fields."""
    return tuple(_cells((*COMMON, *(KINDS[kind].parts if kind in KINDS else ()))))


def _cells(of: Iterable[Part], prefix: str = "") -> Iterator[tuple[str, Read]]:
    for part in of:
        if part.parts:
            for name, read in _cells(part.parts, "" if part.field.json else f"{part.key}_"):
                yield name, _within(part.key, read)
        elif part.base is Name or not part.many or _joined(part):
            yield _cell_name(part, prefix), _reader(part)


def _within(key: str, read: Read) -> Read:
    return lambda fields: read(fields.get(key) or {})


def _reader(part: Part) -> Read:
    key = part.key
    if part.base is Name:
        return lambda fields: authors_line(fields.get(key) or [])
    if part.many:
        return lambda fields: " ".join(fields.get(key) or [])
    return methodcaller("get", key)


def _many(record: Record) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the rows of an entry in the tables for lists, each with the name of its table."""
    fields, slug = record.fields, record.slug
    kind = KINDS.get(record.kind)
    yield from _citations(slug, "", fields["citations"])
    for part, table in (*COMMON_LISTS, *(kind.lists if kind else ())):
        values = fields[part.key]
        if _stated(part):
            for name, items in (values if part.many is dict else {part.key: values}).items():
                for position, item in enumerate(items):
                    stated = {"text": item["text"], "modality": item["modality"]} if part.cited else {"text": item}
                    yield "statements", {"entry": slug, "list": name, "position": position, **stated}
                    if part.cited:
                        yield from _citations(slug, f"{table.role} {position}", item["citations"])
        elif part.item_columns and part.item:
            owner = table.owner or record.kind
            cells = list(_cells(part.item.parts)) if values else []
            for position, item in enumerate(values):
                yield table.name, {owner: slug, "position": position, **{name: read(item) for name, read in cells}}


def _citations(slug: str, part: str, citations: list[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for citation in _placed(citations):
        yield "citations", {**citation, "entry": slug, "part": part, "anchors": " ".join(citation["anchors"])}
