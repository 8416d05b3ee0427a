"""The timeline's list in another order than by date: which of its places each row has."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from ..database.read_only import ReadOnlyDatabase
from ..model import Row
from .timeline_window import Timeline

_BY_TITLE = """
SELECT r.shown_place FROM shown_{kind}_rows r JOIN entries e ON e.slug = r.slug ORDER BY e.title_key, e.title, e.slug
"""


def places_in(database: ReadOnlyDatabase, timeline: Timeline, order: str) -> Sequence[int]:
    """Return the places of the rows of a timeline of a database in an order: '' and 'date', 'newest' or 'title'.

    By title this takes seconds with a million entries: do it in a thread.
    """
    if order == "title":
        return array("q", (row[0] for row in database.stream(_BY_TITLE.format(kind=timeline.KIND))))
    count = timeline.count()
    return range(count - 1, -1, -1) if order == "newest" else range(count)


class OrderedTimeline:
    """The rows of a timeline in an order, read by the window."""

    def __init__(self, timeline: Timeline, places: Sequence[int]) -> None:
        self._timeline, self._places = timeline, places
        self._rows = places if isinstance(places, range) else array("q", bytes(8 * len(places)))
        if isinstance(self._rows, array):
            for row, place in enumerate(places):
                self._rows[place] = row

    def count(self) -> int:
        return len(self._places)

    def place(self, row: int) -> int:
        """Return the place by date of a row; past the ends, of the nearest."""
        return self._places[max(0, min(row, len(self._places) - 1))] if self._places else 0

    def row(self, place: int) -> int:
        """Return the row of a place by date; past the ends, of the nearest."""
        place = max(0, min(place, len(self._places) - 1))
        if not self._places:
            return 0
        return self._rows.index(place) if isinstance(self._rows, range) else self._rows[place]

    def rows(self, offset: int, limit: int) -> list[Row]:
        """Return the rows [offset, offset + limit)."""
        places = self._places[offset : offset + limit]
        if isinstance(places, range):
            found = self._timeline.rows(min(places), len(places)) if places else []
            return found if places.step > 0 else found[::-1]
        return [row for place in places for row in self._timeline.rows(place, 1)]
