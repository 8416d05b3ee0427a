"""The status of an entry in words, as a list tells it by signs and columns."""

from __future__ import annotations

from ..kinds.vocabulary import DESCRIPTIVE, STATEMENTS, status_of
from ..model import Row
from .store import Store


def status_words(store: Store, row: Row) -> tuple[str, ...]:
    """Return what the signs of a row say: `("proposed", "firm")`; of a finding its status and direction."""
    if row.kind == "recommendation":
        found = store.one("SELECT strength, standing FROM recommendation_details WHERE slug = :slug", slug=row.slug)
        strength, standing = found or (None, "proposal")
        words = [row.modality, strength or "asks for nothing", *([] if standing == "proposal" else [standing])]
    elif row.kind == "finding":
        found = store.one("SELECT direction, basis FROM finding_details WHERE slug = :slug", slug=row.slug)
        direction, basis = found or (DESCRIPTIVE, "")
        words = [status_of(row.modality, basis), direction]
    else:
        words = [row.modality if row.kind in STATEMENTS or row.modality != "happened" else ""]
    words += ["" if row.origin == "document" else "background fact", row.status or ""]
    return tuple(filter(None, words))
