"""Drives a program in a pseudo-terminal: its output with times, its CPU time, and the screen that it shows."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

COLUMNS, LINES = 80, 24
TIMEOUT = 120.0  # seconds after which a program that displays nothing has failed
KEY_TIMEOUT = 30.0  # the same of a key
ESCAPE, _AFTER_ESCAPE = b"\x1b", 0.4
Chunk = tuple[float, bytes]  # when it was read (perf_counter) and what


_GLANCE = 0.05  # seconds: a shorter pause is not waited for, it only shows what is there
_IDLE = 3.0  # ms of CPU time that a program may take without working: a cursor that blinks


class Failed(Exception):
    """A measured program failed, so its time means nothing."""


class Answer(NamedTuple):
    """What a key brought: ms to the first and to the last output, ms of CPU, bytes."""

    first: float
    settled: float
    cpu: float
    sent: int


class Left(NamedTuple):
    """A program that was left with q: ms to its end, its peak memory in MiB, whether the screen was given back."""

    taken: float
    memory: float
    restored: bool


def peak(max_rss: float) -> float:
    """Return `ru_maxrss` in MiB."""
    return max_rss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


class Terminal:
    """A program in a pseudo-terminal. `wire` may stand for a line between it and us: it is given the terminal's file
    descriptor and returns the one to use (line.py).
    """

    def __init__(
        self,
        argv: Sequence[str],
        environment: Mapping[str, str],
        quiet: float,
        wire: Callable[[int], int] | None = None,
    ) -> None:
        self.argv = " ".join(argv)
        self.quiet = quiet
        self.chunks: list[Chunk] = []
        self.started = time.perf_counter()
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
            os.execve(argv[0], list(argv), {**environment, "TERM": "xterm-256color"})
        self.fd = wire(self._terminal) if wire else self._terminal

    @property
    def cpu(self) -> float:
        """The CPU time of the program so far, in ms; 0 where the system does not tell (only Linux does)."""
        try:
            return time.clock_gettime((~self.pid << 3) | 2) * 1000  # see clock_getcpuclockid in the C library
        except OSError:
            return 0.0

    @property
    def memory(self) -> float:
        """The peak memory of the program so far in MiB; 0 where the system does not tell before it has ended."""
        try:
            return float(self._status()["VmHWM"].split()[0]) / 1024
        except (OSError, KeyError):
            return 0.0

    def _status(self) -> dict[str, str]:
        lines = Path(f"/proc/{self.pid}/status").read_text(encoding="utf-8").splitlines()
        return {name: value for name, _, value in (line.partition(":") for line in lines)}

    def settle(self, timeout: float = TIMEOUT, quiet: float | None = None, least: float = 0.0) -> list[Chunk]:
        """Read until the program is idle for `quiet` seconds, or says nothing within `timeout`; return what was read.

        After output, it goes on for at least `least` seconds from now.
        """
        quiet = quiet or self.quiet
        began = time.perf_counter()
        since, deadline = len(self.chunks), began + timeout
        while True:
            before = self.cpu
            if not select.select([self.fd], [], [], max(0.0, deadline - time.perf_counter()))[0]:
                if len(self.chunks) > since and quiet > _GLANCE and self._busy(before):
                    deadline = time.perf_counter() + quiet
                    continue
                break
            try:
                data = os.read(self.fd, 1 << 16)
            except OSError:  # the program has ended
                break
            if not data:
                break
            self.chunks.append((time.perf_counter(), data))
            self._answer(data)
            deadline = max(time.perf_counter() + quiet, began + least)
        return self.chunks[since:]

    def _busy(self, before: float) -> bool:
        """Whether the program has worked since its CPU time was `before`, or would if it were let."""
        try:
            return self.cpu - before > _IDLE or self._status()["State"].split()[0] == "R"
        except (OSError, KeyError):
            return False

    def _answer(self, data: bytes) -> None:
        """Reply to queries like a common terminal: cursor position, device attributes, synchronised output."""
        for query, answer in (
            (b"\x1b[6n", b"\x1b[1;1R"),
            (b"\x1b[c", b"\x1b[?62;22c"),
            (b"\x1b[?2026$p", b"\x1b[?2026;2$y"),
        ):
            if query in data:
                os.write(self.fd, answer)

    def start(self) -> list[Chunk]:
        """Read until the program shows something and pauses; Failed if it ends before."""
        self.settle(quiet=max(self.quiet, 0.4))
        while when(self.chunks, any_text) is None:  # so far it has only queried the terminal
            if not self.settle(quiet=0.4):
                shown = b"".join(data for _, data in self.chunks).decode(errors="replace")
                raise Failed(f"{self.argv} displayed nothing: {shown.strip()[-300:]}")
        if os.waitpid(self.pid, os.WNOHANG)[0]:
            self.pid = 0
            raise Failed(f"{self.argv} ended by itself: {' '.join(screen(self.chunks)).strip()[:300]}")
        return list(self.chunks)

    def press(self, keys: bytes, timeout: float = KEY_TIMEOUT) -> Answer:
        """Press keys and wait until the screen has settled; Failed if nothing is painted."""
        before = self.cpu
        pressed = time.perf_counter()
        os.write(self.fd, keys)
        # A key soon after an Escape would be taken for one key together with it.
        output = self.settle(timeout, least=_AFTER_ESCAPE if keys == ESCAPE else 0.0)
        if not output:
            raise Failed(f"{self.argv} painted nothing on {keys!r}")
        first, last = ((at - pressed) * 1000 for at, _ in (output[0], output[-1]))
        return Answer(first, last, self.cpu - before, sum(len(data) for _, data in output))

    def quit(self) -> Left:
        """Press q, and wait for the end of the process."""
        memory = self.memory
        pressed = time.perf_counter()
        os.write(self.fd, b"q")
        while time.perf_counter() - pressed < 10:
            self.settle(0.002, 0.002)
            pid, _, usage = os.wait4(self.pid, os.WNOHANG)
            if pid:
                self.pid = 0
                sent = b"".join(data for _, data in self.chunks)
                restored = sent.rfind(b"\x1b[?1049l") > sent.rfind(b"\x1b[?1049h")
                return Left((time.perf_counter() - pressed) * 1000, memory or peak(usage.ru_maxrss), restored)
        raise Failed(f"{self.argv} did not quit on q: {' '.join(screen(self.chunks)).strip()[:300]}")

    def close(self) -> None:
        """Kill the program if it is still running."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self._terminal)


@contextmanager
def terminal(
    argv: Sequence[str], environment: Mapping[str, str], quiet: float, wire: Callable[[int], int] | None = None
) -> Iterator[Terminal]:
    """Start a program in a terminal, and end it afterwards."""
    running = Terminal(argv, environment, quiet, wire)
    try:
        yield running
    finally:
        running.close()


_PRIVATE = re.compile(
    rb"\x1b\[(?:[<=>?][0-9;:]*[ -/]*|[0-9;:]*[ -/]+)[@-~]|\x1b[\]P_^X](?:[^\x07\x1b]|\x1b(?!\\))*(?:\x07|\x1b\\)"
)
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|[\]P_^X][^\x07\x1b]*)?\Z")


def _replayed(chunks: Iterable[Chunk]) -> Iterator[tuple[float, list[str]]]:
    """Yield the screen after each chunk, with its time."""
    import pyte

    shown = pyte.Screen(COLUMNS, LINES)
    stream = pyte.ByteStream(shown)
    rest = b""
    for at, data in chunks:
        text = _PRIVATE.sub(b"", rest + data)  # remove modes and queries, which pyte would print
        tail = _UNFINISHED.search(text)
        rest = text[tail.start() :] if tail else b""
        stream.feed(text[: len(text) - len(rest)])
        yield at, list(shown.display)


def any_text(lines: list[str]) -> bool:
    """Whether something is on the screen."""
    return any(line.strip() for line in lines)


def when(chunks: Iterable[Chunk], shown: Callable[[list[str]], bool]) -> float | None:
    """Return when the screen first fulfilled `shown`; None if never."""
    return next((at for at, lines in _replayed(chunks) if shown(lines)), None)


def screen(chunks: Iterable[Chunk]) -> list[str]:
    """Return the last screen."""
    lines: list[str] = []
    for _, lines in _replayed(chunks):  # noqa: B007 - the last one is meant
        pass
    return lines
