"""The page that the next start shows first, kept as it is painted: a start then shows it before anything is imported.

A page is kept with all that decides what a start shows: the version, the environment, the terminal, and which files
were read, in which state. Where any of that has changed, or the file is not exactly what was written, there is no page.
Of escape sequences a page has only those that set colours and the position.
"""

# (`os.path`, for pathlib takes 3 ms, a sixth of the time until the page is there.)

from __future__ import annotations

import os
import stat
import sys
import zlib
from typing import TYPE_CHECKING, NamedTuple

from . import __version__
from .restricted import allow_writing, secure
from .terminal import can_explore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_HEAD = "pctui first page 1"
_PREFIX = "first-page-"
_LARGEST = 1 << 18  # bytes; a page of 80x24 has some 5,000
_MOST = 8  # pages that are kept, for terminals of different sizes or kinds
# Variables that decide where files are, or what is painted and how.
_VARIABLES = (
    *("PCTUI", "HOME", "XDG_", "TERM", "COLORTERM", "NO_COLOR", "FORCE_COLOR", "TTY_", "JUPYTER", "TEXTUAL", "LC_"),
    *("LANG", "PYTHON", "COLUMNS", "LINES"),
)
_ESCAPE, _COLOURS, _POSITION = "\x1b[", "m", "H"
_PARAMETERS = "0123456789;"
_SEPARATOR = "\0\0"
# What Python does not call printable, but is: spaces, and the joiners without which some scripts cannot be written.
_PRINTABLE = dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x200C, 0x200D, 0x202F, 0x205F, 0x3000])


class Part(NamedTuple):
    """A part of a line of a page, with its colours: its column and line, from 0."""

    x: int
    y: int
    text: str


def show() -> bool:
    """Show the page that was kept for this start on the terminal, and return whether there is one."""
    if sys.platform == "win32" or secure() or None in (sys.stdin, sys.stdout, sys.__stderr__):
        return False
    if not can_explore() or not os.isatty(2) or (page := _kept()) is None:
        return False
    from .taken import take

    terminal = take()
    return terminal is not None and terminal.show(page)


def hide() -> None:
    """Give the terminal back if it shows a page and no explorer yet: something else is to be said, or it has failed."""
    if taken := sys.modules.get(f"{__package__}.taken"):
        taken.hide_page()


def parts(page: str) -> Iterator[Part]:
    """Yield the parts of a page."""
    position: tuple[int, int] | None = None
    text = ""
    for piece in page.split(_ESCAPE)[1:]:
        parameters, command, rest = _command(piece)
        if command == _POSITION:
            if position:
                yield Part(*position, text)
            line, _, column = parameters.partition(";")
            position, text = (int(column) - 1, int(line) - 1), rest
        else:
            text += f"{_ESCAPE}{parameters}{command}{rest}"
    if position:
        yield Part(*position, text)


def signatures(files: Iterable[str]) -> list[tuple[int, ...] | None]:
    """Return what changes with each file; None for one that is not there."""
    found: list[tuple[int, ...] | None] = []
    for file in files:
        try:
            now = os.stat(file)
            found.append((now.st_dev, now.st_ino, now.st_size, now.st_mtime_ns, now.st_ctime_ns))
        except (OSError, ValueError):
            found.append(None)
    return found


def state(files: Iterable[str]) -> str:
    """Return all that decides what a start shows now, if it reads these files."""
    return ascii((__version__, *_place(), signatures(files)))


def is_kept(files: Sequence[str]) -> bool:
    """Whether a start would show the page that was kept for these files."""
    return (found := _read(_path())) is not None and found[0] == list(files) and found[1] == state(files)


def keep(files: Sequence[str], state_then: str, painted: Iterable[Part]) -> None:
    """Keep a page, painted from files in that state, for the next start; not if it could not be shown then.

    Only the newest pages are kept. OSError, ValueError or PctuiError if it cannot be written.
    """
    allow_writing()
    from pathlib import Path

    from .paths import cache_folder
    from .private import write_private

    page = "".join(f"{_ESCAPE}{y + 1};{x + 1}{_POSITION}{text}" for x, y, text in painted)
    path = Path(_path())
    if path.parent != cache_folder() or not all(map(os.path.isabs, files)) or not _is_harmless(page):
        return
    content = _SEPARATOR.join(["\0".join(files), state_then, page])
    data = content.encode()
    if len(data) < _LARGEST:
        write_private(path, f"{_HEAD} {zlib.crc32(data):08x}\n{content}")
        every = sorted(path.parent.glob(f"{_PREFIX}*"), key=lambda each: each.stat().st_mtime_ns)
        for old in every[:-_MOST]:
            old.unlink(missing_ok=True)


def _place() -> tuple[object, ...]:
    """Return what decides which page it is, other than files."""
    variables = sorted((name, value) for name, value in os.environ.items() if name.startswith(_VARIABLES))
    size = tuple(os.get_terminal_size(1))
    return size, getattr(sys.__stderr__, "encoding", None), variables


def _path() -> str:
    """Return where the page for this terminal is kept: in the cache folder, found without its library."""
    if sys.platform == "darwin":
        caches = os.path.expanduser("~/Library/Caches")
    else:
        caches = os.environ.get("XDG_CACHE_HOME", "").strip() or os.path.expanduser("~/.cache")
    return f"{caches}/pctui/{_PREFIX}{zlib.crc32(ascii(_place()).encode()):08x}"


def _kept() -> str | None:
    """Return the page for this start."""
    try:
        found = _read(_path())
        if found is None:
            return None
        files, then, page = found
        return page if then == state(files) and _is_harmless(page) else None
    except OSError:  # no size
        return None


def _read(path: str) -> tuple[list[str], str, str] | None:
    """Return the files of a page, their state, and the page; None if it is not there, not whole, or not ours alone."""
    try:
        folder = os.stat(os.path.dirname(path))
        file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            found = os.fstat(file)
            if not (stat.S_ISREG(found.st_mode) and _is_ours(found) and _is_ours(folder)):
                return None
            data = os.read(file, _LARGEST + 1)
        finally:
            os.close(file)
        head, _, content = data.partition(b"\n")
        if len(data) > _LARGEST or head != f"{_HEAD} {zlib.crc32(content):08x}".encode():
            return None
        files, then, page = content.decode().split(_SEPARATOR)
    except (OSError, ValueError):
        return None
    return files.split("\0"), then, page


def _is_ours(found: os.stat_result) -> bool:
    return found.st_uid == os.geteuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _command(piece: str) -> tuple[str, str, str]:
    """Return the parameters of an escape sequence, its last character, and what follows it."""
    rest = piece.lstrip(_PARAMETERS)
    return piece[: len(piece) - len(rest)], rest[:1], rest[1:]


def _is_harmless(page: str) -> bool:
    """Whether a page is text that can be printed, with no other escape sequences than for colours and positions."""
    before, *pieces = page.split(_ESCAPE)
    texts = []
    for piece in pieces:
        parameters, command, text = _command(piece)
        if command == _POSITION:
            line, _, column = parameters.partition(";")
            if not (0 < len(line) < 5 and 0 < len(column) < 5 and line.isdecimal() and column.isdecimal()):
                return False
        elif command != _COLOURS:
            return False
        texts.append(text)
    return not before and "".join(texts).translate(_PRINTABLE).isprintable()
