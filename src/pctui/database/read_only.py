"""A database opened for reading, with methods that run queries on it."""

from __future__ import annotations

import json
import math
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any, Self, TypeVar

from ..errors import Damaged, DatabaseError, TooSlow
from ..text import clean
from .open import Deadline, connect, identity, unusable
from .seal import refuse_unchecked

Item = TypeVar("Item")

BATCH = 500  # entries that are read together, and rows that are read at once
_PER_SECOND = 20_000_000  # bytes of a database that even a slow computer reads and sorts in a second


def batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Yield `items` in lists of at most BATCH."""
    remaining = iter(items)
    while batch := list(islice(remaining, BATCH)):
        yield batch


class ReadOnlyDatabase:
    """A database opened for reading; `context` also shows background facts from other sources."""

    def __init__(self, path: Path, *, context: bool = False, checked: bool = False) -> None:
        self.path = path
        self.context = context
        self._together: frozenset[str] = frozenset()
        self._read: dict[str, dict[str, list[tuple[Any, ...]]]] = {}
        self._deadline = Deadline()
        self._file = identity(path)
        self._connection = connect(path, self._deadline, context=context, checked=checked)

    def read_whole(self) -> None:
        """Check a large file for damage, as others are when they are opened, because all of it is going to be read."""
        with self._guarded():
            refuse_unchecked(self._connection, self.path)

    def allow_for_size(self) -> None:
        """Let a query be silent for as long as an honest one may be in a database of this size.

        A command can be interrupted; the explorer, which waits for its answers, must not wait for so long.
        """
        self._deadline.seconds += self.path.stat().st_size / _PER_SECOND

    def close(self) -> None:
        self._connection.close()

    @property
    def replaced(self) -> tuple[int, ...]:
        """What tells the file that has taken the place of this one from others; empty while none has."""
        found = identity(self.path)
        return found if found != self._file else ()

    def become(self, other: Self) -> None:
        """Read from now on what `other`, which nobody else uses, has opened; what was kept of this one is dropped."""
        old = self._connection
        self.__dict__.clear()
        self.__dict__.update(other.__dict__)
        old.close()

    @contextmanager
    def showing(self, other: Self) -> Iterator[None]:
        """Within this, read what `other` has opened."""
        own = self.__dict__.copy()
        self.__dict__.clear()
        self.__dict__.update(other.__dict__)
        try:
            yield
        finally:
            self.__dict__.clear()
            self.__dict__.update(own)

    def further(self) -> Self:
        """Return a further connection to the same database, for what may take long in a thread: `interrupt` ends that.

        DatabaseError if another file has taken its place.
        """
        if identity(self.path) != self._file:
            raise DatabaseError(f"{self.path} has been rebuilt", "Try again: the new one is opened meanwhile.")
        other = type(self)(self.path, context=self.context, checked=True)
        other._deadline.seconds = math.inf
        return other

    def interrupt(self) -> None:
        """End what another thread has running or runs next on this connection; that fails with DatabaseError."""
        self._deadline.seconds = self._deadline.until = -math.inf
        with suppress(sqlite3.ProgrammingError):  # it may just have been closed
            self._connection.interrupt()

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Within this, all queries together may take so long; what takes longer is TooSlow."""
        self._deadline.all_until = time.monotonic() + seconds
        try:
            yield
        finally:
            self._deadline.all_until = math.inf

    @contextmanager
    def filling(self) -> Iterator[sqlite3.Connection]:
        """Lend a further connection, to fill temporary tables; from then on its queries are limited in time again."""
        with self._guarded():
            yield self._connection
        self._deadline.seconds = Deadline().seconds

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        self._deadline.start()
        try:
            yield
        except sqlite3.OperationalError as error:
            if "interrupted" in str(error):
                raise TooSlow from error
            raise unusable(self.path, "read", error) from error
        except (sqlite3.DatabaseError, UnicodeError) as error:  # in a damaged file even a name may not be valid text
            raise Damaged(self.path, str(error)) from error

    def select(self, sql: str, **parameters: object) -> list[tuple[Any, ...]]:
        """Run one SELECT and return its rows; DatabaseError if it fails or takes too long."""
        with self._guarded():
            return self._execute(sql, parameters).fetchall()

    def stream(self, sql: str, **parameters: object) -> Iterator[tuple[Any, ...]]:
        """Run one SELECT and yield its rows as they are read; what is limited is the time between them, not in all."""
        with self._guarded():
            cursor = self._execute(sql, parameters)
            rows = cursor.fetchmany(BATCH)
        while rows:
            yield from rows
            with self._guarded():
                rows = cursor.fetchmany(BATCH)

    def _execute(self, sql: str, parameters: dict[str, object]) -> sqlite3.Cursor:
        # A command-line argument may contain bytes that are not text, which SQLite would refuse.
        safe = {name: clean(value) if isinstance(value, str) else value for name, value in parameters.items()}
        return self._connection.execute(sql, safe)

    def one(self, sql: str, **parameters: object) -> tuple[Any, ...] | None:
        """Run one SELECT and return its first row, or None."""
        rows = self.select(sql, **parameters)
        return rows[0] if rows else None

    @contextmanager
    def together(self, slugs: Iterable[str]) -> Iterator[None]:
        """Within this, what `rows_of` is asked about one of these entries is read for all of them, with one query."""
        before = self._together, self._read
        self._together, self._read = frozenset(slugs), {}
        try:
            yield
        finally:
            self._together, self._read = before

    def rows_of(self, slug: str, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows that belong to the entry `slug`, without their first column.

        The first column that `sql` selects must be the slug of the owner, and `{this}` must follow it in the condition.
        """
        if slug not in self._together:
            return self.rows_of_all([slug], sql).get(clean(slug), [])
        if sql not in self._read:
            self._read[sql] = self.rows_of_all(self._together, sql)
        return self._read[sql].get(slug, [])

    def rows_of_all(self, slugs: Iterable[str], sql: str) -> dict[str, list[tuple[Any, ...]]]:
        """Return the rows that belong to each of several entries, by slug; `sql` as in `rows_of`, in one query."""
        these = sorted(slugs)
        this, given = "IN (SELECT value FROM json_each(:slugs))", json.dumps(these)
        if len(these) == 1:
            this, given = "= :slugs", these[0]
        found: dict[str, list[tuple[Any, ...]]] = {}
        for row in self.select(sql.replace("{this}", this), slugs=given) if these else ():
            found.setdefault(row[0], []).append(row[1:])
        return found

    def row_of(self, slug: str, sql: str) -> tuple[Any, ...] | None:
        """Return the first row that belongs to the entry `slug`, or None; `sql` as in `rows_of`."""
        rows = self.rows_of(slug, sql)
        return rows[0] if rows else None
