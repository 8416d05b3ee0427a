"""Sections narrowed by the reader's marks, in parts, and with the notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import TypeVar

from msgspec.structs import replace

from ..model import MARKS, Annotation, Row, mark_words
from ..panes import SECTIONS as DECLARED
from ..panes import Pane
from ..queries.filters import EVERYTHING, Filter
from ..queries.listing import Listing
from ..queries.store import Store
from ..reader.marked import UNMARKED, Marked
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


def rows_by_mark(rows: Callable[[], Iterable[Row]], annotations: Mapping[str, Annotation]) -> Iterator[Row]:
    """Yield the entries of a list, each once, under a heading for each mark, and one for those without a mark.

    `rows` yields the rows, each time from the first: only those with a mark are kept in memory.
    """
    found: dict[str, dict[str, Row]] = {mark: {} for mark in MARKS}
    others = False
    for row in rows():
        if not row.heading:
            annotation = annotations.get(row.slug)
            others = others or not (annotation and annotation.mark)
            if annotation and annotation.mark in found:
                found[annotation.mark].setdefault(row.slug, row)
    for mark, of_mark in found.items():
        if of_mark:
            yield Row("", "heading", mark_words(mark).capitalize(), side=str(len(of_mark)))
            yield from of_mark.values()
    if others:
        yield Row("", "heading", UNMARKED)
        seen = {slug for of_mark in found.values() for slug in of_mark}
        for row in rows():
            if not row.heading and row.slug not in seen:
                seen.add(row.slug)
                yield row


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
