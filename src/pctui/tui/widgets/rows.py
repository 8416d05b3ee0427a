"""The rows of a list, fetched in windows: few of them are in memory, however long the list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ...errors import UsageError
from ...model import Row

_WINDOW = 64  # rows fetched at a time
_KEPT = 16  # windows kept
_EXPORTED = 20_000  # the most rows that are exported to a file from the screen


class Source(Protocol):
    """The source of a list's rows."""

    def count(self) -> int: ...

    def rows(self, offset: int, limit: int) -> list[Row]: ...


class Rows:
    """A source made of two functions."""

    def __init__(self, count: Callable[[], int], rows: Callable[[int, int], list[Row]]) -> None:
        self.count = count
        self.rows = rows


class Windows:
    """The rows of a source, of which the windows read last are kept."""

    def __init__(self, source: Source | None = None) -> None:
        self._source = source
        self._windows: dict[int, list[Row]] = {}
        self.count = source.count() if source else 0

    @property
    def fit_in_memory(self) -> bool:
        """Whether all rows can be read without dropping any."""
        return self.count <= _WINDOW * _KEPT

    def read(self, number: int) -> None:
        """Read the first `number` rows at once, which costs less than window by window."""
        number = -(-min(number, self.count, _WINDOW * _KEPT) // _WINDOW) * _WINDOW
        if self._source and any(at not in self._windows for at in range(number // _WINDOW)):
            rows = self._source.rows(0, number)
            self._windows = {at // _WINDOW: rows[at : at + _WINDOW] for at in range(0, len(rows), _WINDOW)}

    def row(self, index: int) -> Row | None:
        """Return the row at `index`, or None past the ends."""
        if self._source is None or not 0 <= index < self.count:
            return None
        number, place = divmod(index, _WINDOW)
        window = self._windows.get(number)
        if window is None:
            if len(self._windows) >= _KEPT:
                self._windows.pop(next(iter(self._windows)))
            window = self._windows[number] = self._source.rows(number * _WINDOW, _WINDOW)
        return window[place] if place < len(window) else None

    def all_rows(self) -> list[Row]:
        """Return all rows, with the headings; raise UsageError if they are too many to export from the screen."""
        if self.count > _EXPORTED:
            raise UsageError(f"the list has {self.count:,} rows", "pctui export writes all of them.")
        return self._source.rows(0, self.count) if self._source else []
