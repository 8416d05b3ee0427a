"""What is said of a copied text is what became of it, in tmux and in screen as well."""

from __future__ import annotations

import base64
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pctui.clipboard import Way, way

from .conftest import Open

OUTSIDE = ("TMUX", "TMUX_PANE", "STY")


@pytest.fixture(autouse=True)
def outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in OUTSIDE:
        monkeypatch.delenv(name, raising=False)


async def test_in_screen_the_reader_is_told_how_to_copy(explorer: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STY", "1234.pts-0.host")
    async with explorer() as session:
        seen = await session.press("y")
        assert "Not copied" in seen
        assert "Calder" in seen  # the text is there to be marked


def test_a_tmux_that_cannot_be_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TMUX", f"{tmp_path}/nowhere,1,0")
    assert way() is Way.TMUX_UNKNOWN
    monkeypatch.setenv("PATH", str(tmp_path))
    assert way() is Way.TMUX_UNKNOWN


def test_a_login_that_only_reads_asks_no_tmux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMUX", "somewhere,1,0")
    monkeypatch.setenv("PCTUI_SECURE", "1")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("a program was started"))
    assert way() is Way.TMUX_UNKNOWN


class Tmux:
    """A tmux of our own, in a terminal."""

    def __init__(self, folder: Path, database: Path) -> None:
        self.socket = str(folder / "tmux")
        self.environ = {k: v for k, v in os.environ.items() if k not in OUTSIDE} | {
            "TERM": "xterm-256color",
            "PCTUI_DB": str(database),
            "PCTUI_READER": str(folder / "reader.db"),
        }
        self.sent = b""
        self("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", f"{sys.executable} -m pctui --fresh")
        self.pid, self.main = pty.fork()
        if not self.pid:
            os.execvpe("tmux", ["tmux", "-S", self.socket, "attach"], self.environ)

    def __call__(self, *command: str) -> str:
        whole = ["tmux", "-S", self.socket, *command]
        return subprocess.run(whole, env=self.environ, capture_output=True, text=True, timeout=20).stdout

    def shows(self, words: str) -> bool:
        end = time.monotonic() + 20
        while time.monotonic() < end:
            self.read()
            if words in (seen := " ".join(self("capture-pane", "-p").split())):
                return True
        raise AssertionError(seen)

    def read(self) -> None:
        while select.select([self.main], [], [], 0.1)[0]:
            self.sent += os.read(self.main, 65536)

    def copied(self, seconds: float) -> list[bytes]:
        """Return what has reached the terminal's clipboard, waiting for the first of it."""
        end = time.monotonic() + seconds
        while not (found := re.findall(rb"\x1b\]52;[a-z]*;([\w+/=]+)\x07", self.sent)) and time.monotonic() < end:
            self.read()
        return [base64.b64decode(text) for text in found]

    def close(self) -> None:
        self("kill-server")
        os.close(self.main)
        os.waitpid(self.pid, 0)


@pytest.fixture
def tmux(lighthouses: Path, tmp_path: Path) -> Iterator[Tmux]:
    started = Tmux(tmp_path, lighthouses)
    yield started
    started.close()


@pytest.mark.skipif(shutil.which("tmux") is None, reason="there is no tmux here")
@pytest.mark.parametrize(
    ("clipboard", "passthrough", "expected"),
    [
        ("on", "off", Way.TMUX),
        ("external", "off", Way.TMUX_REFUSES),
        ("off", "off", Way.TMUX_REFUSES),
        ("external", "on", Way.THROUGH_TMUX),
    ],
)
def test_in_tmux(tmux: Tmux, clipboard: str, passthrough: str, expected: Way) -> None:
    tmux("set-option", "-s", "set-clipboard", clipboard)
    tmux("set-option", "-g", "allow-passthrough", passthrough)
    assert tmux.shows("Beacon Act")
    tmux("send-keys", "y")
    assert tmux.shows(expected.value)
    copied = tmux.copied(0 if expected is Way.TMUX_REFUSES else 20)
    assert tmux("show-buffer").startswith("Calder") == (expected is Way.TMUX)
    assert any(text.startswith(b"Calder") for text in copied) == (expected is not Way.TMUX_REFUSES)
