"""The whole corpus as data, for formats that machines read: a few questions for many entries at a time."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ..model import Record
from ..text import clean_all
from .store import Store

_BATCH = 500
_THESE = "(SELECT value FROM json_each(:these))"

# The table of each kind and its columns; those worked out stand after the bar.
_DETAILS = {
    "event": ("event_details", "date_edtf date_basis lane type | date_earliest date_latest date_label"),
    "organisation": (
        "organisation_details",
        """
        classification abbreviation country existence_edtf existence_basis planned_from_edtf lane legal_form
        participation participation_exceptions population_min population_max population_mean population_comparator
        budget purpose sub_organization_of
        | existence_earliest existence_latest existence_label planned_from_earliest
        """,
    ),
    "change": ("change_details", "date_edtf date_basis partial | date_earliest date_latest date_label"),
    "level": ("level_details", "ladder rung organisation |"),
    "recommendation": ("recommendation_details", "proposer actor boundary strength stance |"),
    "finding": ("finding_details", "subject domain direction basis certainty |"),
    "figure": ("figure_details", "measure subject unit value min max words comparator denominator |"),
    "concept": ("concept_details", "scope_note |"),
    "person": ("person_details", "role affiliation |"),
    "project": ("project_details", "country organisation |"),
    "document": ("document_details", "label csl extent extent_note | issued_earliest issued_label"),
}


class _List(NamedTuple):
    """A list of the entries of one kind: its field, and the SQL that gives (slug, value)."""

    field: str
    sql: str


def _referring(table: str, owner: str, target: str, where: str = "1", order: str = "position") -> str:
    """References to entries, of which hidden ones are left out as they are everywhere."""
    return (
        f"SELECT x.{owner}, x.{target} FROM {table} x JOIN shown_entries e ON e.slug = x.{target} "
        f"WHERE x.{owner} IN {_THESE} AND {where} ORDER BY x.{owner}, {order}"
    )


def _owned(table: str, owner: str, value: str) -> str:
    return f"SELECT {owner}, {value} FROM {table} WHERE {owner} IN {_THESE} ORDER BY {owner}, position"


_LISTS = {
    "event": [_List("organisations", _referring("event_organisations", "event", "organisation", order="x.rowid"))],
    "organisation": [_List("linked_to", _referring("organisation_links", "organisation", "linked_to"))],
    "change": [
        _List(role, _referring("change_organisations", "change", "organisation", f"x.role = '{role}'"))
        for role in ("original", "resulting")
    ],
    "recommendation": [
        _List("exemplars", _referring("recommendation_exemplars", "recommendation", "exemplar")),
    ],
    "concept": [_List("alt_labels", _owned("concept_labels", "concept", "label"))],
    "document": [
        _List(
            "sha256",
            f"SELECT document, sha256 FROM document_hashes WHERE document IN {_THESE} ORDER BY document, rowid",
        )
    ],
    "ladder": [
        _List(
            "levels",
            f"SELECT l.ladder, l.slug FROM level_details l JOIN shown_entries e ON e.slug = l.slug "
            f"WHERE l.ladder IN {_THESE} ORDER BY l.ladder, l.rung",
        )
    ],
}
_COMPUTED_LISTS = {"levels"}
_AS_OF = ("as_of_earliest", "as_of_latest", "as_of_label")


def corpus_record(store: Store) -> Record:
    """The corpus's own record with its vocabularies."""
    corpus = store.corpus
    fields = {"kind": "corpus", **{name: corpus[name] for name in ("slug", "title", "summary", "version")}}
    for field, vocabulary in (
        ("lanes", "lane"),
        ("boundaries", "boundary"),
        ("domains", "domain"),
        ("event_types", "event_type"),
    ):
        fields[field] = [{"slug": slug, "title": title} for slug, title in store.terms(vocabulary)]
    return Record(corpus["slug"], "corpus", corpus["title"], fields, {"context": store.context})


_COLUMNS = """
id, slug, kind, title, summary, origin, modality, hedge, as_of_edtf, note, sic,
  as_of_earliest, as_of_latest, as_of_label
"""


def records(store: Store) -> Iterator[Record]:
    """Every entry, in the corpus's order."""
    after = 0
    while rows := store.ask(
        f"SELECT {_COLUMNS} FROM shown_entries WHERE id > :after ORDER BY id LIMIT {_BATCH}", after=after
    ):
        yield from _Batch(store, [row[1] for row in rows]).records(rows)
        after = rows[-1][0]


def records_of(store: Store, slugs: Sequence[str]) -> Iterator[Record]:
    """The entries that `slugs` name, in that order, each of them once."""
    filters = list(dict.fromkeys(slugs))
    for start in range(0, len(filters), _BATCH):
        these = filters[start : start + _BATCH]
        rows = store.ask(f"SELECT {_COLUMNS} FROM entries WHERE slug IN {_THESE} ORDER BY id", these=json.dumps(these))
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
        self._derived = self._grouped("derived_numbers", "entry", ("number", "from"), "number, derived_from")
        self._sources = self._grouped("context_sources", "entry", ("title", "url", "read"))
        self._links: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for source, kind, to, note in self._ask(
            f"SELECT l.source, l.type, l.target, l.note FROM links l JOIN shown_entries e ON e.slug = l.target "
            f"WHERE l.source IN {_THESE} ORDER BY l.source, l.position"
        ):
            self._links[source].append({"type": kind, "to": to, "note": note})

    def _ask(self, sql: str) -> list[tuple[Any, ...]]:
        return self._store.ask(sql, these=self._these)

    def _grouped(
        self, table: str, owner: str, names: tuple[str, ...], columns: str = ""
    ) -> dict[str, list[dict[str, Any]]]:
        """The rows of a table as records, by the entry that owns them."""
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for slug, *values in self._ask(
            f"SELECT {owner}, {columns or ', '.join(names)} FROM {table} "
            f"WHERE {owner} IN {_THESE} ORDER BY {owner}, position"
        ):
            found[slug].append(dict(zip(names, values, strict=True)))
        return found

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
        kinds = dict.fromkeys(row[2] for row in rows)
        own: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}
        for kind in kinds:
            own.update(self._own(kind))
        for _, slug, kind, title, summary, origin, modality, hedge, as_of, note, sic, *as_of_computed in rows:
            fields, computed = own.get(slug, ({}, {}))
            yield Record(
                slug,
                kind,
                title,
                {
                    "kind": kind,
                    "slug": slug,
                    "title": title,
                    "summary": summary,
                    "origin": origin,
                    "modality": modality,
                    "hedge": hedge,
                    "as_of": as_of,
                    "note": note,
                    "sic": sic,
                    **fields,
                    "derived": self._derived[slug],
                    "links": self._links[slug],
                    "sources": self._sources[slug],
                    "citations": self._citations[slug, ""],
                },
                {**computed, **dict(zip(_AS_OF, as_of_computed, strict=True))},
            )

    def _own(self, kind: str) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
        """What each entry of a kind has beyond the common fields: its fields, and what was worked out."""
        found: dict[str, tuple[dict[str, Any], dict[str, Any]]] = defaultdict(lambda: ({}, {}))
        if kind in _DETAILS:
            table, columns = _DETAILS[kind]
            stated, _, computed = columns.partition("|")
            names = stated.split() + computed.split()
            for slug, *values in self._ask(f"SELECT slug, {', '.join(names)} FROM {table} WHERE slug IN {_THESE}"):
                row = dict(zip(names, map(_plain, values), strict=True))
                found[slug] = (
                    {name.removesuffix("_edtf"): row[name] for name in stated.split()},
                    {name: row[name] for name in computed.split()},
                )
        for field, sql in _LISTS.get(kind, ()):
            lists: dict[str, list[Any]] = defaultdict(list)
            for slug, value in self._ask(sql):
                lists[slug].append(value)
            slugs = found if kind in _DETAILS else lists
            for slug in list(slugs):
                found[slug][1 if field in _COMPUTED_LISTS else 0][field] = lists[slug]
        if shape := getattr(self, f"_{kind}", None):
            shape(found)
        return found

    def _organisation(self, found: dict[str, tuple[dict[str, Any], dict[str, Any]]]) -> None:
        items: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
        for slug, role, position, text in self._ask(
            f"SELECT organisation, role, position, text FROM organisation_items WHERE organisation IN {_THESE} "
            "ORDER BY organisation, role, position"
        ):
            items[slug, role].append({"text": text, "citations": self._citations[slug, f"{role} {position}"]})
        for slug, (fields, _) in found.items():
            kind, exceptions = fields.pop("participation"), fields.pop("participation_exceptions")
            fields["participation"] = None if kind is None else {"kind": kind, "exceptions": exceptions}
            bounds = {name: fields.pop(f"population_{name}") for name in ("min", "max", "mean", "comparator")}
            fields["population"] = None if bounds["comparator"] is None else bounds
            fields["functions"], fields["drawbacks"] = items[slug, "function"], items[slug, "drawback"]

    def _change(self, found: dict[str, tuple[dict[str, Any], dict[str, Any]]]) -> None:
        lanes = dict(self._ask(f"SELECT slug, lane FROM timeline WHERE kind = 'change' AND slug IN {_THESE}"))
        for slug, (fields, computed) in found.items():
            fields["partial"] = bool(fields["partial"])
            computed["lane"] = lanes.get(slug) or None

    def _level(self, found: dict[str, tuple[dict[str, Any], dict[str, Any]]]) -> None:
        for fields, _ in found.values():
            fields["aspects"] = {}
        for slug, aspect, text in self._ask(
            f"SELECT level, aspect, text FROM level_aspects WHERE level IN {_THESE} ORDER BY level, rowid"
        ):
            found[slug][0]["aspects"].setdefault(aspect, []).append(text)

    def _document(self, found: dict[str, tuple[dict[str, Any], dict[str, Any]]]) -> None:
        sections = self._grouped("sections", "document", ("slug", "title"))
        supplied: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for slug, field, value, title, url, read in self._ask(
            f"SELECT document, field, value, source_title, source_url, source_read FROM document_supplied "
            f"WHERE document IN {_THESE} ORDER BY document, position"
        ):
            source = {"title": title, "url": url, "read": read}
            supplied[slug].append({"field": field, "value": value, "source": source})
        for slug, (fields, _) in found.items():
            fields["csl"] = csl_record(clean_all(json.loads(fields["csl"])))
            fields["sections"], fields["supplied"] = sections[slug], supplied[slug]


_CSL = "type title issued container-title volume issue page publisher DOI URL language".split()


def csl_record(record: object) -> dict[str, Any]:
    """A document's record with the fields of the corpus format alone, whatever a foreign database put there."""
    found = record if isinstance(record, dict) else {}
    fields: dict[str, Any] = {name: _text(found.get(name)) for name in _CSL}
    fields["type"] = fields["type"] or "document"
    authors = found.get("author")
    names = [
        {part: name[part] for part in ("family", "given", "literal") if _text(name.get(part))}
        for name in (authors if isinstance(authors, list) else [])
        if isinstance(name, dict)
    ]
    fields["author"] = [name for name in names if name]
    return fields


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _plain(value: Any) -> Any:
    """A whole number as one; nothing where a foreign database holds an infinity, which JSON has no word for."""
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() else value
    return value
