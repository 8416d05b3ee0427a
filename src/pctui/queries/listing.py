"""A list as a command asks for it: in an order, narrowed and limited, read row by row however long it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from .. import model
from .filters import EVERYTHING, Filter
from .store import Store


class Listing:
    """The entries of the list `name`, the first `limit` of them if it is given. Nothing of it is kept in memory.

    It is a collection of slugs, each once, though an entry may be in several groups; `rows` has the groups as well,
    unless it is `flat`.
    """

    def __init__(
        self,
        store: Store,
        name: str,
        filters: Filter = EVERYTHING,
        order: str | None = None,
        limit: int | None = None,
        *,
        flat: bool = False,
    ) -> None:
        self._store, self._name, self._filters = store, name, filters
        self._order, self._limit, self._flat = order, limit, flat

    def rows(self) -> Iterator[model.Row]:
        """Yield the rows, with headings unless they are sorted, to the one in which the last entry is first listed."""
        return self._each_once() if self._flat else self._rows()

    def _each_once(self) -> Iterator[model.Row]:
        seen: set[str] = set()
        for row in self._rows():
            if not row.heading and row.slug not in seen:
                seen.add(row.slug)
                yield row

    def _rows(self) -> Iterator[model.Row]:
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
            yield from (row.slug for row in self._rows())
            return
        yield from (row.slug for row in self._each_once())

    @cached_property
    def total(self) -> int:
        """The number of entries without the limit."""
        return self._store.total(self._name, self._filters)

    def __len__(self) -> int:
        return self.total if self._limit is None else min(self.total, self._limit)


class Divided:
    """A list in parts, each with its title, of which no two have the same entry; the first `limit` entries of all."""

    def __init__(
        self,
        store: Store,
        name: str,
        parts: Sequence[tuple[str, Filter]],
        order: str | None = None,
        limit: int | None = None,
        *,
        flat: bool = False,
    ) -> None:
        self.parts = [(title, Listing(store, name, filters, order, flat=flat)) for title, filters in parts]
        self.total = sum(part.total for _, part in self.parts)  # without the limit
        if limit is not None:
            for number, (title, filters) in enumerate(parts):
                part = Listing(store, name, filters, order, limit, flat=flat)
                self.parts[number] = title, part
                limit -= len(part)
        self.parts = [(title, part) for title, part in self.parts if len(part)]

    def __iter__(self) -> Iterator[str]:
        for _, part in self.parts:
            yield from part

    def __len__(self) -> int:
        return sum(len(part) for _, part in self.parts)
