"""The reader's marks and notes leave with the text: in lists, on pages, in every export, and only if asked for."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from conftest import Run
from hostile import HOSTILE
from hypothesis import given
from markdown_it import MarkdownIt

from pctui import paths
from pctui.database.build import seed
from pctui.model import Annotation, Reference
from pctui.page.blocks import Bullets, Heading, Prose, Quote
from pctui.page.blocks import Run as Piece
from pctui.page.notes import with_annotations
from pctui.panes import PANES
from pctui.reader.notes import Notes
from pctui.render import markdown, text
from pctui.render.export_schema import export_schema
from pctui.text import clean

TRAIN = Reference("train-together", "recommendation", "Train keepers together with pilots")
NOTE = "- Ask the union.\nThen the <b>pilots</b>.\n\n# In May"
Ask = Callable[..., str]


@pytest.fixture
def notes() -> Notes:
    """The marks and notes of a reader who has been through the lighthouses."""
    notes = Notes(paths.reader(), "marrow-lights")
    notes.mark(Reference("share-boats", "recommendation", "Share the boats"), "reject")
    notes.begin(TRAIN).save(NOTE)
    notes.mark(TRAIN, "adopt")
    notes.mark(Reference("board-of-lights", "organisation", "Board of Lights"), "consider")
    notes.begin(Reference("board-of-lights", "organisation", "Board of Lights")).keep("half a thought")
    notes.begin(Reference("beacon-act-1821", "event", "Beacon Act")).save("Read it.")
    notes.mark(Reference("light-the-fog", "recommendation", "Light the fog"), "adopt")  # not in the corpus
    return notes


@pytest.fixture
def ask(pctui: Run, lights: Path, notes: Notes) -> Ask:
    def run(*arguments: str) -> str:
        answer = pctui(*arguments, "--db", lights)
        assert answer.code == 0, answer.err
        return answer.out

    return run


def headings(printed: str) -> list[str]:
    return [line for line in printed.splitlines() if line.startswith("#")]


def test_what_is_marked_is_printed_with_its_mark_and_note(ask: Ask) -> None:
    printed = ask("recommendations", "--mark", "adopt", "--notes", "--format", "markdown")
    assert headings(printed)[:2] == ["# Recommendations", "## Calder \\& Wren 1911: What should be done"]
    assert "**Train keepers together with pilots**" in printed
    assert "*Your mark:* **adopt ✓** *Your note:*\n\n  > \\- Ask the union.\\\n" in printed
    assert "  > Then the \\<b\\>pilots\\</b\\>.\n  >\n  > \\# In May\n" in printed
    assert printed.count("- **") == 1


def test_several_marks_make_a_part_for_each_in_the_order_of_the_marks(ask: Ask) -> None:
    printed = ask("recommendations", "--mark", "reject", "--mark", "adopt", "--format", "markdown")
    assert headings(printed)[:5] == [
        "# Recommendations", "## Adopt ✓", "### Calder \\& Wren 1911: What should be done",
        "## Reject ✗", "### Calder \\& Wren 1911: What should be done",
    ]  # fmt: skip
    assert "Your" not in printed
    found = json.loads(ask("recommendations", "--mark", "reject", "--mark", "adopt", "--format", "json"))
    assert [entry["slug"] for entry in found["entries"]] == ["train-together", "share-boats"]
    assert [entry["reader"] for entry in found["entries"]] == [{"mark": "adopt"}, {"mark": "reject"}]


def test_a_list_by_mark_has_all_of_it_with_what_is_not_marked_last(ask: Ask) -> None:
    printed = ask("recommendations", "--by", "mark", "--format", "markdown")
    assert headings(printed)[:4] == ["# Recommendations", "## Adopt ✓", "## Reject ✗", "## Not marked"]
    whole = json.loads(ask("recommendations", "--format", "json"))["entries"]
    by_mark = json.loads(ask("recommendations", "--by", "mark", "--format", "json"))["entries"]
    assert {entry["slug"] for entry in whole} == {entry["slug"] for entry in by_mark}
    assert [entry["reader"]["mark"] for entry in by_mark][:3] == ["adopt", "reject", None]
    first = json.loads(ask("recommendations", "--by", "mark", "--limit", "2", "--format", "json"))
    assert [entry["slug"] for entry in first["entries"]] == ["train-together", "share-boats"]
    assert first["total"] == len(whole)


@pytest.mark.parametrize("pane", PANES)
def test_every_pane_is_narrowed_to_marks_as_text_and_as_data(pctui: Run, lights: Path, notes: Notes, pane: str) -> None:
    for mark in ("adopt", "consider", "reject"):
        answer = pctui(pane, "--mark", mark, "--notes", "--format", "json", "--db", lights)
        entries = json.loads(answer.out)["entries"]
        assert all(entry["reader"]["mark"] == mark for entry in entries)
        assert answer.code == (0 if entries else 1)
        if not entries:
            assert "without --mark" in answer.err


def test_an_organisation_in_existence_and_a_match_carry_marks(ask: Ask, pctui: Run, lights: Path) -> None:
    assert "- Board of Lights (from March 1821) Your mark: consider ?" in ask(
        "at", "1850", "--mark", "consider", "--notes"
    )
    assert "Tower" not in ask("at", "1850", "--mark", "consider")
    found = ask("search", "keepers", "--mark", "adopt", "--notes")
    assert "    Your mark: adopt ✓ Your note:\n    > - Ask the union.\n    > Then the <b>pilots</b>.\n    >\n" in found
    assert found.count("(Recommendation") == 1
    assert pctui("search", "lamp", "--mark", "reject", "--db", lights).code == 1


def test_a_page_has_the_note_only_if_asked(ask: Ask) -> None:
    assert NOTE.splitlines()[0] not in ask("show", "train-together")
    printed = ask("show", "train-together", "--notes")
    assert "Your mark: adopt ✓\n\nYour note\n---------\n\n> - Ask the union.\n" in printed
    entry = json.loads(ask("show", "train-together", "--notes", "--format", "json"))["entries"][0]
    assert entry["reader"] == {"mark": "adopt", "note": NOTE}
    assert "reader" not in json.loads(ask("show", "train-together", "--format", "json"))["entries"][0]


def test_a_draft_never_leaves_with_the_text(ask: Ask, tmp_path: Path) -> None:
    everywhere = [["organisations"], ["show", "board-of-lights"], ["export", "markdown"], ["export", "json"]]
    for command in everywhere:
        assert "half a thought" not in ask(*command, "--notes")
    ask("export", "markdown", "--notes", "--folder", str(tmp_path / "folder"))
    assert "half a thought" not in "".join(file.read_text() for file in (tmp_path / "folder").rglob("*.md"))


def test_the_whole_corpus_is_exported_with_what_is_marked(ask: Ask) -> None:
    printed = ask("export", "markdown", "--mark", "adopt", "--mark", "consider", "--notes")
    assert headings(printed)[1:5] == [
        "## Recommendations", "### Adopt ✓", "#### Calder \\& Wren 1911: What should be done", "## Organisations"
    ]  # fmt: skip
    assert "## Timeline" not in printed
    assert "*Your mark:* **consider ?**" in printed
    assert "Share the boats" not in printed
    one = ask("export", "markdown", "--section", "recommendations", "--mark", "reject")
    assert headings(one)[1:3] == ["## Recommendations", "### Calder \\& Wren 1911: What should be done"]


def test_pages_of_a_folder_have_marks_and_notes_in_their_front_matter(ask: Ask, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    ask("export", "markdown", "--notes", "--mark", "adopt", "--mark", "reject", "--folder", str(folder))
    pages = {page.stem: page.read_text() for page in (folder / "entries").iterdir()}
    assert sorted(pages) == ["share-boats", "train-together"]
    front = yaml.safe_load(pages["train-together"].split("---\n")[1])
    assert (front["mark"], front["note"]) == ("adopt", NOTE)
    assert "note" not in yaml.safe_load(pages["share-boats"].split("---\n")[1])
    assert "## Your note\n\n> \\- Ask the union.\\\n" in pages["train-together"]
    assert "](entries/share-boats.md)" in (folder / "recommendations.md").read_text()
    assert "(timeline.md)" not in (folder / "index.md").read_text()


def test_no_page_of_a_folder_links_to_one_that_is_not_marked(ask: Ask, tmp_path: Path) -> None:
    whole, marked = tmp_path / "whole", tmp_path / "marked"
    ask("export", "markdown", "--folder", str(whole))
    ask("export", "markdown", "--mark", "consider", "--folder", str(marked))

    def links(folder: Path) -> list[Path]:
        pages = [*folder.rglob("*.md")]
        found = [(page, target) for page in pages for target in re.findall(r"\]\(([^)#]+\.md)\)", page.read_text())]
        return [page.parent / target for page, target in found]

    assert all(link.is_file() for link in links(marked))
    text = (whole / "entries" / "board-of-lights.md").read_text()
    assert len(re.findall(r"\]\([a-z0-9-]+\.md\)", text)) > 3


def test_data_says_what_is_the_readers_as_its_schema_does(ask: Ask) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(export_schema()))
    whole = json.loads(ask("export", "json", "--notes"))
    validator.validate(whole)
    found = {entry["slug"]: entry["reader"] for entry in whole["entries"]}
    assert found["train-together"] == {"mark": "adopt", "note": NOTE}
    assert found["board-of-lights"] == {"mark": "consider", "note": None}
    assert found["lamp-house"] == {"mark": None, "note": None}
    validator.validate(json.loads(ask("recommendations", "--by", "mark", "--notes", "--format", "json")))
    assert all("reader" not in entry for entry in json.loads(ask("export", "json"))["entries"])


def test_tables_have_a_column_or_a_table_of_the_readers(ask: Ask, tmp_path: Path, pctui: Run, lights: Path) -> None:
    def rows(printed: str) -> list[dict[str, Any]]:
        return list(csv.DictReader(io.StringIO(printed.removeprefix("\ufeff"), newline=""), strict=True))

    (listed,) = rows(ask("recommendations", "--mark", "adopt", "--notes", "--format", "csv"))
    assert (listed["reader_mark"], listed["reader_note"]) == ("adopt", f"'{NOTE}")  # as it begins like a formula
    ask("export", "csv", "--notes", "--folder", str(tmp_path / "tables"))
    found = {row["entry"]: row for row in rows((tmp_path / "tables" / "notes.csv").read_bytes().decode())}
    assert found["train-together"]["mark"] == "adopt"
    assert found["beacon-act-1821"] == {"entry": "beacon-act-1821", "mark": "", "note": "Read it."}
    assert sorted(found) == ["beacon-act-1821", "board-of-lights", "share-boats", "train-together"]
    assert pctui("export", "csv", "--table", "notes", "--db", lights).code == 2
    assert len(rows(ask("export", "csv", "--table", "recommendations", "--mark", "reject"))) == 1


def test_a_corpus_exported_with_notes_seeds_the_same_database(
    ask: Ask, pctui: Run, tmp_path: Path, notes: Notes
) -> None:
    for name, options in (("bare", []), ("noted", ["--notes"])):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "corpus.jsonl").write_text(ask("export", "jsonl", "--context", *options))
        seed(folder, tmp_path / f"{name}.db")
    lines = (tmp_path / "noted" / "corpus.jsonl").read_text().splitlines()
    own = [json.loads(line) for line in lines if json.loads(line)["kind"] == "note"]
    assert {"kind": "note", "entry": "train-together", "mark": "adopt", "note": NOTE} in own
    assert len(own) == 4
    bare, noted = (
        pctui("export", "json", "--context", "--db", tmp_path / f"{name}.db").out for name in ("bare", "noted")
    )
    assert bare == noted
    assert pctui("check", "--corpus", tmp_path / "noted").code == pctui("check", "--corpus", tmp_path / "bare").code


def test_the_readers_file_is_not_read_unless_it_is_asked_for(pctui: Run, lights: Path) -> None:
    paths.reader().parent.mkdir(parents=True, exist_ok=True)
    paths.reader().write_text("no database" * 100)
    for command in (["recommendations"], ["export", "json"], ["at", "1850"], ["export", "markdown"]):
        assert pctui(*command, "--db", lights).code == 0
        assert pctui(*command, "--notes", "--db", lights).code == 3


def test_what_shows_two_entries_or_says_something_of_one_has_no_note() -> None:
    about = {"e": Annotation(Reference("e", "event", "An event"), "adopt", "Mine.")}
    two = Bullets(((Piece("One", entry="e"), Piece(" / "), Piece("Other", entry="f")),))
    linked = Bullets(((Piece("Part of: ", "strong"), Piece("An event", entry="e")),))
    assert list(with_annotations([two, linked], about)) == [two, linked]
    several = Prose((Piece("An event", entry="e"), Piece("; "), Piece("Other", entry="f")))
    shown = text.render(with_annotations([several], about))
    assert shown == "An event; Other\n\n- An event Your mark: adopt ✓ Your note:\n\n  > Mine.\n"


@given(HOSTILE.map(clean).filter(str.strip))
def test_a_note_is_text_whatever_it_says(note: str) -> None:
    entry = Reference("e", "event", "An event")
    blocks = [
        Heading(1, "List"),
        Bullets(((Piece("An event", "strong", "e"),), (Piece("Another", "strong", "f"),)), (1, 0)),
        Heading(2, "An event", "e"),
        Prose((Piece("Summary."),)),
    ]
    found = list(with_annotations(blocks, {"e": Annotation(entry, "adopt", note)}))
    assert [block.text for block in found if isinstance(block, Quote)] == [note, note]
    tokens = MarkdownIt("commonmark").parse(markdown.render(found))
    kinds = [token.type for token in tokens]
    assert kinds.count("blockquote_open") == 2
    assert kinds.count("heading_open") == 2
    inline = {child.type for token in tokens for child in token.children or []}
    assert inline <= {"text", "softbreak", "hardbreak", "strong_open", "strong_close", "em_open", "em_close"}
    quoted = [line for line in text.render(found).splitlines() if line.lstrip().startswith(">")]
    assert len(quoted) == 2 * len(note.splitlines())
