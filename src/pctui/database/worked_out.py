"""The rows that are worked out from other rows, once these are in a new database."""

from __future__ import annotations

import json
import sqlite3
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from .. import edtf
from ..amounts import amount_of
from ..kinds.vocabulary import OUTSIDE, where_disputed

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


_EXTENTS = """
INSERT INTO corpus_extents
SELECT c.column1, (SELECT COUNT(*) FROM entries WHERE kind = 'document' AND (c.column1 OR origin = 'document')),
  (SELECT COUNT(*) FROM entries WHERE c.column1 OR origin = 'document')
FROM (VALUES (0), (1)) c
"""


# Two statements that disagree: each with its title, modality, first document, date, and what a figure or finding has.
_SIDE = """{of}.title, {of}.modality,
  (
    SELECT d.label FROM citations c JOIN document_details d ON d.slug = c.document
    WHERE c.entry = {of}.slug AND c.part = '' ORDER BY c.position, c.id
  ),
  {of}.kind,
  COALESCE(
    (SELECT date_label FROM event_details WHERE slug = {of}.slug),
    (SELECT date_label FROM change_details WHERE slug = {of}.slug)
  ),
  (
    SELECT json_array(measure, unit, min, max, value, words, comparator) FROM figure_details WHERE slug = {of}.slug
  ),
  (SELECT u.title FROM finding_details f JOIN entries u ON u.slug = f.subject WHERE f.slug = {of}.slug)"""
_DISPUTES = f"""
SELECT l.source, l.position, l.target, l.type, l.subject, l.value, l.other_value,
  (
    SELECT d.label FROM citations a JOIN citations b ON b.document = a.document
    JOIN document_details d ON d.slug = a.document
    WHERE a.entry = l.source AND a.part = '' AND b.entry = l.target AND b.part = '' ORDER BY a.position
  ),
  {_SIDE.format(of="s")}, {_SIDE.format(of="t")}
FROM links l JOIN entries s ON s.slug = l.source JOIN entries t ON t.slug = l.target
WHERE l.type = 'disputes' OR (l.type = 'outcome_of' AND l.subject IS NOT NULL) ORDER BY s.id, l.position
"""


class _Side(NamedTuple):
    """One of two statements that disagree."""

    title: str
    modality: str
    label: str | None
    kind: str
    date: str | None
    figure: str | None
    about: str | None  # the subject of a finding

    @property
    def amount(self) -> str:
        """The value of a figure."""
        _, unit, low, high, value, words, comparator = json.loads(self.figure or "")
        return amount_of(low, high, value, words, comparator, unit)

    @property
    def measure(self) -> str | None:
        return json.loads(self.figure)[0] if self.figure else None


def _disagreement(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the row of `disagreements` for a link between two statements."""
    *link, kind, subject, value, other_value, shared = row[:8]
    one, other = _Side(*row[8:15]), _Side(*row[15:])
    if value is None:
        if one.figure and one.measure == other.measure:
            subject, value, other_value = subject or one.measure, one.amount, other.amount
        elif one.date and other.date and one.date != other.date:
            subject, value, other_value = subject or one.title, one.date, other.date
        else:
            shared_subject = one.about if one.about == other.about else None
            subject, value, other_value = subject or shared_subject, one.title, other.title
    label, other_label = (shared, shared) if shared else (one.label, other.label)
    place = "outcome"
    if kind == "disputes":
        place = where_disputed(
            cited=bool(label and other_label),
            shared=bool(shared),
            modalities=(one.modality, other.modality),
            kinds=(one.kind, other.kind),
        )
    said = f"{value} ({label or OUTSIDE})" if label != other_label else value
    title = f"{f'{subject}: ' if subject else ''}{said} / {other_value} ({other_label or OUTSIDE})"
    return (*link, subject, value, other_value, label, other_label, place, title)


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
    """Fill `terms_within`, `corpus_extents`, `timeline_places`, `organisation_attested` and `disagreements`."""
    connection.execute(_WITHIN)
    connection.execute(_EXTENTS)
    connection.executemany(
        "INSERT INTO disagreements VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        map(_disagreement, connection.execute(_DISPUTES).fetchall()),
    )
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
