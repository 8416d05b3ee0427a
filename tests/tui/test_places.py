"""The reader's place, and the parts of the screen: it is kept over every change of view."""

from __future__ import annotations

from pathlib import Path

import pytest

from pctui.panes import PANES
from pctui.tui.screens.main import Main
from pctui.tui.widgets.list_view import RowList
from pctui.tui.widgets.page import Page

from .conftest import Open, Session, flat


def main_of(session: Session) -> Main:
    found = session.app.screen_stack[0]
    assert isinstance(found, Main)
    return found


def place(session: Session) -> tuple[object, ...]:
    """Where the reader is: the pane, what has the focus, and the cursors and first lines of page and list."""
    main = main_of(session)
    page, rows = main.pane.page, main.pane.main
    at = (rows.cursor, rows.scroll_offset.y) if isinstance(rows, RowList) else ()
    return main.pane_name, main.focused, main.pane.shown, page.stop, page.scroll_offset.y, at


THERE_AND_BACK = {
    "views": [["v", "v"]],
    "panes": [["1", "4"], ["5", "2", "4"]],
    "passage": [["s", "escape"]],
    "whole screen": [["z", "z"]],
    "help": [["question_mark", "escape"]],
    "search": [["slash", *"lamp", "escape"]],
    "palette": [["ctrl+p", *"lamp", "escape"]],
    "contents": [["T", "escape"]],
    "date": [["at", "escape"], ["o", "escape"], ["e", "escape"]],
    "jump": [["semicolon", "escape"]],
    "split": [["less_than_sign", "greater_than_sign"]],
    "history": [["slash", *"lamp", "enter", "escape"]],
}


@pytest.mark.parametrize("size", [(80, 24), (120, 30)], ids=["80x24", "120x30"])
@pytest.mark.parametrize("change", THERE_AND_BACK)
async def test_the_place_is_kept_over_every_change_of_view(
    explorer: Open, attached: Path, size: tuple[int, int], change: str
) -> None:
    async with explorer(size, reader=attached) as session:
        await session.press("4", "j", "j", "enter", "pagedown", "j", "j")
        before = place(session)
        assert isinstance(before[1], Page)
        for keys in THERE_AND_BACK[change]:
            await session.press(*keys)
            assert place(session) == before, keys


async def test_the_place_is_kept_over_a_resize(explorer: Open) -> None:
    async with explorer((120, 24)) as session:
        await session.press("4", "j", "j", "enter", "pagedown", "j")
        before = place(session)
        for size in ((80, 24), (60, 20), (140, 40), (120, 24)):
            await session.resize(*size)
        assert place(session) == before


async def test_a_pane_is_where_it_was_left(explorer: Open) -> None:
    async with explorer() as session:
        await session.press("3", "j", "enter")
        await session.press("1", "3")
        assert main_of(session).reading
        await session.press("3")  # its own key: to its list
        assert not main_of(session).reading


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 30)], ids=["60x20", "80x24", "120x30"])
@pytest.mark.parametrize("pane", PANES)
async def test_z_gives_the_part_with_the_focus_the_whole_screen(
    explorer: Open, size: tuple[int, int], pane: str
) -> None:
    async with explorer(size) as session:
        main = main_of(session)
        await main.action_pane(pane)
        await session.seen()
        for part in main.pane.PARTS:
            assert f"The {part} has the whole screen." in await session.press("z")
            assert not main.pane.page.is_on_screen
            assert main.pane.main.size.height > 0
        assert "All parts are in view again." in await session.press("z")
        await session.press("tab")
        assert "The text has the whole screen." in await session.press("z")
        assert main.pane.page.size.width >= size[0] - 2
        assert main.pane.page.size.height == size[1] - 1
        await session.press("z")
        assert main.pane.page.has_focus


async def test_the_split_is_moved_kept_and_the_same_in_every_pane(explorer: Open, tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    async with explorer((120, 30), kept=kept) as session:
        await session.press("3")
        first = main_of(session).pane.page.size.width
        assert "54% for the text" in await session.press("less_than_sign")
        width = main_of(session).pane.page.size.width
        assert width > first
        for pane in range(1, 7):
            await session.press(str(pane))
            assert main_of(session).pane.page.size.width == width, pane
        for _ in range(9):
            seen = await session.press("less_than_sign")
        assert "The text has as much room as there is for it." in seen
    async with explorer((80, 24), kept=kept) as session:
        assert main_of(session).share == 74
        await session.press("3")
        heights = [main_of(session).pane.page.size.height]
        await session.press("greater_than_sign", "greater_than_sign")
        heights.append(main_of(session).pane.page.size.height)
        assert heights[1] < heights[0]


async def test_the_contents_of_a_page_lead_to_its_headings(explorer: Open) -> None:
    async with explorer((80, 24)) as session:
        await session.press("4", "enter")
        headings = main_of(session).pane.page.contents()
        seen = await session.press("T")
        for text, _, count in headings:
            assert text in seen
            if count:
                assert f"{count} entr" in seen
        assert len(headings) > 3
        seen = await session.press("home", "j", "j", "enter")
        assert headings[2][0] in seen
        assert main_of(session).reading


@pytest.mark.parametrize("size", [(60, 20), (80, 24)], ids=["60x20", "80x24"])
async def test_the_contents_of_a_document_are_its_sections(
    explorer: Open, attached: Path, size: tuple[int, int]
) -> None:
    async with explorer(size, reader=attached) as session:
        seen = await session.press("6", "T")
        sections = [text for text, level, _ in main_of(session).pane.page.contents() if level == 2]
        assert sections
        assert all(section[:20] in seen for section in sections)
        seen = await session.press("end", "enter")
        assert sections[-1][:20] in flat(seen)
