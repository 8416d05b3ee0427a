"""The entries that tell the same and share a row of the timeline, as blocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..queries.entry import in_list
from ..queries.store import Store
from .blocks import Block, Bullets, Heading, Prose, Run
from .entry import cited, marks_drafts

if TYPE_CHECKING:
    from ..queries.timeline_window import Timeline


@marks_drafts
def same_blocks(store: Store, timeline: Timeline, slug: str) -> Iterator[Block]:
    """Yield what stands under an entry in a timeline, or where that stands which has no row of its own there."""
    head, under = timeline.same(slug)
    if head:
        reference = store.reference(head)
        yield Prose((Run("In the list under ", "muted"), Run(reference.title, entry=head), Run(".", "muted")))
    elif under:
        yield Heading(2, "The same in other entries")
        yield Bullets(
            tuple(
                (Run(entry.title, entry=entry.slug), *cited(entry.citations))
                for entry in in_list(store, under)
                if entry
            )
        )
