"""Coverage of the documents by the corpus: for each paragraph, the entries that cite it and the words cited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..kinds.registry import kind_of
from .anchors import Copy
from .loaded import Loaded


@dataclass
class Covered:
    """One paragraph: the entries that cite it, or the reason why none does (`excuse`), and its words.

    `words` and `cited` (how many of them are in a cited passage) are None without a copy.
    """

    number: int
    entries: list[str] = field(default_factory=list)
    excuse: str | None = None
    words: int | None = None
    cited: int | None = None

    @property
    def accounted_for(self) -> bool:
        return bool(self.entries or self.excuse)


def coverage(loaded: Loaded, copies: Mapping[str, Copy]) -> dict[str, list[Covered]]:
    """Return the paragraphs of each document in reading order, with what cites them."""
    found = {document: dict[int, Covered]() for document in loaded.documents}
    anchors: dict[tuple[str, int], list[str]] = {}
    for (document, number), paragraph in sorted(loaded.paragraphs.items()):
        found[document][number] = Covered(number, excuse=paragraph.carries_nothing)
    for slug, entry in loaded.entries.items():
        for _, citation in kind_of(entry).citations(entry):
            covered = found[citation.document][citation.paragraph]
            if slug not in covered.entries:
                covered.entries.append(slug)
            anchors.setdefault((citation.document, citation.paragraph), []).extend(citation.anchors)
    for (document, number), paragraph in loaded.paragraphs.items():
        if copy := copies.get(document):
            whole = _words(copy, paragraph.anchors)
            cited = _words(copy, anchors.get((document, number), []))
            covered = found[document][number]
            covered.words, covered.cited = len(whole), len(whole & cited)
    return {document: list(paragraphs.values()) for document, paragraphs in found.items()}


def _words(copy: Copy, anchors: list[str]) -> set[int]:
    """Return the positions of all words in the passages of `anchors`."""
    positions: set[int] = set()
    for anchor in anchors:
        if span := copy.match(anchor).span:  # `check` reports those that do not hold
            positions.update(range(span.first, span.last))
    return positions
