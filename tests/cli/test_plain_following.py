"""`pctui --plain` while the corpus is written: it goes on with the new database; and what it exports of drafts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from pctui.cli.plain.walk import Walk
from pctui.database.build import seed
from pctui.queries.store import Store
from pctui.reader.copies import Reader

from .test_drafts import DRAFTS

Typed = str | Callable[[], None]


@pytest.fixture
def database(corpus: Path, tmp_path: Path) -> Path:
    seed(corpus, tmp_path / "walked.db")
    return tmp_path / "walked.db"


@pytest.fixture
def walk(database: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> Callable[..., list[str]]:
    """Type lines, with what happens between them, and return what is said first and the answer to each line."""

    def run(*typed: Typed) -> list[str]:
        left = iter(typed)
        answers: list[str] = []

        def read_line(_prompt: str) -> str | None:
            answers.append(capsysbinary.readouterr().out.decode())
            for line in left:
                if isinstance(line, str):
                    return line
                line()
            return None

        with closing(Store(database)) as store:
            Walk(store, Reader.of(store, tmp_path / "nobody.db"), read_line).run()
        return answers

    return run


@pytest.fixture
def edit(corpus: Path, database: Path) -> Callable[[str, str, str], Callable[[], None]]:
    """Return what replaces a text of the corpus and builds its database again."""

    def edits(name: str, old: str, new: str) -> Callable[[], None]:
        def edited() -> None:
            file = corpus / name
            text = file.read_text(encoding="utf-8")
            assert old in text
            file.write_text(text.replace(old, new, 1), encoding="utf-8")
            seed(corpus, database)

        return edited

    return edits


Edit = Callable[[str, str, str], Callable[[], None]]
Walked = Callable[..., list[str]]


def test_the_next_command_is_obeyed_on_the_new_database_which_is_said(walk: Walked, edit: Edit) -> None:
    titled = edit("events.yaml", "title: Beacon Act", "title: The act on beacons")
    _, _, entry, rest = walk("timeline", "open beacon-act-1821", titled, "again")
    assert entry.startswith("Beacon Act.")
    assert rest.startswith("The corpus was rebuilt: 1 entry changed.\n")
    _, timeline, more = walk("timeline", edit("events.yaml", "The act on beacons", "Beacon Act"), "2")
    assert "2. March 1821: The act on beacons" in timeline
    assert more.startswith("The corpus was rebuilt: 1 entry changed.\nBeacon Act.\n")


def test_a_filtered_list_is_read_from_the_new_database(walk: Walked, edit: Edit) -> None:
    moved = edit("events.yaml", "title: Beacon Act", "title: The act on beacons")
    answers = walk("timeline", "filter lane law", moved, "from 1")
    assert "The act on beacons" not in answers[2]
    assert "The act on beacons" in answers[3]


def test_where_what_is_read_is_gone_the_walk_begins_again(walk: Walked, corpus: Path, database: Path) -> None:
    (corpus / "drafts.yaml").write_text(DRAFTS, encoding="utf-8")
    seed(corpus, database)

    def removed() -> None:
        (corpus / "drafts.yaml").unlink()
        seed(corpus, database)

    answers = walk("open pilots-come", removed, "where")
    assert "What you read is gone. You are at the panes again.\nThe lights of Marrow Sound.\n" in answers[2]


def test_a_database_that_cannot_be_shown_is_said_once_and_the_old_one_stays(walk: Walked, database: Path) -> None:
    def spoilt() -> None:
        new = database.with_name("new")
        new.write_bytes(b"no database")
        new.replace(database)

    answers = walk("timeline", spoilt, "open beacon-act-1821", "where")
    assert answers[2].startswith("The database was rebuilt, but cannot be shown:")
    assert "Beacon Act." in answers[2]
    assert "cannot be shown" not in answers[3]


def test_an_export_leaves_drafts_out_unless_they_are_kept(
    walk: Walked, corpus: Path, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (corpus / "drafts.yaml").write_text(DRAFTS, encoding="utf-8")
    seed(corpus, database)
    monkeypatch.chdir(tmp_path)
    answers = walk(
        "timeline",
        "export without.md",
        "export with.md with drafts",
        "filter status draft",
        "export asked.md",
        "open pilots-come",
        "export named.md",
        "search pilots",
        "export found.md",
        "timeline",
    )
    assert "In this corpus, 2 drafts are left out. After the name, with drafts keeps them." in answers[2]
    assert "left out" not in "".join((answers[3], answers[5], answers[7]))
    texts = {name: (tmp_path / f"{name}.md").read_text(encoding="utf-8") for name in WRITTEN}
    assert {name: "Pilots come" in text for name, text in texts.items()} == WRITTEN
    assert "Beacon Act" in texts["without"]
    assert "Pilots come" in answers[-1]  # the walk still has them


WRITTEN = {"without": False, "with": True, "asked": True, "named": True, "found": False}
