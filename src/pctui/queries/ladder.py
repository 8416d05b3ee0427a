"""Queries for the events and figures of a level: those linked with it, and those of its organisation.

What is about an organisation that has several levels is about none of them in particular, and left out.
"""

from __future__ import annotations

from ..amounts import amount_of
from ..model import Reference
from .store import Store

_LIMIT = 60  # events or figures

# The entries linked with the level, in either direction.
_LINKED = """
SELECT source FROM links WHERE target = :level UNION SELECT target FROM links WHERE source = :level
"""

# The organisation of the level, if it has no other.
_OWN = """
SELECT l.organisation FROM level_details l WHERE l.slug = :level
  AND NOT EXISTS (SELECT 1 FROM level_details o WHERE o.organisation = l.organisation AND o.slug <> :level)
"""


def events(store: Store, level: str) -> list[tuple[str, Reference]]:
    """Return the events of a level in chronological order, as (date label, event)."""
    rows = store.select(
        f"""
        SELECT t.dated, t.slug, t.kind, t.title FROM shown_timeline t
        WHERE t.slug IN (
            SELECT o.event FROM event_organisations o WHERE o.organisation IN ({_OWN})
            UNION SELECT c.change FROM change_organisations c WHERE c.organisation IN ({_OWN})
            UNION {_LINKED}
          )
        ORDER BY COALESCE(t.date, t.date_latest), t.date_latest, t.entry_id LIMIT :limit
        """,
        level=level,
        limit=_LIMIT,
    )
    return [(row[0], Reference(*row[1:])) for row in rows]


def figures(store: Store, level: str) -> list[tuple[str, Reference]]:
    """Return the figures of a level as (value, figure), except those about the level itself, which its entry shows."""
    rows = store.select(
        f"""
        SELECT f.min, f.max, f.value, f.words, f.comparator, f.unit, e.slug, e.kind, e.title
        FROM figure_details f JOIN shown_entries e ON e.slug = f.slug
        WHERE f.subject <> :level AND (
            f.subject IN ({_OWN}) OR f.slug IN ({_LINKED})
          )
        ORDER BY e.id LIMIT :limit
        """,
        level=level,
        limit=_LIMIT,
    )
    return [(amount_of(*row[:6]), Reference(*row[6:])) for row in rows]
