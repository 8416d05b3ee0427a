"""The explorer as a process in a terminal: how it starts, and that it leaves the terminal as it found it."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import pytest
from terminal import Terminal

READY = b"Beacon Act"


def test_q_leaves_a_clean_terminal(lighthouses: Path) -> None:
    terminal = Terminal(lighthouses)
    try:
        assert terminal.read_until(READY)
        os.write(terminal.main, b"q")
        assert terminal.leave() == 0
        assert terminal.restored
    finally:
        terminal.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_a_clean_terminal(lighthouses: Path, number: signal.Signals) -> None:
    terminal = Terminal(lighthouses)
    try:
        assert terminal.read_until(READY)
        terminal.process.send_signal(number)
        assert terminal.leave() == 128 + number
        assert terminal.restored
    finally:
        terminal.close()


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
    terminal = Terminal(lighthouses, NO_COLOR="1")
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
    terminal = Terminal(lighthouses, TERM="xterm")
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
        assert terminal.read_until(b"> ")
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
