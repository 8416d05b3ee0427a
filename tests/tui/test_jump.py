"""Jump mode: labels on everything in view; and the terminal's own cursor, which follows ours."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pctui.tui.dialogs.jump import LETTERS, labels

from .conftest import SIZES, Open


async def test_a_label_selects_a_row(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        seen = await session.press("3", "semicolon")
        assert "Type the letters of a label to go there" in seen
        label = re.search(r"^([a-z]) ◌ Train keepers", seen, re.MULTILINE)
        assert label
        seen = await session.press(label[1])
        assert "Type the letters" not in seen
        assert "▸ ◌ Train keepers" in seen


async def test_a_label_follows_a_link_on_the_page(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        await session.press("4", "semicolon")
        seen = await session.press("a")  # the first link or citation of the page
        assert session.app.screen.pane_name == "sources"  # type: ignore[attr-defined]
        assert "¶" in seen
        assert "▸ " in await session.press("escape")
        assert session.app.screen.pane_name == "organisations"  # type: ignore[attr-defined]


@pytest.mark.parametrize("key", ["escape", "Q", "7", "f3"])
async def test_other_keys_close_the_labels(explorer: Open, key: str) -> None:
    async with explorer() as session:
        before = await session.seen()
        assert await session.press("semicolon") != before
        assert await session.press(key) == before


async def test_after_one_letter_only_labels_that_begin_with_it_remain(explorer: Open) -> None:
    async with explorer((140, 100)) as session:
        seen = await session.press("6", "enter", "semicolon")
        assert re.search(r"• \w+ z[a-z]", seen)
        seen = await session.press("z")
        assert "Type the letters" in seen
        assert not re.search(r"• \w+ z[a-z]", seen)
        assert await session.press("a") != seen
        assert "Type the letters" not in await session.seen()


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("pane", "123456")
async def test_every_pane_has_jump_labels(explorer: Open, pane: str, size: tuple[int, int]) -> None:
    async with explorer(size) as session:
        before = await session.press(pane)
        after = await session.press("semicolon")
        changed = [a for a, b in zip(after.split("\n"), before.split("\n"), strict=True) if a != b]
        assert len(changed) > 1
        await session.press("a")


async def test_a_resize_closes_the_labels(explorer: Open) -> None:
    async with explorer() as session:
        await session.press("semicolon")
        assert "Type the letters" not in await session.resize(140, 40)


@given(st.integers(0, 3000))
def test_no_label_is_a_prefix_of_another_and_none_is_longer_than_needed(count: int) -> None:
    made = labels(count)
    assert len(made) == len(set(made)) == count
    assert not any(after.startswith(before) for before, after in pairwise(sorted(made)))
    room = next(n for n in range(1, 9) if len(LETTERS) ** n >= count)
    assert max(map(len, made), default=1) <= room


async def test_the_terminals_cursor_follows(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        for keys in (["down"], ["3", "down"], ["2", "up"], ["5", "right"], ["4", "down", "v", "right"]):
            seen = await session.press(*keys)
            x, y = session.app.cursor_position
            focused = session.app.screen.focused
            assert focused
            assert focused.content_region.contains(x, y)
            if "3" in keys:
                assert seen.split("\n")[y].startswith("▸")
        await session.press("3", "enter")
        seen = await session.seen()
        x, y = session.app.cursor_position
        assert seen.split("\n")[y][x] == "["  # the citation under the cursor of the page
