"""The explorer as a process in a terminal: how it starts, and that it leaves the terminal as it found it."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from terminal import Shell, Terminal, megabytes

READY = b"Beacon Act"
ENTERED = b"\x1b[?1049h"  # the alternate screen


def test_q_leaves_a_clean_terminal(lighthouses: Path) -> None:
    terminal = Terminal(lighthouses, "--fresh")
    try:
        assert terminal.read_until(READY)
        os.write(terminal.main, b"q")
        assert terminal.leave() == 0
        assert terminal.restored
    finally:
        terminal.close()


ENDING = [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGUSR1]


@contextmanager
def opened(database: Path, *arguments: str, **environment: str) -> Iterator[Terminal]:
    """The explorer, as soon as it shows something."""
    reader = str(database.parent / "typed.db")  # no other test resumes where these leave
    terminal = Terminal(database, "--fresh", *arguments, **{"PCTUI_READER": reader, **environment})
    try:
        assert terminal.read_until(READY)
        yield terminal
    finally:
        terminal.close()


@pytest.mark.parametrize("number", ENDING)
def test_a_signal_leaves_a_clean_terminal(lighthouses: Path, number: signal.Signals) -> None:
    with opened(lighthouses) as terminal:
        terminal.process.send_signal(number)
        assert terminal.leave() == 128 + number
        assert terminal.restored
        assert b"rror" not in terminal.sent


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("seen", [b"\x1b[?1049h", b"\x1b[?2004h", b"\x1b[?7l"])
def test_a_signal_while_the_explorer_starts_is_no_fault(lighthouses: Path, number: signal.Signals, seen: bytes) -> None:
    terminal = Terminal(lighthouses)
    try:
        assert terminal.read_until(seen)
        terminal.process.send_signal(number)
        assert terminal.leave() == 128 + number
        assert terminal.restored
        assert b"rror" not in terminal.sent
    finally:
        terminal.close()


def quits(terminal: Terminal) -> None:
    """The explorer answers to a key, and `q` leaves a clean terminal."""
    terminal.press(b"")
    start = len(terminal.sent)
    terminal.press(b"j")
    assert len(terminal.sent) > start
    assert terminal.process.poll() is None
    terminal.press(b"q")
    assert terminal.leave() == 0
    assert terminal.restored


@pytest.mark.parametrize("stopped", [False, True])
def test_sigcont_without_a_stop_that_was_announced(lighthouses: Path, stopped: bool) -> None:
    with opened(lighthouses) as terminal:
        if stopped:
            terminal.process.send_signal(signal.SIGSTOP)
        terminal.process.send_signal(signal.SIGCONT)
        end = time.monotonic() + 20
        while READY not in terminal.sent.split(ENTERED, 2)[-1] or terminal.sent.count(ENTERED) < 2:
            assert time.monotonic() < end
            terminal.press(b"")
        quits(terminal)


def test_ctrl_z_goes_to_the_shell_and_fg_comes_back(lighthouses: Path, tmp_path: Path) -> None:
    shell = Shell(lighthouses, tmp_path)
    try:
        before = shell.run("stty -g", "PROMPT>")
        shell.run(f"{sys.executable} -m pctui --fresh", "Beacon Act")
        assert "Stopped" in (seen := shell.run("\x1a", "PROMPT>", end=""))
        for mode in ("1049", "1000", "1003", "2004"):
            assert f"\x1b[?{mode}l" in seen
        assert shell.run("stty -g", "PROMPT>").splitlines()[1] == before.splitlines()[1]
        shell.run("fg", "Beacon Act")
        shell.run("\x1a", "PROMPT>", end="")
        shell.run("bg", "PROMPT>")  # it stops again: there it could neither read nor write
        shell.run("fg", "Beacon Act")
        shell.run("q", "PROMPT>", end="")
        assert "left 0" in shell.run("echo left $?", "PROMPT>")
        assert shell.run("stty -g", "PROMPT>").splitlines()[1] == before.splitlines()[1]
    finally:
        shell.close()


@pytest.mark.parametrize("secure", ["0", "1"])
def test_ctrl_z_does_nothing_where_there_is_no_shell(lighthouses: Path, secure: str) -> None:
    with opened(lighthouses, "--db", str(lighthouses), PCTUI_SECURE=secure) as terminal:
        terminal.press(b"\x1a")
        assert terminal.read_until(b"shell")
        quits(terminal)


def test_a_closed_line_ends_the_explorer(lighthouses: Path) -> None:
    with opened(lighthouses) as terminal:
        os.close(terminal.main)
        terminal.main = os.open(os.devnull, os.O_RDWR)
        assert terminal.process.wait(20) == 129


def test_what_no_terminal_sends_is_ignored(lighthouses: Path) -> None:
    with opened(lighthouses) as terminal:
        for typed in (b"\xff\xfe\x80", b"\x1b[1114112u", b"\x1b[48;99999999;99999999;1;1t", b"\x1b[?2048;2$y"):
            terminal.press(typed)
        assert megabytes(terminal) < 100
        quits(terminal)


@pytest.mark.parametrize("huge", ["window", "environment"])
def test_a_huge_window_takes_no_memory(lighthouses: Path, huge: str) -> None:
    environment = {"COLUMNS": "99999999", "LINES": "99999999"} if huge == "environment" else {}
    with opened(lighthouses, **environment) as terminal:
        if huge == "window":
            terminal.resize(65_535, 65_535)
        terminal.press(b"j", 1)
        assert megabytes(terminal) < 150
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.leave() == 143
        assert terminal.restored


def test_windows_without_room(lighthouses: Path) -> None:
    with opened(lighthouses) as terminal:
        for size in ((1, 1), (0, 0), (2, 1), (1, 300), (300, 1), (80, 24)):
            terminal.resize(*size)
            terminal.press(b"123456", 0.1)
        quits(terminal)


FAULTS = {  # a module, a method of it that fails, and what is typed
    "in the thread that reads": ("driver", "process_message", b"j"),
    "in a handler": ("screens.main", "action_help", b"?"),
    "in a worker": ("type_ahead", "settled", b"jj"),
    "on a signal": ("driver", "_stop", b""),
}


@pytest.mark.parametrize("where", FAULTS)
def test_a_fault_anywhere_is_reported_on_a_clean_terminal(lighthouses: Path, where: str) -> None:
    module, method, typed = FAULTS[where]
    folder = str(Path(__file__).parent / "other_textual")
    rewrite = json.dumps(
        [[f"pctui.tui.{module}", rf"(?m)^( *)((?:async )?def {method}\(.*\n)", r"\1\2\1    raise LookupError\n"]]
    )
    with opened(lighthouses, PYTHONPATH=folder, REWRITE=rewrite, GONE="") as terminal:
        if typed:
            terminal.press(typed)
        else:
            terminal.process.send_signal(signal.SIGTSTP)
        assert terminal.leave() == 70
        assert b"LookupError" in terminal.sent
        assert b"Traceback" not in terminal.sent
        assert terminal.restored


def test_open_starts_at_the_entry_and_the_next_session_resumes_there(lighthouses: Path, tmp_path: Path) -> None:
    kept = {"PCTUI_READER": str(tmp_path / "reader.db")}
    terminal = Terminal(lighthouses, "open", "keepers-union", **kept)
    try:
        assert terminal.read_until(b"Keepers' union")
        terminal.process.send_signal(signal.SIGHUP)  # the connection was lost
        terminal.leave()
    finally:
        terminal.close()
    terminal = Terminal(lighthouses, **kept)
    try:
        assert terminal.read_until(b"Keepers' union")
        os.write(terminal.main, b"q")
        assert terminal.leave() == 0
    finally:
        terminal.close()
    terminal = Terminal(lighthouses, "--fresh", **kept)
    try:
        assert terminal.read_until(READY)
        assert b"Keepers' union" not in terminal.sent
    finally:
        terminal.close()


def test_no_color_sends_no_colour(lighthouses: Path) -> None:
    terminal = Terminal(lighthouses, "--fresh", NO_COLOR="1")
    try:
        assert terminal.read_until(READY)
        os.write(terminal.main, b"q")
        terminal.leave()
        sgr = {code for codes in re.findall(rb"\x1b\[([\d;]*)m", terminal.sent) for code in codes.split(b";")}
        assert sgr <= {b"", b"0", b"1", b"2", b"4", b"7", b"39", b"49"}
        assert b"7" in sgr
    finally:
        terminal.close()


def test_sixteen_colours_are_the_terminals_own(lighthouses: Path) -> None:
    terminal = Terminal(lighthouses, "--fresh", TERM="xterm")
    try:
        assert terminal.read_until(READY)
        os.write(terminal.main, b"q")
        terminal.leave()
        assert b"38;2;" not in terminal.sent
        assert b"38;5;" not in terminal.sent
    finally:
        terminal.close()


def test_a_dumb_terminal_gets_the_plain_explorer(lighthouses: Path) -> None:
    terminal = Terminal(lighthouses, TERM="dumb")
    try:
        assert terminal.read_until(b"Command: ")
        os.write(terminal.main, b"1\n")
        assert terminal.read_until(READY)
        os.write(terminal.main, b"q\n")
        assert terminal.leave() == 0
        assert b"\x1b" not in terminal.sent
    finally:
        terminal.close()


def test_a_damaged_database_is_reported_in_a_sentence(lighthouses: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.db"
    data = bytearray(lighthouses.read_bytes())
    for page in range(2, len(data) // 4096):
        data[page * 4096 : page * 4096 + 512] = b"\xff" * 512
    damaged.write_bytes(data)
    terminal = Terminal(damaged)
    try:
        assert terminal.leave() == 3
        assert b"Traceback" not in terminal.sent
        assert b"pctui seed" in terminal.sent
    finally:
        terminal.close()
