"""One organisation of a lineage with what it came of and what came of it, and no more. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container

from ....model import Lineage


def near(lineage: Lineage, slug: str) -> tuple[Lineage, dict[str, int]]:
    """Return the changes of `slug` with all their organisations, and how many other changes each of these has."""
    changes = tuple(c for c in lineage.changes if slug in (*c.original, *c.resulting))
    ends = {slug, *(end for c in changes for end in (*c.original, *c.resulting))}
    node = tuple(k for k in lineage.organisations if k.slug in ends)
    drawn = {c.slug for c in changes}
    others = Counter(
        end for c in lineage.changes if c.slug not in drawn for end in {*c.original, *c.resulting} if end in ends
    )
    return Lineage(node, changes), dict(others)


def beyond(lineage: Lineage, slug: str, across: int, drawn: Container[str]) -> bool:
    """Whether a change that is not drawn leads on from `slug`: to what came of it (`across` 1), or was before (-1)."""
    return any(slug in (c.original if across > 0 else c.resulting) for c in lineage.changes if c.slug not in drawn)
