"""A corpus with anything in its texts is exported, and read back by pctui and by the libraries of each format."""

from __future__ import annotations

import csv
import io
import json
import tempfile
import warnings
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pydot
import rispy
import specimens
from bibtex import read_bibtex
from conftest import examples, whole_files
from drawings import dated, lineage
from exported_tables import compare, in_parquet
from hypothesis import given, settings
from markdown_it import MarkdownIt
from strategies import corpora

from pctui.database.build import seed
from pctui.kinds.registry import KINDS
from pctui.page import whole
from pctui.panes import SECTIONS
from pctui.queries.records import corpus_record, paragraphs, records
from pctui.queries.store import Store
from pctui.queries.tables import exceptions
from pctui.render import bibtex, csl, data, dot, markdown, parquet, ris, tables, timelinejs, vis_timeline
from pctui.render.files import write_folder
from pctui.render.table_description import described


def exported(store: Store) -> dict[str, Any]:
    """The whole corpus as a program reads it."""
    found = json.loads("".join(data.corpus_document(corpus_record(store), records(store), paragraphs(store))))
    del found["corpus"]["computed"]  # with the digest of the files
    assert isinstance(found, dict)
    return found


def check_formats(store: Store, entries: dict[str, Any]) -> None:
    """Each format has as many entries to its library as the corpus has."""
    of_kind = {kind: [slug for slug, entry in entries.items() if entry["kind"] == kind] for kind in KINDS}
    documents = store.documents()
    every = whole_files(tables.render(corpus_record(store), records(store), paragraphs(store)))
    rows = {
        name: list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True))
        for name, text in every.items()
    }
    assert {row["slug"] for row in rows["events.csv"]} == {*of_kind["event"]}
    assert [item["id"] for item in json.loads(csl.render(documents))] == of_kind["document"]
    assert len(read_bibtex(bibtex.render(documents))) == len(documents)
    assert [one["id"] for one in rispy.loads(ris.render(documents))] == of_kind["document"]
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):  # pydot uses old names of pyparsing
        graphs = pydot.graph_from_dot_data(lineage(dot.pieces, store))
    assert graphs is not None
    assert len(graphs) == 1
    drawn = [*of_kind["event"], *of_kind["change"], *of_kind["organisation"]]
    for form, name in ((timelinejs.pieces, "events"), (vis_timeline.pieces, "items")):
        left_out: Counter[str] = Counter()
        assert len(json.loads(dated(form, store, left_out))[name]) + left_out.total() == len(drawn)
    page = MarkdownIt("commonmark").enable("table").parse(markdown.render(whole(store, list(SECTIONS))))
    assert not [token for token in page if token.type in ("html_block", "fence", "hr")]


@settings(max_examples=examples(6))
@given(corpora())
def test_an_exported_corpus_builds_the_same_entries_again(entries: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        first, again = specimens.built(folder / "first", entries), folder / "again.db"
        with closing(Store(first, context=True)) as store:
            before = exported(store)
            lines = "".join(data.corpus_lines(corpus_record(store), records(store), paragraphs(store)))
            check_formats(store, {entry["slug"]: entry for entry in before["entries"]})
        (folder / "second").mkdir()
        (folder / "second" / "corpus.jsonl").write_text(lines, encoding="utf-8")
        seed(folder / "second", again)
        with closing(Store(again, context=True)) as store:
            assert exported(store) == before
    assert {entry["slug"] for entry in before["entries"]} == {*entries}


@settings(max_examples=examples(6))
@given(corpora())
def test_exported_tables_say_what_json_says(entries: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with closing(Store(specimens.built(folder / "first", entries), context=True)) as store:
            corpus, there = corpus_record(store), described(corpus_record(store), exceptions(store))
            found = parquet.render(corpus, records(store), paragraphs(store), there)
            write_folder(folder / "tables", found)
            text = "".join(data.corpus_document(corpus, records(store), paragraphs(store)))
        compare(in_parquet(folder / "tables"), json.loads(text))
