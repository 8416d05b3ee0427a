"""Errors as part of the interface: the exception classes, the exit codes, and the only code that writes to stderr."""

from __future__ import annotations

import os
import sys
import time
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from .text import clean, number_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


_TENTH = 0.1  # seconds
# Called before anything is said: what is on the screen must make room for it.
before_saying: Callable[[], None] = lambda: None  # noqa: E731 - assigned by who shows something


class ExitCode(IntEnum):
    """The exit codes of the process and their meanings, which the README and the manual page repeat."""

    meaning: str

    def __new__(cls, code: int, meaning: str) -> ExitCode:
        """Return a member that equals `code` and has a `meaning`."""
        member = int.__new__(cls, code)
        member._value_ = code
        member.meaning = meaning
        return member

    OK = 0, "done"
    NO = 1, "negative result: an anchor is not found, an entry does not exist, there are no matches, two corpora differ"
    USAGE = 2, "invalid input: an argument, an option, a corpus with faults"
    DATABASE = 3, "the database cannot be used: not from pctui, damaged, newer, busy"
    FILES = 4, "a file or folder cannot be read or written"
    EDITION = 5, "a file may be another edition of its document, and was not attached"
    BUG = 70, "an error in pctui itself; `--debug` shows where"
    INTERRUPTED = 130, "Ctrl+C"


class PctuiError(Exception):
    """Base of all errors shown to the user: `message` says what went wrong, `hint` what to do about it."""

    exit_code = ExitCode.USAGE

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(PctuiError):
    """An argument or option is invalid."""


class NotFound(PctuiError):
    """What was requested does not exist."""

    exit_code = ExitCode.NO


class DatabaseError(PctuiError):
    """The database cannot be used."""

    exit_code = ExitCode.DATABASE


class TooSlow(DatabaseError):
    """The database did not answer in the time that there was."""

    def __init__(self) -> None:
        super().__init__("the database took too long to answer; the query was cancelled")


class Damaged(DatabaseError):
    """The database at `path` is not what was built: `what` says how that was seen."""

    def __init__(self, path: Path, what: str) -> None:
        super().__init__(f"{path} is damaged, or was changed by another program: {what}", "Rebuild it with: pctui seed")


class FilesError(PctuiError):
    """A file or folder cannot be read or written."""

    exit_code = ExitCode.FILES


class Fault(NamedTuple):
    """One fault in a corpus or in the settings: where it is, what is wrong, and what is valid instead.

    Lines are counted from 1; line 0 means the whole file. `field` is the value's place in its record (`links.0.type`),
    `code` the kind of fault, as corpus/rules.py declares them; both are empty where that is not known.
    """

    file: str
    line: int
    message: str
    field: str = ""
    code: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


class FaultsError(PctuiError):
    """Files have faults; `faults` lists all of them, sorted by file and line."""

    def __init__(self, faults: list[Fault], where: str, hint: str) -> None:
        super().__init__(f"{number_of(len(faults), 'fault')} in {where}", hint)
        self.faults = sorted(faults)


class CorpusError(FaultsError):
    """A corpus has faults."""

    def __init__(self, faults: list[Fault], hint: str = "Nothing was built.") -> None:
        super().__init__(faults, "the corpus", hint)


class ConfigError(FaultsError):
    """The settings file has faults."""

    def __init__(self, faults: list[Fault], path: Path) -> None:
        super().__init__(faults, str(path), "For all settings, see: pctui keys --toml")


def from_os(error: OSError, action: str, path: Path | None = None) -> FilesError:
    """Return a FilesError that says which `action` failed, on which file, and why."""
    name = path or (os.fsdecode(error.filename) if isinstance(error.filename, (str, bytes)) else "")
    reason = (error.strerror or str(error)).lower()
    return FilesError(f"cannot {action} {name}: {reason}" if name else f"cannot {action}: {reason}")


def say(message: str = "") -> None:
    """Print a line to stderr, made safe for a terminal."""
    if sys.stderr is None:
        return
    before_saying()
    try:
        print(clean(message), file=sys.stderr, flush=True)
    except (OSError, ValueError):
        pass  # stderr is closed: there is nowhere left to report it


def flush() -> None:
    """Write what stdout and stderr still hold back; OSError or ValueError if that fails."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()


def confirm(question: str) -> bool:
    """Ask a question on stderr, and return whether the answer is yes."""
    before_saying()
    print(f"{clean(question)} [y/N] ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().casefold() in ("y", "yes")


class Progress:
    """One line on stderr that says what is being done and how far; nothing if stderr is not a terminal.

    `shown` says whether anybody sees it. For `patience` seconds nothing is counted there, so that what is done by then
    says nothing.
    """

    def __init__(self, patience: float = 0, *, silent: bool = False) -> None:
        self.shown = not silent and sys.stderr is not None and sys.stderr.isatty()
        self._next = time.monotonic() + patience  # when a count is shown again
        self._there = False

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._there:
            self.say("")

    def say(self, message: str) -> None:
        """Show `message` in place of what is there."""
        if self.shown:
            self._next = time.monotonic() + _TENTH
            self._there = bool(message)
            before_saying()
            print(f"\r\x1b[2K{clean(message)}", end="", file=sys.stderr, flush=True)

    def count(self, message: str) -> None:
        """Show how far it has come, unless something was shown less than a tenth of a second ago."""
        if self.shown and time.monotonic() >= self._next:
            self.say(message)


def report(error: PctuiError) -> ExitCode:
    """Print `error` to stderr and return its exit code."""
    if isinstance(error, FaultsError):
        for fault in error.faults:
            say(str(fault))
    say(f"pctui: {error.message}")
    if error.hint:
        say(error.hint)
    return error.exit_code


def guarded(body: Callable[[], int], debug: bool = False) -> int:
    """Run `body` and return its exit code, or report its failure; `debug` also prints the traceback."""
    try:
        code = body()
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:  # the process that read our stdout has exited (`| head`)
        _drop_stdout()
        return ExitCode.OK
    except KeyboardInterrupt:
        say("interrupted")
        return ExitCode.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last resort: reported below by its type
        if debug:
            import traceback

            say(traceback.format_exc())
        if isinstance(error, OSError):
            _drop_stdout()
        return _report_any(error)
    return code


def _drop_stdout() -> None:
    """Redirect stdout to the null device, so that the interpreter's flush at exit does not fail again."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        pass  # there is no stdout, or it is not a file: nothing to redirect


def _report_any(error: Exception) -> ExitCode:
    import sqlite3

    if isinstance(error, PctuiError):
        return report(error)
    if isinstance(error, OSError):
        return report(from_os(error, "read or write"))
    if isinstance(error, sqlite3.Error):
        return report(DatabaseError(f"the database cannot be read: {error}", "Rebuild it with: pctui seed"))
    if isinstance(error, MemoryError):
        return report(FilesError("there is not enough memory for this"))
    say(f"pctui: internal error: {type(error).__name__}: {error}")
    say("Run the same command as `pctui --debug …` to see where, and please report it.")
    return ExitCode.BUG
