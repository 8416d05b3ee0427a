"""Further queries for the timeline: levels and figures known at a date, and why a filter matches nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable

from msgspec import Struct

from ..amounts import amount_of
from ..model import Reference
from .filters import Filter
from .store import Store


class KnownFigure(Struct, frozen=True):
    """A figure that was known at a date: its value, what it measures, and its own date ('' if it has none)."""

    entry: Reference
    value: str
    measure: str
    as_of: str


def levels_at(store: Store, existing: Iterable[str]) -> list[tuple[Reference, list[Reference]]]:
    """Return each ladder with its levels, lowest first, whose organisation is among those `existing` (slugs)."""
    found: dict[str, tuple[Reference, list[Reference]]] = {}
    for ladder, ladder_title, slug, title in store.select(
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
    rows = store.select(
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
        # A measure of several subjects is ambiguous without its subject.
        label = f"{measure}, {subject}" if shared else measure
        found.append(KnownFigure(Reference(slug, "figure", title), amount_of(*amount), label, of))
    return found, int(rows[0][-2]) if rows else 0


def hiding(store: Store, filters: Filter) -> tuple[tuple[str, ...], dict[str, int]]:
    """Explain a filter that matches nothing.

    Return the facets that match nothing even by themselves, and for each facet how many events and organisations would
    match without it.
    """

    def matching(narrowed: Filter) -> int:
        return store.count("timeline", narrowed) + bodies(store, narrowed)

    alone = tuple(facet for facet in filters.active if not matching(filters.only(facet)))
    return alone, {facet: matching(filters.without(facet)) for facet in filters.active}


def bodies(store: Store, filters: Filter) -> int:
    """Return how many organisations whose existence is dated match a filter."""
    if not filters:
        row = store.one("SELECT bodies FROM shown_timeline_extent")
        return int(row[0]) if row else 0
    row = store.one(
        f"""
        SELECT COUNT(*) FROM organisation_details o JOIN shown_entries e ON e.slug = o.slug
        WHERE COALESCE(o.existence_earliest, o.existence_begun, o.existence_latest) IS NOT NULL AND {filters.spans}
        """,
        **filters.parameters,
    )
    return int(row[0]) if row else 0


def dated_between(store: Store, first: str, last: str) -> int:
    """Return how many organisations existed at some time between two ISO days, by their own dates."""
    row = store.one(
        """
        SELECT COUNT(*) FROM timeline_rows r
        WHERE r.span AND r.body AND r.lane IN (SELECT DISTINCT lane FROM timeline_days)
          AND r.first <= :last AND r.last >= :first AND r.slug NOT IN (SELECT slug FROM hidden_entries)
        """,
        first=first,
        last=last,
    )
    return int(row[0]) if row else 0


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


def date_labels(store: Store, slugs: Iterable[str]) -> dict[str, str]:
    """Return, by slug, the date of each event and when each organisation existed, in words."""
    rows = store.rows_of_all(slugs, "SELECT slug, label FROM dates WHERE slug {this}")
    return {slug: label for slug, ((label,), *_) in rows.items() if label}
