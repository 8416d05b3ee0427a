"""Sections narrowed by the reader's marks, in parts, and with the notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TypeVar

from msgspec.structs import replace

from ..panes import SECTIONS as DECLARED
from ..panes import Pane
from ..queries.filters import EVERYTHING, Filter
from ..queries.listing import Listing
from ..queries.store import Store
from ..reader.marked import Marked
from .blocks import Block, Heading, Prose
from .notes import with_annotations
from .sections import SECTIONS

Part = TypeVar("Part")


def section(marked: Marked, store: Store, name: str) -> Iterator[Block]:
    """Yield a section with what the reader wants of their marks and notes."""
    filters = marked.narrowed(EVERYTHING)
    if parts := marked.parts(filters):
        blocks = divided(partial(_narrowed, store, name), parts)
    else:
        blocks = _narrowed(store, name, filters)
    return with_annotations(blocks, marked.shown)


def _narrowed(store: Store, name: str, filters: Filter) -> Iterator[Block]:
    """Yield a section with only the entries that match a filter; nothing if there are none."""
    declared = DECLARED[name]
    if not filters:
        yield from SECTIONS[name](store)
    elif not isinstance(declared, Pane):
        yield from SECTIONS[name](store, filters=filters)
    else:
        listing = Listing(store, declared.grouped_list(), filters)
        if listing.total:
            yield from SECTIONS[name](store, listing.rows())


def divided(section: Callable[[Part], Iterable[Block]], parts: Iterable[tuple[str, Part]]) -> Iterator[Block]:
    """Yield a section in parts, each under its title; what the section begins with is not repeated."""
    begun = False
    for title, part in parts:
        opening = True
        for block in section(part):
            if opening and (isinstance(block, Prose) or (isinstance(block, Heading) and block.level == 2)):
                if not begun:
                    yield block
                continue
            if opening:
                yield Heading(3, title)
            opening, begun = False, True
            yield replace(block, level=block.level + 1) if isinstance(block, Heading) else block
