"""Writes the citation of a passage in the form that a corpus file needs."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import NotFound, UsageError
from .anchors import AnchorError, Copy, Span
from .loaded import Loaded


def cite_passage(loaded: Loaded, document: str, copy: Copy, quotations: Sequence[str]) -> str:
    """Return the citation of a passage in one paragraph of `document`; each quotation becomes an anchor of its own."""
    paragraphs = _paragraphs(loaded, document, copy)
    anchors: list[str] = []
    numbers: set[int] = set()
    for quotation in quotations:
        try:
            span = copy.locate(quotation)
            anchor = copy.anchor(span.first, span.last)
            copy.find(anchor)
        except AnchorError as error:
            raise NotFound(f"{document}: {error}") from None
        within = [number for p, number in paragraphs if p.first <= span.first and span.last <= p.last]
        if not within:
            raise NotFound(
                f"“{quotation}” is not within one paragraph or column of {document}",
                "If it crosses from one into the next, cite each part: pctui cite DOCUMENT PART PART",
            )
        numbers.add(within[0])
        anchors.append(anchor)
    if len(numbers) > 1:
        listed = " and ".join(f"¶{number}" for number in sorted(numbers))
        raise UsageError(f"the parts are in {listed}", "Cite each paragraph separately.")
    return f"- {{document: {document}, paragraph: {numbers.pop()}, anchors: [{', '.join(anchors)}]}}"


def _paragraphs(loaded: Loaded, document: str, copy: Copy) -> list[tuple[Span, int]]:
    found = []
    for (slug, number), paragraph in loaded.paragraphs.items():
        for anchor in paragraph.anchors if slug == document else ():
            if span := copy.match(anchor).span:  # this copy may lack some of the paragraphs
                found.append((span, number))
    return found
