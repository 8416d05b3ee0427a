"""The SQL of the timeline's list, and of the others where a filter narrows them or another order is wanted.

Rows are (slug, kind, title, when, side, modality, origin, status); a heading has no slug.
"""

from __future__ import annotations

from array import array

from msgspec import Struct

from ..database.grouped_lists import groups
from ..database.sql import place_in
from ..kinds.vocabulary import STRENGTHS
from ..model import Reference
from .filters import EVERYTHING, TIMES, Filter

ORPHANS = "No longer in the corpus"


class Arranged(Struct, frozen=True, eq=False):
    """The entries of a list that match a filter, in one of ORDERS or, if that is '', in groups.

    `numbers` are those of the rows in the stored list. In an order of its own each entry is there once.
    """

    filters: Filter
    order: str
    numbers: array[int]


class View(Struct, frozen=True):
    """How a grouped list is folded, narrowed and sorted.

    `folded` has the headings of the folded groups, or, if `others` is true, of the unfolded ones. `only` has the slugs
    to show (None: all). `marked` has the entries that the reader has marked; those no longer in the corpus are listed
    in a group of their own. `arranged` has what matches a filter or is sorted (None: all, in groups). With `brief`, a
    heading says what would stand beside each of its rows if that is the same.
    """

    folded: frozenset[str] = frozenset()
    others: bool = False
    only: frozenset[str] | None = None
    marked: tuple[Reference, ...] = ()
    arranged: Arranged | None = None
    brief: bool = False

    def folds(self, heading: str) -> bool:
        """Whether the group with this heading is folded."""
        return (heading in self.folded) != self.others


_TIMELINE = """
SELECT t.slug, t.kind, t.title, t.dated AS "when", COALESCE(l.title, '') AS side, t.modality, t.origin, t.status
FROM shown_timeline t LEFT JOIN terms l ON l.vocabulary = 'lane' AND l.slug = t.lane
WHERE {filters}
ORDER BY t.place
"""
_DATED = """
SELECT t.slug, t.kind, t.title, t.dated AS "when", COALESCE(l.title, '') AS side, t.modality, t.origin, t.status,
  t.entry_id AS id, t.place
FROM shown_timeline t LEFT JOIN terms l ON l.vocabulary = 'lane' AND l.slug = t.lane
WHERE {filters}
"""

# The unfiltered timeline, starting at a place.
TIMELINE_FROM = """
SELECT t.slug, t.kind, t.title, t.dated, COALESCE(l.title, ''), t.modality, t.origin, t.status
FROM shown_timeline t LEFT JOIN terms l ON l.vocabulary = 'lane' AND l.slug = t.lane
WHERE t.shown_place >= :offset ORDER BY t.shown_place LIMIT :limit
"""

# Lists with headings: a row for each group, then its entries; `place` orders the groups.
_GROUPED = """
WITH shown AS (SELECT * FROM ({listed}) listed WHERE {filters})
SELECT slug, kind, title, "when", side, modality, origin, status FROM (
  SELECT '' AS slug, 'heading' AS kind, heading AS title, '' AS "when",
    CAST(COUNT(*) AS TEXT) AS side, '' AS modality, 'document' AS origin, NULL AS status, place, heading, 0 AS id
  FROM shown GROUP BY place, heading
  UNION ALL
  SELECT slug, kind, title, "when", side, modality, origin, status, place, heading, id FROM shown
) ORDER BY place, heading, id
"""

# A list in another order, without headings, each entry once. Undated entries come last.
_ORDERED = """
SELECT slug, kind, title, "when", side, modality, origin, status FROM ({listed}) listed WHERE {filters}
{once} ORDER BY {order}
"""
_FIRST, _LAST = (f"(SELECT {end} FROM ({TIMES}))".format(slug="listed.slug") for end in ("first", "last"))
ORDERS = {
    "date": f"COALESCE({_FIRST}, {_LAST}) IS NULL, COALESCE({_FIRST}, {_LAST}), {_LAST}, listed.id",
    "newest": f"COALESCE({_FIRST}, {_LAST}) IS NULL, COALESCE({_FIRST}, {_LAST}) DESC, {_LAST} DESC, listed.id",
    "title": "(SELECT title_key FROM entries WHERE entries.slug = listed.slug), listed.title, listed.slug",
    "strength": (
        f"(SELECT {place_in('strength', STRENGTHS)} FROM recommendation_details r "
        "WHERE r.slug = listed.slug), listed.id"
    ),
    "slug": "listed.slug",
}
# What is shown beside the rows of a sorted list, where it has it, instead of what stands there in groups.
_ISSUED = """COALESCE(
    (SELECT existence_label FROM organisation_details WHERE slug = list_rows.slug),
    (SELECT as_of_label FROM entries WHERE slug = list_rows.slug),
    (SELECT d.issued_label FROM citations c JOIN document_details d ON d.slug = c.document
     WHERE c.entry = list_rows.slug AND c.part = '' AND c.position = 0)
)"""
BESIDE = {
    "date": _ISSUED,
    "newest": _ISSUED,
    "strength": "(SELECT strength FROM recommendation_details WHERE slug = list_rows.slug)",
}

# The numbers of the rows that match a filter, in groups and in an order.
_NUMBERS = """
SELECT number FROM shown_list_rows listed WHERE list = :list AND {filters} ORDER BY number
"""
_NUMBERS_ORDERED = """
SELECT MIN(r.number) FROM ({listed}) listed JOIN shown_list_rows r ON r.list = :list AND r.slug = listed.slug
WHERE {filters} GROUP BY listed.slug ORDER BY {order}
"""


def lists(filters: Filter = EVERYTHING) -> dict[str, str]:
    """Return the SQL of each list, filtered, by name."""
    grouped = {
        name: _GROUPED.format(listed=listed, filters=filters.entries("listed.slug"))
        for name, listed in groups().items()
    }
    return {"timeline": _TIMELINE.format(filters=filters.events), **grouped}


def counted(name: str, filters: Filter = EVERYTHING) -> str:
    """Return the SQL of the number of rows of a list, including headings."""
    return f"SELECT COUNT(*) FROM ({lists(filters)[name]})"


def distinct(name: str, filters: Filter) -> str:
    """Return the SQL of the number of entries in a grouped list."""
    if not filters:
        return "SELECT COUNT(DISTINCT slug) FROM shown_list_rows WHERE list = :list"
    return f"SELECT COUNT(DISTINCT slug) FROM ({groups()[name]}) listed WHERE {filters.entries('listed.slug')}"


def numbers(name: str, filters: Filter, order: str) -> str:
    """Return the SQL of the numbers of a list's rows that match a filter, in one of ORDERS or ('') in groups."""
    condition = filters.entries("listed.slug")
    if not order:
        return _NUMBERS.format(filters=condition)
    return _NUMBERS_ORDERED.format(listed=groups()[name], filters=condition, order=ORDERS[order])


def ordered(name: str, filters: Filter, order: str) -> str:
    """Return the SQL of a list without its headings, in one of ORDERS."""
    if name == "timeline":
        by = {"date": "listed.place", "newest": "listed.place DESC"}.get(order, ORDERS[order])
        return _ORDERED.format(listed=_DATED.format(filters=filters.events), filters="TRUE", once="", order=by)
    return _ORDERED.format(
        listed=groups()[name], filters=filters.entries("listed.slug"), once="GROUP BY slug", order=ORDERS[order]
    )
