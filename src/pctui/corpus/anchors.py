"""Anchors: how a citation finds its passage in any copy of a document without containing its text.

An anchor is `FIRST-LAST-LENGTH`: hashes of the first and of the last four normalised words of a passage
(10 hex digits of SHA-256 each) and its length in words. Matching is exact: an anchor must be found exactly once.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from functools import cached_property
from typing import NamedTuple

from ..text import Word, words

_FORM = re.compile(r"([0-9a-f]{10})-([0-9a-f]{10})-([0-9]{1,6})\Z")
EDGE = 4  # words hashed at each end; a shorter passage cannot have an anchor


class Span(NamedTuple):
    """A passage in one copy: word positions [first, last) and character offsets [start, end)."""

    first: int
    last: int
    start: int
    end: int


class AnchorError(ValueError):
    """An anchor or quotation does not identify one passage; `places` is how many were found."""

    def __init__(self, message: str, places: int = 0) -> None:
        super().__init__(message)
        self.places = places


def _digest(window: list[Word]) -> str:
    return hashlib.sha256(" ".join(word.text for word in window).encode()).hexdigest()[:10]


class Copy:
    """One copy of a document: its text, its words, and an index of every run of four words."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = words(text)

    @cached_property
    def _starts(self) -> dict[str, list[int]]:
        starts: dict[str, list[int]] = defaultdict(list)
        for i in range(len(self.words) - EDGE + 1):
            starts[_digest(self.words[i : i + EDGE])].append(i)
        return starts

    def find(self, anchor: str) -> Span:
        """Return the one passage that `anchor` identifies; AnchorError if there is none, or more than one."""
        form = _FORM.match(anchor)
        if form is None:
            raise AnchorError(f"'{anchor}' is not an anchor")
        first, last, length = form[1], form[2], int(form[3])
        if length < EDGE:
            raise AnchorError(f"anchor {anchor} is shorter than {EDGE} words")
        ends = set(self._starts.get(last, ()))
        places = [i for i in self._starts.get(first, ()) if i + length - EDGE in ends]
        if len(places) != 1:
            where = "nowhere" if not places else f"in {len(places)} places"
            raise AnchorError(f"anchor {anchor} is found {where}", len(places))
        return self._span(places[0], places[0] + length)

    def _span(self, first: int, last: int) -> Span:
        return Span(first, last, self.words[first].start, self.words[last - 1].end)

    def anchor(self, first: int, last: int) -> str:
        """Return the anchor of the words [first, last)."""
        if last - first < EDGE:
            raise AnchorError(f"a passage needs at least {EDGE} words; this one has {last - first}")
        window = self.words[first:last]
        return f"{_digest(window[:EDGE])}-{_digest(window[-EDGE:])}-{last - first}"

    def locate(self, quotation: str) -> Span:
        """Return the passage quoted in full, or as `first words … last words`.

        The first words must occur exactly once; the passage ends where the last words first follow them.
        AnchorError if that does not identify a passage.
        """
        head, ellipsis, tail = quotation.replace("...", "…").partition("…")
        opening = [word.text for word in words(head)]
        if not opening:
            raise AnchorError("the quotation has no words before '…'")
        starts = self._occurrences(opening)
        if not starts:
            raise AnchorError(f"the words “{head.strip()}” are not in the document")
        if len(starts) > 1:
            raise AnchorError(f"the words “{head.strip()}” occur {len(starts)} times: quote more of them", len(starts))
        first = starts[0]
        if not ellipsis:
            return self._span(first, first + len(opening))
        closing = [word.text for word in words(tail)]
        if not closing:
            raise AnchorError("the quotation has no words after '…'")
        ends = [i + len(closing) for i in self._occurrences(closing) if i >= first]
        if not ends:
            raise AnchorError(f"the words “{tail.strip()}” do not follow in the document")
        return self._span(first, ends[0])

    def _occurrences(self, phrase: list[str]) -> list[int]:
        texts = self._texts
        return [
            i
            for i, text in enumerate(texts[: len(texts) - len(phrase) + 1])
            if text == phrase[0] and texts[i : i + len(phrase)] == phrase
        ]

    @cached_property
    def _texts(self) -> list[str]:
        return [word.text for word in self.words]
