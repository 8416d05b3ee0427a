"""The values that each facet of a filter can have, and how typed text is resolved to one of them."""

from __future__ import annotations

import difflib

from ..errors import UsageError
from ..kinds.vocabulary import CLASSIFICATIONS, DIRECTIONS, MODALITIES, STRENGTHS
from .store import Store
from .timeline import CHANGE, NO_LANE

# Facets whose values are defined by the corpus format.
FIXED = {
    "modality": MODALITIES,
    "classification": tuple(CLASSIFICATIONS),
    "strength": STRENGTHS,
    "direction": tuple(DIRECTIONS),
}
_VOCABULARIES = {"lane": "lane", "type": "event_type", "boundary": "boundary", "domain": "domain"}
_MAX_LISTED = 12  # values listed in an error message; if there are more, the nearest ones are suggested

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
    """Return every (value, title) of a facet, in the order in which they are listed."""
    if facet in FIXED:
        return [(word, word) for word in FIXED[facet]]
    if facet == "kind":
        return [(kind, kind) for kind in store.kinds]
    if facet in _TITLED:
        return store.ask(_TITLED[facet])
    found = store.terms(_VOCABULARIES[facet])
    # Values that are in no vocabulary of the corpus, as in the filter of the timeline.
    beyond = {"lane": [("", NO_LANE)], "type": [("change", CHANGE)]}.get(facet, [])
    return [*found, *(pair for pair in beyond if pair[0] not in dict(found))]


def find_value(store: Store, facet: str, typed: str) -> str:
    """Return the value of a facet from its typed value or title, ignoring case; UsageError if there is none."""
    known = values(store, facet)
    folded = " ".join(typed.split()).casefold()
    for value, _ in known:
        if value and value.casefold() == folded:
            return value
    for value, title in known:
        if title.casefold() == folded or (facet == "kind" and folded == f"{value}s"):
            return value
    raise UsageError(f"there is no {facet} '{typed}'", _hint(known, folded))


def _hint(known: list[tuple[str, str]], folded: str) -> str:
    names = [value or title.lower() for value, title in known]
    if not names:
        return "The corpus has none."
    if len(names) <= _MAX_LISTED:
        return f"There are: {', '.join(names)}"
    # Compare with values and titles, but suggest the values, which are what has to be typed.
    by_word = {word.casefold(): name for name, (_, title) in zip(names, known, strict=True) for word in (name, title)}
    near = list(dict.fromkeys(by_word[word] for word in difflib.get_close_matches(folded, by_word, 6, 0.5)))[:3]
    if near:
        return f"Near it: {', '.join(near)}"
    return f"There are {len(names)}, for example: {', '.join(names[:_MAX_LISTED])}, …"
