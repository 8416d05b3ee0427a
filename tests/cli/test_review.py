"""`pctui review`: somebody else goes through the entries, each beside its passages."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import LIGHTHOUSE_DOCUMENTS, Answer, Run

DRAFT = """
- kind: event
  slug: pilots-come  # to be checked
  title: Pilots come
  summary: Pilots came.
  status: draft
  date: '1850'
  date_basis: stated
  lane: lights
  type: act
  milestone: true
"""


@pytest.fixture
def drafted(corpus: Path) -> Path:
    (corpus / "drafts.yaml").write_text(DRAFT, encoding="utf-8")
    return corpus


def review(pctui: Run, corpus: Path, *arguments: str, stdin: str = "") -> Answer:
    return pctui("review", *arguments, "--corpus", corpus, "--documents", LIGHTHOUSE_DOCUMENTS, stdin=stdin)


def test_an_entry_is_shown_with_its_passages_and_marked_in_its_place(pctui: Run, drafted: Path) -> None:
    before = (drafted / "events.yaml").read_text(encoding="utf-8")
    answer = review(pctui, drafted, "beacons-bought", stdin="y\n")
    assert answer.code == 0, answer.err
    assert "1 of 1 · change · beacons-bought · not reviewed" in answer.out
    assert "calder-wren-1911 ¶" in answer.out or "keepers-1898 ¶" in answer.out
    assert "1 of 1 decided" in answer.err
    assert (drafted / "events.yaml").read_text(encoding="utf-8") == before
    changes = (drafted / "changes.yaml").read_text(encoding="utf-8")
    assert changes.count("status: reviewed") == 1
    assert pctui("check", "--corpus", drafted, "--documents", LIGHTHOUSE_DOCUMENTS).code == 0
    assert "nothing to review" not in review(pctui, drafted, "--list").err
    assert "beacons-bought  " not in review(pctui, drafted, "--list").out
    assert "beacons-bought  reviewed  " in review(pctui, drafted, "--list", "--reviewed").out


def test_what_cites_nothing_cannot_be_marked_as_reviewed(pctui: Run, drafted: Path) -> None:
    answer = review(pctui, drafted, "pilots-come", stdin="y\ns\n")
    assert "'pilots-come' cannot be marked as reviewed: it cites nothing" in answer.err
    assert "0 of 1 decided" in answer.err
    assert (drafted / "drafts.yaml").read_text(encoding="utf-8") == DRAFT


def test_an_entry_without_a_copy_cannot_be_marked_as_reviewed(pctui: Run, drafted: Path) -> None:
    answer = pctui("review", "beacons-bought", "--corpus", drafted, stdin="y\nq\n")
    assert "no copy of the document: give --documents, or attach it" in answer.out
    assert "'beacons-bought' cannot be marked as reviewed: a passage that it cites is not at hand" in answer.err


def test_no_makes_a_draft_and_a_note_is_the_readers_own(pctui: Run, drafted: Path, lights: Path) -> None:
    answer = review(pctui, drafted, "beacons-bought", stdin="t\nOnly the chapel’s beacon?\nt\nSee p. 40.\nn\n")
    assert answer.code == 0, answer.err
    assert (drafted / "changes.yaml").read_text(encoding="utf-8").count("status: draft") == 1
    notes = pctui("notes", "--db", lights).out
    assert "> Only the chapel’s beacon?\n> See p. 40." in notes


def test_each_answer_is_kept_when_the_input_ends(pctui: Run, drafted: Path) -> None:
    answer = review(pctui, drafted, "--kind", "change", stdin="y\nmaybe\ny\n")
    assert answer.code == 0
    assert "Answer y, n, t, s or q." in answer.err
    assert (drafted / "changes.yaml").read_text(encoding="utf-8").count("status: reviewed") == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["no-such-entry"], "there is no entry 'no-such-entry' in the corpus"),
        (["--kind", "evnt"], "there is no kind 'evnt'; did you mean 'event'?"),
    ],
)
def test_what_is_not_there_is_named(pctui: Run, drafted: Path, arguments: list[str], said: str) -> None:
    answer = review(pctui, drafted, *arguments)
    assert answer.code != 0
    assert said in answer.err


def test_a_read_only_login_has_no_review(pctui: Run, drafted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PCTUI_SECURE", "1")
    answer = review(pctui, drafted, "--list")
    assert answer.code == 2
    assert "'review' is disabled in this login" in answer.err
