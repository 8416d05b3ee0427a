"""Terminals that show only ASCII: what is sent to them, as bytes, and how it is known."""

from __future__ import annotations

import os
import re
import shutil
import signal
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from conftest import LIGHTHOUSES
from terminal import Terminal

from pctui.terminal import ascii_only

READY = b"Beacon Act"
NAMES = ("LC_ALL", "LC_CTYPE", "LANG", "PYTHONUTF8", "PYTHONIOENCODING", "PYTHONCOERCECLOCALE")


@pytest.fixture(autouse=True)
def no_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LANG": "C"}, True),
        ({"LANG": "POSIX"}, True),
        ({"LC_ALL": "C", "LANG": "en_GB.UTF-8"}, True),
        ({"LC_CTYPE": "C", "LANG": "en_GB.UTF-8"}, True),
        ({"LC_CTYPE": "C.UTF-8", "LANG": "C"}, False),
        ({"LC_ALL": "C.UTF-8", "LC_CTYPE": "C", "LANG": "C"}, False),
        ({"LANG": "en_GB"}, True),
        ({"LANG": "en_GB.ISO-8859-1"}, True),
        ({"LANG": "de_AT.utf8@euro"}, False),
        ({"LANG": "no_SUCH.UTF-8"}, False),  # not installed, so that Python falls back to C
        ({"LC_CTYPE": "UTF-8"}, False),  # as macOS has it
        ({}, False),  # names nothing: Python's own choice
        ({"LANG": "C", "PCTUI_ASCII": "0"}, False),
        ({"LANG": "en_GB.UTF-8", "PCTUI_ASCII": "1"}, True),
    ],
)
def test_the_locale_is_asked_and_not_what_python_makes_of_it(
    environment: dict[str, str], expected: bool, process: Callable[..., CompletedProcess[bytes]], lighthouses: Path
) -> None:
    terminal = Terminal(lighthouses, "timeline", **environment)
    try:
        assert terminal.read_until(READY)
        terminal.leave()
        assert terminal.sent.isascii() is expected
    finally:
        terminal.close()
    done = process("timeline", "--db", lighthouses, env=environment)
    assert not done.stdout.isascii()
    assert done.stdout.decode()  # UTF-8 in a pipe, whatever the locale


def test_the_locale_is_asked_in_this_process_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_CTYPE", "C")
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    assert ascii_only()
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert not ascii_only()


# The panes and the dialogs, by the keys that show them.
SCREENS = {
    "panes": [b"1", b"j\r", b"\x1b", b"2", b"3", b"b", b"4", b"v", b"5", b"v", b"v", b"6", b"\r"],
    "compare": [b"2", b"c", b"k", b"c", b"C", b"d"],
    "search": [b"/", b"lamp", b"\t"],
    "help": [b"?", b" "],
    "palette": [b"\x10", b"th"],
    "filter": [b"F", b"j", b" "],
    "date": [b"@", b"1849", b"\r"],
    "note": [b"4", b"n", "é…“”–—✓ א 中".encode()],
    "copy": [b"4", b"\r", b"Y"],
    "export": [b"4", b"e"],
    "open": [b"o", b"lamp"],
    "find": [b"4", b"\\", b"lamp"],
    "jump": [b"4", b";"],
    "marks": [b"3", b"m", b"m", b"m", b"M"],
    "zoom": [b"+", b"+", b"-", b"-", b"-", b"0"],
}


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lighthouses with titles in other scripts."""
    from pctui.database.build import seed

    folder = tmp_path_factory.mktemp("scripts")
    corpus = Path(shutil.copytree(LIGHTHOUSES, folder / "corpus"))
    for file in corpus.glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        text = re.sub(r"(?m)^(  title: )Beacon Act$", r"\1Beacon Act, Φάρος, маяк, 灯台, Škerrýð, ½ × “x”", text)
        file.write_text(text, encoding="utf-8")
    database = folder / "scripts.db"
    seed(corpus, database)
    return database


@pytest.mark.parametrize("keys", SCREENS.values(), ids=SCREENS)
def test_every_byte_of_the_explorer_is_ascii(scripts: Path, tmp_path: Path, keys: list[bytes]) -> None:
    database = Path(shutil.copy(scripts, tmp_path / "scripts.db"))
    terminal = Terminal(database, LANG="C")
    try:
        assert terminal.read_until(READY)
        for key in keys:
            terminal.press(key)
        assert terminal.sent.isascii(), {c for c in terminal.sent.decode() if not c.isascii()}
        assert b"Traceback" not in terminal.sent
        assert len(terminal.sent) > 1000
    finally:
        terminal.close()


def test_text_in_other_scripts_is_shown_without_accents_or_as_question_marks(scripts: Path) -> None:
    terminal = Terminal(scripts, "timeline", "--limit", "1", LANG="C")
    try:
        assert terminal.leave() == 0
        assert b'Beacon Act, ?????, ????, ????, Skerry?, ? x "x"' in terminal.sent.replace(b"\r\n", b" ")
    finally:
        terminal.close()


def test_the_page_kept_for_the_next_start_is_ascii_and_shown(lighthouses: Path, tmp_path: Path) -> None:
    environment = {"LANG": "C", "XDG_CACHE_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    for start in range(2):
        terminal = Terminal(lighthouses, **environment)
        try:
            assert terminal.read_until(READY), start
            terminal.press(b"q", 1)
            assert terminal.leave() == 0
            assert terminal.sent.isascii()
        finally:
            terminal.close()


def test_the_plain_walk_is_ascii_too(scripts: Path) -> None:
    terminal = Terminal(scripts, "--plain", LC_ALL="C")
    try:
        for typed, answer in (
            (b"", b"Command: "),
            (b"timeline\n", b"New charts"),
            (b"2\n", b"Event, March 1821"),
        ):
            os.write(terminal.main, typed)
            assert terminal.read_until(answer)
        os.write(terminal.main, b"quit\n")
        assert terminal.leave() == 0
        assert terminal.sent.isascii()
        assert b"\x1b" not in terminal.sent
    finally:
        terminal.close()


def test_what_is_said_on_stderr_is_ascii_too(lighthouses: Path) -> None:
    terminal = Terminal(lighthouses, "show", "lamp-höuse", LANG="C")
    try:
        assert terminal.leave() == 1
        assert b"there is no entry 'lamp-house'" in terminal.sent
    finally:
        terminal.close()


@pytest.mark.parametrize(("interrupted", "typed", "code"), [(0, b"\x04", 0), (1, b"quit\n", 0), (2, b"", 130)])
def test_the_plain_walk_is_stopped_and_left(lighthouses: Path, interrupted: int, typed: bytes, code: int) -> None:
    terminal = Terminal(lighthouses, TERM="dumb")
    with closing(terminal):
        assert terminal.read_until(b"Command: ")
        for _ in range(interrupted):
            terminal.process.send_signal(signal.SIGINT)
            terminal.press(b"")
        os.write(terminal.main, typed)
        assert terminal.leave() == code
        assert b"Traceback" not in terminal.sent
        assert terminal.sent.count(b"Stopped. Type quit, or press Ctrl+C again, to quit.") == min(interrupted, 1)
