"""The footer says when there is more, and does what is clicked; nothing else pretends to."""

from __future__ import annotations

import pytest

from pctui.panes import PANES
from pctui.tui.dialogs.help import Help

from .conftest import SIZES, Open


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("pane", range(1, len(PANES) + 1))
async def test_the_footer_ends_in_how_many_commands_there_are_more(
    explorer: Open, size: tuple[int, int], pane: int
) -> None:
    async with explorer(size) as session:
        footer = (await session.press("2", str(pane), "k", "j", "k")).split("\n")[-1].rstrip()
        assert footer.endswith(" more")
        assert "  ? " in footer
        assert footer.startswith(" Enter Open")
        assert len(footer) <= size[0]


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_a_click_on_an_item_does_its_command(explorer: Open, size: tuple[int, int]) -> None:
    async with explorer(size) as session:
        footer = (await session.press("3")).split("\n")[-1]
        assert "Grouped by boundary" in await session.click(footer.index("Group by"), size[1] - 1)
        await session.press("j", "k")
        footer = (await session.seen()).split("\n")[-1]
        await session.click(footer.index("? "), size[1] - 1)
        assert isinstance(session.app.screen, Help)
        await session.press("escape")
        assert "Type to search" in await session.click(footer.index("/ Search"), size[1] - 1)


async def test_a_click_beside_the_items_and_the_tabs_does_nothing(explorer: Open) -> None:
    async with explorer((200, 40)) as session:
        before = await session.seen()
        tabs, footer = before.split("\n")[0], before.split("\n")[-1].rstrip()
        assert await session.click(len(footer) + 2, 39) == before
        assert await session.click(tabs.index("6 Sources") + 14, 0) == before
        assert await session.click(tabs.index("/ search"), 1) == before
        assert "Type to search" in await session.click(tabs.index("/ search") + 1, 0)


async def test_the_commands_of_the_pane_come_first_when_there_is_little_room(explorer: Open) -> None:
    async with explorer((60, 20)) as session:
        assert (await session.press("3")).split("\n")[-1].startswith(" Enter Open  b Group by  ")
        assert (await session.press("4")).split("\n")[-1].startswith(" Enter Open  v Next view  ")
