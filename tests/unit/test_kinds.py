"""Every field that a kind declares is stored, exported, searched and proved as declared, and shown on its page."""

import csv
import io
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import Annotated, Any, ClassVar

import jsonschema
import pytest
import specimens
from conftest import whole_files
from specimens import LEAVES, OWN_LEAVES, Leaf

from pctui import paths
from pctui.amounts import amount_of
from pctui.corpus.copies import copies_in
from pctui.corpus.loader import load
from pctui.corpus.verify import verify
from pctui.kinds.base import ALL_DATES, Entry, Field, Term
from pctui.kinds.corpus import Corpus
from pctui.kinds.kind import COMMON_COLUMNS, COMMON_LISTS, Column, Kind
from pctui.kinds.registry import KINDS, plain
from pctui.kinds.schema import corpus_schema
from pctui.page.entry_page import entry_page
from pctui.queries.entry import describe
from pctui.queries.records import corpus_record, paragraphs, records
from pctui.queries.store import Store
from pctui.render import data, tables, text
from pctui.render.export_schema import export_schema

FALSE = 5  # a number that the document does not print, and what is added to one that it does


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus of specimens, its document and its database."""
    folder = tmp_path_factory.mktemp("specimens")
    specimens.built(folder, specimens.records())
    return folder


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    with closing(Store(folder / "specimens.db", context=True)) as store:
        yield store


@pytest.fixture(scope="module")
def ddl() -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(paths.schema().read_text(encoding="utf-8"))
        yield connection


def page(database: Path, slug: str) -> str:
    with closing(Store(database, context=True)) as store:
        return text.render(entry_page(store, slug).blocks)


# Storing


def stored(kind: Kind) -> Iterator[tuple[str, list[Column], set[str]]]:
    """The tables of a kind: the columns that hold its fields, and the names of the others."""
    computed = {"id", "kind", "details", "title_forms", "text_forms", "title_key"}
    yield "entries", list(COMMON_COLUMNS), computed
    if kind.table:
        yield kind.table, list(kind.columns), {"slug", *kind.struct.more_columns}
    for part, table in (*COMMON_LISTS, *kind.lists):
        plain = {table.value, table.key, "role" if table.role else "", "position" if table.position else ""} - {""}
        yield table.name, list(part.item_columns), {kind.owner(table), *plain}


def sql_type(column: Column) -> str:
    if column.end or column.part.field.json:
        return "TEXT"
    return {str: "TEXT", int: "INTEGER", bool: "INTEGER", float: "REAL"}[column.part.base]


@pytest.mark.parametrize("kind", KINDS)
def test_its_tables_have_a_column_of_the_right_type_for_every_field_and_no_other(
    ddl: sqlite3.Connection, kind: str
) -> None:
    for table, own, others in stored(KINDS[kind]):
        found = {name: (type_, notnull) for _, name, type_, notnull, *_ in ddl.execute(f"PRAGMA table_info({table})")}
        assert set(found) == {column.name for column in own} | others, table
        for column in own:
            always = len(column.path) == 1 and not column.part.optional and column.end in ("", "edtf", "label")
            assert found[column.name][0] == sql_type(column), f"{table}.{column.name}"
            assert found[column.name][1] or not always, f"{table}.{column.name} is never empty"


@pytest.mark.parametrize("leaf", [leaf for leaf in OWN_LEAVES if leaf.within[-1].field.dates == ALL_DATES], ids=str)
def test_entries_are_filtered_and_sorted_by_their_date(store: Store, leaf: Leaf) -> None:
    assert store.select("SELECT edtf FROM dates WHERE slug = :slug", slug=leaf.slug) == [
        (leaf.value(specimens.records()[leaf.slug]),)
    ]
    assert describe(store, leaf.slug).date


# Exporting


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_with_every_field_is_valid_by_both_schemas(folder: Path, store: Store, kind: str) -> None:
    corpus, export = json.loads(corpus_schema()), json.loads(export_schema())
    lines = (folder / "corpus" / "corpus.jsonl").read_text(encoding="utf-8").splitlines()
    (record,) = (record for record in map(json.loads, lines) if record.get("slug") == f"{kind}-1")
    jsonschema.validate([record], corpus)
    (exported,) = json.loads("".join(data.answer_document({}, exported_records(store, kind), {})))["entries"]
    jsonschema.validate(exported, export["$defs"][kind] | {"$defs": export["$defs"]})
    assert record.keys() == exported.keys() - {"computed"}


def exported_records(store: Store, kind: str) -> list[Any]:
    return [record for record in records(store) if record.slug == f"{kind}-1"]


@pytest.mark.parametrize("kind", KINDS)
def test_json_has_every_field_as_the_corpus_gives_it(folder: Path, store: Store, kind: str) -> None:
    entry = load(folder / "corpus").entries[f"{kind}-1"]
    (record,) = exported_records(store, kind)
    assert record.fields == plain(entry)


def test_the_lines_of_an_export_are_the_same_corpus(folder: Path, store: Store, tmp_path: Path) -> None:
    lines = data.corpus_lines(corpus_record(store), records(store), paragraphs(store))
    (tmp_path / "again.jsonl").write_text("".join(lines), encoding="utf-8")
    assert load(tmp_path).entries == load(folder / "corpus").entries


@pytest.mark.parametrize("leaf", LEAVES, ids=str)
def test_csv_has_it(store: Store, leaf: Leaf) -> None:
    files = whole_files(tables.render(corpus_record(store), records(store), paragraphs(store)))
    rows = chain.from_iterable(csv.reader(io.StringIO(file, newline="")) for file in files.values())
    cells = {cell for row in rows if leaf.slug in row for cell in row}
    value = leaf.value(specimens.records()[leaf.slug])
    if isinstance(value, str):
        assert any(value in cell for cell in cells)
    else:
        assert str(int(value)) in cells


# Searching and proving


@pytest.mark.parametrize("leaf", [leaf for leaf in LEAVES if leaf.within[-1].field.searched], ids=str)
def test_search_finds_it(store: Store, leaf: Leaf) -> None:
    words = leaf.value(specimens.records()[leaf.slug])
    assert leaf.slug in [hit.slug for hit in store.search(f'"{words}"')]


def proof_faults(folder: Path) -> list[str]:
    loaded = load(folder / "corpus")
    return [fault.message for fault in verify(loaded, copies_in(folder / "documents", loaded.known())).faults]


def test_the_numbers_of_the_specimens_are_in_their_document(folder: Path) -> None:
    assert proof_faults(folder) == []


@pytest.mark.parametrize("leaf", [leaf for leaf in LEAVES if leaf.within[-1].field.proved], ids=str)
def test_a_false_number_in_it_is_found(tmp_path: Path, leaf: Leaf) -> None:
    entries = specimens.records()
    old = leaf.value(entries[leaf.slug])
    false = f"{old} {FALSE}" if isinstance(old, str) else old + FALSE
    specimens.write(tmp_path, entries | {leaf.slug: leaf.replaced(entries[leaf.slug], false)})
    (fault,) = proof_faults(tmp_path)
    assert fault.startswith(f"'{leaf.slug}': {FALSE if isinstance(old, str) else false} is not in the passage")


# Showing


@pytest.mark.parametrize("leaf", LEAVES, ids=str)
def test_its_page_shows_it_or_the_kind_says_why_not(folder: Path, tmp_path: Path, leaf: Leaf) -> None:
    entries = specimens.records()
    changed = leaf.replaced(entries[leaf.slug], leaf.other())
    database = specimens.built(tmp_path, entries | {leaf.slug: changed})
    shown = page(folder / "specimens.db", leaf.slug) != page(database, changed["slug"])
    assert shown is not bool(leaf.elsewhere), leaf.elsewhere


def test_a_field_that_is_shown_nowhere_is_refused() -> None:
    class Lamp(Entry, frozen=True, kw_only=True, tag="lamp"):
        plural: ClassVar = "lamps"

        oil: Annotated[str, Field()] = ""

    with pytest.raises(TypeError, match="'oil' is shown nowhere"):
        _ = Kind(Lamp).parts


@pytest.mark.parametrize(
    ("value", "words", "comparator", "unit", "shown"),
    [
        (None, "half", "about", "of the lights", "about half of the lights"),
        (None, "most", "exactly", "of the lights", "most of the lights"),
        (50, "half", "about", "%", "about 50% (half)"),
        (9, None, "over", "lights", "over 9 lights"),
        (30, None, "about", "£ million a year", "about £30 million a year"),
        (2000, None, "up to", "£", "up to £2,000"),
    ],
)
def test_a_figure_in_words(value: float | None, words: str | None, comparator: str, unit: str, shown: str) -> None:
    assert amount_of(None, None, value, words, comparator, unit) == shown


@pytest.mark.parametrize(
    ("broader", "faults"),
    [
        ({"b": ["a"], "c": ["b", "a"]}, []),
        ({"b": ["nobody"]}, ["broader: 'nobody' is not among the actors; one of a, b, c"]),
        ({"b": ["a", "a"]}, ["broader: duplicate 'a'"]),
        ({"b": ["b"]}, ["broader: 'b' is itself narrower than 'b'; leave out one of the two"]),
        ({"a": ["b"], "b": ["c"], "c": ["a"]}, ["'b' is itself", "'c' is itself", "'a' is itself"]),
    ],
)
def test_broader_terms_exist_and_lead_nowhere_in_a_circle(broader: dict[str, list[str]], faults: list[str]) -> None:
    terms = [Term(slug=slug, title=slug.upper(), broader=broader.get(slug, [])) for slug in "abc"]
    found = list(Corpus(slug="x", title="X", summary="X.", version="1", lanes=[], actors=terms).faults())
    assert len(found) == len(faults)
    assert all(fault in message for (_, message), fault in zip(found, faults, strict=True))
    assert all(path[0] == "actors" and path[2] == "broader" for path, _ in found)
