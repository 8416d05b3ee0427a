"""A search finds what the asker meant: without the small words, by other forms and names, and most words if not all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Run
from hypothesis import example, given
from hypothesis import strategies as st
from questions import ASKED, HELD_OUT, NOT_YET

from pctui.database.build import seed
from pctui.language import STOP_WORDS
from pctui.paths import built_in_corpus
from pctui.queries.search import FEW
from pctui.queries.store import Store
from pctui.reader.copies import Reader
from pctui.reader.search import Found, Query, kinds, parse_query, search


@pytest.fixture(scope="module")
def built_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    database = tmp_path_factory.mktemp("built-in") / "pctui.db"
    seed(built_in_corpus(), database)
    return database


@pytest.fixture(scope="module")
def store(built_in: Path) -> Iterator[Store]:
    with closing(Store(built_in)) as opened:
        yield opened


@pytest.fixture(scope="module")
def lighthouse_store(lights: Path) -> Iterator[Store]:
    with closing(Store(lights)) as opened:
        yield opened


def ask(store: Store, text: str) -> Found:
    reader = Reader.of(store, store.path.with_name("nobody.db"))
    return search(store, reader, parse_query(text, kinds(store, reader)))


def answers(store: Store, question: str) -> list[str]:
    """Return what is found first and second, after taking a suggestion if nothing is found."""
    found = ask(store, question)
    if not found.hits and found.suggestion:
        found = ask(store, found.suggestion)
    return [hit.slug for hit in found.hits[:2]]


@pytest.mark.parametrize("question", ASKED)
def test_what_people_ask_is_answered_first_or_second(store: Store, question: str) -> None:
    assert {*answers(store, question)} & {*ASKED[question].split()}


def test_questions_to_which_nothing_was_fitted_are_answered_as_well(store: Store) -> None:
    assert len(ASKED) == 40
    assert len(HELD_OUT) == 20
    right = [question for question, slugs in HELD_OUT.items() if {*answers(store, question)} & {*slugs.split()}]
    assert len(right) >= 17, {*HELD_OUT} - {*right}


@pytest.mark.parametrize("question", NOT_YET)
def test_a_question_that_is_answered_after_all_belongs_to_the_others(store: Store, question: str) -> None:
    assert not {*answers(store, question)} & {*NOT_YET[question].split()}


WORDS = st.sampled_from(
    "primary care group groups trust pct fundholding start size gp co-production 1999 healthcare zebra visitors".split()
)
TEXT = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)


@given(text=TEXT, at=st.integers(0, 5), word=st.sampled_from(sorted(STOP_WORDS)))
def test_a_small_word_more_changes_nothing(store: Store, text: str, at: int, word: str) -> None:
    words = text.split()
    more = " ".join([*words[:at], word, *words[at:]])
    of_kind = store.question(more)
    assert of_kind is not None
    if not of_kind.kinds:  # as `when` asks for events
        assert [hit.slug for hit in store.search(more)] == [hit.slug for hit in store.search(text)]


@given(text=TEXT)
@example(text="nurses purchasing start ")
@example(text="hospital care london ")
@example(text="walshe primary hospital ")
def test_what_has_all_the_words_comes_before_what_has_most_of_them(store: Store, text: str) -> None:
    question = store.question(text)
    assert question is not None
    found = [hit.slug for hit in store.search(text, 600)]
    sql = "SELECT e.slug FROM entries_fts f JOIN shown_entries e ON e.id = f.rowid WHERE entries_fts MATCH :query"
    complete = {slug for (slug,) in store.select(sql, query=question.query(question.parts))}
    assert {*found[: len(complete)]} == complete
    covered = store.coverage(text)
    assert covered.complete == min(len(complete), FEW)
    assert len(found) == store.matches(text, 600)
    assert (covered.reached == "all") == (len(found) == len(complete))
    if len(complete) >= FEW:
        assert covered.reached == "all"


@given(text=st.text(st.one_of(st.characters(), st.sampled_from('"*-+^:(){} AND OR NOT NEAR the PCT kind:'))))
def test_no_search_fails(store: Store, text: str) -> None:
    reader = Reader.of(store, store.path.with_name("nobody.db"))
    found = search(store, reader, Query(text))
    if found.suggestion:
        assert ask(store, found.suggestion).hits


def test_the_longest_question_makes_no_query_that_grows_with_its_combinations(store: Store) -> None:
    for words in range(1, 40):
        question = store.question(" ".join(f"word{number}" for number in range(words)))
        assert question is not None
        for number in {question.parts, question.half, 1}:
            assert len(question.query(number)) < 200_000
        assert store.search(question.typed.text) == []


@pytest.mark.parametrize("text", ["who", "it", "It", "of the", "who is it"])
def test_small_words_alone_are_searched(store: Store, text: str) -> None:
    question = store.question(text)
    assert question is not None
    assert question.parts == len(text.split())


def test_an_abbreviation_is_no_small_word(store: Store) -> None:
    question = store.question("what did the WHO say of it")
    assert question is not None
    assert [part.text for part in question.typed.parts] == ["WHO", "say"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("coproduction", "co-production"),
        ("co production", "co-production"),
        ("healthcare system", '"health care" system'),
        ("health visitors", "health visiting"),
        ("organization", "organisation"),
        ("labor", "labour"),
        ("level 4", "level four"),
        ("modernizing", "modernising"),
        ("introduction of fundholding", "fundholding introduced"),
    ],
)
def test_other_forms_find_the_same(store: Store, one: str, other: str) -> None:
    def found(text: str) -> set[str]:
        return {hit.slug for hit in store.search(f"{text} ", 600)}

    assert found(one)
    assert found(one) & found(other) == found(other)


def test_names_find_each_other_in_both_directions_and_are_said(store: Store) -> None:
    assert ask(store, "PCTs").synonyms == (("PCTs", "Primary care trust"),)
    assert ask(store, "PCTs").lines == ["PCTs: Primary care trust"]
    assert {hit.slug for hit in store.search("pct ", 600)} >= {
        hit.slug for hit in store.search('"primary care trust"', 600)
    }
    question = store.question("primary care trusts in 2001")
    assert question is not None
    assert all('"PCT"' in query for query in question.queries[:3])
    assert not ask(store, "primary care trusts").synonyms  # it is what was typed


def test_it_is_said_that_few_or_none_have_all_the_words(store: Store) -> None:
    assert ask(store, "primary care groups start").partial == ""
    none = ask(store, "fundholding telehealth zebra budget")
    assert none.partial == "No entry has all of these words; these have some of them."
    assert ask(store, "salaried deprived zebra").partial == (
        "No entry has all of these words; these have most of them."
    )
    first = ask(store, "purchaser provider split")
    assert first.partial == "The first 2 have all of these words; the others have most of them."
    assert ask(store, "zebra kind:finding").partial == ""
    assert ask(store, "salaried deprived zebra kind:finding").partial.startswith("No entry of this kind has all")


@pytest.mark.parametrize(
    ("typed", "suggested"),
    [
        ("fundholdng", "fundholding"),
        ("fundholdin", ""),
        ("pooled budgtes", "pooled budgets"),
        ("what is comissioning?", "what is commissioning"),
        ("qrimary care", "primary care"),
        ("xyzzy", ""),
        ('"fundholdng"', ""),
    ],
)
def test_the_nearest_spelling_is_suggested(store: Store, typed: str, suggested: str) -> None:
    assert ask(store, typed).suggestion == suggested


def test_a_word_that_is_being_typed_is_found_at_every_letter(store: Store) -> None:
    word = "commissioning"
    for length in range(1, len(word) + 1):
        found = ask(store, word[:length])
        assert found.hits, word[:length]
        assert not found.suggestion, word[:length]


def test_what_happened_in_a_year_is_found_by_its_date(lighthouse_store: Store) -> None:
    titles = [hit.kind for hit in ask(lighthouse_store, "what happened in 1911").hits[:3]]
    assert "event" in titles or "change" in titles


def test_in_another_language_no_word_is_left_out(tmp_path: Path, corpus: Path) -> None:
    for file in corpus.glob("**/*.yaml"):
        file.write_text(file.read_text().replace(" the ", " der ").replace("The ", "Der ").replace(" of ", " von "))
    database = tmp_path / "other.db"
    seed(corpus, database)
    with closing(Store(database)) as store:
        question = store.question("was in")
        assert question is not None
        assert question.parts == 2


def test_the_command_says_the_same(pctui: Run, built_in: Path) -> None:
    done = pctui("search", "fundholdng", "--db", built_in)
    assert (done.code, done.out) == (1, "")
    assert "Did you mean: fundholding?" in done.err
    done = pctui("search", "salaried deprived zebra", "--db", built_in)
    assert done.code == 0
    assert "No entry has all of these words; these have most of them." in done.err
    assert "PCT: Primary care trust" in pctui("search", "PCT", "--db", built_in).err
    done = pctui("search", "kind:bogus", "care", "--db", built_in)
    assert done.code == 2
    assert "there is no kind 'bogus'" in done.err
    assert "There are: change, concept, document, event" in done.err


def test_the_notices_are_in_the_data(pctui: Run, built_in: Path) -> None:
    out = pctui("search", "salaried", "deprived", "telehelth", "--format", "json", "--db", built_in).out
    assert '{"about": "partial", "text": "No entry has all of these words; these have most of them."}' in out
    assert '{"about": "suggestion", "text": "salaried deprived telehealth"}' in out
