"""The SQL that fills the tables of the explorer's timeline: for every entry and for the milestones, or for a filter.

A database has them for every entry. For a filter they are filled once more, as temporary tables of the same names,
which SQLite then finds before those of the database: what reads them is the same.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping

from ..kinds.vocabulary import CREATION

TABLES = ("timeline_rows", "timeline_days", "timeline_extents")

# What tells what another entry tells is under this in the list. Of an organisation these are the changes that resulted
# in it and the events of its creation, dated as its start. Background facts are not shown unless asked for, so that
# nothing else is under them.
_HEADS = """
INSERT INTO temp.timeline_heads
SELECT slug, head FROM (
  SELECT s.slug, head, ROW_NUMBER() OVER (PARTITION BY s.slug ORDER BY place, h.id) AS choice FROM (
    SELECT c.slug, m.organisation AS head, m.position AS place, c.date_earliest, c.date_latest
    FROM change_details c JOIN change_organisations m ON m.change = c.slug AND m.role = 'resulting'
    WHERE m.organisation NOT IN (
      SELECT organisation FROM change_organisations WHERE change = c.slug AND role = 'original'
    )
    UNION ALL
    SELECT d.slug, m.organisation, 0, d.date_earliest, d.date_latest
    FROM event_details d JOIN event_organisations m ON m.event = d.slug WHERE d.type = :creation
  ) s
  JOIN organisation_details o ON o.slug = s.head
  JOIN entries h ON h.slug = s.head
  JOIN entries e ON e.slug = s.slug
  WHERE (h.origin = 'document' OR e.origin <> 'document') AND (
    s.date_earliest = o.existence_earliest
    OR (s.date_earliest IS NULL AND s.date_latest = o.existence_begun)
  )
) WHERE choice = 1
"""
# A change that is part of an event, or of what is under another entry. Repeated until nothing is added, because such a
# change may itself have parts; without end it cannot be, for only what has no head is given one.
_HEADS_OF_PARTS = """
INSERT INTO temp.timeline_heads
SELECT source, head FROM (
  SELECT l.source, COALESCE(h.head, l.target) AS head,
    ROW_NUMBER() OVER (PARTITION BY l.source ORDER BY l.position) AS choice
  FROM links l
  JOIN change_details c ON c.slug = l.source
  JOIN entries e ON e.slug = l.source
  LEFT JOIN temp.timeline_heads h ON h.slug = l.target
  JOIN entries t ON t.slug = COALESCE(h.head, l.target)
  WHERE l.type = 'part_of' AND (h.head IS NOT NULL OR t.kind = 'event')
    AND (t.origin = 'document' OR e.origin <> 'document') AND l.source NOT IN (SELECT slug FROM temp.timeline_heads)
) WHERE choice = 1
"""

# Every entry. Undated events come first; an organisation comes after the events of its day, so that an event that
# precedes it does so here.
_ROWS = """
INSERT INTO main.timeline_rows
SELECT ROW_NUMBER() OVER listed - 1, IIF(head IS NULL, SUM(head IS NULL) OVER listed - 1, NULL),
  IIF(head IS NULL AND cited, SUM(head IS NULL AND cited) OVER listed - 1, NULL), slug, head, cited,
  IIF(EXISTS (SELECT 1 FROM terms t WHERE t.vocabulary = 'lane' AND t.slug = lane), lane, ''),
  day, started, body, span, first, last
FROM (
  SELECT slug, lane, COALESCE(date, date_latest, '') AS day, date IS NOT NULL AS started, 0 AS body,
    -- An event with only one known end is a marker there, since its length is unknown.
    date_edtf LIKE '%/%' AND date IS NOT NULL AND date_latest IS NOT NULL AS span,
    COALESCE(date, date_latest) AS first, COALESCE(date_latest, date) AS last, place_cited IS NOT NULL AS cited,
    place AS sequence
  FROM timeline
  UNION ALL
  SELECT slug, lane, begin, start IS NOT NULL, 1, 1, MIN(begin, COALESCE(attested, begin)),
    MAX(begin, COALESCE(begun, begin), COALESCE(end, begin), COALESCE(attested, begin)), cited, sequence
  FROM (
    SELECT o.slug, COALESCE(o.lane, '') AS lane, o.existence_earliest AS start, o.existence_latest AS end,
      o.existence_begun AS begun, COALESCE(o.existence_earliest, o.existence_begun, o.existence_latest) AS begin,
      IIF(o.existence_begun IS NULL, NULL, a.attested_latest) AS attested, e.origin = 'document' AS cited,
      e.id AS sequence
    FROM organisation_details o JOIN entries e ON e.slug = o.slug
    LEFT JOIN organisation_attested a ON a.organisation = o.slug
  ) WHERE begin IS NOT NULL
)
LEFT JOIN temp.timeline_heads USING (slug)
WINDOW listed AS (ORDER BY day, body, sequence ROWS UNBOUNDED PRECEDING)
"""

# Of several milestones under one organisation, the first is drawn as this.
_MILESTONES = """
INSERT INTO main.milestone_rows
SELECT ROW_NUMBER() OVER listed - 1, ROW_NUMBER() OVER listed - 1, IIF(r.cited, SUM(r.cited) OVER listed - 1, NULL),
  r.slug, h.slug, r.cited, COALESCE(h.lane, r.lane), r.day, r.started, COALESCE(h.body, 0), COALESCE(h.span, r.span),
  COALESCE(h.first, r.first), COALESCE(h.last, r.last)
FROM (
  SELECT r.*, ROW_NUMBER() OVER (PARTITION BY COALESCE(r.head, r.slug) ORDER BY r.place) AS choice
  FROM event_details d CROSS JOIN main.timeline_rows r ON r.slug = d.slug WHERE d.milestone
) r
LEFT JOIN main.timeline_rows h ON h.slug = r.head AND h.body AND r.choice = 1
WINDOW listed AS (ORDER BY r.place ROWS UNBOUNDED PRECEDING)
"""

# The entries that match a filter, with places of their own: one of which the head does not match is a row.
_MATCHING = """
INSERT INTO temp.timeline_rows
WITH matching AS MATERIALIZED (
  SELECT t.place, t.slug, t.head, t.lane, t.day, t.started, t.body, t.span, t.first, t.last
  FROM shown_rows_of_all t
  WHERE IIF(
    t.body,
    t.slug IN (
      SELECT o.slug FROM organisation_details o JOIN shown_entries e ON e.slug = o.slug
      WHERE o.existence_edtf IS NOT NULL AND {spans}
    ),
    {events}
  )
), heads AS MATERIALIZED (
  SELECT slug FROM matching WHERE slug IN (SELECT head FROM main.timeline_rows WHERE head IS NOT NULL)
)
SELECT ROW_NUMBER() OVER listed - 1, number, number, slug, head, 1, lane, day, started, body, span, first, last FROM (
  SELECT place, IIF(head IS NULL, SUM(head IS NULL) OVER listed - 1, NULL) AS number, slug, head, lane, day, started,
    body, span, first, last
  FROM (
    SELECT place, slug, IIF(head IN (SELECT slug FROM heads), head, NULL) AS head, lane, day, started, body, span,
      first, last
    FROM matching
  )
  WINDOW listed AS (ORDER BY place ROWS UNBOUNDED PRECEDING)
)
WINDOW listed AS (ORDER BY place ROWS UNBOUNDED PRECEDING)
"""

_DAYS = """
INSERT INTO {schema}.{kind}_days
SELECT lane, day, SUM(SUM(marker)) OVER so_far, SUM(SUM(begins)) OVER so_far, SUM(SUM(ends)) OVER so_far,
  SUM(SUM(marker * cited)) OVER so_far, SUM(SUM(begins * cited)) OVER so_far, SUM(SUM(ends * cited)) OVER so_far
FROM (
  SELECT lane, day, 1 AS marker, 0 AS begins, 0 AS ends, cited
  FROM {schema}.{kind}_rows WHERE NOT span AND day <> '' AND number IS NOT NULL
  UNION ALL SELECT lane, first, 0, 1, 0, cited FROM {schema}.{kind}_rows WHERE span AND number IS NOT NULL
  UNION ALL SELECT lane, last, 0, 0, 1, cited FROM {schema}.{kind}_rows WHERE span AND number IS NOT NULL
)
GROUP BY lane, day
WINDOW so_far AS (PARTITION BY lane ORDER BY day ROWS UNBOUNDED PRECEDING)
ORDER BY 1, 2
"""

_EXTENT = """
SELECT COUNT(*) - COALESCE(SUM(body AND head IS NULL), 0), COALESCE(SUM(body AND head IS NULL), 0), COUNT(number),
  MIN(first), MAX(last), COALESCE(SUM(started AND number IS NOT NULL), 0)
FROM {schema}.{kind}_rows WHERE :context OR cited
"""
_START = """
SELECT day FROM {schema}.{kind}_rows WHERE started AND number IS NOT NULL AND (:context OR cited)
ORDER BY day {order} LIMIT 1 OFFSET :before
"""


def fill_rows(connection: sqlite3.Connection) -> None:
    """Fill the lists of a new database, of which all other tables are filled."""
    connection.execute("CREATE TEMP TABLE timeline_heads (slug TEXT PRIMARY KEY, head TEXT NOT NULL)")
    connection.execute(_HEADS, {"creation": CREATION})
    while connection.execute(_HEADS_OF_PARTS).rowcount > 0:
        pass
    connection.execute(_ROWS)
    connection.execute(_MILESTONES)
    connection.execute("DROP TABLE temp.timeline_heads")


def count(
    connection: sqlite3.Connection, schema: str = "main", kinds: Iterable[str] = ("timeline", "milestone")
) -> None:
    """Fill the tables that count the rows of the lists: much faster with the indexes of these."""
    for kind in kinds:
        _count(connection, {"schema": schema, "kind": kind})


def _count(connection: sqlite3.Connection, names: Mapping[str, str]) -> None:
    connection.execute(_DAYS.format(**names))
    for context in (0, 1):
        *counts, starts = connection.execute(_EXTENT.format(**names), {"context": context}).fetchone()
        within = []
        for order in ("ASC", "DESC"):
            parameters = {"context": context, "before": starts // 10}
            found = connection.execute(_START.format(order=order, **names), parameters).fetchone()
            within.append(found[0] if found else None)
        connection.execute(
            "INSERT INTO {schema}.{kind}_extents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)".format(**names),
            (context, *counts, starts, *within),
        )


def fill_matching(connection: sqlite3.Connection, events: str, spans: str, parameters: Mapping[str, str]) -> None:
    """Create temporary tables and fill them with what matches: `events` is a condition on events `t`, `spans` on
    `organisation_details o JOIN entries e`."""
    connection.execute("PRAGMA query_only = OFF")  # the file itself is open read-only
    definitions = connection.execute(
        "SELECT sql FROM main.sqlite_master WHERE tbl_name IN (SELECT value FROM json_each(?)) AND sql IS NOT NULL "
        "ORDER BY type DESC",
        (json.dumps(TABLES),),
    )
    for (definition,) in definitions.fetchall():
        connection.execute(re.sub(r"^CREATE (TABLE |INDEX )", r"CREATE \1temp.", definition))
    connection.execute(_MATCHING.format(events=events, spans=spans), parameters)
    count(connection, "temp", ("timeline",))
    connection.commit()
    connection.execute("PRAGMA query_only = ON")
