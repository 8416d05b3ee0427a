"""The review in the explorer: each entry beside its passages, a key for each answer, and answers that are undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from pctui.corpus.editor_schema import PLACE
from pctui.errors import FilesError
from pctui.queries.store import Store
from pctui.reader.copies import Reader

from .conftest import SIZES, Write, flat
from .writing import proved, settle

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
"""


def changes_of(folder: Path, words: str) -> int:
    return sum(file.read_text(encoding="utf-8").count(words) for file in folder.glob("*.yaml"))


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_an_entry_is_shown_beside_its_passages_and_each_answer_leads_to_the_next(
    write: Write,
    folder: Path,
    size: tuple[int, int],
) -> None:
    async with write(size) as session:
        await session.press("o", *"beacon-act-1821", "enter", "R")
        seen = await settle(session)
        assert "Review 8 of 47" in flat(seen)
        assert "event · beacon-act-1821 · not reviewed" in seen
        assert "An act of March 1821" in seen
        assert "Beacon Act of March 1821" in flat(seen).replace("│", " ").replace("┃", " ")
        assert "y Reviewed  n Draft  a Note  s Skip" in seen
        await session.press("y")
        assert "9 of 47 · 1 answered" in await settle(session)
        assert changes_of(folder, "status: reviewed") == 1
        await session.press("n")
        assert "10 of 47 · 2 answered" in await settle(session)
        assert changes_of(folder, "status: draft") == 1
        await session.press("s", "b", "b")
        assert "· draft" in await session.seen()
        await session.press("escape")
        assert "· reviewed" in await session.press("o", *"beacon-act-1821", "enter")
        assert "· draft In 1849" in flat(await session.press("o", *"towers-by-1860", "enter"))
        assert not proved(folder)


async def test_answers_are_undone_one_by_one_within_the_review_and_after_it(
    write: Write,
    folder: Path,
) -> None:
    before = {file.name: file.read_bytes() for file in folder.glob("*.yaml")}
    async with write() as session:
        await session.press("R")
        await settle(session)
        await session.press("y", "y", "n", "u")
        seen = await settle(session)
        assert "10 of 47 · 2 answered" in seen
        assert "not reviewed" in seen
        assert (changes_of(folder, "status: reviewed"), changes_of(folder, "status: draft")) == (2, 0)
        await session.press("escape", "u")
        await settle(session)
        assert changes_of(folder, "status: reviewed") == 1
        await session.press("u")
        await settle(session)
        assert {file.name: file.read_bytes() for file in folder.glob("*.yaml")} == before


async def test_what_cannot_count_as_reviewed_says_why(write: Write, folder: Path) -> None:
    (folder / "drafts.yaml").write_text(DRAFT, encoding="utf-8")
    async with write() as session:
        await session.press("R")
        await settle(session)
        assert "pilots-come · draft" in await session.press("b")
        assert "'pilots-come' cannot be marked as reviewed: it cites nothing." in await session.press("y")
        assert "pilots-come · draft" in await session.seen()
        await settle(session)
        assert (folder / "drafts.yaml").read_text(encoding="utf-8") == DRAFT


async def test_a_note_is_the_readers_own(write: Write, mine: Path, database: Path) -> None:
    async with write() as session:
        await session.press("R")
        await settle(session)
        slug = session.app.screen.case.entry.slug  # type: ignore[attr-defined]
        await session.press("a", *"Which beacon?", "ctrl+s")
        assert "Which beacon?" in await session.seen()
    store = Store(database)
    assert Reader.of(store, mine).notes.load()[slug].note == "Which beacon?"
    store.close()


async def test_an_answer_that_cannot_be_saved_leads_back_to_its_entry(
    write: Write,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object) -> None:
        raise FilesError("the disk is full")

    async with write((140, 40)) as session:
        await session.press("R")
        await settle(session)
        monkeypatch.setattr("pctui.authoring.workspace.Workspace.decide", full)
        await session.press("y")
        seen = await settle(session)
        assert "stays as it was" in seen
        assert "the disk is full" in seen
        assert "8 of 47" in seen
        assert "not reviewed" in seen


async def test_an_entry_is_edited_from_the_review(write: Write) -> None:
    async with write() as session:
        await session.press("o", *"beacon-act-1821", "enter", "R")
        await settle(session)
        await session.press("E")
        assert "Beacon Act" in await settle(session)
        assert "Ctrl+S" in await session.seen()


async def test_the_schema_is_not_written_again_for_an_answer(write: Write, folder: Path) -> None:
    (folder / PLACE).parent.mkdir()
    (folder / PLACE).write_text("{}", encoding="utf-8")
    async with write() as session:
        await session.press("R")
        await settle(session)
        await session.press("y", "escape")
        await settle(session)
        assert (folder / PLACE).read_text(encoding="utf-8") == "{}"  # which has neither statements nor statuses


async def test_a_corpus_with_faults_is_not_reviewed(write: Write, folder: Path) -> None:
    (folder / "drafts.yaml").write_text(DRAFT.replace("lane: lights", "lane: nowhere"), encoding="utf-8")
    async with write((140, 40)) as session:
        await session.press("R")
        seen = await settle(session)
        assert "No review: 1 fault in the corpus" in seen
        assert "drafts.yaml" in seen, seen
