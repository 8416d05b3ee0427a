"""The organisations in existence at a date as blocks; apart from them those that possibly were, or have no dates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model import InExistence
from ..queries.as_of import UNDATED
from . import Block, Bullets, Heading, Prose, Run, Runs


def as_of_blocks(when: str, found: Sequence[InExistence]) -> Iterator[Block]:
    """Return the organisations in existence `when` (`in 1994`), those that are certain first."""
    certain = [item for item in found if not item.doubt]
    possible = [item for item in found if item.doubt and item.doubt != UNDATED]
    undated = [item for item in found if item.doubt == UNDATED]
    yield Heading(2, f"In existence {when}")
    if certain:
        yield Bullets(tuple(_line(item) for item in certain))
    else:
        yield Prose((Run("No organisation is known for certain to have existed then.", "muted"),))
    if possible:
        yield Heading(3, "Possibly in existence")
        yield Bullets(tuple(_line(item) for item in possible))
    if undated:
        yield Heading(3, "Known to exist, dates not given")
        runs: list[Run] = []
        for item in undated:
            runs += [*([Run("; ")] if runs else []), Run(item.entry.title, entry=item.entry.slug)]
        yield Prose(tuple(runs))


def _line(item: InExistence) -> Runs:
    existence = "; ".join(filter(None, (item.existence, item.doubt)))
    return Run(item.entry.title, entry=item.entry.slug), Run(f" ({existence})", "muted")
