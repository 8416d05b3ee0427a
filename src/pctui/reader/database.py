"""The reader's own file: attached copies of documents, marks, notes and the session. A rebuild never touches it.

It has migrations of its own. It is read and written in short transactions, so that several explorers can have it open.
Only stdlib sqlite3 is needed to read it, and to write it once it is up to date; `sqlite_utils` is imported only if the
file has to be created or migrated.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ..database.open import header, is_locked, open_read_only, unusable
from ..errors import DatabaseError, from_os
from ..folding import forms
from ..paths import data_folder
from ..private import FILE, FOLDER, create_folder, private_file, tighten
from ..restricted import allow_writing, secure
from ..text import clean

if TYPE_CHECKING:
    from sqlite_utils import Database


APPLICATION_ID = 0x70637472  # "pctr"

VERSION = 11

_TIMEOUT = 1.0  # seconds to wait while another explorer is writing: its screen stands still meanwhile
PATIENCE = 10.0  # seconds for a command, of which nobody expects an answer at once


def select(path: Path, since: int, sql: str, *parameters: object) -> list[tuple[object, ...]]:
    """Run one SELECT on the reader's file and return its rows; none if the file is missing or older than `since`."""
    safe = [clean(p) if isinstance(p, str) else p for p in parameters]
    for last in (False, True):
        if version(path) < since:
            return []
        try:
            with closing(open_read_only(path, wal=header(path).wal)) as connection:
                return connection.execute(sql, safe).fetchall()
        except sqlite3.Error as error:
            if last or getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_READONLY_ROLLBACK:
                if is_locked(error):
                    raise unusable(path, "read", error) from error
                raise DatabaseError(
                    f"the reader's file {path} cannot be read: {error}",
                    "It was left untouched. Use another file by setting PCTUI_READER.",
                ) from error
            _roll_back(path)
    raise AssertionError("unreachable")


def faults(path: Path) -> list[str]:
    """Return what SQLite finds wrong in the reader's file, one sentence each."""
    rows = select(path, 1, "SELECT * FROM pragma_integrity_check")
    return [str(row[0]) for row in rows if row[0] != "ok"]


def _roll_back(path: Path) -> None:
    """Undo the unfinished transaction of a process that was killed, which a read-only connection cannot do.

    What another program has left in a file of its own (WAL mode) is put into this one.
    """
    if secure():
        return
    try:
        with closing(sqlite3.connect(path, timeout=_TIMEOUT)) as connection:
            connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
            connection.execute("PRAGMA journal_mode = DELETE").fetchone()
    except sqlite3.Error:
        pass  # impossible on a read-only file system: the next attempt to read reports the error


def version(path: Path) -> int:
    """Return the version of the reader's file, 0 if there is none; DatabaseError if it is foreign or newer.

    A file that others may read, as an earlier version of the program made it, is taken from them first.
    """
    try:
        if not path.exists():
            if path.is_symlink():
                raise DatabaseError(
                    f"the reader's file {path} is a link to {path.readlink()}, which is not there",
                    "Bring that file back, remove the link, or use another file by setting PCTUI_READER.",
                )
            return 0
        if path.is_file() and path.stat().st_size == 0:
            return 0
        if not secure():
            tighten(path, FILE)
            if path.parent == data_folder():
                tighten(path.parent, FOLDER)
        if _half_made(path):
            _roll_back(path)
            return version(path) if not _half_made(path) else 0
        found, number, wal = header(path)
        if wal and found == APPLICATION_ID:
            _roll_back(path)
    except OSError as error:
        raise from_os(error, "read the reader's file", path) from error
    if found != APPLICATION_ID:
        raise DatabaseError(
            f"{path} is not a pctui reader's file; it was left untouched", "Use another file by setting PCTUI_READER."
        )
    if number > VERSION:
        raise DatabaseError(f"{path} was written by a newer pctui; it was left untouched", "Update pctui.")
    return number


def _half_made(path: Path) -> bool:
    """Whether the process that created the file was killed before SQLite wrote its header, which happens last."""
    journal = path.with_name(f"{path.name}-journal")
    if not path.is_file() or not journal.exists():
        return False
    with path.open("rb") as file:
        return file.read(100) == bytes(100)


@contextmanager
def writing(path: Path, patience: float = 0) -> Iterator[sqlite3.Connection]:
    """Open a short transaction on the reader's file, which is created or migrated first; an error rolls it back.

    If another program is writing, wait `patience` seconds; by default no longer than an explorer may stand still.
    """
    allow_writing()
    version(path)
    try:
        create_folder(path.parent, FOLDER)
        private_file(path)
        connection = sqlite3.connect(path, timeout=patience or _TIMEOUT)
    except OSError as error:
        raise from_os(error, "write the reader's file in", path.parent) from error
    except sqlite3.Error as error:
        raise _unwritten(path, error) from error
    try:
        # The lock is taken before anything is read, so that two writers wait for each other and never deadlock.
        connection.execute("BEGIN IMMEDIATE")
        if connection.execute("PRAGMA user_version").fetchone()[0] < VERSION:
            _migrate(connection)
        yield connection
        connection.commit()
    except sqlite3.Error as error:
        raise _unwritten(path, error) from error
    finally:
        connection.close()  # uncommitted changes are rolled back


def _unwritten(path: Path, error: sqlite3.Error) -> DatabaseError:
    reason = "another program is writing to it" if is_locked(error) else str(error)
    return DatabaseError(f"cannot write the reader's file {path}: {reason}")


def _migrate(connection: sqlite3.Connection) -> None:
    """Bring the file up to date within the transaction. Never change a released migration: add another."""
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
        # Kind and title are stored with the note, which stays when the entry disappears from the corpus.
        db.execute(
            """
            CREATE TABLE notes (
              corpus TEXT NOT NULL, slug TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL,
              mark TEXT CHECK (mark IN ('adopt', 'consider', 'reject')), note TEXT, changed TEXT NOT NULL,
              PRIMARY KEY (corpus, slug)
            ) STRICT
            """
        )
        # Unsaved text, one row for each open editor, so that two of them cannot overwrite each other.
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

    @migrations()
    def copies_of_a_corpus(db: Database) -> None:
        # A copy attached earlier has the corpus '' until one that knows it attaches again.
        db.execute(
            """
            CREATE TABLE copies (
              corpus TEXT NOT NULL, document TEXT NOT NULL, path TEXT NOT NULL, sha256 TEXT NOT NULL,
              known INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (corpus, document)
            ) STRICT
            """
        )
        db.execute("INSERT INTO copies SELECT '', document, path, sha256, known, text FROM attached")
        db.execute(
            "CREATE VIRTUAL TABLE paragraphs USING fts5 (corpus UNINDEXED, document UNINDEXED, number UNINDEXED, text, "
            "tokenize='porter unicode61')"
        )
        db.execute("INSERT INTO paragraphs (corpus, document, number, text) SELECT '', * FROM passages")
        db.execute("DROP TABLE attached")
        db.execute("DROP TABLE passages")

    @migrations()
    def earlier_copies(db: Database) -> None:
        # The text of the copy that another edition replaced, with which its passages are compared.
        db.execute("ALTER TABLE copies ADD COLUMN earlier TEXT")

    @migrations()
    def other_forms_of_words(db: Database) -> None:
        # In `forms`, words are found as readers write them: see folding.py.
        rows = db.execute("SELECT corpus, document, number, text FROM paragraphs").fetchall()
        db.execute("DROP TABLE paragraphs")
        db.execute(
            "CREATE VIRTUAL TABLE paragraphs USING fts5 (corpus UNINDEXED, document UNINDEXED, number UNINDEXED, text, "
            "forms, tokenize=\"porter unicode61 remove_diacritics 2 categories 'L* N* Co M*'\")"
        )
        db.conn.executemany(
            "INSERT INTO paragraphs (corpus, document, number, text, forms) VALUES (?, ?, ?, ?, ?)",
            [(*row, forms(str(row[3]))) for row in rows],
        )

    @migrations()
    def scopes_of_panes(db: Database) -> None:
        db.execute("ALTER TABLE places ADD COLUMN scope TEXT NOT NULL DEFAULT ''")

    @migrations()
    def layout(db: Database) -> None:
        # How the reader has divided the screen.
        db.execute("CREATE TABLE layout (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT")

    @migrations()
    def earlier_notes(db: Database) -> None:
        # What identifies the versions of a mark and note that the reader has changed since (exchange.py).
        db.execute("ALTER TABLE notes ADD COLUMN earlier TEXT NOT NULL DEFAULT ''")

    @migrations()
    def choices(db: Database) -> None:
        # What the reader has chosen last, such as the style of citations.
        db.execute("CREATE TABLE choices (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT")

    @migrations()
    def entry_drafts(db: Database) -> None:
        # Forms of entries that were not saved yet, one row for each, as JSON.
        db.execute(
            """
            CREATE TABLE entry_drafts (
              corpus TEXT NOT NULL, writer TEXT NOT NULL, content TEXT NOT NULL, changed TEXT NOT NULL,
              PRIMARY KEY (corpus, writer)
            ) STRICT
            """
        )

    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    migrations.apply(sqlite_utils.Database(connection, execute_plugins=False))
    connection.execute(f"PRAGMA user_version = {VERSION}")
