"""What graphs and timelines draw of the corpus, or of the part that a filter leaves, in chronological order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from ..model import locator
from .filters import EVERYTHING, Filter
from .store import Store

# The stored rows of the timeline are in order: nothing has to be sorted, however many there are.
_ROWS = """
SELECT t.slug FROM shown_rows_of_all t
WHERE t.day {dated} AND {lane} AND IIF(
  t.body,
  t.slug IN (SELECT o.slug FROM organisation_details o JOIN shown_entries e ON e.slug = o.slug WHERE {spans}),
  {events}
)
ORDER BY t.place
"""
_WITHOUT_EXISTENCE = """
SELECT o.slug FROM organisation_details o JOIN shown_entries e ON e.slug = o.slug
WHERE COALESCE(o.existence_earliest, o.existence_begun, o.existence_latest) IS NULL AND {spans}
ORDER BY e.id
"""
_CHANGES = """
SELECT t.slug FROM shown_rows_of_all t
WHERE NOT t.body AND t.slug IN (SELECT slug FROM change_details) AND t.day {dated} AND {events}
ORDER BY t.place
"""
_DATED, _UNDATED = "<> ''", "= ''"


def on_timeline(store: Store, filters: Filter = EVERYTHING, *, by_lane: bool = False) -> Iterator[str]:
    """Yield the slugs of events, changes and organisations, those without a date last.

    They are in chronological order, or in that of each lane after the other.
    """
    dated = _ROWS.replace("{dated}", _DATED)
    undated = _ROWS.replace("{dated}", _UNDATED).replace("{lane}", "TRUE")
    if by_lane:
        for lane in [*(slug for slug, _ in store.terms("lane")), ""]:
            yield from _each(store, filters, dated.replace("{lane}", "t.lane = :this_lane"), this_lane=lane)
    else:
        yield from _each(store, filters, dated.replace("{lane}", "TRUE"))
    yield from _each(store, filters, undated, _WITHOUT_EXISTENCE)


def changes(store: Store, filters: Filter = EVERYTHING) -> Iterator[str]:
    """Yield the slugs of change events: those without a date last."""
    return _each(store, filters, *(_CHANGES.replace("{dated}", dated) for dated in (_DATED, _UNDATED)))


def _each(store: Store, filters: Filter, *sqls: str, **more: str) -> Iterator[str]:
    for sql in sqls:
        for row in store.stream(sql.format(events=filters.events, spans=filters.spans), **filters.parameters, **more):
            yield row[0]


def places(store: Store) -> Callable[[dict[str, Any]], str]:
    """Return a function that says of a citation, as a record has it, where it is: `Calder & Wren 1911 ¶4, p. 41`."""

    @lru_cache(maxsize=4096)
    def place(document: str, number: int) -> str:
        found = store.passage(document, number)
        return found.place if found else f"{document} {locator(number, None)}"

    return lambda citation: place(citation["document"], citation["paragraph"])
