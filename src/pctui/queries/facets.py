"""What a filter can be given: the values of each facet, and the one that a reader means by what is typed."""

from __future__ import annotations

import difflib

from ..errors import UsageError
from ..kinds.vocabulary import CLASSIFICATIONS, DIRECTIONS, MODALITIES, STRENGTHS
from .store import Store
from .timeline import CHANGE, NO_LANE

# Facets whose values are the corpus format's own words.
FIXED = {
    "modality": MODALITIES,
    "classification": tuple(CLASSIFICATIONS),
    "strength": STRENGTHS,
    "direction": tuple(DIRECTIONS),
}
_VOCABULARIES = {"lane": "lane", "type": "event_type", "boundary": "boundary", "domain": "domain"}
_TOLD = 12  # values are told in full as long as they are no more than these

_TITLED = {
    "document": """
        SELECT d.slug, d.label FROM document_details d JOIN entries e ON e.slug = d.slug ORDER BY d.position
    """,
    "ladder": "SELECT slug, title FROM shown_entries WHERE kind = 'ladder' ORDER BY id",
    "organisation": "SELECT slug, title FROM shown_entries WHERE kind = 'organisation' ORDER BY slug",
    "actor": """
        SELECT DISTINCT r.actor, IIF(r.actor = 'unspecified', 'not said', r.actor)
        FROM recommendation_details r JOIN shown_entries e ON e.slug = r.slug ORDER BY r.actor
    """,
}


def values(store: Store, facet: str) -> list[tuple[str, str]]:
    """Every (value, title) of a facet, in the order in which they are told."""
    if facet in FIXED:
        return [(word, word) for word in FIXED[facet]]
    if facet == "kind":
        return [(kind, kind) for kind in store.kinds]
    if facet in _TITLED:
        return store.ask(_TITLED[facet])
    found = store.terms(_VOCABULARIES[facet])
    # What no vocabulary names, as the timeline's filter offers it.
    beyond = {"lane": [("", NO_LANE)], "type": [("change", CHANGE)]}.get(facet, [])
    return [*found, *(pair for pair in beyond if pair[0] not in dict(found))]


def meant(store: Store, facet: str, typed: str) -> str:
    """The value of a facet that is typed as itself or as its title, in capitals or not; UsageError where it is none."""
    known = values(store, facet)
    sought = " ".join(typed.split()).casefold()
    for value, _ in known:
        if value and value.casefold() == sought:
            return value
    for value, title in known:
        if title.casefold() == sought or (facet == "kind" and sought == f"{value}s"):
            return value
    raise UsageError(f"there is no {facet} '{typed}'", _hint(known, sought))


def _hint(known: list[tuple[str, str]], sought: str) -> str:
    names = [value or title.lower() for value, title in known]
    if not names:
        return "The corpus has none."
    if len(names) <= _TOLD:
        return f"There are: {', '.join(names)}"
    # Nearest by value or by title: the value is what is to be typed.
    by_word = {word.casefold(): name for name, (_, title) in zip(names, known, strict=True) for word in (name, title)}
    near = list(dict.fromkeys(by_word[word] for word in difflib.get_close_matches(sought, by_word, 6, 0.5)))[:3]
    if near:
        return f"Near it: {', '.join(near)}"
    return f"There are {len(names)}, among them: {', '.join(names[:_TOLD])}, …"
