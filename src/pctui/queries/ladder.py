"""The events and figures of a rung: those of the organisation at that level, and those linked with the level."""

from __future__ import annotations

from ..model import Reference, amount_of
from .store import Store

_MOST = 60

# What is linked with the level, whichever way, and what its organisation is the subject of.
_BESIDE = """
SELECT source FROM links WHERE target = :level UNION SELECT target FROM links WHERE source = :level
"""


def events(store: Store, level: str) -> list[tuple[str, Reference]]:
    """The events of a rung with their dates, in order of time."""
    rows = store.ask(
        f"""
        SELECT t.dated, t.slug, t.kind, t.title FROM shown_timeline t
        WHERE t.slug IN (
            SELECT o.event FROM event_organisations o JOIN level_details l ON l.organisation = o.organisation
            WHERE l.slug = :level
            UNION
            SELECT c.change FROM change_organisations c JOIN level_details l ON l.organisation = c.organisation
            WHERE l.slug = :level
            UNION {_BESIDE}
          )
        ORDER BY COALESCE(t.date, t.date_latest), t.date_latest, t.entry_id LIMIT :most
        """,
        level=level,
        most=_MOST,
    )
    return [(row[0], Reference(*row[1:])) for row in rows]


def figures(store: Store, level: str) -> list[tuple[str, Reference]]:
    """The figures of a rung with their values, but for those about the level itself, which its entry tells."""
    rows = store.ask(
        f"""
        SELECT f.min, f.max, f.value, f.words, f.comparator, f.unit, e.slug, e.kind, e.title
        FROM figure_details f JOIN shown_entries e ON e.slug = f.slug
        WHERE f.subject <> :level AND (
            f.subject = (SELECT organisation FROM level_details WHERE slug = :level) OR f.slug IN ({_BESIDE})
          )
        ORDER BY e.id LIMIT :most
        """,
        level=level,
        most=_MOST,
    )
    return [(amount_of(*row[:6]), Reference(*row[6:])) for row in rows]
