"""Ensures that there is a database to open: builds the built-in one if it is missing or out of date."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from .. import paths
from ..errors import DatabaseError, FilesError
from ..restricted import secure
from .fingerprint import fingerprint
from .open import APPLICATION_ID, header, open_read_only, schema_version


def ensure(given: Path | None) -> Path:
    """Return the path of the database to open, after building it from the built-in corpus if necessary.

    A database given on the command line is only ever built by `pctui seed`. One that was built from the built-in corpus
    is rebuilt when that corpus, the schema or the program has changed since.
    """
    database = paths.database(given)
    if given is None and not secure() and _out_of_date(database):
        from .build import seed

        seed(paths.built_in_corpus(), database)
    return database


def _out_of_date(database: Path) -> bool:
    try:
        if not database.exists() or database.stat().st_size == 0:
            return True
        found, version, wal = header(database)
        if found != APPLICATION_ID or version > schema_version():
            return False  # must not be replaced; opening it reports why
    except OSError:
        return False  # opening it reports what is wrong
    try:
        connection = open_read_only(database, wal=wal)
        try:
            row = connection.execute("SELECT digest, built_in FROM corpus").fetchone()
        finally:
            connection.close()
    except (sqlite3.Error, DatabaseError, UnicodeError):
        return False
    try:
        if not row or not row[1]:
            return False
        return version < schema_version() or bool(row[0] != fingerprint(paths.built_in_corpus()))
    except FilesError:
        return False  # a database can be opened without its corpus
