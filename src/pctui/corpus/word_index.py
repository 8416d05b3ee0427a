"""The words of a text, where each is, and where every run of four of them is found by its hash.

To split a long text into words and to hash all its runs takes most of the time of a check, so the whole index is made
in a form that can be kept as it is (`cache.py`) and used without being read: arrays of numbers, and the words as one
text with a blank between them.
"""

from __future__ import annotations

import hashlib
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Literal

from ..cache import cached, version_of
from ..text import Word, words

EDGE = 4  # words hashed at each end of a passage; a shorter one cannot have an anchor
_DIGITS = 10  # hex digits of a hash
_BYTES = _DIGITS // 2
# What decides which words a text has, and how they can be read.
SOURCES = ("text.py", "corpus/word_index.py", "corpus/rereading.py")
_LONG = 20_000  # characters of a text from which its index is kept
_Type = Literal["I", "Q"]  # of an array: numbers of 4 bytes, and of 8
_NUMBER: _Type = "I"
_HASH: _Type = "Q"


def digest(texts: Sequence[str]) -> str:
    """Return the hash of normalised words, as an anchor has it."""
    return hashlib.sha256(" ".join(texts).encode()).hexdigest()[:_DIGITS]


def digest_of(text: str) -> bytes:
    """Return the SHA-256 of a text."""
    return hashlib.sha256(text.encode(errors="surrogatepass")).digest()


class Runs:
    """Numbers by hash: for example where runs of words begin. Those of one hash are in order."""

    def __init__(self, hashes: memoryview, numbers: memoryview) -> None:
        self._hashes = hashes
        self._numbers = numbers

    @classmethod
    def of(cls, pairs: Iterable[tuple[int, int]]) -> Runs:
        """Make them of pairs of a hash, as a number, and a number."""
        ordered = sorted(pairs)
        hashes, numbers = array(_HASH, [h for h, _ in ordered]), array(_NUMBER, [n for _, n in ordered])
        return cls(memoryview(hashes), memoryview(numbers))

    @classmethod
    def of_all(cls, hashes: Sequence[int]) -> Runs:
        """Make them of hashes, as numbers, of which each has its place as its number."""
        order = sorted(range(len(hashes)), key=hashes.__getitem__)  # those of one hash stay in order
        return cls(memoryview(array(_HASH, [hashes[i] for i in order])), memoryview(array(_NUMBER, order)))

    def at(self, hashed: int) -> list[int]:
        """Return the numbers of a hash."""
        first = bisect_left(self._hashes, hashed)
        after = first
        while after < len(self._hashes) and self._hashes[after] == hashed:
            after += 1
        return self._numbers[first:after].tolist()

    @cached_property
    def hashes(self) -> frozenset[int]:
        """All the hashes, as numbers."""
        return frozenset(self._hashes)

    @property
    def arrays(self) -> tuple[memoryview, memoryview]:
        """What they are made of."""
        return self._hashes, self._numbers


class WordIndex:
    """The words of a text. `starts` and `ends` are where each is in the text, in characters (ends excluded)."""

    def __init__(self, starts: memoryview, ends: memoryview, at: memoryview, joined: bytes, runs: Runs) -> None:
        self.starts = starts
        self.ends = ends
        self._at = at  # where each is in `joined`; and, for after the last, where a further one would be
        self._joined = joined
        self.runs = runs  # by hash, where every run of EDGE words begins

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def texts(self) -> list[str]:
        """The words as they are compared."""
        found = self._joined.decode().split(" ")
        # (The compatible form of a few letters is several words.)
        return found if len(found) == len(self) else [self.text(i) for i in range(len(self))]

    def text(self, i: int) -> str:
        """Return one word as it is compared."""
        return self._joined[self._at[i] : self._at[i + 1] - 1].decode()

    def words(self) -> list[Word]:
        """Return all the words."""
        return [*map(Word, self.texts, self.starts.tolist(), self.ends.tolist())]

    def digest(self, first: int, last: int) -> str:
        """Return the hash of the words [first, last), as an anchor has it."""
        return hashlib.sha256(self._run(first, last)).hexdigest()[:_DIGITS]

    def _run(self, first: int, last: int) -> bytes:
        return self._joined[self._at[first] : self._at[last] - 1] if last > first else b""

    def places(self, phrase: Sequence[str]) -> Iterator[int]:
        """Yield where the words of a phrase, at least one, follow each other."""
        joined = " ".join(phrase).encode()
        found = self._joined.find(joined)
        while found >= 0:
            i = bisect_left(self._at, found, 0, len(self))
            last = i + len(phrase)
            if last <= len(self) and self._at[i] == found and self._run(i, last) == joined:
                yield i
            found = self._joined.find(joined, found + 1)


def index_of(text: str) -> WordIndex:
    """Return the index of a text; of a long one, from the cache if it is there."""
    data = _kept("words", text, lambda: _made(text))
    counts, rest = memoryview(data)[:16].cast(_HASH), memoryview(data)[16:]
    count, runs = counts
    parts = _Parts(rest)
    hashed = Runs(parts.take(_HASH, runs), parts.take(_NUMBER, runs))
    starts, ends, at = (parts.take(_NUMBER, number) for number in (count, count, count + 1))
    return WordIndex(starts, ends, at, bytes(parts.rest), hashed)


def _made(text: str) -> bytes:
    found = words(text)
    starts = array(_NUMBER, [word.start for word in found])
    ends = array(_NUMBER, [word.end for word in found])
    encoded = [word.text.encode() for word in found]
    at = array(_NUMBER, [0])
    place = 0
    for word in encoded:
        place += len(word) + 1
        at.append(place)
    joined = b" ".join(encoded)
    sha256, number = hashlib.sha256, int.from_bytes
    runs = Runs.of_all(
        [
            number(sha256(joined[first : after - 1]).digest()[:_BYTES], "big")
            for first, after in zip(at, at[EDGE:], strict=False)
        ]
    )
    counts = array(_HASH, (len(found), len(runs.arrays[0])))
    return b"".join((counts, *runs.arrays, starts, ends, at, joined))


def kept_runs(name: str, text: str, make: Callable[[], Iterable[Runs]], count: int) -> list[Runs]:
    """Return `count` further tables of the same text, which `make` returns, from the cache if they are there."""

    def made() -> bytes:
        tables = [*make()]
        return b"".join(
            (array(_HASH, [len(table.arrays[0]) for table in tables]), *(part for t in tables for part in t.arrays))
        )

    parts = _Parts(memoryview(_kept(name, text, made)))
    counts = parts.take(_HASH, count)
    return [Runs(parts.take(_HASH, each), parts.take(_NUMBER, each)) for each in counts]


class _Parts:
    """The arrays that follow each other in one block of bytes."""

    def __init__(self, data: memoryview) -> None:
        self.rest = data

    def take(self, kind: _Type, count: int) -> memoryview:
        """Return the next array, of `count` numbers."""
        length = count * array(kind).itemsize
        taken, self.rest = self.rest[:length], self.rest[length:]
        return taken.cast(kind)


def _kept(name: str, text: str, make: Callable[[], bytes]) -> bytes:
    """Return what `make` makes of a text, from the cache if it is long and there."""
    if len(text) < _LONG:
        return make()
    version = version_of(*SOURCES)
    return cached(f"{name}-{version}", digest_of(text).hex(), make)
