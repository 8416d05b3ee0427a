"""Finds a passage in a copy in which its words are written otherwise: broken, or with something put in between.

A tool that turns pages into text may fold the line end after a hyphen into a blank (`re- open`), glue the number of a
note to a word (`19deciding`), or leave a running head in the middle of a sentence. Nothing is guessed here: what is put
together or left out is tried, and the hash of the whole passage proves it.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from ..text import Word

_BREAK = re.compile(r"[-\u2010\u2011]\s+")  # between the two parts of a word
_NOTE = re.compile(r"(?P<before>\d{1,3})(?=[^\W\d_])|(?<=[^\W\d_])(?P<after>\d{1,3})\Z")
_NUMBER = re.compile(r"\d{1,3}\Z")
_MOST = 40  # words put in
_READINGS = 2000  # tried of one passage
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


def digest(texts: Sequence[str]) -> str:
    """Return the hash of normalised words, as an anchor has it."""
    return hashlib.sha256(" ".join(texts).encode()).hexdigest()[:10]


class Rereading:
    """The ways in which the words of one copy can be read other than as they are written."""

    def __init__(self, text: str, words: Sequence[Word], edge: int) -> None:
        self.text = text
        self.words = words
        self.edge = edge
        self.others = {i: found for i in range(len(words)) if (found := list(self._otherwise(i)))}
        self.starts: dict[str, list[int]] = defaultdict(list)
        self.ends: dict[str, list[int]] = defaultdict(list)
        for i in sorted({max(0, other - back) for other in self.others for back in range(edge + 1)}):
            for window in islice(self._readings(i, edge, len(words)), _READINGS):
                if any(reading.left_out or reading.after - reading.first > 1 for reading in window):
                    key = digest([reading.text for reading in window])
                    self.starts[key].append(window[0].first)
                    self.ends[key].append(window[-1].after)

    def _otherwise(self, i: int) -> Iterator[Reading]:
        """Yield how the word `i` can be read otherwise; a reading without text leaves it out."""
        word = self.words[i]
        parts, last = word.text, i
        while last + 1 < len(self.words) and _BREAK.fullmatch(
            self.text, self.words[last].end, self.words[last + 1].start
        ):
            last += 1
            parts += self.words[last].text
            yield Reading(parts, i, last + 1)
        if _NUMBER.match(word.text):
            yield Reading("", i, i + 1, ((word.start, word.end),))
        elif note := _NOTE.search(word.text):
            start, end = (0, note.end()) if note["before"] else (note.start(), len(word.text))
            if len(word.text) == word.end - word.start:  # else it is not written as it is compared
                left_out = (word.start + start, word.start + end)
                yield Reading(word.text[:start] + word.text[end:], i, i + 1, (left_out,))

    def _readings(self, first: int, count: int, end: int) -> Iterator[list[Reading]]:
        """Yield every way to read `count` words from the word `first` on, not beyond the word `end`."""
        if not count:
            yield []
            return
        if first >= end:
            return
        for reading in [Reading(self.words[first].text, first, first + 1), *self.others.get(first, [])]:
            if reading.after > end:
                continue
            skipped = not reading.text
            for rest in self._readings(reading.after, count - (not skipped), end):
                yield [reading, *rest]

    def find(
        self, first: str, last: str, length: int, whole: str, starts: Sequence[int], ends: Sequence[int]
    ) -> list[Found]:
        """Return the passages that an anchor proves; `starts` and `ends` are where its edges are found as written."""
        begins = sorted({*starts, *self.starts.get(first, ())})
        finishes = sorted({*ends, *self.ends.get(last, ())})
        pairs = (
            (i, j) for i in begins for j in finishes if length <= j - i + self.edge and 0 < j - i <= length + _MOST
        )
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
                        return Found(first, last, ((self.words[begin].start, self.words[end].end),))
        return None

    def _joined(self, first: int, last: int, every: bool) -> Iterator[list[Reading]]:
        """Yield the words [first, last) with no broken word put together, or every one."""
        found, i = [], first
        while i < last:
            reading = Reading(self.words[i].text, i, i + 1)
            if every:
                longer = [other for other in self.others.get(i, []) if other.after - i > 1 and other.after <= last]
                reading = longer[-1] if longer else reading
            found.append(reading)
            i = reading.after
        yield found

    def _whole(self, first: int, last: int, length: int) -> Iterator[tuple[list[str], tuple[tuple[int, int], ...]]]:
        """Yield the ways to read all the words [first, last) as `length` words, those that leave nothing out first."""
        special = [i for i in range(first, last) if i in self.others]
        plain = [word.text for word in self.words[first:last]]
        options = [[None, *self.others[i]] for i in special]
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
