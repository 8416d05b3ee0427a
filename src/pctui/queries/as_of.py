"""Temporal queries: the spans and markers that the timeline draws, and which organisations existed at a date.

A statement is as of the date of its document. An organisation without a known end is attested up to the date of the
latest document that it cites; whether it existed after that is unknown.
"""

from __future__ import annotations

from typing import Any

from .. import edtf
from ..edtf import DateError, DateSpan
from ..kinds.vocabulary import INTENDED
from ..model import Bar, InExistence, Reference
from .filters import EVERYTHING, Filter
from .lifetimes import UNKNOWN, Lifetime, lifetimes
from .sql import quoted
from .store import Store


def _span(text: str | None) -> DateSpan | None:
    """Parse an EDTF date; None if it is missing or invalid."""
    try:
        return edtf.parse(text) if text else None
    except DateError:
        return None


def _documents(store: Store) -> dict[str, DateSpan]:
    """Return the date of each document that has one: as printed in it, else as supplied from elsewhere."""
    rows = store.select(
        """
        SELECT d.slug, COALESCE(d.issued_edtf, s.value) FROM document_details d
        LEFT JOIN document_supplied s ON s.document = d.slug AND s.field = 'issued'
        """
    )
    return {slug: span for slug, text in rows if (span := _span(text)) and span.latest}


def attested(store: Store) -> dict[str, DateSpan]:
    """Return the date as of which each organisation without a known end was last documented, if any."""
    documents = _documents(store)
    found = {}
    for slug, as_of, cited, read in store.select(
        """
        SELECT o.slug, e.as_of_edtf, (SELECT GROUP_CONCAT(DISTINCT c.document) FROM citations c WHERE c.entry = o.slug),
          (SELECT MAX(s.read) FROM context_sources s WHERE s.entry = o.slug)
        FROM organisation_details o JOIN entries e ON e.slug = o.slug
        WHERE o.existence_edtf IS NOT NULL AND o.existence_latest IS NULL
        """
    ):
        own = _span(as_of)
        if own and own.latest:
            found[slug] = own
            continue
        spans = [documents[document] for document in (cited or "").split(",") if document in documents]
        spans += [span] if (span := _span(read)) and span.latest else []
        if spans:
            found[slug] = max(spans, key=lambda span: span.latest or "")
    return found


def bars(store: Store, filters: Filter = EVERYTHING) -> list[Bar]:
    """Return what the timeline draws: spans of existence, then events (spans or markers) in the order of the list."""
    last_attested = attested(store)
    spans = store.select(
        f"""
        SELECT o.slug, e.title, COALESCE(o.abbreviation, e.title), o.lane, o.existence_earliest, o.existence_latest,
          o.existence_edtf, o.planned_from_earliest, e.modality, o.existence_begun
        FROM organisation_details o JOIN shown_entries e ON e.slug = o.slug
        WHERE o.existence_edtf IS NOT NULL AND {filters.spans}
        ORDER BY COALESCE(o.existence_earliest, o.existence_begun, o.existence_latest), e.id
        """,
        **filters.parameters,
    )
    events = store.select(
        f"""
        SELECT t.slug, t.title, t.title, t.lane, t.date, t.date_latest, t.date_edtf, NULL, t.modality, NULL
        FROM shown_timeline t
        WHERE COALESCE(t.date, t.date_latest) IS NOT NULL
          AND {filters.events}
        ORDER BY +t.place  -- the `+` makes SQLite sort at the end: with the index it would look up row by row
        """,
        **filters.parameters,
    )
    # An event with only one known end becomes a marker there, since its length is unknown.
    return [_bar(row, "organisation", True, last_attested.get(row[0])) for row in spans] + [
        _bar(row, "event", "/" in row[6] and None not in row[4:6]) for row in events
    ]


def _bar(row: tuple[Any, ...], kind: str, span: bool, attested: DateSpan | None = None) -> Bar:
    slug, title, short, lane, start, end, existence, planned_from, modality, begun = row
    first, slash, last = existence.partition("/")
    fuzzy = [any(sign in part for sign in "X?~%[{") for part in (first, last if slash else first)]
    last_attested = None
    if kind == "organisation" and end is None and begun:
        last_attested = max(filter(None, (attested and attested.latest, begun)))
    return Bar(
        slug=slug,
        kind=kind,
        title=title,
        short=short,
        lane=lane or "",
        span=span,
        start=start,
        end=end,
        start_fuzzy=fuzzy[0],
        end_fuzzy=fuzzy[1],
        planned_from=planned_from,
        modality=modality,
        attested=last_attested,
        start_open=first.startswith(("..", "[..")),
        end_open=last == ".." or last.endswith("..]"),
        begun=begun,
    )


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
