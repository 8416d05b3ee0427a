"""A converted document is cut into sections and paragraphs, each with an anchor that holds in its text once."""

from __future__ import annotations

import itertools

import pytest
from conftest import examples
from hypothesis import given, settings
from hypothesis import strategies as st

from pctui.authoring.cutting import Cut, cut
from pctui.convert.model import Block, Converted, Role
from pctui.corpus.anchors import Copy

HEADING, ITEM, NOTE = Role.HEADING, Role.ITEM, Role.NOTE


def cut_of(*blocks: Block, title: str = "") -> tuple[Cut, list[str]]:
    """Cut the blocks of a document; return what it is cut into, and the text of each paragraph."""
    document = Converted("text", blocks)
    copy = Copy(document.text())
    found = cut("doc", document, copy, title)
    texts = [" ".join(copy.passage(copy.find(p["anchors"][0])).split()) for p in found.paragraphs]
    return found, texts


def test_headings_are_sections_and_blocks_are_paragraphs_with_their_pages() -> None:
    found, texts = cut_of(
        Block("The lights of Marrow Sound", HEADING, 1, "1"),
        Block("By two of those who kept them", page="1"),
        Block("Beginnings", HEADING, 2, "1"),
        Block("The first lamp was lit on the rock.", page="1–2"),
        Block("The law", HEADING, 2, "3"),
        Block("An act allowed dues from every ship.", page="3"),
        title="The Lights of Marrow Sound",
    )
    assert found.sections == [{"slug": "beginnings", "title": "Beginnings"}, {"slug": "the-law", "title": "The law"}]
    assert texts[0] == "The lights of Marrow Sound"
    assert found.title == 1
    assert [(p["number"], p.get("section"), p.get("page")) for p in found.paragraphs] == [
        (1, None, "1"),
        (2, None, "1"),
        (3, "beginnings", "1–2"),
        (4, "the-law", "3"),
    ]
    assert not found.left_out


def test_numbered_clauses_stay_apart_and_what_is_too_short_joins_its_neighbour() -> None:
    _, texts = cut_of(
        Block("The Board shall appoint the following:"),
        Block("(a) a keeper;", ITEM),
        Block("(b) two assistants of the keeper;", ITEM),
        Block("(c) a clerk.", ITEM),
        Block("Its powers"),
        Block("The Board may put out any light."),
    )
    assert texts == [
        "The Board shall appoint the following: (a) a keeper",
        "b) two assistants of the keeper; (c) a clerk",
        "Its powers The Board may put out any light",
    ]


def test_a_title_of_a_word_is_one_with_the_line_below_it() -> None:
    found, texts = cut_of(
        Block("Constitution", HEADING, 1), Block("Version 1.9", HEADING, 2), Block("Ratified by all in 1998.")
    )
    assert texts[0].startswith("Constitution Version 1.9")
    assert found.title == 1


def test_what_stands_again_and_again_is_left_out_and_counted() -> None:
    head = Block("Parish of Aldmere, minutes of the ferry")
    found, texts = cut_of(
        head, Block("The first boat was built of oak."), head, Block("The second was of elm and ash."), head
    )
    assert texts == ["The first boat was built of oak", "The second was of elm and ash"]
    assert found.left_out == {"repeated": 3}


def test_a_passage_that_stands_twice_joins_what_is_before_it() -> None:
    same = Block("No boat shall leave after dark.")
    _, texts = cut_of(Block("In summer this rule holds:"), same, Block("In winter this one does:"), same)
    assert texts == [
        "In summer this rule holds: No boat shall leave after dark",
        "In winter this one does: No boat shall leave after dark",
    ]


def test_notes_are_not_mixed_with_the_text() -> None:
    found, texts = cut_of(
        Block("The lamp burned the oil of whales."), Block("Ibid.", NOTE), Block("It was seen from afar at night.")
    )
    assert texts == ["The lamp burned the oil of whales", "It was seen from afar at night"]
    assert found.left_out == {"too short": 1}


def test_sections_have_slugs_of_their_own_in_any_script() -> None:
    found, _ = cut_of(
        Block("总则", HEADING),
        Block("国务院决定成立新的委员会"),
        Block("General", HEADING),
        Block("This is the first of them."),
        Block("General", HEADING),
        Block("This is another one of them."),
        title="国务院决定",
    )
    assert [section["slug"] for section in found.sections] == ["section-1", "general", "general-2"]


BLOCKS = st.builds(
    Block,
    st.lists(st.sampled_from(["a", "light", "of", "1.", "the", "rock", "-", "é", "灯", "x-", ":", ""]), max_size=8).map(
        " ".join
    ),
    st.sampled_from(list(Role)),
    st.just(1),
    st.sampled_from([None, "1", "2", "2–3"]),
)


@settings(max_examples=examples(150))
@given(st.lists(BLOCKS, max_size=15), st.sampled_from(["", "the light of", "rock"]))
def test_whatever_the_blocks_every_paragraph_holds_once_and_in_order(blocks: list[Block], title: str) -> None:
    document = Converted("text", tuple(blocks))
    copy = Copy(document.text())
    found = cut("doc", document, copy, title)
    spans = [copy.find(anchor) for paragraph in found.paragraphs for anchor in paragraph["anchors"]]
    assert all(before.last <= after.first for before, after in itertools.pairwise(spans))
    assert [paragraph["number"] for paragraph in found.paragraphs] == list(range(1, len(spans) + 1))
    slugs = [section["slug"] for section in found.sections]
    assert len(set(slugs)) == len(slugs)
    assert {p["section"] for p in found.paragraphs if "section" in p} == set(slugs)


@pytest.mark.parametrize("blocks", [[], [Block("")], [Block("One two three")], [Block("Only", HEADING)]])
def test_a_document_without_a_paragraph_has_none(blocks: list[Block]) -> None:
    assert not cut_of(*blocks)[0].paragraphs
