"""Whatever is typed, pasted or clicked, and however fast: it arrives whole, in order, and ends nothing."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from textual import constants, events
from textual.geometry import Size
from textual.widgets import Input, TextArea

from pctui.text import same_line_ends
from pctui.tui import remapping
from pctui.tui.dialogs.help import Help
from pctui.tui.dialogs.jump import Jump
from pctui.tui.sizes import LARGEST, bounded
from pctui.tui.textual_private import SafeParser

from .conftest import Open, Session
from .typist import SIZES, every_key, typing


async def send(session: Session, text: str) -> str:
    """Send what a terminal sends, in one go; return the screen when all of it is obeyed."""
    expected = session.app.obeyed
    for message in SafeParser().feed(text):
        session.app.post_message(message)
        expected += 1
    while session.app.obeyed < expected:
        await session.pilot.pause()
    return await session.seen()


def box(session: Session) -> str:
    """The text in the box that has the focus."""
    focused = session.app.focused
    assert isinstance(focused, (Input, TextArea)), focused
    return focused.value if isinstance(focused, Input) else focused.text


@pytest.mark.parametrize("opening", ["/", "o", "\\", "a", "\x10"], ids=["search", "slug", "find", "note", "palette"])
async def test_letters_reach_the_box_that_the_first_of_them_opens(explorer: Open, opening: str) -> None:
    async with explorer() as session:
        await send(session, f"{opening}pooled dues")
        assert box(session) == "pooled dues"


@pytest.mark.parametrize("opening", ["/", "o", "\\", "a", "\x10", "F"])
async def test_no_cursor_blinks(explorer: Open, opening: str) -> None:
    async with explorer() as session:
        await send(session, opening)
        boxes = [*session.app.screen.query(Input), *session.app.screen.query(TextArea)]
        assert boxes
        assert not any(box.cursor_blink for box in boxes)


def test_a_lone_escape_is_waited_for_and_nothing_else_is() -> None:
    parser = SafeParser()
    assert parser.patience is None
    assert list(parser.feed("\x1b")) == []
    assert parser.patience is not None
    assert 0 < parser.patience <= constants.ESCAPE_DELAY
    assert [message.key for message in parser.feed("[A") if isinstance(message, events.Key)] == ["up"]
    assert parser.patience is None


@pytest.mark.parametrize(("named", "delay"), [({}, "0.025"), ({"ESCDELAY": "400"}, "0.4")])
def test_an_escape_is_held_back_for_as_long_as_the_reader_says(named: dict[str, str], delay: str) -> None:
    code = "import pctui.tui.driver, textual.constants; print(textual.constants.ESCAPE_DELAY)"
    environment = {name: value for name, value in os.environ.items() if name != "ESCDELAY"} | named
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == (f"{delay}\n", "")


async def test_editing_keys_are_obeyed_in_their_place(explorer: Open) -> None:
    async with explorer() as session:
        await send(session, "/abc\x7f\x7fxyz\x1b[D\x1b[D-")
        assert box(session) == "ax-yz"


async def test_a_burst_is_obeyed_like_its_keys_one_by_one(explorer: Open) -> None:
    keys = "36jj\r\x7f5ljj/lamp\r2G"
    async with explorer() as session:
        seen = await send(session, keys)
    async with explorer() as session:
        for key in keys:
            one_by_one = await send(session, key)
        assert seen == one_by_one


@pytest.mark.parametrize("keys", [";zz", ";ff", ";ffzz", "\x10\r\r", "\x10\r\r\r", "/\r\r", "Y11"])
async def test_what_was_closed_is_not_closed_again(explorer: Open, keys: str) -> None:
    async with explorer() as session:
        await send(session, keys)
        assert session.app.is_running
        assert len(session.app.screen_stack) == 1 or keys.startswith("/")


async def test_a_dialog_that_is_told_twice_to_close_closes_once(explorer: Open) -> None:
    async with explorer() as session:
        await session.press("semicolon")
        dialog = session.app.screen
        assert isinstance(dialog, Jump)
        dialog.dismiss(None)
        dialog.dismiss(None)
        await session.seen()
        assert len(session.app.screen_stack) == 1


async def test_a_command_is_typed_and_run_in_one_go(explorer: Open) -> None:
    async with explorer() as session:
        await send(session, "\x10help\r\r")
        assert isinstance(session.app.screen, Help)


ENDS = ["\r", "\r\n", "\n", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"]


@pytest.mark.parametrize("end", ENDS, ids=ascii)
async def test_pasted_lines_stay_lines_in_a_note_and_become_blanks_in_a_line(explorer: Open, end: str) -> None:
    pasted = f"\x1b[200~First{end}Second{end}{end}Fourth{end}\x1b[201~"
    async with explorer() as session:
        await send(session, f"a{pasted}after")
        assert box(session) == "First\nSecond\n\nFourth\nafter"
    async with explorer() as session:
        await send(session, f"/{pasted}")
        assert box(session) == "First Second  Fourth"


def test_every_line_end_of_python_is_one_except_the_separators_of_files() -> None:
    for code in range(0x110000):
        if not 0x1C <= code <= 0x1E and f"a{chr(code)}b".splitlines() != [f"a{chr(code)}b"]:
            assert same_line_ends(f"a{chr(code)}b") == "a\nb", hex(code)


async def test_the_palette_pages_where_it_has_no_room(explorer: Open) -> None:
    async with explorer((10, 3)) as session:
        await session.press("ctrl+p", "pageup", "pagedown", "home", "end")
        await session.press("escape")
        assert len(session.app.screen_stack) == 1


@pytest.mark.parametrize("size", SIZES, ids=[f"{width}x{height}" for width, height in SIZES])
async def test_every_key_in_bursts_of_two_and_three(lighthouses: Path, tmp_path: Path, size: tuple[int, int]) -> None:
    async with typing(lighthouses, tmp_path / "reader.db", 0, size) as typist:
        rest = every_key()
        random.Random(f"{size}").shuffle(rest)
        while rest:
            count = typist.random.choice((2, 3))
            await typist.burst(rest[:count])
            rest = rest[count:]


async def test_the_same_seed_leads_to_the_same_screens(lighthouses: Path, tmp_path: Path) -> None:
    runs = []
    for run in range(2):
        async with typing(lighthouses, tmp_path / f"{run}.db", 5) as typist:
            async for _ in typist.type(50):
                pass
            runs.append((typist.log, typist.digest.hexdigest()))
    assert runs[0] == runs[1]


async def test_an_error_tells_what_was_typed(lighthouses: Path, tmp_path: Path) -> None:
    async with typing(lighthouses, tmp_path / "reader.db", 1) as typist:
        typist.app._exception = ZeroDivisionError()
        with pytest.raises(AssertionError, match="question_mark"):
            await typist.burst(["question_mark"])
        typist.app._exception = None


def test_a_key_that_types_nothing_has_no_character() -> None:
    assert [remapping.character(key) for key in ("slash", "space", "a", "down", "f2")] == ["/", " ", "a", None, None]


@pytest.mark.parametrize(
    "typed",
    [
        "\x1b[48;99999999;99999999;1;1t",  # a window of 99,999,999 lines
        "\x1b[48;0;0;0;0t\x1b[<0;5;5M\x1b[<0;5;5m",  # no window, and a click in it
        "\x1b[1114112u",  # a key of no character
        "\x1b[55296u",
        "\x1b[99999999999999999999u",
        "\x1b[<99999999999999999999;1;1M",
    ],
)
def test_the_parser_reads_on_after_what_no_terminal_sends(typed: str) -> None:
    parser = SafeParser()
    list(parser.feed(typed))
    assert [message.key for message in parser.feed("z") if isinstance(message, events.Key)][-1:] == ["z"]


def test_no_window_is_larger_than_the_largest() -> None:
    assert bounded(Size(65_535, 65_535)) == LARGEST


async def test_a_window_is_drawn_within_bounds(explorer: Open) -> None:
    async with explorer() as session:
        for size in (Size(99_999_999, 2), Size(0, 0), Size(2, 99_999_999), Size(80, 24)):
            session.app.post_message(events.Resize(size, size))
            await session.seen()
            assert session.app.size == session.app.screen.size == bounded(size)
        assert "Beacon Act" in await session.seen()
