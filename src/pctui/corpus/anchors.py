"""Anchors: how a citation finds its passage in any copy of a document without containing its text.

An anchor is `FIRST-LAST-LENGTH-WHOLE`: hashes of the first four and of the last four normalised words of a passage, its
length in words, and a hash of all its words (10 hex digits of SHA-256 each). The edges find the passage, and the whole
proves it. An anchor without the fourth part is still read; it proves only its edges. Matching is exact, never fuzzy.
"""

from __future__ import annotations

import difflib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence, Set
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from ..kinds.vocabulary import ANCHOR
from ..text import Word, unspaced, words
from .rereading import Found, Rereading
from .word_index import EDGE, WordIndex, digest_of, index_of

_FORM = re.compile(ANCHOR)
_AROUND = 3  # words shown on either side of a difference
# What is said of a document of which no passage can have an anchor, and what to do.
NO_PARAGRAPH = f"has no paragraph of {EDGE} words or more, or of {2 * EDGE} characters in a script without spaces"
JOIN_PARAGRAPHS = "Remove the blank lines within its paragraphs, or give a document with more text."
_SLACK = 8  # how many words more or fewer than its anchor says a passage that reads otherwise may have


class Outcome(StrEnum):
    """What became of an anchor in one copy."""

    HOLDS = "holds"
    READS_OTHERWISE = "reads otherwise"
    NOT_FOUND = "not found"
    AMBIGUOUS = "ambiguous"


class Span(NamedTuple):
    """A passage in one copy: word positions [first, last) and character offsets [start, end)."""

    first: int
    last: int
    start: int
    end: int


class Match(NamedTuple):
    """The outcome of an anchor in one copy.

    `span` is the passage, None if it is not found or ambiguous. `places` is how many passages have these edges.
    `edges_only` says that the anchor has no fourth part, so that the words between its edges are not proved. `original`
    is the passage without what is put in, if the anchor proves it.
    """

    outcome: Outcome
    span: Span | None = None
    places: int = 1
    edges_only: bool = False
    original: str = ""


class AnchorError(ValueError):
    """An anchor or quotation does not identify one passage; `places` is how many were found."""

    def __init__(self, message: str, places: int = 0) -> None:
        super().__init__(message)
        self.places = places


def edges_of(anchor: str) -> tuple[int, int] | None:
    """Return the hashes of the first and of the last words of an anchor, as numbers; None if it is none."""
    form = _FORM.match(anchor)
    return (int(form[1], 16), int(form[2], 16)) if form else None


def described(match: Match) -> str:
    """Return the outcome as the end of a sentence: `is found in 2 places`."""
    match match.outcome:
        case Outcome.HOLDS:
            return "holds"
        case Outcome.READS_OTHERWISE:
            return "is found, but reads otherwise"
        case Outcome.AMBIGUOUS:
            return f"is found in {match.places} places"
        case Outcome.NOT_FOUND:
            return "is not found"


def word_diff(old: str, new: str) -> str:
    """Return what differs between two passages, with the words around it: `… serves for [-one-] {+ten+} years …`.

    Words that differ only in case, hyphens or line breaks are the same.
    """
    before, after = words(old), words(new)
    parts: list[str] = []
    matcher = difflib.SequenceMatcher(None, [w.text for w in before], [w.text for w in after], autojunk=False)
    for what, i, j, k, m in matcher.get_opcodes():
        removed, added = _printed(old, before[i:j]), _printed(new, after[k:m])
        if what != "equal":
            parts += [f"[-{removed}-]" * bool(removed), f"{{+{added}+}}" * bool(added)]
            continue
        # Of a long run that is the same, only the words next to a difference are shown.
        head, tail = _AROUND if k else 0, _AROUND if m < len(after) else 0
        if m - k > head + tail:
            parts += [_printed(new, after[k : k + head]), "…", _printed(new, after[m - tail : m])]
        else:
            parts.append(added)
    return " ".join(filter(None, parts))


def _printed(text: str, run: Sequence[Word]) -> str:
    return " ".join(text[run[0].start : run[-1].end].split()) if run else ""


def difference_from(anchor: str, copy: Copy, other: Copy | None) -> str:
    """Return how the passage in `copy` differs from that in another, if `anchor` holds there; '' if that is unknown.

    Of a passage that `copy` lacks, all the words differ. Where words are put in, the anchor itself proves which.
    """
    match, original = copy.match(anchor), other.match(anchor) if other else None
    if match.original and match.span:
        return word_diff(match.original, copy.passage(match.span))
    if other is None or original is None or original.outcome is not Outcome.HOLDS or original.span is None:
        return ""
    if match.outcome in (Outcome.READS_OTHERWISE, Outcome.NOT_FOUND):
        return word_diff(other.passage(original.span), copy.passage(match.span) if match.span else "")
    return ""


class Copy:
    """One copy of a document: its text, its words, and an index of every run of four words."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def index(self) -> WordIndex:
        """Its words, and where every run of four of them is; worked out, or read from the cache, when first needed."""
        return index_of(self.text)

    @cached_property
    def digest(self) -> bytes:
        """The SHA-256 of its text, which is not that of the file where that was converted."""
        return digest_of(self.text)

    @cached_property
    def words(self) -> list[Word]:
        """Its words."""
        return self.index.words()

    @property
    def edges(self) -> tuple[Set[int], Set[int]]:
        """The hashes, as numbers, of all that the first, and the last, words of an anchor that holds in it can be."""
        runs = self.index.runs.hashes
        return runs | self._reread.starts.hashes, runs | self._reread.ends.hashes

    def has_edges(self, first: int, last: int) -> bool:
        """Whether an anchor with these edges could hold in it."""
        runs = self.index.runs
        return bool((runs.at(first) or self._reread.starts.at(first)) and (runs.at(last) or self._reread.ends.at(last)))

    def forget(self) -> None:
        """Forget the words and the index, which take many times the memory of the text, until they are needed again."""
        for name in ("words", "index", "_reread"):
            self.__dict__.pop(name, None)

    def match(self, anchor: str) -> Match:
        """Return what becomes of `anchor` in this copy. What is not an anchor is not found."""
        form = _FORM.match(anchor)
        if form is None or int(form[3]) < EDGE:
            return Match(Outcome.NOT_FOUND, None, 0)
        first, last, length, whole = int(form[1], 16), int(form[2], 16), int(form[3]), form[4]
        starts, ends = self.index.runs.at(first), self.index.runs.at(last)
        known_ends = set(ends)
        places = [(i, i + length) for i in starts if i + length - EDGE in known_ends]
        holding = [place for place in places if whole in (None, self.index.digest(*place))]
        if holding:
            outcome = Outcome.HOLDS if len(holding) == 1 else Outcome.AMBIGUOUS
        elif whole and (reread := self._reread.find(first, last, length, whole, starts, [i + EDGE for i in ends])):
            return self._read_otherwise(reread)
        else:  # its edges may be there with other words, or with more or fewer words, between them
            holding = places or self._between(starts, ends, length)
            outcome = Outcome.READS_OTHERWISE if len(holding) == 1 else Outcome.AMBIGUOUS
        if not holding:
            return Match(Outcome.NOT_FOUND, None, 0, whole is None)
        span = self._span(*holding[0]) if len(holding) == 1 else None
        return Match(outcome, span, len(holding), whole is None)

    @cached_property
    def _reread(self) -> Rereading:
        return Rereading(self.text, self.index)

    def _read_otherwise(self, found: Sequence[Found]) -> Match:
        """Return the outcome for passages that hold once broken words are joined and what is put in is left out."""
        if len(found) > 1:
            return Match(Outcome.AMBIGUOUS, None, len(found))
        span = self._span(found[0].first, found[0].last)
        pieces, at = [], span.start
        for start, end in sorted(found[0].left_out):
            pieces.append(self.text[at:start])
            at = end
        original = "".join([*pieces, self.text[at : span.end]]) if pieces else ""
        return Match(Outcome.READS_OTHERWISE if original else Outcome.HOLDS, span, original=original)

    def _between(self, starts: list[int], ends: list[int], length: int) -> list[tuple[int, int]]:
        """Return the passages with these edges that are nearly `length` words long."""
        found: list[tuple[int, int]] = []
        for i in starts:
            expected = i + length - EDGE
            near = ends[bisect_left(ends, max(i, expected - _SLACK)) : bisect_right(ends, expected + _SLACK)]
            found.extend((i, j + EDGE) for j in near)
        return found

    def find(self, anchor: str) -> Span:
        """Return the one passage in which `anchor` holds; AnchorError with the reason if there is none."""
        match = self.match(anchor)
        if match.span is None or match.outcome is not Outcome.HOLDS:
            raise AnchorError(f"anchor {anchor} {described(match)}", match.places)
        return match.span

    def passage(self, span: Span) -> str:
        """Return the text of a passage as it is in this copy."""
        return self.text[span.start : span.end]

    def _span(self, first: int, last: int) -> Span:
        return Span(first, last, self.index.starts[first], self.index.ends[last - 1])

    def anchor(self, first: int, last: int) -> str:
        """Return the anchor of the words [first, last)."""
        if last - first < 2 * EDGE:  # four characters are in many places; eight are as good as four words
            characters = sum(unspaced(word.text) for word in words(self.passage(self._span(first, last))))
            if 2 * (last - first) - characters < 2 * EDGE:
                few = f"{last - first} characters" if characters else f"{last - first}"
                least = f"{EDGE} words"
                least += f", or {2 * EDGE} characters in a script without spaces" if characters else ""
                raise AnchorError(f"a passage needs at least {least}; this one has {few}")
        digest = self.index.digest
        return f"{digest(first, first + EDGE)}-{digest(last - EDGE, last)}-{last - first}-{digest(first, last)}"

    def locate(self, quotation: str) -> Span:
        """Return the passage quoted in full, or as `first words … last words`.

        The first words must occur exactly once; the passage ends where the last words first occur after them.
        AnchorError if that does not identify a passage.
        """
        head, ellipsis, tail = quotation.replace("...", "…").partition("…")
        opening = [word.text for word in words(head)]
        if not opening:
            raise AnchorError("the quotation has no words before '…'")
        starts = [*self.index.places(opening)]
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
        after = first + len(opening)
        ends = [i + len(closing) for i in self.index.places(closing) if i >= after]
        if not ends:
            there = any(True for _ in self.index.places(closing))
            why = f"do not follow the words “{head.strip()}”" if there else "are not in the document"
            raise AnchorError(f"the words “{tail.strip()}” {why}")
        return self._span(first, ends[0])
