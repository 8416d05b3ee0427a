"""Whatever keys are pressed, whatever is pasted and however the terminal is resized, the explorer keeps working."""

from __future__ import annotations

import asyncio
import shutil
import string
from pathlib import Path

import pytest
from conftest import examples
from hypothesis import example, given, settings
from hypothesis import strategies as st
from strategies import SEARCH
from textual.events import Paste

from pctui.bounded import TYPED
from pctui.tui.remapping import all_commands, normalised

from .conftest import Open, Session
from .skipping import SkippingLoop

# Every key that does something, and keys that may do nothing; not those that end the explorer.
BOUND = sorted({key for command in all_commands().values() for key in normalised(command.keys) if command.id != "quit"})
EDITING = ["enter", "escape", "tab", "up", "down", "left", "right", "home", "end", "pageup", "pagedown", "backspace"]
LEAVING = {"q", "ctrl+q", "ctrl+c", "ctrl+z"}
KEYS = [key for key in (*BOUND, *EDITING, *string.ascii_letters, *string.digits, "space", "f9") if key not in LEAVING]

_keys = st.sampled_from(KEYS)
_pasted = st.lists(st.sampled_from(SEARCH), max_size=6).map(lambda texts: Paste("".join(texts)))
_sizes = st.tuples(st.integers(1, 200), st.integers(1, 60))
STEPS = st.lists(st.one_of(*[_keys] * 12, _pasted, _sizes), min_size=10, max_size=40)


async def _take(session: Session, step: str | Paste | tuple[int, int]) -> None:
    if isinstance(step, str):
        await session.pilot.press(step)
    elif isinstance(step, Paste):
        session.app.post_message(step)
        await session.pilot.pause()
    else:
        await session.pilot.resize_terminal(*step)


def test_the_keys_are_those_of_the_commands() -> None:
    assert len(BOUND) > 40
    assert {"slash", "ctrl+p"} & {*BOUND}


@settings(max_examples=examples(4))
@given(STEPS)
@example(["e", Paste("\x00\x1b[31m\t\x9b")])
@example(["a", Paste("\x00\x1b[31m\t\x9b")])
def test_any_keys(
    explorer: Open,
    attached: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    steps: list[str | Paste | tuple[int, int]],
) -> None:
    monkeypatch.chdir(tmp_path)  # where `e` saves pages
    reader = Path(shutil.copy(attached, tmp_path / "reader.db"))  # what is typed may be a mark or a note

    async def used() -> None:
        async with explorer((80, 24), reader=reader) as session:
            for step in steps:
                await _take(session, step)
                assert session.app.is_running
            await session.pilot.resize_terminal(80, 24)
            seen = await session.seen()
            assert len(seen.split("\n")) == 24
            assert not any((ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 for c in seen)
            await session.press("escape", "escape", "escape", "escape", "1")
            assert session.app.is_running

    with asyncio.Runner(loop_factory=SkippingLoop) as runner:
        runner.run(used())


async def test_a_megabyte_pasted_as_a_search_is_refused_in_a_sentence(explorer: Open) -> None:
    async with explorer((80, 24)) as session:
        await session.press("slash")
        await _take(session, Paste("lamp " * 200_000))
        assert f"at most {TYPED:,} characters" in await session.seen()
        await session.press("escape", "slash", *"lamp")
        assert "Lamp house" in await session.seen()
