"""The values of each facet: all of them, those of the timeline with their counts, and the one that is typed."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from ..errors import UsageError
from .facets import CHANGE, FACETS, NO_LANE
from .filters import EVERYTHING, Filter
from .store import Store

_LISTED = 12  # a hint names all values as long as there are no more than these


def values(store: Store, name: str) -> list[tuple[str, str]]:
    """Every (value, title) of a facet, in the order in which they are listed."""
    facet = FACETS[name]
    if facet.words:
        return [(word, word) for word in facet.words]
    if facet.titled:
        return store.ask(facet.titled)
    if not facet.vocabulary:
        return [(kind, kind) for kind in store.kinds]
    found = store.terms(facet.vocabulary)
    # What no vocabulary names, as the timeline's filter offers it.
    beyond = {"lane": [("", NO_LANE)], "type": [("change", CHANGE)]}.get(name, [])
    return [*found, *(pair for pair in beyond if pair[0] not in dict(found))]


def meant(store: Store, facet: str, typed: str) -> str:
    """The value of a facet that is typed as itself or as its title, in capitals or not; UsageError where it is none."""
    known = values(store, facet)
    given = " ".join(typed.split()).casefold()
    for value, _ in known:
        if value and value.casefold() == given:
            return value
    for value, title in known:
        if title.casefold() == given or (facet == "kind" and given == f"{value}s"):
            return value
    raise UsageError(f"there is no {facet} '{typed}'", _hint(known, given))


def _hint(known: list[tuple[str, str]], given: str) -> str:
    names = [value or title.lower() for value, title in known]
    if not names:
        return "The corpus has none."
    if len(names) <= _LISTED:
        return f"There are: {', '.join(names)}"
    # Nearest by value or by title: the value is what is to be typed.
    by_word = {word.casefold(): name for name, (_, title) in zip(names, known, strict=True) for word in (name, title)}
    near = list(dict.fromkeys(by_word[word] for word in difflib.get_close_matches(given, by_word, 6, 0.5)))[:3]
    if near:
        return f"Near it: {', '.join(near)}"
    return f"There are {len(names)}, among them: {', '.join(names[:_LISTED])}, …"


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet, and how many rows of the timeline have it."""

    facet: str
    value: str
    title: str
    count: int


# The facets that the timeline offers to choose from.
COUNTED = {facet.name: facet.counted for facet in FACETS.values() if facet.counted}


def choices(store: Store, facet: str, filters: Filter) -> list[Choice]:
    """Every value of a facet of the timeline, each with its rows among those that the other facets let through."""

    def counted(filtered: Filter) -> list[tuple[str, str, int]]:
        columns, joined = COUNTED[facet]
        return [
            (value, title, count)
            for value, title, _, count in store.ask(
                f"""
                SELECT {columns}, COUNT(DISTINCT t.slug) FROM shown_timeline t {joined}
                WHERE {filtered.events} GROUP BY 1 ORDER BY 3, 2, 1
                """,
                **filtered.parameters,
            )
        ]

    others = filters.without(facet)
    whole = counted(EVERYTHING)
    left = {value: count for value, _, count in counted(others)} if others else None
    return [Choice(facet, value, title, count if left is None else left.get(value, 0)) for value, title, count in whole]


def titles(store: Store, filters: Filter) -> dict[str, list[str]]:
    """The titles of what is chosen, by facet; a value that the corpus does not have is its own title."""
    found = {}
    for facet in COUNTED:
        if chosen := filters.chosen(facet):
            known = {choice.value: choice.title for choice in choices(store, facet, EVERYTHING)}
            found[facet] = [known.get(value, value) for value in chosen]
    return found
