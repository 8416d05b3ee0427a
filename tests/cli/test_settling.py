"""Two people write one corpus under git: what they add merges, and where git stops, `pctui settle` goes on."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Run

from pctui.authoring.changes import Changes, apply
from pctui.authoring.editing import added, record, replaced, with_terms
from pctui.authoring.review import decided
from pctui.authoring.splitting import split
from pctui.corpus.loader import examine

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

EVENT = "beacon-act-1821"
Write = Callable[[Path], None]


class Repository:
    """A corpus with a file an entry, under git, and what two people do to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        apply(split(folder).changes)
        self.git("init", "-b", "main")
        self.commit("start")

    def git(self, *arguments: str, check: bool = True) -> int:
        command = ["git", "-c", "user.name=n", "-c", "user.email=n@x", "-c", "commit.gpgsign=false", *arguments]
        return subprocess.run(command, cwd=self.folder, check=check, capture_output=True).returncode

    def commit(self, title: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-m", title)

    def branches(self, one: Write, two: Write) -> bool:
        """Let each write on a branch of its own, and merge them; return whether git could."""
        for name, write in (("one", one), ("two", two)):
            self.git("checkout", "-b", name, "main")
            write(self.folder)
            self.commit(name)
        return not self.git("merge", "one", "-m", "both", check=False)


@pytest.fixture
def repository(corpus: Path) -> Repository:
    return Repository(corpus)


def adds(slug: str, lane: str = "law") -> Write:
    """Add an event, and its lane if that is not there."""

    def write(folder: Path) -> None:
        if lane != "law":
            apply(with_terms(Changes(folder, ()), [("lanes", lane, lane.title())]))
        apply(added(folder, [{**record(folder, EVENT), "slug": slug, "title": slug, "lane": lane}]))

    return write


def changes_fields(**fields: object) -> Write:
    return lambda folder: apply(replaced(folder, EVENT, {**record(folder, EVENT), **fields}))


def reviews(folder: Path) -> None:
    apply(decided(folder, EVENT, reviewed=True))


@needs_git
def test_branches_that_added_entries_merge_without_a_hand(repository: Repository) -> None:
    assert repository.branches(adds("one"), adds("two"))
    loaded, faults = examine(repository.folder)
    assert faults == []
    assert {"one", "two"} <= set(loaded.entries)


@needs_git
def test_lanes_that_both_added_stay_both(repository: Repository, pctui: Run) -> None:
    assert not repository.branches(adds("one", "bridges"), adds("two", "tolls"))
    said = pctui("check", "--corpus", repository.folder, "--files-only").err
    assert "corpus.yaml:" in said
    assert "conflict markers of git; settle lines" in said
    answer = pctui("settle", "--corpus", repository.folder)
    assert answer.code == 0, answer.err
    assert "corpus.yaml: settled" in answer.err
    loaded, faults = examine(repository.folder)
    assert faults == []
    assert loaded.corpus
    assert {term.slug for term in loaded.corpus.lanes[-2:]} == {"bridges", "tolls"}
    assert {"one", "two"} <= set(loaded.entries)
    repository.git("commit", "-m", "settled")
    assert repository.git("diff", "--quiet", "HEAD", check=False) == 0
    assert "no conflicts of git in this corpus" in pctui("settle", "--corpus", repository.folder).err


@needs_git
def test_an_entry_reviewed_on_one_side_and_edited_on_the_other_keeps_both(repository: Repository, pctui: Run) -> None:
    summary = "An act of March 1821 let the Board of Lights take dues."
    if not repository.branches(reviews, changes_fields(summary=summary)):
        assert pctui("settle", "--corpus", repository.folder).code == 0
    entry = examine(repository.folder)[0].entries[EVENT]
    assert (entry.status, entry.summary) == ("reviewed", summary)


@needs_git
def test_what_both_changed_is_named_and_left_to_a_person(repository: Repository, pctui: Run) -> None:
    assert not repository.branches(changes_fields(title="One act"), changes_fields(title="Another act"))
    (file,) = repository.folder.glob(f"entries/*/{EVENT}.yaml")
    before = file.read_bytes()
    answer = pctui("settle", "--corpus", repository.folder)
    assert answer.code == 1
    said = f"entries/event/{EVENT}.yaml: title of '{EVENT}': Another act on one side, One act on the other"
    assert f"{said}; settle this one by hand" in answer.err
    assert file.read_bytes() == before


@needs_git
def test_an_entry_that_one_deleted_and_the_other_changed_is_left_to_a_person(
    repository: Repository, pctui: Run
) -> None:
    def deletes(folder: Path) -> None:
        (folder / f"entries/event/{EVENT}.yaml").unlink()

    assert not repository.branches(deletes, changes_fields(title="Another act"))
    answer = pctui("settle", "--corpus", repository.folder)
    assert answer.code == 1
    assert f"'{EVENT}'" in answer.err


READING = [
    ["check", "--files-only"],
    ["seed", "--db", "new.db"],
    ["review", "--list"],
    ["split"],
    ["pack", "--output", "x.pctui"],
    ["add", "copy.txt"],
    ["import", "events.csv"],
    ["update", "calder-wren-1911", "copy.txt"],
]


@pytest.mark.parametrize("command", READING, ids=lambda command: command[0])
def test_every_command_that_reads_the_corpus_names_the_conflict(
    corpus: Path, pctui: Run, command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "copy.txt").write_text("A text of a few words, which is long enough.\n", encoding="utf-8")
    (tmp_path / "events.csv").write_text("title,date\nOne,1900\n", encoding="utf-8")
    file = corpus / "corpus.yaml"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    marked = [*lines[:1], "<<<<<<< HEAD\n", lines[1], "=======\n", lines[1], ">>>>>>> one\n", *lines[2:]]
    file.write_text("".join(marked), encoding="utf-8")
    answer = pctui(*command, "--corpus", corpus)
    assert answer.code != 0
    assert "corpus.yaml:2: conflict markers of git; settle lines 2–6, or run: pctui settle" in answer.err


@needs_git
def test_a_folder_that_is_not_under_git_is_said(corpus: Path, pctui: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(corpus.parent))
    answer = pctui("settle", "--corpus", corpus)
    assert answer.code == 2
    assert "Name a folder that is under git" in answer.err


def test_without_git_that_is_said(corpus: Path, pctui: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(corpus))
    assert "git is not installed" in pctui("settle", "--corpus", corpus).err


def test_a_read_only_login_settles_nothing(corpus: Path, pctui: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PCTUI_SECURE", "1")
    assert "'settle' is disabled in this login" in pctui("settle", "--corpus", corpus).err
