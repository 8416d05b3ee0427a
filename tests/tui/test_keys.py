"""Keys: every command has a unique id, and a remapped key works and is shown everywhere."""

from __future__ import annotations

import re
from pathlib import Path

from pctui.settings import Settings
from pctui.tui import remapping
from pctui.tui.commands import Command

from .conftest import Open


def test_every_command_has_an_id_of_its_own() -> None:
    known: dict[str, Command] = {}
    for _, commands in remapping.tables():
        for command in commands:
            assert known.setdefault(command.id, command) is command, command.id


def test_no_key_does_two_things_in_one_table() -> None:
    for place, commands in remapping.tables():
        if place.startswith("“"):
            pressed = [key for command in commands for key in remapping.normalised(command.keys)]
            assert len(pressed) == len(set(pressed)), place


def test_keys_are_called_as_on_the_keyboard() -> None:
    called = {"question_mark": "?", "escape": "Esc", "pagedown": "PgDn", "ctrl+p": "Ctrl+P", "shift+tab": "Shift+Tab"}
    assert {key: remapping.key_name(key) for key in called} == called
    assert [remapping.key_name(key) for key in ("N", "n", "f2", "down", "alt+slash")] == ["N", "n", "F2", "↓", "Alt+/"]


async def test_a_remapped_key_works_and_the_old_one_no_longer_does(explorer: Open) -> None:
    async with explorer(keys={"search": "f2", "pane.ladder": "L", "list.down": "x,ctrl+n"}) as session:
        assert "Type to search" not in await session.press("slash")
        assert "Type to search" in await session.press("f2")
        await session.press("escape", "x", "ctrl+n")
        assert "▸ 1824–1825" in await session.seen()
        await session.press("j", "down")
        assert "▸ 1824–1825" in await session.seen()
        assert "Class two" in await session.press("L")


async def test_footer_tabs_help_and_palette_show_the_remapped_key(explorer: Open) -> None:
    async with explorer((140, 40), keys={"search": "f2", "pane.ladder": "L", "palette": "f9"}) as session:
        lines = (await session.seen()).split("\n")
        assert "F2 Search" in lines[-1]
        assert "L Ladder" in lines[0]
        assert lines[0].rstrip().endswith("F2 search")
        seen = await session.press("question_mark")
        assert re.search(r"F2 +Search entries", seen)
        assert re.search(r"F9 +Find any command", await session.press("slash", *"find any"))
        await session.press("escape", "escape", "f9")
        assert re.search(r"Search entries and attached documents +F2", await session.press(*"search"))


async def test_keys_that_swap_places_do_so(explorer: Open) -> None:
    settings = Settings(Path("config.toml"), keys={"pane.ladder": "6", "pane.sources": "2"})
    swapped = remapping.remapped(settings)
    assert settings.faults == []
    async with explorer((140, 40), keys=swapped) as session:
        assert "Class two" in await session.press("6")
        assert "Keepers 1898" in await session.press("2")
