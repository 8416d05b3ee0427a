"""Queries for the events and figures of a level: those linked with the level itself, and those of its organisation."""

from __future__ import annotations

from msgspec import Struct

from ..amounts import amount_of
from ..model import Reference
from .related import says
from .store import Store

_LIMIT = 60  # events or figures
Found = list[tuple[str, Reference]]


class Form(Struct, frozen=True):
    """The organisation that passes through a level: its title, and the titles of all levels that it passes through."""

    title: str
    levels: tuple[str, ...]


# The entries linked with the level, in either direction; `see_also` puts nothing under a heading.
_LINKED = """
SELECT source FROM links WHERE target = :level AND type <> 'see_also'
UNION SELECT target FROM links WHERE source = :level AND type <> 'see_also'
"""
_ORGANISATION = "SELECT organisation FROM level_details WHERE slug = :level"
_EVENTS_OF_FORM = f"""
SELECT event FROM event_organisations WHERE organisation = ({_ORGANISATION})
UNION SELECT change FROM change_organisations WHERE organisation = ({_ORGANISATION})
EXCEPT SELECT * FROM ({_LINKED})
"""


def form(store: Store, level: str) -> Form | None:
    """Return the organisation that passes through a level; None if none is given."""
    rows = store.select(
        f"""
        SELECT o.title, e.title FROM level_details l
        JOIN shown_entries e ON e.slug = l.slug JOIN shown_entries o ON o.slug = l.organisation
        WHERE l.organisation = ({_ORGANISATION}) AND l.ladder = (SELECT ladder FROM level_details WHERE slug = :level)
        ORDER BY l.rung
        """,
        level=level,
    )
    return Form(rows[0][0], tuple(row[1] for row in rows)) if rows else None


def events(store: Store, level: str) -> Found:
    """Return the events linked with a level in chronological order, as (date label, event)."""
    return _events(store, level, _LINKED)


def events_of_form(store: Store, level: str) -> Found:
    """Return the other events of the organisation that passes through a level."""
    return _events(store, level, _EVENTS_OF_FORM)


def _events(store: Store, level: str, slugs: str) -> Found:
    rows = store.select(
        f"""
        SELECT t.dated, t.slug, t.kind, t.title FROM shown_timeline t
        WHERE t.slug IN ({slugs})
        ORDER BY COALESCE(t.date, t.date_latest), t.date_latest, t.entry_id LIMIT :limit
        """,
        level=level,
        limit=_LIMIT,
    )
    return [(row[0], Reference(*row[1:])) for row in rows]


def figures(store: Store, level: str) -> Found:
    """Return the figures linked with a level as (value, figure), except those about it, which its entry shows.

    The value is '' if the title of the figure has it.
    """
    return _figures(store, level, f"f.subject <> :level AND f.slug IN ({_LINKED})")


def figures_of_form(store: Store, level: str) -> Found:
    """Return the other figures about the organisation that passes through a level."""
    return _figures(store, level, f"f.subject = ({_ORGANISATION}) AND f.slug NOT IN ({_LINKED})")


def _figures(store: Store, level: str, condition: str) -> Found:
    rows = store.select(
        f"""
        SELECT f.min, f.max, f.value, f.words, f.comparator, f.unit, e.slug, e.kind, e.title
        FROM figure_details f JOIN shown_entries e ON e.slug = f.slug
        WHERE {condition}
        ORDER BY e.id LIMIT :limit
        """,
        level=level,
        limit=_LIMIT,
    )
    found = [(amount_of(*row[:6]), Reference(*row[6:])) for row in rows]
    return [("" if says(reference.title, amount) else amount, reference) for amount, reference in found]
