"""What is too much to be kept in memory: a numbered list of values with keys, in a file without a name.

SQLite makes the file when it needs one, in the folder for temporary files, and it is gone with the process.
"""

from __future__ import annotations

import sqlite3
import weakref
from collections.abc import Iterator
from hashlib import blake2b

from ..errors import FilesError


class Spilled:
    """A list of bytes, numbered from `first` in the order in which they are added, each found again by its key."""

    def __init__(self, first: int) -> None:
        self._connection = sqlite3.connect("", isolation_level=None, check_same_thread=False)  # a temporary one
        weakref.finalize(self, self._connection.close)
        self._before = first - 1
        try:
            for statement in _MADE:
                self._connection.execute(statement)
        except sqlite3.Error as error:
            raise _not_written(error) from error

    def number(self, key: bytes, value: bytes) -> int:
        """Return the number of the value with this key; add it if there is none."""
        try:
            key = blake2b(key, digest_size=16).digest()  # so that most of the index stays in memory
            added = self._connection.execute("INSERT OR IGNORE INTO spilled (key, value) VALUES (?, ?)", (key, value))
            if added.rowcount:
                return self._before + int(added.lastrowid or 0)
            return self._before + int(self._connection.execute(_FOUND, (key,)).fetchone()[0])
        except sqlite3.Error as error:
            raise _not_written(error) from error

    def __iter__(self) -> Iterator[bytes]:
        try:
            for (value,) in self._connection.execute("SELECT value FROM spilled ORDER BY n"):
                yield value
        except sqlite3.Error as error:
            raise _not_written(error) from error


_MADE = (
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "CREATE TABLE spilled (n INTEGER PRIMARY KEY, key BLOB UNIQUE, value BLOB)",
    "BEGIN",
)
_FOUND = "SELECT n FROM spilled WHERE key = ?"


def _not_written(error: sqlite3.Error) -> FilesError:
    return FilesError(f"cannot use a temporary file: {error}", "Make room in the folder for temporary files (TMPDIR).")
