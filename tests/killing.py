"""Kills a task at each of its steps, one after another."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from types import FrameType

# System calls that change the disk.
CHANGES = frozenset("open write close fsync chmod replace rename unlink mkdir".split())


def at_every_moment(work: Callable[[], object], check: Callable[[], None], statements: int = 1) -> int:
    """Do `work` in a child process that is killed before its first change to the disk, then before its second…

    SQLite instructions count as steps too, at intervals. `check` examines the result each time; the last time, the work
    was completed. Return how many children were killed. The calling process must not have threads.
    """
    moment = 0
    while True:
        child = os.fork()
        if child == 0:
            _killed(work, moment + 1, statements)
        _, status = os.waitpid(child, 0)
        check()
        if not os.WIFSIGNALED(status):
            assert status == 0, "the work failed"
            return moment
        moment += 1


def _killed(work: Callable[[], object], moment: int, statements: int) -> None:
    moments = executed = 0

    def count(_frame: FrameType, event: str, called: object) -> None:
        nonlocal moments, executed
        if event != "c_call":
            return
        if type(getattr(called, "__self__", None)).__module__ == "sqlite3":
            executed += 1
            moments += executed % statements == 0
        elif getattr(called, "__module__", None) == "posix":
            moments += getattr(called, "__name__", "") in CHANGES
        if moments == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    try:
        sys.setprofile(count)
        work()
        sys.setprofile(None)
        os._exit(0)
    finally:
        os._exit(1)
