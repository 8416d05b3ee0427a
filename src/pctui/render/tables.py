"""CSV: a table for each kind of entry and for what entries have many of.

A cell that a spreadsheet would take for a formula is given an apostrophe, and the byte order mark says that the file
is UTF-8; `raw` leaves both out. Tables are joined by slugs.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from ..model import Record

Rows = list[dict[str, Any]]
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # noqa: RUF001 - spreadsheets take the full-width ones too
_BLANKS = ("\t", "\r", "\n")

_COMMON = "slug title summary origin modality hedge as_of as_of_earliest as_of_latest as_of_label note sic".split()
_DATED = "date date_earliest date_latest date_label date_basis lane".split()
_KINDS = {
    "event": ("events", [*_DATED, "type", "organisations"]),
    "organisation": (
        "organisations",
        """
        classification abbreviation country existence existence_earliest existence_latest existence_label
        existence_basis planned_from planned_from_earliest lane legal_form participation participation_exceptions
        population_min population_max population_mean population_comparator budget purpose sub_organization_of linked_to
        """.split(),
    ),
    "change": ("changes", [*_DATED, "partial", "original", "resulting"]),
    "ladder": ("ladders", ["levels"]),
    "level": ("levels", "ladder rung organisation".split()),
    "recommendation": ("recommendations", "proposer actor boundary strength stance exemplars".split()),
    "finding": ("findings", "subject domain direction basis certainty".split()),
    "figure": ("figures", "measure subject unit value min max words comparator denominator".split()),
    "concept": ("concepts", ["scope_note"]),
    "person": ("people", ["role", "affiliation"]),
    "project": ("projects", ["country", "organisation"]),
    "document": (
        "documents",
        """
        label type author printed_title issued issued_earliest issued_label container_title volume issue page publisher
        DOI URL language extent extent_note sha256
        """.split(),
    ),
}
_WHEN = """
date date_earliest date_latest date_label existence existence_earliest existence_latest existence_label
issued issued_earliest issued_label
""".split()
_ITEM_LISTS = ("functions", "drawbacks")
COLUMNS = {
    "corpus": "slug title summary version context".split(),
    "terms": "vocabulary slug title position".split(),
    **{table: [*_COMMON, *columns] for table, columns in _KINDS.values()},
    "statements": "entry list position text".split(),
    "citations": "entry part position document paragraph anchors".split(),
    "links": "source position type target note".split(),
    "context_sources": "entry position title url read".split(),
    "derived_numbers": "entry position number derived_from".split(),
    "document_supplied": "document position field value source_title source_url source_read".split(),
    "sections": "document slug title position".split(),
    "paragraphs": "document number section anchors carries_nothing".split(),
}
TABLES = tuple(COLUMNS)


def render(
    corpus: Record, records: Iterable[Record], paragraphs: Iterable[dict[str, Any]], *, raw: bool = False
) -> Iterator[tuple[str, str]]:
    """The name and the text of each file."""
    for name, rows in _tables(corpus, records, paragraphs).items():
        yield f"{name}.csv", table(COLUMNS[name], rows, raw=raw)


def one(
    name: str, corpus: Record, records: Iterable[Record], paragraphs: Iterable[dict[str, Any]], *, raw: bool = False
) -> str:
    """The text of one table."""
    return table(COLUMNS[name], _tables(corpus, records, paragraphs)[name], raw=raw)


def listing(kinds: Sequence[str], records: Iterable[Record], also: Iterable[dict[str, Any]] = ()) -> str:
    """Some entries as one table: what all have, what each of `kinds` has beyond it, and what they rest on.

    Of any kind (none given), their dates. `also` are paragraphs of attached documents, which have a snippet alone.
    """
    known = [_KINDS[kind][1] for kind in kinds if kind in _KINDS]  # a foreign database may have others
    own = dict.fromkeys(chain.from_iterable(known)) if kinds else _WHEN
    return table(["kind", *_COMMON, *own, "citations"], chain(map(_cited_row, records), map(_passage_row, also)))


def _passage_row(passage: dict[str, Any]) -> dict[str, Any]:
    place = f"{passage['document']} ¶{passage['paragraph']}"
    return {"kind": passage["kind"], "slug": passage["document"], "summary": passage["snippet"], "citations": place}


def _cited_row(record: Record) -> dict[str, Any]:
    places = dict.fromkeys(f"{c['document']} ¶{c['paragraph']}" for c in record.fields["citations"])
    return {**_row(record), "citations": "; ".join(places)}


def table(columns: list[str], rows: Iterable[dict[str, Any]], *, raw: bool = False) -> str:
    """A table as CSV (RFC 4180) with a row of headings."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(column), raw) for column in columns])
    return out.getvalue() if raw else f"\ufeff{out.getvalue()}"


def _cell(value: object, raw: bool) -> object:
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, str) and not raw and (value[:1] in _BLANKS or value.lstrip().startswith(_FORMULA)):
        return f"'{value}"
    return value


def _tables(corpus: Record, records: Iterable[Record], paragraphs: Iterable[dict[str, Any]]) -> dict[str, Rows]:
    found: dict[str, Rows] = {name: [] for name in TABLES}
    found["corpus"].append({**corpus.fields, **corpus.computed})
    for field in ("lanes", "boundaries", "domains", "event_types"):
        found["terms"].extend({"vocabulary": field, **term} for term in _placed(corpus.fields[field]))
    for record in records:
        if record.kind in _KINDS:
            found[_KINDS[record.kind][0]].append(_row(record))
        for name, rows in _many(record).items():
            found[name].extend(rows)
    found["paragraphs"].extend({**p, "anchors": " ".join(p["anchors"])} for p in paragraphs)
    return found


def _placed(rows: Iterable[dict[str, Any]]) -> Rows:
    return [{**row, "position": position} for position, row in enumerate(rows)]


def _row(record: Record) -> dict[str, Any]:
    """An entry on one line: nested records flattened, slugs joined by blanks."""
    fields = dict(record.fields)
    if record.kind == "document":
        csl = fields.pop("csl")
        fields["printed_title"] = csl.pop("title")
        fields["author"] = "; ".join(
            ", ".join(filter(None, (name.get("family") or name.get("literal"), name.get("given"))))
            for name in csl.pop("author")
        )
        fields.update({name.replace("-", "_"): value for name, value in csl.items()})
    if participation := fields.pop("participation", None):
        fields |= {"participation": participation["kind"], "participation_exceptions": participation["exceptions"]}
    if population := fields.pop("population", None):
        fields |= {f"population_{name}": value for name, value in population.items()}
    flat = {**fields, **record.computed}
    # A lane that was not stated stands under `computed`.
    return {
        name: " ".join(value) if isinstance(value, list) and all(isinstance(v, str) for v in value) else value
        for name, value in flat.items()
    }


def _many(record: Record) -> dict[str, Rows]:
    """The rows that an entry has in the tables of what there can be many of."""
    fields, slug = record.fields, record.slug
    found: dict[str, Rows] = defaultdict(list)
    found["citations"] = list(_citations(slug, "", fields["citations"]))
    for name in _ITEM_LISTS:
        for position, item in enumerate(fields.get(name, ())):
            found["statements"].append({"entry": slug, "list": name, "position": position, "text": item["text"]})
            found["citations"].extend(_citations(slug, f"{name.removesuffix('s')} {position}", item["citations"]))
    lists = {**fields.get("aspects", {}), "alt_labels": fields.get("alt_labels", ())}
    for name, texts in lists.items():
        found["statements"].extend(
            {"entry": slug, "list": name, "position": position, "text": text} for position, text in enumerate(texts)
        )
    found["links"] = [{**link, "source": slug, "target": link["to"]} for link in _placed(fields["links"])]
    found["context_sources"] = [{**source, "entry": slug} for source in _placed(fields["sources"])]
    found["derived_numbers"] = [
        {**derived, "entry": slug, "derived_from": derived["from"]} for derived in _placed(fields["derived"])
    ]
    found["sections"] = [{**section, "document": slug} for section in _placed(fields.get("sections", ()))]
    found["document_supplied"] = [
        {**row, "document": slug, **{f"source_{name}": text for name, text in row["source"].items()}}
        for row in _placed(fields.get("supplied", ()))
    ]
    return found


def _citations(slug: str, part: str, citations: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for citation in _placed(citations):
        yield {**citation, "entry": slug, "part": part, "anchors": " ".join(citation["anchors"])}
