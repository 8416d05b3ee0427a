"""Exports as JSON, JSON Lines and CSV can be read back by other programs, whatever text the corpus contains."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import PROJECT, editing, examples, whole_files
from hostile import HOSTILE, hostile_store
from hypothesis import given, settings
from hypothesis import strategies as st

from pctui.database.build import seed
from pctui.kinds.kind import COMMON
from pctui.kinds.registry import KINDS
from pctui.model import Record
from pctui.queries.records import corpus_record, csl_record, paragraphs, records
from pctui.queries.store import Store
from pctui.render import data, tables
from pctui.text import clean

SCHEMA = json.loads((PROJECT / "docs" / "export.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def document(store: Store) -> dict[str, Any]:
    text = "".join(data.corpus_document(corpus_record(store), records(store), paragraphs(store)))
    found = json.loads(text, parse_constant=lambda word: pytest.fail(f"{word} is not JSON"))
    assert isinstance(found, dict)
    return found


def csv_files(store: Store, *, raw: bool = False) -> dict[str, str]:
    return whole_files(tables.render(corpus_record(store), records(store), paragraphs(store), raw=raw))


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


@pytest.fixture
def store(lights: Path) -> Any:
    with closing(Store(lights, context=True)) as store:
        yield store


@pytest.fixture(scope="session")
def built_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from pctui.paths import built_in_corpus

    database = tmp_path_factory.mktemp("built-in") / "pctui.db"
    seed(built_in_corpus(), database)
    return database


def test_the_schema_is_valid_and_strict_at_every_level() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    stack: list[Any] = [SCHEMA]
    while stack:
        here = stack.pop()
        if isinstance(here, dict):
            if "properties" in here:
                assert here["additionalProperties"] is False, here
            stack.extend(here.values())
        elif isinstance(here, list):
            stack.extend(here)


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_has_the_fields_of_the_corpus_format(kind: str) -> None:
    struct = KINDS[kind].struct
    assert set(SCHEMA["$defs"][kind]["properties"]) == {
        *struct.__struct_encode_fields__, "kind", "computed", "reader",
    }  # fmt: skip


def test_the_schema_has_the_words_of_the_corpus_format() -> None:
    for kind in KINDS.values():
        properties = SCHEMA["$defs"][kind.name]["properties"]
        for part in (*COMMON, *kind.parts):
            if part.words:
                allowed = {*part.words, None} if part.optional else {*part.words}
                assert set(properties[part.key]["enum"]) == allowed, (kind.name, part.key)


@pytest.mark.parametrize("context", [False, True])
def test_exports_of_both_corpora_conform_to_the_schema(lights: Path, built_in: Path, context: bool) -> None:
    for database in (lights, built_in):
        with closing(Store(database, context=context)) as store:
            found = document(store)
            VALIDATOR.validate(found)
            assert [entry["slug"] for entry in found["entries"]] == [r.slug for r in records(store)]
            assert {entry["slug"] for entry in found["entries"]} == set(store.slugs())
            assert found["corpus"]["computed"]["context"] is context
            assert context or all(entry["origin"] == "document" for entry in found["entries"])


def test_without_background_facts_every_reference_is_to_an_exported_entry(built_in: Path) -> None:
    with closing(Store(built_in)) as store:
        found = document(store)
    exported = {entry["slug"] for entry in found["entries"]}
    for entry in found["entries"]:
        references = [link["to"] for link in entry["links"]]
        for field in ("organisations", "original", "resulting", "exemplars", "linked_to"):
            references += entry.get(field, [])
        assert set(references) <= exported, entry["slug"]


def test_entries_are_exported_in_batches_without_loss(built_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(Store(built_in, context=True)) as store:
        at_once = list(records(store))
        monkeypatch.setattr("pctui.database.read_only.BATCH", 7)
        assert list(records(store)) == at_once


def test_exported_json_lines_are_a_corpus_that_builds_the_same_database(
    built_in: Path, lights: Path, tmp_path: Path
) -> None:
    for name, database in (("lights", lights), ("built-in", built_in)):
        folder, again = tmp_path / name, tmp_path / f"{name}.db"
        folder.mkdir()
        with closing(Store(database, context=True)) as store:
            text = "".join(data.corpus_lines(corpus_record(store), records(store), paragraphs(store)))
        (folder / "corpus.jsonl").write_text(text, encoding="utf-8")
        seed(folder, again)
        assert dump(again) == dump(database)


def dump(database: Path) -> list[str]:
    """Return the database as SQL, without the digest of its corpus and whether this is the built-in one."""
    with closing(sqlite3.connect(database)) as connection:
        return [
            line
            for line in connection.iterdump()
            if not line.startswith(('INSERT INTO "corpus"', 'INSERT INTO "seal"'))
        ]


def test_csv_has_a_row_for_each_entry_and_loses_nothing(store: Store) -> None:
    files = csv_files(store, raw=True)
    assert list(files) == [f"{name}.csv" for name in tables.TABLES]
    found = {
        name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(text, newline=""))) for name, text in files.items()
    }
    by_slug = {
        row["slug"]: row
        for name, rows in found.items()
        if name not in ("terms", "sections")
        for row in rows
        if "slug" in row
    }
    for record in records(store):
        row = by_slug[record.slug]
        for field, value in record.fields.items():
            if isinstance(value, str) and field != "kind":
                assert row[field] == value, (record.slug, field)
        for field, value in record.computed.items():
            if isinstance(value, str):
                assert row[field] == value, (record.slug, field)
    entries = list(records(store))
    lists = ("outcomes", "functions", "drawbacks", "composition")
    items = [item for r in entries for name in lists for item in r.fields.get(name, ())]
    assert len(found["citations"]) == sum(len(c["citations"]) for c in [*(r.fields for r in entries), *items])
    assert len(found["links"]) == sum(len(r.fields["links"]) for r in entries)
    assert len(found["paragraphs"]) == len(list(paragraphs(store)))
    texts = [row["text"] for row in found["statements"]]
    assert sorted(texts) == sorted(
        [item["text"] for item in items]
        + [label for r in entries for label in r.fields.get("alt_labels", ())]
        + [text for r in entries for texts in r.fields.get("aspects", {}).values() for text in texts]
    )


def test_an_apostrophe_is_put_before_formulas_but_not_before_numbers() -> None:
    texts = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", " =1", "\xa0=1", "＝1", "plain", "a=1", "'x", ""]
    safe = rows("".join(tables.table(["x"], [{"x": text} for text in texts])).removeprefix("\ufeff"))[1:]
    assert safe == [[f"'{text}"] for text in texts[:9]] + [[text] if text else [""] for text in texts[9:]]
    raw = "".join(tables.table(["x"], [{"x": text} for text in texts], raw=True))
    assert rows(raw)[1:] == [[text] for text in texts]
    assert rows("".join(tables.table(["x", "y"], [{"x": -1.5, "y": True}])))[1] == ["-1.5", "1"]


@given(st.lists(st.lists(HOSTILE, min_size=2, max_size=2), max_size=4))
def test_csv_reads_back_as_written(cells: list[list[str]]) -> None:
    table = [{"a": clean(a), "b": clean(b)} for a, b in cells]
    assert rows("".join(tables.table(["a", "b"], table, raw=True)))[1:] == [list(row.values()) for row in table]
    for row, filters in zip(rows("".join(tables.table(["a", "b"], table)))[1:], table, strict=True):
        for cell, text in zip(row, filters.values(), strict=True):
            assert cell in (text, f"'{text}")
            assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝"))


@settings(max_examples=examples(25))
@given(HOSTILE)
def test_hostile_text_everywhere_does_not_break_the_export(lights: Path, text: str) -> None:
    shown = clean(text)
    with closing(hostile_store(lights, text)) as store:
        found = document(store)
        VALIDATOR.validate(found)
        assert {entry["title"] for entry in found["entries"]} == {shown}
        lines = "".join(data.corpus_lines(corpus_record(store), records(store), paragraphs(store)))
        read = [json.loads(line) for line in lines.split("\n")[:-1]]
        assert len(read) == 1 + len(found["entries"]) + len(found["paragraphs"])
        plain = {name: rows(file) for name, file in csv_files(store, raw=True).items()}
        assert {row[1] for row in plain["events.csv"][1:]} == {shown}
        assert all(len(row) == len(table[0]) for table in plain.values() for row in table)
        for cell in chain.from_iterable(chain.from_iterable(rows(f[1:]) for f in csv_files(store).values())):
            assert not cell.lstrip().startswith(("=", "+", "-", "@"))


def test_a_number_that_json_cannot_express_becomes_null(lights_copy: Path) -> None:
    with editing(lights_copy) as connection:
        connection.execute("UPDATE figure_details SET value = 9e999, min = 1.5, max = 3.0")
    with closing(Store(lights_copy)) as store:
        figures = [entry for entry in document(store)["entries"] if entry["kind"] == "figure"]
    assert {(f["value"], f["min"], f["max"]) for f in figures} == {(None, 1.5, 3)}


@pytest.mark.parametrize("record", [None, [], "x", 5, {"title": 5, "author": 5}, {"author": [5, {}, {"family": 5}]}])
def test_a_malformed_bibliographic_record_is_ignored(record: object) -> None:
    found = csl_record(record)
    assert found.pop("type") == "document"
    assert found.pop("author") == []
    assert set(found.values()) == {None}


def test_line_breaks_and_quotation_marks_do_not_break_json_lines() -> None:
    record = Record("a", "person", "t", {"note": 'a\nb"c\u2028'}, {})
    lines = list(data.corpus_lines(Record("c", "corpus", "t", {"lanes": []}, {}), [record], []))
    assert lines == ['{"lanes": []}\n', '{"note": "a\\nb\\"c\u2028"}\n']
