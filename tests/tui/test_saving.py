"""Exporting what is on screen to a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run
from webpages import Page

from pctui.model import Reference
from pctui.reader.notes import Notes

from .conftest import SIZES, Open, flat


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


async def test_the_list_is_exported_as_markdown_to_a_file_named_after_its_pane(explorer: Open, here: Path) -> None:
    async with explorer() as session:
        seen = await session.press("3", "e")
        assert "Export the Recommendations list (Markdown) to:" in seen
        await session.press("enter")
        assert f"Written: {here / 'recommendations.md'}".replace(" ", "") in "".join((await session.seen()).split())
        text = (here / "recommendations.md").read_text(encoding="utf-8")
        assert text.startswith("# Recommendations\n\n## Calder \\& Wren 1911: What should be done\n")
        assert "Train keepers together with pilots" in text
        assert "## References" in text
        assert "▸ ◌ Train keepers" in await session.seen()


async def test_the_page_being_read_is_exported_and_tab_switches_to_the_list(explorer: Open, here: Path) -> None:
    async with explorer() as session:
        await session.press("enter", "e")
        await session.press("tab", "tab", "enter")
        (written,) = here.iterdir()
        assert written.read_text(encoding="utf-8").startswith("# Beacon Act")
        await session.press("e", "tab")
        assert "Export the Timeline list" in await session.press()
        await session.press("enter")
        assert (here / "timeline.md").read_text(encoding="utf-8").startswith("# Timeline")
        assert session.app.screen.reading  # type: ignore[attr-defined]


async def test_a_name_that_ends_in_txt_exports_plain_text(explorer: Open, here: Path) -> None:
    async with explorer() as session:
        await session.press("2", "e")
        session.app.screen.query_one("#save-name").value = "rungs.txt"  # type: ignore[attr-defined]
        assert "(plain text)" in await session.seen()
        await session.press("enter")
        text = (here / "rungs.txt").read_text(encoding="utf-8")
        assert "Class three" in text
        assert "**" not in text


async def test_a_name_that_ends_in_html_exports_a_page_with_the_notes(explorer: Open, here: Path) -> None:
    async with explorer() as session:
        await session.press("3", "m", "a", "less_than_sign", "b", "greater_than_sign", *"Anna", "ctrl+s", "e")
        assert "footnotes" in await session.seen()
        session.app.screen.query_one("#save-name").value = "proposals.html"  # type: ignore[attr-defined]
        seen = await session.seen()
        assert "(HTML)" in seen
        assert "footnotes" not in seen, "a page has numbers"
        await session.press("enter")
        page = Page((here / "proposals.html").read_text(encoding="utf-8"))
        assert page.headings[0] == (1, "Recommendations")
        assert "References" in [title for _, title in page.headings]
        assert "<b>Anna" in page.text


async def test_nothing_is_overwritten_without_a_second_enter(explorer: Open, here: Path) -> None:
    mine = here / "evidence.md"
    mine.write_text("mine")
    async with explorer() as session:
        seen = await session.press("5", "e", "enter")
        assert "evidence.md already exists. Press Enter again to overwrite it." in flat(seen)
        assert mine.read_text() == "mine"
        await session.press("end", "x", "backspace", "enter")
        assert mine.read_text() == "mine"
        await session.press("enter")
        assert mine.read_text(encoding="utf-8").startswith("# Evidence")


async def test_a_file_that_cannot_be_written_is_reported_and_the_box_stays_open(explorer: Open) -> None:
    async with explorer() as session:
        await session.press("e")
        session.app.screen.query_one("#save-name").value = "no/such/folder.md"  # type: ignore[attr-defined]
        assert "Nothing was written: cannot write" in flat(await session.press("enter"))
        await session.press("escape")
        assert "▸ March 1821" in await session.seen()


async def test_cancelling_writes_nothing(explorer: Open, here: Path) -> None:
    async with explorer() as session:
        await session.press("e", "escape")
        assert list(here.iterdir()) == []


async def test_what_is_marked_leaves_with_its_notes_and_the_command_prints_the_same(
    explorer: Open, here: Path, tmp_path: Path, pctui: Run, lights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = tmp_path / "mine.db"
    async with explorer(reader=mine) as session:
        await session.press("3", "m", "a", *"Ask", "space", *"first.", "ctrl+s")
        await session.press("down", "m", "m", "m", "down", "m", "m")
        await session.press("M")
        seen = await session.press("e")
        assert "Ctrl+N notes: on  Ctrl+G by mark: on  Ctrl+T footnotes" in seen
        await session.press("enter")
    written = (here / "recommendations.md").read_text(encoding="utf-8")
    headings = [line for line in written.splitlines() if line.startswith("#")]
    assert headings == ["# Recommendations", "## Adopt ✓", "## Consider ?", "## Reject ✗", "## References"]
    assert written.index("Train keepers together") < written.index("> Ask first.") < written.index("## Consider")
    monkeypatch.setenv("PCTUI_READER", str(mine))
    for options in (["--by", "mark", "--mark", "adopt"], ["--mark", "adopt"]):
        answer = pctui("recommendations", *options, "--notes", "--format", "markdown", "--db", lights)
        (item,) = (line for line in answer.out.splitlines() if line.startswith("- **Train"))
        assert "*Your mark:* **adopt ✓** *Your note:*" in item
        assert "\n\n  > Ask first.\n" in answer.out
    assert pctui("notes", "export", "--db", lights).out.count("\n") == 3


async def test_notes_parts_and_citations_are_switched_and_remembered(
    explorer: Open, here: Path, tmp_path: Path
) -> None:
    notes = Notes(tmp_path / "mine.db", "marrow-lights")
    train = Reference("train-together", "recommendation", "Train keepers together with pilots")
    notes.mark(train, "reject")
    notes.begin(train).save("Mine alone.")
    async with explorer(reader=tmp_path / "mine.db") as session:
        assert "notes: on  Ctrl+G by mark: off" in await session.press("3", "e")
        seen = await session.press("ctrl+n", "ctrl+g", "ctrl+t", "ctrl+t")
        assert "Ctrl+N notes: off  Ctrl+G by mark: on  Ctrl+T numbered" in seen
        await session.press("enter")
        written = (here / "recommendations.md").read_text(encoding="utf-8")
        assert written.startswith("# Recommendations\n\n## Reject ✗\n")
        assert "Mine alone." not in written
        assert '1. <a id="ref-1"></a>' in written
        assert "notes: off  Ctrl+G by mark: on  Ctrl+T numbered" in await session.press("e")
        await session.press("tab")  # the page, which has no parts
        assert "Ctrl+N notes: off  Ctrl+T numbered" in await session.press("ctrl+n", "ctrl+n")
        session.app.screen.query_one("#save-name").value = "page.txt"  # type: ignore[attr-defined]
        assert "Ctrl+T" not in await session.press("ctrl+n")
        await session.press("enter")
        assert "> Mine alone." in (here / "page.txt").read_text(encoding="utf-8")


async def test_a_draft_is_not_exported(explorer: Open, here: Path, tmp_path: Path) -> None:
    async with explorer(reader=tmp_path / "mine.db") as session:
        await session.press("3", "a", *"half", "escape")
        assert "Your draft, not saved" in await session.seen()
        await session.press("e", "tab", "enter", "e", "enter")
        written = [file.read_text(encoding="utf-8") for file in here.iterdir()]
        assert len(written) == 2
        assert "half" not in "".join(written)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_all_options_are_in_view_at_every_size(explorer: Open, size: tuple[int, int], tmp_path: Path) -> None:
    async with explorer(size, reader=tmp_path / "mine.db") as session:
        seen = await session.press("3", "m", "e", "ctrl+t", "ctrl+t", "ctrl+t")
        assert "Ctrl+N notes: on  Ctrl+G by mark: off  Ctrl+T author-date" in seen


async def test_without_marks_there_is_only_how_to_cite(explorer: Open) -> None:
    async with explorer() as session:
        seen = await session.press("3", "e")
        assert "Ctrl+T footnotes" in seen
        assert "Ctrl+N" not in await session.press("ctrl+n")
