"""The words of a document's paragraphs as a page shows them, and the selection of some: by word, sentence, paragraph.

A selection becomes a citation. Its words are those of the copy, so that its anchors hold there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from .. import model
from ..corpus.anchors import AnchorError, Copy, Outcome, Span
from ..reader.passages import closed
from ..text import number_of, unwrap
from .sentences import sentences


class ShownWord(NamedTuple):
    """A word: where it is in the text of its paragraph, [start, end), and its number in the copy."""

    start: int
    end: int
    number: int


class ParagraphText:
    """A paragraph in one copy, on one line as a page shows it, with its words and sentences."""

    def __init__(self, paragraph: model.Paragraph, copy: Copy, spans: Sequence[Span]) -> None:
        self.number = paragraph.number
        self.locator = paragraph.locator
        self.page = paragraph.page
        parts: list[str] = []
        self.words: list[ShownWord] = []
        length = 0
        for span in spans:
            start, end = closed(copy, span)
            part, offsets = unwrap(copy.text, start, end)
            for number in range(span.first, span.last):
                word = copy.words[number]
                self.words.append(
                    ShownWord(length + offsets[word.start - start], length + offsets[word.end - start], number)
                )
            parts.append(part)
            length += len(part) + 1
        self.text = " ".join(parts)
        self._starts = [word.start for word in self.words]

    def word_at(self, offset: int) -> int:
        """Return the index of the word at, or before, a place in the text."""
        return max(0, bisect_right(self._starts, offset) - 1)

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """The sentences, each by its first and last word."""
        found: list[tuple[int, int]] = []
        for start, end in sentences(self.text):
            first = bisect_right(self._starts, start - 1)
            last = bisect_right(self._starts, end - 1) - 1
            if first <= last:
                found.append((first, last))
        return found or [(0, len(self.words) - 1)]

    def sentence_at(self, word: int) -> int:
        """Return the index of the sentence that a word is in."""
        return max(0, bisect_right([first for first, _ in self.sentences], word) - 1)

    def shown(self, first: int, last: int) -> tuple[int, int]:
        """Return where the words from `first` to `last` are in the text, with the signs that close them."""
        end = self.words[last + 1].start if last + 1 < len(self.words) else len(self.text)
        after = self.text[self.words[last].end : end]
        signs = after.split()[0] if after and not after[0].isspace() else ""
        return self.words[first].start, self.words[last].end + len(signs)


class Place(NamedTuple):
    """A word of a document: the index of its paragraph among those that can be selected, and its own in that."""

    paragraph: int
    word: int


class Part(NamedTuple):
    """What is selected of one paragraph: its words, from the first to the last."""

    paragraph: ParagraphText
    first: int
    last: int

    @property
    def text(self) -> str:
        start, end = self.paragraph.shown(self.first, self.last)
        return self.paragraph.text[start:end]


Units = Callable[[ParagraphText], Sequence[tuple[int, int]]]
"""What a paragraph is divided into, each by its first and last word."""


class Cited(NamedTuple):
    """A selection as a citation: the records, the passages as the copy prints them, and what is wrong, if anything."""

    citations: tuple[dict[str, Any], ...]
    passages: tuple[str, ...]
    wrong: str = ""


class Selection:
    """The words selected in one copy of a document. One end moves, the other stays."""

    def __init__(self, document: str, copy: Copy, paragraphs: Sequence[model.Paragraph]) -> None:
        self.document = document
        self.copy = copy
        self._paragraphs = [p for p in paragraphs if self._spans(p)]
        self._texts: dict[int, ParagraphText] = {}
        self.fixed = self.moving = Place(0, 0)

    def _spans(self, paragraph: model.Paragraph) -> list[Span]:
        spans = [match.span for anchor in paragraph.anchors if (match := self.copy.match(anchor)).span]
        return spans if len(spans) == len(paragraph.anchors) else []

    def __len__(self) -> int:
        """How many paragraphs the copy has."""
        return len(self._paragraphs)

    def paragraph(self, index: int) -> ParagraphText:
        """Return a paragraph that can be selected."""
        if index not in self._texts:
            paragraph = self._paragraphs[index]
            self._texts[index] = ParagraphText(paragraph, self.copy, self._spans(paragraph))
        return self._texts[index]

    def index_of(self, number: int) -> int:
        """Return the index of the paragraph with a number, or of the next one that the copy has."""
        numbers = [paragraph.number for paragraph in self._paragraphs]
        return min(bisect_right(numbers, number - 1), len(numbers) - 1)

    @property
    def start(self) -> Place:
        return min(self.fixed, self.moving)

    @property
    def end(self) -> Place:
        return max(self.fixed, self.moving)

    @property
    def backwards(self) -> bool:
        """Whether the end that moves is the first word."""
        return self.moving < self.fixed

    def select_sentence(self, place: Place) -> None:
        """Select the sentence that a word is in."""
        paragraph = self.paragraph(place.paragraph)
        first, last = paragraph.sentences[paragraph.sentence_at(place.word)]
        self.fixed, self.moving = Place(place.paragraph, first), Place(place.paragraph, last)

    def next_sentence(self, by: int) -> bool:
        """Select the next sentence instead (the one before, for -1); return whether there is one."""
        edge = self.end if by > 0 else self.start
        place = self._beyond(edge, by)
        if place is not None:
            self.select_sentence(place)
        return place is not None

    def _beyond(self, place: Place, by: int) -> Place | None:
        """Return the first word of the sentence after that of a place, or of the one before it; None at the end."""
        paragraph = self.paragraph(place.paragraph)
        number = paragraph.sentence_at(place.word) + by
        if 0 <= number < len(paragraph.sentences):
            return Place(place.paragraph, paragraph.sentences[number][0])
        index = place.paragraph + by
        if not 0 <= index < len(self):
            return None
        return Place(index, self.paragraph(index).sentences[0 if by > 0 else -1][0])

    def turn(self) -> None:
        """Move the other end from now on."""
        self.fixed, self.moving = self.moving, self.fixed

    def move_word(self, by: int) -> bool:
        """Move the end by a word; return whether there is one."""
        return self._move(self._step(self.moving, by))

    def _step(self, place: Place, by: int) -> Place | None:
        word = place.word + by
        if 0 <= word < len(self.paragraph(place.paragraph).words):
            return Place(place.paragraph, word)
        index = place.paragraph + by
        if not 0 <= index < len(self):
            return None
        return Place(index, 0 if by > 0 else len(self.paragraph(index).words) - 1)

    def move_sentence(self, by: int) -> bool:
        """Move the end by a sentence: where only one is selected, the one before it is selected as well (for -1)."""
        return self._move_by(by, lambda paragraph: paragraph.sentences)

    def move_paragraph(self, by: int) -> bool:
        """Move the end by a paragraph."""
        return self._move_by(by, lambda paragraph: [(0, len(paragraph.words) - 1)])

    def _move_by(self, by: int, units: Units) -> bool:
        """Move the end by a unit; where one unit is left of a selection that went backwards, go on at its last word."""
        moved = self._moved_by(by, units)
        paragraph = self.paragraph(self.start.paragraph)
        one = self.start.paragraph == self.end.paragraph and (self.start.word, self.end.word) in units(paragraph)
        if moved and self.backwards and one:
            self.turn()
        return moved

    def _moved_by(self, by: int, units: Units) -> bool:
        """Move the end to the last word of a unit while it comes after the end that stays, else to the first of one."""
        forwards = not self.backwards
        place = self._nearest(self.moving, by, 1 if forwards else 0, units)
        if (by > 0) == forwards or (place and (place >= self.fixed if forwards else place <= self.fixed)):
            return self._move(place)
        self.turn()  # all that is left is what the other end begins with: that stays
        place = self._nearest(self.moving, by, 0 if forwards else 1, units)
        if place is None:
            self.turn()
        return self._move(place)

    def _nearest(self, place: Place, by: int, side: int, units: Units) -> Place | None:
        """Return the nearest first word (last, for a `side` of 1) of a unit after a place, or before it for -1."""
        for index in (place.paragraph, place.paragraph + by):
            if not 0 <= index < len(self):
                return None
            edges = [unit[side] for unit in units(self.paragraph(index))]
            if index == place.paragraph:
                edges = [edge for edge in edges if (edge > place.word if by > 0 else edge < place.word)]
            if edges:
                return Place(index, edges[0] if by > 0 else edges[-1])
        return None

    def _move(self, place: Place | None) -> bool:
        if place is None or place == self.moving:
            return False
        self.moving = place
        return True

    @property
    def parts(self) -> list[Part]:
        """What is selected, by paragraph."""
        start, end = self.start, self.end
        found = []
        for index in range(start.paragraph, end.paragraph + 1):
            paragraph = self.paragraph(index)
            first = start.word if index == start.paragraph else 0
            last = end.word if index == end.paragraph else len(paragraph.words) - 1
            found.append(Part(paragraph, first, last))
        return found

    @property
    def word_count(self) -> int:
        return sum(part.last - part.first + 1 for part in self.parts)

    def cited(self) -> Cited:
        """Return the selection as citations, one a paragraph, each with an anchor for each part of it in the copy."""
        citations: list[dict[str, Any]] = []
        passages: list[str] = []
        wrong = ""
        for part in self.parts:
            anchors: list[str] = []
            for first, last in _runs([word.number for word in part.paragraph.words[part.first : part.last + 1]]):
                try:
                    anchor = self.copy.anchor(first, last)
                except AnchorError as error:
                    wrong = wrong or f"in {part.paragraph.locator}, {error}"
                    continue
                match = self.copy.match(anchor)
                if match.outcome is not Outcome.HOLDS:
                    wrong = wrong or f"the same words are in {match.places} places: select more"
                anchors.append(anchor)
                passages.append(self.copy.text[self.copy.words[first].start : self.copy.words[last - 1].end])
            if anchors:
                citations.append({"document": self.document, "paragraph": part.paragraph.number, "anchors": anchors})
        return Cited(tuple(citations), tuple(passages), wrong)

    def described(self) -> str:
        """Return how much is selected, and whether it is in one place: `18 words · one place`."""
        return f"{number_of(self.word_count, 'word')} · {self.cited().wrong or 'one place'}"


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return the runs of neighbouring numbers, each as [first, last)."""
    found: list[tuple[int, int]] = []
    for number in numbers:
        if found and found[-1][1] == number:
            found[-1] = found[-1][0], number + 1
        else:
            found.append((number, number + 1))
    return found
