"""Queries for the whole corpus as data; each query covers many entries."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import itemgetter
from typing import Any

from .. import edtf
from ..database.read_only import batches
from ..kinds.base import Computed, Table
from ..kinds.document import Csl, Name
from ..kinds.kind import COMMON, COMMON_COLUMNS, COMMON_LISTS, Kind, Part, parts
from ..kinds.registry import KINDS
from ..kinds.vocabulary import CORPUS_FIELDS, OF_THE_CORPUS, WITH_DEFAULTS
from ..model import Record
from ..text import clean_all
from .filters import EVERYTHING, Filter
from .store import Store

Data = dict[str, Any]

_THESE = "(SELECT value FROM json_each(:these))"


def corpus_record(store: Store) -> Record:
    """Return the record of the corpus, with its vocabularies; without those of the format that it does not declare."""
    corpus = store.corpus
    fields = {"kind": "corpus", **{name: corpus[name] for name in CORPUS_FIELDS}}
    for vocabulary, field in OF_THE_CORPUS.items():
        if (terms := _terms(store, vocabulary)) or vocabulary not in WITH_DEFAULTS:
            fields[field] = terms
    return Record(corpus["slug"], "corpus", corpus["title"], fields, {"context": store.context})


def _terms(store: Store, vocabulary: str) -> list[Data]:
    """Return the terms of a vocabulary that the corpus declares, with every field that they have in its record."""
    broader = store.broader_terms(vocabulary)
    found = []
    for slug, title, *more in store.select(
        "SELECT slug, title, heading, inverse, inverse_heading FROM terms WHERE vocabulary = :v AND declared "
        "ORDER BY position",
        v=vocabulary,
    ):
        term: Data = {"slug": slug, "title": title}
        if vocabulary == "link_type":
            heading, inverse, inverse_heading = more
            symmetric = inverse == title
            term |= {"inverse": None if symmetric else inverse, "symmetric": symmetric, "heading": heading}
            term["inverse_heading"] = None if symmetric else inverse_heading
        else:
            term["broader"] = broader.get(slug, [])
            if vocabulary == "classification":
                term["heading"] = more[0]
        found.append(term)
    return found


_COMMON = [column.name for column in COMMON_COLUMNS]
_AS_OF = [column.name for column in COMMON_COLUMNS if column.computed]
_SELECTED = f"id, kind, {', '.join(_COMMON)}"


def records(store: Store, filters: Filter = EVERYTHING) -> Iterator[Record]:
    """Yield the entries that match a filter, in the order of the corpus."""
    sql = f"SELECT {_SELECTED} FROM shown_entries listed WHERE {filters.entries('listed.slug')} ORDER BY id"
    for rows in batches(store.stream(sql, **filters.parameters)):
        yield from _Batch(store, [row[2] for row in rows]).records(rows)


def records_of(store: Store, slugs: Iterable[str], *, tables: bool = True) -> Iterator[Record]:
    """Yield the entries with these `slugs`, in that order.

    Without `tables`, they lack what a table of entries has no columns for: the lists that every kind has, and the
    anchors of citations.
    """
    for these in batches(slugs):
        rows = store.select(
            f"SELECT {_SELECTED} FROM entries WHERE slug IN {_THESE} ORDER BY id", these=json.dumps(these)
        )
        found = {record.slug: record for record in _Batch(store, these, tables=tables).records(rows)}
        yield from (found[slug] for slug in these if slug in found)


def paragraphs(store: Store) -> Iterator[dict[str, Any]]:
    """Yield the paragraphs of every document, as records of the corpus format."""
    for (document,) in store.select(
        "SELECT d.slug FROM document_details d JOIN shown_entries e ON e.slug = d.slug ORDER BY d.position"
    ):
        anchors: dict[int, list[str]] = defaultdict(list)
        for number, anchor in store.select(
            "SELECT number, anchor FROM paragraph_anchors WHERE document = :d ORDER BY number, position", d=document
        ):
            anchors[number].append(anchor)
        for number, section, page, excuse in store.select(
            "SELECT number, section, page, carries_nothing FROM paragraphs WHERE document = :d ORDER BY number",
            d=document,
        ):
            yield {
                "kind": "paragraph",
                "document": document,
                "number": number,
                "section": section,
                "page": page,
                "anchors": anchors[number],
                "carries_nothing": excuse,
            }


class _Batch:
    """Reads everything about some entries, with one query per table."""

    def __init__(self, store: Store, slugs: Sequence[str], *, tables: bool = True) -> None:
        self._store = store
        self._tables = tables
        self._these = json.dumps(slugs)
        self._citations = self._cited()

    def _select(self, sql: str) -> list[tuple[Any, ...]]:
        return self._store.select(sql, these=self._these)

    def _cited(self) -> dict[tuple[str, str], list[dict[str, Any]]]:
        anchors: dict[int, list[str]] = defaultdict(list)
        sql = (
            "SELECT a.citation, a.anchor FROM citations c JOIN citation_anchors a ON a.citation = c.id "
            f"WHERE c.entry IN {_THESE} ORDER BY a.citation, a.position"
        )
        for citation, anchor in self._select(sql) if self._tables else ():
            anchors[citation].append(anchor)
        found: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        for number, entry, part, document, paragraph in self._select(
            f"SELECT id, entry, part, document, paragraph FROM citations WHERE entry IN {_THESE} ORDER BY id"
        ):
            found[entry, part].append({"document": document, "paragraph": paragraph, "anchors": anchors[number]})
        return found

    def records(self, rows: list[tuple[Any, ...]]) -> Iterator[Record]:
        """Yield the records for rows of `entries`: the common fields, those of the kind, then the common lists."""
        own = {kind: self._own(KINDS[kind]) for kind in dict.fromkeys(row[1] for row in rows) if kind in KINDS}
        readers = _readers(COMMON)
        lists = COMMON_LISTS if self._tables else ()
        common = {part.key: self._list(part, table.owner, table) for part, table in lists}
        for _, kind, *values in rows:
            row = dict(zip(_COMMON, values, strict=True))
            slug = row["slug"]
            own_fields, computed = own[kind][slug] if kind in own else ({}, {})
            fields = {"kind": kind}
            for key, read in readers:
                fields[key] = read(row)
            fields |= own_fields
            for name, found in common.items():
                fields[name] = found[slug]
            fields["citations"] = self._citations[slug, ""]
            for name in _AS_OF:
                computed[name] = _end(row, name)
            yield Record(slug, kind, row["title"], fields, computed)

    def _own(self, kind: Kind) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
        """Return (fields, derived values) of the entries of a kind, by slug."""
        rows: dict[str, dict[str, Any]] = {}
        if kind.table:
            names = [column.name for column in kind.columns]
            sql = f"SELECT slug, {', '.join(names)} FROM {kind.table} WHERE slug IN {_THESE}"
            for slug, *values in self._select(sql):
                rows[slug] = dict(zip(names, [_plain(v) if v.__class__ is float else v for v in values], strict=True))
        else:
            kinds = f"SELECT slug FROM entries WHERE kind = '{kind.name}' AND slug IN {_THESE}"
            rows = {slug: {} for (slug,) in self._select(kinds)}
        lists = {part.key: self._list(part, kind.owner(table), table) for part, table in kind.lists}
        more = {computed.name: self._of_others(kind, computed) for computed in kind.struct.computed}
        readers = dict(_readers(kind.parts))
        keys = [(part.key, readers.get(part.key), lists.get(part.key, {})) for part in kind.parts]
        worked_out = [column.name for column in kind.columns if column.computed]
        found = {}
        for slug, row in rows.items():
            fields = {key: read(row) if read else of[slug] for key, read, of in keys}
            computed = {name: _end(row, name) for name in worked_out}
            for name, of in more.items():
                computed[name] = of[slug]
            found[slug] = fields, computed
        return found

    def _list(self, part: Part, owner: str, table: Table) -> dict[str, Any]:
        """Return a list or mapping field by the slug of its entry, without references to hidden entries."""
        columns = part.item_columns
        refers = next((c.name for c in columns if c.part.field.refers_to), table.value if part.field.refers_to else "")
        names = [column.name for column in columns] or [*filter(None, [table.key]), table.value]
        order = "x.position" if table.position and not table.key else "x.rowid"
        rows = self._select(
            f"SELECT x.{owner}, {order}, {', '.join(f'x.{name}' for name in names)} FROM {table.name} x "
            + (f"JOIN shown_entries e ON e.slug = x.{refers} " if refers else "")
            + f"WHERE x.{owner} IN {_THESE} "
            + (f"AND x.role = '{table.role}' " if table.role else "")
            + f"ORDER BY x.{owner}, {order}"
        )
        readers = _readers(part.item.parts) if part.item else []
        found: dict[str, Any] = defaultdict(dict if table.key else list)
        for slug, position, *values in rows:
            if table.key:
                found[slug].setdefault(values[0], []).append(values[1])
            elif not columns:
                found[slug].append(values[0])
            else:
                stored = dict(zip(names, values, strict=True))
                item = {key: read(stored) for key, read in readers}
                cited = {"citations": self._citations[slug, f"{table.role} {position}"]} if part.cited else {}
                found[slug].append(item | cited)
        return found

    def _of_others(self, kind: Kind, computed: Computed) -> dict[str, Any]:
        """Return values derived from other entries, by slug."""
        found: dict[str, Any] = defaultdict(list if computed.many else lambda: None)
        for slug, value in self._select(_COMPUTED[kind.name, computed.name]):
            if computed.many:
                found[slug].append(value)
            else:
                found[slug] = value or None
        return found


_COMPUTED = {
    ("recommendation", "heading"): f"SELECT slug, heading FROM headings WHERE slug IN {_THESE}",
    ("change", "lane"): f"SELECT slug, lane FROM timeline WHERE kind = 'change' AND slug IN {_THESE}",
    ("ladder", "levels"): f"""
        SELECT l.ladder, l.slug FROM level_details l JOIN shown_entries e ON e.slug = l.slug
        WHERE l.ladder IN {_THESE} ORDER BY l.ladder, l.rung
    """,
}


def _readers(of: tuple[Part, ...], prefix: str = "") -> list[tuple[str, Callable[[Data], Any]]]:
    """Return for each field a function that reads its value, as in the corpus format, from a row."""
    return [(part.key, _reader(part, prefix)) for part in of if not part.many]


def _reader(part: Part, prefix: str) -> Callable[[Data], Any]:
    name = part.field.column or f"{prefix}{part.name}"
    if part.field.json:
        return lambda row: csl_record(clean_all(json.loads(row[name])))
    if part.parts:
        inner = _readers(part.parts, f"{name}_")
        required = [within.key for within in part.parts if not within.optional]

        def nested(row: Data) -> Data | None:
            values = {key: read(row) for key, read in inner}
            return None if any(values[key] is None for key in required) else values

        return nested
    if part.base is bool:
        return lambda row: bool(row[name])
    return itemgetter(f"{name}_edtf" if part.field.dates else name)


def _end(row: Data, name: str) -> Any:
    """Return a bound or the label of a date; a bound as ISO 8601 writes the day."""
    value = row[name]
    return value if name.endswith("_label") or not isinstance(value, str) else edtf.iso(value)


def csl_record(record: object) -> dict[str, Any]:
    """Return a document's record with only the fields of the corpus format; a foreign database may have others."""
    found = record if isinstance(record, dict) else {}
    fields = {part.key: _names(found.get(part.key)) if part.many else _text(found.get(part.key)) for part in parts(Csl)}
    return fields | {"type": fields["type"] or "document"}


def _names(authors: object) -> list[dict[str, str]]:
    names = [
        {part.key: name[part.key] for part in parts(Name) if _text(name.get(part.key))}
        for name in (authors if isinstance(authors, list) else [])
        if isinstance(name, dict)
    ]
    return [name for name in names if name]


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _plain(value: Any) -> Any:
    """Return a whole number as an int; None for the infinities of a foreign database, which JSON cannot express."""
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() else value
    return value
