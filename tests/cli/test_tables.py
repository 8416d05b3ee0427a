"""`pctui export csv`: programs that are not ours read the tables by their descriptions, as the JSON export has them."""

from __future__ import annotations

import json
import re
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from analysts import program, python
from conftest import Run, editing
from exported_tables import FORMULAS, HOSTILE, Tables, compare, exported
from hostile import hostile_store

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


def without_apostrophes(read: Tables) -> Tables:
    """Return what was written for spreadsheets as the description says that it is to be read."""
    formula = re.compile(r"'+(?:[\t\r\n]|\s*[=+\-@＝＋－＠])")

    def text(value: Any) -> Any:
        return value[1:] if isinstance(value, str) and formula.match(value) else value

    return {name: [{k: text(v) for k, v in row.items()} for row in rows] for name, rows in read.items()}


@pytest.fixture(scope="module")
def corpora(lights: Path, built_in: Path) -> dict[str, Path]:
    """The databases of both corpora."""
    return {"lighthouses": lights, "built-in": built_in}


@pytest.mark.parametrize("reader", READERS)
def test_the_tables_have_what_json_has(
    pctui: Run, corpora: dict[str, Path], lights_copy: Path, tmp_path: Path, reader: str
) -> None:
    expected, folders, raw = [], [], []

    def export(database: Path, *options: str) -> None:
        folders.append(tmp_path / f"tables-{len(folders)}")
        expected.append(exported(pctui, "csv", database, folders[-1], *options))
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
    exported(pctui, "csv", corpora[name], tmp_path / "tables", *options)
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
    exported(pctui, "csv", lights_copy, tmp_path / "before")
    before = description(tmp_path / "before")
    with editing(lights_copy) as connection:
        connection.execute(
            "UPDATE event_details SET date_edtf = '-0044', date_earliest = '-9956-01-01' WHERE rowid = 1"
        )
        subject = connection.execute("SELECT subject FROM finding_details JOIN entries USING (slug) LIMIT 1").fetchone()
        connection.execute("UPDATE entries SET origin = 'context' WHERE slug = ?", subject)
    expected = exported(pctui, "csv", lights_copy, tmp_path / "after", "--raw")
    (read,) = json.loads(python(FRICTIONLESS, tmp_path / "after", uses="frictionless"))
    day = next(row for row in read["events"] if row["date_earliest"] == "-0044-01-01")
    assert day["date_earliest_year"] == -44
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
    exported(pctui, "csv", corpora["built-in"], tmp_path / "built-in")
    assert ("document", "section") in referring(description(tmp_path / "built-in"), "paragraphs")


def test_every_table_and_column_is_described(pctui: Run, lights: Path, tmp_path: Path) -> None:
    exported(pctui, "csv", lights, tmp_path / "tables")
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


def test_marks_and_notes_are_a_table_and_what_is_left_out_is_not_referred_to(
    pctui: Run, lights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With --mark, an entry may refer to one without the mark: the description then promises no row for it."""
    from pctui.model import Reference
    from pctui.reader.notes import Notes

    monkeypatch.setenv("PCTUI_READER", str(tmp_path / "notes.db"))
    Notes(tmp_path / "notes.db", "marrow-lights").mark(
        Reference("train-together", "recommendation", "Train keepers together with pilots"), "adopt"
    )
    for options in (["--notes"], ["--mark", "adopt"]):
        folder = tmp_path / options[0].strip("-")
        folder.mkdir()
        for form, raw in (("csv", ["--raw"]), ("parquet", [])):
            done = pctui("export", form, "--folder", folder / form, "--db", lights, *raw, *options)
            assert done.code == 0, done.err
        (read,) = json.loads(python(FRICTIONLESS, folder / "csv", uses="frictionless"))
        assert [row["mark"] for row in read["notes"]] == ["adopt"]
        narrowed = options[0] == "--mark"
        assert (len(read["entries"]) == 1) == narrowed
        assert ("foreignKeys" in description(folder / "csv")["recommendations"]) != narrowed
        assert (folder / "parquet" / "notes.parquet").exists()
