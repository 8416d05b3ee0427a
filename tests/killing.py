"""Kills a task at each of its steps, one after another, or at some of them."""

from __future__ import annotations

import io
import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# Events before a change to the disk: https://docs.python.org/3/library/audit_events.html
_EVENTS = frozenset("os.rename os.remove os.rmdir os.mkdir os.truncate os.link os.symlink os.chmod".split())
# Functions and methods that change the disk and have no event.
_FUNCTIONS = frozenset("write fsync fdatasync ftruncate".split())
_METHODS = frozenset("write flush close truncate".split())
_FILES = (io.BufferedWriter, io.BufferedRandom, io.FileIO, io.TextIOWrapper)


def at_every_moment(work: Callable[[], object], check: Callable[[], None], statements: int = 1, most: int = 0) -> int:
    """Do `work` in a child process that is killed before its first change to the disk, then before its second…

    SQLite instructions count as steps too, at intervals. With `most`, no more moments than that are taken, evenly over
    all, the first and the last among them. `check` examines the result each time; at last, the work was completed.
    Return how many children were killed. The calling process must not have threads.
    """
    kills = 0
    for moment in _moments(work, check, statements, most):
        child = os.fork()
        if child == 0:
            _killed(work, moment, statements)
        _, status = os.waitpid(child, 0)
        check()
        if not os.WIFSIGNALED(status):
            assert status == 0, "the work failed"
            return kills
        kills += 1
    return kills


def _moments(work: Callable[[], object], check: Callable[[], None], statements: int, most: int) -> list[int] | range:
    """Return the moments at which to kill; the last is after the end of the work."""
    if not most:
        return range(1, 1_000_000)
    count = counted(work, statements)
    check()
    taken = sorted({1 + round(n * (count - 1) / (most - 1)) for n in range(most)})
    return [*taken, count + 1_000_000]


def counted(work: Callable[[], object], statements: int = 1) -> int:
    """Do `work` in a child process; return how many moments it has at which it can be killed."""
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(ours)
        _killed(work, 0, statements, theirs)
    os.close(theirs)
    with os.fdopen(ours) as counted_there:
        count = int(counted_there.read() or 0)
    _, status = os.waitpid(child, 0)
    assert status == 0, "the work failed"
    return count


def _killed(work: Callable[[], object], moment: int, statements: int, report: int | None = None) -> None:
    moments = executed = 0

    def step() -> None:
        nonlocal moments
        moments += 1
        if moments == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    def audited(event: str, arguments: tuple[object, ...]) -> None:
        flags = arguments[2] if event == "open" else None
        if event in _EVENTS or (isinstance(flags, int) and flags & _WRITING):
            step()

    def count(_frame: FrameType, event: str, called: object) -> None:
        nonlocal executed
        if event != "c_call":
            return
        owner = getattr(called, "__self__", None)
        name = getattr(called, "__name__", "")
        if type(owner).__module__ == "sqlite3":
            executed += 1
            if executed % statements == 0 or name == "commit":
                step()
        elif isinstance(owner, _FILES):
            if name in _METHODS and owner.writable():
                step()
        elif getattr(called, "__module__", None) == "posix" and name in _FUNCTIONS:
            step()

    try:
        sys.addaudithook(audited)
        threading.setprofile(count)
        sys.setprofile(count)
        work()
        sys.setprofile(None)
        if report is not None:
            os.write(report, f"{moments}".encode())
        os._exit(0)
    except BaseException:
        import traceback

        sys.setprofile(None)
        traceback.print_exc()
        raise
    finally:
        os._exit(1)
