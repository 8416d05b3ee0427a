"""The SQL of the lists in panes: (slug, kind, title, when, side, modality, origin); a heading has no slug."""

from __future__ import annotations

import json
from collections.abc import Iterable

from msgspec import Struct

from ..database.sql import case, place_in, quoted
from ..kinds.vocabulary import (
    ARGUED,
    CLASSIFICATIONS,
    DESCRIPTIVE,
    INTENDED,
    SIGNS,
    STANDINGS,
    STATUS_SIGNS,
    STRENGTHS,
    based_on,
)
from ..model import Reference
from .filters import EVERYTHING, TIMES, Filter

ORPHANS = "No longer in the corpus"


class View(Struct, frozen=True):
    """How a grouped list is folded and narrowed.

    `folded` has the headings of the folded groups, or, if `others` is true, of the unfolded ones. `only` has the slugs
    to show (None: all). `marked` has the entries that the reader has marked; those no longer in the corpus are listed
    in a group of their own.
    """

    folded: frozenset[str] = frozenset()
    others: bool = False
    only: frozenset[str] | None = None
    marked: tuple[Reference, ...] = ()

    def folds(self, heading: str) -> bool:
        """Whether the group with this heading is folded."""
        return (heading in self.folded) != self.others

    @property
    def parameters(self) -> dict[str, object]:
        """The parameters of the lists' SQL."""
        return {
            "folded": _json(sorted(self.folded)),
            "others": self.others,
            "only": None if self.only is None else _json(sorted(self.only)),
            "marked": _json((r.slug, r.kind, r.title) for r in self.marked),
        }


def _json(values: Iterable[object]) -> str:
    return json.dumps(list(values), ensure_ascii=False)


_TIMELINE = """
SELECT t.slug, t.kind, t.title, t.dated AS "when", COALESCE(l.title, '') AS side, t.modality, t.origin
FROM shown_timeline t LEFT JOIN terms l ON l.vocabulary = 'lane' AND l.slug = t.lane
WHERE {filters}
ORDER BY t.place
"""
_DATED = """
SELECT t.slug, t.kind, t.title, t.dated AS "when", COALESCE(l.title, '') AS side, t.modality, t.origin,
  t.entry_id AS id, t.place
FROM shown_timeline t LEFT JOIN terms l ON l.vocabulary = 'lane' AND l.slug = t.lane
WHERE {filters}
"""

# The unfiltered timeline, starting at a place.
TIMELINE_FROM = """
SELECT t.slug, t.kind, t.title, t.dated, COALESCE(l.title, ''), t.modality, t.origin
FROM shown_timeline t LEFT JOIN terms l ON l.vocabulary = 'lane' AND l.slug = t.lane
WHERE t.shown_place >= :offset ORDER BY t.shown_place LIMIT :limit
"""

# Lists with headings: a row for each group, then its entries unless it is folded; `place` orders the groups.
_SHOWN = """
WITH listed AS ({listed}),
shown AS (
  SELECT *, (heading IN (SELECT value FROM json_each(:folded))) <> :others AS folded FROM listed
  WHERE (:only IS NULL OR slug IN (SELECT value FROM json_each(:only))) AND {filters}
)
"""
_GROUPED = f"""
{_SHOWN}
SELECT slug, kind, title, "when", side, modality, origin FROM (
  SELECT '' AS slug, IIF(folded, 'folded', 'heading') AS kind, heading AS title, '' AS "when",
    CAST(COUNT(*) AS TEXT) AS side, '' AS modality, 'document' AS origin, place, heading, 0 AS id
  FROM shown GROUP BY place, heading
  UNION ALL
  SELECT slug, kind, title, "when", side, modality, origin, place, heading, id FROM shown WHERE NOT folded
) ORDER BY place, heading, id
"""
_GROUPED_COUNT = f"""
{_SHOWN}
SELECT (SELECT COUNT(*) FROM shown WHERE NOT folded)
  + (SELECT COUNT(*) FROM (SELECT DISTINCT place, heading FROM shown))
"""

# A document's own proposals come before those that it reports; those already planned or carried out come last.
# {each} joins what they are grouped by, of which one may have several: it is then listed under each.
_RECOMMENDATIONS = """
SELECT e.slug, e.kind, e.title, '' AS "when", {side} AS side, e.modality, e.origin, {place} AS place,
  {heading} AS heading,
  e.id + 1000000000 * ((r.stance = 'reported') + 2 * (e.modality IN ('planned', 'happened'))) AS id
FROM recommendation_details r
JOIN shown_entries e ON e.slug = r.slug
LEFT JOIN citations c ON c.entry = e.slug AND c.part = '' AND c.position = 0
LEFT JOIN document_details d ON d.slug = c.document
{each}
UNION ALL
SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]'), '',
  json_extract(value, '$[1]'), '', 'document', 1000000000, '{orphans}', key
FROM json_each(:marked) WHERE json_extract(value, '$[0]') NOT IN (SELECT slug FROM entries)
"""
NO_HEADING, NO_BOUNDARY = "no heading printed", "No boundary"
_LABEL = "COALESCE(d.label, 'Context')"


class Grouping(Struct, frozen=True):
    """How recommendations are grouped: SQL for the order of the groups, their headings, and what stands beside each.

    `each` joins what one recommendation may have several of.
    """

    place: str
    heading: str
    side: str = "COALESCE(d.label, 'context')"
    each: str = ""


def _capital(column: str) -> str:
    return f"UPPER(SUBSTR({column}, 1, 1)) || SUBSTR({column}, 2)"


GROUPINGS = {
    # In the order in which the documents print them.
    "heading": Grouping(
        "1000 * COALESCE(d.position, 99) + COALESCE(h.position, -1)",
        f"{_LABEL} || ': ' || COALESCE(h.heading, '{NO_HEADING}')",
        "COALESCE(r.strength, '')",
        "LEFT JOIN headings h ON h.slug = r.slug",
    ),
    "boundary": Grouping(
        "COALESCE(t.position, IIF(b.boundary IS NULL, 999, 99))",
        f"COALESCE(t.title, b.boundary, '{NO_BOUNDARY}')",
        "IIF(b.basis = 'inferred', 'inferred, ', '') || COALESCE(d.label, 'context')",
        """LEFT JOIN recommendation_boundaries b ON b.recommendation = r.slug
        LEFT JOIN terms t ON t.vocabulary = 'boundary' AND t.slug = b.boundary""",
    ),
    "actor": Grouping(
        "COALESCE(t.position, IIF(a.actor IS NULL, 999, 99))",
        "COALESCE(t.title, a.actor, 'Actor not said')",
        each="""LEFT JOIN recommendation_actors a ON a.recommendation = r.slug
        LEFT JOIN terms t ON t.vocabulary = 'actor' AND t.slug = a.actor""",
    ),
    "strength": Grouping(
        place_in("COALESCE(r.strength, '')", STRENGTHS), f"COALESCE({_capital('r.strength')}, 'Asks for nothing')"
    ),
    "standing": Grouping(place_in("r.standing", STANDINGS), _capital("r.standing")),
    "document": Grouping("COALESCE(d.position, 99)", _LABEL, "COALESCE(r.strength, '')"),
}

# Shows when each existed; if that is not dated, its country, unless that is the most common one.
_ORGANISATIONS = f"""
SELECT e.slug, e.kind, e.title, '' AS "when", COALESCE(o.existence_label, w.country, '') AS side, e.modality, e.origin,
  {place_in("o.classification", CLASSIFICATIONS)} AS place,
  {case("o.classification", CLASSIFICATIONS, "Others")} AS heading,
  e.id
FROM organisation_details o JOIN shown_entries e ON e.slug = o.slug
LEFT JOIN organisation_details w ON w.slug = o.slug AND w.country <> (
  SELECT country FROM organisation_details WHERE country IS NOT NULL GROUP BY country ORDER BY COUNT(*) DESC, country
)
"""

# The status of a finding `f` with its entry `e` (as in vocabulary.status_of), and its sign (as in vocabulary.sign_of).
STATUS = f"""
CASE WHEN e.modality IN {quoted(INTENDED)} OR f.basis IN {quoted(based_on("forecast"))} THEN 'forecast'
  WHEN e.modality IN {quoted(ARGUED)} OR f.basis IN {quoted(based_on("claimed"))} THEN 'claimed'
  ELSE 'found' END
"""
SIGN = f"IIF(f.direction = '{DESCRIPTIVE}', '', {case(STATUS, STATUS_SIGNS)} || {case('f.direction', SIGNS, '?')})"
# A finding is listed in each of its domains.
_EVIDENCE = f"""
SELECT e.slug, e.kind, e.title, {SIGN} AS "when", s.title AS side, e.modality, e.origin,
  COALESCE(t.position, 99) AS place, COALESCE(t.title, d.domain) AS heading, e.id
FROM finding_details f
JOIN finding_domains d ON d.finding = f.slug
JOIN shown_entries e ON e.slug = f.slug
JOIN entries s ON s.slug = f.subject
LEFT JOIN terms t ON t.vocabulary = 'domain' AND t.slug = d.domain
"""

# The rows of the matrix: forms by start date, then other subjects of findings, then forms without findings.
_SUBJECTS = """
SELECT e.slug, e.kind, e.title, '' AS "when", CAST(s.found AS TEXT) AS side, e.modality, e.origin,
  CASE WHEN s.found = 0 THEN 2 ELSE o.classification IS NOT 'form' END AS place,
  CASE WHEN s.found = 0 THEN 'Forms without findings' WHEN o.classification = 'form' THEN 'Forms'
    ELSE 'Other subjects' END AS heading,
  ROW_NUMBER() OVER (ORDER BY COALESCE(o.existence_earliest, o.existence_begun, o.existence_latest, '9999'), e.id) AS id
FROM (
  SELECT subject, SUM(found) AS found, MAX(form) AS form FROM (
    SELECT subject, COUNT(*) AS found, 0 AS form FROM finding_details GROUP BY subject
    UNION ALL
    -- Subtracted again if they are hidden: checking them one by one takes ten times as long.
    SELECT f.subject, -COUNT(*), 0 FROM hidden_entries x CROSS JOIN finding_details f ON f.slug = x.slug
    GROUP BY f.subject
    UNION ALL
    SELECT slug, 0, 1 FROM organisation_details WHERE classification = 'form'
  ) GROUP BY subject
) s
JOIN shown_entries e ON e.slug = s.subject
LEFT JOIN organisation_details o ON o.slug = s.subject
WHERE (s.found OR s.form)
"""
# One of the pair is the heading, the statements that it disagrees with are below it, each with the label of its
# document. The slug of a row consists of both slugs.
_SAYS = """COALESCE((
    SELECT d.label FROM citations c JOIN document_details d ON d.slug = c.document
    WHERE c.entry = {entry}.slug AND c.part = '' ORDER BY c.position
  ), 'Context') || ': ' || {entry}.title"""
_DISAGREEMENTS = f"""
SELECT s.slug || ' ≠ ' || t.slug AS slug, t.kind, {_SAYS.format(entry="t")} AS title, '≠' AS "when", '' AS side,
  t.modality, t.origin, s.id AS place, {_SAYS.format(entry="s")} AS heading, l.position AS id
FROM links l JOIN shown_entries s ON s.slug = l.source JOIN shown_entries t ON t.slug = l.target
WHERE l.type = 'disputes'
"""
# The levels of every ladder, lowest first; and the documents in the order of the corpus.
_LEVELS = """
SELECT e.slug, e.kind, e.title, '' AS "when", '' AS side, e.modality, e.origin, a.id AS place, a.title AS heading,
  l.rung AS id
FROM level_details l JOIN shown_entries e ON e.slug = l.slug JOIN shown_entries a ON a.slug = l.ladder
"""
_DOCUMENTS = """
SELECT e.slug, e.kind, e.title, COALESCE(d.issued_label, '') AS "when", d.extent AS side, e.modality, e.origin,
  0 AS place, 'Sources' AS heading, d.position AS id
FROM document_details d JOIN entries e ON e.slug = d.slug
"""

# A list in another order, without headings, each entry once. Undated entries come last.
_ORDERED = """
SELECT slug, kind, title, "when", side, modality, origin FROM ({listed}) listed WHERE {filters}
{once} ORDER BY {order}
"""
_FIRST, _LAST = (f"(SELECT {end} FROM ({TIMES}))".format(slug="listed.slug") for end in ("first", "last"))
ORDERS = {
    "date": f"COALESCE({_FIRST}, {_LAST}) IS NULL, COALESCE({_FIRST}, {_LAST}), {_LAST}, listed.id",
    "newest": f"COALESCE({_FIRST}, {_LAST}) IS NULL, COALESCE({_FIRST}, {_LAST}) DESC, {_LAST} DESC, listed.id",
    "title": "(SELECT title_key FROM entries WHERE entries.slug = listed.slug), listed.title, listed.slug",
    "slug": "listed.slug",
}


def groups() -> dict[str, str]:
    """Return the SQL of the entries in each grouped list, by name; each entry has its `heading`."""
    recommendations = {
        f"recommendations by {name}": _RECOMMENDATIONS.format(
            place=by.place, heading=by.heading, side=by.side, each=by.each, orphans=ORPHANS
        )
        for name, by in GROUPINGS.items()
    }
    return {
        **recommendations,
        "organisations": _ORGANISATIONS,
        "evidence": _EVIDENCE,
        "evidence subjects": _SUBJECTS,
        "disagreements": _DISAGREEMENTS,
        "levels": _LEVELS,
        "documents": _DOCUMENTS,
    }


def lists(filters: Filter = EVERYTHING) -> dict[str, str]:
    """Return the SQL of each list, filtered, by name."""
    grouped = {
        name: _GROUPED.format(listed=listed, filters=filters.entries("listed.slug"))
        for name, listed in groups().items()
    }
    return {"timeline": _TIMELINE.format(filters=filters.events), **grouped}


def counted(name: str, filters: Filter = EVERYTHING) -> str:
    """Return the SQL of the number of rows of a list, including headings."""
    if name == "timeline":
        return f"SELECT COUNT(*) FROM ({_TIMELINE.format(filters=filters.events)})"
    return _GROUPED_COUNT.format(listed=groups()[name], filters=filters.entries("listed.slug"))


def distinct(name: str, filters: Filter) -> str:
    """Return the SQL of the number of entries in a grouped list."""
    return f"SELECT COUNT(DISTINCT slug) FROM ({groups()[name]}) listed WHERE {filters.entries('listed.slug')}"


def ordered(name: str, filters: Filter, order: str) -> str:
    """Return the SQL of a list without its headings, in one of ORDERS."""
    if name == "timeline":
        by = {"date": "listed.place", "newest": "listed.place DESC"}.get(order, ORDERS[order])
        return _ORDERED.format(listed=_DATED.format(filters=filters.events), filters="TRUE", once="", order=by)
    return _ORDERED.format(
        listed=groups()[name], filters=filters.entries("listed.slug"), once="GROUP BY slug", order=ORDERS[order]
    )
