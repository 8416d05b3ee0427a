"""The rows that are worked out from other rows, once these are in a new database."""

from __future__ import annotations

import sqlite3
from itertools import groupby
from operator import itemgetter

from .. import edtf

# Dated entries are numbered chronologically: by start (or end if that is unknown), then end, then id.
_PLACES = """
INSERT INTO timeline_places (slug, place, place_cited)
SELECT slug, ROW_NUMBER() OVER dated - 1, IIF(cited, SUM(cited) OVER dated - 1, NULL)
FROM (
  SELECT d.slug, COALESCE(d.date_earliest, d.date_latest, '') AS first, COALESCE(d.date_latest, '') AS last,
    e.id, e.origin = 'document' AS cited
  FROM (
    SELECT slug, date_earliest, date_latest FROM event_details
    UNION ALL SELECT slug, date_earliest, date_latest FROM change_details
  ) d JOIN entries e ON e.slug = d.slug
)
WINDOW dated AS (ORDER BY first, last, id ROWS UNBOUNDED PRECEDING)
"""

# The dates of what each organisation without a known end rests on: its own as-of date if it has one, else those of its
# documents and public sources.
_DATES = """
WITH open AS (
  SELECT o.slug, e.id, e.as_of_edtf, e.as_of_latest
  FROM organisation_details o JOIN entries e ON e.slug = o.slug
  WHERE o.existence_edtf IS NOT NULL AND o.existence_latest IS NULL
), issued AS (
  SELECT d.slug, COALESCE(d.issued_edtf, (
    SELECT value FROM document_supplied s WHERE s.document = d.slug AND s.field = 'issued' ORDER BY position LIMIT 1
  )) AS date
  FROM document_details d
)
SELECT slug, date FROM (
  SELECT slug, id, 0 AS origin, 0 AS number, as_of_edtf AS date FROM open WHERE as_of_latest IS NOT NULL
  UNION ALL
  SELECT o.slug, o.id, 1, c.id, i.date
  FROM open o JOIN citations c ON c.entry = o.slug JOIN issued i ON i.slug = c.document WHERE o.as_of_latest IS NULL
  UNION ALL
  SELECT o.slug, o.id, 2, s.position, s.read
  FROM open o JOIN context_sources s ON s.entry = o.slug WHERE o.as_of_latest IS NULL
)
ORDER BY id, origin, number
"""


# The corpus was checked: no term is broader than itself.
_WITHIN = """
INSERT INTO terms_within (vocabulary, broader, term)
WITH RECURSIVE found (vocabulary, broader, term) AS (
  SELECT vocabulary, slug, slug FROM terms
  UNION
  SELECT f.vocabulary, b.broader, f.term FROM found f
  JOIN term_broader b ON b.vocabulary = f.vocabulary AND b.term = f.broader
)
SELECT vocabulary, broader, term FROM found
"""


def fill(connection: sqlite3.Connection) -> None:
    """Fill `terms_within`, `timeline_places` and `organisation_attested`."""
    connection.execute(_WITHIN)
    connection.execute(_PLACES)
    dated = groupby(connection.execute(_DATES).fetchall(), key=itemgetter(0))
    connection.executemany(
        "INSERT INTO organisation_attested (organisation, attested_edtf, attested_latest) VALUES (?, ?, ?)",
        (
            (organisation, last.edtf, last.latest)
            for organisation, rows in dated
            if (last := _last([span for _, date in rows if (span := _span(date))]))
        ),
    )


def _last(spans: list[edtf.DateSpan]) -> edtf.DateSpan | None:
    return max(spans, key=lambda span: span.latest or "", default=None)


def _span(text: str | None) -> edtf.DateSpan | None:
    """Parse a date; None if it is missing, is not EDTF (a supplied one need not be), or has no last day."""
    try:
        span = edtf.parse(text) if text else None
    except edtf.DateError:
        return None
    return span if span and span.latest else None
