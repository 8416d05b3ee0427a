"""Builds the database in a temporary file, which is checked, synced and renamed over the old one."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from .. import paths
from ..collector import without_collector
from ..corpus.files import share_read
from ..corpus.kept_records import KeptRecords
from ..corpus.loaded import Loaded, Record
from ..corpus.loader import examine, records
from ..corpus.parse import Place
from ..errors import CorpusError, DatabaseError, Fault, FilesError, Progress, from_os
from ..private import create_folder
from ..restricted import allow_writing
from ..temporary import folder_beside, real_path
from . import facet_counts, grouped_lists, timeline, worked_out
from .fingerprint import fingerprint
from .open import APPLICATION_ID, header
from .rows import Row, Rows
from .seal import PAGE, remember, seal

_OF_ANOTHER = ("-journal", "-wal", "-shm")  # beside the old database, from another program that changed it
# The new file is synced and renamed at the end, and is lost if anything fails: nothing need be undone or safe before.
# The keys are checked at the end: rows are not inserted in the order of their references.
_FAST = ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF", "cache_size = -8192")
_BATCH = 1000  # records


class Seeded(NamedTuple):
    """How many entries and documents a database was built from."""

    entries: int
    documents: int


Insert = Callable[[sqlite3.Connection], Seeded]


def seed(
    corpus: Path,
    database: Path,
    verify: Callable[[Loaded], list[Fault]] | None = None,
    before: KeptRecords | None = None,
    *,
    installed: bool = False,
    silent: bool = False,
) -> Seeded:
    """Build `database` from the folder `corpus`.

    CorpusError, and nothing is built, if the corpus has faults, those that `verify` finds in it included. The records
    are read, checked and written one after the other, so that memory grows little with the corpus; only to be
    verified must it be in memory. `before` has the records that were read before, by default those kept on disk.
    `installed` says that the corpus is installed as a package, like the built-in one. If `silent`, no progress is
    shown.
    """
    allow_writing()
    try:
        database = real_path(database)
    except OSError as error:
        raise from_os(error, "write the database", database) from error
    refuse_foreign(database)
    built_in = installed or os.path.realpath(corpus) == os.path.realpath(paths.built_in_corpus())
    with without_collector(), Progress(silent=silent) as progress:
        hash_of = before.hash_of if before else None
        digest = fingerprint(corpus, hash_of)
        faults: list[Fault] = []
        found: Iterable[tuple[Record, Place]] = records(corpus, faults, before)
        if verify:
            progress.say("verifying the corpus …")
            loaded, unsound = examine(corpus, before)
            if unsound := [*unsound, *verify(loaded)]:
                raise CorpusError(unsound)
            found = loaded.records

        def insert(connection: sqlite3.Connection) -> Seeded:
            share = share_read(corpus) if progress.shown and not verify else None
            seeded = _insert(connection, found, faults, (digest, built_in), progress, share)
            if verify and fingerprint(corpus, hash_of) != digest:  # what is built must be what was verified
                raise FilesError(f"the corpus in {corpus} was changed while it was read", "Run the command again.")
            return seeded

        return write(database, insert, progress)


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


def write(database: Path, insert: Insert, progress: Progress) -> Seeded:
    """Make a new database, filled by `insert`, and rename it over `database`: if anything fails, the old one stays.

    `insert` is called in a transaction, and inserts what the corpus says; the rest is worked out from that.
    """
    folder = database.parent
    try:
        create_folder(folder)
        with folder_beside(database) as place:
            building = place / "new.db"
            building.touch()  # SQLite itself would not obey the umask
            seeded = _fill(building, insert, progress)
            progress.say("sealing the database …")
            seal(building)
            _sync(building)
            building.replace(database)
            for suffix in _OF_ANOTHER:  # SQLite would apply them to the new database
                database.with_name(f"{database.name}{suffix}").unlink(missing_ok=True)
            _sync(folder)
        remember(database)
    except OSError as error:
        raise from_os(error, "write the database", database) from error
    return seeded


def _fill(path: Path, insert: Insert, progress: Progress) -> Seeded:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute(f"PRAGMA page_size = {PAGE}")
        for pragma in _FAST:
            connection.execute(f"PRAGMA {pragma}")
        connection.executescript(paths.schema().read_text(encoding="utf-8"))
        indexes = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql > ''").fetchall()
        for name, _ in indexes:  # to build an index of rows that are there is faster than to keep it up with each
            connection.execute(f"DROP INDEX {name}")
        connection.execute("BEGIN")
        seeded = insert(connection)
        progress.say("building the database: full-text index …")
        # First: what it leaves free is taken by what follows.
        connection.execute("INSERT INTO entries_fts (entries_fts) VALUES ('rebuild')")
        connection.execute("INSERT INTO entries_fts (entries_fts) VALUES ('optimize')")
        progress.say("building the database: timeline …")
        worked_out.fill(connection)
        timeline.fill_rows(connection)
        progress.say("building the database: filters …")
        facet_counts.fill(connection)
        progress.say("building the database: lists …")
        grouped_lists.fill(connection)
        for number, (_, definition) in enumerate(indexes, 1):
            progress.say(f"building the database: index {number} of {len(indexes)} …")
            connection.execute(definition)
        progress.say("building the database: days of the timeline …")
        timeline.count(connection)
        connection.execute("COMMIT")
        _check(connection, progress)
        connection.execute("ANALYZE")
        return seeded
    except sqlite3.Error as error:
        raise DatabaseError(f"the database could not be built: {error}") from error
    finally:
        connection.close()


def _insert(
    connection: sqlite3.Connection,
    found: Iterable[tuple[Record, Place]],
    faults: list[Fault],
    corpus: tuple[str, bool],
    progress: Progress,
    share: Callable[[str, int], float] | None,
) -> Seeded:
    """Insert the rows of records as they are read; CorpusError with all their faults if there are any in the end.

    `corpus` is its digest, and whether it is the built-in one; `share` tells how much of it has been read.
    """
    batches = _Batches(connection)
    rows = Rows(batches.into, *corpus)
    for number, (record, place) in enumerate(found, 1):
        if not faults:  # else nothing is built: only the other faults are of interest
            rows.add(record)
        if number % _BATCH == 0:
            batches.insert()
            if share:
                read = share(place.file, place.line())
                progress.count(f"reading the corpus: {read:.0%}, {number:,} records …")
    if faults:
        raise CorpusError(faults)
    rows.finish()
    batches.insert()
    return Seeded(rows.entries, rows.documents)


class _Batches:
    """Rows that wait to be inserted, those of a table together."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._waiting: dict[str, list[Row]] = {}  # by statement

    def into(self, table: str, columns: tuple[str, ...]) -> Callable[[Row], None]:
        """Return what takes a row of a table."""
        statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
        return self._waiting.setdefault(statement, []).append

    def insert(self) -> None:
        """Insert the rows that wait."""
        for statement, rows in self._waiting.items():
            self._connection.executemany(statement, rows)
            rows.clear()


def _check(connection: sqlite3.Connection, progress: Progress) -> None:
    progress.say("checking the database: every page …")
    broken = connection.execute("PRAGMA integrity_check").fetchall()
    if broken != [("ok",)]:
        raise DatabaseError(f"the new database is damaged: {broken[0][0]}")
    progress.say("checking the database: every reference …")
    dangling = connection.execute("PRAGMA foreign_key_check").fetchone()
    if dangling:
        raise DatabaseError(f"a row of {dangling[0]} refers to a missing row of {dangling[2]}")


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
