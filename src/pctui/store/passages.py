"""The passages of an attached document: its text cut into numbered paragraphs, its citations found in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .. import model
from ..corpus.anchors import AnchorError, Copy
from ..text import clean


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


def _passage(copy: Copy, paragraph: model.Paragraph, cited: dict[str, list[str]]) -> Passage:
    text = ""
    places: dict[int, int] = {}  # offsets in the copy to offsets in the joined text
    for anchor in paragraph.anchors:
        try:
            span = copy.find(anchor)
        except AnchorError:
            return Passage(paragraph, None)
        end = _sentence_end(copy.text, span.end)
        if text:
            text += " "
        text = _joined(copy.text, span.start, end, text, places)
    highlights = []
    for anchor, entries in cited.items():
        try:
            span = copy.find(anchor)
        except AnchorError:
            continue
        start, last = places.get(span.start), places.get(span.end - 1)
        if start is not None and last is not None:
            highlights.append(Highlight(start, last + 1, anchor, tuple(dict.fromkeys(entries))))
    return Passage(paragraph, text, tuple(sorted(highlights, key=lambda h: (h.start, -h.end))))


def _sentence_end(text: str, end: int) -> int:
    """Take in the punctuation that closes the last word."""
    match = re.compile(r"[.,;:!?)\]’”'\"…]+").match(text, end)
    return match.end() if match else end


_BREAK = re.compile(r"(?<=[^\W\d_])[-\u2010]\s*\n\s*(?=[^\W\d_])|\s*\n\s*|\s+")


def _joined(source: str, start: int, end: int, text: str, places: dict[int, int]) -> str:
    """Append source[start:end] to `text` with its line breaks joined, noting where each character went."""
    parts = [text]
    length = len(text)
    at = start
    for match in _BREAK.finditer(source, start, end):
        for offset, character in enumerate(source[at : match.start()], at):
            safe = clean(character)
            places[offset] = length
            parts.append(safe)
            length += len(safe)
        gap = "-" if match[0].startswith(("-", "\u2010")) and "-" in match[0] and _keeps_hyphen(source, match) else ""
        gap = gap or ("" if match[0].startswith(("-", "\u2010")) else " ")
        for offset in range(match.start(), match.end()):
            places[offset] = length
        parts.append(gap)
        length += len(gap)
        at = match.end()
    for offset, character in enumerate(source[at:end], at):
        safe = clean(character)
        places[offset] = length
        parts.append(safe)
        length += len(safe)
    return "".join(parts)


def _keeps_hyphen(source: str, match: re.Match[str]) -> bool:
    """Whether the word broken at the line's end is written with a hyphen elsewhere in the copy."""
    before = re.search(r"[^\W\d_]+$", source[max(0, match.start() - 30) : match.start()])
    after = re.match(r"[^\W\d_]+", source[match.end() : match.end() + 30])
    return bool(before and after and f"{before[0]}-{after[0]}".casefold() in source.casefold())
