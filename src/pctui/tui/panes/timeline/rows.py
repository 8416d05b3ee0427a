"""The rows of the pane's list: the events of the timeline, and every body where its existence begins."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from ....model import Bar, Row
from ....queries import timeline
from ....queries.filters import Filter
from ....queries.store import Store

EVENTS = "timeline"  # the list of the database


class TimelineRows:
    """Events by the window, as the database has them, and between them the bodies, which are few.

    `bars` is what is drawn, the events among it as they are listed.
    """

    def __init__(self, store: Store, filters: Filter, bars: Sequence[Bar]) -> None:
        self._store, self._filters = store, filters
        self.events = store.count(EVENTS, filters)
        days = [bar.start or bar.end or "" for bar in bars if bar.kind == "event"]
        self._days = [""] * (self.events - len(days)) + days  # what has no date at all comes first
        found = timeline.bodies(store, filters)
        self._bodies = [row for _, row in found]
        self._since = [day for day, _ in found]
        # After the events of the day: of what begins with one, the event is told first.
        self._at = [bisect_right(self._days, day) + number for number, day in enumerate(self._since)]
        self._place = {row.slug: place for row, place in zip(self._bodies, self._at, strict=True)}

    @property
    def bodies(self) -> int:
        return len(self._bodies)

    def count(self) -> int:
        return self.events + self.bodies

    def counted(self, every: TimelineRows) -> str:
        """How many of all there are these are, in words."""
        words = f"{self.events:,} of {every.events:,} events"
        return f"{words}, {self.bodies:,} of {every.bodies:,} bodies" if every.bodies else words

    def rows(self, offset: int, limit: int) -> list[Row]:
        """The rows [offset, offset + limit)."""
        limit = max(0, min(limit, self.count() - offset))
        first, last = bisect_left(self._at, offset), bisect_left(self._at, offset + limit)
        events = limit - (last - first)
        found = self._store.rows(EVENTS, offset - first, events, self._filters) if events else []
        for number in range(first, last):
            found.insert(self._at[number] - offset, self._bodies[number])
        return found

    def place(self, slug: str) -> int | None:
        """Where an event or a body stands; None where it does not."""
        if slug in self._place:
            return self._place[slug]
        event = self._store.position(EVENTS, slug, self._filters)
        return None if event is None else self._among(event)

    def _among(self, event: int) -> int:
        """The place of the event that is number `event` among the events."""
        # Body number n stands after `_at[n] - n` events.
        numbers = range(len(self._at))
        return event + bisect_right(numbers, event, key=lambda number: self._at[number] - number)

    def before(self, day: str) -> int:
        """How many rows stand before an ISO day: the place of the first on it or after it."""
        return bisect_left(self._days, day) + bisect_left(self._since, day)

    def beginning(self, place: int, by: int) -> int | None:
        """The place of the next body after (by > 0) or before a place; None where there is none."""
        number = bisect_right(self._at, place) if by > 0 else bisect_left(self._at, place) - 1
        return self._at[number] if 0 <= number < len(self._at) else None
