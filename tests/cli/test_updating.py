"""A new edition of a document comes into a corpus: what is held, moved, reads otherwise or is gone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Answer, Run

OLD = """\
The Aldmere ferry rules, 1912

The parish opened the ferry in May 1908, with one boat and a ferryman paid by the week.

The master of the ferry is elected by the parish for one year, and may be elected again.

Every passenger pays one penny for the crossing, and a farmer with a cart pays threepence.

The ferry carries no cattle on Sundays, whatever the weather may be.
"""
NEW = """\
The Aldmere ferry rules, 1920

The parish opened the ferry in May 1908, with one boat and a ferryman paid by the week.

In summer the council keeps a second boat at the upper landing of the river.

The master of the ferry is elected by the parish for ten years, and may be elected again.

Every passenger pays one penny for the crossing, and a farmer with a cart pays threepence.

The ferry carries no cattle on Sundays, whatever the weather was.
"""
CITED = {
    "opened": "The parish opened … by the week",
    "master": "The master of the ferry … be elected again",
    "pays": "Every passenger pays … pays threepence",
    "cattle": "The ferry carries no cattle … the weather may be",
}


@pytest.fixture
def ferry(pctui: Run, tmp_path: Path) -> Path:
    """A corpus with the old rules, and four entries that cite them."""
    folder = tmp_path / "ferry"
    for name, text in (("old.txt", OLD), ("new.txt", NEW)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert pctui("init", folder).code == 0
    assert pctui("add", tmp_path / "old.txt", "--corpus", folder, "--slug", "rules").code == 0
    entries = "# The rules, in our own words.\n"
    for slug, quotation in CITED.items():
        citation = pctui("cite", "rules", quotation, "--corpus", folder).out.strip()
        entries += (
            f"- kind: concept\n  slug: {slug}  # kept\n  title: {slug.capitalize()}\n"
            f"  summary: Of the ferry.\n  citations:\n    {citation}\n"
        )
    (folder / "entries.yaml").write_text(entries, encoding="utf-8")
    return folder


def update(pctui: Run, folder: Path, *arguments: object, stdin: str = "") -> Answer:
    new = folder.parent / "new.txt"
    return pctui("update", "rules", new, "--slug", "rules-1920", *arguments, "--corpus", folder, stdin=stdin)


def test_what_became_of_each_passage_is_shown_and_nothing_written(pctui: Run, ferry: Path) -> None:
    before = {path: path.read_bytes() for path in ferry.rglob("*.yaml")}
    answer = update(pctui, ferry, "--dry-run")
    assert answer.code == 0, answer.err
    counts = [line.rsplit(maxsplit=1) for line in answer.out.splitlines()[:4]]
    assert counts == [["held", "1"], ["moved", "1"], ["reads otherwise", "1"], ["gone", "1"]]
    master, cattle = answer.out.splitlines()[5::2]
    assert master.startswith("'master' ¶3 reads otherwise: ")
    assert "[-one year-] {+ten years+}" in master
    assert cattle.startswith("'cattle' ¶5 is gone; the nearest is ¶6: ")
    assert "[-may be-] {+was+}" in cattle
    assert {path: path.read_bytes() for path in ferry.rglob("*.yaml")} == before


def test_what_holds_moves_and_the_rest_is_asked_about(pctui: Run, ferry: Path) -> None:
    answer = update(pctui, ferry, stdin="maybe\nm\n")
    assert answer.code == 0, answer.err
    assert "1 of 1: 'master' ¶3 reads otherwise" in answer.out
    assert "Answer m, k, e or q." not in answer.err  # "maybe" begins with the letter that moves
    assert "added 'rules-1920', which supersedes 'rules'; 3 citations moved to it, 1 kept" in answer.err
    entries = (ferry / "entries.yaml").read_text(encoding="utf-8")
    assert entries.startswith("# The rules, in our own words.\n")
    assert entries.count("  # kept\n") == 4
    assert entries.count("{document: rules-1920, ") == 3
    assert entries.count("{document: rules, paragraph: 5, ") == 1
    assert entries.count("status: draft") == 1
    assert "{type: supersedes, to: rules}" in (ferry / "documents" / "rules-1920.yaml").read_text(encoding="utf-8")
    assert pctui("check", "--corpus", ferry).code == 0


def test_rules_decide_without_a_question(pctui: Run, ferry: Path) -> None:
    answer = update(pctui, ferry, "--found", "keep", "--otherwise", "keep")
    assert answer.code == 0, answer.err
    assert "0 citations moved to it, 4 kept" in answer.err
    assert "rules-1920" not in (ferry / "entries.yaml").read_text(encoding="utf-8")
    assert pctui("check", "--corpus", ferry).code == 0


def test_who_gives_up_leaves_everything_as_it_was(pctui: Run, ferry: Path) -> None:
    before = {path: path.read_bytes() for path in ferry.rglob("*.yaml")}
    for typed in ("q\n", ""):
        answer = update(pctui, ferry, stdin=typed)
        assert answer.code == 1
        assert "Nothing was written." in answer.err
        assert {path: path.read_bytes() for path in ferry.rglob("*.yaml")} == before


def test_entries_to_edit_are_named_with_their_place(pctui: Run, ferry: Path) -> None:
    answer = update(pctui, ferry, stdin="e\n")
    assert answer.code == 0, answer.err
    assert "To edit: entries.yaml:" in answer.err


def test_a_script_reads_what_became_of_each_citation(pctui: Run, ferry: Path) -> None:
    found = json.loads(update(pctui, ferry, "--dry-run", "--format", "json").out)
    fates = {each["entry"]: each["fate"] for each in found["citations"]}
    assert fates == {"opened": "held", "master": "reads otherwise", "pays": "moved", "cattle": "gone"}
    assert found["document"] == "rules-1920"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["ruls", "new.txt"], "there is no document 'ruls' in the corpus; did you mean 'rules'?"),
        (["rules", "old.txt"], "is the edition that 'rules' has already"),
        (["rules", "none.txt"], "none.txt"),
        (["rules", "new.txt", "--slug", "opened"], "the slug 'opened' is taken, at entries.yaml:2"),
    ],
)
def test_what_is_wrong_is_named(
    pctui: Run, ferry: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(ferry.parent)
    answer = pctui("update", *arguments, "--corpus", ferry)
    assert answer.code != 0
    assert said in answer.err


def test_a_read_only_login_updates_nothing(pctui: Run, ferry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PCTUI_SECURE", "1")
    answer = update(pctui, ferry)
    assert answer.code == 2
    assert "'update' is disabled in this login" in answer.err
