"""The SQL that fills the tables of the explorer's timeline: for every entry, or for those that match a filter.

A database has them for every entry. For a filter they are filled once more, as temporary tables of the same names,
which SQLite then finds before those of the database: what reads them is the same.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Mapping

TABLES = ("timeline_rows", "timeline_days", "timeline_extents")

# The rows of every entry. Undated events come first; an organisation comes after the events of its day, so that the
# event that founds it precedes it.
_ROWS = """
INSERT INTO main.timeline_rows
SELECT ROW_NUMBER() OVER listed - 1, IIF(cited, SUM(cited) OVER listed - 1, NULL), slug,
  IIF(EXISTS (SELECT 1 FROM terms t WHERE t.vocabulary = 'lane' AND t.slug = lane), lane, ''),
  day, started, body, span, first, last
FROM (
  SELECT slug, lane, COALESCE(date, date_latest, '') AS day, date IS NOT NULL AS started, 0 AS body,
    -- An event with only one known end is a marker there, since its length is unknown.
    date_edtf LIKE '%/%' AND date IS NOT NULL AND date_latest IS NOT NULL AS span,
    COALESCE(date, date_latest) AS first, COALESCE(date_latest, date) AS last, place_cited IS NOT NULL AS cited,
    place AS number
  FROM timeline
  UNION ALL
  SELECT slug, lane, begin, start IS NOT NULL, 1, 1, MIN(begin, COALESCE(attested, begin)),
    MAX(begin, COALESCE(begun, begin), COALESCE(end, begin), COALESCE(attested, begin)), cited, number
  FROM (
    SELECT o.slug, COALESCE(o.lane, '') AS lane, o.existence_earliest AS start, o.existence_latest AS end,
      o.existence_begun AS begun, COALESCE(o.existence_earliest, o.existence_begun, o.existence_latest) AS begin,
      IIF(o.existence_begun IS NULL, NULL, a.attested_latest) AS attested, e.origin = 'document' AS cited,
      e.id AS number
    FROM organisation_details o JOIN entries e ON e.slug = o.slug
    LEFT JOIN organisation_attested a ON a.organisation = o.slug
  ) WHERE begin IS NOT NULL
)
WINDOW listed AS (ORDER BY day, body, number ROWS UNBOUNDED PRECEDING)
"""

# The rows that match a filter, with places of their own.
_MATCHING = """
INSERT INTO temp.timeline_rows
SELECT place, place, slug, lane, day, started, body, span, first, last FROM (
  SELECT ROW_NUMBER() OVER (ORDER BY t.place) - 1 AS place, t.slug, t.lane, t.day, t.started, t.body, t.span, t.first,
    t.last
  FROM shown_rows_of_all t
  WHERE IIF(
    t.body,
    t.slug IN (
      SELECT o.slug FROM organisation_details o JOIN shown_entries e ON e.slug = o.slug
      WHERE o.existence_edtf IS NOT NULL AND {spans}
    ),
    {events}
  )
)
"""

_DAYS = """
INSERT INTO {schema}.timeline_days
SELECT lane, day, SUM(SUM(marker)) OVER so_far, SUM(SUM(begins)) OVER so_far, SUM(SUM(ends)) OVER so_far,
  SUM(SUM(marker * cited)) OVER so_far, SUM(SUM(begins * cited)) OVER so_far, SUM(SUM(ends * cited)) OVER so_far
FROM (
  SELECT lane, day, 1 AS marker, 0 AS begins, 0 AS ends, place_cited IS NOT NULL AS cited
  FROM {schema}.timeline_rows WHERE NOT span AND day <> ''
  UNION ALL SELECT lane, first, 0, 1, 0, place_cited IS NOT NULL FROM {schema}.timeline_rows WHERE span
  UNION ALL SELECT lane, last, 0, 0, 1, place_cited IS NOT NULL FROM {schema}.timeline_rows WHERE span
)
GROUP BY lane, day
WINDOW so_far AS (PARTITION BY lane ORDER BY day ROWS UNBOUNDED PRECEDING)
ORDER BY 1, 2
"""

_EXTENT = """
SELECT COUNT(*) - COALESCE(SUM(body), 0), COALESCE(SUM(body), 0), MIN(first), MAX(last), COALESCE(SUM(started), 0)
FROM {schema}.timeline_rows WHERE :context OR place_cited IS NOT NULL
"""
_START = """
SELECT day FROM {schema}.timeline_rows WHERE started AND (:context OR place_cited IS NOT NULL)
ORDER BY day {order} LIMIT 1 OFFSET :before
"""


def fill_rows(connection: sqlite3.Connection) -> None:
    """Fill the list of a new database, of which all other tables are filled."""
    connection.execute(_ROWS)


def count(connection: sqlite3.Connection, schema: str = "main") -> None:
    """Fill the tables that count the rows of the list: much faster with the indexes of these."""
    connection.execute(_DAYS.format(schema=schema))
    for context in (0, 1):
        *counts, starts = connection.execute(_EXTENT.format(schema=schema), {"context": context}).fetchone()
        within = []
        for order in ("ASC", "DESC"):
            parameters = {"context": context, "before": starts // 10}
            found = connection.execute(_START.format(schema=schema, order=order), parameters).fetchone()
            within.append(found[0] if found else None)
        connection.execute(
            f"INSERT INTO {schema}.timeline_extents VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
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
    count(connection, "temp")
    connection.commit()
    connection.execute("PRAGMA query_only = ON")
