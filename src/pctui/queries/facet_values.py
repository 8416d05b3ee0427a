"""The values of facets: all of them, those of a pane with their counts, and the one that was typed."""

from __future__ import annotations

import difflib

from msgspec import Struct

from ..database.facet_counts import CHANGE, NO_LANE, counted, entries_of
from ..errors import UsageError
from ..kinds.vocabulary import NOT_SAID
from ..panes import Pane
from .facets import FACETS
from .filters import EVERYTHING, Filter
from .store import Store

_MAX_LISTED = 12  # values listed in an error message; if there are more, the nearest ones are suggested
_UNSAID = [(NOT_SAID, NOT_SAID.capitalize())]


def values(store: Store, name: str) -> list[tuple[str, str]]:
    """Return every (value, title) of a facet, in the order in which they are listed."""
    facet = FACETS[name]
    if facet.words:
        return [(word, word) for word in facet.words]
    if facet.titled:
        return store.select(facet.titled)
    if not facet.vocabulary:
        return [(kind, kind) for kind in store.kinds]
    found = store.terms(facet.vocabulary)
    # Values that are in no vocabulary of the corpus; the timeline's filter offers them too.
    beyond = {"lane": [("", NO_LANE)], "type": [("change", CHANGE)], "actor": _UNSAID, "proposer": _UNSAID}.get(
        name, []
    )
    return [*found, *(pair for pair in beyond if pair[0] not in dict(found))]


def find_value(store: Store, facet: str, typed: str) -> str:
    """Return the value of a facet from its typed value or title, ignoring case; UsageError if there is none."""
    known = values(store, facet)
    folded = " ".join(typed.split()).casefold()
    for value, _ in known:
        if value and value.casefold() == folded:
            return value
    for value, title in known:
        if (
            title.casefold() == folded
            or (value and value == folded.replace(" ", "-"))
            or (facet == "kind" and folded == _plural(value))
        ):
            return value
    raise UsageError(f"there is no {facet} '{typed}'", _hint(known, folded))


def _plural(kind: str) -> str:
    from ..kinds.registry import KINDS  # only for what is no value as it stands

    return KINDS[kind].plural if kind in KINDS else f"{kind}s"


def _hint(known: list[tuple[str, str]], folded: str) -> str:
    names = [value or title.lower() for value, title in known]
    if not names:
        return "The corpus has no values for it."
    if len(names) <= _MAX_LISTED:
        return f"Choose one of: {', '.join(names)}"
    # Compare with values and titles, but suggest the values, which are what has to be typed.
    by_word = {word.casefold(): name for name, (_, title) in zip(names, known, strict=True) for word in (name, title)}
    near = list(dict.fromkeys(by_word[word] for word in difflib.get_close_matches(folded, by_word, 6, 0.5)))[:3]
    if near:
        return f"Similar: {', '.join(near)}"
    return f"There are {len(names)}, for example: {', '.join(names[:_MAX_LISTED])}, …"


class Choice(Struct, frozen=True):
    """A value of a facet, and how many entries of the pane have it (of the timeline: events and change events)."""

    facet: str
    value: str
    title: str
    count: int


def offered(store: Store, pane: Pane) -> dict[str, int]:
    """Return how many values of each facet the entries of a pane have."""
    lasts = ", ".join(
        f"(SELECT MAX(place) FROM shown_facet_values WHERE pane = :pane AND facet = '{facet}')" for facet in pane.facets
    )
    row = store.one(f"SELECT {lasts}", pane=pane.name) or ()
    return {facet: 0 if last is None else int(last) + 1 for facet, last in zip(pane.facets, row, strict=True)}


def choices(
    store: Store, pane: Pane, facet: str, filters: Filter = EVERYTHING, offset: int = 0, limit: int = -1
) -> list[Choice]:
    """Return the values [offset, offset + limit) of a facet, each with the number of its entries.

    These are all entries, or those that match the other facets of the filter, which are counted now.
    """
    rest = counts(store, pane, facet, filters)
    rows = store.select(
        """
        SELECT value, title, number FROM shown_facet_values
        WHERE pane = :pane AND facet = :facet AND place >= :offset ORDER BY place LIMIT :limit
        """,
        pane=pane.name,
        facet=facet,
        offset=offset,
        limit=limit,
    )
    return [
        Choice(facet, value, title, number if rest is None else rest.get(value, 0)) for value, title, number in rows
    ]


def counts(store: Store, pane: Pane, facet: str, filters: Filter) -> dict[str, int] | None:
    """Return how many entries have each value and match the other facets of the filter; None if that has no others.

    With a million entries this takes seconds: do it in a thread.
    """
    others = filters.without(facet)
    if not others:
        return None
    found = counted(pane, facet)
    timeline = pane.name == "timeline"
    rows = store.select(
        f"""
        SELECT {found.value}, COUNT(DISTINCT t.slug)
        FROM {"shown_timeline" if timeline else entries_of(pane, "shown_entries")} t
        {found.joined.format(entries="shown_entries")}
        WHERE {others.events if timeline else others.entries("t.slug")} GROUP BY 1
        """,
        **others.parameters,
    )
    return dict(rows)


def hiding(store: Store, name: str, filters: Filter) -> dict[str, int]:
    """Return of a filter that matches nothing of the list `name` how many entries would match without each facet."""
    return {facet: store.total(name, filters.without(facet)) for facet in filters.active}


def titles(store: Store, filters: Filter) -> dict[str, list[str]]:
    """Return the titles of the chosen values, by facet; a value that the corpus does not have is its own title."""
    found = {}
    for facet, chosen in filters.facets.items():
        if chosen:
            known = dict(values(store, facet))
            found[facet] = [known.get(value, value) for value in chosen]
    return found
