"""The seal of a database: a SHA-256 of the file's own bytes, kept in the table `seal`, by which damage is recognised.

`seal` writes it when a database is built. It covers every byte of the file, in rows as well as in indexes and in the
full-text index, but for three things that a program may change without changing what the database says: the page of
the seal itself, the journal mode, and the counters of SQLite in the header.

Seen whenever a database is opened (`refuse_damaged`), in a time that does not grow with the corpus: a file of at most
`WHOLE` bytes is hashed as a whole, so that any change of any byte is seen. Of a larger file the length is checked, and
if it is not the very file that was last checked as a whole on this computer (same inode, size and times), the front
ends say so (`warning`). Commands that read all of it, such as exports, check all of it (`refuse_unchecked`). The whole
is checked as well when it is built, by `pctui doctor` (queries/damage.py), and before an error is called a fault of the
program.

A seal tells damage and changes by other programs from what `pctui seed` wrote. It does not tell who wrote it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sqlite3
from pathlib import Path

from ..errors import Damaged, PctuiError
from ..paths import cache_folder
from ..private import write_private
from ..restricted import secure

WHOLE = 8 * 1024 * 1024  # bytes of a file that is hashed at every opening: some 7 ms
PAGE = 4096  # bytes, as build.py sets it
_EMPTY = b"0" * 64  # in the place of the seal until it is known
_SEAL = re.compile(rb"[0-9a-f]{64}")
# In the header: the journal mode, the change counter, and the counter and version of SQLite of the last change.
_UNSEALED = (slice(18, 20), slice(24, 28), slice(92, 100))
_REMEMBERED = 20  # files


def seal(path: Path) -> None:
    """Write the seal into the database at `path`, which no other program may have open."""
    connection = sqlite3.connect(path)
    try:
        connection.execute("DELETE FROM seal")
        connection.execute("INSERT INTO seal (sha256) VALUES (?)", (_EMPTY.decode(),))
        connection.commit()
        page = _page(connection)
    finally:
        connection.close()
    digest = _digest(path, page).encode()
    with path.open("r+b") as file:
        file.seek((page - 1) * PAGE)
        place = file.read(PAGE).index(_EMPTY)
        file.seek((page - 1) * PAGE + place)
        file.write(digest)


def is_whole(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether every byte of the database is as it was when it was built; `connection` is open on `path`."""
    rows = connection.execute("SELECT sha256 FROM seal").fetchall()
    return rows == [(_digest(path, _page(connection)),)]


def refuse_damaged(connection: sqlite3.Connection, path: Path) -> None:
    """Raise Damaged if the database at `path` is seen to be damaged; of a large one see the top of this file."""
    if path.stat().st_size <= WHOLE:
        if not is_whole(connection, path):
            raise Damaged(path, "it is not what pctui seed wrote")
        return
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    if pages * PAGE != path.stat().st_size:
        raise Damaged(path, "its length is not what its header says")


def warning(path: Path) -> str:
    """Return what a front end has to say of a database too large to be checked when it was opened, or ''."""
    if path.stat().st_size <= WHOLE or _signature(path) in _remembered():
        return ""
    return f"pctui: {path} is large, and was not checked for damage; check it with: pctui doctor --db {path}"


def refuse_unchecked(connection: sqlite3.Connection, path: Path) -> None:
    """Check as a whole a database too large for that when it was opened, for who reads all of it; Damaged if it is."""
    if warning(path):
        if not is_whole(connection, path):
            raise Damaged(path, "it is not what pctui seed wrote")
        remember(path)


def _page(connection: sqlite3.Connection) -> int:
    """Return the number of the page of the seal, from 1."""
    return int(connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'seal'").fetchone()[0])


def _digest(path: Path, seal_page: int) -> str:
    """Return the hash of the file without the page of the seal and without what may change in the header."""
    with path.open("rb") as file:
        first = bytearray(file.read(PAGE))
        for part in _UNSEALED:
            first[part] = bytes(part.stop - part.start)
        digest = hashlib.sha256(first)
        before = (seal_page - 2) * PAGE
        while before > 0 and (data := file.read(min(before, 1 << 20))):
            digest.update(data)
            before -= len(data)
        file.seek(PAGE, os.SEEK_CUR)
        while data := file.read(1 << 20):
            digest.update(data)
    return digest.hexdigest()


def _signature(path: Path) -> list[int]:
    found = path.stat()
    return [found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns]


def _list() -> Path:
    return cache_folder() / "checked.json"


def _remembered() -> list[list[int]]:
    try:
        found = json.loads(_list().read_bytes())
    except (OSError, ValueError, RecursionError):
        return []  # a cache: without it, it is only said that a large file was not checked
    return found if isinstance(found, list) else []


def remember(path: Path) -> None:
    """Remember that a large file was found whole, until it is written to; do nothing if it is small."""
    if secure() or path.stat().st_size <= WHOLE:
        return
    known = [entry for entry in _remembered() if entry != _signature(path)]
    try:
        write_private(_list(), json.dumps([_signature(path), *known][:_REMEMBERED]))
    except (OSError, PctuiError):
        pass  # a cache, as above
