"""What the terminal can do, by its variables and by asking it."""

from __future__ import annotations

import os
import re
import select
import shutil
import sys
from collections.abc import Iterator

from ..clipboard import Way, way
from ..terminal import COLOURS, ascii_only, can_explore, colours
from .checks import Check, State

_SMALLEST = (60, 20)
_SIGN = "●"  # of ambiguous width: one cell in most terminals, two in some that are set up for Chinese or Japanese
_WAIT = 0.5  # seconds for an answer
_POSITION = re.compile(rb"\x1b\[\d+;(\d+)R")


def checks() -> Iterator[Check]:
    """Yield what the terminal can do."""
    if not can_explore():
        advice = "" if sys.stdout.isatty() else "Run `pctui doctor` in the terminal in which you want to read."
        yield Check("Terminal", "none that can show the explorer", State.NOTE, advice)
        return
    yield _size()
    yield _colours()
    yield _characters()
    yield _width_of_signs()
    yield _clipboard()


def _size() -> Check:
    size = shutil.get_terminal_size()
    found = f"{os.environ['TERM']}, {size.columns} columns by {size.lines} lines"
    if size.columns < _SMALLEST[0] or size.lines < _SMALLEST[1]:
        advice = f"The explorer is made for {_SMALLEST[0]} by {_SMALLEST[1]} and more; `pctui --plain` needs less."
        return Check("Terminal", found, State.NOTE, advice)
    return Check("Terminal", found)


def _colours() -> Check:
    count = colours()
    advice = {
        0: "NO_COLOR is set: the explorer uses bold and reverse video.",
        16: "With TERM=xterm-256color, or COLORTERM=truecolor over SSH, the explorer's own colours are used, if your "
        "terminal has them.",
    }.get(count, "")
    return Check("Colours", COLOURS[count], State.NOTE if advice else State.OK, advice)


def _characters() -> Check:
    if not ascii_only():
        return Check("Characters", "Unicode")
    if "PCTUI_ASCII" in os.environ:
        return Check("Characters", "ASCII, as PCTUI_ASCII says")
    advice = "Set a UTF-8 locale (LANG=C.UTF-8), or PCTUI_ASCII=0 if the terminal shows Unicode all the same."
    return Check("Characters", "ASCII, because the locale is not UTF-8", State.NOTE, advice)


def _width_of_signs() -> Check:
    cells = cells_of(_SIGN) if not ascii_only() else None
    if cells is None:
        return Check("Width of signs", "the terminal did not say")
    if cells == 1:
        return Check("Width of signs", "one cell")
    advice = "Set characters of ambiguous width to narrow in the terminal's settings, or PCTUI_ASCII=1."
    return Check("Width of signs", f"{cells} cells, so that columns do not line up", State.FAULT, advice)


def _clipboard() -> Check:
    found = way()
    refused = found in (Way.TMUX_REFUSES, Way.SCREEN_REFUSES)
    return Check("Copying", found.value, State.NOTE if refused else State.OK)


def cells_of(sign: str) -> int | None:
    """Print `sign`, ask the terminal where its cursor is, and erase it; None if it does not answer in time."""
    try:
        import termios
        import tty
    except ImportError:
        return None  # not on Windows
    try:
        terminal = os.open(os.ttyname(sys.stdin.fileno()), os.O_RDWR | os.O_NOCTTY)
    except OSError:
        return None
    try:
        before = termios.tcgetattr(terminal)
        try:
            tty.setraw(terminal)
            os.write(terminal, f"\r{sign}\x1b[6n".encode())
            column = _column(terminal)
            os.write(terminal, b"\r\x1b[K")
        finally:
            termios.tcsetattr(terminal, termios.TCSAFLUSH, before)
    except termios.error:
        return None
    finally:
        os.close(terminal)
    return None if column is None else column - 1


def _column(terminal: int) -> int | None:
    answer = b""
    while select.select([terminal], [], [], _WAIT)[0] and len(answer) < 64:
        answer += os.read(terminal, 64)
        if found := _POSITION.search(answer):
            return int(found[1])
    return None
