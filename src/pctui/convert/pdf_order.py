"""Finds pages whose text is in no order that is known: text over other text, and columns that were not parted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from .pdf_columns import Region
from .pdf_lines import Line

_TIGHT = 0.8  # of the size of the text: between lines that are read one after the other, there is more
_TIGHTER = 0.6  # the same for lines beside each other: cells may be a little higher or lower
_LETTERS, _PROSE = 10, 20  # characters of a line of text, and of one that is a sentence rather than a cell or a formula
_OVER, _BESIDE = 0.1, 0.45  # of the lines of a page that are over each other, or beside each other at other heights
_LEAST = 4  # lines


def pages_without_order(regions: Iterable[Region]) -> set[int]:
    """Return the pages, from 0, of which the order of the text is not known."""
    lines, over, beside = Counter[int](), Counter[int](), Counter[int]()
    for region in regions:
        text = [line for line in region.lines if sum(map(str.isalpha, line.text)) >= _LETTERS and not line.mono]
        for line in text:
            lines[line.page] += 1
        for upper, lower in pairwise(text):
            size, gap = min(upper.size, lower.size), upper.y - lower.y
            if 0 < gap < _TIGHT * size:
                if _overlap(upper, lower) > 2 * size:
                    over[lower.page] += 1
                elif gap < _TIGHTER * size and min(len(upper.text), len(lower.text)) >= _PROSE:
                    beside[lower.page] += 1
    return {
        page
        for page, count in lines.items()
        if (over[page] >= _LEAST and over[page] > _OVER * count)
        or (beside[page] >= _LEAST and beside[page] > _BESIDE * count)
    }


def _overlap(one: Line, other: Line) -> float:
    """Return how much of two lines is above each other."""
    return max(
        (min(a.x1, b.x1) - max(a.x0, b.x0) for a in one.pieces for b in other.pieces),
        default=0.0,
    )
