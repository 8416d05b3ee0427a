"""The filter of a list, which provides SQL conditions and their parameters.

The panes and the command line use the same filter. Values of one facet are alternatives (lane A or B); an entry must
match every facet that has values.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache

from msgspec import Struct
from msgspec.structs import replace

from .. import edtf
from ..database.facet_counts import references
from ..edtf import FIRST, LAST, DateError
from .facets import FACETS, Condition

DATES, MARK = "dates", "mark"  # what a filter narrows besides its facets

# The date of an entry: its own date or its existence; if it has neither, its as-of date, else the date of the first
# document that it cites. `{slug}` is the column with the slug of the entry.
TIMES = """
SELECT x.first, x.last FROM dates x WHERE x.slug = {slug} AND x.edtf IS NOT NULL
UNION ALL
SELECT COALESCE(x.as_of_earliest, x.as_of_latest, d.issued_earliest, d.issued_latest),
  CASE WHEN x.as_of_edtf IS NOT NULL THEN x.as_of_latest ELSE d.issued_latest END
FROM entries x
LEFT JOIN citations c ON c.entry = x.slug AND c.part = '' AND c.position = 0 AND x.kind <> 'document'
LEFT JOIN document_details d ON d.slug = IIF(x.kind = 'document', x.slug, c.document)
WHERE x.slug = {slug} AND x.slug NOT IN (SELECT slug FROM dates)
  AND COALESCE(x.as_of_edtf, d.issued_edtf) IS NOT NULL
"""
_SINCE = Condition(
    f"EXISTS (SELECT 1 FROM ({TIMES}) WHERE COALESCE(last, '{LAST}') >= :since)",
    f"""t.slug IN (
        SELECT slug FROM event_details WHERE COALESCE(date_latest, '{LAST}') >= :since
        UNION ALL SELECT slug FROM change_details WHERE COALESCE(date_latest, '{LAST}') >= :since
    )""",
    f"COALESCE(o.existence_latest, '{LAST}') >= :since",
)
_UNTIL = Condition(
    f"EXISTS (SELECT 1 FROM ({TIMES}) WHERE COALESCE(first, '{FIRST}') <= :until)",
    f"""t.slug IN (
        SELECT slug FROM event_details WHERE COALESCE(date_earliest, date_latest, '{FIRST}') <= :until
        UNION ALL SELECT slug FROM change_details WHERE COALESCE(date_earliest, date_latest, '{FIRST}') <= :until
    )""",
    f"COALESCE(o.existence_earliest, o.existence_begun, o.existence_latest, '{FIRST}') <= :until",
)

_AMONG, _EXCLUDING = (
    Condition(*(f"{slug} {test} (SELECT value FROM json_each(:{name}))" for slug in ("{slug}", "t.slug", "o.slug")))
    for name, test in (("among", "IN"), ("excluding", "NOT IN"))
)


@cache
def _references() -> str:
    """Return SQL that selects every organisation that an entry `{slug}` of another kind refers to."""
    from ..kinds.registry import KINDS

    places = references(tuple(kind for kind in KINDS if kind != "organisation"))
    selects = (f"SELECT {column} FROM {table} WHERE {owner} = {{slug}}" for table, owner, column in places)
    return " UNION ALL ".join(dict.fromkeys(selects))


def _of_entry(conditions: Iterator[str], slug: str) -> str:
    """Return a condition on the entries whose slugs are in the column `slug`."""
    condition = _all_of(conditions)
    if "{references}" in condition:
        condition = condition.replace("{references}", _references())
    return condition.format(slug=slug)


class Filter(Struct, frozen=True):
    """The chosen values by facet (none: all), and the ISO days between which an entry must at least partly lie.

    An open end has no limit. An entry without a start is treated as starting at its end, where the list also has it.
    `among` has the slugs of the entries that the reader's marks choose (None: all), `excluding` those left out.
    """

    facets: dict[str, tuple[str, ...]] = {}
    since: str | None = None
    until: str | None = None
    among: frozenset[str] | None = None
    excluding: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        """Whether the filter excludes anything."""
        return bool(self.active)

    @property
    def active(self) -> tuple[str, ...]:
        """The facets that have chosen values, in the order in which they were chosen; then the dates and the marks."""
        chosen = [name for name, values in self.facets.items() if values]
        chosen += [DATES] if self.since or self.until else []
        return (*chosen, MARK) if self.among is not None or self.excluding else tuple(chosen)

    def chosen(self, facet: str) -> tuple[str, ...]:
        """Return the chosen values of a facet."""
        return self.facets.get(facet, ())

    def choosing(self, facet: str, *values: str) -> Filter:
        """Return the filter with these values of a facet, and no others of it."""
        others = {name: chosen for name, chosen in self.facets.items() if name != facet}
        return replace(self, facets=others | {facet: values} if values else others)

    def toggled(self, facet: str, value: str) -> Filter:
        """Return the filter with a value of a facet added, or removed if it was chosen."""
        old = self.chosen(facet)
        return self.choosing(facet, *((v for v in old if v != value) if value in old else (*old, value)))

    def without(self, facet: str) -> Filter:
        """Return the filter without the values of a facet."""
        if facet == MARK:
            return replace(self, among=None, excluding=frozenset())
        return replace(self, since=None, until=None) if facet == DATES else self.choosing(facet)

    def only(self, facet: str) -> Filter:
        """Return a filter with the values of one facet only."""
        if facet == DATES:
            return Filter(since=self.since, until=self.until)
        if facet == MARK:
            return Filter(among=self.among, excluding=self.excluding)
        return EVERYTHING.choosing(facet, *self.chosen(facet))

    def between(self, text: str) -> Filter:
        """Return the filter with the dates as typed; DateError if they are not valid."""
        since, until = bounds(text)
        return replace(self, since=since, until=until)

    def _conditions(self) -> Iterator[Condition]:
        yield from (FACETS[name].condition for name, values in self.facets.items() if values)
        if self.since:
            yield _SINCE
        if self.until:
            yield _UNTIL
        if self.among is not None:
            yield _AMONG
        if self.excluding:
            yield _EXCLUDING

    @property
    def events(self) -> str:
        """The condition on the rows of `timeline t`."""
        return _of_entry((each.events or each.entries for each in self._conditions()), "t.slug")

    def entries(self, slug: str) -> str:
        """Return a condition on entries of any kind; `slug` is the column with their slug, qualified by its table."""
        return _of_entry((each.entries for each in self._conditions()), slug)

    @property
    def spans(self) -> str:
        """The condition on the rows of `organisation_details o JOIN entries e`."""
        return _all_of(each.spans for each in self._conditions())

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters of the conditions, by name."""
        found = {name: json.dumps(values) for name, values in self.facets.items() if values}
        found |= {name: day for name, day in (("since", self.since), ("until", self.until)) if day}
        if self.among is not None:
            found["among"] = json.dumps(sorted(self.among))
        return found | ({"excluding": json.dumps(sorted(self.excluding))} if self.excluding else {})


def _all_of(conditions: Iterator[str]) -> str:
    return " AND ".join(filter(None, conditions)) or "TRUE"


EVERYTHING = Filter()


def named(facets: Sequence[str]) -> str:
    """Return the names of facets as a sentence has them: `lane, type and dates`."""
    return " and ".join([*filter(None, [", ".join(facets[:-1])]), facets[-1]])


def bounds(text: str) -> tuple[str | None, str | None]:
    """Return the first and last day of typed dates (None: open); DateError if the text is not valid.

    The text may be EDTF, or a date or an interval as people write it (see `edtf.typed`).
    """
    from ..edtf.typed import read

    if not text.strip():
        return None, None
    span = edtf.parse(read(text))
    if span.earliest is None and span.latest is None:
        raise DateError(f"{text!r} has no start and no end")
    return span.earliest, span.latest


def dates_label(since: str | None, until: str | None) -> str:
    """Return a label for the time between two ISO days, by year or month if possible: `1997–2001`, `from May 1999`."""
    exact = {day: _exactness(day, first=first) for day, first in ((since, True), (until, False)) if day}
    if since and until and edtf.parts(since)[: 1 + min(exact.values())] == edtf.parts(until)[: 1 + min(exact.values())]:
        exact = dict.fromkeys(exact, max(exact.values()))  # not "April 1999 – 1 April 1999"
    first, last = (day and _written(day, exact[day]) for day in (since, until))
    if first and last:
        return edtf.label(first if first == last else f"{first}/{last}")
    return edtf.label(f"{first or '..'}/{last or '..'}")


def _exactness(day: str, *, first: bool) -> int:
    """Return 0 if a day starts (if `first`, else ends) a year, 1 if it does so with a month, else 2."""
    year, month, date = edtf.parts(day)
    if (month, date) == ((1, 1) if first else (12, 31)) or abs(year) > 9999:
        return 0
    return 1 if date == (1 if first else edtf.days_in(year, month)) else 2


def _written(day: str, exactness: int) -> str:
    """Return the year, month or day of an ISO day; a year before -9999 or after 9999 has nothing more exact."""
    year, month, _ = edtf.parts(day)
    if not exactness or abs(year) > 9999:
        return edtf.written_year(year)
    return f"{edtf.written_year(year)}-{month:02}" if exactness == 1 else edtf.written(day)


def matching(filters: Filter) -> str:
    """Return the SQL of the entries that match :query, of :one_kind if that is not NULL, for after FROM."""
    return f"""
      entries_fts JOIN shown_entries listed ON listed.id = entries_fts.rowid
      WHERE entries_fts MATCH :query
        AND (:one_kind IS NULL OR listed.kind = :one_kind) AND {filters.entries("listed.slug")}
    """
