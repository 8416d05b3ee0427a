"""The reader's own file: attached copies of documents, marks, notes and the session. A rebuild never touches it.

It has migrations of its own. It is read and written in short transactions, so that several explorers can have it open.
Reading needs only stdlib sqlite3, and so does writing once the file is up to date; `sqlite_utils` is imported where the
file has to be created or migrated.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ..database.open import header, open_read_only
from ..errors import DatabaseError, from_os
from ..restricted import allow_writing, secure
from ..text import clean

if TYPE_CHECKING:
    from sqlite_utils import Database


APPLICATION_ID = 0x70637472  # "pctr"

VERSION = 3

_PATIENCE = 3.0  # seconds to wait for another explorer that is writing


def ask(path: Path, since: int, sql: str, *parameters: object) -> list[tuple[object, ...]]:
    """Run one SELECT on the reader's file; nothing where there is none, or only one older than version `since`."""
    safe = [clean(p) if isinstance(p, str) else p for p in parameters]
    for last in (False, True):
        if version(path) < since:
            return []
        try:
            with closing(open_read_only(path)) as connection:
                return connection.execute(sql, safe).fetchall()
        except sqlite3.Error as error:
            if last or getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_READONLY_ROLLBACK:
                raise DatabaseError(
                    f"the reader's file {path} cannot be read: {error}",
                    "It was left as it is. Name another with PCTUI_READER.",
                ) from error
            _roll_back(path)
    raise AssertionError("unreachable")


def _roll_back(path: Path) -> None:
    """Undo what a writer that was killed left half done, which opening for reading alone cannot."""
    if secure():
        return
    try:
        with closing(sqlite3.connect(path, timeout=_PATIENCE)) as connection:
            connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    except sqlite3.Error:
        pass  # on a read-only file system it stays: reading again tells what is the matter


def version(path: Path) -> int:
    """The version of the reader's file, 0 where there is none; DatabaseError where it is not ours, or newer."""
    try:
        if not path.exists() or path.stat().st_size == 0:
            return 0
        if _half_made(path):
            _roll_back(path)
            return version(path) if not _half_made(path) else 0
        found, number = header(path)
    except OSError as error:
        raise from_os(error, "read the reader's file", path) from error
    if found != APPLICATION_ID:
        raise DatabaseError(
            f"{path} is not a pctui reader's file; it was left untouched", "Name another with PCTUI_READER."
        )
    if number > VERSION:
        raise DatabaseError(f"{path} was written by a newer pctui; it was left untouched", "Update pctui.")
    return number


def _half_made(path: Path) -> bool:
    """Whether the very first writer was killed before the file had its header, which SQLite writes last."""
    journal = path.with_name(f"{path.name}-journal")
    if not path.is_file() or not journal.exists():
        return False
    with path.open("rb") as file:
        return file.read(100) == bytes(100)


@contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """One short transaction on the reader's file, made or brought up to date first: kept whole, or not at all."""
    allow_writing()
    version(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=_PATIENCE)
    except OSError as error:
        raise from_os(error, "write the reader's file in", path.parent) from error
    except sqlite3.Error as error:
        raise _unwritten(path, error) from error
    try:
        # The lock is taken before anything is read: two writers wait for one another, and never deadlock.
        connection.execute("BEGIN IMMEDIATE")
        if connection.execute("PRAGMA user_version").fetchone()[0] < VERSION:
            _migrate(connection)
        yield connection
        connection.commit()
    except sqlite3.Error as error:
        raise _unwritten(path, error) from error
    finally:
        connection.close()  # what was not committed is rolled back


def _unwritten(path: Path, error: sqlite3.Error) -> DatabaseError:
    busy = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
    why = "another program is writing to it" if busy else str(error)
    return DatabaseError(f"cannot write the reader's file {path}: {why}")


def _migrate(connection: sqlite3.Connection) -> None:
    """Bring the file up to date within the transaction. What a migration did is never altered: add another."""
    import sqlite_utils

    migrations = sqlite_utils.Migrations("reader")

    @migrations()
    def attached(db: Database) -> None:
        db.execute(
            """
            CREATE TABLE attached (
              document TEXT PRIMARY KEY, path TEXT NOT NULL, sha256 TEXT NOT NULL, known INTEGER NOT NULL,
              text TEXT NOT NULL
            ) STRICT
            """
        )
        db.execute(
            "CREATE VIRTUAL TABLE passages USING fts5 (document UNINDEXED, number UNINDEXED, text, "
            "tokenize='porter unicode61')"
        )

    @migrations()
    def notes(db: Database) -> None:
        # What the entry was called stays with it: it may vanish from the corpus, the note does not.
        db.execute(
            """
            CREATE TABLE notes (
              corpus TEXT NOT NULL, slug TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL,
              mark TEXT CHECK (mark IN ('adopt', 'consider', 'reject')), note TEXT, changed TEXT NOT NULL,
              PRIMARY KEY (corpus, slug)
            ) STRICT
            """
        )
        # What is being typed, a row for each box that is open: two of them cannot overwrite each other.
        db.execute(
            """
            CREATE TABLE drafts (
              corpus TEXT NOT NULL, slug TEXT NOT NULL, writer TEXT NOT NULL, text TEXT NOT NULL,
              changed TEXT NOT NULL, PRIMARY KEY (corpus, slug, writer)
            ) STRICT
            """
        )

    @migrations()
    def places(db: Database) -> None:
        db.execute(
            """
            CREATE TABLE places (
              corpus TEXT NOT NULL, pane TEXT NOT NULL, slug TEXT, stop INTEGER NOT NULL, top REAL NOT NULL,
              reading INTEGER NOT NULL, current INTEGER NOT NULL, PRIMARY KEY (corpus, pane)
            ) STRICT
            """
        )
        db.execute("CREATE TABLE hints (name TEXT PRIMARY KEY) STRICT")

    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    migrations.apply(sqlite_utils.Database(connection, execute_plugins=False))
    connection.execute(f"PRAGMA user_version = {VERSION}")
