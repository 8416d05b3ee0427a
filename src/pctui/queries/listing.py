"""A list as a command asks for it: in an order, narrowed and limited, read row by row however long it is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from .. import model
from .filters import EVERYTHING, Filter
from .store import Store


class Listing:
    """The entries of the list `name`, the first `limit` of them if it is given. Nothing of it is kept in memory.

    It is a collection of slugs, each once, though an entry may be in several groups; `rows` has the groups as well.
    """

    def __init__(
        self, store: Store, name: str, filters: Filter = EVERYTHING, order: str | None = None, limit: int | None = None
    ) -> None:
        self._store, self._name, self._filters = store, name, filters
        self._order, self._limit = order, limit

    def rows(self) -> Iterator[model.Row]:
        """Yield the rows, with headings unless they are sorted, to the one in which the last entry is first listed."""
        limit = -1 if self._limit is None else self._limit
        if self._order:
            yield from self._store.sorted_rows(self._name, self._order, limit, self._filters)
        elif self._name == "timeline":  # it has no headings, so the database can limit it
            yield from self._store.each_row(self._name, self._filters, limit)
        else:
            seen: set[str] = set()
            for row in self._store.each_row(self._name, self._filters):
                yield row
                if not row.heading and limit >= 0:
                    seen.add(row.slug)
                    if len(seen) == limit:
                        return

    def __iter__(self) -> Iterator[str]:
        if self._name == "timeline" and not self._order and not self._filters:
            yield from self._store.timeline_slugs(-1 if self._limit is None else self._limit)
            return
        if self._order or self._name == "timeline":
            yield from (row.slug for row in self.rows())
            return
        seen: set[str] = set()
        for row in self.rows():
            if not row.heading and row.slug not in seen:
                seen.add(row.slug)
                yield row.slug

    @cached_property
    def total(self) -> int:
        """The number of entries without the limit."""
        return self._store.total(self._name, self._filters)

    def __len__(self) -> int:
        return self.total if self._limit is None else min(self.total, self._limit)
