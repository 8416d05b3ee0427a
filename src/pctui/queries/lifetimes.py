"""When organisations started and ended, within the bounds that their own dates and what happened to them leave open."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple
from weakref import WeakKeyDictionary

from msgspec import Struct
from msgspec.structs import replace

from .. import edtf
from ..edtf import DateError, DateSpan
from ..kinds.vocabulary import ABOLITION, CREATION
from .store import Store


class Bounds(NamedTuple):
    """The first and the last ISO day on which something may have happened; None where that is open or unknown."""

    earliest: str | None = None
    latest: str | None = None

    def within(self, first: str, last: str) -> bool:
        """Whether it certainly happened between two days."""
        return bool(self.earliest and self.latest) and (self.earliest or "") >= first and (self.latest or "") <= last

    def narrowed(self, earliest: str | None, latest: str | None) -> Bounds:
        """The bounds as narrowed by others; unchanged if that would leave nothing."""
        found = Bounds(
            max(filter(None, (self.earliest, earliest)), default=None),
            min(filter(None, (self.latest, latest)), default=None),
        )
        return self if found.earliest and found.latest and found.earliest > found.latest else found


UNKNOWN = Bounds()


class Lifetime(Struct, frozen=True):
    """The bounds of the start and of the end of an organisation.

    `dated` says whether anything is known of them, `open` whether EDTF gives an open end (`..`), which says more than
    an unknown one. `handed_over` is true of an end that is that of a change. From `planned_from` on (an ISO day) its
    existence was only planned. `seen` is the last date of which an event or a change shows it in existence.
    """

    start: Bounds = UNKNOWN
    end: Bounds = UNKNOWN
    dated: bool = False
    open: bool = False
    handed_over: bool = False
    planned_from: str | None = None
    seen: DateSpan | None = None


class _Happening(Struct, frozen=True):
    """What happened to organisations at a date."""

    when: DateSpan
    created: tuple[str, ...] = ()
    involved: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()
    original: tuple[str, ...] = ()
    resulting: tuple[str, ...] = ()


_LIFETIMES: WeakKeyDictionary[Store, tuple[str, dict[str, Lifetime]]] = WeakKeyDictionary()  # with a corpus's digest


def lifetimes(store: Store) -> dict[str, Lifetime]:
    """Return the lifetime of every organisation that is shown, by slug."""
    digest, found = _LIFETIMES.get(store, ("", {}))
    if digest != store.corpus["digest"]:  # not yet known, or of the database as it was before it was built again
        found = _found(store)
        _LIFETIMES[store] = store.corpus["digest"], found
    return found


def _found(store: Store) -> dict[str, Lifetime]:
    found = {
        slug: _own(existence, planned_from)
        for slug, existence, planned_from in store.select(
            """
            SELECT o.slug, o.existence_edtf, o.planned_from_earliest
            FROM organisation_details o JOIN shown_entries e ON e.slug = o.slug
            """
        )
    }
    happenings = [*_changes(store), *_events(store)]
    for each in happenings:
        for slug in {*each.created, *each.involved, *each.ended} & found.keys():
            found[slug] = _seen(found[slug], each, ended=slug in each.ended)
    return {slug: _not_before(life, slug, happenings, found) for slug, life in found.items()}


def _own(existence: str | None, planned_from: str | None) -> Lifetime:
    """Return the lifetime as the organisation's own dates give it."""
    try:
        start, end = edtf.ends(existence) if existence else (None, None)
    except DateError:  # a database from elsewhere may hold anything
        start = end = None
    ends_open = bool(existence) and (existence or "").endswith("..")
    return Lifetime(_around(start), _around(end), bool(start or end), ends_open, False, planned_from)


def _around(point: DateSpan | None) -> Bounds:
    """Return the bounds of a date; one that is approximate or uncertain may be off by as much as it is precise."""
    if point is None:
        return UNKNOWN
    earliest, latest = point.earliest, point.latest
    if point.edtf[0] not in "[{" and any(sign in point.edtf for sign in "~?%") and earliest and latest:
        length = edtf.days_between(earliest, latest) + 1
        return Bounds(edtf.moved(earliest, -length), edtf.moved(latest, length))
    return Bounds(earliest, latest)


def _seen(life: Lifetime, happening: _Happening, *, ended: bool) -> Lifetime:
    """Return a lifetime as narrowed by what happened to the organisation."""
    first, last = happening.when.earliest, happening.when.latest
    start, end, planned_from = life.start.narrowed(None, last), life.end, life.planned_from
    if not ended:
        if end != UNKNOWN:
            end = end.narrowed(first, None)
        seen = max((life.seen, happening.when if first else None), key=lambda span: (span and span.earliest) or "")
        return replace(life, start=start, end=end, dated=True, seen=seen)
    narrowed = end.narrowed(first, last)
    if narrowed == end and not (end.earliest == first and end.latest == last):
        if not (planned_from and last and (end.latest is None or last <= end.latest)):
            return replace(life, start=start)  # its own dates, which were no plan, say otherwise
        narrowed = Bounds(first, last)  # what happened is known better than what was planned
    return replace(life, start=start, end=narrowed, dated=True, handed_over=True, planned_from=None)


def _not_before(life: Lifetime, slug: str, happenings: list[_Happening], found: dict[str, Lifetime]) -> Lifetime:
    """Return the lifetime of what came of others: if its start has no lower bound, it was not before they started."""
    if life.start.earliest:
        return life
    bounds = []
    for each in happenings:
        if slug in each.resulting and slug not in each.original:
            starts = [found[other].start.earliest for other in each.original if other in found]
            since = None if None in starts else min(filter(None, starts), default=None)
            bounds.append(max(filter(None, (each.when.earliest, since)), default=None))
    if not bounds or None in bounds:
        return life
    return replace(life, start=life.start.narrowed(min(filter(None, bounds)), None), dated=True)


def _changes(store: Store) -> list[_Happening]:
    """Return the changes that happened. What was taken up whole, and did not come of it again, ended with it."""
    sides: dict[str, dict[str, list[str]]] = defaultdict(lambda: {"original": [], "resulting": []})
    for change, role, organisation in store.select(
        "SELECT change, role, organisation FROM change_organisations ORDER BY change, role, position"
    ):
        sides[change].setdefault(role, []).append(organisation)
    happenings = []
    for slug, when, partial in store.select(
        """
        SELECT c.slug, c.date_edtf, c.partial FROM change_details c JOIN shown_entries e ON e.slug = c.slug
        WHERE e.modality = 'happened' ORDER BY e.id
        """
    ):
        if span := _dated(when):
            original, resulting = (tuple(sides[slug][role]) for role in ("original", "resulting"))
            ended = () if partial else tuple(other for other in original if other not in resulting)
            lasting = tuple(other for other in (*original, *resulting) if other not in ended)
            happenings.append(_Happening(span, (), lasting, ended, original, resulting))
    return happenings


def _events(store: Store) -> list[_Happening]:
    """Return the creations and abolitions. What starts with an abolition was not abolished by it."""
    named: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for slug, kind, when, organisation, start in store.select(
        """
        SELECT d.slug, d.type, d.date_edtf, o.organisation, b.existence_earliest
        FROM event_details d
        JOIN shown_entries e ON e.slug = d.slug
        JOIN event_organisations o ON o.event = d.slug
        JOIN organisation_details b ON b.slug = o.organisation
        WHERE e.modality = 'happened' AND d.type IN (:creation, :abolition) ORDER BY e.id
        """,
        creation=CREATION,
        abolition=ABOLITION,
    ):
        if (span := _dated(when)) and not (kind == ABOLITION and start and start >= (span.earliest or "")):
            named[slug, kind, when].append(organisation)
    return [
        _Happening(span, **{"created" if kind == CREATION else "ended": tuple(organisations)})
        for (_, kind, when), organisations in named.items()
        if (span := _dated(when))
    ]


def _dated(text: str) -> DateSpan | None:
    try:
        return edtf.parse(text)
    except DateError:
        return None
