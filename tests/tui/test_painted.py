"""What a key sends to the terminal: the lines that it changed, and with them what stands there is the whole screen."""

from __future__ import annotations

from pathlib import Path

import pyte
import pytest
from textual.app import App

from pctui.tui.textual_private import Changes

from .conftest import Open, Session


class Wire:
    """A terminal at the end of the wire, and the lines that were written to it."""

    def __init__(self, width: int, height: int) -> None:
        self.screen = pyte.Screen(width, height)
        self.stream = pyte.Stream(self.screen)
        self.written: list[int] = []

    def send(self, app: App[int], changes: object) -> None:
        if isinstance(changes, Changes):
            self.written += [stretch.y for stretch in changes.stretches]
            self.stream.feed(changes.render_segments(app.console))


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    wire = Wire(80, 24)
    monkeypatch.setattr(App, "_display", lambda app, _screen, changes: wire.send(app, changes))
    return wire


async def still(session: Session, wire: Wire) -> str:
    """The text on the screen, once nothing more is painted."""
    before: object = None
    for _ in range(200):
        seen = await session.seen()
        if before == (now := (lines(session), len(wire.written))):
            return seen
        before = now
    raise AssertionError("the screen is painted again and again")


def lines(session: Session) -> list[str]:
    """The lines of the screen with their styles."""
    return [strip.render(session.app.console) for strip in session.strips()]


KEYS = (
    "down down pagedown G g plus plus minus right down s down escape 2 down up 3 down 4 down enter escape 5 down 6 "
    "down enter pagedown tab slash b e a c o n down escape question_mark pagedown escape 1 down enter tab ctrl+p escape"
).split()


@pytest.mark.parametrize("theme", ["pctui-dark", "pctui-terminal"])
async def test_after_every_key_the_terminal_shows_the_screen(
    wire: Wire, explorer: Open, attached: Path, theme: str
) -> None:
    async with explorer(reader=attached, theme=theme) as session:
        for key in KEYS:
            await session.press(key)
            seen = await still(session, wire)
            shown = "\n".join(line.rstrip() for line in wire.screen.display)
            assert shown == "\n".join(line.rstrip() for line in seen.split("\n")), key


async def test_a_resized_terminal_is_painted_whole(wire: Wire, explorer: Open) -> None:
    async with explorer() as session:
        await still(session, wire)
        wire.written.clear()
        await session.resize(70, 20)
        await session.resize(80, 24)
        await still(session, wire)
        assert set(wire.written) == set(range(24))


async def test_what_something_else_wrote_goes_when_the_screen_is_drawn_anew(wire: Wire, explorer: Open) -> None:
    async with explorer() as session:
        await still(session, wire)
        wire.stream.feed("\x1b[5;5HMessage from root@lights: the mains go off at noon")
        await session.press("ctrl+l")
        seen = await still(session, wire)
        shown = "\n".join(line.rstrip() for line in wire.screen.display)
        assert shown == "\n".join(line.rstrip() for line in seen.split("\n"))


@pytest.mark.parametrize("pane", ["1", "2", "3", "4", "5", "6"])
async def test_a_cursor_move_sends_only_the_lines_that_it_changed(wire: Wire, explorer: Open, pane: str) -> None:
    async with explorer() as session:
        await session.press(pane, "home" if pane == "6" else "g")
        await still(session, wire)
        for key in ("down", "up", "down"):
            before = lines(session)
            wire.written.clear()
            await session.press(key)
            await still(session, wire)
            after = lines(session)
            changed = {y for y, (old, new) in enumerate(zip(before, after, strict=True)) if old != new}
            assert set(wire.written) == changed, key
            assert changed, key
            assert len(wire.written) <= 2 * len(changed), key  # none of them again and again
