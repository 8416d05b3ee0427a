"""Lineages, of one organisation or of all of them: predecessors, successors, and the changes between them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter
from itertools import groupby
from operator import attrgetter

from msgspec import Struct
from msgspec.structs import replace

from ..database.sql import quoted
from ..kinds.vocabulary import INTENDED
from ..model import Lineage, LineageNode, Succession
from .store import Store

MOST = 100  # organisations
_ENDS = 50  # originals and results of changes that are read for each of these
_SCANNED = 10_000  # ends of changes among which organisations are looked for

# Where these queries asked by joining (shown_entries, or the changes of an organisation), SQLite would read the whole
# table into a filter first; they ask for one row after the other, so that they cost the same in a corpus of any size.
_SHOWN = "EXISTS (SELECT 1 FROM shown_entries WHERE slug = {})"

_LINKED = """
SELECT c.change FROM json_each(:known) k CROSS JOIN change_organisations c ON c.organisation = k.value
"""
_NEXT = f"""
SELECT DISTINCT o.organisation FROM change_organisations o
WHERE o.change IN ({_LINKED}) AND {_SHOWN.format("o.change")} AND {_SHOWN.format("o.organisation")}
LIMIT :most
"""

# The organisations that take part in any change, in the order of the corpus; bounded, however many changes there are.
# One whose changes are all hidden is on the line as well, with nothing that leads to it.
_ANY = f"""
SELECT DISTINCT m.organisation FROM (SELECT organisation FROM change_organisations LIMIT :scanned) m
WHERE {_SHOWN.format("m.organisation")}
LIMIT :most
"""

_NODES = """
SELECT e.slug, e.title, COALESCE(d.existence_label, ''), COALESCE(d.existence_earliest, d.existence_begun)
FROM json_each(:known) k JOIN entries e ON e.slug = k.value JOIN organisation_details d ON d.slug = k.value
ORDER BY COALESCE(d.existence_earliest, d.existence_begun), e.id
"""

# A change without any date comes last.
_CHANGES = f"""
SELECT e.slug, e.title, d.date_label, d.partial, e.modality IN {quoted(INTENDED)}, d.date_earliest, d.date_latest,
  o.role, o.organisation
FROM change_organisations o
CROSS JOIN change_details d ON d.slug = o.change
CROSS JOIN entries e ON e.slug = o.change
WHERE o.change IN ({_LINKED}) AND {_SHOWN.format("o.change")} AND {_SHOWN.format("o.organisation")}
ORDER BY COALESCE(d.date_earliest, d.date_latest) IS NULL, COALESCE(d.date_earliest, d.date_latest), d.date_latest,
  e.id, o.role, o.position
LIMIT :ends
"""

# The changes of some organisations that are hidden, because they are background facts.
_HIDDEN = f"""
SELECT COUNT(*) FROM (
  SELECT DISTINCT change FROM ({_LINKED}) WHERE NOT {_SHOWN.format("change")} LIMIT :ends
)
"""

# What an entry is about that takes part in a change: itself, then its subject, then what it is related to.
_ABOUT = f"""
SELECT about, place FROM (
  SELECT :slug AS about, 0 AS place
  UNION ALL SELECT subject, 1 FROM finding_details WHERE slug = :slug
  UNION ALL SELECT subject, 1 FROM figure_details WHERE slug = :slug
  UNION ALL SELECT organisation, 1 FROM level_details WHERE slug = :slug
  UNION ALL SELECT source, 1 FROM links WHERE target = :slug AND type = 'part_of'
  UNION ALL SELECT organisation, 1 FROM event_organisations WHERE event = :slug
  UNION ALL SELECT linked_to, 2 FROM organisation_links WHERE organisation = :slug
  UNION ALL SELECT target, 2 FROM links WHERE source = :slug
  UNION ALL SELECT source, 2 FROM links WHERE target = :slug
)
WHERE EXISTS (
  SELECT 1 FROM change_organisations m WHERE (m.organisation = about OR m.change = about)
    AND {_SHOWN.format("about")} AND {_SHOWN.format("m.organisation")}
)
ORDER BY place LIMIT 1
"""


class Near(Struct, frozen=True):
    """Where an entry is on the lineage: the slug of the organisation or change, and whether the entry is about that.

    `about` is false for what is only related to the entry.
    """

    slug: str
    about: bool


def near(store: Store, slug: str) -> Near | None:
    """Return where an entry of any kind is on the lineage; None if nothing that it is about or related to is there."""
    row = store.one(_ABOUT, slug=slug)
    return Near(row[0], row[1] < 2) if row else None


def dated_year(store: Store, slug: str) -> int | None:
    """Return the year in which an entry is dated or first existed; None if it has no date."""
    row = store.one("SELECT first FROM dates WHERE slug = :slug", slug=slug)
    return int(row[0][:4]) if row and row[0] and row[0][:4].isdigit() else None


def lineage(store: Store, slug: str, most: int = MOST) -> Lineage:
    """Return the whole lineage of the organisation `slug`: at most `most` organisations, the nearest along changes."""
    return _between(store, list(_connected(store, slug, most)), most)


def _connected(store: Store, slug: str, most: int) -> dict[str, None]:
    """Return an organisation and those that changes connect with it, in both directions: the nearest `most`."""
    known = {slug: None}
    ahead = [slug]
    while ahead and len(known) < most:
        found = store.select(_NEXT, known=json.dumps(ahead), most=most)
        ahead = [row[0] for row in found if row[0] not in known][: most - len(known)]
        known |= dict.fromkeys(ahead)
    return known


def whole(store: Store, slug: str | None = None, most: int = MOST) -> Lineage:
    """Return the lineage of all organisations: at most `most` of them, first those nearest to `slug` if it is given.

    `slug` is an organisation or a change event.
    """
    known: dict[str, None] = {}
    if slug:
        ends = store.select("SELECT organisation FROM change_organisations WHERE change = :slug", slug=slug)
        for (start,) in ends or [(slug,)]:
            known |= _connected(store, start, most)
    known |= dict.fromkeys(row[0] for row in store.select(_ANY, scanned=_SCANNED, most=most + 1))
    found = _between(store, list(known)[:most], most)
    return replace(found, more=found.more or len(known) > most)


def _between(store: Store, members: Sequence[str], most: int) -> Lineage:
    """Return the lineage of some organisations, and whether it leads to others."""
    nodes = [LineageNode(*row) for row in store.select(_NODES, known=json.dumps(members))]
    known = {node.slug for node in nodes}
    rows = store.select(_CHANGES, known=json.dumps(sorted(known)), ends=most * _ENDS)
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
    more = len(rows) == most * _ENDS or any(row[-1] not in known for row in rows)
    hidden = store.one(_HIDDEN, known=json.dumps(sorted(known)), ends=most * _ENDS)
    return Lineage(tuple(nodes), tuple(_in_order(changes)), more, hidden[0] if hidden else 0)


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
