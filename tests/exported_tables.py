"""What the exported tables are to have, worked out from the JSON export alone."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from conftest import Run

from pctui.kinds.vocabulary import CORPUS_FIELDS

Row = dict[str, Any]
Tables = dict[str, list[Row]]

FORMULAS = ("=1+1", "'=1", "\t=x", "''")  # in tables for spreadsheets
HOSTILE = (*FORMULAS, '"quoted", and\r\nnext', "# no comment", "'=1 raw", "a\tb\x85c\u2028d", "null", "; ,")

# Columns of nested records with a name of their own, and lists that are tables.
NAMED = {"participation_kind": "participation", "title": "printed_title"}
LISTS = {"derived": "derived_numbers", "links": "links", "sources": "context_sources", "sections": "sections"} | {
    "boundaries": "recommendation_boundaries",
    "supplied": "document_supplied",
}
OPTIONAL = ("aspects", "classifications", "link_types")  # vocabularies that the format has where a corpus declares none
ITEMS = {"from": "derived_from", "to": "target"}
STATED = {"outcomes": "outcome", "functions": "function", "drawbacks": "drawback", "composition": "member"}
OWNERS = {"links": "source", "boundaries": "recommendation", "sections": "document", "supplied": "document"}
PLURALS = {"person": "people"}


def tables_of(exported: Row) -> Tables:
    """Return the tables that the JSON export of a corpus amounts to, without the columns with years."""
    found: Tables = defaultdict(list)
    corpus = exported["corpus"]
    found["corpus"] = [{name: corpus[name] for name in CORPUS_FIELDS} | corpus["computed"]]
    for name in ("lanes", "boundaries", "actors", "proposers", "domains", "event_types", *OPTIONAL):
        for position, term in enumerate(corpus.get(name, [])):
            found["terms"].append({"vocabulary": name, "position": position, **term})
    for entry in exported["entries"]:
        kind = entry["kind"]
        found["entries"].append({name: entry[name] for name in ("slug", "kind", "title", "origin", "modality")})
        found[PLURALS.get(kind, f"{kind}s")].append(entry["computed"] | dict(_cells(entry)))
        for table, row in _rows(entry):
            found[table].append(row)
    found["paragraphs"] = [{k: v for k, v in one.items() if k != "kind"} for one in exported["paragraphs"]]
    return {name: [{k: v if v != [] else None for k, v in row.items()} for row in rows] for name, rows in found.items()}


def _cells(entry: Row) -> Iterator[tuple[str, Any]]:
    for key, value in entry.items():
        if key == "csl":
            names = ("; ".join(", ".join(each.values()) for each in value["author"])) or None
            for inner, of in (value | {"author": names}).items():
                yield NAMED.get(inner, inner).replace("-", "_"), of
        elif key in ("participation", "population"):
            for inner, of in (value or {}).items():
                yield NAMED.get(f"{key}_{inner}", f"{key}_{inner}"), of
        elif key not in {"kind", "computed", "citations", "aspects", "alt_labels", *LISTS, *STATED}:
            yield key, value


def _rows(entry: Row) -> Iterator[tuple[str, Row]]:
    slug = entry["slug"]
    yield from _cited(slug, None, entry)
    for name, texts in {**entry.get("aspects", {}), "alt_labels": entry.get("alt_labels", [])}.items():
        for position, text in enumerate(texts):
            yield "statements", {"entry": slug, "list": name, "position": position, "text": text}
    for key, role in STATED.items():
        for position, item in enumerate(entry.get(key, ())):
            part = {"part": f"{role} {position}", "text": item["text"], "modality": item["modality"]}
            yield "statements", {"entry": slug, "list": key, "position": position, **part}
            yield from _cited(slug, part["part"], item)
    for key, table in LISTS.items():
        for position, item in enumerate(entry.get(key, ())):
            cells = {ITEMS.get(name, name): value for name, value in item.items() if name != "source"}
            cells |= {f"source_{name}": value for name, value in item.get("source", {}).items()}
            if key == "boundaries":
                cells["boundary"] = cells.pop("slug")
            yield table, {OWNERS.get(key, "entry"): slug, "position": position, **cells}


def _cited(slug: str, part: str | None, of: Row) -> Iterator[tuple[str, Row]]:
    for position, citation in enumerate(of["citations"]):
        yield "citations", {"entry": slug, "part": part, "position": position, **citation}


def compare(read: Tables, exported: Row) -> None:
    """Every value that the JSON export has is in the tables, and no others, except the years of days."""
    expected = tables_of(exported)
    assert {name for name, rows in read.items() if rows} == expected.keys()
    for name, rows in expected.items():
        assert len(read[name]) == len(rows), name
        for row, wanted in zip(read[name], rows, strict=True):
            years = {column: value for column, value in row.items() if column.endswith("_year")}
            told = {column: value for column, value in row.items() if value is not None and column not in years}
            assert told == {column: value for column, value in wanted.items() if value is not None}, name
            for column, year in years.items():
                day = row[column.removesuffix("_year")]
                assert year == (int(re.match(r"Y?(-?\d+)", day)[1]) if day else None)


def in_parquet(folder: Path) -> Tables:
    """Return the Parquet tables of a folder as a program reads them, with days as texts."""
    from pyarrow import parquet

    def plain(value: Any) -> Any:
        return value.isoformat() if isinstance(value, date) else (None if value == [] else value)

    return {
        path.stem: [{k: plain(v) for k, v in row.items()} for row in parquet.read_table(path).to_pylist()]
        for path in folder.glob("*.parquet")
    }


def exported(pctui: Run, form: str, database: Path, folder: Path, *options: str) -> Row:
    """Export the tables of a database, and return what the JSON export says."""
    context = [option for option in options if option == "--context"]
    assert pctui("export", form, "--folder", folder, "--db", database, *options).code == 0
    found = json.loads(pctui("export", "json", "--db", database, *context).out)
    assert isinstance(found, dict)
    return found
