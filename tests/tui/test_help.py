"""The help and the palette: this pane first, nothing twice, and found by what is typed."""

from __future__ import annotations

import re

import pytest

from pctui.panes import PANES
from pctui.tui.dialogs.help import help_parts

from .conftest import SIZES, Open


@pytest.mark.parametrize("pane", PANES)
@pytest.mark.parametrize("reading", [False, True])
async def test_every_command_has_one_row_in_the_help(explorer: Open, pane: str, reading: bool) -> None:
    async with explorer() as session:
        main = session.app.screen
        await main.action_pane(pane)  # type: ignore[attr-defined]
        parts = help_parts(main.pane, reading=reading)  # type: ignore[attr-defined]
        rows = [(part.heading, *row) for part in parts for row in part.rows]
        assert len(rows) == len(set(rows))
        assert parts[0].heading == ("Page" if reading else "Moving")


async def test_the_help_has_two_columns_from_100_on(explorer: Open) -> None:
    async with explorer((120, 30)) as session:
        seen = await session.press("question_mark")
        assert re.search(r"Moving +│ ", seen)
        assert seen.count("Timeline") == 3  # the title, the pane's keys, and its name among the panes
        seen = await session.resize(90, 30)
        assert not re.search(r"Moving +│ \w", seen)


async def test_the_legend_is_a_table(explorer: Open) -> None:
    async with explorer((120, 60)) as session:
        seen = await session.press("3", "question_mark")
        for sign, meaning in (("◌", "proposed"), ("○", "planned or forecast"), ("“", "claimed or opinion")):
            assert re.search(rf"│  {sign} +{meaning} +│", seen)


async def test_the_help_shows_only_what_is_typed(explorer: Open) -> None:
    async with explorer((120, 30)) as session:
        await session.press("3", "question_mark", "slash")
        seen = await session.press(*"split")
        assert "Move the split" in seen
        assert "Moving" not in seen
        assert "No key matches “splitx”." in await session.press("x")
        seen = await session.press("escape")
        assert "Moving" in seen
        assert "Group by" in (await session.press("escape")).split("\n")[-1]


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_the_palette_has_a_row_for_each_command_with_its_key(explorer: Open, size: tuple[int, int]) -> None:
    async with explorer(size) as session:
        seen = await session.press("3", "ctrl+p")
        assert re.search(r"▸ Group by .* b +", seen)
        assert seen.index("Recommendations ──") < seen.index("Everywhere ──")
        await session.press(*"whole screen")
        await session.press("enter")
        assert session.app.screen.has_class("-zoomed")


async def test_the_palette_finds_entries_by_their_titles_and_says_when_nothing_matches(explorer: Open) -> None:
    async with explorer() as session:
        seen = await session.press("ctrl+p", *"lamp")
        assert "Entries ──" in seen
        row = next(line for line in seen.split("\n") if "▸" in line)
        title = re.sub(r"^│ *▸ *|  .*$", "", row)
        assert "-" not in title.split()[0]
        assert title in await session.press("enter")
        assert "No command or entry matches “zzzz”." in await session.press("ctrl+p", *"zzzz")
        assert len(session.app.screen_stack) == 2
        await session.press("enter", "escape")
        assert len(session.app.screen_stack) == 1
