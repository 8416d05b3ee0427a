"""A database opened for reading, and how it is asked."""

from __future__ import annotations

import sqlite3
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from ..errors import DatabaseError
from ..text import clean
from .open import Deadline, connect

_MOST_KEPT = 20_000  # entries
_WORTH_ALL = 7  # how many times as long one entry takes alone as it does among all


class ReadOnlyDatabase:
    """A database opened for reading. `context` shows what comes from outside the documents as well."""

    def __init__(self, path: Path, *, context: bool = False) -> None:
        self.path = path
        self.context = context
        self.whole = False  # whether every entry is going to be asked for: see `rows_of`
        self._kept: dict[Hashable, dict[str, list[tuple[Any, ...]]]] = {}
        self._deadline = Deadline()
        self._connection = connect(path, self._deadline, context=context)

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        self._deadline.start()
        try:
            yield
        except sqlite3.OperationalError as error:
            if "interrupted" in str(error):
                raise DatabaseError("the database took too long to answer; the question was given up") from error
            raise DatabaseError(f"{self.path} cannot be read: {error}", "Rebuild it with: pctui seed") from error
        except (sqlite3.DatabaseError, UnicodeError) as error:  # a damaged name is no text
            raise DatabaseError(f"{self.path} is damaged: {error}", "Rebuild it with: pctui seed") from error

    def ask(self, sql: str, **parameters: object) -> list[tuple[Any, ...]]:
        """Run one SELECT; DatabaseError where it fails or takes too long."""
        with self._guarded():
            # An argument may hold bytes that are no text: nothing is called that, and SQLite takes none.
            safe = {name: clean(value) if isinstance(value, str) else value for name, value in parameters.items()}
            return self._connection.execute(sql, safe).fetchall()

    def one(self, sql: str, **parameters: object) -> tuple[Any, ...] | None:
        rows = self.ask(sql, **parameters)
        return rows[0] if rows else None

    def rows_of(self, slug: str, sql: str, **parameters: object) -> list[tuple[Any, ...]]:
        """What belongs to the entry `slug`: `sql` gives the owner's slug first, and `{this}` where it is compared.

        Where the `whole` is wanted each question is put once for all entries, and the rows of all are kept: a corpus
        of five hundred entries takes two dozen questions instead of six thousand.
        """
        if not self.whole or self._entries > _MOST_KEPT:
            return [row[1:] for row in self.ask(sql.replace("{this}", "= :slug"), slug=slug, **parameters)]
        key = (sql, *parameters.items())
        if key not in self._kept:
            kept = self._kept[key] = {}
            for row in self.ask(sql.replace("{this}", "IS NOT NULL"), **parameters):
                kept.setdefault(row[0], []).append(row[1:])
        return self._kept[key].get(clean(slug), [])

    def row_of(self, slug: str, sql: str) -> tuple[Any, ...] | None:
        rows = self.rows_of(slug, sql)
        return rows[0] if rows else None

    def expect(self, entries: int) -> None:
        """Say how many entries are going to be described: many of all there are, and all are asked for at once."""
        self.whole = entries * _WORTH_ALL > self._entries

    @cached_property
    def _entries(self) -> int:
        """How many entries there are, hidden ones counted."""
        row = self.one("SELECT MAX(id) FROM entries")
        return row[0] or 0 if row else 0
