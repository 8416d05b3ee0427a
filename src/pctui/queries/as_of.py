"""Which organisations existed at a date.

A statement is as of the date of its document. An organisation without a known end is attested up to the date of the
latest document that it cites; whether it existed after that is unknown.
"""

from __future__ import annotations

from .. import edtf
from ..database.sql import quoted
from ..edtf import DateError, DateSpan
from ..kinds.vocabulary import INTENDED
from ..model import InExistence, Reference
from .filters import EVERYTHING, Filter
from .lifetimes import UNKNOWN, Lifetime, lifetimes
from .store import Store


def _span(text: str | None) -> DateSpan | None:
    """Parse an EDTF date; None if it is missing or invalid."""
    try:
        return edtf.parse(text) if text else None
    except DateError:
        return None


def attested(store: Store) -> dict[str, DateSpan]:
    """Return the date as of which each organisation without a known end was last documented, if any."""
    rows = store.select("SELECT organisation, attested_edtf FROM organisation_attested")
    return {slug: span for slug, text in rows if (span := _span(text))}


def in_existence(store: Store, first: str, last: str | None = None, filters: Filter = EVERYTHING) -> list[InExistence]:
    """Return the organisations that existed at some time between two ISO days (`last` is `first` by default).

    Those that certainly existed come first, then those that possibly did, then those of which no dates are given.
    """
    last = last or first
    lives = lifetimes(store)
    rows = store.select(
        f"""
        SELECT d.slug, e.title, d.existence_label, e.modality IN {quoted(INTENDED)}
        FROM organisation_details d JOIN shown_entries e ON e.slug = d.slug
        LEFT JOIN terms t ON t.vocabulary = 'lane' AND t.slug = d.lane
        WHERE {filters.entries("d.slug")}
        ORDER BY t.position IS NULL, t.position, COALESCE(d.existence_earliest, '{edtf.FIRST}'), d.slug
        """,
        **filters.parameters,
    )
    last_attested = attested(store) if rows else {}
    groups: tuple[list[InExistence], ...] = ([], [], [])
    for slug, title, label, intended in rows:
        life, reference = lives[slug], Reference(slug, "organisation", title)
        if not life.dated:
            if not intended:
                groups[2].append(InExistence(reference, None, False, UNDATED))
            continue
        if (life.end.latest or edtf.LAST) < first or (life.start.earliest or "") > last:
            continue
        planned = _planned(life, first, bool(intended))
        doubt = PLANNED if planned else _doubt(life, last_attested.get(slug), first, last)
        groups[1 if doubt else 0].append(InExistence(reference, label, planned, doubt))
    return [item for group in groups for item in group]


PLANNED, UNDATED = "planned or forecast then", "dates not given"


def _planned(life: Lifetime, first: str, intended: bool) -> bool:
    """Whether its existence on a day was only planned: nothing that happened shows it in existence since."""
    if life.planned_from is None or life.planned_from > first:
        return intended and not life.seen
    return not (life.seen and (life.seen.earliest or "") >= life.planned_from)


def _doubt(life: Lifetime, last_attested: DateSpan | None, first: str, last: str) -> str:
    """Return why it is uncertain that something existed between two days, or '' if it is certain."""
    start, end = life.start, life.end
    doubts = []
    if start.latest is None:
        doubts += [] if end.within(first, last) else ["start date unknown"]
    elif start.latest > last:
        doubts.append("may not have started")
    if start.within(first, last):
        pass
    elif end == UNKNOWN:
        known = max((last_attested, life.seen), key=lambda span: (span and span.latest) or "")
        if not life.open or known is None:
            doubts.append("end date unknown")
        elif first > (known.latest or ""):
            doubts.append(f"last documented {edtf.during(known.edtf)}")
    elif (end.earliest or "") < first or (end.earliest == first and _last_day_in_doubt(life, last)):
        doubts.append("may have ended")
    return ", ".join(doubts)


def _last_day_in_doubt(life: Lifetime, last: str) -> bool:
    """Whether the first day on which it may have ended was perhaps no day of its existence any more."""
    return (life.end.latest or "") > last or (life.handed_over and life.end.earliest == life.end.latest)


def period(text: str) -> tuple[str, str, str]:
    """Return the first and last day of a valid EDTF date, and a phrase for it: `in 1994`, `in 1989, at the start`.

    For an interval these are of its start, or of its end if the start is unknown.
    """
    begin, end = edtf.ends(text)
    point = begin or end
    if point is None or point.earliest is None or point.latest is None:
        day = (point and (point.earliest or point.latest)) or edtf.day_text(1, 1, 1)
        return day, day, edtf.during(edtf.written(day))
    phrase = edtf.during(point.edtf)
    if "/" in text:
        phrase += ", at the start" if begin else ", at the end"
    return point.earliest, point.latest, phrase
