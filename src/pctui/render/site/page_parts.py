"""Cuts the blocks of a section that is long into pages, each with its headings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from ...page import Block, Bullets, Heading, Passages
from ..html import Outline

MOST = 1_000  # items of lists, paragraphs and headings on a page
_LOWEST = 7  # below the level of every heading


class Inserted(NamedTuple):
    """What only a site has among blocks: the HTML of a chart, a table or a list of links."""

    pieces: Callable[[Outline], Iterable[str]]


Parts = Iterable[Block | Inserted]


def parts(blocks: Parts, title: str) -> Iterator[list[Block | Inserted]]:
    """Yield the blocks of each page. All pages but the first repeat the headings under which they go on.

    A page ends in the passages that it cites. It is not cut within a block, which has at most some 500 items.
    """
    page: list[Block | Inserted] = []
    weight, number = 0, 1
    above: list[Heading] = []
    for block in blocks:
        if weight >= MOST and (isinstance(block, Heading) or (isinstance(block, Bullets) and block.goes_on)):
            yield [*page, Passages("Passages cited")]
            number += 1
            level = block.level if isinstance(block, Heading) else _LOWEST
            again = (Heading(h.level, f"{h.text} (continued)", h.entry) for h in above if 1 < h.level < level)
            page, weight = [Heading(1, f"{title}, page {number}"), *again], 0
        if isinstance(block, Heading):
            above = [*(heading for heading in above if heading.level < block.level), block]
        page.append(block)
        weight += len(block.items) if isinstance(block, Bullets) else 1
    if page:
        yield [*page, Passages("Passages cited")]
