"""The grouped lists of the panes: their SQL, and the tables that hold them in order.

Each list is stored in its order when the database is built, so that any part of a long one can be read at once. The
queries read the SQL itself only where a filter narrows a list or another order is wanted.
"""

from __future__ import annotations

import sqlite3

from msgspec import Struct

from ..kinds.vocabulary import (
    ARGUED,
    DESCRIPTIVE,
    DISAGREEMENTS,
    FORM,
    INTENDED,
    SIGNS,
    STANDINGS,
    STATUS_SIGNS,
    STRENGTHS,
    based_on,
)
from .sql import case, place_in, quoted

# A document's own proposals come before those that it reports; those already planned or carried out come last.
# {each} joins what they are grouped by, of which one may have several: it is then listed under each.
_RECOMMENDATIONS = """
SELECT e.slug, e.kind, e.title, '' AS "when", {side} AS side, e.modality, e.origin, e.status, {place} AS place,
  {heading} AS heading,
  e.id + 1000000000 * ((r.stance = 'reported') + 2 * (e.modality IN ('planned', 'happened'))) AS id
FROM recommendation_details r
JOIN shown_entries e ON e.slug = r.slug
LEFT JOIN citations c ON c.entry = e.slug AND c.part = '' AND c.position = 0
LEFT JOIN document_details d ON d.slug = c.document
{each}
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
    "proposer": Grouping(
        "COALESCE(t.position, IIF(p.proposer IS NULL, 999, 99))",
        "COALESCE(t.title, p.proposer, 'Proposer not said')",
        "COALESCE(r.strength, '')",
        each="""LEFT JOIN recommendation_proposers p ON p.recommendation = r.slug
        LEFT JOIN terms t ON t.vocabulary = 'proposer' AND t.slug = p.proposer""",
    ),
    "strength": Grouping(
        place_in("COALESCE(r.strength, '')", STRENGTHS), f"COALESCE({_capital('r.strength')}, 'Asks for nothing')"
    ),
    "standing": Grouping(place_in("r.standing", STANDINGS), _capital("r.standing")),
    "document": Grouping("COALESCE(d.position, 99)", _LABEL, "COALESCE(r.strength, '')"),
}

# Shows when each existed; if that is not dated, its country, unless that is the most common one.
_ORGANISATIONS = """
SELECT e.slug, e.kind, e.title, '' AS "when", COALESCE(o.existence_label, w.country, '') AS side,
  e.modality, e.origin, e.status, COALESCE(t.position, 999) AS place, COALESCE(t.heading, t.title, 'Others') AS heading,
  e.id
FROM organisation_details o JOIN shown_entries e ON e.slug = o.slug
LEFT JOIN terms t ON t.vocabulary = 'classification' AND t.slug = o.classification
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
SIGN = f"IIF(f.direction = '{DESCRIPTIVE}', '', {case('f.direction', SIGNS, '?')} || {case(STATUS, STATUS_SIGNS)})"
# A finding is listed in each of its domains.
_EVIDENCE = f"""
SELECT e.slug, e.kind, e.title, {SIGN} AS "when", s.title AS side, e.modality, e.origin, e.status,
  COALESCE(t.position, 99) AS place, COALESCE(t.title, d.domain) AS heading, e.id
FROM finding_details f
JOIN finding_domains d ON d.finding = f.slug
JOIN shown_entries e ON e.slug = f.slug
JOIN entries s ON s.slug = f.subject
LEFT JOIN terms t ON t.vocabulary = 'domain' AND t.slug = d.domain
"""

# The rows of the matrix: forms by start date, then other subjects of findings, then forms without findings.
_FORMS = f"SELECT term FROM terms_within WHERE vocabulary = 'classification' AND broader = '{FORM}'"
_FORMS_HEADING = f"(SELECT COALESCE(heading, title) FROM terms WHERE vocabulary = 'classification' AND slug = '{FORM}')"
_SUBJECTS = f"""
SELECT e.slug, e.kind, e.title, '' AS "when", CAST(s.found AS TEXT) AS side, e.modality, e.origin, e.status,
  CASE WHEN s.found = 0 THEN 2 WHEN o.classification IN ({_FORMS}) THEN 0 ELSE 1 END AS place,
  CASE WHEN s.found = 0 THEN {_FORMS_HEADING} || ' without findings'
    WHEN o.classification IN ({_FORMS}) THEN {_FORMS_HEADING}
    ELSE IIF({_FORMS_HEADING} IS NULL, 'Subjects', 'Other subjects') END AS heading,
  ROW_NUMBER() OVER (ORDER BY COALESCE(o.existence_earliest, o.existence_begun, o.existence_latest, '9999'), e.id) AS id
FROM (
  SELECT subject, SUM(found) AS found, MAX(form) AS form FROM (
    SELECT subject, COUNT(*) AS found, 0 AS form FROM finding_details GROUP BY subject
    UNION ALL
    -- Subtracted again if they are hidden: checking them one by one takes ten times as long.
    SELECT f.subject, -COUNT(*), 0 FROM hidden_entries x CROSS JOIN finding_details f ON f.slug = x.slug
    GROUP BY f.subject
    UNION ALL
    SELECT slug, 0, 1 FROM organisation_details WHERE classification IN ({_FORMS})
  ) GROUP BY subject
) s
JOIN shown_entries e ON e.slug = s.subject
LEFT JOIN organisation_details o ON o.slug = s.subject
WHERE (s.found OR s.form)
"""
# The slug of a row consists of those of both statements.
_DISAGREEMENTS = f"""
SELECT g.source || ' ≠ ' || g.target AS slug, s.kind, g.title, '' AS "when",
  COALESCE(g.subject || ': ', '') || g.value || ' / ' || g.other_value AS side, s.modality, s.origin, s.status,
  {place_in("g.place", DISAGREEMENTS)} AS place, {case("g.place", DISAGREEMENTS, "Others")} AS heading,
  1000 * s.id + g.position AS id
FROM disagreements g JOIN shown_entries s ON s.slug = g.source JOIN shown_entries t ON t.slug = g.target
"""
# The levels of every ladder, lowest first; and the documents, in one group without a heading.
_LEVELS = """
SELECT e.slug, e.kind, e.title, '' AS "when", '' AS side, e.modality, e.origin, e.status, a.id AS place,
  a.title AS heading, l.rung AS id
FROM level_details l JOIN shown_entries e ON e.slug = l.slug JOIN shown_entries a ON a.slug = l.ladder
"""
_DOCUMENTS = """
SELECT e.slug, e.kind, e.title, d.label AS "when", d.extent AS side, e.modality, e.origin, e.status, 0 AS place,
  '' AS heading, d.position AS id
FROM document_details d JOIN entries e ON e.slug = d.slug
"""


def groups() -> dict[str, str]:
    """Return the SQL of the entries in each grouped list, by name; each entry has its `heading`."""
    recommendations = {
        f"recommendations by {name}": _RECOMMENDATIONS.format(
            place=by.place, heading=by.heading, side=by.side, each=by.each
        )
        for name, by in GROUPINGS.items()
    }
    return {
        **recommendations,
        "organisations": _ORGANISATIONS,
        "evidence": _EVIDENCE,
        "evidence subjects": _SUBJECTS,
        "disagreements": _DISAGREEMENTS,
        "disagreements between documents": f"{_DISAGREEMENTS} WHERE g.label <> g.other_label",
        "levels": _LEVELS,
        "documents": _DOCUMENTS,
    }


_LISTED = "CREATE TEMP TABLE listed AS SELECT * FROM ({listed}) ORDER BY place, heading, id"
_ROWS = """
INSERT INTO list_rows
SELECT :list, :context, rowid - 1, slug, kind, title, "when", side, modality, origin, status FROM temp.listed
"""
_GROUPS = """
INSERT INTO list_groups
SELECT :list, :context, ROW_NUMBER() OVER (ORDER BY first) - 1, heading, first, entries, side
FROM (
  SELECT heading, MIN(rowid) - 1 AS first, COUNT(*) AS entries,
    IIF(COUNT(*) > 1 AND MIN(side) = MAX(side), MIN(side), NULL) AS side
  FROM temp.listed GROUP BY place, heading
)
"""
_HIDDEN = "SELECT EXISTS (SELECT 1 FROM entries WHERE origin <> 'document')"


def fill(connection: sqlite3.Connection) -> None:
    """Fill `list_rows` and `list_groups` of a new database, of which all other tables are filled.

    The lists with background facts are stored as well if there are any.
    """
    (hidden,) = connection.execute(_HIDDEN).fetchone()
    for context in range(hidden + 1):
        shown = {"shown_entries": "TRUE" if context else "origin = 'document'"}
        shown["hidden_entries"] = f"NOT ({shown['shown_entries']})"
        for view, condition in shown.items():
            connection.execute(f"CREATE TEMP VIEW {view} AS SELECT * FROM main.entries WHERE {condition}")
        for name, listed in groups().items():
            connection.execute(_LISTED.format(listed=listed))
            for statement in (_ROWS, _GROUPS):
                connection.execute(statement, {"list": name, "context": context})
            connection.execute("DROP TABLE temp.listed")
        for view in shown:
            connection.execute(f"DROP VIEW temp.{view}")
