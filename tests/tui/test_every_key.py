"""Every key of every command, in every pane: it changes something, or a line says why it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from pctui.panes import PANES
from pctui.tui.remapping import normalised, tables
from pctui.tui.screens.main import Main
from pctui.tui.widgets.message_line import MessageLine

from .conftest import Open, Session

# What these do is not on the screen: they end the explorer, or send what the terminal should show already.
UNSEEN = {"quit", "redraw"}
PLACES = [commands for place, commands in tables() if not place.startswith("“")]  # not those of dialogs
KEYS = sorted({key for commands in PLACES for c in commands if c.id not in UNSEEN for key in normalised(c.keys)})


def line(session: Session) -> str:
    """What is said in the last line, if it is a message."""
    message = session.app.screen.query_one(MessageLine)
    return message.said if message.is_shown else ""


async def home(session: Session, pane: str, reading: bool) -> Main:
    """Close what is open, and go to the list or the page of a pane."""
    for _ in range(3):
        if len(session.app.screen_stack) > 1 or session.app.screen.query("SlugBox, DateBox, SaveBox, FindBox"):
            await session.press("escape")
    main = session.app.screen
    assert isinstance(main, Main), main
    if main.has_class("-zoomed"):
        main.remove_class("-zoomed", "-zoom-list", "-zoom-chart", "-zoom-text")
    if main.pane_name != pane:
        await main.action_pane(pane)
    (main.pane.page if reading else main.pane.main).focus()
    await session.pilot.pause()
    main.query_one(MessageLine).clear()
    await session.pilot.pause()
    return main


@pytest.mark.parametrize("reading", [False, True], ids=["list", "page"])
@pytest.mark.parametrize("pane", PANES)
async def test_every_key_does_something_or_says_why_not(
    explorer: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, pane: str, reading: bool
) -> None:
    monkeypatch.chdir(tmp_path)  # where `e` saves pages
    silent = []
    async with explorer((80, 24)) as session:
        for key in KEYS:
            await home(session, pane, reading)
            before = session.strips()
            focused, stack = session.app.focused, len(session.app.screen_stack)
            await session.press(key)
            after = session.strips()
            changed = before != after or session.app.focused is not focused or len(session.app.screen_stack) != stack
            if not changed:
                silent.append(key)
    assert " ".join(silent) == ""


async def test_what_can_do_nothing_says_why(explorer: Open) -> None:
    said = {
        "M": "Nothing is marked yet: m marks the selected entry.",
        "n": "Nothing is being searched for in this text: \\ finds in it.",
        "right_square_bracket": "There is nothing to go forward to.",
        "escape": "There is nothing to go back to.",
        "C": "“Compare” works in Ladder (2) and Organisations (4).",
        "up": "This is the first row.",
    }
    async with explorer(keys={"mark": "f8"}) as session:
        await session.press("3")
        for key, text in said.items():
            await session.press(key)
            assert line(session) == text.replace(": m marks", ": F8 marks")
        await session.press("4", "C")
        assert line(session) == "Pick at least two with c."
        await session.press("c", "C")
        assert line(session) == "Only one entry is picked: pick another with c."
        await session.press("3", "l", "minus")
        assert line(session) == "Groups fold in the list: Tab goes there."
        await session.press("h", "plus")
        assert line(session) == "This group is not folded: - folds it."
        await session.press("6", "b")
        assert line(session) == "“Group by” works in Recommendations (3)."


async def test_a_key_without_a_command_is_told_once_in_a_while(explorer: Open) -> None:
    async with explorer() as session:
        await session.press("ü")
        assert line(session) == "No command on ü · ? Help"
        await session.press("9")
        assert line(session) == ""


async def test_a_remark_stands_in_the_place_of_the_footer_until_the_next_key(explorer: Open) -> None:
    async with explorer() as session:
        before = (await session.seen()).split("\n")
        seen = (await session.press("N")).split("\n")
        assert seen[:-1] == before[:-1]
        assert seen[-1].strip() == "Nothing is being searched for in this text: \\ finds in it."
        assert "Help" in (await session.press("j")).split("\n")[-1]
