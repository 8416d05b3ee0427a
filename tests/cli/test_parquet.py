"""`pctui export parquet`: programs read in types what JSON says; it is written as it is read, and always the same."""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Run, editing
from exported_tables import HOSTILE, compare, exported, in_parquet
from hostile import hostile_store

from pctui.errors import ExitCode
from pctui.kinds.registry import KINDS
from pctui.model import Record
from pctui.queries.records import corpus_record, paragraphs, records
from pctui.queries.store import Store

pytest.importorskip("pyarrow")


@pytest.mark.parametrize("options", [[], ["--context"]], ids=["documents", "context"])
def test_the_tables_have_what_json_has(
    pctui: Run, lights: Path, built_in: Path, tmp_path: Path, options: list[str]
) -> None:
    for database in (lights, built_in):
        expected = exported(pctui, "parquet", database, tmp_path / database.stem, *options)
        compare(in_parquet(tmp_path / database.stem), expected)


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_read_as_it_is(pctui: Run, lights_copy: Path, tmp_path: Path, text: str) -> None:
    with closing(hostile_store(lights_copy, text)) as store:
        expected = exported(pctui, "parquet", store.path, tmp_path / "tables", "--context")
    compare(in_parquet(tmp_path / "tables"), expected)


def test_columns_have_types_and_descriptions(pctui: Run, built_in: Path, tmp_path: Path) -> None:
    from pyarrow import parquet

    exported(pctui, "parquet", built_in, tmp_path / "tables")
    events = parquet.read_schema(tmp_path / "tables" / "events.parquet")
    assert {name: str(events.field(name).type) for name in ("title", "date_earliest", "date_earliest_year")} == {
        "title": "string", "date_earliest": "date32[day]", "date_earliest_year": "int64",
    }  # fmt: skip
    assert str(events.field("milestone").type) == "bool"
    assert str(events.field("organisations").type).startswith("list<")
    assert events.metadata[b"description"].decode() == inspect.getdoc(KINDS["event"].struct)
    described = json.loads(events.metadata[b"columns"])
    assert list(described) == events.names
    for name in events.names:
        assert events.field(name).metadata == {b"description": described[name].encode()}
    figures = parquet.read_schema(tmp_path / "tables" / "figures.parquet")
    assert str(figures.field("value").type) == "double"


def test_days_of_antiquity_are_texts_with_years(pctui: Run, lights_copy: Path, tmp_path: Path) -> None:
    with editing(lights_copy) as connection:
        connection.execute("UPDATE event_details SET date_earliest = '-9956-01-01' WHERE rowid = 1")
    assert pctui("export", "parquet", "--folder", tmp_path / "tables", "--db", lights_copy).code == 0
    years = {row["date_earliest"]: row["date_earliest_year"] for row in in_parquet(tmp_path / "tables")["events"]}
    assert years["-0044-01-01"] == -44


def test_one_table_is_that_of_the_folder(pctui: Run, lights: Path, tmp_path: Path) -> None:
    assert pctui("export", "parquet", "--folder", tmp_path / "tables", "--db", lights).code == 0
    target = tmp_path / "figures.parquet"
    answer = pctui("export", "parquet", "--table", "figures", "-o", target, "--db", lights)
    assert answer == (0, "", f"wrote {target}\n")
    assert target.read_bytes() == (tmp_path / "tables" / "figures.parquet").read_bytes()
    refused = pctui("export", "parquet", "--table", "figures", "-o", target, "--db", lights)
    assert (refused.code, "already exists" in refused.err) == (ExitCode.FILES, True)


def test_rows_are_written_as_they_are_read(lights: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """However many there are, no more are kept than are written together."""
    from pyarrow import parquet

    from pctui.queries.tables import exceptions
    from pctui.render import parquet as ours
    from pctui.render.files import write_folder
    from pctui.render.table_description import described

    monkeypatch.setattr(ours, "_TOGETHER", 10)
    monkeypatch.setattr(ours, "_GROUP", 50)
    with closing(Store(lights)) as store:
        corpus = corpus_record(store)
        concept = next(record for record in records(store) if record.kind == "concept")
        read = 0

        def many() -> Iterator[Record]:
            nonlocal read
            for read in range(1, 1001):  # noqa: B007 - counts
                yield concept

        def watched() -> Iterator[tuple[str, bytes]]:
            for name, piece in ours.render(corpus, many(), paragraphs(store), described(corpus, exceptions(store))):
                if name == "concepts.parquet":
                    written.append(read)
                yield name, piece

        written: list[int] = []
        write_folder(tmp_path / "tables", watched())
    assert written == [1, *range(50, 1001, 50), 1000]  # the beginning, the groups, and the end of the file
    file = parquet.ParquetFile(tmp_path / "tables" / "concepts.parquet")
    assert (file.metadata.num_rows, file.num_row_groups) == (1000, 20)


def test_without_pyarrow_one_line_says_how_to_get_it(
    pctui: Run, lights: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "pctui.render.parquet", raising=False)
    answer = pctui("export", "parquet", "--folder", tmp_path / "tables", "--db", lights)
    said = (
        "pctui: Parquet is written by pyarrow, which is not installed\nInstall it with: pip install 'pctui[parquet]'\n"
    )
    assert answer == (ExitCode.USAGE, "", said)
    assert not (tmp_path / "tables").exists()
