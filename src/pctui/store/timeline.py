"""What the timeline asks beyond its list: what there is to choose from, where a date falls, what was known then."""

from __future__ import annotations

from dataclasses import dataclass

from ..model import Reference
from .filters import FACETS, Filter
from .queries import Store
from .wording import amount_of

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
        """t.modality, t.modality, CASE t.modality
        WHEN 'happened' THEN 0 WHEN 'planned' THEN 1 WHEN 'forecast' THEN 2 WHEN 'proposed' THEN 3 ELSE 4 END""",
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
        JOIN entries o ON o.slug = c.organisation AND (o.origin = 'document' OR :context)""",
    ),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet, and how many rows of the timeline have it."""

    facet: str
    value: str
    title: str
    count: int


def choices(store: Store, facet: str, wanted: Filter) -> list[Choice]:
    """Every value of a facet, each with its rows among those that the other facets let through."""

    def counted(filtered: Filter) -> list[tuple[str, str, int]]:
        columns, joined = _VALUES[facet]
        return [
            (value, title, count)
            for value, title, _, count in store.ask(
                f"""
                SELECT {columns}, COUNT(DISTINCT t.slug) FROM timeline t {joined}
                WHERE (t.origin = 'document' OR :context) AND {filtered.events} GROUP BY 1 ORDER BY 3, 2, 1
                """,
                **filtered.parameters,
            )
        ]

    others = wanted.without(facet)
    whole = counted(Filter())
    left = {value: count for value, _, count in counted(others)} if others else None
    return [Choice(facet, value, title, count if left is None else left.get(value, 0)) for value, title, count in whole]


def titles(store: Store, wanted: Filter) -> dict[str, list[str]]:
    """The titles of what is chosen, by facet; a value that the corpus does not have stands for itself."""
    found = {}
    for facet in FACETS:
        if values := wanted.chosen(facet):
            known = {choice.value: choice.title for choice in choices(store, facet, Filter())}
            found[facet] = [known.get(value, value) for value in values]
    return found


def before(store: Store, day: str, wanted: Filter) -> int:
    """How many rows of the timeline stand before an ISO day: the position of the first on it or after it."""
    row = store.one(
        f"""
        SELECT COUNT(*) FROM timeline t
        WHERE (t.origin = 'document' OR :context) AND {wanted.events}
          AND (COALESCE(t.date, t.date_latest) IS NULL OR COALESCE(t.date, t.date_latest) < :day)
        """,
        day=day,
        **wanted.parameters,
    )
    return int(row[0]) if row else 0


def levels_at(store: Store, day: str) -> list[tuple[Reference, list[Reference]]]:
    """Each ladder with those of its levels, the lowest first, whose organisation was in being at an ISO day."""
    found: dict[str, tuple[Reference, list[Reference]]] = {}
    for ladder, ladder_title, slug, title in store.ask(
        """
        SELECT a.slug, a.title, e.slug, e.title FROM level_details l
        JOIN entries e ON e.slug = l.slug JOIN entries a ON a.slug = l.ladder
        JOIN state_at s ON s.slug = l.organisation
        WHERE :day BETWEEN s.in_being_from AND s.in_being_to
          AND (:context OR (e.origin = 'document' AND a.origin = 'document' AND s.origin = 'document'))
        ORDER BY a.id, l.rung
        """,
        day=day,
    ):
        rungs = found.setdefault(ladder, (Reference(ladder, "ladder", ladder_title), []))[1]
        rungs.append(Reference(slug, "level", title))
    return list(found.values())


def figures_at(store: Store, day: str, most: int) -> tuple[list[tuple[Reference, str, str]], int]:
    """The newest figures about what was in being at an ISO day that were known then, and how many there are in all.

    Each with its value, and the date that it is of: its own, else that of the first document that it rests on.
    """
    rows = store.ask(
        """
        SELECT e.slug, e.title, f.min, f.max, f.value, f.words, f.comparator, f.unit,
          COALESCE(e.as_of_label, d.issued_label), COUNT(*) OVER ()
        FROM figure_details f
        JOIN entries e ON e.slug = f.slug
        JOIN state_at s ON s.slug = f.subject
        LEFT JOIN citations c ON c.entry = e.slug AND c.part = '' AND c.position = 0
        LEFT JOIN document_details d ON d.slug = c.document
        WHERE :day BETWEEN s.in_being_from AND s.in_being_to
          AND (:context OR (e.origin = 'document' AND s.origin = 'document'))
          AND CASE WHEN e.as_of_edtf IS NULL THEN d.issued_earliest
            ELSE COALESCE(e.as_of_earliest, e.as_of_latest) END <= :day
        ORDER BY COALESCE(e.as_of_earliest, e.as_of_latest, d.issued_earliest) DESC, e.id
        LIMIT :most
        """,
        day=day,
        most=most,
    )
    found = [(Reference(slug, "figure", title), amount_of(*amount), of) for slug, title, *amount, of, _ in rows]
    return found, int(rows[0][-1]) if rows else 0


def hiding(store: Store, wanted: Filter) -> tuple[tuple[str, ...], dict[str, int]]:
    """Of a filter that lets nothing through: the facets that each alone let nothing through, and what there
    would be without each."""
    alone = tuple(facet for facet in wanted.active if not store.count("timeline", wanted.only(facet)))
    return alone, {facet: store.count("timeline", wanted.without(facet)) for facet in wanted.active}
