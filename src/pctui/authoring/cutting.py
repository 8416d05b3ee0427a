"""Cuts a converted document into the sections and paragraphs of its records.

A heading begins a section, every other block is a paragraph. A block that cannot have an anchor of its own, because it
is too short or stands twice, is joined to the one before it or after it in its section; else it is left out, counted.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, NamedTuple

from ..convert.model import Block, Converted, Role
from ..corpus.anchors import AnchorError, Copy, Outcome
from ..corpus.word_index import EDGE
from ..slugs import free_slug, numbered_slug, slug_of
from ..text import one_line, words

_LONGEST_HEADING = 25  # words; a longer one is a paragraph that only looks like a heading
_REPEATED, _LINE = 3, 12  # a block of so few words that stands so often is no part of the text
_ENDS = tuple(
    ".!?;,)”’»\u3002\uff01\uff1f\uff1b\u3001\u0964\u061f\u06d4"
)  # what ends a sentence; a short line without is a heading of what follows
_FIRST = 40  # blocks among which the title is looked for
TOO_SHORT, REPEATED = "too short", "repeated"


class Cut(NamedTuple):
    """What a document was cut into: records of its sections and paragraphs, and how many blocks were left out, by why.

    `title` is the index of the paragraph that prints the title; 0 if none does.
    """

    sections: list[dict[str, str]]
    paragraphs: list[dict[str, Any]]
    left_out: Counter[str]
    title: int


@dataclass
class _Part:
    """A paragraph to be: the words [first, last) of the text, in a section, on the pages of its blocks."""

    first: int
    last: int
    section: str
    note: bool
    title: bool = False
    pages: list[str] = field(default_factory=list)

    def page(self) -> str:
        """Return its page as printed, or the first and the last of its pages."""
        if not self.pages:
            return ""
        first, last = self.pages[0].split("–")[0], self.pages[-1].split("–")[-1]
        return first if first == last else f"{first}–{last}"


def cut(slug: str, document: Converted, copy: Copy, title: str) -> Cut:
    """Cut a document into the sections and paragraphs of `slug`. `copy` has its text; `title` may be its title."""
    return _Cutting(document.blocks, copy, title).cut(slug)


class _Cutting:
    """The state of cutting a document: the section it is in, and what has no anchor yet."""

    def __init__(self, blocks: Sequence[Block], copy: Copy, title: str) -> None:
        self.copy = copy
        self.blocks = blocks
        # Between two blocks, the text has a blank line: see Converted.text.
        starts = list(accumulate((len(block.text) + 2 for block in blocks), initial=0))
        self.runs: list[tuple[int, int]] = [(0, 0)] * len(blocks)
        for position, word in enumerate(copy.words):
            at = bisect_right(starts, word.start) - 1
            first, last = self.runs[at]
            self.runs[at] = (first if last else position, position + 1)
        self.repeated = Counter(self._texts(at) for at in range(len(blocks)))
        self.title = self._title(title)
        self.sections: dict[str, str] = {}
        self.section = ""
        self.parts: list[_Part] = []
        self.pending: _Part | None = None
        self.joinable = False  # whether the last part ends where the next block begins
        self.left_out: Counter[str] = Counter()

    def _texts(self, at: int) -> tuple[str, ...]:
        first, last = self.runs[at]
        return tuple(word.text for word in self.copy.words[first:last])

    def _title(self, title: str) -> int:
        """Return the first block that has the title in it; else the first if that is a heading, else -1."""
        title_words = tuple(word.text for word in words(title))
        for at in range(min(len(self.blocks), _FIRST) if title_words else 0):
            texts = self._texts(at)
            if any(texts[i : i + len(title_words)] == title_words for i in range(len(texts) - len(title_words) + 1)):
                return at
        return 0 if self.blocks and self.blocks[0].role is Role.HEADING else -1

    def cut(self, slug: str) -> Cut:
        """Cut all blocks, and return the records."""
        for at, block in enumerate(self.blocks):
            first, last = self.runs[at]
            if first == last:
                continue
            if block.role is Role.HEADING and at != self.title and last - first <= _LONGEST_HEADING:
                self._heading(block, last)
            elif last - first <= _LINE and self.repeated[self._texts(at)] >= _REPEATED and at != self.title:
                self._give_up(REPEATED)
            else:
                self._add(block, first, last, title=at == self.title)
        self._settle()
        used = {part.section for part in self.parts}
        sections = [{"slug": s, "title": t} for s, t in self.sections.items() if s in used]
        paragraphs = [self._record(slug, number, part) for number, part in enumerate(self.parts, 1)]
        title = next((number for number, part in enumerate(self.parts, 1) if part.title), 0)
        return Cut(sections, paragraphs, self.left_out, title)

    def _heading(self, block: Block, last: int) -> None:
        if self.pending and self.pending.title:  # a title of a word or two is one with the line below it
            self.pending.last = last
            if self._has_anchor(self.pending):
                self._keep(self.pending)
        self._settle()
        title = one_line(block.text)
        slug = slug_of(title) or numbered_slug("section", self.sections)
        self.section = free_slug(slug, self.sections)
        self.sections[self.section] = title
        self.joinable = False

    def _give_up(self, why: str) -> None:
        """Leave a block out, with which what is before it ends."""
        self.left_out[why] += 1
        self._settle()
        self.joinable = False

    def _add(self, block: Block, first: int, last: int, *, title: bool) -> None:
        note = block.role is Role.NOTE
        if self.pending and self.pending.note != note:
            self._settle()
        part = self.pending or _Part(first, last, self.section, note)
        part.last, part.title = last, part.title or title
        part.pages += [block.page] if block.page else []
        if self._has_anchor(part):
            self._keep(part)
        elif self._can_join(part) and block.text.rstrip().endswith(_ENDS):
            self._join(part)
        else:
            self.pending = part

    def _keep(self, part: _Part) -> None:
        self.parts.append(part)
        self.pending, self.joinable = None, True

    def _can_join(self, part: _Part) -> bool:
        before = self.parts[-1] if self.parts and self.joinable else None
        return bool(before and before.section == part.section and before.note == part.note and not part.title)

    def _join(self, part: _Part) -> None:
        """Join a part to the one before it, which had an anchor, and has one with more words as well."""
        before = self.parts[-1]
        before.last = part.last
        before.pages += part.pages
        self.pending = None

    def _settle(self) -> None:
        """Join what still has no anchor to the part before it, or leave it out."""
        if (part := self.pending) is None:
            return
        if self._can_join(part):
            self._join(part)
        else:
            self.left_out[TOO_SHORT if part.last - part.first < EDGE else REPEATED] += 1
            self.pending, self.joinable = None, False

    def _has_anchor(self, part: _Part) -> bool:
        try:
            anchor = self.copy.anchor(part.first, part.last)
        except AnchorError:  # it is too short
            return False
        return self.copy.match(anchor).outcome is Outcome.HOLDS

    def _record(self, slug: str, number: int, part: _Part) -> dict[str, Any]:
        record: dict[str, Any] = {"kind": "paragraph", "document": slug, "number": number}
        if part.section:
            record["section"] = part.section
        if page := part.page():
            record["page"] = page
        return {**record, "anchors": [self.copy.anchor(part.first, part.last)]}
