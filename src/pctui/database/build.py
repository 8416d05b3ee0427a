"""Builds the database in a temporary file, which is checked, synced and renamed over the old one."""

from __future__ import annotations

import contextlib
import glob
import os
import sqlite3
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import sqlite_utils

from .. import paths
from ..corpus.loaded import Loaded
from ..corpus.loader import load
from ..errors import DatabaseError, from_os, progress
from ..restricted import allow_writing
from .fingerprint import fingerprint
from .open import APPLICATION_ID, header
from .rows import Tables, tables
from .timeline import fill

_STALE = 600  # seconds after which a temporary file is assumed to be left over from a killed process


def seed(corpus: Path, database: Path, verify: Callable[[Loaded], None] | None = None) -> Loaded:
    """Build `database` from the folder `corpus` and return the corpus.

    Nothing is built if the corpus has faults, or if `verify` (called with the corpus) raises an error.
    """
    allow_writing()
    database = Path(os.path.realpath(database))  # so that a symbolic link stays one
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
        folder.mkdir(parents=True, exist_ok=True)
        _sweep(database)
        handle, name = tempfile.mkstemp(prefix=f".{database.name}.", suffix=".building", dir=folder)
        os.close(handle)
    except OSError as error:
        raise from_os(error, "write the database in", folder) from error
    building = Path(name)
    try:
        _fill(building, rows)
        umask = os.umask(0)
        os.umask(umask)
        building.chmod(0o666 & ~umask)
        _sync(building)
        building.replace(database)
        _sync(folder)
    except OSError as error:
        raise from_os(error, "write the database", database) from error
    finally:
        for leftover in (building, Path(f"{building}-journal")):
            with contextlib.suppress(FileNotFoundError):
                leftover.unlink()


def _fill(path: Path, rows: Tables) -> None:
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA page_size = 4096")
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


def _sweep(database: Path) -> None:
    """Remove the temporary files of builds that were killed."""
    for leftover in database.parent.glob(f".{glob.escape(database.name)}.*.building*"):
        with contextlib.suppress(OSError):
            if time.time() - leftover.stat().st_mtime > _STALE:
                leftover.unlink()
