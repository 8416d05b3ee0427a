"""A database opened for reading, with methods that run queries on it."""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Hashable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from ..errors import Damaged, DatabaseError
from ..text import clean
from .open import Deadline, connect, identity, unusable
from .seal import refuse_unchecked

_CACHE_LIMIT = 20_000  # entries
_SINGLE_COST = 7  # reading one entry by itself takes this many times as long as reading it along with all others


class ReadOnlyDatabase:
    """A database opened for reading; `context` also shows background facts from other sources."""

    def __init__(self, path: Path, *, context: bool = False, checked: bool = False) -> None:
        self.path = path
        self.context = context
        self.whole = False  # whether (nearly) every entry is going to be read: see `rows_of`
        self._cache: dict[Hashable, dict[str, list[tuple[Any, ...]]]] = {}
        self._deadline = Deadline()
        self._file = identity(path)
        self._connection = connect(path, self._deadline, context=context, checked=checked)

    def read_whole(self) -> None:
        """Announce that all of it is going to be read: a large file is checked for damage first, as others are."""
        self.whole = True
        with self._guarded():
            refuse_unchecked(self._connection, self.path)

    def close(self) -> None:
        self._connection.close()

    def further(self) -> Self:
        """Return a further connection to the same database, for what may take long in a thread: `interrupt` ends that.

        DatabaseError if another file has taken its place.
        """
        if identity(self.path) != self._file:
            raise DatabaseError(f"{self.path} has been rebuilt", "Quit, and open it again.")
        other = type(self)(self.path, context=self.context, checked=True)
        other._deadline.seconds = math.inf
        return other

    def interrupt(self) -> None:
        """End what another thread has running or runs next on this connection; that fails with DatabaseError."""
        self._deadline.seconds = self._deadline.until = -math.inf
        self._connection.interrupt()

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
                raise DatabaseError("the database took too long to answer; the query was cancelled") from error
            raise unusable(self.path, "read", error) from error
        except (sqlite3.DatabaseError, UnicodeError) as error:  # in a damaged file even a name may not be valid text
            raise Damaged(self.path, str(error)) from error

    def select(self, sql: str, **parameters: object) -> list[tuple[Any, ...]]:
        """Run one SELECT and return its rows; DatabaseError if it fails or takes too long."""
        with self._guarded():
            # A command-line argument may contain bytes that are not text, which SQLite would refuse.
            safe = {name: clean(value) if isinstance(value, str) else value for name, value in parameters.items()}
            return self._connection.execute(sql, safe).fetchall()

    def one(self, sql: str, **parameters: object) -> tuple[Any, ...] | None:
        """Run one SELECT and return its first row, or None."""
        rows = self.select(sql, **parameters)
        return rows[0] if rows else None

    def rows_of(self, slug: str, sql: str, **parameters: object) -> list[tuple[Any, ...]]:
        """Return the rows that belong to the entry `slug`, without their first column.

        The first column that `sql` selects must be the slug of the owner, and `{this}` must follow it in the condition.
        If `whole` is set, each query runs once for all entries and its rows are cached: a corpus of five hundred
        entries takes two dozen queries instead of six thousand.
        """
        if not self.whole or self._entries > _CACHE_LIMIT:
            return [row[1:] for row in self.select(sql.replace("{this}", "= :slug"), slug=slug, **parameters)]
        key = (sql, *parameters.items())
        if key not in self._cache:
            cached = self._cache[key] = {}
            for row in self.select(sql.replace("{this}", "IS NOT NULL"), **parameters):
                cached.setdefault(row[0], []).append(row[1:])
        return self._cache[key].get(clean(slug), [])

    def rows_of_all(self, slugs: Iterable[str], sql: str) -> dict[str, list[tuple[Any, ...]]]:
        """Return the rows that belong to each of several entries, by slug; `sql` as in `rows_of`, in one query."""
        if self.whole:
            return {slug: self.rows_of(slug, sql) for slug in slugs}
        found: dict[str, list[tuple[Any, ...]]] = {}
        this = "IN (SELECT value FROM json_each(:slugs))"
        for row in self.select(sql.replace("{this}", this), slugs=json.dumps(list(slugs))):
            found.setdefault(row[0], []).append(row[1:])
        return found

    def row_of(self, slug: str, sql: str) -> tuple[Any, ...] | None:
        """Return the first row that belongs to the entry `slug`, or None; `sql` as in `rows_of`."""
        rows = self.rows_of(slug, sql)
        return rows[0] if rows else None

    def expect(self, entries: int) -> None:
        """Announce that `entries` entries are going to be read, which decides whether to query all of them at once."""
        self.whole = entries * _SINGLE_COST > self._entries

    @cached_property
    def _entries(self) -> int:
        """The number of entries, including hidden ones."""
        row = self.one("SELECT MAX(id) FROM entries")
        return row[0] or 0 if row else 0
