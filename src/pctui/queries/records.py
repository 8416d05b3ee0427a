"""The whole corpus as data, for formats that machines read: a few questions for many entries at a time."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..kinds.base import Computed, Table
from ..kinds.document import Csl, Name
from ..kinds.kind import COMMON, COMMON_COLUMNS, Column, Kind, Part, parts
from ..kinds.registry import KINDS
from ..kinds.vocabulary import OF_THE_CORPUS
from ..model import Record
from ..text import clean_all
from .store import Store

_BATCH = 500
_THESE = "(SELECT value FROM json_each(:these))"


def corpus_record(store: Store) -> Record:
    """The corpus's own record with its vocabularies."""
    corpus = store.corpus
    fields = {"kind": "corpus", **{name: corpus[name] for name in ("slug", "title", "summary", "version")}}
    for vocabulary, field in OF_THE_CORPUS.items():
        fields[field] = [{"slug": slug, "title": title} for slug, title in store.terms(vocabulary)]
    return Record(corpus["slug"], "corpus", corpus["title"], fields, {"context": store.context})


_COMMON = ", ".join(column.name for column in COMMON_COLUMNS)


def records(store: Store) -> Iterator[Record]:
    """Every entry, in the corpus's order."""
    after = 0
    while rows := store.ask(
        f"SELECT id, kind, {_COMMON} FROM shown_entries WHERE id > :after ORDER BY id LIMIT {_BATCH}", after=after
    ):
        yield from _Batch(store, [row[2] for row in rows]).records(rows)
        after = rows[-1][0]


def records_of(store: Store, slugs: Sequence[str]) -> Iterator[Record]:
    """The entries that `slugs` name, in that order, each of them once."""
    filters = list(dict.fromkeys(slugs))
    for start in range(0, len(filters), _BATCH):
        these = filters[start : start + _BATCH]
        rows = store.ask(
            f"SELECT id, kind, {_COMMON} FROM entries WHERE slug IN {_THESE} ORDER BY id", these=json.dumps(these)
        )
        found = {record.slug: record for record in _Batch(store, these).records(rows)}
        yield from (found[slug] for slug in these if slug in found)


def paragraphs(store: Store) -> Iterator[dict[str, Any]]:
    """The paragraphs of every document, as records of the corpus format."""
    for (document,) in store.ask(
        "SELECT d.slug FROM document_details d JOIN shown_entries e ON e.slug = d.slug ORDER BY d.position"
    ):
        anchors: dict[int, list[str]] = defaultdict(list)
        for number, anchor in store.ask(
            "SELECT number, anchor FROM paragraph_anchors WHERE document = :d ORDER BY number, position", d=document
        ):
            anchors[number].append(anchor)
        for number, section, excuse in store.ask(
            "SELECT number, section, carries_nothing FROM paragraphs WHERE document = :d ORDER BY number", d=document
        ):
            yield {
                "kind": "paragraph",
                "document": document,
                "number": number,
                "section": section,
                "anchors": anchors[number],
                "carries_nothing": excuse,
            }


class _Batch:
    """What belongs to some entries, each table asked once."""

    def __init__(self, store: Store, slugs: Sequence[str]) -> None:
        self._store = store
        self._these = json.dumps(slugs)
        self._citations = self._cited()

    def _ask(self, sql: str) -> list[tuple[Any, ...]]:
        return self._store.ask(sql, these=self._these)

    def _cited(self) -> dict[tuple[str, str], list[dict[str, Any]]]:
        anchors: dict[int, list[str]] = defaultdict(list)
        for citation, anchor in self._ask(
            f"SELECT a.citation, a.anchor FROM citations c JOIN citation_anchors a ON a.citation = c.id "
            f"WHERE c.entry IN {_THESE} ORDER BY a.citation, a.position"
        ):
            anchors[citation].append(anchor)
        found: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        for number, entry, part, document, paragraph in self._ask(
            f"SELECT id, entry, part, document, paragraph FROM citations WHERE entry IN {_THESE} ORDER BY id"
        ):
            found[entry, part].append({"document": document, "paragraph": paragraph, "anchors": anchors[number]})
        return found

    def records(self, rows: list[tuple[Any, ...]]) -> Iterator[Record]:
        """The records of rows of `entries`: what is common, the fields of the kind, then what all can have many of."""
        own = {kind: self._own(KINDS[kind]) for kind in dict.fromkeys(row[1] for row in rows) if kind in KINDS}
        common = {part.key: self._list(part, part.table.owner, part.table) for part in COMMON if part.table}
        for _, kind, *values in rows:
            row = dict(zip((column.name for column in COMMON_COLUMNS), values, strict=True))
            slug = row["slug"]
            fields, computed = own.get(kind, {}).get(slug, ({}, {}))
            first = {part.key: _value(part, row) for part in COMMON if not part.table}
            lists = {name: found[slug] for name, found in common.items()}
            yield Record(
                slug,
                kind,
                row["title"],
                {"kind": kind, **first, **fields, **lists, "citations": self._citations[slug, ""]},
                {**computed, **_computed(COMMON_COLUMNS, row)},
            )

    def _own(self, kind: Kind) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
        """What each entry of a kind has beyond the common fields: its fields, and what was derived."""
        rows: dict[str, dict[str, Any]] = {}
        if kind.table:
            names = [column.name for column in kind.columns]
            for slug, *values in self._ask(f"SELECT slug, {', '.join(names)} FROM {kind.table} WHERE slug IN {_THESE}"):
                rows[slug] = dict(zip(names, map(_plain, values), strict=True))
        else:
            kinds = f"SELECT slug FROM entries WHERE kind = '{kind.name}' AND slug IN {_THESE}"
            rows = {slug: {} for (slug,) in self._ask(kinds)}
        lists = {part.name: self._list(part, kind.owner(table), table) for part, table in kind.lists}
        more = {computed.name: self._of_others(kind, computed) for computed in kind.struct.computed}
        found = {}
        for slug, row in rows.items():
            fields = {
                part.key: lists[part.name][slug] if part.name in lists else _value(part, row) for part in kind.parts
            }
            computed = _computed(kind.columns, row) | {name: of[slug] for name, of in more.items()}
            found[slug] = fields, computed
        return found

    def _list(self, part: Part, owner: str, table: Table) -> dict[str, Any]:
        """A field that is a list or a mapping, by the slug of its entry. References to what is hidden are left out."""
        columns = part.item_columns
        refers = next((c.name for c in columns if c.part.field.refers_to), table.value if part.field.refers_to else "")
        names = [column.name for column in columns] or [*filter(None, [table.key]), table.value]
        order = "x.position" if table.position and not table.key else "x.rowid"
        rows = self._ask(
            f"SELECT x.{owner}, {order}, {', '.join(f'x.{name}' for name in names)} FROM {table.name} x "
            + (f"JOIN shown_entries e ON e.slug = x.{refers} " if refers else "")
            + f"WHERE x.{owner} IN {_THESE} "
            + (f"AND x.role = '{table.role}' " if table.role else "")
            + f"ORDER BY x.{owner}, {order}"
        )
        found: dict[str, Any] = defaultdict(dict if table.key else list)
        for slug, position, *values in rows:
            if table.key:
                found[slug].setdefault(values[0], []).append(values[1])
            elif not columns:
                found[slug].append(values[0])
            else:
                assert part.item
                row = dict(zip(names, values, strict=True))
                item = {inner.key: _value(inner, row) for inner in part.item.parts}
                cited = {"citations": self._citations[slug, f"{table.role} {position}"]} if part.cited else {}
                found[slug].append(item | cited)
        return found

    def _of_others(self, kind: Kind, computed: Computed) -> dict[str, Any]:
        """What is derived from other entries, by the slug of the entry that it is put with."""
        found: dict[str, Any] = defaultdict(list if computed.many else lambda: None)
        for slug, value in self._ask(_COMPUTED[kind.name, computed.name]):
            if computed.many:
                found[slug].append(value)
            else:
                found[slug] = value or None
        return found


_COMPUTED = {
    ("change", "lane"): f"SELECT slug, lane FROM timeline WHERE kind = 'change' AND slug IN {_THESE}",
    ("ladder", "levels"): f"""
        SELECT l.ladder, l.slug FROM level_details l JOIN shown_entries e ON e.slug = l.slug
        WHERE l.ladder IN {_THESE} ORDER BY l.ladder, l.rung
    """,
}


def _value(part: Part, row: Mapping[str, Any], prefix: str = "") -> Any:
    """The value of a field as the format has it; of a struct None where something is missing that it must have."""
    name = part.field.column or f"{prefix}{part.name}"
    if part.field.json:
        return csl_record(clean_all(json.loads(row[name])))
    if part.parts:
        values = {inner.key: _value(inner, row, f"{name}_") for inner in part.parts}
        whole = all(inner.optional or values[inner.key] is not None for inner in part.parts)
        return values if whole else None
    value = row[f"{name}_edtf" if part.field.dates else name]
    return bool(value) if part.base is bool else value


def _computed(columns: Iterable[Column], row: Mapping[str, Any]) -> dict[str, Any]:
    return {column.name: row[column.name] for column in columns if column.computed}


def csl_record(record: object) -> dict[str, Any]:
    """A document's record with the fields of the corpus format alone, whatever a foreign database put there."""
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
    """A whole number as one; nothing where a foreign database holds an infinity, which JSON has no word for."""
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() else value
    return value
