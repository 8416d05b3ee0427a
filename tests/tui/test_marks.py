"""Marks, notes and folding at the keyboard."""

from __future__ import annotations

import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pctui.model import Reference
from pctui.reader import database as reader_file
from pctui.reader.notes import Notes

from .conftest import SIZES, Open, flat
from .test_process import Terminal

TRAIN = "train-together"
GONE = Reference("light-the-fog", "recommendation", "Light the fog [/b] itself")


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    return tmp_path / "mine.db"


@pytest.fixture
def notes(mine: Path) -> Notes:
    return Notes(mine, "marrow-lights")


def lines(seen: str, *texts: str) -> list[str]:
    return [line for line in seen.split("\n") if any(text in line for text in texts)]


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_m_cycles_through_the_marks(explorer: Open, mine: Path, notes: Notes, size: tuple[int, int]) -> None:
    async with explorer(size, reader=mine) as session:
        await session.press("3")
        for mark, sign in (("adopt", "✓"), ("consider", "?"), ("reject", "✗"), (None, " ")):
            seen = await session.press("m")
            row = lines(seen, "▸ ◌ Train keepers")[0].partition("│")[0].rstrip(" ▁▂▃▄▅▆▇█")
            assert row.endswith(sign) == (mark is not None)
            assert [annotation.mark for annotation in notes.load().values()] == ([mark] if mark else [])
            if size[0] >= 80:
                assert (f"Your mark: {mark} {sign}" in flat(seen)) == (mark is not None)


async def test_marks_persist_and_show_in_every_pane(explorer: Open, mine: Path) -> None:
    async with explorer((140, 40), reader=mine) as session:
        await session.press("down", "m")
        await session.press("4", "down", "m", "m", "m")
        await session.press("6", "m", "m")
    async with explorer((140, 40), reader=mine) as session:
        assert "✓" in (await session.press("down")).split("│")[0] or "Your mark: adopt ✓" in await session.seen()
        seen = await session.press("4", "down")
        assert "Your mark: reject ✗" in seen
        assert "Your mark: consider ?" in await session.press("6")


async def test_a_note_is_written_saved_and_shown(explorer: Open, mine: Path, notes: Notes) -> None:
    async with explorer(reader=mine) as session:
        seen = await session.press("3", "a", *"Ask", "enter", *"[/b] them")
        assert "Note on Train keepers" in seen
        assert "Ctrl+S Save" in seen
        seen = await session.press("ctrl+s", "enter")
        assert "Your note ┃ Ask ┃ [/b] them" in flat(seen)
        assert notes.load()["train-together"].note == "Ask\n[/b] them"
        seen = await session.press("escape")
        assert lines(seen, "▸ ◌ Train keepers")[0].rstrip(" ▁▂▃▄▅▆▇█").endswith("*")


async def test_escape_keeps_a_draft_and_n_continues_it(explorer: Open, mine: Path, notes: Notes) -> None:
    async with explorer((140, 40), reader=mine) as session:
        seen = await session.press("3", "a", *"half", "escape")
        assert "Your draft, not saved ┃ half" in flat(seen)
        annotation = notes.load()["train-together"]
        assert (annotation.note, annotation.draft) == (None, "half")
    async with explorer((140, 40), reader=mine) as session:
        seen = await session.press("3", "a")
        assert "Your draft, not saved yet" in seen
        await session.press(*" done", "ctrl+s")
        assert notes.load()["train-together"].note == "half done"


async def test_ctrl_r_reverts_to_the_saved_note(explorer: Open, mine: Path, notes: Notes) -> None:
    notes.begin(Reference("train-together", "recommendation", "T")).save("as it was")
    async with explorer(reader=mine) as session:
        await session.press("3", "a", *" and more", "ctrl+r")
        await session.press("escape")
    annotation = notes.load()["train-together"]
    assert (annotation.note, annotation.draft) == ("as it was", None)


async def test_a_draft_is_saved_while_typing(explorer: Open, mine: Path, notes: Notes) -> None:
    async with explorer(reader=mine) as session:
        assert "Saved as a draft while you type" in await session.press("3", "a", *"abc")
        await session.pilot.pause(1)
        assert "Draft saved" in await session.seen()
        assert notes.load()["train-together"].draft == "abc"


async def test_what_was_typed_is_on_disk_within_a_second_while_typing_goes_on(
    explorer: Open, mine: Path, notes: Notes
) -> None:
    typed = ""
    async with explorer(reader=mine) as session:
        await session.press("3", "a")
        for letter in "abcdefghijkl":
            typed += letter
            await session.pilot.press(letter)
            await session.pilot.pause(0.3)
            found = notes.load()
            draft = (found[TRAIN].draft or "") if TRAIN in found else ""
            assert draft.startswith(typed[:-3]), (typed, draft)
            assert typed.startswith(draft)


async def test_a_draft_is_saved_when_another_program_has_finished_writing(
    explorer: Open, mine: Path, notes: Notes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though nothing more is typed."""
    notes.mark(GONE, "adopt")
    monkeypatch.setattr(reader_file, "_TIMEOUT", 0.01)
    async with explorer(reader=mine) as session:
        await session.press("3", "a")
        with closing(sqlite3.connect(mine)) as other:
            other.execute("BEGIN IMMEDIATE")
            await session.press(*"words")
            await session.pilot.pause(1)
            assert "Not saved yet, trying again" in await session.seen()
        await session.pilot.pause(1)
        assert "Draft saved" in await session.seen()
        assert notes.load()[TRAIN].draft == "words"


def test_a_kill_while_typing_keeps_what_the_screen_called_saved(lighthouses: Path, mine: Path, notes: Notes) -> None:
    terminal = Terminal(lighthouses, PCTUI_READER=str(mine))
    try:
        assert terminal.read_until(b"Beacon Act")
        os.write(terminal.main, b"a")
        assert terminal.read_until(b"Note on")
        os.write(terminal.main, b"to the last lettex")
        assert terminal.read_until(b"Draft saved")
        terminal.process.kill()
        terminal.process.wait()
        (annotation,) = notes.load().values()
        assert "to the last lettex".startswith(annotation.draft or "?")
    finally:
        terminal.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_while_typing_loses_no_letter(
    lighthouses: Path, mine: Path, notes: Notes, number: signal.Signals
) -> None:
    terminal = Terminal(lighthouses, PCTUI_READER=str(mine))
    try:
        assert terminal.read_until(b"Beacon Act")
        os.write(terminal.main, b"a")
        assert terminal.read_until(b"Note on")
        os.write(terminal.main, b"to the last lettex")
        assert terminal.read_until(b"x")
        terminal.process.send_signal(number)
        assert terminal.leave() == 128 + number
        assert [annotation.draft for annotation in notes.load().values()] == ["to the last lettex"]
    finally:
        terminal.close()


def test_a_draft_that_cannot_be_saved_is_printed_on_quitting(lighthouses: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    terminal = Terminal(lighthouses, PCTUI_READER=str(tmp_path / "file" / "reader.db"))
    try:
        assert terminal.read_until(b"Beacon Act")
        os.write(terminal.main, b"a")
        assert terminal.read_until(b"Note on")
        os.write(terminal.main, b"dear to mez\x1b")
        assert terminal.read_until(b"could not be saved")
        os.write(terminal.main, b"q")
        assert terminal.leave() == 0
        assert terminal.restored
        assert "what you wrote on “Beacon Act” could not be saved. Here it is:\r\ndear to mez" in terminal.sent.decode()
        assert "your place could not be saved: " in terminal.sent.decode()
    finally:
        terminal.close()


async def test_a_file_that_cannot_be_written_is_reported_and_nothing_is_lost(
    explorer: Open, mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = Notes(mine, "marrow-lights")
    notes.mark(GONE, "adopt")
    monkeypatch.setattr(reader_file, "_TIMEOUT", 0.01)
    async with explorer((100, 30), reader=mine) as session:
        await session.press("3")
        with closing(sqlite3.connect(mine)) as other:
            other.execute("BEGIN IMMEDIATE")
            await session.press("m")
            assert "The mark was not saved:" in await session.seen()
            seen = await session.press("a", *"mine", "ctrl+s")
            assert "Not saved" in seen
            seen = await session.press("escape")
            assert "Your draft, not saved ┃ mine" in flat(seen)
            assert "mine" in await session.press("a")
        await session.press("ctrl+s")
        assert notes.load()["train-together"].note == "mine"


@pytest.mark.parametrize("text", ["dear diary" * 50, ""])
async def test_an_invalid_readers_file_does_not_stop_the_explorer(explorer: Open, tmp_path: Path, text: str) -> None:
    path = tmp_path / "diary.txt"
    path.write_text(text)
    async with explorer((100, 30), reader=path if text else path / "under") as session:
        seen = await session.seen()
        assert "Beacon Act" in seen
        seen = await session.press("3", "m", "a", "x", "escape", "minus", "underscore", "plus")
        assert "What should be done" in seen
    assert path.read_text() == text


async def test_an_orphan_is_listed_shown_and_can_be_removed(explorer: Open, mine: Path, notes: Notes) -> None:
    notes.mark(GONE, "adopt")
    notes.begin(GONE).save("Ask again.")
    async with explorer((140, 40), reader=mine) as session:
        seen = await session.press("3", "end")
        assert "▾ No longer in the corpus 1" in seen
        assert "Light the fog [/b] itself" in lines(seen, "▸   Light")[0]
        page = flat(seen)
        assert "Recommendation · no longer in the corpus" in page
        assert "Your mark: adopt ✓" in page
        assert "┃ Ask again." in page
        await session.press("Y", "escape", "m", "m", "m", "a", "ctrl+u", "ctrl+s")
        assert notes.load() == {}
        assert "No longer in the corpus" not in (await session.press("b")).split("│")[0]


async def test_capital_m_filters_by_mark(explorer: Open, mine: Path, notes: Notes) -> None:
    async with explorer((140, 40), reader=mine) as session:
        seen = await session.press("3", "M")
        assert "Showing" not in seen
        await session.press("m", "down", "m", "m")
        seen = await session.press("M")
        assert "Showing marked entries only" in seen
        assert "What should be done 2" in seen
        assert "Join a network" not in seen
        seen = await session.press("M")
        assert "Showing entries marked adopt ✓ only" in seen
        assert "What should be done 1" in seen
        assert "▸ ◌ Train keepers" in seen
        assert "Share boats" in await session.press("M")
        seen = await session.press("M")
        assert "No entries marked reject ✗." in seen
        await session.press("M")
        seen = await session.press("M")
        assert "Showing" not in seen
        assert "Join a network" in seen


async def test_minus_folds_the_group_and_the_heading_can_be_opened(explorer: Open) -> None:
    async with explorer() as session:
        seen = await session.press("3", "down")
        assert "▾ Calder & Wren 1911: What should be done 2" in seen
        seen = await session.press("minus")
        assert "› Calder & Wren 1911: What should be done 2" in seen
        assert "Share boats" not in seen
        assert "2 entries, folded." in flat(seen)
        keys = seen.split("\n")[-1]
        assert "Mark" not in keys
        assert "Passage" not in keys
        seen = await session.press("down", "up", "plus")
        assert "▾ Calder & Wren 1911: What should be done 2" in seen
        assert "▸ ◌ Share boats" in seen
        seen = await session.press("minus", "enter")
        assert "▸ ◌ Share boats" in seen


@pytest.mark.parametrize("keys", ["3", "3b", "4", "5v", "5vv"])
async def test_underscore_folds_every_group_and_unfolds_it(explorer: Open, keys: str) -> None:
    async with explorer((140, 40)) as session:
        await session.press(*keys, "down")
        before = await session.press("up")
        seen = await session.press("underscore")
        column = [line.partition("│")[0] for line in seen.split("\n")[2:-1]]
        assert not any("▾" in line for line in column)
        assert sum("›" in line for line in column) == sum("▾" in line for line in before.split("\n"))
        after = await session.press("underscore")
        assert after.split("\n")[:-1] == before.split("\n")[:-1]


async def test_a_link_into_a_folded_group_unfolds_it(explorer: Open) -> None:
    async with explorer() as session:
        await session.press("3", "underscore", "1")
        await session.press("slash", *"lifeboat", "enter")
        seen = await session.press("left")
        assert "▸ ◌ Share boats" in seen
        assert "› Keepers 1898: no heading printed" in seen


async def test_the_mouse_folds_by_a_heading(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        await session.press("3")
        await session.pilot.click("#rows-recommendations", offset=(5, 0))
        assert "› Calder & Wren 1911: What should be done 2" in await session.seen()
        await session.pilot.click("#rows-recommendations", offset=(5, 0))
        assert "▾ Calder & Wren 1911: What should be done 2" in await session.seen()


async def test_findings_for_and_against_a_proposal_are_on_its_page(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        assert "none in this corpus on this proposal" in flat(await session.press("3"))
