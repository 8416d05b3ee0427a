"""Queries for the timeline beyond its list: the values to filter by, organisations, and what was known at a date."""

from __future__ import annotations

import json
from collections.abc import Iterable

from msgspec import Struct

from .. import edtf
from ..edtf import DateError
from ..kinds.vocabulary import MODALITIES
from ..model import Reference, Row, amount_of
from .filters import FACETS, Filter
from .sql import place_in
from .store import Store

CHANGE, NO_LANE = "Change event", "Other"  # titles of values that are in no vocabulary of the corpus

# For each facet, how to select (value, title, order) for the rows `t` of the timeline: columns and joins.
_VALUES = {
    "lane": (
        f"t.lane, COALESCE(v.title, NULLIF(t.lane, ''), '{NO_LANE}'), COALESCE(v.position, 999)",
        "LEFT JOIN terms v ON v.vocabulary = 'lane' AND v.slug = t.lane",
    ),
    "type": (
        f"t.type, COALESCE(v.title, IIF(t.kind = 'change', '{CHANGE}', t.type)), COALESCE(v.position, 999)",
        "LEFT JOIN terms v ON v.vocabulary = 'event_type' AND v.slug = t.type",
    ),
    "modality": (
        f"t.modality, t.modality, {place_in('t.modality', MODALITIES)}",
        "",
    ),
    "document": (
        "d.slug, d.label, d.position",
        """JOIN (SELECT DISTINCT entry, document FROM citations) c ON c.entry = t.slug
        JOIN document_details d ON d.slug = c.document""",
    ),
    "organisation": (
        "o.slug, o.title, LOWER(o.title)",
        """JOIN (SELECT event AS entry, organisation FROM event_organisations
          UNION SELECT change, organisation FROM change_organisations) c ON c.entry = t.slug
        JOIN shown_entries o ON o.slug = c.organisation""",
    ),
}


class Choice(Struct, frozen=True):
    """A value of a facet, and how many rows of the timeline have it."""

    facet: str
    value: str
    title: str
    count: int


def choices(store: Store, facet: str, filters: Filter) -> list[Choice]:
    """Return every value of a facet, each with the number of its rows that match the other facets of the filter."""

    def counted(filtered: Filter) -> list[tuple[str, str, int]]:
        columns, joined = _VALUES[facet]
        return [
            (value, title, count)
            for value, title, _, count in store.ask(
                f"""
                SELECT {columns}, COUNT(DISTINCT t.slug) FROM shown_timeline t {joined}
                WHERE {filtered.events} GROUP BY 1 ORDER BY 3, 2, 1
                """,
                **filtered.parameters,
            )
        ]

    others = filters.without(facet)
    every = counted(Filter())
    rest = {value: count for value, _, count in counted(others)} if others else None
    return [Choice(facet, value, title, count if rest is None else rest.get(value, 0)) for value, title, count in every]


def titles(store: Store, filters: Filter) -> dict[str, list[str]]:
    """Return the titles of the chosen values, by facet; a value that the corpus does not have is its own title."""
    found = {}
    for facet in FACETS:
        if values := filters.chosen(facet):
            known = {choice.value: choice.title for choice in choices(store, facet, Filter())}
            found[facet] = [known.get(value, value) for value in values]
    return found


class KnownFigure(Struct, frozen=True):
    """A figure that was known at a date: its value, what it measures, and its own date ('' if it has none)."""

    entry: Reference
    value: str
    measure: str
    as_of: str


def levels_at(store: Store, existing: Iterable[str]) -> list[tuple[Reference, list[Reference]]]:
    """Return each ladder with its levels, lowest first, whose organisation is among those `existing` (slugs)."""
    found: dict[str, tuple[Reference, list[Reference]]] = {}
    for ladder, ladder_title, slug, title in store.ask(
        """
        SELECT a.slug, a.title, e.slug, e.title FROM level_details l
        JOIN shown_entries e ON e.slug = l.slug JOIN shown_entries a ON a.slug = l.ladder
        WHERE l.organisation IN (SELECT value FROM json_each(:existing))
        ORDER BY a.id, l.rung
        """,
        existing=json.dumps(list(existing)),
    ):
        levels = found.setdefault(ladder, (Reference(ladder, "ladder", ladder_title), []))[1]
        levels.append(Reference(slug, "level", title))
    return list(found.values())


def figures_at(store: Store, existing: Iterable[str], day: str, most: int) -> tuple[list[KnownFigure], int]:
    """Return the `most` recent figures known at an ISO day about organisations (slugs), and how many there are in all.

    The date of a figure is its own as-of date, else that of the first document that it cites.
    """
    rows = store.ask(
        """
        SELECT k.*, EXISTS (SELECT 1 FROM figure_details x WHERE x.measure = k.measure AND x.subject <> k.about)
        FROM (
        SELECT e.slug, e.title, f.min, f.max, f.value, f.words, f.comparator, f.unit, f.measure,
          COALESCE(e.as_of_label, d.issued_label, ''), s.title, f.subject AS about, COUNT(*) OVER ()
        FROM figure_details f
        JOIN shown_entries e ON e.slug = f.slug
        JOIN entries s ON s.slug = f.subject
        LEFT JOIN citations c ON c.entry = e.slug AND c.part = '' AND c.position = 0
        LEFT JOIN document_details d ON d.slug = c.document
        WHERE f.subject IN (SELECT value FROM json_each(:existing))
          AND CASE WHEN e.as_of_edtf IS NULL THEN d.issued_earliest
            ELSE COALESCE(e.as_of_earliest, e.as_of_latest) END <= :day
        ORDER BY COALESCE(e.as_of_earliest, e.as_of_latest, d.issued_earliest) DESC, e.id
        LIMIT :most
        ) k
        """,
        existing=json.dumps(list(existing)),
        day=day,
        most=most,
    )
    found = []
    for slug, title, *amount, measure, of, subject, _, _, shared in rows:
        # A measure that other subjects have as well is ambiguous without its subject.
        label = f"{measure}, {subject}" if shared else measure
        found.append(KnownFigure(Reference(slug, "figure", title), amount_of(*amount), label, of))
    return found, int(rows[0][-2]) if rows else 0


def hiding(store: Store, filters: Filter) -> tuple[tuple[str, ...], dict[str, int]]:
    """Explain a filter that matches nothing.

    Return the facets that match nothing even by themselves, and for each facet how many events and organisations would
    match without it.
    """

    def matching(narrowed: Filter) -> int:
        return store.count("timeline", narrowed) + len(bodies(store, narrowed))

    alone = tuple(facet for facet in filters.active if not matching(filters.only(facet)))
    return alone, {facet: matching(filters.without(facet)) for facet in filters.active}


def bodies(store: Store, filters: Filter) -> list[tuple[str, Row]]:
    """Return each organisation whose existence is dated as a row, with the ISO day that it is listed under.

    That is its start, or its end if the start is unknown.
    """
    rows = store.ask(
        f"""
        SELECT COALESCE(o.existence_earliest, o.existence_latest), o.existence_edtf, e.slug, e.title,
          COALESCE(l.title, ''), e.modality, e.origin
        FROM organisation_details o JOIN shown_entries e ON e.slug = o.slug
        LEFT JOIN terms l ON l.vocabulary = 'lane' AND l.slug = o.lane
        WHERE COALESCE(o.existence_earliest, o.existence_latest) IS NOT NULL AND {filters.spans}
        ORDER BY 1, e.id
        """,
        **filters.parameters,
    )
    return [
        (day, Row(slug, "organisation", title, _since(existence), lane, modality, origin))
        for day, existence, slug, title, lane, modality, origin in rows
    ]


def _since(existence: str) -> str:
    first, slash, _ = existence.partition("/")
    try:
        if first in ("", "..") or not slash:
            return edtf.parse(existence).label
        edtf.parse(first)
        return edtf.label(f"{first}/..")
    except DateError:  # the text in a database from elsewhere may not be a date
        return existence


def edtf_of(store: Store, slug: str) -> str | None:
    """Return the EDTF of an event's date or of an organisation's existence; None if it is not dated."""
    row = store.one(
        """
        SELECT date_edtf FROM timeline WHERE slug = :slug
        UNION ALL
        SELECT existence_edtf FROM organisation_details WHERE slug = :slug
        """,
        slug=slug,
    )
    return row[0] if row else None
