"""The types of block, which every renderer supports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct

from ..model import Citation, merged
from ..restricted import secure

if TYPE_CHECKING:
    from ..database.spilled import Spilled


class Run(Struct, frozen=True):
    """A piece of text with a role ('', strong, muted, new, warn, cited, found).

    It may link to an entry or to the address of a page (`url`), cite a passage, or have a mark by which a view can find
    it again.
    """

    text: str
    role: str = ""
    entry: str | None = None
    citation: Citation | None = None
    mark: str | None = None
    url: str = ""


Runs = tuple[Run, ...]


class Heading(Struct, frozen=True):
    """A heading; level 1 is the title of the page."""

    level: int
    text: str
    entry: str | None = None
    mark: str | None = None


class Prose(Struct, frozen=True):
    """A paragraph."""

    runs: Runs


class Facts(Struct, frozen=True):
    """Labelled values, aligned if there is room."""

    rows: tuple[tuple[str, Runs], ...]


class Bullets(Struct, frozen=True):
    """A list. `depths` has the nesting depth of each item; empty if none is nested.

    A long list is several of these, of which every one but the first `goes_on` from the one before.
    """

    items: tuple[Runs, ...]
    depths: tuple[int, ...] = ()
    goes_on: bool = False

    def nested(self) -> Iterator[tuple[int, Runs]]:
        """Yield the items with their depths."""
        return zip(self.depths or (0,) * len(self.items), self.items, strict=True)


def bullets(items: Iterable[Heading | Runs], most: int = 500) -> Iterator[Block]:
    """Yield a list, or several under headings, in blocks of at most `most` items, so that none has to be kept whole."""
    held: list[Runs] = []
    goes_on = False
    for item in items:
        if isinstance(item, Heading):
            if held:
                yield Bullets(tuple(held), goes_on=goes_on)
            held, goes_on = [], False
            yield item
            continue
        held.append(item)
        if len(held) == most:
            yield Bullets(tuple(held), goes_on=goes_on)
            held, goes_on = [], True
    if held:
        yield Bullets(tuple(held), goes_on=goes_on)


class Quote(Struct, frozen=True):
    """The reader's own text, with its line breaks.

    `depth` is that of the list item to which it belongs, the last before it; None if it belongs to none.
    """

    text: str
    depth: int | None = None


def _unquoted(_citation: Citation) -> Sequence[str]:
    return ()


class Passages(Struct, frozen=True):
    """The list of paragraphs cited so far, by number; each renderer fills it from its own numbering.

    `quoted` returns the text of the passages of a citation, which text and Markdown print below its place.
    """

    title: str = "Sources"
    quoted: Callable[[Citation], Sequence[str]] = _unquoted


class Amount(Struct, frozen=True):
    """One quantity of a chart in words, with its lower and upper end (None if open)."""

    runs: Runs
    start: float | None
    end: float | None
    planned: bool = False
    own: bool = False


class Chart(Struct, frozen=True):
    """Quantities of one measure and unit: drawn as bars, or listed in formats that cannot draw."""

    amounts: tuple[Amount, ...]


class Beside(Struct, frozen=True):
    """Two columns, or one below the other if there is no room."""

    left: tuple[Block, ...]
    right: tuple[Block, ...]


Block = Heading | Prose | Facts | Bullets | Chart | Quote | Passages | Beside


def raised(block: Block) -> Block:
    """Return a block of a section with its headings raised by one level, for a section that becomes a page."""
    from msgspec.structs import replace

    match block:
        case Heading(level):
            return replace(block, level=level - 1)
        case Beside(left, right):
            return Beside(tuple(map(raised, left)), tuple(map(raised, right)))
    return block


# A part of a document as it is printed, and whether it goes on from the one before, without an empty line.
Part = tuple[str, bool]


def joined(parts: Iterable[Part]) -> Iterator[str]:
    """Yield the text of a document that ends in a newline, piece by piece, from its parts; empty ones are left out."""
    gap = ""
    for text, goes_on in parts:
        if text:
            yield f"\n{text}" if goes_on else f"{gap}{text}"
            gap = "\n\n"
    yield "\n"


class Numbering:
    """Numbers the paragraphs cited in order of first use; what prints alike has one number, whatever its anchors.

    The first `most` are kept in memory, further ones in a temporary file, except in a login that may write none; of
    those in the file, only the anchors of their first use are kept.
    """

    def __init__(self, most: int = 20_000) -> None:
        self._first: list[Citation] = []
        self._numbers: dict[tuple[str, int], int] = {}
        self._further: Spilled | None = None
        self._most = most

    def __len__(self) -> int:
        """Return how many are kept in memory: 0 only if there are none."""
        return len(self._first)

    def number(self, citation: Citation) -> int:
        """Return the number of a citation, from 1."""
        place = citation.document, citation.paragraph
        number = self._numbers.get(place)
        if number is not None:
            before = self._first[number - 1]
            if citation.anchors != before.anchors:
                self._first[number - 1] = merged((before, citation))[0]
            return number
        if len(self._first) >= self._most and not secure():
            return self._number_of_further(citation)
        self._first.append(citation)
        number = self._numbers[place] = len(self._first)
        return number

    def _number_of_further(self, citation: Citation) -> int:
        from msgspec import msgpack

        if self._further is None:
            from ..database.spilled import Spilled

            self._further = Spilled(self._most + 1)
        place = citation.document, citation.paragraph
        return self._further.number(msgpack.encode(place), msgpack.encode(citation))

    @property
    def citations(self) -> Iterator[Citation]:
        """Yield a citation of each paragraph with all anchors cited, in the order of their numbers."""
        yield from self._first
        if self._further:
            from msgspec import msgpack

            yield from map(msgpack.Decoder(Citation).decode, self._further)

    def ranges(self, citations: Iterable[Citation]) -> list[tuple[int, int]]:
        """Return the first and last number of each run of consecutive numbers among those of the citations."""
        ranges: list[tuple[int, int]] = []
        for number in dict.fromkeys(map(self.number, citations)):
            if ranges and number == ranges[-1][1] + 1:
                ranges[-1] = ranges[-1][0], number
            else:
                ranges.append((number, number))
        return ranges

    def numbers(self, citations: Iterable[Citation], shown: Callable[[int], str] = "[{}]".format) -> str:
        """Return the numbers of several citations in their order, those in sequence as a range: `[1] [4]–[9]`."""
        return " ".join(
            shown(first) if first == last else f"{shown(first)}{' ' if last == first + 1 else '–'}{shown(last)}"
            for first, last in self.ranges(citations)
        )


def together(runs: Runs) -> Iterator[Run | list[Citation]]:
    """Yield the runs, with the citations that follow each other as one list, in which each paragraph is once."""
    for cites, those in groupby(runs, key=lambda run: run.citation is not None):
        if cites:
            yield merged(run.citation for run in those if run.citation)
        else:
            yield from those
