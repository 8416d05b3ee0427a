"""Exporting what is on screen to a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Open, flat


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
