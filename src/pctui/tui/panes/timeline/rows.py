"""The rows of the pane's list: the events of the timeline, and every organisation at its start date."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from ....model import Bar, Row
from ....queries import timeline
from ....queries.filters import Filter
from ....queries.store import Store

EVENTS = "timeline"  # the store's list


class TimelineRows:
    """Events, fetched by the window, merged by date with the organisations, which are few and held in memory.

    `bars` are the bars of the chart, whose events are in the order of the list.
    """

    def __init__(self, store: Store, filters: Filter, bars: Sequence[Bar]) -> None:
        self._store, self._filters = store, filters
        self.events = store.count(EVENTS, filters)
        days = [bar.start or bar.end or "" for bar in bars if bar.kind == "event"]
        self._days = [""] * (self.events - len(days)) + days  # undated events come first
        found = timeline.bodies(store, filters)
        self._bodies = [row for _, row in found]
        self._since = [day for day, _ in found]
        # After the events of the day, so that the event that founds an organisation comes before it.
        self._at = [bisect_right(self._days, day) + number for number, day in enumerate(self._since)]
        self._place = {row.slug: place for row, place in zip(self._bodies, self._at, strict=True)}

    @property
    def bodies(self) -> int:
        return len(self._bodies)

    def count(self) -> int:
        return self.events + self.bodies

    def count_label(self, unfiltered: TimelineRows) -> str:
        """Return "12 of 53 events, 4 of 14 bodies"."""
        label = f"{self.events:,} of {unfiltered.events:,} events"
        return f"{label}, {self.bodies:,} of {unfiltered.bodies:,} bodies" if unfiltered.bodies else label

    def rows(self, offset: int, limit: int) -> list[Row]:
        """Return the rows [offset, offset + limit)."""
        limit = max(0, min(limit, self.count() - offset))
        first, last = bisect_left(self._at, offset), bisect_left(self._at, offset + limit)
        events = limit - (last - first)
        found = self._store.rows(EVENTS, offset - first, events, self._filters) if events else []
        for number in range(first, last):
            found.insert(self._at[number] - offset, self._bodies[number])
        return found

    def place(self, slug: str) -> int | None:
        """Return the index of an event or an organisation; None if it is not in the list."""
        if slug in self._place:
            return self._place[slug]
        event = self._store.position(EVENTS, slug, self._filters)
        return None if event is None else self._among(event)

    def _among(self, event: int) -> int:
        """Return the index in the list of event number `event`."""
        # Organisation number n comes after `_at[n] - n` events.
        numbers = range(len(self._at))
        return event + bisect_right(numbers, event, key=lambda number: self._at[number] - number)

    def before(self, day: str) -> int:
        """Return how many rows come before an ISO day: the index of the first row on or after it."""
        return bisect_left(self._days, day) + bisect_left(self._since, day)

    def beginning(self, place: int, by: int) -> int | None:
        """Return the index of the next organisation after (by > 0) or before an index; None if there is none."""
        number = bisect_right(self._at, place) if by > 0 else bisect_left(self._at, place) - 1
        return self._at[number] if 0 <= number < len(self._at) else None
