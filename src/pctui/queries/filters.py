"""The filter of a list, which provides SQL conditions and their parameters.

The panes and the command line use the same filter. Values of one facet are alternatives (lane A or B); an entry must
match every facet that has values.
"""

from __future__ import annotations

import json
import re
from calendar import monthrange
from functools import cache
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from .. import edtf
from ..edtf import DateError

FACETS = ("lane", "type", "modality", "document", "organisation")  # those of the timeline
FURTHER = ("kind", "ladder", "classification", "boundary", "actor", "strength", "domain", "direction")
YEARS = "years"
_BETWEEN = re.compile(r"\s*(?P<first>.*?)\s*(?:\.\.|–|(?<=\d{4})-(?=\d{4}\Z))\s*(?P<last>.*?)\s*\Z")

# The values of each facet are passed as a JSON list, so that the SQL is the same for one value and for many.
# The conditions select slugs from the underlying tables: testing each row of the view takes five times as long.
_EVENTS = {
    "kind": "t.slug IN (SELECT slug FROM entries WHERE kind IN (SELECT value FROM json_each(:kind)))",
    "lane": """t.slug IN (
        SELECT slug FROM event_details WHERE lane IN (SELECT value FROM json_each(:lane))
        UNION ALL
        SELECT x.slug FROM change_details c CROSS JOIN timeline x ON x.slug = c.slug
        WHERE x.lane IN (SELECT value FROM json_each(:lane))
    )""",
    "type": """t.slug IN (
        SELECT slug FROM event_details WHERE type IN (SELECT value FROM json_each(:type))
        UNION ALL SELECT slug FROM change_details WHERE 'change' IN (SELECT value FROM json_each(:type))
    )""",
    "modality": """t.slug IN (
        SELECT slug FROM entries
        WHERE kind IN ('event', 'change') AND modality IN (SELECT value FROM json_each(:modality))
    )""",
    "document": "t.slug IN (SELECT entry FROM citations WHERE document IN (SELECT value FROM json_each(:document)))",
    "organisation": """t.slug IN (
        SELECT event FROM event_organisations WHERE organisation IN (SELECT value FROM json_each(:organisation))
        UNION
        SELECT change FROM change_organisations WHERE organisation IN (SELECT value FROM json_each(:organisation))
    )""",
    "since": """t.slug IN (
        SELECT slug FROM event_details WHERE COALESCE(date_latest, '9999-12-31') >= :since
        UNION ALL SELECT slug FROM change_details WHERE COALESCE(date_latest, '9999-12-31') >= :since
    )""",
    "until": """t.slug IN (
        SELECT slug FROM event_details WHERE COALESCE(date_earliest, date_latest, '0001-01-01') <= :until
        UNION ALL SELECT slug FROM change_details WHERE COALESCE(date_earliest, date_latest, '0001-01-01') <= :until
    )""",
}
# The spans of existence that the timeline draws and lists. A span has no type, so a filter by type excludes them all.
_SPANS = {
    "type": "FALSE",
    "lane": "COALESCE(o.lane, '') IN (SELECT value FROM json_each(:lane))",
    "modality": "e.modality IN (SELECT value FROM json_each(:modality))",
    "document": "o.slug IN (SELECT entry FROM citations WHERE document IN (SELECT value FROM json_each(:document)))",
    "organisation": "o.slug IN (SELECT value FROM json_each(:organisation))",
    "since": "COALESCE(o.existence_latest, '9999-12-31') >= :since",
    "until": "COALESCE(o.existence_earliest, o.existence_latest, '0001-01-01') <= :until",
}

# The date of an entry: its own date or its existence; if it has neither, its as-of date, else the date of the first
# document that it cites. `{slug}` is the column with the slug of the entry.
TIMES = """
SELECT COALESCE(x.date, x.date_latest) AS first, x.date_latest AS last FROM timeline x WHERE x.slug = {slug}
UNION ALL
SELECT x.existence_earliest, x.existence_latest FROM organisation_details x
WHERE x.slug = {slug} AND x.existence_edtf IS NOT NULL
UNION ALL
SELECT COALESCE(x.as_of_earliest, x.as_of_latest, d.issued_earliest),
  CASE WHEN x.as_of_edtf IS NOT NULL THEN x.as_of_latest
    WHEN LENGTH(d.issued_edtf) = 4 THEN d.issued_edtf || '-12-31'
    WHEN LENGTH(d.issued_edtf) = 7 THEN DATE(d.issued_edtf || '-01', '+1 month', '-1 day')
    ELSE d.issued_earliest END
FROM entries x
LEFT JOIN citations c ON c.entry = x.slug AND c.part = '' AND c.position = 0 AND x.kind <> 'document'
LEFT JOIN document_details d ON d.slug = IIF(x.kind = 'document', x.slug, c.document)
WHERE x.slug = {slug} AND x.kind NOT IN ('event', 'change', 'organisation')
  AND COALESCE(x.as_of_edtf, d.issued_edtf) IS NOT NULL
"""


def _of(table: str, name: str, column: str = "") -> str:
    """Return a condition on a column of a table that has a row for each entry of its kind."""
    return (
        f"EXISTS (SELECT 1 FROM {table} x WHERE x.slug = {{slug}} "
        f"AND x.{column or name} IN (SELECT value FROM json_each(:{name})))"
    )


# Entries of any kind. An entry that does not have the facet does not match.
_ENTRIES = {
    "kind": _of("entries", "kind"),
    "modality": _of("entries", "modality"),
    "lane": f"({_of('timeline', 'lane')} OR {_of('organisation_details', 'lane')})",
    "type": _of("timeline", "type"),
    "ladder": _of("level_details", "ladder"),
    "classification": _of("organisation_details", "classification"),
    **{name: _of("recommendation_details", name) for name in ("boundary", "actor", "strength")},
    **{name: _of("finding_details", name) for name in ("domain", "direction")},
    "document": """({slug} IN (SELECT value FROM json_each(:document)) OR EXISTS (
        SELECT 1 FROM citations x WHERE x.entry = {slug} AND x.document IN (SELECT value FROM json_each(:document))
    ))""",
    "organisation": """EXISTS (
        SELECT 1 FROM (
            SELECT slug AS o FROM organisation_details WHERE slug = {slug} UNION ALL {references}
        ) WHERE o IN (SELECT value FROM json_each(:organisation))
    )""",
    "since": f"EXISTS (SELECT 1 FROM ({TIMES}) WHERE COALESCE(last, '9999-12-31') >= :since)",
    "until": f"EXISTS (SELECT 1 FROM ({TIMES}) WHERE COALESCE(first, '0001-01-01') <= :until)",
}


@cache
def _references() -> str:
    """Every organisation that an entry `{slug}` of another kind names."""
    from ..kinds.registry import KINDS

    places = [place for kind in KINDS.values() if kind.name != "organisation" for place in kind.naming("organisation")]
    selects = (f"SELECT {column} FROM {table} WHERE {owner} = {{slug}}" for table, owner, column in places)
    return " UNION ALL ".join(dict.fromkeys(selects))


def _of_entry(condition: str, slug: str) -> str:
    """A condition on the entries that the column `slug` names."""
    if "{references}" in condition:
        condition = condition.replace("{references}", _references())
    return condition.format(slug=slug)


class Filter(Struct, frozen=True):
    """The chosen values of each facet (none: all), and the ISO days between which an entry must at least partly lie.

    An open end has no limit. What has no start counts as starting at its end, where it also appears in the list.
    """

    lane: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    modality: tuple[str, ...] = ()
    document: tuple[str, ...] = ()
    organisation: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    kind: tuple[str, ...] = ()
    ladder: tuple[str, ...] = ()
    classification: tuple[str, ...] = ()
    boundary: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    strength: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    direction: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether the filter excludes anything."""
        return bool(self.active)

    @property
    def active(self) -> tuple[str, ...]:
        """The facets that have chosen values, the years last."""
        chosen = tuple(name for name in (*FACETS, *FURTHER) if getattr(self, name))
        return (*chosen, YEARS) if self.since or self.until else chosen

    def chosen(self, facet: str) -> tuple[str, ...]:
        """Return the chosen values of a facet."""
        return tuple(getattr(self, facet))

    def toggled(self, facet: str, value: str) -> Filter:
        """Return the filter with a value of a facet added, or removed if it was chosen."""
        old = self.chosen(facet)
        new = tuple(v for v in old if v != value) if value in old else (*old, value)
        return self._with(facet, new)

    def without(self, facet: str) -> Filter:
        """Return the filter without the values of a facet."""
        return replace(self, since=None, until=None) if facet == YEARS else self._with(facet, ())

    def only(self, facet: str) -> Filter:
        """Return a filter with the values of one facet only."""
        if facet == YEARS:
            return Filter(since=self.since, until=self.until)
        return EVERYTHING._with(facet, self.chosen(facet))

    def _with(self, facet: str, values: tuple[str, ...]) -> Filter:
        fields: dict[str, Any] = {facet: values}
        return replace(self, **fields)

    def between(self, text: str) -> Filter:
        """Return the filter with the years as typed; DateError if they are not valid."""
        since, until = bounds(text)
        return replace(self, since=since, until=until)

    @property
    def events(self) -> str:
        """A condition on the rows of `timeline t`."""
        return _of_entry(self._condition(_ENTRIES | _EVENTS), "t.slug")

    def entries(self, slug: str) -> str:
        """Return a condition on entries of any kind; `slug` is the column with their slug, qualified by its table."""
        return _of_entry(self._condition(_ENTRIES), slug)

    @property
    def spans(self) -> str:
        """A condition on the rows of `organisation_details o JOIN entries e`."""
        return self._condition(_SPANS)

    def _condition(self, conditions: dict[str, str]) -> str:
        filters = [sql for name, sql in conditions.items() if getattr(self, name)]
        return " AND ".join(filters) or "TRUE"

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters of the conditions, by name."""
        found = {name: json.dumps(self.chosen(name)) for name in (*FACETS, *FURTHER) if getattr(self, name)}
        return found | {name: day for name, day in (("since", self.since), ("until", self.until)) if day}


EVERYTHING = Filter()


def bounds(text: str) -> tuple[str | None, str | None]:
    """Return the first and last ISO day of typed years (None: open); DateError if the text is not valid.

    The text may be EDTF, or an interval as people write it: `1998..`, `..2001`, `1997–2001`, `1997-2001`.
    """
    text = text.strip()
    if not text:
        return None, None
    match = _BETWEEN.match(text)
    if match and "/" not in text and not text.startswith(("[", "{")):
        text = f"{match['first'] or '..'}/{match['last'] or '..'}"
    span = edtf.parse(text)
    if span.earliest is None and span.latest is None:
        raise DateError(f"{text!r} has no start and no end")
    return span.earliest, span.latest


def years_label(since: str | None, until: str | None) -> str:
    """Return a label for the time between two ISO days, by year or month if possible: `1997–2001`, `from May 1999`."""
    first, last = since and _rounded(since, first=True), until and _rounded(until, first=False)
    if first and last:
        return edtf.label(first if first == last else f"{first}/{last}")
    return edtf.label(f"{first or '..'}/{last or '..'}")


def _rounded(day: str, *, first: bool) -> str:
    """Return the year or month that starts (if `first`, else ends) on a day, or else the day."""
    year, month, date = day.split("-")
    if (month, date) == (("01", "01") if first else ("12", "31")):
        return year
    if int(date) == (1 if first else monthrange(int(year), int(month))[1]):
        return f"{year}-{month}"
    return day
