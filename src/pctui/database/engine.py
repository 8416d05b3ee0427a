"""The SQLite library that Python uses: its version, what it can do, and flaws that a crafted database could use."""

from __future__ import annotations

import sqlite3
from contextlib import closing

Version = tuple[int, int, int]

STRICT_SINCE: Version = (3, 37, 0)  # the first version with the tables that the schema declares
# Flaws of FTS5 that a database from elsewhere can use against a program that only reads it, with the version that
# mended each. A distribution may have mended an older version.
FLAWS: dict[str, Version] = {"CVE-2026-11824": (3, 53, 2)}


def version() -> Version:
    """Return the version of SQLite."""
    return sqlite3.sqlite_version_info


def has_full_text_search() -> bool:
    """Whether SQLite was built with FTS5."""
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE VIRTUAL TABLE probe USING fts5 (text)")
        except sqlite3.OperationalError:
            return False
    return True


def flaws(of: Version) -> list[str]:
    """Return the flaws that version `of` may still have."""
    return [name for name, mended in FLAWS.items() if of < mended]
