"""What a key sends to the terminal: the lines that it changed, and with them what stands there is the whole screen."""

from __future__ import annotations

import re
from pathlib import Path

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual import events
from textual.app import App
from textual.geometry import Size
from textual.screen import Screen

from pctui.tui.painted import PLAIN, Look, differing
from pctui.tui.screens.main import Main
from pctui.tui.textual_private import Changes
from pctui.tui.widgets.list_view import RowList

from .conftest import Open, Session


class Wire:
    """A terminal at the end of the wire, and the lines that were written to it."""

    def __init__(self, width: int, height: int) -> None:
        self.screen = pyte.Screen(width, height)
        self.stream = pyte.Stream(self.screen)
        self.written: list[int] = []
        self.sent = ""

    def send(self, app: App[int], changes: object) -> None:
        if isinstance(changes, Changes):
            self.written += [stretch.y for stretch in changes.stretches]
            sent = changes.render_segments(app.console)
            self.sent += sent
            self.stream.feed(sent)

    def cells(self) -> list[pyte.screens.Char]:
        """Every cell of the screen, with its look."""
        return [self.screen.buffer[y][x] for y in range(self.screen.lines) for x in range(self.screen.columns)]


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


@pytest.mark.parametrize("over", ["", "question_mark", "ctrl+p"])
async def test_sizes_that_follow_each_other_at_once_come_to_rest(
    wire: Wire, explorer: Open, over: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with explorer() as session:
        await session.press(*over.split())
        screen = session.app.screen
        told: list[events.Event] = []
        on_event = type(screen).on_event

        async def counted(screen: Screen[None], event: events.Event) -> None:
            told.append(event)
            assert len([event for event in told if isinstance(event, events.Resize)]) < 20, (
                "each size is told of again and again"
            )
            await on_event(screen, event)

        monkeypatch.setattr(type(screen), "on_event", counted)

        def work(times: int) -> None:
            """Come between the sizes: of two next to each other, only the second would be told of."""
            if times:
                screen.call_later(work, times - 1)

        for height in (25, 24):
            size = Size(80, height)
            screen.post_message(events.Resize(size, size))
            work(200)
        await still(session, wire)
        assert screen.size == session.app.size


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


ADDRESSING = re.compile(r"\x1b\[(?:\d+;\d+H|\d+C)")  # moves of the cursor, to a place or by some columns


@pytest.mark.parametrize("pane", ["1", "2", "3", "4", "5"])
async def test_a_key_sends_little_more_than_the_cells_that_change(wire: Wire, explorer: Open, pane: str) -> None:
    """As many bytes as their characters, half as many again for their looks, and the moves of the cursor."""
    async with explorer() as session:
        await session.press(pane, "g")
        await still(session, wire)
        sent = changed = 0
        for _ in range(6):
            before, wire.sent = wire.cells(), ""
            await session.press("down")
            await still(session, wire)
            sent += len(ADDRESSING.sub("", wire.sent).encode())
            changed += sum(len(new.data.encode()) for old, new in zip(before, wire.cells(), strict=True) if old != new)
        assert 0 < sent <= 1.5 * changed


@pytest.mark.parametrize("key", ["down", "up", "pagedown"])
@pytest.mark.parametrize("pane", ["1", "3", "4"])
async def test_a_row_and_its_page_are_painted_in_one_frame(
    wire: Wire, explorer: Open, monkeypatch: pytest.MonkeyPatch, pane: str, key: str
) -> None:
    frames: list[int] = []
    laid_out: list[Size] = []

    def sent(app: App[int], _: object, changes: object) -> None:
        if isinstance(changes, Changes):
            frames.append(len(changes.stretches))
        wire.send(app, changes)

    monkeypatch.setattr(App, "_display", sent)
    async with explorer((60, 40)) as session:
        await session.press(pane, "down")
        await still(session, wire)
        session.app.screen.screen_layout_refresh_signal.subscribe(
            session.app.screen, lambda screen: laid_out.append(screen.size), immediate=True
        )
        for _ in range(2):
            frames.clear()
            await session.press(key)
            await still(session, wire)
            assert len(frames) <= 1
        assert not laid_out


@pytest.mark.parametrize("pane", ["1", "3", "4", "5"])
async def test_the_page_follows_a_key_before_anything_is_painted(explorer: Open, pane: str) -> None:
    async with explorer() as session:
        await session.press(pane)
        screen = session.app.screen
        assert isinstance(screen, Main)
        before, rows = screen.pane.shown, screen.pane.main
        assert isinstance(rows, RowList)
        rows.action_move(1)
        assert screen.pane.shown != before, "it does not wait for a message, which may come in the next frame"


def shown(parts: list[tuple[str, Look]]) -> list[tuple[str, Look]]:
    """Return the cells of a line; a wide character has two."""
    return [(each, drawn) for text, drawn in parts for each in text for _ in range(cell_len(each))]


lines_of_signs = st.lists(
    st.tuples(st.text("ab▆◆─ 燈", min_size=1, max_size=6), st.sampled_from([PLAIN, Look(frozenset(), "31", "40")])),
    max_size=8,
)


@given(lines_of_signs, lines_of_signs)
def test_what_differs_makes_of_a_line_the_other(old: list[tuple[str, Look]], new: list[tuple[str, Look]]) -> None:
    widths = [len(shown(line)) for line in (old, new)]
    old, new = ([*line, (" " * (max(widths) - width), PLAIN)] for line, width in zip((old, new), widths, strict=True))
    cells = shown(old)
    for column, parts in differing(old, new):
        sent = shown(parts)
        cells[column : column + len(sent)] = sent
    blank = {" "}  # of a blank only the background is seen
    assert [(c, PLAIN if c in blank else look) for c, look in cells] == [
        (c, PLAIN if c in blank else look) for c, look in shown(new)
    ]
