"""The passages of an attached document: its text cut into numbered paragraphs, its citations found in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .. import model
from ..corpus.anchors import AnchorError, Copy, Span
from ..text import unwrap

_CLOSING = re.compile(r"[.,;:!?)\]’”'\"…]+")  # the punctuation that closes the last word of a span


@dataclass(frozen=True)
class Highlight:
    """A cited stretch of a paragraph's text: [start, end) in characters, and the entries that rest on it."""

    start: int
    end: int
    anchor: str
    entries: tuple[str, ...]


@dataclass(frozen=True)
class Passage:
    """A paragraph as it stands in one copy, its lines joined. `text` is None where the copy lacks it."""

    paragraph: model.Paragraph
    text: str | None
    highlights: tuple[Highlight, ...] = ()


def paragraph_texts(copy: Copy, paragraphs: Iterable[model.Paragraph]) -> list[tuple[int, str]]:
    """The (number, text) of each paragraph that is in `copy`."""
    return [(p.paragraph.number, p.text) for p in passages(copy, paragraphs, []) if p.text is not None]


def passages(
    copy: Copy, paragraphs: Iterable[model.Paragraph], citations: Sequence[tuple[int, str, str]]
) -> list[Passage]:
    """Cut `copy` into its paragraphs, with the passages of `citations` (paragraph, anchor, entry) marked."""
    cited: dict[int, dict[str, list[str]]] = {}
    for number, anchor, entry in citations:
        cited.setdefault(number, {}).setdefault(anchor, []).append(entry)
    return [_passage(copy, paragraph, cited.get(paragraph.number, {})) for paragraph in paragraphs]


def cited_texts(copy: Copy, citation: model.Citation) -> list[str | None]:
    """The passages that a citation names, each on one line; None for one that `copy` lacks."""
    found: list[str | None] = []
    for anchor in citation.anchors:
        try:
            found.append(unwrap(copy.text, *_closed(copy, copy.find(anchor)))[0])
        except AnchorError:
            found.append(None)
    return found


def _closed(copy: Copy, span: Span) -> tuple[int, int]:
    """Where a span starts, and where it ends with the punctuation that closes its last word."""
    end = _CLOSING.match(copy.text, span.end)
    return span.start, end.end() if end else span.end


def _passage(copy: Copy, paragraph: model.Paragraph, cited: dict[str, list[str]]) -> Passage:
    parts: list[str] = []
    length = 0
    places: dict[int, int] = {}  # offsets in the copy to offsets in the joined text
    for anchor in paragraph.anchors:
        try:
            span = copy.find(anchor)
        except AnchorError:
            return Passage(paragraph, None)
        part, went = unwrap(copy.text, *_closed(copy, span))
        places.update((span.start + i, length + place) for i, place in enumerate(went))
        parts.append(part)
        length += len(part) + 1
    highlights = []
    for anchor, entries in cited.items():
        try:
            span = copy.find(anchor)
        except AnchorError:
            continue
        if span.start in places and span.end in places:
            unique = tuple(dict.fromkeys(entries))
            highlights.append(Highlight(places[span.start], places[span.end], anchor, unique))
    return Passage(paragraph, " ".join(parts), tuple(sorted(highlights, key=lambda h: (h.start, -h.end))))
