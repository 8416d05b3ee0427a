"""Ensures that there is a database to open: builds the built-in one if it is missing or out of date."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from .. import paths
from ..errors import DatabaseError, FilesError, UsageError
from ..restricted import secure
from .fingerprint import fingerprint
from .open import APPLICATION_ID, header, open_read_only, schema_version


def ensure(given: Path | None) -> Path:
    """Return the path of the database to open, after building it from the built-in corpus if necessary.

    A database given on the command line is only ever built by `pctui seed`, or is in a pack. One that was built from
    the built-in corpus is rebuilt when that corpus, the schema or the program has changed since.
    """
    database = paths.database(given)
    if given is None:
        _build(paths.built_in_corpus(), database)
    elif is_pack(database):
        from .packs import unpacked

        return unpacked(database)
    return database


def ensure_installed(name: str) -> tuple[Path, bool]:
    """Return the path of the database of an installed corpus, and whether it was built just now, being out of date.

    UsageError if no corpus of this name is installed.
    """
    corpora = paths.installed_corpora()
    if name not in corpora:
        known = f"Installed: {', '.join(corpora)}" if corpora else "None is installed."
        raise UsageError(f"no corpus '{name}' is installed", known)
    corpus = corpora[name]
    built_in = corpus == paths.built_in_corpus()
    database = paths.database() if built_in else paths.data_folder() / f"{name}.db"
    return database, _build(corpus, database)


def _build(corpus: Path, database: Path) -> bool:
    """Build the database of an installed corpus if it is missing or out of date; return whether that was so."""
    if secure() or not out_of_date(database, corpus):
        return False
    from .build import seed

    seed(corpus, database, installed=True)
    return True


def is_pack(path: Path) -> bool:
    """Whether the file at `path` is a zip archive, and so a pack if it is anything of ours."""
    try:
        if not path.is_file():  # reading a pipe could block
            return False
        with path.open("rb") as file:
            return file.read(4) == b"PK\x03\x04"
    except OSError:
        return False


def out_of_date(database: Path, corpus: Path | None = None) -> bool:
    """Whether the next start is going to build the database at `database`, or build it again, from an installed corpus.

    By default that is the built-in one.
    """
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
        return version < schema_version() or bool(row[0] != fingerprint(corpus or paths.built_in_corpus()))
    except FilesError:
        return False  # a database can be opened without its corpus
