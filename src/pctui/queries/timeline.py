"""What the timeline asks beyond its list: what there is to choose from, the bodies, what was known when."""

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

CHANGE, NO_LANE = "Change event", "Other"  # what no vocabulary of the corpus names

# Of each facet: (value, title, order) of the rows `t` of the timeline.
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
    """Every value of a facet, each with its rows among those that the other facets let through."""

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
    whole = counted(Filter())
    left = {value: count for value, _, count in counted(others)} if others else None
    return [Choice(facet, value, title, count if left is None else left.get(value, 0)) for value, title, count in whole]


def titles(store: Store, filters: Filter) -> dict[str, list[str]]:
    """The titles of what is chosen, by facet; a value that the corpus does not have stands for itself."""
    found = {}
    for facet in FACETS:
        if values := filters.chosen(facet):
            known = {choice.value: choice.title for choice in choices(store, facet, Filter())}
            found[facet] = [known.get(value, value) for value in values]
    return found


class Known(Struct, frozen=True):
    """A figure that was known at a date: its value, what it measures, and the date that it is of ('' for none)."""

    entry: Reference
    value: str
    measure: str
    as_of: str


def levels_at(store: Store, there: Iterable[str]) -> list[tuple[Reference, list[Reference]]]:
    """Each ladder with those of its levels, the lowest first, whose organisation is `there` (slugs)."""
    found: dict[str, tuple[Reference, list[Reference]]] = {}
    for ladder, ladder_title, slug, title in store.ask(
        """
        SELECT a.slug, a.title, e.slug, e.title FROM level_details l
        JOIN shown_entries e ON e.slug = l.slug JOIN shown_entries a ON a.slug = l.ladder
        WHERE l.organisation IN (SELECT value FROM json_each(:there))
        ORDER BY a.id, l.rung
        """,
        there=json.dumps(list(there)),
    ):
        rungs = found.setdefault(ladder, (Reference(ladder, "ladder", ladder_title), []))[1]
        rungs.append(Reference(slug, "level", title))
    return list(found.values())


def figures_at(store: Store, there: Iterable[str], day: str, most: int) -> tuple[list[Known], int]:
    """The newest figures about what is `there` (slugs) that were known at an ISO day, and how many there are in all.

    A figure is of a date of its own, else of that of the first document that it rests on.
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
        WHERE f.subject IN (SELECT value FROM json_each(:there))
          AND CASE WHEN e.as_of_edtf IS NULL THEN d.issued_earliest
            ELSE COALESCE(e.as_of_earliest, e.as_of_latest) END <= :day
        ORDER BY COALESCE(e.as_of_earliest, e.as_of_latest, d.issued_earliest) DESC, e.id
        LIMIT :most
        ) k
        """,
        there=json.dumps(list(there)),
        day=day,
        most=most,
    )
    found = []
    for slug, title, *amount, measure, of, subject, _, _, shared in rows:
        # A measure that others have as well says little without whose it is.
        named = f"{measure}, {subject}" if shared else measure
        found.append(Known(Reference(slug, "figure", title), amount_of(*amount), named, of))
    return found, int(rows[0][-2]) if rows else 0


def hiding(store: Store, filters: Filter) -> tuple[tuple[str, ...], dict[str, int]]:
    """Of a filter that lets nothing through: the facets that each alone let nothing through, and how many events and
    bodies there would be without each."""

    def left(narrowed: Filter) -> int:
        return store.count("timeline", narrowed) + len(bodies(store, narrowed))

    alone = tuple(facet for facet in filters.active if not left(filters.only(facet)))
    return alone, {facet: left(filters.without(facet)) for facet in filters.active}


def bodies(store: Store, filters: Filter) -> list[tuple[str, Row]]:
    """Each body whose existence is dated, as a row of the list, with the ISO day that it stands at.

    That is its beginning; where none is told, its end.
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
    except DateError:  # a database from elsewhere may say anything
        return existence


def written(store: Store, slug: str) -> str | None:
    """The EDTF of an event's date or of an organisation's existence; None where it has none."""
    row = store.one(
        """
        SELECT date_edtf FROM timeline WHERE slug = :slug
        UNION ALL
        SELECT existence_edtf FROM organisation_details WHERE slug = :slug
        """,
        slug=slug,
    )
    return row[0] if row else None
