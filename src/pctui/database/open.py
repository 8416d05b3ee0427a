"""Opens a database read-only, and only if pctui built it: every file is treated as hostile until it is checked."""

from __future__ import annotations

import errno
import hashlib
import math
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
from ..errors import Damaged, DatabaseError
from ..text import clean
from .seal import refuse_damaged

APPLICATION_ID = 0x70637475  # "pctu", as in db/schema.sql
_VERSION = re.compile(r"^PRAGMA user_version = (\d+);", re.MULTILINE)
_HEADER = b"SQLite format 3\0"
_TIMEOUT = 1.0  # seconds to wait for another program that has locked the file
_STEPS = 20_000  # virtual machine steps between two checks of the clock


class Deadline:
    """Limits the time that queries may take after `start`, so that no database can hang the program."""

    def __init__(self, seconds: float = 5.0) -> None:
        self.seconds = seconds
        self.until = 0.0
        self.all_until = math.inf
        self.start()

    def start(self) -> None:
        self.until = time.monotonic() + self.seconds

    def passed(self) -> bool:
        return time.monotonic() > min(self.until, self.all_until)


class Header(NamedTuple):
    """What a file's header says; None, 0 and False if it is not an SQLite file."""

    application_id: int | None
    user_version: int
    wal: bool  # whether another program has set it to keep its changes in a file of their own


def header(path: Path) -> Header:
    """Return the header of the file at `path`; OSError if it is not a regular file (reading a pipe could block)."""
    if not stat.S_ISREG(path.stat().st_mode):
        kind = errno.EISDIR if path.is_dir() else errno.EINVAL
        raise OSError(kind, os.strerror(errno.EISDIR) if path.is_dir() else "not a regular file", str(path))
    with path.open("rb") as file:
        data = file.read(100)
    if not data.startswith(_HEADER) or len(data) < 100:
        return Header(None, 0, False)
    return Header(int.from_bytes(data[68:72], "big"), int.from_bytes(data[60:64], "big"), 2 in data[18:20])


def open_read_only(path: Path, *, wal: bool = False) -> sqlite3.Connection:
    """Open `path` read-only; every text read from it passes the sanitiser. `wal` is as in its header.

    SQLite would create two files beside one in WAL mode even to read it, unless it is told that the file does not
    change. DatabaseError if it has changes that are not in it yet.
    """
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size > 0:  # SQLite would read it whatever the header says
        raise DatabaseError(
            f"{path} is open in another program, or was not closed by it: {log} has changes that are not in it yet",
            f"Close that program. If none is open: sqlite3 {path} 'PRAGMA journal_mode = DELETE'",
        )
    uri = f"file:{quote(os.fsencode(path.absolute()))}?mode=ro{'&immutable=1' if wal else ''}"
    connection = sqlite3.connect(uri, uri=True, check_same_thread=False, timeout=_TIMEOUT)
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
    Damaged if it is seen to be damaged (seal.py says what is seen). The schema and the damage are not looked at if this
    very file was opened before and found to be as it should be (`checked`).
    """
    while True:
        opened = identity(path)
        try:
            return _connect(path, deadline, context, checked)
        except Damaged:
            if identity(path) == opened:  # otherwise it was replaced by a new one while it was being opened
                raise


def _connect(path: Path, deadline: Deadline | None, context: bool, checked: bool) -> sqlite3.Connection:
    try:
        found, version, wal = header(path)
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
            connection = undo.enter_context(closing(open_read_only(path, wal=wal)))
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA temp_store = MEMORY")  # reading must not write files anywhere
            connection.execute("PRAGMA cell_size_check = ON")
            if not checked:
                _refuse_unexpected(connection, path)
                refuse_damaged(connection, path)
            _hide_background(connection, context)
            connection.execute("PRAGMA query_only = ON")
        except sqlite3.OperationalError as error:
            raise unusable(path, "opened", error) from error
        except OSError as error:
            raise DatabaseError(f"cannot read {path}: {(error.strerror or str(error)).lower()}") from error
        except (sqlite3.Error, UnicodeError, TypeError) as error:  # even a name may not be valid text, or not be text
            raise Damaged(path, str(error)) from error
        limit = deadline or Deadline()
        connection.set_progress_handler(limit.passed, _STEPS)
        undo.pop_all()  # every check passed: keep the connection open
        return connection


def _hide_background(connection: sqlite3.Connection, context: bool) -> None:
    """Create the views that queries read. This is the only place that decides whether background facts are shown."""
    shown, hidden = ("TRUE", "FALSE") if context else ("origin = 'document'", "origin <> 'document'")
    own = "" if context else "_cited"
    place = f"place{own}"
    stored = "EXISTS (SELECT 1 FROM main.entries WHERE origin <> 'document')" if context else "0"
    for view, selected in {
        "shown_entries": f"* FROM main.entries WHERE {shown}",
        "hidden_entries": f"* FROM main.entries WHERE {hidden}",
        "shown_state_at": f"* FROM main.state_at WHERE {shown}",
        "shown_timeline": f"*, {place} AS shown_place FROM main.timeline WHERE {shown}",
        "shown_corpus_extent": f"* FROM corpus_extents WHERE context = {int(context)}",
        "shown_rows_of_all": f"* FROM main.timeline_rows WHERE {'TRUE' if context else 'cited'}",
        # Not of `main`: temporary tables of the same names have what matches a filter.
        **{
            f"shown_{kind}_rows": f"*, number{own} AS shown_place FROM {kind}_rows WHERE number{own} IS NOT NULL"
            for kind in ("timeline", "milestone")
        },
        **{
            f"shown_{kind}_days": (
                f"lane, day, markers{own} AS markers, begun{own} AS begun, ended{own} AS ended FROM {kind}_days"
            )
            for kind in ("timeline", "milestone")
        },
        **{
            f"shown_{kind}_extent": f"* FROM {kind}_extents WHERE context = {int(context)}"
            for kind in ("timeline", "milestone")
        },
        **{f"shown_{lists}": f"* FROM main.{lists} WHERE context = {stored}" for lists in ("list_groups", "list_rows")},
        "shown_facet_values": (
            f"pane, facet, {place} AS place, value, title, number{own} AS number FROM facet_values "
            f"WHERE {place} IS NOT NULL"
        ),
        "shown_places": f"slug, {place} AS place FROM main.timeline_places WHERE {place} IS NOT NULL",
    }.items():
        connection.execute(f"CREATE TEMP VIEW {view} AS SELECT {selected}")


def unusable(path: Path, action: str, error: sqlite3.Error) -> DatabaseError:
    """Return the error for a file that could not be `opened`, `read` or `written`: another program has locked it?"""
    if is_locked(error):
        return DatabaseError(
            f"{path} cannot be {action}: another program is writing to it", "Try again when that has finished."
        )
    return DatabaseError(f"{path} cannot be {action}: {error}", "Rebuild it with: pctui seed")


def is_locked(error: sqlite3.Error) -> bool:
    """Whether a statement failed only because another program holds a lock."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


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


# The digest of the objects of db/schema.sql, because building them in memory takes as long as everything else at an
# opening. A test says what it has to be; where SQLite writes them in another way, they are built and compared.
OBJECTS = "7f65df088a1c51f5db53ab1152a315a03519840d13ad3685d7f38be49da04e55"


def digest(objects: frozenset[tuple[str, str, str]]) -> str:
    """Return a SHA-256 of the tables, indexes, views and triggers of a database, each with its name and its SQL."""
    return hashlib.sha256(repr(sorted(objects)).encode()).hexdigest()


@lru_cache(maxsize=1)
def expected() -> frozenset[tuple[str, str, str]]:
    """Return the objects of the schema, each with its kind, its name and its SQL."""
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
    if digest(found) == OBJECTS:
        return
    for kind, name, _ in sorted(found - expected(), key=_tables_first):
        raise DatabaseError(
            f"{path} has {'an' if kind == 'index' else 'a'} {kind} '{name}' that pctui did not create",
            "Rebuild it with: pctui seed",
        )
    for kind, name, _ in sorted(expected() - found, key=_tables_first):
        raise DatabaseError(f"{path} lacks the {kind} '{name}'", "Rebuild it with: pctui seed")
