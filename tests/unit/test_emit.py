"""Records are written as a person would write them, and read back as they were."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import LIGHTHOUSES, examples
from hostile import HOSTILE
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import YAML, corpora, of

from pctui.authoring.emit import yaml_of
from pctui.corpus.files import corpus_files
from pctui.corpus.parse import read
from pctui.paths import built_in_corpus

TEXTS = st.one_of(
    HOSTILE,
    st.text(max_size=40),
    of(YAML),
    st.lists(HOSTILE | st.text(max_size=9), min_size=12, max_size=24).map(" ".join),  # long enough to be folded
    st.lists(HOSTILE | st.text(max_size=9), min_size=2, max_size=5).map("\n".join),
)
PLAIN = st.recursive(
    st.one_of(
        TEXTS,
        st.none(),
        st.booleans(),
        st.integers(-(10**17), 10**17),
        st.floats(allow_nan=False, allow_infinity=False),
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=6,
)


def reread(folder: Path, text: str) -> list[Any]:
    file = folder / "written.yaml"
    file.write_text(text, encoding="utf-8", newline="")
    faults: list[Any] = []
    found = [raw.value for raw in read(file, faults)]
    assert not faults
    return found


@settings(max_examples=examples(100))
@given(st.dictionaries(TEXTS, PLAIN, max_size=5))
def test_whatever_a_record_has_it_is_read_back(tmp_path: Path, record: dict[str, Any]) -> None:
    assert reread(tmp_path, yaml_of({"kind": "event", **record})) == [{"kind": "event", **record}]


@settings(max_examples=examples(10))
@given(corpora())
def test_every_record_of_any_corpus_is_read_back(tmp_path: Path, corpus: dict[str, Any]) -> None:
    text = "".join(map(yaml_of, corpus.values()))
    assert reread(tmp_path, text) == list(corpus.values())


@pytest.mark.parametrize("folder", [built_in_corpus(), LIGHTHOUSES], ids=["built-in", "lighthouses"])
def test_the_records_of_a_corpus_are_read_back(tmp_path: Path, folder: Path) -> None:
    for file in corpus_files(folder):
        records = [raw.value for raw in read(file, [])]
        assert reread(tmp_path, "".join(map(yaml_of, records))) == records


def test_an_entry_looks_as_a_person_would_write_it() -> None:
    citation = {"document": "log-1911", "paragraph": 2, "anchors": ["1b5c7a43af-5b7a43997a-18-61347c1518"] * 2}
    record = {
        "citations": [citation],
        "links": [{"note": "It says: two", "to": "eleven-towers", "type": "disputes"}],
        "organisations": ["board-of-lights", "lamp-house"],
        "note": "yes",
        "type": "opening",
        "lane": "lights",
        "date_basis": "stated",
        "date": "1999-04",
        "milestone": True,
        "modality": "planned",
        "summary": "A lamp house was meant to grow into a tower, so soon as money could be found for the stone, "
        "and the men, and the lamps; eleven did.",
        "title": "Lamp houses: towers",
        "slug": "lamps-to-towers",
        "kind": "event",
    }
    assert yaml_of(record) == (
        "- kind: event\n"
        "  slug: lamps-to-towers\n"
        "  title: 'Lamp houses: towers'\n"
        "  summary: >-\n"
        "    A lamp house was meant to grow into a tower, so soon as money could be found for the stone, "
        "and the men, and the\n"
        "    lamps; eleven did.\n"
        "  modality: planned\n"
        "  date: '1999-04'\n"
        "  date_basis: stated\n"
        "  lane: lights\n"
        "  type: opening\n"
        "  milestone: true\n"
        "  organisations: [board-of-lights, lamp-house]\n"
        "  note: 'yes'\n"
        "  links:\n"
        "    - {type: disputes, to: eleven-towers, note: 'It says: two'}\n"
        "  citations:\n"
        "    - {document: log-1911, paragraph: 2, anchors: [1b5c7a43af-5b7a43997a-18-61347c1518, "
        "1b5c7a43af-5b7a43997a-18-61347c1518]}\n"
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("The ferry opens", "The ferry opens"),
        ("a: b", "'a: b'"),
        ("a:", "'a:'"),
        ("10:30", "'10:30'"),
        ("a # b", "'a # b'"),
        ("a#b", "a#b"),
        ("- a", "'- a'"),
        ("-a", "'-a'"),
        ("yes", "'yes'"),
        ("No", "'No'"),
        ("null", "'null'"),
        ("12", "'12'"),
        ("1999-04", "'1999-04'"),
        ("[..1914]", "'[..1914]'"),
        ("1,500", "'1,500'"),
        ("40 boats", "40 boats"),
        ("it's", "it's"),
        ("'quoted'", "\"'quoted'\""),
        ('"quoted"', "'\"quoted\"'"),
        ("", "''"),
        (" a", "' a'"),
        ("a\tb", "'a\tb'"),
        ("\x1b", '"\\x1b"'),
        ("two\nlines", "|-\n    two\n    lines"),
    ],
)
def test_a_text_has_quotes_only_where_it_needs_them(text: str, written: str) -> None:
    assert yaml_of({"title": text}) == f"- title: {written}\n"


def test_a_paragraph_takes_one_line() -> None:
    record = {"kind": "paragraph", "document": "log", "number": 1, "anchors": ["a" * 60, "b" * 60], "page": "12"}
    anchors = f"{'a' * 60}, {'b' * 60}"
    assert yaml_of(record) == f"- {{kind: paragraph, document: log, number: 1, anchors: [{anchors}], page: '12'}}\n"
