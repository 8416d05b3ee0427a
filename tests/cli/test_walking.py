"""`pctui --plain`: the panes walked through as text, a line typed and answered at a time."""

from __future__ import annotations

from contextlib import redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from conftest import LIGHTHOUSE_DOCUMENTS, Run
from hypothesis import given
from hypothesis import strategies as st

from pctui.cli.plain_walk import Walk
from pctui.queries.store import Store
from pctui.reader.copies import Reader


@pytest.fixture
def walked(pctui: Run, lights: Path) -> object:
    """What is told after each line typed."""

    def run(*typed: str) -> list[str]:
        answer = pctui("--plain", "--db", lights, stdin="".join(f"{line}\n" for line in typed))
        assert (answer.code, answer.err) == (0, "")
        assert "\x1b" not in answer.out
        told = answer.out.split("> ")[: len(typed) + 1]
        return [text.rpartition("\n[")[0] for text in told[:-1]] + [told[-1]]

    return run


def test_the_panes_are_told_with_their_numbers(walked: Run) -> None:
    head, after = walked("q")
    assert (
        "The lights of Marrow Sound\n==========================\n1. Timeline\n2. Ladder\n3. Recommendations\n" in head
    )
    assert "6. Sources" in head
    assert after == ""


def test_a_number_leads_on_and_b_back(walked: Run) -> None:
    _, timeline, entry, back, panes, nothing = walked("1", "1", "b", "b", "b")
    assert timeline.startswith("\nTimeline\n========\n1. March 1821, Beacon Act\n")
    assert entry.startswith("\nBeacon Act\n==========\n")
    assert "Links:\n1. " in entry
    assert back == timeline
    assert "6. Sources" in panes
    assert "This is the first view" in nothing


def test_planned_things_are_told_as_such_and_signs_as_words(walked: Run) -> None:
    timeline, evidence = walked("1")[-1], walked("p", "5")[-1]
    assert ", planned" in timeline
    assert "improved, " in evidence
    assert "\nSafety\n------\n" in evidence


def test_the_ladder_is_told_and_its_rungs_can_be_gone_to(walked: Run) -> None:
    _, ladder, rung = walked("2", "1")
    assert "The levels:\n1. Class one" in ladder
    assert rung.startswith("\nClass one")


def test_a_passage_is_read_with_s_when_a_copy_is_attached(walked: Run, pctui: Run, lights: Path) -> None:
    assert "no copy is attached" in walked("1", "1", "s")[-1]
    assert pctui("attach", LIGHTHOUSE_DOCUMENTS, "--db", lights).code == 0
    told = walked("1", "1", "s")[-1]
    assert "“" in told
    assert "Entries that cite this paragraph:\n1. " in told
    assert "no cited passage" in walked("s")[-1]


def test_a_search_is_answered_and_can_be_gone_into(walked: Run) -> None:
    _, found, entry, none = walked("/ keepers union", "1", "/ zebra")
    assert "Search: keepers union" in found
    assert "1. Keepers' union (Organisation)" in found
    assert "Keepers' union\n=====" in entry
    assert "No matches." in none


def test_a_slug_is_opened_and_one_that_is_not_there_is_told(walked: Run) -> None:
    _, entry, none, still = walked("o lamp-house", "o lamp-hose", "1")
    assert "Lamp house\n==========" in entry
    assert "there is no entry 'lamp-hose'\nSimilar: lamp-house" in none
    assert "There is no item 1 here" not in still


@pytest.mark.parametrize("typed", ["77", "zz", "0", "99999999999", "o", "²"])
def test_what_cannot_be_typed_is_told(walked: Run, typed: str) -> None:
    assert "Type ? for help." in walked(typed)[-1]


def test_a_long_list_is_told_in_parts_and_gone_back_to_where_it_was(pctui: Run) -> None:
    told = pctui("--plain", stdin="1\n\n\n25\nb\nq\n").out.split("> ")
    assert told[1].rpartition("\n[")[0].rstrip().endswith("Press Enter for more.")
    assert told[2].startswith("21. ")
    assert told[3].startswith("41. ")
    assert told[5].split("\n", 3)[3].startswith("41. ")


def test_the_end_of_what_is_typed_is_the_end(walked: Run) -> None:
    assert "6. Sources" in walked()[0]


@given(st.lists(st.text(st.sampled_from('123456789bps?/o "*-lamp\x1b'), max_size=6), max_size=8))
def test_nothing_typed_is_a_fault(lights: Path, typed: list[str]) -> None:
    store = Store(lights)
    lines = iter(typed)
    try:
        with redirect_stdout(TextIOWrapper(BytesIO())):
            Walk(store, Reader.of(store)).run(lambda: next(lines, None))
    finally:
        store.close()


def test_words_are_understood_as_their_letters_are(walked: Run) -> None:
    assert walked("help", "q")[1] == walked("?", "q")[1]
    assert walked("ladder", "q")[1] == walked("2", "q")[1]
    assert walked("1", "back", "q")[2] == walked("1", "b", "q")[2]
    assert walked("search keepers union", "q")[1].startswith("\nSearch: keepers union")


def test_the_question_says_where_it_is_asked(pctui: Run, lights: Path) -> None:
    out = pctui("--plain", "--db", lights, stdin="2\n1\n").out
    assert out.count("[Ladder]> ") == 1
    assert out.endswith("[Class one: watch fire]> ")


def test_an_entry_is_cited_and_marked(walked: Run, pctui: Run, lights: Path) -> None:
    said = walked("y", "m adopt", "o lamp-house", "y", "m", "m adopt", "m none", "q")
    assert "no cited passage" in said[1]
    assert "no entry here" in said[2]
    assert "Calder, Ines; Wren, Tobias. The Lights of Marrow Sound" in said[4]
    assert "The marks are adopt, consider, reject and none" in said[5]
    assert said[6] == "Lamp house: adopt\n"
    assert said[7] == "Lamp house: no mark\n"
