"""Selecting a passage of a copy: whatever is selected becomes a citation that holds in that copy."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from conftest import LIGHTHOUSE_DOCUMENTS, examples
from hypothesis import given, settings
from hypothesis import strategies as st

from pctui.authoring.selecting import Place, Selection
from pctui.corpus.anchors import Copy, Outcome
from pctui.corpus.copies import read_text
from pctui.model import Paragraph
from pctui.queries.store import Store
from pctui.text import words

DOCUMENT = "calder-wren-1911"


@pytest.fixture(scope="module")
def paragraphs(lights: Path) -> Iterator[list[Paragraph]]:
    with closing(Store(lights)) as store:
        yield store.paragraphs(DOCUMENT)


@pytest.fixture(scope="module")
def copy() -> Copy:
    return Copy(read_text(LIGHTHOUSE_DOCUMENTS / "lights-of-marrow-sound.txt")[0])


@pytest.fixture
def selection(copy: Copy, paragraphs: list[Paragraph]) -> Selection:
    return Selection(DOCUMENT, copy, paragraphs)


def text(selection: Selection) -> str:
    return " | ".join(part.text for part in selection.parts)


def test_a_sentence_is_selected_and_the_next_one_instead(selection: Selection) -> None:
    selection.select_sentence(Place(selection.index_of(2), 3))
    assert text(selection) == "Nobody kept a light in the Sound before the wreck of the Halcyon."
    assert selection.described() == "13 words · one place"
    assert selection.next_sentence(1)
    assert text(selection).startswith("The Beacon Act of March 1821 let")
    assert selection.next_sentence(1)
    assert text(selection).startswith("The Board put its lights")
    selection.next_sentence(-1)
    assert text(selection).startswith("The Beacon Act")


def test_the_end_moves_by_sentences_and_the_sentence_at_which_it_began_stays(selection: Selection) -> None:
    selection.select_sentence(Place(selection.index_of(5), 40))
    began = text(selection)
    assert began.startswith("Calder doubts it: ")
    selection.move_sentence(1)
    assert text(selection).endswith("cost twice what was forecast.")
    selection.move_sentence(-1)
    assert text(selection) == began
    selection.move_sentence(-1)
    assert text(selection).startswith("Wrecks in the Sound fell")
    assert text(selection).endswith(began)
    selection.move_sentence(1)
    assert text(selection) == began


def test_words_and_paragraphs(selection: Selection) -> None:
    selection.select_sentence(Place(selection.index_of(2), 0))
    selection.move_word(-1)
    assert text(selection).endswith("wreck of the")
    selection.turn()
    selection.move_word(1)
    assert text(selection).startswith("kept a light")
    selection.turn()
    selection.move_paragraph(1)
    assert text(selection).startswith("kept a light")
    assert text(selection).endswith("on Gull Stack w7x.")
    selection.move_paragraph(1)
    assert [part.paragraph.number for part in selection.parts] == [2, 3]


def test_a_passage_over_two_columns_has_an_anchor_for_each(selection: Selection, copy: Copy) -> None:
    index = selection.index_of(3)
    selection.select_sentence(Place(index, 85))
    assert "a boat and a budget of its own, which met about 80%" in text(selection)
    (citation,) = selection.cited().citations
    assert len(citation["anchors"]) == 2
    assert all(copy.match(anchor).outcome is Outcome.HOLDS for anchor in citation["anchors"])


def test_too_few_words_and_words_in_several_places_are_refused(paragraphs: list[Paragraph]) -> None:
    copy = Copy("It was so again and again. Then it was not. It was so again and again. Why?")
    whole = copy.anchor(0, len(copy.words))
    selection = Selection("x", copy, [Paragraph("x", 1, None, (whole,), None)])
    selection.select_sentence(Place(0, 0))
    assert selection.described() == "6 words · the same words are in 2 places: select more"
    selection.select_sentence(Place(0, len(copy.words) - 1))
    assert selection.described() == "1 word · in ¶1, a passage needs at least 4 words; this one has 1"


def test_a_copy_without_the_paragraphs_has_nothing_to_select(paragraphs: list[Paragraph]) -> None:
    assert len(Selection(DOCUMENT, Copy("Another text of some words."), paragraphs)) == 0


MOVES = ("next_sentence", "move_sentence", "move_word", "move_paragraph")


@settings(max_examples=examples(40))
@given(
    start=st.tuples(st.integers(0, 5), st.integers(0, 30)),
    moves=st.lists(st.tuples(st.sampled_from(MOVES), st.sampled_from((1, -1))), max_size=12),
    turned=st.booleans(),
)
def test_whatever_is_selected_is_cited_word_for_word(
    copy: Copy, paragraphs: list[Paragraph], start: tuple[int, int], moves: list[tuple[str, int]], turned: bool
) -> None:
    selection = Selection(DOCUMENT, copy, paragraphs)
    index = min(start[0], len(selection) - 1)
    selection.select_sentence(Place(index, min(start[1], len(selection.paragraph(index).words) - 1)))
    for name, by in moves:
        before = selection.start, selection.end
        moved = getattr(selection, name)(by)
        assert moved == ((selection.start, selection.end) != before)
        if turned:
            selection.turn()
    cited = selection.cited()
    passages = " ".join(cited.passages)
    if not cited.wrong:
        same = " ".join(" ".join(part.text for part in selection.parts).split())
        assert [word.text for word in words(passages)] == [word.text for word in words(same)]
        for citation in cited.citations:
            assert all(copy.match(anchor).outcome is Outcome.HOLDS for anchor in citation["anchors"])
