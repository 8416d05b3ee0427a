"""Errors as part of the interface: one exception tree, the exit codes, and the only writer to stderr."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from .text import clean

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class ExitCode(IntEnum):
    """What the process answers, and what each answer means: the README and the manual page say the same."""

    meaning: str

    def __new__(cls, code: int, meaning: str) -> ExitCode:
        """Make a member that is `code` and knows its meaning."""
        member = int.__new__(cls, code)
        member._value_ = code
        member.meaning = meaning
        return member

    OK = 0, "done"
    NO = 1, "the answer is no: an anchor does not hold, there is no such entry, nothing was found, two corpora differ"
    USAGE = 2, "the input is wrong: an argument, an option, a corpus with faults"
    DATABASE = 3, "the database cannot be used: not ours, damaged, newer, busy"
    FILES = 4, "a file or folder cannot be read or written"
    BUG = 70, "an error in pctui itself; `--debug` shows where"
    INTERRUPTED = 130, "Ctrl+C"


class PctuiError(Exception):
    """What went wrong, in the reader's terms; `hint` says what to do about it."""

    exit_code = ExitCode.USAGE

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(PctuiError):
    """A wrong argument or option."""


class NotFound(PctuiError):
    """The thing asked for is not there."""

    exit_code = ExitCode.NO


class DatabaseError(PctuiError):
    """The database cannot be used."""

    exit_code = ExitCode.DATABASE


class FilesError(PctuiError):
    """A file or folder cannot be read or written."""

    exit_code = ExitCode.FILES


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong in a corpus or in the settings: where, and what with what instead.

    The line counts from 1; 0 is the file as a whole.
    """

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


class FaultsError(PctuiError):
    """Files with faults: all of them."""

    def __init__(self, faults: list[Fault], where: str, hint: str) -> None:
        count = len(faults)
        super().__init__(f"{count} fault{'s' if count != 1 else ''} in {where}", hint)
        self.faults = sorted(faults)


class CorpusError(FaultsError):
    """A corpus with faults."""

    def __init__(self, faults: list[Fault], hint: str = "Nothing was built.") -> None:
        super().__init__(faults, "the corpus", hint)


class ConfigError(FaultsError):
    """Settings with faults."""

    def __init__(self, faults: list[Fault], path: Path) -> None:
        super().__init__(faults, str(path), "What can be set: pctui keys --toml")


def from_os(error: OSError, doing: str, path: Path | None = None) -> FilesError:
    """Return a FilesError that says what could not be done, to which file, and why."""
    name = path or (os.fsdecode(error.filename) if isinstance(error.filename, (str, bytes)) else "")
    why = (error.strerror or str(error)).lower()
    return FilesError(f"cannot {doing} {name}: {why}" if name else f"cannot {doing}: {why}")


def say(message: str = "") -> None:
    """Write a line of narration to stderr, made safe for a terminal."""
    if sys.stderr is None:
        return
    try:
        print(clean(message), file=sys.stderr, flush=True)
    except (OSError, ValueError):
        pass  # nobody is listening on stderr any more: there is nowhere left to say so


def progress(message: str) -> None:
    """Show a passing state on stderr, on one line that the next replaces; nothing where it is no terminal."""
    if sys.stderr is not None and sys.stderr.isatty():
        print(f"\r\x1b[2K{clean(message)}", end="", file=sys.stderr, flush=True)


def report(error: PctuiError) -> ExitCode:
    """Write `error` to stderr and return its exit code."""
    if isinstance(error, FaultsError):
        for fault in error.faults:
            say(str(fault))
    say(f"pctui: {error.message}")
    if error.hint:
        say(error.hint)
    return error.exit_code


def guarded(body: Callable[[], int], debug: bool = False) -> int:
    """Run `body`, turning every failure into a message and an exit code; `debug` shows the traceback as well."""
    try:
        code = body()
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:  # the reader of our stdout has gone (`| head`)
        _drop_stdout()
        return ExitCode.OK
    except KeyboardInterrupt:
        say("interrupted")
        return ExitCode.INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the last resort: told below, as what it is
        if debug:
            import traceback

            say(traceback.format_exc())
        if isinstance(error, OSError):
            _drop_stdout()
        return _told(error)
    return code


def _drop_stdout() -> None:
    """Point stdout away, so that the interpreter's own flush at exit has nothing to complain of."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        pass  # there is no stdout, or it is no file: nothing to point away


def _told(error: Exception) -> ExitCode:
    import sqlite3

    if isinstance(error, PctuiError):
        return report(error)
    if isinstance(error, OSError):
        return report(from_os(error, "read or write"))
    if isinstance(error, sqlite3.Error):
        return report(DatabaseError(f"the database cannot be read: {error}", "Rebuild it with: pctui seed"))
    say(f"pctui: a fault of pctui itself: {type(error).__name__}: {error}")
    say("Run the same with `pctui --debug …` to see where, and please report it.")
    return ExitCode.BUG
