"""An event loop that skips waits: when nothing is left to do, its clock moves on to the next timer at once.

Textual's pilot waits until the processor is idle, which takes long and, on a busy machine, ends too early. On this
clock no time passes while there is work, so a wait ends when all work is done, and every run is the same. Work in the
threads of the loop's executor counts: until it is done, the loop waits for it.
"""

from __future__ import annotations

import asyncio
import selectors
import time
from typing import Any

import pytest

# Where Textual and its pilot read the time.
CLOCKS = (
    "textual._time.get_time",
    "textual._wait.monotonic",
    "textual.command.monotonic",
    "textual.message_pump.time",
    "textual.widget.monotonic",
)

_WAIT = 0.05  # three frames: what is drawn in one may lead to a change in the next


class SkippingSelector(selectors.DefaultSelector):
    """A selector that never waits until a time, but moves its clock on to it."""

    now = 0.0
    threads = 0  # at work

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if self.threads and timeout:
            return super().select(None)  # a thread that is done wakes the loop
        ready = super().select(None if timeout is None else 0)
        if not ready and timeout:
            self.now += timeout
        return ready


class SkippingLoop(asyncio.SelectorEventLoop):
    """An event loop whose time is the clock of such a selector."""

    def __init__(self) -> None:
        self.skipping = SkippingSelector()
        super().__init__(self.skipping)

    def time(self) -> float:
        return self.skipping.now

    def run_in_executor(self, executor: Any, func: Any, *args: Any) -> Any:
        self.skipping.threads += 1
        running = super().run_in_executor(executor, func, *args)
        running.add_done_callback(self._done)
        return running

    def _done(self, _: object) -> None:
        self.skipping.threads -= 1


def now() -> float:
    """The time of the running loop, or the real one if none runs."""
    try:
        return asyncio.get_running_loop().time()
    except RuntimeError:
        return time.monotonic()


def skip_waits(patch: pytest.MonkeyPatch) -> None:
    """Make Textual and its pilot read the time of the loop; the pilot sees an idle processor after every wait."""
    for name in CLOCKS:
        patch.setattr(name, now)
    patch.setattr("textual._wait.process_time", lambda: 0.0)
    patch.setattr("textual._wait.SLEEP_GRANULARITY", _WAIT)
