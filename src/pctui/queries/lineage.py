"""Which organisations came of which: the part of the corpus's lineage that one organisation belongs to."""

from __future__ import annotations

import json

from ..kinds.vocabulary import INTENDED
from ..model import Lineage, LineageNode, Succession
from .sql import quoted
from .store import Store

MOST = 100  # organisations: a drawing of more is no drawing

# Breadth first from one organisation along every change event, whichever way it leads.
_MEMBERS = """
WITH RECURSIVE members (slug) AS (
  SELECT :slug
  UNION
  SELECT o.organisation FROM members k
  JOIN change_organisations m ON m.organisation = k.slug
  JOIN shown_entries h ON h.slug = m.change
  JOIN change_organisations o ON o.change = m.change
  JOIN shown_entries e ON e.slug = o.organisation
  LIMIT :most
)
SELECT e.slug, e.title, COALESCE(d.existence_label, ''), d.existence_earliest
FROM members k JOIN entries e ON e.slug = k.slug JOIN organisation_details d ON d.slug = k.slug
ORDER BY d.existence_earliest, e.id
"""

_CHANGES = f"""
SELECT e.slug, e.title, d.date_label, d.partial, e.modality IN {quoted(INTENDED)}, o.role,
  o.organisation
FROM change_details d JOIN shown_entries e ON e.slug = d.slug JOIN change_organisations o ON o.change = d.slug
WHERE d.slug IN (
    SELECT c.change FROM change_organisations c WHERE c.organisation IN (SELECT value FROM json_each(:known))
  )
ORDER BY COALESCE(d.date_earliest, d.date_latest), d.date_latest, e.id, o.role, o.position
"""


def lineage(store: Store, slug: str, most: int = MOST) -> Lineage:
    """Return the lineage that the organisation `slug` belongs to: at most `most` organisations, the nearest."""
    nodes = [LineageNode(*row) for row in store.ask(_MEMBERS, slug=slug, most=most)]
    more = len(nodes) == most and len(store.ask(_MEMBERS, slug=slug, most=most + 1)) > most
    known = {k.slug for k in nodes}
    changes: dict[str, Succession] = {}
    ends: dict[str, dict[str, list[str]]] = {}
    for change, title, date, partial, planned, role, organisation in store.ask(
        _CHANGES, known=json.dumps(sorted(known))
    ):
        changes.setdefault(change, Succession(change, title, date, (), (), bool(partial), bool(planned)))
        if organisation in known:
            ends.setdefault(change, {}).setdefault(role, []).append(organisation)
    return Lineage(
        tuple(nodes),
        tuple(
            Succession(
                c.slug,
                c.title,
                c.date,
                tuple(ends.get(c.slug, {}).get("original", ())),
                tuple(ends.get(c.slug, {}).get("resulting", ())),
                c.partial,
                c.planned,
            )
            for c in changes.values()
        ),
        more,
    )
