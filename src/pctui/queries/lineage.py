"""The lineage that an organisation belongs to: every predecessor and successor, and the changes between them."""

from __future__ import annotations

import json
from graphlib import CycleError, TopologicalSorter
from itertools import groupby
from operator import attrgetter

from ..database.sql import quoted
from ..kinds.vocabulary import INTENDED
from ..model import Lineage, LineageNode, Succession
from .store import Store

MOST = 100  # organisations

# Breadth first from one organisation along every change event, in both directions.
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
SELECT e.slug, e.title, COALESCE(d.existence_label, ''), COALESCE(d.existence_earliest, d.existence_begun)
FROM members k JOIN entries e ON e.slug = k.slug JOIN organisation_details d ON d.slug = k.slug
ORDER BY COALESCE(d.existence_earliest, d.existence_begun), e.id
"""

# A change without any date comes last.
_CHANGES = f"""
SELECT e.slug, e.title, d.date_label, d.partial, e.modality IN {quoted(INTENDED)}, d.date_earliest, d.date_latest,
  o.role, o.organisation
FROM change_details d
JOIN shown_entries e ON e.slug = d.slug
JOIN change_organisations o ON o.change = d.slug
JOIN shown_entries s ON s.slug = o.organisation
WHERE d.slug IN (
    SELECT c.change FROM change_organisations c WHERE c.organisation IN (SELECT value FROM json_each(:known))
  )
ORDER BY COALESCE(d.date_earliest, d.date_latest) IS NULL, COALESCE(d.date_earliest, d.date_latest), d.date_latest,
  e.id, o.role, o.position
"""

# By the years between the starts; organisations whose start is unknown come last.
_OTHERS = """
SELECT e.slug, e.title, COALESCE(d.existence_label, ''), COALESCE(d.existence_earliest, d.existence_begun)
FROM (
  SELECT DISTINCT m.organisation AS slug FROM change_organisations m JOIN shown_entries h ON h.slug = m.change
) c
JOIN shown_entries e ON e.slug = c.slug
JOIN organisation_details d ON d.slug = c.slug
LEFT JOIN organisation_details own ON own.slug = :slug
ORDER BY
  ABS(CAST(COALESCE(d.existence_earliest, d.existence_begun, d.existence_latest) AS INTEGER)
    - CAST(COALESCE(own.existence_earliest, own.existence_begun, own.existence_latest) AS INTEGER)) NULLS LAST,
  e.id
LIMIT :most
"""


def lineage(store: Store, slug: str, most: int = MOST) -> Lineage:
    """Return the whole lineage of the organisation `slug`: at most `most` organisations, the nearest along changes."""
    nodes = [LineageNode(*row) for row in store.select(_MEMBERS, slug=slug, most=most)]
    known = {node.slug for node in nodes}
    rows = store.select(_CHANGES, known=json.dumps(sorted(known)))
    changes = []
    for change, group in groupby(rows, lambda row: row[:7]):
        ends = [(role, organisation) for *_, role, organisation in group if organisation in known]
        original, resulting = (
            tuple(organisation for role, organisation in ends if role == shown_links)
            for shown_links in ("original", "resulting")
        )
        name, title, date, partial, planned, earliest, latest = change
        changes.append(
            Succession(name, title, date, original, resulting, bool(partial), bool(planned), earliest, latest)
        )
    return Lineage(tuple(nodes), tuple(_in_order(changes)), any(row[-1] not in known for row in rows))


def _in_order(changes: list[Succession]) -> list[Succession]:
    """Sort changes on the same date so that each comes after those that result in its original organisations."""
    ordered: list[Succession] = []
    for _, group in groupby(changes, attrgetter("earliest", "latest")):
        alike = {change.slug: change for change in group}
        sorter: TopologicalSorter[str] = TopologicalSorter()
        for change in alike.values():
            sorter.add(change.slug, *change.original)
            for slug in change.resulting:
                if slug not in change.original:
                    sorter.add(slug, change.slug)
        try:
            ordered += [alike[slug] for slug in sorter.static_order() if slug in alike]
        except CycleError:
            ordered += alike.values()
    return ordered


def organisations_with_lineage(store: Store, slug: str, most: int = MOST) -> list[LineageNode]:
    """Return the organisations that take part in any change; the nearest to `slug` by start date come first."""
    return [LineageNode(*row) for row in store.select(_OTHERS, slug=slug, most=most)]
