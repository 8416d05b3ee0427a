"""The facets that the timeline's filter offers: how their values are counted, and the table of those of every event.

With a million events to count takes seconds, so for the whole timeline it is done when the database is built. Under a
filter the queries count with the same SQL.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from ..kinds.vocabulary import MODALITIES
from .sql import place_in

CHANGE, NO_LANE = "Change event", "Other"  # titles for values that are in no vocabulary
MILESTONE = "yes"


class Counted(NamedTuple):
    """SQL for the values of a facet: what they are in a row `t` of the timeline, their titles and their order.

    `joined` has what these columns need; in it, `{entries}` are the entries shown. `cited` says whether an event and
    its value are both shown without background facts. A `plain` value depends only on the columns lane, type, kind and
    modality.
    """

    value: str
    title: str
    order: str
    joined: str = ""
    cited: str = "t.cited"
    plain: bool = False


COUNTED = {
    "lane": Counted(
        "t.lane",
        f"COALESCE(v.title, NULLIF(t.lane, ''), '{NO_LANE}')",
        "COALESCE(v.position, 999)",
        "LEFT JOIN terms v ON v.vocabulary = 'lane' AND v.slug = t.lane",
        plain=True,
    ),
    "type": Counted(
        "t.type",
        f"COALESCE(v.title, IIF(t.kind = 'change', '{CHANGE}', t.type))",
        "COALESCE(v.position, 999)",
        "LEFT JOIN terms v ON v.vocabulary = 'event_type' AND v.slug = t.type",
        plain=True,
    ),
    "modality": Counted("t.modality", "t.modality", place_in("t.modality", MODALITIES), plain=True),
    "milestone": Counted(
        f"'{MILESTONE}'", "'Milestone'", "0", "JOIN event_details m ON m.slug = t.slug AND UNLIKELY(m.milestone)"
    ),
    "document": Counted(
        "d.slug",
        "d.label",
        "d.position",
        """JOIN (SELECT DISTINCT entry, document FROM citations) c ON c.entry = t.slug
        JOIN document_details d ON d.slug = c.document""",
    ),
    "organisation": Counted(
        "o.slug",
        "o.title",
        "LOWER(o.title)",
        """JOIN (SELECT event AS entry, organisation FROM event_organisations
          UNION ALL SELECT DISTINCT change, organisation FROM change_organisations) c ON c.entry = t.slug
        JOIN {entries} o ON o.slug = c.organisation""",
        cited="t.cited AND o.origin = 'document'",
    ),
}

_PLAIN = """
CREATE TEMP TABLE combinations AS
SELECT lane, type, kind, modality, origin = 'document' AS cited, COUNT(*) AS number FROM timeline GROUP BY 1, 2, 3, 4, 5
"""
_EVENTS = "(SELECT slug, cited, 1 AS number FROM timeline_rows WHERE NOT body)"
_FILL = """
INSERT INTO facet_values
SELECT :facet, ROW_NUMBER() OVER listed - 1, IIF(number_cited, SUM(number_cited > 0) OVER listed - 1, NULL), value,
  title, number, number_cited
FROM (
  SELECT {value} AS value, {title} AS title, {order} AS number_in_order, SUM(t.number) AS number,
    SUM(t.number * ({cited})) AS number_cited
  FROM {events} t {joined} GROUP BY 1
)
WINDOW listed AS (ORDER BY number_in_order, title, value ROWS UNBOUNDED PRECEDING)
"""


def fill(connection: sqlite3.Connection) -> None:
    """Fill `facet_values` of a new database, of which the timeline is filled."""
    connection.execute(_PLAIN)
    for facet, counted in COUNTED.items():
        columns = counted._replace(joined=counted.joined.format(entries="entries"))._asdict()
        events = "temp.combinations" if counted.plain else _EVENTS
        connection.execute(_FILL.format(events=events, **columns), {"facet": facet})
    connection.execute("DROP TABLE temp.combinations")
