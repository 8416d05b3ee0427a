"""Whatever is typed becomes a full-text query that SQLite accepts."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pctui.queries.fts import CLOSE, OPEN, marked, parse_typed


@pytest.fixture(scope="module")
def index() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5 (text, tokenize='porter unicode61')")
    connection.execute("INSERT INTO t VALUES ('the keeper lit the lamp house')")
    yield connection
    connection.close()


@given(text=st.text(st.one_of(st.characters(), st.sampled_from('"*-+^:(){}AND OR NOT NEAR_\x00'))))
@example(text='"unbalanced')
@example(text="a AND OR NOT")
@example(text="text : lamp")
@example(text="_")
@example(text="²")
@example(text="a* ^b NEAR(c d, 2)")
def test_any_typed_text_is_a_valid_query(index: sqlite3.Connection, text: str) -> None:
    if typed := parse_typed(text):
        index.execute("SELECT rowid FROM t WHERE t MATCH ?", (typed.query,)).fetchall()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("keeper", True),
        ("keepers", True),
        ("kee", True),
        ("kee ", False),
        ("lamp keeper", True),
        ('"lamp house"', True),
        ('"house lamp"', False),
        ('"lamp ho', True),
        ("lamp-house", True),
        ("lamp AND", False),
    ],
)
def test_words_phrases_and_the_last_word_as_a_prefix(index: sqlite3.Connection, text: str, found: bool) -> None:
    typed = parse_typed(text)
    assert typed
    assert bool(index.execute("SELECT 1 FROM t WHERE t MATCH ?", (typed.query,)).fetchall()) is found


@pytest.mark.parametrize("text", ["", " ", '""', "!?", "—"])
def test_without_words_there_is_no_query(text: str) -> None:
    assert parse_typed(text) is None


def test_matches_are_marked() -> None:
    assert marked(f"a {OPEN}b{CLOSE}\n c") == (("a ", False), ("b", True), (" c", False))
