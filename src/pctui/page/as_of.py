"""What was in being at a time, as blocks: what is told to have been, and apart from it what only may have been."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model import InBeing
from . import Block, Bullets, Heading, Prose, Run, Runs


def being_blocks(when: str, found: Sequence[InBeing]) -> Iterator[Block]:
    """The organisations in being `when` (`in 1994`)."""
    told = [item for item in found if not item.perhaps]
    perhaps = [item for item in found if item.perhaps]
    yield Heading(2, f"In being {when}")
    if told:
        yield Bullets(tuple(_line(item) for item in told))
    else:
        yield Prose((Run("The documents tell of nothing for certain.", "muted"),))
    if perhaps:
        yield Heading(3, "Perhaps in being")
        yield Bullets(tuple(_line(item) for item in perhaps))


def _line(item: InBeing) -> Runs:
    told = "; ".join(filter(None, (item.existence, item.perhaps)))
    return Run(item.entry.title, entry=item.entry.slug), Run(f" ({told})", "muted")
