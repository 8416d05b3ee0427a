"""Writes the citation of a passage, as it is pasted into a corpus file."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import NotFound, UsageError
from .anchors import AnchorError, Copy, Span
from .loaded import Loaded


def cite_passage(loaded: Loaded, document: str, copy: Copy, quotations: Sequence[str]) -> str:
    """Return the citation of the passage that `quotations` name, part by part, in one paragraph of `document`."""
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
                f"“{quotation}” stands in no one paragraph or column of {document}",
                "Where it crosses from one into the next, cite each part: pctui cite DOCUMENT PART PART",
            )
        numbers.add(within[0])
        anchors.append(anchor)
    if len(numbers) > 1:
        told = " and ".join(f"¶{number}" for number in sorted(numbers))
        raise UsageError(f"the parts stand in {told}", "Cite each paragraph on its own.")
    return f"- {{document: {document}, paragraph: {numbers.pop()}, anchors: [{', '.join(anchors)}]}}"


def _paragraphs(loaded: Loaded, document: str, copy: Copy) -> list[tuple[Span, int]]:
    found = []
    for (slug, number), paragraph in loaded.paragraphs.items():
        for anchor in paragraph.anchors if slug == document else ():
            try:
                found.append((copy.find(anchor), number))
            except AnchorError:
                continue  # this copy lacks the paragraph; the others are looked through all the same
    return found
