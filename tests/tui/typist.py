"""A typist who knows every key and types without looking: in bursts, pasting and clicking, while the window changes its
size. What it types follows from a seed, so that whatever it finds can be found again:

    make soak ARGS="--seed 7 --keys 50000"
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import hashlib
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from pctui import paths
from pctui.database.build import seed as build
from pctui.queries.store import Store
from pctui.reader.copies import Reader
from pctui.tui import app, remapping
from pctui.tui.app import Explorer
from pctui.tui.textual_private import SafeParser, screen_strips
from pctui.tui.type_ahead import settled

from .skipping import SkippingLoop, skip_waits

SIZES = ((1, 1), (10, 3), (60, 20), (80, 24), (140, 40))
TEXT = "the pool of a trust, 1999 \u00e9\u4e2d\u0301[/x]"
PASTED = ("one line", "two\rlines", "three\r\nlines\u2028here\n", "\x1b[31mred\x07", "")
_GROWTH = 10.0  # megabytes after the first fifth
_TYPED = 12  # in so many bursts one is text for a box, in twice as many a paste, in three times a click


def every_key() -> list[str]:
    """Return each key of each command once."""
    commands = remapping.all_commands().values()
    return sorted({key for command in commands for key in remapping.normalised(command.keys)})


class Lasting(Explorer):
    """An explorer that goes on after `q`, but not after an error."""

    CSS_PATH = app.__file__.replace(".py", ".tcss")  # Textual looks for it beside this class
    quits = 0

    def exit(self, *arguments: Any, **more: Any) -> None:
        self.quits += 1


@dataclass
class Typist:
    """Types on an explorer; `log` has what was typed."""

    app: Lasting
    pilot: Pilot[int]
    random: random.Random
    keys: list[str] = field(default_factory=every_key)
    log: list[str] = field(default_factory=list)
    pressed: int = 0
    posted: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    def _post(self, event: events.Event) -> None:
        self.posted += 1
        self.app.post_message(event)

    async def burst(self, keys: list[str]) -> None:
        """Press keys in one go, and wait until all of them are obeyed."""
        await self._press([events.Key(key, remapping.character(key)) for key in keys])

    async def send(self, text: str) -> None:
        """Send characters as a terminal does, in one go."""
        await self._press([event for event in SafeParser().feed(text) if isinstance(event, events.Key)])

    async def _press(self, keys: list[events.Key]) -> None:
        self.log.append(" ".join(event.key for event in keys))
        self.pressed += len(keys)
        for event in keys:
            self._post(event)
        await self.done()

    async def done(self) -> None:
        """Wait until nothing is left to do."""
        for _ in range(1000):
            await settled(self.app)
            await asyncio.sleep(0.01)
            if error := self.app._exception:
                raise AssertionError(f"after {self.pressed} keys, the last of them: {self.log[-20:]}") from error
            if self.app.obeyed == self.posted:
                await self.pilot.pause()
                return
        raise AssertionError(f"no answer after {self.pressed} keys, the last of them: {self.log[-20:]}")

    async def resize(self) -> None:
        width, height = self.random.choice(SIZES)
        self.log.append(f"{width}x{height}")
        await self.pilot.resize_terminal(width, height)
        await self.done()

    async def anything(self) -> None:
        """Do one of the things that a reader can do."""
        chance = self.random.randrange(3 * _TYPED)
        if chance == 0:
            text = self.random.choice(PASTED)
            self.log.append(f"paste {text!r}")
            self._post(events.Paste(text))
            await self.done()
        elif chance == 1:
            at = self.random.randrange(self.app.size.width), self.random.randrange(self.app.size.height)
            self.log.append(f"click {at}")
            await self._click(*at)
        elif chance < 5:
            start = self.random.randrange(len(TEXT))
            await self.send(TEXT[start : start + 4])
        else:
            await self.burst(self.random.choices(self.keys, k=self.random.randint(1, 4)))

    async def _click(self, x: int, y: int) -> None:
        for kind in (events.MouseDown, events.MouseUp):
            self._post(kind(None, x, y, 0, 0, 1, False, False, False, x, y))
        await self.done()

    async def home(self) -> None:
        """Close whatever is open and go to the top of the first pane, in a usual window."""
        await self.pilot.resize_terminal(80, 24)
        for key in ("escape",) * 6 + ("1", "escape", "home"):
            await self.burst([key])

    def screen(self) -> str:
        return "\n".join(strip.text for strip in screen_strips(self.app.screen) or ())

    async def type(self, count: int, each: int = 0) -> AsyncIterator[int]:
        """Type `count` keys; yield how many were typed, every `each` of them."""
        mark = self.pressed + each
        end = self.pressed + count
        while self.pressed < end:
            if self.random.randrange(40) == 0:
                await self.resize()
            await self.anything()
            if self.random.randrange(10) == 0:
                self.digest.update(self.screen().encode())
            if each and self.pressed >= mark:
                mark += each
                yield self.pressed


@asynccontextmanager
async def typing(database: Path, reader: Path, seed: int, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Typist]:
    """Open an explorer for a typist. Whatever it exports is not written."""
    with closing(Store(database)) as store, pytest.MonkeyPatch.context() as patch:
        patch.setattr("pctui.tui.dialogs.save.write", lambda *_, **__: None)
        app = Lasting(store, Reader.of(store, reader), "pctui-dark")
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield Typist(app, pilot, random.Random(seed))
            Explorer.exit(app)


def memory() -> tuple[int, float]:
    """Return how many objects there are, and the megabytes that the process has in memory."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1]) if Path("/proc/self/statm").exists() else 0
    megabytes = pages * os.sysconf("SC_PAGE_SIZE") / 2**20
    return len(gc.get_objects()), megabytes or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def soak(database: Path, reader: Path, seed: int, keys: int) -> float:
    """Type `keys` keys; say every tenth how much memory is in use, and what all screens amount to.

    Return by how many megabytes the memory has grown after the first fifth, in which caches fill.
    """
    start = time.monotonic()
    figures = []
    async with typing(database, reader, seed) as typist:
        async for pressed in typist.type(keys, keys // 10):
            await typist.home()
            objects, megabytes = memory()
            figures.append((objects, megabytes))
            print(
                f"{pressed:7,} keys  {time.monotonic() - start:6.0f} s  {objects:9,} objects  {megabytes:6.1f} MB  "
                f"{typist.app.quits} times q  screens {typist.digest.hexdigest()[:16]}",
                flush=True,
            )
    warm, last = figures[len(figures) // 5], figures[-1]
    print(f"grown after the first fifth: {last[0] - warm[0]:+,} objects, {last[1] - warm[1]:+.1f} MB")
    return last[1] - warm[1]


def main() -> int:
    """Soak the explorer of the built-in corpus; return 1 if its memory keeps growing."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keys", type=int, default=50_000)
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        pytest.MonkeyPatch.context() as patch,
        asyncio.Runner(loop_factory=SkippingLoop) as runner,
    ):
        skip_waits(patch)
        database, reader = Path(folder) / "pctui.db", Path(folder) / "reader.db"
        build(paths.built_in_corpus(), database)
        return runner.run(soak(database, reader, options.seed, options.keys)) > _GROWTH


if __name__ == "__main__":
    sys.exit(main())
