"""What was in being at a time, as blocks: what is told to have been, and apart from it what only may have been."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model import InExistence
from . import Block, Bullets, Heading, Prose, Run, Runs


def as_of_blocks(when: str, found: Sequence[InExistence]) -> Iterator[Block]:
    """The organisations in being `when` (`in 1994`)."""
    told = [item for item in found if not item.doubt]
    doubt = [item for item in found if item.doubt]
    yield Heading(2, f"In being {when}")
    if told:
        yield Bullets(tuple(_line(item) for item in told))
    else:
        yield Prose((Run("The documents tell of nothing for certain.", "muted"),))
    if doubt:
        yield Heading(3, "Perhaps in being")
        yield Bullets(tuple(_line(item) for item in doubt))


def _line(item: InExistence) -> Runs:
    told = "; ".join(filter(None, (item.existence, item.doubt)))
    return Run(item.entry.title, entry=item.entry.slug), Run(f" ({told})", "muted")
