"""Writes the citation of a passage in the form that a corpus file needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..errors import NotFound, UsageError
from ..text import unwrap
from .anchors import AnchorError, Copy, Span
from .loaded import Loaded


class Cited(NamedTuple):
    """A citation as a corpus file needs it, and the text of its passages in the copy."""

    record: str
    paragraph: int
    passages: tuple[str, ...]


def cite_passage(loaded: Loaded, document: str, copy: Copy, quotations: Sequence[str]) -> Cited:
    """Return the citation of a passage in one paragraph of `document`; each quotation becomes an anchor of its own."""
    paragraphs = _paragraphs(loaded, document, copy)
    anchors: list[str] = []
    passages: list[str] = []
    numbers: set[int] = set()
    for quotation in quotations:
        found = ""
        try:
            span = copy.locate(quotation)
            found = f": “{unwrap(copy.text, span.start, span.end)[0]}”"
            anchor = copy.anchor(span.first, span.last)
            copy.find(anchor)
        except AnchorError as error:
            raise NotFound(f"{document}: {error}{found}") from None
        within = [number for p, number in paragraphs if p.first <= span.first and span.last <= p.last]
        if not within:
            raise NotFound(
                f"“{quotation}” is not within one paragraph or column of {document}",
                "If it crosses from one into the next, cite each part: pctui cite DOCUMENT PART PART",
            )
        numbers.add(within[0])
        anchors.append(anchor)
        passages.append(unwrap(copy.text, span.start, span.end)[0])
    if len(numbers) > 1:
        listed = " and ".join(f"¶{number}" for number in sorted(numbers))
        raise UsageError(f"the parts are in {listed}", "Cite each paragraph separately.")
    number = numbers.pop()
    record = f"- {{document: {document}, paragraph: {number}, anchors: [{', '.join(anchors)}]}}"
    return Cited(record, number, tuple(passages))


def _paragraphs(loaded: Loaded, document: str, copy: Copy) -> list[tuple[Span, int]]:
    return [
        (span, number)
        for (slug, number), paragraph in loaded.paragraphs.items()
        if slug == document
        for anchor in paragraph.anchors
        if (span := copy.match(anchor).span)  # this copy may lack some of the paragraphs
    ]
