"""The page that is kept for the next start: it is there before Textual is imported, and only if it is the right one."""

from __future__ import annotations

import os
import re
import signal
import stat
import subprocess
import sys
import termios
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from terminal import Shell, Terminal

from pctui import first_page
from pctui.paths import cache_folder

READY = b"Beacon Act"
MOUSE = b"\x1b[?1000h"  # what Textual asks for first, on its own
ENTERED = b"\x1b[?1049h"


@pytest.fixture
def database(lighthouses: Path, tmp_path: Path) -> Path:
    """A database with a reader's file of its own beside it."""
    path = tmp_path / "own.db"
    path.write_bytes(lighthouses.read_bytes())
    return path


@contextmanager
def started(database: Path, **environment: str) -> Iterator[Terminal]:
    terminal = Terminal(database, **environment)
    try:
        yield terminal
    finally:
        terminal.close()


def session(database: Path, keys: bytes = b"", **environment: str) -> bytes:
    """Start, type, quit; return what was sent."""
    with started(database, **environment) as terminal:
        assert terminal.read_until(READY)
        assert terminal.read_until(MOUSE)
        terminal.press(b"", 0.4)
        terminal.press(keys)
        terminal.press(b"q")
        assert terminal.leave() == 0
        assert terminal.restored
        return terminal.sent


def shown(database: Path, **environment: str) -> bool:
    """Whether a start shows a page before Textual does anything."""
    return READY in session(database, **environment).split(MOUSE)[0]


def kept() -> list[Path]:
    return sorted(cache_folder().glob("first-page-*"))


def test_the_next_start_shows_its_page_at_once_and_nothing_changes_when_the_explorer_takes_over(database: Path) -> None:
    assert READY not in session(database, b"jj").split(MOUSE)[0]
    sent = session(database)
    page, _, rest = sent.partition(MOUSE)
    assert READY in page
    assert sent.count(ENTERED) == 1
    assert not re.search(rb"[^\W\d_]{3,}", re.sub(rb"\x1b\][^\x07]*\x07", b"", rest.split(b"\x1b[?1049l")[0]))


@pytest.mark.parametrize("keys", [b"\r", b"3", b"4\x0cjj", b"5", b"6"])
def test_each_pane_is_shown_as_the_explorer_paints_it(database: Path, keys: bytes) -> None:
    session(database, keys)
    with started(database) as terminal:
        assert terminal.read_until(MOUSE)
        terminal.press(b"", 0.4)
        page, _, rest = terminal.sent.partition(MOUSE)
        assert page.startswith(ENTERED)
        assert len(rest) < 300
        terminal.press(b"q")
        assert terminal.leave() == 0


def test_the_page_is_there_before_textual_is_imported(database: Path, tmp_path: Path) -> None:
    folder = tmp_path / "modules"
    folder.mkdir()
    session(database, PYTHONPATH=str(folder))
    (folder / "textual.py").write_text("raise RuntimeError('no textual')")
    with started(database, PYTHONPATH=str(folder)) as terminal:
        assert terminal.leave() == 70
        page, _, rest = terminal.sent.partition(b"\x1b[?1049l")
        assert READY in page
        assert b"no textual" in rest  # on the screen that was there before
        assert b"no textual" not in page
        assert terminal.restored


def test_what_is_typed_while_the_page_is_shown_is_obeyed_and_not_echoed(database: Path) -> None:
    session(database)
    with started(database) as terminal:
        assert terminal.read_until(READY)
        terminal.press(b"?")
        assert terminal.read_until(b"What happened when")
        assert b"?" not in re.sub(rb"\x1b\[\?", b"", terminal.sent.split(READY)[1].split(MOUSE)[0][-200:])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1])
def test_a_signal_while_the_page_is_shown_gives_the_terminal_back(database: Path, number: signal.Signals) -> None:
    session(database)
    with started(database) as terminal:
        assert terminal.read_until(READY)
        terminal.process.send_signal(number)
        assert terminal.leave() == 128 + number
        assert terminal.restored
        assert b"rror" not in terminal.sent.split(b"\x1b[?1049l")[-1]


def test_the_line_is_closed_while_the_page_is_shown(database: Path) -> None:
    session(database)
    with started(database) as terminal:
        assert terminal.read_until(READY)
        terminal.process.send_signal(signal.SIGSTOP)  # it finds the line closed at whatever it does next
        os.close(terminal.main)
        terminal.main = os.open(os.devnull, os.O_RDWR)
        terminal.process.send_signal(signal.SIGCONT)
        assert terminal.process.wait(20) in (4, 128 + signal.SIGHUP)  # as soon as that is noticed


def test_a_stop_while_the_page_is_shown_goes_to_the_shell(lighthouses: Path, tmp_path: Path) -> None:
    with closing(Shell(lighthouses, tmp_path)) as shell:
        before = shell.run("stty -g", "PROMPT>").splitlines()[1]
        shell.run(f"{sys.executable} -m pctui", "Beacon Act")
        shell.run("q", "PROMPT>", end="")
        os.write(shell.main, f"{sys.executable} -m pctui\n".encode())
        seen = shell.read(["Beacon Act"], quiet=0)
        assert MOUSE.decode() not in seen
        assert "Stopped" in shell.run("\x1a", "Stopped", "PROMPT>", end="")
        assert shell.run("stty -g", "PROMPT>").splitlines()[1] == before
        shell.run("fg", "Beacon Act", MOUSE.decode())
        shell.run("q", "PROMPT>", end="")
        assert shell.run("stty -g", "PROMPT>").splitlines()[1] == before


def test_a_window_that_changes_its_size_meanwhile_is_painted_whole(database: Path) -> None:
    session(database)
    with started(database) as terminal:
        assert terminal.read_until(READY)
        terminal.resize(100, 30)
        assert terminal.read_until(MOUSE)
        terminal.press(b"", 0.4)
        assert READY in terminal.sent.partition(MOUSE)[2]


def _touch(path: Path) -> None:
    os.utime(path)


@pytest.mark.parametrize(
    "changed",
    [{"NO_COLOR": "1"}, {"TERM": "xterm"}, {"PCTUI_THEME": "light"}, {"PCTUI_ASCII": "1"}],
    ids=str,
)
def test_there_is_no_page_in_another_environment(database: Path, changed: dict[str, str]) -> None:
    session(database)
    assert not shown(database, **changed)
    assert shown(database)


@pytest.mark.parametrize("name", ["own.db", "reader.db"])
def test_there_is_no_page_once_a_file_has_changed(database: Path, name: str) -> None:
    session(database)
    _touch(database.parent / name)
    assert not shown(database)
    assert shown(database)


def test_a_read_only_login_neither_reads_nor_keeps_a_page(
    database: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "home" / ".local" / "share" / "pctui"
    folder.mkdir(parents=True)
    database.rename(folder / "pctui.db")
    session(database, PCTUI_SECURE="1")
    assert kept() == []
    monkeypatch.setenv("PCTUI_SECURE", "1")
    monkeypatch.setattr(first_page, "can_explore", lambda: pytest.fail("a page is looked for"))
    assert not first_page.show()


def _signed(content: bytes) -> bytes:
    return b"pctui first page 1 %08x\n" % zlib.crc32(content) + content


def _linked(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to(path.with_name("elsewhere"))


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _rewritten(change: Callable[[bytes], bytes]) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(change(path.read_bytes()))


HARM: dict[str, Callable[[Path], object]] = {
    "cut off": _rewritten(lambda data: data[:-9]),
    "a byte changed": _rewritten(lambda data: data.replace(READY, b"Beacon Art")),
    "empty": _rewritten(lambda data: b""),
    "something else": _rewritten(lambda data: os.urandom(5000)),
    "too large": _rewritten(lambda data: _signed(data.partition(b"\n")[2] + b" " * 300_000)),
    "an escape sequence": _rewritten(lambda data: _signed(data.partition(b"\n")[2] + b"\x1b]0;title\x07")),
    "a mode": _rewritten(lambda data: _signed(data.partition(b"\n")[2] + b"\x1b[?1000h")),
    "a control of C1": _rewritten(lambda data: _signed(data.partition(b"\n")[2] + "\x9b5n".encode())),
    "others may write it": lambda path: path.chmod(0o620),
    "others may write the folder": lambda path: path.parent.chmod(0o770),
    "a link": _linked,
    "a pipe": _pipe,
}


@pytest.mark.parametrize("harm", HARM)
def test_a_file_that_is_not_as_it_was_kept_is_not_shown(database: Path, harm: str) -> None:
    session(database)
    (page,) = kept()
    assert (stat.S_IMODE(page.stat().st_mode), stat.S_IMODE(page.parent.stat().st_mode)) == (0o600, 0o700)
    HARM[harm](page)
    assert not shown(database)


@given(st.text(st.characters(codec="utf-8")), st.sampled_from(["\x1b[", "\x1b]", "\x1b", "\x9b", ""]), st.text())
@example("\x1b[1;1H", "\x1b[", "5n")
def test_no_other_sequences_than_for_colours_and_positions_are_harmless(before: str, escape: str, after: str) -> None:
    page = f"\x1b[1;1H{before}{escape}{after}"
    if first_page._is_harmless(page):
        text = re.sub(r"\x1b\[(?:[0-9;]*m|[0-9]{1,4};[0-9]{1,4}H)", "", page)
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


@pytest.mark.parametrize("caches", ["/some/where", " ", None])
def test_it_is_kept_in_the_cache_folder(monkeypatch: pytest.MonkeyPatch, caches: str | None) -> None:
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((80, 24)))
    if caches is None:
        monkeypatch.delenv("XDG_CACHE_HOME")
    else:
        monkeypatch.setenv("XDG_CACHE_HOME", caches)
    assert Path(first_page._path()).parent == cache_folder()


def test_only_the_newest_pages_are_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "read"
    file.touch()
    for columns in range(80, 100):
        monkeypatch.setattr(os, "get_terminal_size", lambda _, columns=columns: os.terminal_size((columns, 24)))
        files = [str(file)]
        first_page.keep(files, first_page.state(files), [first_page.Part(0, 0, f"{columns} columns")])
        assert first_page.is_kept(files)
    assert len(kept()) == 8
    assert "99 columns" in "".join(path.read_text() for path in kept())


def test_a_page_is_taken_apart_as_it_was_painted() -> None:
    parts = [first_page.Part(0, 0, "\x1b[1;31mone\x1b[0m "), first_page.Part(4, 0, "two"), first_page.Part(0, 1, "x")]
    page = "".join(f"\x1b[{y + 1};{x + 1}H{text}" for x, y, text in parts)
    assert list(first_page.parts(page)) == parts


def test_the_attributes_of_the_terminal_are_those_of_before(database: Path) -> None:
    session(database)
    with started(database) as terminal:
        assert terminal.read_until(READY)
        assert not termios.tcgetattr(terminal.side)[3] & termios.ECHO
        assert terminal.read_until(MOUSE)
        terminal.press(b"q")
        assert terminal.leave() == 0
        assert termios.tcgetattr(terminal.side) == terminal.before


def test_the_page_is_shown_where_no_variable_is_set_that_the_explorer_sets_for_itself(database: Path) -> None:
    """The key of a page is made before the explorer is imported, and when it has run."""
    code = "import os; before = dict(os.environ); import pctui.tui.app; print(before == dict(os.environ))"
    bare = {name: os.environ[name] for name in os.environ if not name.startswith(("TEXTUAL", "ESCDELAY"))}
    done = subprocess.run(
        [sys.executable, "-c", code], env=bare, capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == "True\n"
