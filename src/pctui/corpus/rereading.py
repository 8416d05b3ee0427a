"""Finds a passage in a copy in which its words are written otherwise: broken, or with something put in between.

A tool that turns pages into text may fold the line end after a hyphen into a blank (`re- open`), glue the number of a
note to a word (`19deciding`), or leave a running head in the middle of a sentence. Nothing is guessed here: what is put
together or left out is tried, and the hash of the whole passage proves it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from .word_index import EDGE, Runs, WordIndex, digest, kept_runs

_BREAK = re.compile(r"[-\u2010\u2011]\s+")  # between the two parts of a word
_NOTE = re.compile(r"(?P<before>\d{1,3})(?=[^\W\d_])|(?<=[^\W\d_])(?P<after>\d{1,3})\Z")
_NUMBER = re.compile(r"\d{1,3}\Z")
_MOST = 40  # words put in
_READINGS = 2000  # tried of one passage
_OF_AN_EDGE = 100  # tried of its first and last words: a table of numbers, each of which may be left out, has millions
_PAIRS = 50  # of a beginning and an end


class Reading(NamedTuple):
    """A word as it may be read: from which word of the copy, up to which, and the characters left out."""

    text: str
    first: int
    after: int
    left_out: tuple[tuple[int, int], ...] = ()


class Found(NamedTuple):
    """A passage found: the words [first, last) of the copy, and the characters in it that do not belong to it."""

    first: int
    last: int
    left_out: tuple[tuple[int, int], ...]


class Rereading:
    """The ways in which the words of one copy can be read other than as they are written."""

    def __init__(self, text: str, words: WordIndex) -> None:
        self.text = text
        self.words = words
        self._others: dict[int, list[Reading]] = {}
        # Where the first words of a passage are found by their hash, and where its last words end.
        self.starts, self.ends = kept_runs("rereadings", text, self._edges, 2)

    def _edges(self) -> tuple[Runs, Runs]:
        starts: list[tuple[int, int]] = []
        ends: list[tuple[int, int]] = []
        others = [i for i in range(len(self.words)) if self.others(i)]
        for i in sorted({max(0, other - back) for other in others for back in range(EDGE + 1)}):
            for window in islice(self._readings(i, EDGE, len(self.words)), _OF_AN_EDGE):
                if any(reading.left_out or reading.after - reading.first > 1 for reading in window):
                    key = int(digest([reading.text for reading in window]), 16)
                    starts.append((key, window[0].first))
                    ends.append((key, window[-1].after))
        return Runs.of(starts), Runs.of(ends)

    def others(self, i: int) -> list[Reading]:
        """Return how the word `i` can be read otherwise."""
        if i not in self._others:
            self._others[i] = list(self._otherwise(i))
        return self._others[i]

    def _otherwise(self, i: int) -> Iterator[Reading]:
        """Yield how the word `i` can be read otherwise; a reading without text leaves it out."""
        words = self.words
        word, start, end = words.texts[i], words.starts[i], words.ends[i]
        parts, last = word, i
        while last + 1 < len(words) and _BREAK.fullmatch(self.text, words.ends[last], words.starts[last + 1]):
            last += 1
            parts += words.texts[last]
            yield Reading(parts, i, last + 1)
        if _NUMBER.match(word):
            yield Reading("", i, i + 1, ((start, end),))
        elif note := _NOTE.search(word):
            first, after = (0, note.end()) if note["before"] else (note.start(), len(word))
            if len(word) == end - start:  # else it is not written as it is compared
                yield Reading(word[:first] + word[after:], i, i + 1, ((start + first, start + after),))

    def _readings(self, first: int, count: int, end: int) -> Iterator[list[Reading]]:
        """Yield every way to read `count` words from the word `first` on, not beyond the word `end`."""
        if not count:
            yield []
            return
        if first >= end:
            return
        for reading in [Reading(self.words.texts[first], first, first + 1), *self.others(first)]:
            if reading.after > end:
                continue
            skipped = not reading.text
            for rest in self._readings(reading.after, count - (not skipped), end):
                yield [reading, *rest]

    def find(
        self, first: int, last: int, length: int, whole: str, starts: Sequence[int], ends: Sequence[int]
    ) -> list[Found]:
        """Return the passages that an anchor proves, whose first and last words have these hashes.

        `starts` and `ends` are where its edges are found as written.
        """
        begins = sorted({*starts, *self.starts.at(first)})
        finishes = sorted({*ends, *self.ends.at(last)})
        pairs = ((i, j) for i in begins for j in finishes if length <= j - i + EDGE and 0 < j - i <= length + _MOST)
        found: dict[tuple[int, int], Found] = {}
        for i, j in islice(pairs, _PAIRS):
            if reading := self._proved(i, j, length, whole):
                found.setdefault((i, j), reading)
        return list(found.values())

    def _proved(self, first: int, last: int, length: int, whole: str) -> Found | None:
        """Return the words [first, last) as a passage, if there is a way to read them that has this hash."""
        for texts, left_out in islice(self._whole(first, last, length), _READINGS):
            if digest(texts) == whole:
                return Found(first, last, left_out)
        joined = [next(self._joined(first, last, every), None) for every in (False, True)]
        for readings in filter(None, joined):
            texts = [reading.text for reading in readings]
            extra = len(texts) - length
            if 0 < extra <= _MOST:
                for at in range(1, length):
                    if digest(texts[:at] + texts[at + extra :]) == whole:
                        begin, end = readings[at].first, readings[at + extra - 1].after - 1
                        return Found(first, last, ((self.words.starts[begin], self.words.ends[end]),))
        return None

    def _joined(self, first: int, last: int, every: bool) -> Iterator[list[Reading]]:
        """Yield the words [first, last) with no broken word put together, or every one."""
        found, i = [], first
        while i < last:
            reading = Reading(self.words.texts[i], i, i + 1)
            if every:
                longer = [other for other in self.others(i) if other.after - i > 1 and other.after <= last]
                reading = longer[-1] if longer else reading
            found.append(reading)
            i = reading.after
        yield found

    def _whole(self, first: int, last: int, length: int) -> Iterator[tuple[list[str], tuple[tuple[int, int], ...]]]:
        """Yield the ways to read all the words [first, last) as `length` words, those that leave nothing out first."""
        special = [i for i in range(first, last) if self.others(i)]
        plain = self.words.texts[first:last]
        options = [[None, *self.others(i)] for i in special]
        for chosen in _choices(options, special):
            texts: list[str] = []
            left_out: tuple[tuple[int, int], ...] = ()
            i, kept = first, True
            while i < last:
                reading = chosen.get(i)
                if reading is None:
                    texts.append(plain[i - first])
                    i += 1
                    continue
                kept = kept and reading.after <= last
                texts += [reading.text] if reading.text else []
                left_out += reading.left_out
                i = reading.after
            if kept and len(texts) == length:
                yield texts, left_out


def _choices(options: Sequence[Sequence[Reading | None]], places: Sequence[int]) -> Iterator[dict[int, Reading]]:
    """Yield which words to read otherwise: first only broken words, every one or some; then what is left out."""
    broken = [(i, [o for o in found if o and not o.left_out]) for i, found in zip(places, options, strict=True)]
    yield {i: found[-1] for i, found in broken if found}
    for leave_out in (False, True):
        alike = [
            (i, [o for o in found if o is None or leave_out or not o.left_out])
            for i, found in zip(places, options, strict=True)
        ]
        several = [(i, found) for i, found in alike if len(found) > 1]
        yield from _product(several)


def _product(options: Sequence[tuple[int, Sequence[Reading | None]]]) -> Iterator[dict[int, Reading]]:
    """Yield every choice of one reading for each place."""
    if not options:
        yield {}
        return
    (place, readings), *rest = options
    for chosen in _product(rest):
        for reading in readings:
            yield chosen if reading is None else {place: reading, **chosen}
