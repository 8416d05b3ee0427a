"""`pctui --plain`: the panes as text, with a prompt."""

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
    """Return the output after each line typed."""

    def run(*typed: str) -> list[str]:
        answer = pctui("--plain", "--db", lights, stdin="".join(f"{line}\n" for line in typed))
        assert (answer.code, answer.err) == (0, "")
        assert "\x1b" not in answer.out
        parts = answer.out.split("> ")[: len(typed) + 1]
        return [text.rpartition("\n[")[0] for text in parts[:-1]] + [parts[-1]]

    return run


def test_the_panes_are_listed_with_numbers(walked: Run) -> None:
    head, after = walked("q")
    assert (
        "The lights of Marrow Sound\n==========================\n1. Timeline\n2. Ladder\n3. Recommendations\n" in head
    )
    assert "6. Sources" in head
    assert after == ""


def test_a_number_opens_an_item_and_b_goes_back(walked: Run) -> None:
    _, timeline, entry, back, panes, nothing = walked("1", "1", "b", "b", "b")
    assert timeline.startswith("\nTimeline\n========\n1. March 1821, Beacon Act\n")
    assert entry.startswith("\nBeacon Act\n==========\n")
    assert "Links:\n1. " in entry
    assert back == timeline
    assert "6. Sources" in panes
    assert "This is the first view" in nothing


def test_plans_are_marked_and_signs_are_words(walked: Run) -> None:
    timeline, evidence = walked("1")[-1], walked("p", "5")[-1]
    assert ", planned" in timeline
    assert "improved, " in evidence
    assert "\nSafety\n------\n" in evidence


def test_the_ladder_is_shown_and_its_levels_can_be_opened(walked: Run) -> None:
    _, ladder, rung = walked("2", "1")
    assert "The levels:\n1. Class one" in ladder
    assert rung.startswith("\nClass one")


def test_s_shows_the_passage_if_a_copy_is_attached(walked: Run, pctui: Run, lights: Path) -> None:
    attach = "no copy is attached, so its text is not shown. Attach yours: pctui attach FILE…"
    assert f"\nCalder & Wren 1911 ¶2: {attach}\n" in walked("1", "1", "s")[-1]
    doi = "https://doi.org/10.0000/marrow.17"
    assert f"\nKeepers 1898 ¶1: {attach} {doi}\n" in walked("o keepers-write", "s")[-1]
    assert pctui("attach", LIGHTHOUSE_DOCUMENTS, "--db", lights).code == 0
    parts = walked("1", "1", "s")[-1]
    assert "“" in parts
    assert "Entries that cite this paragraph:\n1. " in parts
    assert "no cited passage" in walked("s")[-1]


def test_a_search_lists_results_that_can_be_opened(walked: Run) -> None:
    _, found, entry, none = walked("/ keepers union", "1", "/ zebra")
    assert "Search: keepers union" in found
    assert "1. Keepers' union (Organisation)" in found
    assert "Keepers' union\n=====" in entry
    assert "No matches." in none


def test_a_slug_is_opened_and_an_unknown_one_reported(walked: Run) -> None:
    _, entry, none, still = walked("o lamp-house", "o lamp-hose", "1")
    assert "Lamp house\n==========" in entry
    assert "there is no entry 'lamp-hose'\nSimilar: lamp-house" in none
    assert "There is no item 1 here" not in still


def test_a_date_is_gone_to_and_its_entries_can_be_opened(walked: Run) -> None:
    _, date, entry, back, none = walked("at March 1821", "1", "b", "date soon")
    assert date.startswith("\nMarch 1821\n==========\n")
    assert "Dated then\n----------\n" in date
    assert "In existence in March 1821" in date
    assert "Beacon Act" in entry
    assert back == date
    assert "'soon' is not a date. Write 1 April 1999, April 1999" in none


@pytest.mark.parametrize("typed", ["77", "zz", "0", "99999999999", "o", "²"])
def test_unknown_commands_are_reported(walked: Run, typed: str) -> None:
    assert "Type ? for help." in walked(typed)[-1]


def test_a_long_list_is_shown_in_pages_and_back_returns_to_the_same_page(pctui: Run) -> None:
    parts = pctui("--plain", stdin="1\n\n\n25\nb\nq\n").out.split("> ")
    assert parts[1].rpartition("\n[")[0].rstrip().endswith("Press Enter for more.")
    assert parts[2].startswith("21. ")
    assert parts[3].startswith("41. ")
    assert parts[5].split("\n", 3)[3].startswith("41. ")


def test_the_end_of_input_ends_the_walk(walked: Run) -> None:
    assert "6. Sources" in walked()[0]


@given(st.lists(st.text(st.sampled_from('123456789bps?/o "*-lamp\x1b'), max_size=6), max_size=8))
def test_no_input_causes_an_error(lights: Path, typed: list[str]) -> None:
    store = Store(lights)
    lines = iter(typed)
    try:
        with redirect_stdout(TextIOWrapper(BytesIO())):
            Walk(store, Reader.of(store)).run(lambda: next(lines, None))
    finally:
        store.close()


def test_command_words_equal_their_letters(walked: Run) -> None:
    assert walked("help", "q")[1] == walked("?", "q")[1]
    assert walked("ladder", "q")[1] == walked("2", "q")[1]
    assert walked("1", "back", "q")[2] == walked("1", "b", "q")[2]
    assert walked("search keepers union", "q")[1].startswith("\nSearch: keepers union")


def test_the_prompt_shows_the_current_view(pctui: Run, lights: Path) -> None:
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
