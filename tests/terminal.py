"""A pseudo-terminal with `pctui` in it."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

# What a terminal sends for the keys that have names.
SEQUENCES = {
    "enter": b"\r",
    "escape": b"\x1b",
    "tab": b"\t",
    "shift+tab": b"\x1b[Z",
    "space": b" ",
    "backspace": b"\x7f",
    "delete": b"\x1b[3~",
    "up": b"\x1b[A",
    "down": b"\x1b[B",
    "right": b"\x1b[C",
    "left": b"\x1b[D",
    "home": b"\x1b[H",
    "end": b"\x1b[F",
    "pageup": b"\x1b[5~",
    "pagedown": b"\x1b[6~",
    **{f"ctrl+{chr(96 + n)}": bytes([n]) for n in range(1, 27)},
}


class Terminal:
    """A pseudo-terminal with the explorer in it."""

    def __init__(self, database: Path, *arguments: str, **environment: str) -> None:
        files = {"PCTUI_DB": str(database), "PCTUI_READER": str(database.parent / "reader.db")}
        self.open([sys.executable, "-m", "pctui", *arguments], **(files | environment))

    def open(self, command: list[str], **environment: str) -> None:
        """Start `command` in a new pseudo-terminal of 80 by 24 cells."""
        self.main, self.side = pty.openpty()
        fcntl.ioctl(self.side, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.before = termios.tcgetattr(self.side)
        unset = {"NO_COLOR", "COLORTERM", "PCTUI_THEME"}
        environ = {k: v for k, v in os.environ.items() if k not in unset}
        self.process = subprocess.Popen(
            command,
            stdin=self.side,
            stdout=self.side,
            stderr=self.side,
            env=environ | {"TERM": "xterm-256color"} | environment,
            start_new_session=True,
        )
        self.sent = b""

    def read_until(self, expected: bytes, seconds: float = 20) -> bool:
        """Read output until it contains `expected`; return False if it never does."""
        end = time.monotonic() + seconds
        while expected not in self.sent and time.monotonic() < end:
            if select.select([self.main], [], [], 0.1)[0]:
                self.sent += os.read(self.main, 65536)
        return expected in self.sent

    def press(self, keys: bytes, quiet: float = 0.2) -> None:
        """Type keys and read until there is no more output for a while."""
        os.write(self.main, keys)
        while select.select([self.main], [], [], quiet)[0]:
            self.sent += os.read(self.main, 65536)

    def leave(self, seconds: float = 20) -> int:
        """Wait for the process to end, reading its remaining output."""
        end = time.monotonic() + seconds
        while self.process.poll() is None:
            assert time.monotonic() < end, "the process does not end"
            if select.select([self.main], [], [], 0.05)[0]:
                self.sent += os.read(self.main, 65536)
        while select.select([self.main], [], [], 0.05)[0]:
            self.sent += os.read(self.main, 65536)
        return self.process.returncode

    def resize(self, width: int, height: int) -> None:
        """Give the window another size."""
        fcntl.ioctl(self.side, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        self.process.send_signal(signal.SIGWINCH)  # the system sends it only where the terminal controls the process

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.main)
        os.close(self.side)

    @property
    def restored(self) -> bool:
        sent = self.sent
        return (
            sent.rfind(b"\x1b[?1049l") > sent.rfind(b"\x1b[?1049h")
            and sent.rfind(b"\x1b[?25h") > sent.rfind(b"\x1b[?25l")
            and sent.rfind(b"\x1b[?1000l") > sent.rfind(b"\x1b[?1000h")
            and sent.rfind(b"\x1b[?1003l") > sent.rfind(b"\x1b[?1003h")
            and sent.rfind(b"\x1b[?2004l") > sent.rfind(b"\x1b[?2004h")  # bracketed paste
            and sent.count(b"\x1b[<u") >= len(re.findall(rb"\x1b\[>\d+u", sent))  # kitty's keys
            and termios.tcgetattr(self.side) == self.before
        )


def megabytes(terminal: Terminal) -> float:
    """Return how much memory the explorer takes."""
    process = str(terminal.process.pid)
    return int(subprocess.run(["ps", "-o", "rss=", "-p", process], capture_output=True, text=True).stdout) / 1024


class Shell:
    """A shell in a terminal, which can stop what it runs and continue it."""

    def __init__(self, database: Path, folder: Path) -> None:
        self.pid, self.main = pty.fork()
        if not self.pid:
            reader = str(folder / "reader.db")
            environ = {"TERM": "xterm-256color", "PCTUI_DB": str(database), "PCTUI_READER": reader, "PS1": "PROMPT> "}
            os.execvpe("bash", ["bash", "--norc", "--noediting", "-i"], {**os.environ, **environ})
        fcntl.ioctl(self.main, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.read(["PROMPT>"])

    def run(self, typed: str, *expected: str, end: str = "\n") -> str:
        """Type something; return what comes, once it has all that is expected."""
        os.write(self.main, (typed + end).encode())
        return self.read(list(expected))

    def read(self, expected: list[str], quiet: float = 0.3) -> str:
        """Return what comes, once it has all that is expected and there is no more for a while."""
        seen = b""
        end = time.monotonic() + 20
        while not all(word.encode() in seen for word in expected) or select.select([self.main], [], [], quiet)[0]:
            assert time.monotonic() < end, (expected, seen)
            if select.select([self.main], [], [], 0.1)[0]:
                seen += os.read(self.main, 65536)
        return seen.decode(errors="replace")

    def close(self) -> None:
        os.close(self.main)  # ends the shell and what it runs
        os.waitpid(self.pid, 0)
