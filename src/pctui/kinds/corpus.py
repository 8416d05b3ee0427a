"""The records of a corpus that are not entries: its own, with its vocabularies, and the paragraphs of its documents."""

from collections.abc import Iterator
from typing import Annotated

from msgspec import Meta

from .base import AnchorText, NonEmpty, ParagraphNumber, Path, Slug, Strict, Term, repeated
from .vocabulary import OF_THE_CORPUS


class Corpus(Strict, frozen=True, kw_only=True, tag_field="kind", tag="corpus"):
    """The corpus itself, and the vocabularies that its entries use. A corpus has one such record."""

    slug: Slug
    title: NonEmpty
    summary: NonEmpty
    version: NonEmpty
    lanes: list[Term]
    boundaries: list[Term] = []
    actors: list[Term] = []
    domains: list[Term] = []
    event_types: list[Term] = []

    def terms(self, vocabulary: str) -> list[Term]:
        """Return the terms of one of its vocabularies, for example `lane`."""
        found: list[Term] = getattr(self, OF_THE_CORPUS[vocabulary])
        return found

    def faults(self) -> Iterator[tuple[Path, str]]:
        """Yield a fault for each term that is there twice."""
        for vocabulary, name in OF_THE_CORPUS.items():
            yield from repeated(self.terms(vocabulary), name)


class Paragraph(Strict, frozen=True, kw_only=True, tag_field="kind", tag="paragraph"):
    """One paragraph of a document: its number, its section and page, and the spans it is made of, in reading order.

    `section` is a slug of the document's `sections`; `carries_nothing` gives the reason why no entry cites it.
    """

    document: Slug
    number: ParagraphNumber
    anchors: Annotated[list[AnchorText], Meta(min_length=1)]
    section: Slug | None = None
    page: Annotated[NonEmpty | None, Meta(description="The page, or pages, as printed: '11', 'xii', '11–12'")] = None
    carries_nothing: NonEmpty | None = None
