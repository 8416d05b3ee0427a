"""The explorer's timeline, read by the window: the rows of its list, and what its chart has where it can be seen.

Nothing here reads more than it returns, however long the timeline is: places, days and running sums are stored.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any, ClassVar, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from .. import edtf
from ..database.read_only import BATCH, ReadOnlyDatabase
from ..database.timeline import fill_matching
from ..edtf import DateError
from ..errors import DatabaseError
from ..model import Bar, Row
from ..text import clean
from .filters import Filter

_BARS = """
SELECT r.slug, IIF(r.body, 'organisation', 'event'), e.title, COALESCE(o.abbreviation, e.title), r.lane, r.span,
  COALESCE(d.date_earliest, c.date_earliest, o.existence_earliest),
  COALESCE(d.date_latest, c.date_latest, o.existence_latest),
  COALESCE(d.date_edtf, c.date_edtf, o.existence_edtf), o.planned_from_earliest, e.modality, o.existence_begun,
  a.attested_latest
FROM shown_{kind}_rows r
JOIN entries e ON e.slug = COALESCE(r.head, r.slug)
LEFT JOIN event_details d ON d.slug = e.slug
LEFT JOIN change_details c ON c.slug = e.slug
LEFT JOIN organisation_details o ON o.slug = e.slug
LEFT JOIN organisation_attested a ON a.organisation = e.slug
WHERE {condition}
ORDER BY {order}
"""
_ROWS = """
SELECT r.slug, e.kind, e.title, COALESCE(d.date_label, c.date_label, o.{existence}), COALESCE(l.title, ''),
  e.modality, e.origin, e.status, {under}
FROM shown_{kind}_rows r
JOIN entries e ON e.slug = r.slug
LEFT JOIN event_details d ON d.slug = r.slug
LEFT JOIN change_details c ON c.slug = r.slug
LEFT JOIN organisation_details o ON o.slug = r.slug
LEFT JOIN terms l ON l.vocabulary = 'lane' AND l.slug = r.lane
WHERE r.shown_place >= :offset AND r.shown_place < :offset + :limit
ORDER BY r.shown_place
"""
_ROWS_UNDER = """
SELECT r.head, r.slug, e.kind, e.title, COALESCE(d.date_label, c.date_label), e.modality, e.origin, e.status
FROM json_each(:heads) given
CROSS JOIN timeline_rows r ON r.head = given.value
JOIN shown_entries e ON e.slug = r.slug
LEFT JOIN event_details d ON d.slug = r.slug
LEFT JOIN change_details c ON c.slug = r.slug
ORDER BY r.place
"""
_UNDER = "(SELECT COUNT(*) FROM timeline_rows u JOIN shown_entries x ON x.slug = u.slug WHERE u.head = r.slug)"


class Extent(Struct, frozen=True):
    """What the timeline has: its numbers of events, of bodies and of rows, and its first and last ISO day.

    `starts` is the number of those whose start is known: a tenth of them start before `low`, and a tenth after `high`.
    """

    events: int
    bodies: int
    number: int
    first: str | None
    last: str | None
    starts: int
    low: str | None
    high: str | None


class Sums(NamedTuple):
    """How many markers of a lane there are before a day, and how many of its spans have begun and ended before it."""

    markers: int = 0
    begun: int = 0
    ended: int = 0


class Timeline:
    """The timeline that a database has, or a part of it: see `Milestones` and `NarrowedTimeline`.

    An entry that tells what another tells has no row of its own, but is under that: see `same`.
    """

    NAME: ClassVar = "All"
    KIND: ClassVar = "timeline"  # whose rows, days and extent these are
    _COUNT_OF_UNDER: ClassVar = _UNDER
    _EVENT: ClassVar = "NOT body"
    _PLACE: ClassVar = (
        "SELECT shown_place FROM shown_timeline_rows "
        "WHERE slug = COALESCE((SELECT head FROM timeline_rows WHERE slug = :slug), :slug)"
    )

    def __init__(self, database: ReadOnlyDatabase) -> None:
        self._database = database
        row = self._one("SELECT events, bodies, number, first, last, starts, low, high FROM shown_{kind}_extent")
        if row is None:
            raise DatabaseError(f"{database.path} does not say what its timeline has", "Rebuild it with: pctui seed")
        self.extent = Extent(*row)
        self._bar: tuple[str, Bar | None] = "", None  # the one asked for last, by slug

    def _one(self, sql: str, **parameters: object) -> tuple[Any, ...] | None:
        return self._database.one(sql.replace("{kind}", self.KIND), **parameters)

    # The list.

    @property
    def events(self) -> int:
        return self.extent.events

    @property
    def bodies(self) -> int:
        return self.extent.bodies

    def count(self) -> int:
        """Return the number of rows, which is less than that of entries if some are under others."""
        return self.extent.number

    @property
    def entries(self) -> int:
        return self.events + self.bodies

    def count_label(self, unfiltered: Timeline) -> str:
        """Return "12 of 53 events, 4 of 14 bodies"."""
        label = f"{self.events:,} of {unfiltered.events:,} events"
        return f"{label}, {self.bodies:,} of {unfiltered.bodies:,} bodies" if unfiltered.bodies else label

    def rows(self, offset: int, limit: int) -> list[Row]:
        """Return the rows [offset, offset + limit)."""
        return [
            replace(row, when=_since(row.when)) if row.kind == "organisation" else row
            for row in self._rows(offset, limit, "existence_edtf")
        ]

    def _rows(self, offset: int, limit: int, existence: str) -> list[Row]:
        sql = _ROWS.format(kind=self.KIND, under=self._COUNT_OF_UNDER, existence=existence)
        return [Row(*row) for row in self._database.select(sql, offset=offset, limit=limit)]

    def entries_in_order(self) -> Iterator[tuple[Row, bool]]:
        """Yield a row for each entry, and whether it is under the one before that is not."""
        for offset in count(0, BATCH):
            rows = self._rows(offset, BATCH, "existence_label")
            if not rows:  # the number of rows is not asked: damaged, it may be any
                return
            under: dict[str, list[Row]] = {}
            for head, slug, kind, title, when, modality, origin, status in self._database.select(
                _ROWS_UNDER, heads=json.dumps([row.slug for row in rows if row.under])
            ):
                under.setdefault(head, []).append(Row(slug, kind, title, when, "", modality, origin, status))
            for row in rows:
                yield row, False
                yield from ((each, True) for each in under.get(row.slug, ()))

    def _place(self, sql: str, **parameters: object) -> int | None:
        row = self._one(sql, **parameters)
        return int(row[0]) if row else None

    def place(self, slug: str) -> int | None:
        """Return the index of an event or an organisation, or of the row that it is under; None if there is none."""
        return self._place(self._PLACE, slug=slug)

    def same(self, slug: str) -> tuple[str | None, list[str]]:
        """Return the slug of the entry that an entry is under, if it is; and those of the entries under it, by date."""
        found = self._database.select(
            "SELECT r.slug, r.head FROM timeline_rows r JOIN shown_entries e ON e.slug = r.slug "
            "WHERE r.head = :slug OR (r.slug = :slug AND r.head IS NOT NULL) ORDER BY r.place",
            slug=slug,
        )
        return next((head for own, head in found if own == slug), None), [own for own, _ in found if own != slug]

    def before(self, day: str) -> int:
        """Return how many rows come before an ISO day: the index of the first row on or after it."""
        found = self._place(
            "SELECT shown_place FROM shown_{kind}_rows WHERE day >= :day ORDER BY day, place LIMIT 1",
            day=day,
        )
        return self.count() if found is None else found

    def beginning(self, place: int, by: int) -> int | None:
        """Return the index of the next organisation after (by > 0) or before an index; None if there is none."""
        here = self._place("SELECT place FROM shown_{kind}_rows WHERE shown_place = :place", place=place)
        if here is None:
            here = -1 if place < 0 else self._last + 1
        sign, order = (">", "ASC") if by > 0 else ("<", "DESC")
        return self._place(
            "SELECT shown_place FROM shown_{kind}_rows "
            f"WHERE body AND place {sign} :here ORDER BY place {order} LIMIT 1",
            here=here,
        )

    @property
    def _last(self) -> int:
        return self._place("SELECT COALESCE(MAX(place), 0) FROM {kind}_rows") or 0

    def first_event(self, day: str) -> str | None:
        """Return the slug of the first event that starts on or after an ISO day."""
        return self._event("day >= :day", "day, place", day)

    def nearest_events(self, day: str) -> list[tuple[str, str]]:
        """Return the last event that starts before an ISO day and the first on or after it, each as (slug, ISO day)."""
        found = []
        for condition, order in (("day < :day", "day DESC, place"), ("day >= :day", "day, place")):
            if slug := self._event(condition, order, day):
                bar = self.bar(slug)
                found += [(slug, bar.start)] if bar and bar.start else []
        return found

    def _event(self, condition: str, order: str, day: str) -> str | None:
        row = self._one(
            "SELECT slug FROM shown_{kind}_rows "
            f"WHERE {condition} AND started AND {self._EVENT} ORDER BY {order} LIMIT 1",
            day=day,
        )
        return row[0] if row else None

    # The chart.

    def sums(self, lane: str, days: Sequence[str]) -> list[Sums]:
        """Return the running sums of a lane before each of `days`."""
        return [
            Sums(*row)
            for row in self._database.select(
                f"""
                SELECT COALESCE(s.markers, 0), COALESCE(s.begun, 0), COALESCE(s.ended, 0)
                FROM json_each(:days) d LEFT JOIN shown_{self.KIND}_days s ON s.lane = :lane AND s.day = (
                  SELECT MAX(day) FROM {self.KIND}_days WHERE lane = :lane AND day < d.value
                )
                ORDER BY d.key
                """,
                lane=lane,
                days=json.dumps(days),
            )
        ]

    def markers(self, lane: str, first: str, until: str) -> list[Bar]:
        """Return the markers of a lane from one ISO day until before another, in the order of the list."""
        return self._bars(
            "NOT r.span AND r.lane = :lane AND r.day >= :first AND r.day < :until AND r.day <> ''",
            "r.place",
            lane=lane,
            first=first,
            until=until,
        )

    def spans(self, lane: str, first: str, until: str) -> list[Bar]:
        """Return the spans of a lane that are in view between two ISO days, organisations first."""
        return self._bars(
            "r.span AND r.lane = :lane AND r.first < :until AND r.last >= :first",
            "r.body DESC, r.place",
            lane=lane,
            first=first,
            until=until,
        )

    def bar(self, slug: str) -> Bar | None:
        """Return an entry as the chart draws it; None if it is not in the list or has no date."""
        if self._bar[0] != slug:
            self._bar = slug, next(iter(self._bars("r.slug = :slug AND r.first IS NOT NULL", "1", slug=slug)), None)
        return self._bar[1]

    def _bars(self, condition: str, order: str, **parameters: object) -> list[Bar]:
        found = self._database.select(_BARS.format(kind=self.KIND, condition=condition, order=order), **parameters)
        return [_bar(*row) for row in found]


class Milestones(Timeline):
    """The milestones of a timeline; the chart draws one that made an organisation as this."""

    FEWEST: ClassVar = 3  # that tell a story
    NAME = "Milestones"
    KIND = "milestone"
    _COUNT_OF_UNDER = "0"
    _EVENT = "TRUE"
    _PLACE = "SELECT shown_place FROM shown_milestone_rows WHERE slug = :slug"

    def same(self, slug: str) -> tuple[str | None, list[str]]:
        """Nothing is under a milestone, nor is it under anything."""
        del slug
        return None, []


class NarrowedTimeline(Timeline):
    """The part of a timeline that matches a filter.

    `database` is a connection of its own, on which what matches is numbered and counted once. With a million entries
    that takes seconds: do it in a thread, where `database.interrupt` ends it with DatabaseError.
    """

    def __init__(self, database: ReadOnlyDatabase, filters: Filter) -> None:
        with database.filling() as connection:
            parameters = {name: clean(value) for name, value in filters.parameters.items()}
            fill_matching(connection, filters.events, filters.spans, parameters)
        super().__init__(database)

    def close(self) -> None:
        self._database.close()


def _since(existence: str) -> str:
    first, slash, _ = existence.partition("/")
    try:
        if first in ("", "..") or not slash:
            return edtf.parse(existence).label
        edtf.parse(first)
        return edtf.label(f"{first}/..")
    except DateError:  # the text in a database from elsewhere may not be a date
        return existence


def _bar(
    slug: str,
    kind: str,
    title: str,
    short: str,
    lane: str,
    span: int,
    start: str | None,
    end: str | None,
    date: str,
    planned_from: str | None,
    modality: str,
    begun: str | None,
    attested: str | None,
) -> Bar:
    first, slash, last = date.partition("/")
    fuzzy = [any(sign in part for sign in "X?~%[{") for part in (first, last if slash else first)]
    return Bar(
        slug=slug,
        kind=kind,
        title=title,
        short=short,
        lane=lane,
        span=bool(span),
        start=start,
        end=end,
        start_fuzzy=fuzzy[0],
        end_fuzzy=fuzzy[1],
        planned_from=planned_from,
        modality=modality,
        attested=max(filter(None, (attested, begun))) if end is None and begun else None,
        mentioned=attested if end is None else None,
        begun=begun,
    )
