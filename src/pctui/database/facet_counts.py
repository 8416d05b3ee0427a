"""The facets that the filter of each pane offers: how their values are counted, and the table of those of all entries.

With a million entries to count takes seconds, so for whole panes it is done when the database is built. Under a filter
the queries count with the same SQL.
"""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from ..kinds.vocabulary import DIRECTIONS, ENTRY_STATUSES, MODALITIES, NOT_REVIEWED, NOT_SAID, STANDINGS, STRENGTHS
from ..panes import PANES, Pane
from .sql import place_in, quoted

CHANGE, NO_LANE = "Change event", "Other"  # titles for values that are in no vocabulary
MILESTONE = "yes"


class Counted(NamedTuple):
    """SQL for the values of a facet: what they are in a row `t`, their titles and their order.

    Rows `t` are those of the timeline, or entries (slug, kind, modality, origin, status, cited). `joined` has what
    these columns need; in it, `{entries}` are the entries shown. `cited` says whether a row and its value are both
    shown without background facts. A `plain` value depends only on the columns lane, type, kind, modality and status of
    the timeline.
    """

    value: str
    title: str
    order: str
    joined: str = ""
    cited: str = "t.cited"
    plain: bool = False


def _term(vocabulary: str, of: str, otherwise: str, joined: str = "", *, plain: bool = False) -> Counted:
    """Return how the terms in the column `of` are counted, each with all that it is within.

    `otherwise` is the title of a value that is no term.
    """
    return Counted(
        f"COALESCE(w.broader, {of})",
        f"COALESCE(v.title, {otherwise})",
        "COALESCE(v.position, 999)",
        f"""{joined}
        LEFT JOIN terms_within w ON w.vocabulary = '{vocabulary}' AND w.term = {of}
        LEFT JOIN terms v ON v.vocabulary = '{vocabulary}' AND v.slug = w.broader""",
        plain=plain,
    )


def _word(column: str, words: tuple[str, ...], table: str) -> Counted:
    """Return how the words in a column are counted, of a table with one row per entry; NULL is no word."""
    joined = f"JOIN {table} x ON x.slug = t.slug AND x.{column} IS NOT NULL"
    return Counted(f"x.{column}", f"x.{column}", place_in(f"x.{column}", words), joined)


def _terms_of_recommendations(name: str) -> Counted:
    table = f"recommendation_{name}s"
    pairs = f"""JOIN (
          SELECT recommendation AS entry, {name} AS value FROM {table}
          UNION ALL SELECT slug, '{NOT_SAID}' FROM recommendation_details
          WHERE slug NOT IN (SELECT recommendation FROM {table})
        ) x ON x.entry = t.slug"""
    return _term(name, "x.value", f"'{NOT_SAID.capitalize()}'", pairs)


_NO_LANE = f"'{NO_LANE}'"
_ORGANISATIONS = """JOIN ({pairs}) c ON c.entry = t.slug
        JOIN {{entries}} o ON o.slug = c.organisation"""
_MODALITY = Counted("t.modality", "t.modality", place_in("t.modality", MODALITIES), plain=True)
# Where no entry has a status, all have the same one, by which nothing need be filtered.
_STATUS = Counted(
    f"COALESCE(t.status, '{NOT_REVIEWED}')",
    f"COALESCE(t.status, '{NOT_REVIEWED}')",
    place_in(f"COALESCE(t.status, '{NOT_REVIEWED}')", ENTRY_STATUSES),
    "JOIN (SELECT 1 FROM entries WHERE status IS NOT NULL LIMIT 1)",
    plain=True,
)
_KIND = Counted("t.kind", f"IIF(t.kind = 'change', '{CHANGE}', 'Event')", "t.kind <> 'event'", plain=True)
_DOCUMENT = Counted(
    "d.slug",
    "d.label",
    "d.position",
    """JOIN (SELECT DISTINCT entry, document FROM citations) c ON c.entry = t.slug
        JOIN document_details d ON d.slug = c.document""",
)
# A document is found by itself, and by those that it cites.
_OF_DOCUMENTS = """JOIN document_details d ON d.slug = t.slug OR EXISTS (
          SELECT 1 FROM citations c WHERE c.entry = t.slug AND c.document = d.slug
        )"""
_OF_EVENTS = """SELECT event AS entry, organisation FROM event_organisations
          UNION ALL SELECT DISTINCT change, organisation FROM change_organisations"""
_TIMELINE = {
    "kind": _KIND,
    "lane": _term("lane", "t.lane", f"COALESCE(NULLIF(t.lane, ''), {_NO_LANE})", plain=True),
    "type": _term("event_type", "t.type", f"IIF(t.kind = 'change', '{CHANGE}', t.type)", plain=True),
    "milestone": Counted(
        f"'{MILESTONE}'", "'Milestone'", "0", "JOIN event_details m ON m.slug = t.slug AND UNLIKELY(m.milestone)"
    ),
    "modality": _MODALITY,
    "status": _STATUS,
    "document": _DOCUMENT,
    "organisation": Counted(
        "o.slug",
        "o.title",
        "LOWER(o.title)",
        _ORGANISATIONS.format(pairs=_OF_EVENTS),
        cited="t.cited AND o.origin = 'document'",
    ),
}
_ENTRIES = {
    "lane": _term("lane", "COALESCE(x.lane, '')", _NO_LANE, "JOIN organisation_details x ON x.slug = t.slug"),
    "modality": _MODALITY,
    "status": _STATUS,
    "document": _DOCUMENT._replace(
        joined="JOIN citations c ON c.entry = t.slug JOIN document_details d ON d.slug = c.document"
    ),
    "ladder": Counted(
        "o.slug",
        "o.title",
        "o.id",
        "JOIN level_details x ON x.slug = t.slug JOIN {entries} o ON o.slug = x.ladder",
        cited="t.cited AND o.origin = 'document'",
    ),
    "classification": _term(
        "classification", "x.classification", "x.classification", "JOIN organisation_details x ON x.slug = t.slug"
    ),
    "proposer": _terms_of_recommendations("proposer"),
    "actor": _terms_of_recommendations("actor"),
    "boundary": _term(
        "boundary", "x.boundary", "x.boundary", "JOIN recommendation_boundaries x ON x.recommendation = t.slug"
    ),
    "strength": _word("strength", STRENGTHS, "recommendation_details"),
    "standing": _word("standing", STANDINGS, "recommendation_details"),
    "domain": _term("domain", "x.domain", "x.domain", "JOIN finding_domains x ON x.finding = t.slug"),
    "direction": _word("direction", tuple(DIRECTIONS), "finding_details"),
}


def counted(pane: Pane, facet: str) -> Counted:
    """Return how the values of a facet are counted in a pane."""
    if pane.name == "timeline":
        return _TIMELINE[facet]
    if facet == "organisation":
        pairs = " UNION ".join(
            f"SELECT {owner} AS entry, {column} AS organisation FROM {table}"
            for table, owner, column in references(pane.kinds)
        )
        return _TIMELINE[facet]._replace(joined=_ORGANISATIONS.format(pairs=pairs) + " AND o.kind = 'organisation'")
    if facet == "document" and pane.name == "sources":
        return _DOCUMENT._replace(joined=_OF_DOCUMENTS)
    return _ENTRIES[facet]


def references(kinds: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """Return where entries of these kinds refer to organisations: table, column of their slug, and of the other's."""
    from ..kinds.registry import KINDS

    return list(dict.fromkeys(place for kind in kinds for place in KINDS[kind].naming("organisation")))


# The kinds of entry that the other panes list: few beside the events.
_LISTED = tuple(kind for pane in PANES.values() if pane.name != "timeline" for kind in pane.kinds)
_PLAIN = """
CREATE TEMP TABLE combinations AS
SELECT lane, type, kind, modality, status, origin = 'document' AS cited, COUNT(*) AS number
FROM timeline GROUP BY 1, 2, 3, 4, 5, 6
"""
_EVENTS = "(SELECT slug, cited, 1 AS number FROM timeline_rows WHERE NOT body)"
_FILL = """
INSERT INTO facet_values
SELECT :pane, :facet, ROW_NUMBER() OVER listed - 1,
  IIF(number_cited, SUM(number_cited > 0) OVER listed - 1, NULL), value, title, number, number_cited
FROM (
  SELECT value, title, number_in_order, SUM(number) AS number, SUM(number * cited) AS number_cited FROM (
    SELECT {distinct} {value} AS value, {title} AS title, {order} AS number_in_order, t.number, ({cited}) AS cited
    FROM {rows} t {joined}
  ) GROUP BY value
)
WINDOW listed AS (ORDER BY number_in_order, title, value ROWS UNBOUNDED PRECEDING)
"""


def entries_of(pane: Pane, entries: str) -> str:
    """Return SQL that selects the entries of a pane other than the timeline, as rows for `Counted`."""
    return (
        f"(SELECT slug, kind, modality, origin, status, origin = 'document' AS cited, 1 AS number FROM {entries} "
        f"WHERE kind IN {quoted(pane.kinds)})"
    )


def fill(connection: sqlite3.Connection) -> None:
    """Fill `facet_values` of a new database, of which the timeline is filled."""
    connection.execute(_PLAIN)
    connection.execute(
        "CREATE TEMP TABLE listed_entries AS "
        f"SELECT slug, kind, modality, origin, status FROM entries WHERE kind IN {quoted(_LISTED)}"
    )
    for pane in PANES.values():
        for facet in pane.facets:
            found = counted(pane, facet)
            columns = found._replace(joined=found.joined.format(entries="entries"))._asdict()
            if pane.name == "timeline":
                columns |= {"rows": "temp.combinations" if found.plain else _EVENTS, "distinct": ""}
            else:  # an entry may have two terms with the same broader one
                columns |= {"rows": entries_of(pane, "temp.listed_entries"), "distinct": "DISTINCT t.slug,"}
            connection.execute(_FILL.format(**columns), {"pane": pane.name, "facet": facet})
    for table in ("combinations", "listed_entries"):
        connection.execute(f"DROP TABLE temp.{table}")
