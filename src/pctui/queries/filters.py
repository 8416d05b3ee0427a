"""A filter of a list, which turns into SQL and its parameters. The explorer and the commands use the same one.

A choice within a facet widens (lane A or B), facets together narrow.
"""

from __future__ import annotations

import json
import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from .. import edtf
from ..edtf import DateError
from .facets import FACETS, Condition

YEARS = "years"
_BETWEEN = re.compile(r"\s*(?P<first>.*?)\s*(?:\.\.|–|(?<=\d{4})-(?=\d{4}\Z))\s*(?P<last>.*?)\s*\Z")

# When an entry is: its own date, or its existence; of what has neither, its as-of date, else the date of the document
# that it cites first. `{slug}` is the column that names the entry.
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
_SINCE = Condition(
    f"EXISTS (SELECT 1 FROM ({TIMES}) WHERE COALESCE(last, '9999-12-31') >= :since)",
    """t.slug IN (
        SELECT slug FROM event_details WHERE COALESCE(date_latest, '9999-12-31') >= :since
        UNION ALL SELECT slug FROM change_details WHERE COALESCE(date_latest, '9999-12-31') >= :since
    )""",
    "COALESCE(o.existence_latest, '9999-12-31') >= :since",
)
_UNTIL = Condition(
    f"EXISTS (SELECT 1 FROM ({TIMES}) WHERE COALESCE(first, '0001-01-01') <= :until)",
    """t.slug IN (
        SELECT slug FROM event_details WHERE COALESCE(date_earliest, date_latest, '0001-01-01') <= :until
        UNION ALL SELECT slug FROM change_details WHERE COALESCE(date_earliest, date_latest, '0001-01-01') <= :until
    )""",
    "COALESCE(o.existence_earliest, o.existence_latest, '0001-01-01') <= :until",
)


@dataclass(frozen=True, slots=True)
class Filter:
    """The chosen values by facet (none: all), and the ISO days between which something must lie, at least in part.

    An open end goes on. What has no beginning counts where it is listed: at the end that is known.
    """

    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    since: str | None = None
    until: str | None = None

    def __bool__(self) -> bool:
        """Whether anything is filtered at all."""
        return bool(self.active)

    @property
    def active(self) -> tuple[str, ...]:
        """The facets in which something is chosen, the years last."""
        chosen = tuple(name for name in FACETS if self.facets.get(name))
        return (*chosen, YEARS) if self.since or self.until else chosen

    def chosen(self, facet: str) -> tuple[str, ...]:
        """The values chosen of a facet."""
        return self.facets.get(facet, ())

    def choosing(self, facet: str, *values: str) -> Filter:
        """The filter with these values of a facet chosen, and no others of it."""
        others = {name: chosen for name, chosen in self.facets.items() if name != facet}
        return replace(self, facets=others | {facet: values} if values else others)

    def toggled(self, facet: str, value: str) -> Filter:
        """The filter with a value of a facet chosen, or no longer."""
        now = self.chosen(facet)
        return self.choosing(facet, *((v for v in now if v != value) if value in now else (*now, value)))

    def without(self, facet: str) -> Filter:
        """The filter with nothing chosen in a facet."""
        return replace(self, since=None, until=None) if facet == YEARS else self.choosing(facet)

    def only(self, facet: str) -> Filter:
        """The filter with nothing chosen but in a facet."""
        if facet == YEARS:
            return Filter(since=self.since, until=self.until)
        return EVERYTHING.choosing(facet, *self.chosen(facet))

    def between(self, text: str) -> Filter:
        """The filter with the years as typed; DateError where they are none."""
        since, until = bounds(text)
        return replace(self, since=since, until=until)

    def _conditions(self) -> Iterator[Condition]:
        yield from (FACETS[name].condition for name, values in self.facets.items() if values)
        if self.since:
            yield _SINCE
        if self.until:
            yield _UNTIL

    @property
    def events(self) -> str:
        """A condition on the rows of `timeline t`."""
        return _all_of(each.events or each.entries for each in self._conditions()).format(slug="t.slug")

    def entries(self, slug: str) -> str:
        """A condition on entries of any kind, whose slug is the column `slug` (given with its table's name)."""
        return _all_of(each.entries for each in self._conditions()).format(slug=slug)

    @property
    def spans(self) -> str:
        """A condition on the rows of `organisation_details o JOIN entries e`."""
        return _all_of(each.spans for each in self._conditions())

    @property
    def parameters(self) -> dict[str, str]:
        """The values that the conditions name."""
        found = {name: json.dumps(self.chosen(name)) for name in self.active if name != YEARS}
        return found | {name: day for name, day in (("since", self.since), ("until", self.until)) if day}


def _all_of(conditions: Iterator[str]) -> str:
    return " AND ".join(filter(None, conditions)) or "TRUE"


EVERYTHING = Filter()


def bounds(text: str) -> tuple[str | None, str | None]:
    """The ISO days between which typed years lie (None: open); DateError where the text is none.

    EDTF, and what a hand writes for an interval: `1999/2004`, `1998..`, `..2001`, `1997–2001`, `1997-2001`, `199X`.
    """
    text = text.strip()
    if not text:
        return None, None
    match = _BETWEEN.match(text)
    if match and "/" not in text and not text.startswith(("[", "{")):
        text = f"{match['first'] or '..'}/{match['last'] or '..'}"
    span = edtf.parse(text)
    if span.earliest is None and span.latest is None:
        raise DateError(f"{text!r} has no beginning and no end")
    return span.earliest, span.latest


def years_label(since: str | None, until: str | None) -> str:
    """Word two days as the years, months or days that they bound: `1997–2001`, `from April 1999`."""
    first, last = since and _rounded(since, first=True), until and _rounded(until, first=False)
    if first and last:
        return edtf.label(first if first == last else f"{first}/{last}")
    return edtf.label(f"{first or '..'}/{last or '..'}")


def _rounded(day: str, *, first: bool) -> str:
    """The year or month that a day begins (or ends), else the day."""
    year, month, date = day.split("-")
    if (month, date) == (("01", "01") if first else ("12", "31")):
        return year
    if int(date) == (1 if first else monthrange(int(year), int(month))[1]):
        return f"{year}-{month}"
    return day
