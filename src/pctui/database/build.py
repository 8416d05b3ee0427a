"""Builds the database in a temporary file, which is checked, synced and renamed over the old one."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import sqlite_utils

from .. import paths
from ..corpus.loaded import Loaded
from ..corpus.loader import load
from ..errors import DatabaseError, from_os, progress
from ..private import create_folder
from ..restricted import allow_writing
from ..temporary import folder_beside, real_path
from .fingerprint import fingerprint
from .open import APPLICATION_ID, header
from .rows import Tables, tables
from .seal import PAGE, remember, seal
from .timeline import fill

_OF_ANOTHER = ("-journal", "-wal", "-shm")  # beside the old database, from another program that changed it


def seed(corpus: Path, database: Path, verify: Callable[[Loaded], None] | None = None) -> Loaded:
    """Build `database` from the folder `corpus` and return the corpus.

    Nothing is built if the corpus has faults, or if `verify` (called with the corpus) raises an error.
    """
    allow_writing()
    try:
        database = real_path(database)
    except OSError as error:
        raise from_os(error, "write the database", database) from error
    refuse_foreign(database)
    progress("reading the corpus …")
    try:
        loaded = load(corpus)
        if verify:
            verify(loaded)
        built_in = os.path.realpath(corpus) == os.path.realpath(paths.built_in_corpus())
        rows = tables(loaded, fingerprint(corpus), built_in)
        progress(f"building the database: {len(loaded.entries):,} entries …")
        write(rows, database)
    finally:
        progress("")
    return loaded


def refuse_foreign(database: Path) -> None:
    """Raise DatabaseError if `database` exists and was not built by pctui."""
    try:
        if not database.exists() or (database.is_file() and database.stat().st_size == 0):
            return
        found = header(database).application_id
    except OSError as error:
        raise from_os(error, "write the database", database) from error
    if found != APPLICATION_ID:
        raise DatabaseError(
            f"{database} is not a pctui database; it was left untouched",
            "Give another file with --db, or move this one away.",
        )


def write(rows: Tables, database: Path) -> None:
    """Write `rows` into a new file and rename it over `database`; if anything fails, the old one stays."""
    folder = database.parent
    try:
        create_folder(folder)
        with folder_beside(database) as place:
            building = place / "new.db"
            building.touch()  # SQLite itself would not obey the umask
            _fill(building, rows)
            seal(building)
            _sync(building)
            building.replace(database)
            for suffix in _OF_ANOTHER:  # SQLite would apply them to the new database
                database.with_name(f"{database.name}{suffix}").unlink(missing_ok=True)
            _sync(folder)
        remember(database)
    except OSError as error:
        raise from_os(error, "write the database", database) from error


def _fill(path: Path, rows: Tables) -> None:
    connection = sqlite3.connect(path)
    try:
        connection.execute(f"PRAGMA page_size = {PAGE}")
        connection.executescript(paths.schema().read_text(encoding="utf-8"))
        db = sqlite_utils.Database(connection)
        # Rows are inserted table by table, not in the order of their references: `_check` checks the keys at the end.
        connection.execute("PRAGMA foreign_keys = OFF")
        with db.atomic():
            for name, table in rows.items():
                db.table(name).insert_all(table)
            fill(connection)
            connection.execute("INSERT INTO entries_fts (entries_fts) VALUES ('rebuild')")
            connection.execute("INSERT INTO entries_fts (entries_fts) VALUES ('optimize')")
        _check(connection)
        connection.execute("ANALYZE")
        connection.execute("VACUUM")
    except sqlite3.Error as error:
        raise DatabaseError(f"the database could not be built: {error}") from error
    finally:
        connection.close()


def _check(connection: sqlite3.Connection) -> None:
    broken = connection.execute("PRAGMA integrity_check").fetchall()
    if broken != [("ok",)]:
        raise DatabaseError(f"the new database is damaged: {broken[0][0]}")
    dangling = connection.execute("PRAGMA foreign_key_check").fetchone()
    if dangling:
        raise DatabaseError(f"a row of {dangling[0]} refers to a missing row of {dangling[2]}")


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
