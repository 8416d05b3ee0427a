"""Writing at the keyboard: a passage is selected, becomes an entry, and the entry is changed, linked and deleted."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from textual import events

from pctui.corpus.editor_schema import PLACE
from pctui.corpus.loader import load
from pctui.database.build import seed
from pctui.queries.store import Store
from pctui.reader.entry_drafts import EntryDrafts
from pctui.tui.textual_private import screen_strips

from .conftest import CORPORA, SIZES, Write, flat
from .writing import ACT, plain, proved, select_act, settle, turn_to, write_event

# Selecting.


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_v_selects_a_sentence_and_motions_extend_it(write: Write, size: tuple[int, int]) -> None:
    async with write(size) as session:
        await session.press("6", "l")
        seen = await session.press("V", "j", "j")
        assert "43 words · one place" in seen
        assert ACT in flat(seen)
        seen = await session.press("K")
        assert "56 words · one place" in seen
        seen = await session.press("J")
        assert "43 words · one place" in seen
        assert "42 words" in await session.press("b")
        assert "43 words" in await session.press("w")
        assert "42 words" in await session.press("o", "shift+right")
        await session.press("escape")
        assert "words" not in (await session.seen()).split("\n")[-1]


async def test_what_is_selected_is_shown_by_more_than_colour(write: Write) -> None:
    async with write() as session:
        session.app.theme = "pctui-terminal"
        await select_act(session)
        texts = [
            (segment.text, segment.style)
            for strip in session.strips()
            for segment in strip
            if segment.style and segment.style.reverse
        ]
        shown = " ".join(" ".join(text for text, _ in texts).split())
        assert ACT in shown
        assert any(style.bold and "w7x" in text for text, style in texts)


async def test_the_selection_begins_where_the_reader_is(write: Write) -> None:
    async with write() as session:
        seen = await select_act(session)
        assert "43 words" in seen
        await session.press("escape", "escape", "1")
        await turn_to(session, "beacon-act-1821")
        await session.press("s")
        seen = await session.press("V")
        assert "43 words" in seen, "the sentence of the passage that was gone to"


async def test_a_selection_survives_another_size_and_goes_with_its_document(write: Write) -> None:
    async with write() as session:
        await select_act(session)
        seen = await session.resize(60, 20)
        assert "43 words" in seen
        await session.press("h", "down")
        assert "words" not in (await session.seen()).split("\n")[-1]


async def test_without_a_copy_it_is_said_why_nothing_can_be_selected(write: Write, mine: Path, tmp_path: Path) -> None:
    mine.unlink()
    async with write() as session:
        seen = await session.press("6", "l", "V")
        assert "in the copy that you have attached" in seen


# Turning it on and off.


async def test_w_turns_writing_on_where_the_folder_is_at_hand(
    write: Write, folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    async with write(corpus=None, writes=False) as session:
        assert "Writing is off: w turns it on." in await session.press("6", "l", "V")
        seen = await session.press("w")
        assert "No writing: the folder of the corpus 'marrow-lights' is not at hand" in flat(seen)
    monkeypatch.chdir(folder)
    async with write(corpus=None, writes=False) as session:
        assert "Writing is on" in await session.press("w")
        assert "words · one place" in await session.press("6", "l", "V")
        assert "Writing is off" in await session.press("escape", "w")


async def test_keys_keep_their_meaning_in_lists_and_where_writing_is_off(write: Write) -> None:
    async with write((120, 40), corpus=None, writes=False) as session:
        await session.press("4", "l", "L")
        assert "Link it" not in await session.seen()
    async with write((120, 40)) as session:
        seen = await session.press("4", "l", "L")
        assert "Link it to which entry?" in seen
        await session.press("escape")
        seen = await session.press("h", "question_mark")
        assert "Edit the entry in a form" in await session.press("slash", *"edit the entry")


async def test_a_read_only_login_has_none_of_it(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    async with write(writes=False) as session:
        monkeypatch.setenv("PCTUI_SECURE", "1")
        await session.press("6", "l", "w")
        assert session.app.screen.workspace is None  # type: ignore[attr-defined]
        before = await session.seen()
        await session.press("V")
        assert "words" not in before


# An entry.


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_a_passage_becomes_an_entry(write: Write, folder: Path, database: Path, size: tuple[int, int]) -> None:
    async with write(size) as session:
        await select_act(session)
        seen = await session.press("a")
        assert "e Event" in seen
        seen = await session.press("e")
        assert ACT in flat(seen)
        assert "one place" in seen
        await session.press(*"The dues begin", "tab", *"In March 1821 the Board began to take dues.")
        seen = await settle(session)
        assert "✓ 1821" in seen
        assert "✓ March" in seen
        await session.press("tab", "ctrl+t", "1", "1")
        assert "Nothing is wrong" in await settle(session)
        await session.press("ctrl+s")
        seen = await settle(session)
        assert "The dues begin" in seen
        assert "Saved: the-dues-begin" in seen
        assert proved(folder) == []
        seen = await session.press("escape")
        assert ACT in flat(seen), "Esc goes back to the passage"
    record = (folder / "entries" / "event" / "the-dues-begin.yaml").read_text()
    assert record.startswith("- kind: event\n  slug: the-dues-begin\n  title: The dues begin\n")
    assert "type: act\n" in record
    assert "paragraph: 2" in record
    with closing(Store(database)) as store:
        assert store.reference("the-dues-begin").title == "The dues begin"


async def test_only_the_label_of_the_field_that_one_is_in_is_bold(write: Write) -> None:
    async with write() as session:
        await select_act(session)
        await session.press("a", "e", *"The dues begin", "tab")
        await settle(session)
        bold = {
            segment.text.strip()
            for line in screen_strips(session.app.screen)
            for segment in line
            if segment.style and segment.style.bold
        }
        assert "Summary" in bold
        assert "Title" not in bold


async def test_what_is_typed_over_a_value_that_was_picked_replaces_it(write: Write) -> None:
    async with write() as session:
        await select_act(session)
        await session.press("a", "e", *"The dues begin", "tab", *"Dues were taken.", "tab", "ctrl+t", "1")
        seen = await session.press("shift+tab", *"peo", "enter")
        assert "Lane                people" in seen


async def test_the_next_entry_takes_five_keys_and_its_words(write: Write) -> None:
    async with write() as session:
        await write_event(session)
        await session.press("escape")
        await select_act(session)
        seen = await session.press("a", "e")  # after the V of select_act
        assert "law  ← as in the entry before" in seen
        await session.press(*"Beacons bought", "ctrl+t", *"It bought some forty beacons.", "ctrl+s")
        assert "Saved: beacons-bought" in await settle(session)


async def test_what_the_passage_does_not_print_is_not_saved(write: Write, folder: Path) -> None:
    async with write() as session:
        await select_act(session)
        await session.press("a", "e", *"The dues begin", "tab", *"In 1822 it took 400 ships.", "ctrl+t")
        await session.press("1", "1")
        seen = await settle(session)
        assert "✗ 400 is not in the passage" in flat(seen)
        await session.press("ctrl+s")
        seen = await settle(session)
        assert "Not saved" in seen
        assert not (folder / "entries").exists()
        await session.press("escape")
        await session.press("a")
        assert "Continue the event “The dues begin”" in await session.seen()


async def test_what_is_missing_is_said_and_gone_to(write: Write) -> None:
    async with write() as session:
        await select_act(session)
        await session.press("a", "r", "ctrl+s")
        assert "Not saved yet: fill in Title, Summary, Stance, Slug." in flat(await session.seen())
        await session.press(*"Take dues", "ctrl+s")
        assert "fill in Summary, Stance." in flat(await session.seen())


async def test_a_new_term_is_added_in_place(write: Write, folder: Path) -> None:
    async with write() as session:
        await select_act(session)
        await session.press("a", "e", *"The dues begin", "tab", *"Dues were taken.", "tab", "ctrl+t")
        seen = await session.press(*"Taxes on ships")
        assert "+ Taxes on ships" in seen
        await session.press("enter", "1", "ctrl+s")
        seen = await settle(session)
        assert "Saved" in seen
        assert "{slug: taxes-on-ships, title: Taxes on ships}" in (folder / "corpus.yaml").read_text()
        await session.press("u")
        await settle(session)
        assert "taxes-on-ships" not in (folder / "corpus.yaml").read_text()
        assert not (folder / "entries" / "event" / "the-dues-begin.yaml").exists()


async def test_another_entry_is_picked_by_search_and_modality_is_only_suggested(write: Write, folder: Path) -> None:
    async with write((100, 40)) as session:
        await session.press("6", "l", "backslash", *"keepers should", "enter", "V")
        seen = await session.press("a", "f")
        assert "proposed  ← “should”" in seen
        await session.press(*"Keepers and pilots", "tab", *"Both should be trained together.", "tab")
        seen = await session.press(*"lamp h")
        assert "Lamp house" in seen
        await session.press("enter", "1", "enter", *"desc", "enter", *"edi", "enter", "1", "ctrl+s")
        seen = await settle(session)
        assert "Saved" in seen, seen
        record = (folder / "entries" / "finding" / "keepers-and-pilots.yaml").read_text()
        assert "subject: lamp-house" in record
        assert "modality" not in record


async def test_what_is_pasted_keeps_all_its_lines(write: Write) -> None:
    async with write((100, 40)) as session:
        await select_act(session)
        await session.press("a", "e")
        for text in ("The dues\r\n  begin", "Dues were\n\ntaken\x1b[31m."):
            session.app.post_message(events.Paste(text))
            await session.pilot.pause()
            await session.press("tab")
        seen = await session.press("ctrl+o")
        assert "the-dues-begin" in seen
        row = session.app.screen._rows["hedge"]
        row.box.focus()
        await session.pilot.pause()
        session.app.post_message(events.Paste("one\ntwo"))
        await session.pilot.pause()
        assert row.text == "one two"
        assert session.app.screen.filling.record["summary"] == "Dues were taken␛[31m."


async def test_a_date_is_typed_in_the_language_of_the_corpus(write: Write, folder: Path) -> None:
    (folder / "corpus.yaml").write_text(
        (folder / "corpus.yaml").read_text().replace("  lanes:", "  language: de\n  lanes:")
    )
    async with write((100, 40)) as session:
        await select_act(session)
        await session.press("a", "e", *"Gesetz", "tab", *"Ein Gesetz.", "tab", *"März 1821")
        seen = await settle(session)
        assert "1821-03: March 1821" in seen
        assert session.app.screen.filling.record["date"] == "1821-03"


# Drafts.


async def test_a_draft_survives_and_is_discarded_when_saved(write: Write, mine: Path) -> None:
    drafts = EntryDrafts(mine, "marrow-lights")
    async with write() as session:
        await select_act(session)
        await session.press("a", "e", *"Taking d")
        await session.pilot.pause(1)
        assert [draft.title for draft in drafts.all()] == ["Taking d"], "before the form is closed"
    async with write() as session:
        await select_act(session)
        seen = await session.press("a", "1")
        assert "Taking d" in seen
        assert ACT in flat(seen)
        await session.press("shift+tab", *"ues", "tab", *"Dues were taken.", "tab", "ctrl+t", "1", "1", "ctrl+s")
        assert "Saved: taking-dues" in await settle(session)
        assert drafts.all() == []


async def test_a_draft_is_discarded_on_purpose(write: Write, mine: Path) -> None:
    drafts = EntryDrafts(mine, "marrow-lights")
    async with write() as session:
        await select_act(session)
        await session.press("a", "e", *"Taking d", "escape", "a", "1")
        assert "again discards" in await session.press("ctrl+r")
        await session.press("ctrl+r")
        assert drafts.all() == []
        await session.press("a", "e", *"Another", "escape", "a", "delete", "escape")
        assert drafts.all() == []


# Entries that there are.


async def test_an_entry_is_changed_and_only_what_differs_is_written(write: Write, folder: Path) -> None:
    before = (folder / "events.yaml").read_text()
    async with write((100, 40)) as session:
        await turn_to(session, "beacon-act-1821")
        seen = await session.press("E")
        assert "Change the event" in seen
        await session.press("end", *" passed", "ctrl+s")
        seen = await settle(session)
        assert "Saved: beacon-act-1821" in seen
        assert "Beacon Act passed" in seen
        after = (folder / "events.yaml").read_text()
        assert after == before.replace("title: Beacon Act\n", "title: Beacon Act passed\n")
        seen = await session.press("u")
        assert "Undone" in await settle(session)
        assert (folder / "events.yaml").read_text() == before
        await session.press("ctrl+r")
        assert "Made again" in await settle(session)
        assert (folder / "events.yaml").read_text() == after


async def test_what_somebody_else_changed_meanwhile_stays(write: Write, folder: Path) -> None:
    file = folder / "events.yaml"
    async with write((100, 40)) as session:
        await turn_to(session, "beacon-act-1821")
        await session.press("E", "end", *" passed")
        file.write_text(file.read_text().replace("An act of March 1821 allowed", "The act of March 1821 allowed"))
        await session.press("ctrl+s")
        assert "Saved" in await settle(session)
        assert "title: Beacon Act passed" in file.read_text()
        assert "The act of March 1821 allowed" in file.read_text()
        await session.press("E", "end", *" again")
        file.write_text(file.read_text().replace("Beacon Act passed", "Beacon Act of old"))
        await session.press("ctrl+s")
        seen = await settle(session)
        assert "title is now 'Beacon Act of old'" in plain(seen)
        assert "Beacon Act of old" in file.read_text()
        await session.press("ctrl+s")
        assert "Saved" in await settle(session)
        assert "title: Beacon Act passed again" in file.read_text()


async def test_a_selection_is_added_as_a_further_citation(write: Write, folder: Path) -> None:
    async with write((100, 40)) as session:
        await session.press("6", "l", "backslash", *"nobody kept", "enter", "V", "plus", *"beacon act")
        await session.press("enter")
        seen = await settle(session)
        assert "Cited in “Beacon Act”." in seen
        assert len(load(folder).entries["beacon-act-1821"].citations) == 2
        assert proved(folder) == []


async def test_the_schema_for_editors_has_the_entry_that_was_saved_until_that_is_undone(
    write: Write, folder: Path
) -> None:
    (folder / PLACE).parent.mkdir()
    (folder / PLACE).write_text("{}", encoding="utf-8")
    async with write() as session:
        await write_event(session)
        assert "the-dues-begin" in (folder / PLACE).read_text(encoding="utf-8")
        await session.press("u")
        await settle(session)
        assert "the-dues-begin" not in (folder / PLACE).read_text(encoding="utf-8")


async def test_an_entry_is_linked_to_another(write: Write, folder: Path) -> None:
    async with write((100, 40)) as session:
        await turn_to(session, "beacon-act-1821")
        await session.press("L", *"all lamp houses", "enter")
        assert "is linked to" in await session.seen()
        await session.press(*"see", "enter", "ctrl+s")
        assert "Saved" in await settle(session)
        (link,) = load(folder).entries["beacon-act-1821"].links
        assert (link.type, link.to) == ("see_also", "towers-by-1860")


async def test_two_entries_disagree(write: Write, folder: Path) -> None:
    async with write((100, 40)) as session:
        await turn_to(session, "beacon-act-1821")
        await session.press("D", *"new charts", "enter")
        seen = await session.seen()
        assert "disagrees with “New charts”" in flat(seen)
        await session.press("tab", *"Year of the change", "tab", *"1821", "tab", *"1838", "ctrl+s")
        assert "Saved" in await settle(session)
        (link,) = load(folder).entries["beacon-act-1821"].links
        assert (link.type, link.subject, link.value, link.other_value) == (
            "disputes",
            "Year of the change",
            "1821",
            "1838",
        )


@pytest.mark.parametrize(("key", "words"), [("L", "is linked to"), ("D", "disagrees with")])
async def test_the_form_of_a_link_keeps_a_draft(write: Write, mine: Path, key: str, words: str) -> None:
    drafts = EntryDrafts(mine, "marrow-lights")
    async with write((100, 40)) as session:
        await turn_to(session, "beacon-act-1821")
        await session.press(key, *"new charts", "enter")
        assert words in flat(await session.seen())
        await session.press("tab" if key == "L" else "enter", *"Half a rem")
        await session.pilot.pause(1)
        (draft,) = drafts.all()
        assert draft.about == f"“Beacon Act” {words} “New charts”", "before the form is closed"
    async with write((100, 40)) as session:
        await turn_to(session, "beacon-act-1821")
        await session.press("E", "escape")
        assert len(drafts.all()) == 1, "the form of the whole entry is another"
        seen = await session.press(key, *"new charts", "enter")
        assert "Half a rem" in seen
        await session.press("escape")
        await session.press("escape")
        await select_act(session)
        seen = await session.press("a")
        assert f"Continue: “Beacon Act” {words}" in plain(seen)
        assert "Half a rem" in await session.press("1")
        await session.press("ctrl+r", "ctrl+r")
        assert drafts.all() == []


async def test_an_entry_is_deleted_once_nothing_refers_to_it(write: Write, folder: Path) -> None:
    async with write((100, 40)) as session:
        await write_event(session)
        seen = await session.press("x")
        assert "Nothing refers to it." in flat(seen)
        await session.press("y")
        assert "Deleted: the-dues-begin" in await settle(session)
        assert "the-dues-begin" not in load(folder).entries
        await session.press("u")
        await settle(session)
        assert "the-dues-begin" in load(folder).entries
        await turn_to(session, "board-of-lights")
        seen = await session.press("x")
        assert "“Board of Lights” stays, because" in plain(seen)
        await session.press("y", "escape")
        assert len(load(folder).entries) == len(load(CORPORA / "lighthouses").entries) + 1


async def test_what_refers_to_an_entry_is_shown_and_goes_with_it(write: Write, folder: Path) -> None:
    async with write((60, 20)) as session:
        before = {file.name: file.read_text() for file in folder.glob("*.yaml")}
        await turn_to(session, "towers-by-1860")
        seen = plain(await session.press("x"))
        assert "and so will what refers to it in 1 entry:" in seen
        assert "links: outcome_of → none" in seen
        await session.press("enter")
        assert session.app.screen.pane.entry == "eleven-towers", "Enter opens what refers to it"
        await session.press("escape")
        await turn_to(session, "towers-by-1860")
        await session.press("x", "y")
        assert "Deleted: towers-by-1860, and what 1 entry had of it" in plain(await settle(session))
        assert "towers-by-1860" not in load(folder).entries
        await session.press("u")
        await settle(session)
        assert {file.name: file.read_text() for file in folder.glob("*.yaml")} == before


async def test_an_entry_stays_while_others_cannot_do_without_it(write: Write, folder: Path) -> None:
    async with write((100, 40)) as session:
        await turn_to(session, "classes-of-light")
        seen = plain(await session.press("x"))
        assert "stays, because" in seen
        assert "ladder: classes-of-light → none; but then" in seen
        assert "y Delete" not in seen
        await session.press("y", "escape")
        assert "classes-of-light" in load(folder).entries


async def test_faults_elsewhere_are_said_and_nothing_is_lost(write: Write, folder: Path) -> None:
    async with write() as session:
        await select_act(session)
        (folder / "events.yaml").write_text((folder / "events.yaml").read_text().replace("lane: law", "lane: wal", 1))
        await session.press("a", "e", *"The dues begin", "tab", *"Dues were taken.", "tab", "ctrl+t")
        await session.press("1", "1", "ctrl+s")
        seen = await settle(session)
        assert "Not saved" in seen
        assert "events.yaml:7: lane: 'wal'" in plain(seen)
        assert not (folder / "entries").exists()
        assert "The dues begin" in seen
        (folder / "events.yaml").write_text((folder / "events.yaml").read_text().replace("lane: wal", "lane: law"))
        await session.press("ctrl+s")
        assert "Saved" in await settle(session)


async def test_the_readers_editor_opens_at_the_line(
    write: Write, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []

    def edit(_: object, words: list[str]) -> int:
        started.append(words)
        file = Path(words[-1])
        file.write_text(file.read_text().replace("title: Beacon Act\n", "title: Beacon Act by hand\n"))
        return 0

    monkeypatch.setattr("pctui.tui.screens.writer.Writer._edit_outside", edit)
    monkeypatch.setenv("EDITOR", "vim -n")
    async with write((100, 40)) as session:
        await turn_to(session, "beacon-act-1821")
        await session.press("ctrl+e")
        seen = await settle(session)
        assert "Beacon Act by hand" in seen
        await session.press("u")
        assert "Undone: the change of 'beacon-act-1821' in an editor" in await settle(session)
        assert "Beacon Act by hand" not in (folder / "events.yaml").read_text()
    assert started == [["vim", "-n", "+1", str(folder / "events.yaml")]]


async def test_a_change_that_another_process_could_not_complete_is_said(
    write: Write, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was killed while the explorer was open; the next key here that reads the corpus completes it."""
    said: list[str] = []
    async with write((100, 40)) as session:
        monkeypatch.setattr(session.app, "notify", lambda message, **_: said.append(message))
        await turn_to(session, "beacon-act-1821")
        kill = (
            "import os, signal; from pathlib import Path; from pctui.authoring.changes import apply\n"
            "from pctui.authoring.editing import record, replaced; from pctui.corpus import journal\n"
            "journal._place = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n"
            f"folder, slug = Path({str(folder)!r}), 'beacon-act-1821'\n"
            "apply(replaced(folder, slug, {**record(folder, slug), 'title': 'Act on beacons'}))\n"
        )
        assert subprocess.run([sys.executable, "-c", kill]).returncode == -signal.SIGKILL
        seen = await session.press("E")
        assert "Act on beacons" in seen
        await settle(session)
        assert [line.partition(" in ")[0] for line in said] == ["completed a change of the corpus"]
        assert not (folder / ".pctui").exists()


async def test_a_selection_begins_where_the_search_found_its_words(write: Write) -> None:
    async with write() as session:
        await session.press("slash", *"kind:passage eleven of them", "enter")
        await settle(session)
        await session.press("V", "a", "e")
        seen = plain(await settle(session))
        assert "“In 1849 the Board expected" in seen, seen


async def test_the_first_entry_of_a_corpus_is_in_the_chart(write: Write, folder: Path, database: Path) -> None:
    for file in folder.iterdir():
        if file.name not in ("corpus.yaml", "documents.yaml", "paragraphs.yaml"):
            file.unlink()
    seed(folder, database)
    async with write() as session:
        await write_event(session)
        chart = (await session.press("escape", "escape", "1")).splitlines()
        assert any("1821" in line for line in chart[3:8]), chart
