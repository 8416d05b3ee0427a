"""`pctui export csv`: programs that are not ours read the tables by their descriptions, as the JSON export has them."""

from __future__ import annotations

import json
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from analysts import program, python
from conftest import Run, editing
from hostile import hostile_store

from pctui.database.build import seed
from pctui.paths import built_in_corpus

Row = dict[str, Any]
Tables = dict[str, list[Row]]

# Each reads the tables of some folders, and prints them as JSON, days and numbers as JSON has them.
FRICTIONLESS = """
import json, sys
from frictionless import Package, system
def plain(value):
    if hasattr(value, "isoformat"): return value.isoformat()
    return value if value is None or isinstance(value, (str, int, list)) else float(value)
found = []
for folder in sys.argv[1:]:
    with system.use_context(trusted=True):
        package = Package(folder + "/datapackage.json")
        report = package.validate()
        assert report.valid, report.flatten(["type", "note"])[:5]
        found.append({r.name: [{k: plain(v) for k, v in row.to_dict().items()} for row in r.read_rows()]
                      for r in package.resources})
print(json.dumps(found))
"""
CSVW = """
import json, sys
from csvw import CSVW
def plain(value):
    if hasattr(value, "date"): return value.date().isoformat()
    if isinstance(value, list): return value or None
    return value if value is None or isinstance(value, (str, int)) else float(value)
found = []
for folder in sys.argv[1:]:
    tables = CSVW(folder + "/csv-metadata.json", validate=True)
    assert tables.is_valid, [str(warning.message) for warning in tables.warnings][:5]
    found.append({t.local_name.removesuffix(".csv"): [{k: plain(v) for k, v in row.items()} for row in t.iterdicts()]
                  for t in tables.tables})
print(json.dumps(found))
"""
READERS = {"frictionless": FRICTIONLESS, "csvw": CSVW}

# Columns of nested records with a name of their own, and lists that are tables.
NAMED = {"participation_kind": "participation", "title": "printed_title"}
LISTS = {"derived": "derived_numbers", "links": "links", "sources": "context_sources", "sections": "sections"} | {
    "boundaries": "recommendation_boundaries",
    "supplied": "document_supplied",
}
ITEMS = {"from": "derived_from", "to": "target"}
STATED = {"outcomes": "outcome", "functions": "function", "drawbacks": "drawback", "composition": "member"}
OWNERS = {"links": "source", "boundaries": "recommendation", "sections": "document", "supplied": "document"}
PLURALS = {"person": "people"}


def tables_of(exported: Row) -> Tables:
    """Return the tables that the JSON export of a corpus amounts to, without the columns with years."""
    found: Tables = defaultdict(list)
    corpus = exported["corpus"]
    found["corpus"] = [{name: corpus[name] for name in ("slug", "title", "summary", "version")} | corpus["computed"]]
    for name in ("lanes", "boundaries", "actors", "proposers", "domains", "event_types"):
        for position, term in enumerate(corpus[name]):
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
                assert year == (day if day is None else int(day[:4]))


def without_apostrophes(read: Tables) -> Tables:
    """Return what was written for spreadsheets as the description says that it is to be read."""
    formula = re.compile(r"'+(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")

    def text(value: Any) -> Any:
        return value[1:] if isinstance(value, str) and formula.match(value) else value

    return {name: [{k: text(v) for k, v in row.items()} for row in rows] for name, rows in read.items()}


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory, lights: Path) -> dict[str, Path]:
    """The databases of both corpora."""
    built_in = tmp_path_factory.mktemp("built-in") / "built-in.db"
    seed(built_in_corpus(), built_in)
    return {"lighthouses": lights, "built-in": built_in}


def exported(pctui: Run, database: Path, folder: Path, *options: str) -> Row:
    """Export the tables of a database, and return what the JSON export says."""
    context = [option for option in options if option == "--context"]
    assert pctui("export", "csv", "--folder", folder, "--db", database, *options).code == 0
    found = json.loads(pctui("export", "json", "--db", database, *context).out)
    assert isinstance(found, dict)
    return found


FORMULAS = ("=1+1", "'=1", "\t=x", "''")  # in tables for spreadsheets
HOSTILE = (*FORMULAS, '"quoted", and\r\nnext', "# no comment", "'=1 raw", "a\tb\x85c\u2028d", "null", "; ,")


@pytest.mark.parametrize("reader", READERS)
def test_the_tables_have_what_json_has(
    pctui: Run, corpora: dict[str, Path], lights_copy: Path, tmp_path: Path, reader: str
) -> None:
    expected, folders, raw = [], [], []

    def export(database: Path, *options: str) -> None:
        folders.append(tmp_path / f"tables-{len(folders)}")
        expected.append(exported(pctui, database, folders[-1], *options))
        raw.append("--raw" in options)

    for database in corpora.values():
        export(database)
        export(database, "--raw", "--context")
    for text in HOSTILE:
        with closing(hostile_store(lights_copy, text)) as store:
            export(store.path, "--context", *(["--raw"] if text not in FORMULAS else []))
    found = json.loads(python(READERS[reader], *folders, uses=reader))
    for read, wanted, plain in zip(found, expected, raw, strict=True):
        compare(read if plain else without_apostrophes(read), wanted)


@pytest.mark.parametrize("options", [[], ["--raw", "--context"]], ids=["spreadsheets", "raw"])
@pytest.mark.parametrize("name", ["lighthouses", "built-in"])
def test_the_programs_of_both_standards_find_no_fault(
    pctui: Run, corpora: dict[str, Path], tmp_path: Path, name: str, options: list[str]
) -> None:
    exported(pctui, corpora[name], tmp_path / "tables", *options)
    for command in (["frictionless", "validate", "datapackage.json"], ["csvwvalidate", "csv-metadata.json"]):
        line = [program(command[0]), *command[1:]]
        done = subprocess.run(line, cwd=tmp_path / "tables", capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr


def description(folder: Path) -> dict[str, Any]:
    """Return the schemas of the tables in a folder, by name."""
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return {resource["name"]: resource["schema"] for resource in package["resources"]}


def test_a_description_says_only_what_holds(
    pctui: Run, corpora: dict[str, Path], lights_copy: Path, tmp_path: Path
) -> None:
    """Days before the year 1 are texts; a reference to a background fact that is hidden, or to no section, is none."""
    exported(pctui, lights_copy, tmp_path / "before")
    before = description(tmp_path / "before")
    with editing(lights_copy) as connection:
        connection.execute(
            "UPDATE event_details SET date_edtf = '-0044', date_earliest = '-9956-01-01' WHERE rowid = 1"
        )
        subject = connection.execute("SELECT subject FROM finding_details JOIN entries USING (slug) LIMIT 1").fetchone()
        connection.execute("UPDATE entries SET origin = 'context' WHERE slug = ?", subject)
    expected = exported(pctui, lights_copy, tmp_path / "after", "--raw")
    (read,) = json.loads(python(FRICTIONLESS, tmp_path / "after", uses="frictionless"))
    day = next(row for row in read["events"] if row["date_earliest"] == "-0044-01-01")
    assert day["date_earliest_year"] == -44
    day["date_earliest_year"] = int(day["date_earliest"][:4])
    compare(read, expected)
    after = description(tmp_path / "after")

    def types(of: dict[str, Any], column: str) -> set[str]:
        return {field["type"] for field in of["events"]["fields"] if field["name"] == column}

    def referring(of: dict[str, Any], table: str) -> set[tuple[str, ...]]:
        return {tuple(key["fields"]) for key in of[table].get("foreignKeys", ())}

    assert (types(before, "date_earliest"), types(after, "date_earliest")) == ({"date"}, {"string"})
    assert types(after, "date_latest") == {"date"}
    assert referring(before, "findings") - referring(after, "findings") == {("subject",)}
    assert ("document", "section") not in referring(before, "paragraphs")  # of the lighthouses, some are in none
    exported(pctui, corpora["built-in"], tmp_path / "built-in")
    assert ("document", "section") in referring(description(tmp_path / "built-in"), "paragraphs")


def test_every_table_and_column_is_described(pctui: Run, lights: Path, tmp_path: Path) -> None:
    exported(pctui, lights, tmp_path / "tables")
    package = json.loads((tmp_path / "tables" / "datapackage.json").read_text(encoding="utf-8"))
    assert all(resource["description"] for resource in package["resources"])
    tables = description(tmp_path / "tables")
    assert {f"{name}.csv" for name in tables} == {path.name for path in (tmp_path / "tables").glob("*.csv")}
    for name, schema in tables.items():
        header = (tmp_path / "tables" / f"{name}.csv").read_text(encoding="utf-8-sig").splitlines()[0]
        assert header.split(",") == [field["name"] for field in schema["fields"]]
        for field in schema["fields"]:
            assert field["description"], (name, field)
            assert not field["description"].startswith(("Stable identifier", "Date or interval")), (name, field)
