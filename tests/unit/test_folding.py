"""Words are found and sorted as readers write them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pctui import paths
from pctui.folding import fold, forms, sort_key, tokens
from pctui.queries.fts import CLOSE, OPEN, excerpt, parse_typed
from pctui.text import clean, one_line

TEXTS = [
    "Die Straße nach Łódź",
    "Nguyễn Văn Tố",
    "主要医疗改革",
    "NHS医疗 and others",
    "co-operation in budgets",
    "C++ compilers",
    "a city called C",
    "C# code",
    "हिन्दी भाषा",
    "กรุงเทพมหานคร",
    "שָׁלוֹם עולם",
    "Ελλάς",
    "women's health",
    "50% of the year",
    "500 lamps",
    "ＡＢＣ ﬁne",
    "com-\nmissioning",
    "Søren Ørsted",
    "パソコン",
    "ΣΙΣΥΦΟΣ",
    "İstanbul",
    "cafe\u0301 noir",
]


@pytest.fixture(scope="module")
def index() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(":memory:")
    connection.executescript(paths.schema().read_text(encoding="utf-8"))
    for number, text in enumerate(TEXTS):
        connection.execute(
            "INSERT INTO entries (slug, id, kind, title, summary, origin, modality, text_forms) "
            "VALUES (?, ?, 'event', '', ?, 'document', 'happened', ?)",
            (f"entry-{number}", number, text, forms(text)),
        )
    connection.execute("INSERT INTO entries_fts (entries_fts) VALUES ('rebuild')")
    yield connection
    connection.close()


def found(index: sqlite3.Connection, typed: str) -> list[str]:
    sql = (
        "SELECT summary FROM entries WHERE id IN (SELECT rowid FROM entries_fts WHERE entries_fts MATCH ?) ORDER BY id"
    )
    question = parse_typed(typed)
    assert question
    return [row[0] for row in index.execute(sql, (question.query,))]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("Strasse", "Die Straße nach Łódź"),
        ("STRASSE", "Die Straße nach Łódź"),
        ("straße", "Die Straße nach Łódź"),
        ("Straße lodz", "Die Straße nach Łódź"),
        ("Nguyen", "Nguyễn Văn Tố"),
        ("nguyê\u0303n", "Nguyễn Văn Tố"),
        ("cooperation", "co-operation in budgets"),
        ("co-operation", "co-operation in budgets"),
        ("co\u2011operation", "co-operation in budgets"),
        ("coop", "co-operation in budgets"),
        ("cooperation budgets", "co-operation in budgets"),
        ('"co-operation in"', "co-operation in budgets"),
        ("C++", "C++ compilers"),
        ("c++ compil", "C++ compilers"),
        ("C#", "C# code"),
        ("हिन्दी", "हिन्दी भाषा"),
        ("มหานคร", "กรุงเทพมหานคร"),
        ("שלום", "שָׁלוֹם עולם"),
        ("ελλασ", "Ελλάς"),
        ("ΕΛΛΆΣ", "Ελλάς"),
        ("womens", "women's health"),
        ("women’s", "women's health"),
        ("50%", "50% of the year"),
        ("abc", "ＡＢＣ ﬁne"),
        ("fine", "ＡＢＣ ﬁne"),
        ("commissioning", "com-\nmissioning"),
        ("orsted", "Søren Ørsted"),
        ("コン", "パソコン"),
        ("σίσυφος", "ΣΙΣΥΦΟΣ"),
        ("istanbul", "İstanbul"),
        ("cafe", "cafe\u0301 noir"),
        ("café", "cafe\u0301 noir"),
    ],
)
def test_a_word_is_found_however_it_is_typed(index: sqlite3.Connection, typed: str, text: str) -> None:
    assert found(index, typed) == [text]


def test_characters_are_found_inside_a_text_without_spaces_and_only_side_by_side(index: sqlite3.Connection) -> None:
    assert found(index, "医疗") == ["主要医疗改革", "NHS医疗 and others"]
    assert found(index, "医疗改") == ["主要医疗改革"]
    assert found(index, "NHS医") == ["NHS医疗 and others"]
    assert found(index, "改医") == found(index, "革医") == []


@pytest.mark.parametrize("typed", ["हिन्दि", "operation-co", '"in co-operation"', "C++x"])
def test_another_word_is_not_found(index: sqlite3.Connection, typed: str) -> None:
    assert found(index, typed) == []


@pytest.mark.parametrize(
    ("typed", "marked_text"),
    [
        ("Strasse", "Die [Straße] nach Łódź"),
        ("coop", "[co-operation] in budgets"),
        ("医疗", "主要[医疗]改革"),
        ("C++", "[C++] compilers"),
    ],
)
def test_what_was_found_in_another_form_is_marked(typed: str, marked_text: str) -> None:
    query = parse_typed(typed)
    assert query
    assert excerpt(TEXTS, query, 40).replace(OPEN, "[").replace(CLOSE, "]") == marked_text


def test_a_plain_text_needs_no_other_forms() -> None:
    assert forms("The lamps of 1899, in café and garden; 3.5 each.") == ""


# What Unicode has not assigned yet, SQLite takes for a letter or not as it likes.
@given(
    st.text(st.one_of(st.characters(exclude_categories=("Cn", "Co", "Cs")), st.sampled_from("aß é-'’+#医疗הַן کक्षİΣς")))
)
def test_every_word_of_a_text_finds_it(text: str) -> None:
    text = clean(text)
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(
            'CREATE VIRTUAL TABLE t USING fts5 (a, b, tokenize="porter unicode61 remove_diacritics 2 '
            "categories 'L* N* Co M*'\")"
        )
        connection.execute("INSERT INTO t VALUES (?, ?)", (text, forms(text)))
        for word in text.replace('"', " ").split():
            for typed in (word, f"{word} ", f'"{word}"'):
                query = parse_typed(typed)
                found = query and connection.execute("SELECT 1 FROM t WHERE t MATCH ?", (query.query,)).fetchone()
                assert query is None or found


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_titles_are_sorted_as_a_reader_expects_in_any_locale() -> None:
    titles = ["Zebra", "Zürich", "apple", "Émile", "Österreich", "“Lamp” house", "lamp", "Łódź", "Oslo", "été", "Ete"]
    assert sorted(titles, key=lambda title: (sort_key(title), title)) == [
        "apple", "Émile", "Ete", "été", "lamp", "“Lamp” house", "Łódź", "Oslo", "Österreich", "Zebra", "Zürich",
    ]  # fmt: skip
    assert one_line(sort_key("—")) == "—"


@given(st.text(st.characters(codec="ascii")) | st.text("aB1-'+# _\n"))
def test_a_text_in_ascii_is_folded_as_it_is_beside_other_letters(text: str) -> None:
    # The dot in the middle is neither a letter nor in ASCII, so that nothing is taken for granted.
    assert forms(text) == forms(f"{text} ·")
    assert sort_key(text) == (sort_key(f"{text} ·") if any(c.isalnum() for c in text) else text.casefold())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("हिंदी", "हिन्दी"),
        ("कानून", "क़ानून"),
        ("צהל", "צה״ל"),
        ("צהל", 'צה"ל'),
        ("قلبا", "قَلْبًا"),
        ("ابريل", "أبريل"),
        ("محمد", "محـــمد"),
    ],
)
def test_points_and_spellings_do_not_matter_to_search(one: str, other: str) -> None:
    assert [word.text for word in tokens(one)] == [word.text for word in tokens(other)]


def test_a_dot_between_two_words_of_katakana_does_not_part_them() -> None:
    assert forms("コンピューター・ネット") == forms("コンピューターネット")
    assert forms("コンピューター、ネット") != forms("コンピューターネット")
