"""Opens a database read-only, and only if pctui built it: every file is treated as hostile until it is checked."""

from __future__ import annotations

import errno
import os
import re
import sqlite3
import stat
import time
from contextlib import ExitStack, closing
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from .. import paths
from ..errors import DatabaseError
from ..text import clean

APPLICATION_ID = 0x70637475  # "pctu", as in db/schema.sql
_VERSION = re.compile(r"^PRAGMA user_version = (\d+);", re.MULTILINE)
_HEADER = b"SQLite format 3\0"
_STEPS = 20_000  # virtual machine steps between two checks of the clock


class Deadline:
    """Limits the time that queries may take after `start`, so that no database can hang the program."""

    def __init__(self, seconds: float = 5.0) -> None:
        self.seconds = seconds
        self.until = 0.0
        self.start()

    def start(self) -> None:
        self.until = time.monotonic() + self.seconds

    def passed(self) -> bool:
        return time.monotonic() > self.until


class Header(NamedTuple):
    """The identification in a file's header; None and 0 if it is not an SQLite file."""

    application_id: int | None
    user_version: int


def header(path: Path) -> Header:
    """Return the header of the file at `path`; OSError if it is not a regular file (reading a pipe could block)."""
    if not stat.S_ISREG(path.stat().st_mode):
        kind = errno.EISDIR if path.is_dir() else errno.EINVAL
        raise OSError(kind, os.strerror(errno.EISDIR) if path.is_dir() else "not a regular file", str(path))
    with path.open("rb") as file:
        data = file.read(100)
    if not data.startswith(_HEADER) or len(data) < 100:
        return Header(None, 0)
    return Header(int.from_bytes(data[68:72], "big"), int.from_bytes(data[60:64], "big"))


def open_read_only(path: Path) -> sqlite3.Connection:
    """Open `path` read-only; every text read from it passes the sanitiser."""
    uri = f"file:{quote(os.fsencode(path.absolute()))}?mode=ro"
    connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
    connection.text_factory = _text
    return connection


def identity(path: Path) -> tuple[int, ...]:
    """Return what tells a file from another that has taken its place; empty if there is none."""
    try:
        found = path.stat()
    except OSError:
        return ()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def connect(
    path: Path, deadline: Deadline | None = None, *, context: bool = False, checked: bool = False
) -> sqlite3.Connection:
    """Open `path` read-only with its queries limited by `deadline`; `context` also shows background facts.

    DatabaseError if it does not exist, was not built by pctui, has another schema version, or differs from the schema;
    the last is not looked at if this very file was opened before and found to be as it should be (`checked`).
    """
    try:
        found, version = header(path)
    except FileNotFoundError:
        raise DatabaseError(f"there is no database at {path}", "Build one with: pctui seed") from None
    except OSError as error:
        raise DatabaseError(f"cannot read {path}: {(error.strerror or str(error)).lower()}") from error
    if found != APPLICATION_ID:
        raise DatabaseError(f"{path} is not a pctui database", "Give another file with --db, or build one: pctui seed")
    if version != (ours := schema_version()):
        raise DatabaseError(
            f"{path} has schema version {version}, {'newer' if version > ours else 'older'} than this pctui's {ours}",
            "Update pctui." if version > ours else "Rebuild it with: pctui seed",
        )
    with ExitStack() as undo:
        try:
            connection = undo.enter_context(closing(open_read_only(path)))
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA temp_store = MEMORY")  # reading must not write files anywhere
            connection.execute("PRAGMA cell_size_check = ON")
            if not checked:
                _refuse_unexpected(connection, path)
            _hide_background(connection, context)
            connection.execute("PRAGMA query_only = ON")
        except (sqlite3.Error, UnicodeError) as error:  # in a damaged file even a name may not be valid text
            raise DatabaseError(f"{path} cannot be opened: {error}", "Rebuild it with: pctui seed") from error
        limit = deadline or Deadline()
        connection.set_progress_handler(limit.passed, _STEPS)
        undo.pop_all()  # every check passed: keep the connection open
        return connection


def _hide_background(connection: sqlite3.Connection, context: bool) -> None:
    """Create the views that queries read. This is the only place that decides whether background facts are shown."""
    shown, hidden = ("TRUE", "FALSE") if context else ("origin = 'document'", "origin <> 'document'")
    own = "" if context else "_cited"
    place = f"place{own}"
    for view, selected in {
        "shown_entries": f"* FROM main.entries WHERE {shown}",
        "hidden_entries": f"* FROM main.entries WHERE {hidden}",
        "shown_state_at": f"* FROM main.state_at WHERE {shown}",
        "shown_timeline": f"*, {place} AS shown_place FROM main.timeline WHERE {shown}",
        "shown_rows_of_all": f"*, {place} AS shown_place FROM main.timeline_rows WHERE {place} IS NOT NULL",
        # Not of `main`: temporary tables of the same names have what matches a filter.
        "shown_rows": f"*, {place} AS shown_place FROM timeline_rows WHERE {place} IS NOT NULL",
        "shown_days": (
            f"lane, day, markers{own} AS markers, begun{own} AS begun, ended{own} AS ended FROM timeline_days"
        ),
        "shown_extent": f"* FROM timeline_extents WHERE context = {int(context)}",
        "shown_places": f"slug, {place} AS place FROM main.timeline_places WHERE {place} IS NOT NULL",
    }.items():
        connection.execute(f"CREATE TEMP VIEW {view} AS SELECT {selected}")


def _text(data: bytes) -> str:
    """Decode a text from a database, and sanitise it."""
    text = data.decode("utf-8", "replace")
    # The same test as in `clean`, repeated here to save a call for each cell.
    return text if text.isascii() and text.isprintable() else clean(text)


@lru_cache(maxsize=1)
def _schema() -> str:
    return paths.schema().read_text(encoding="utf-8")


def schema_version() -> int:
    """Return the version of the schema that this program builds and reads."""
    found = _VERSION.search(_schema())
    if found is None:
        raise DatabaseError(f"{paths.schema()} has no version")
    return int(found[1])


@lru_cache(maxsize=1)
def _expected() -> frozenset[tuple[str, str, str]]:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.executescript(_schema())
        return _objects(connection)


def _objects(connection: sqlite3.Connection) -> frozenset[tuple[str, str, str]]:
    rows = connection.execute(
        "SELECT type, name, COALESCE(sql, '') FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    # FTS5 writes the SQL of its own tables, which may change with the version of SQLite.
    return frozenset((kind, name, "" if name.startswith("entries_fts_") else sql) for kind, name, sql in rows)


def _tables_first(object_: tuple[str, str, str]) -> tuple[bool, str]:
    return object_[0] != "table", object_[1]


def _refuse_unexpected(connection: sqlite3.Connection, path: Path) -> None:
    """Raise DatabaseError if the tables, indexes, views or triggers are not exactly those of the schema."""
    found = _objects(connection)
    for kind, name, _ in sorted(found - _expected(), key=_tables_first):
        raise DatabaseError(
            f"{path} has {'an' if kind == 'index' else 'a'} {kind} '{name}' that pctui did not create",
            "Rebuild it with: pctui seed",
        )
    for kind, name, _ in sorted(_expected() - found, key=_tables_first):
        raise DatabaseError(f"{path} lacks the {kind} '{name}'", "Rebuild it with: pctui seed")
