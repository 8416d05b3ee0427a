"""Splits a copy of a document at its blank lines into the paragraph records that a corpus starts from."""

from __future__ import annotations

import re
from bisect import bisect
from itertools import groupby
from typing import NamedTuple

from ..kinds.slug import checked_slug
from ..text import one_line
from .anchors import AnchorError, Copy

# Where a paragraph begins: after a blank line, or in Chinese and Japanese with a line that is indented.
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*|\n(?=\u3000)")
_OPENING = 4  # words quoted of a block that is left out


class Cut(NamedTuple):
    """The paragraph records, one line each, and a message for each block that was left out."""

    records: list[str]
    left_out: list[str]


def cut(document: str, copy: Copy) -> Cut:
    """Split `copy` into paragraphs of `document`, numbered in order.

    A block without a unique anchor (a short heading, a running title) is left out and reported by its line.
    """
    checked_slug(document)
    found = Cut([], [])
    edges = [match.end() for match in _BLANK_LINE.finditer(copy.text)]
    blocks = groupby(range(len(copy.words)), lambda i: bisect(edges, copy.words[i].start))
    for _, block in blocks:
        first, *others = block
        last = others[-1] if others else first
        try:
            anchor = copy.anchor(first, last + 1)
            copy.find(anchor)
        except AnchorError as error:
            start, end = copy.words[first].start, copy.words[min(last, first + _OPENING - 1)].end
            line = copy.text.count("\n", 0, start) + 1
            found.left_out.append(f"line {line}, “{one_line(copy.text[start:end])}”, is left out: {error}")
            continue
        number = len(found.records) + 1
        found.records.append(f"- {{kind: paragraph, document: {document}, number: {number}, anchors: [{anchor}]}}")
    return found
