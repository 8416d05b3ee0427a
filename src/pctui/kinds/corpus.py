"""The records of a corpus that are not entries: its own, with its vocabularies, and the paragraphs of its documents."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from msgspec import Meta

from .base import AnchorText, Field, Language, NonEmpty, ParagraphNumber, Path, Slug, Strict, Term, repeated
from .vocabulary import OF_THE_CORPUS


class Corpus(Strict, frozen=True, kw_only=True, tag_field="kind", tag="corpus"):
    """The corpus itself, and the vocabularies that its entries use. A corpus has one such record."""

    slug: Annotated[Slug, Meta(description="Slug of the corpus"), Field()]
    title: Annotated[NonEmpty, Meta(description="Title of the corpus"), Field()]
    summary: Annotated[NonEmpty, Meta(description="A sentence or two on what it tells"), Field()]
    version: Annotated[NonEmpty, Meta(description="Version of the corpus"), Field()]
    language: Annotated[Language, Meta(description="Language that its statements are in"), Field()] = "en"
    lanes: Annotated[list[Term], Meta(description="Lanes of the timeline"), Field()]
    boundaries: Annotated[list[Term], Meta(description="Boundaries that proposals would break"), Field()] = []
    actors: Annotated[list[Term], Meta(description="Who is to act on proposals"), Field()] = []
    proposers: Annotated[list[Term], Meta(description="Who makes proposals"), Field()] = []
    domains: Annotated[list[Term], Meta(description="Domains of findings"), Field()] = []
    event_types: Annotated[list[Term], Meta(description="Types of events"), Field()] = []

    def terms(self, vocabulary: str) -> list[Term]:
        """Return the terms of one of its vocabularies, for example `lane`."""
        found: list[Term] = getattr(self, OF_THE_CORPUS[vocabulary])
        return found

    def faults(self) -> Iterator[tuple[Path, str]]:
        """Yield a fault for each term that is there twice, or whose broader terms do not exist or lead back to it."""
        for vocabulary, name in OF_THE_CORPUS.items():
            terms = self.terms(vocabulary)
            yield from repeated(terms, name)
            yield from _broader(terms, name)


def _broader(terms: list[Term], name: str) -> Iterator[tuple[Path, str]]:
    """Yield a fault for each broader term that is not among `terms`, is there twice, or leads back to its own term."""
    known = {term.slug: term for term in terms}
    for i, term in enumerate(terms):
        for j, broader in enumerate(term.broader):
            path = (name, i, "broader", j)
            if broader not in known:
                near = f"; one of {', '.join(known)}"
                yield path, f"broader: '{broader}' is not among the {name}{near}"
            elif broader in term.broader[:j]:
                yield path, f"broader: duplicate '{broader}'"
            elif term.slug in _above(broader, known):
                yield path, f"broader: '{broader}' is itself narrower than '{term.slug}'; leave out one of the two"


def _above(slug: str, known: Mapping[str, Term]) -> set[str]:
    """Return a term with all terms that are broader, on every level."""
    found: set[str] = set()
    open_ = [slug]
    while open_:
        if (at := open_.pop()) in known and at not in found:
            found.add(at)
            open_ += known[at].broader
    return found


class Paragraph(Strict, frozen=True, kw_only=True, tag_field="kind", tag="paragraph"):
    """One paragraph of a document: its number, its section and page, and the spans it is made of, in reading order.

    `section` is a slug of the document's `sections`; `carries_nothing` gives the reason why no entry cites it.
    """

    document: Annotated[Slug, Meta(description="Slug of the document"), Field(refers_to="document")]
    number: Annotated[ParagraphNumber, Meta(description="Its place in the document, counted from 1"), Field()]
    anchors: Annotated[
        list[AnchorText],
        Meta(min_length=1, description="Anchors of the spans it is made of, in reading order"),
        Field(),
    ]
    section: Annotated[Slug | None, Meta(description="Slug of the section of the document that it is in"), Field()] = (
        None
    )
    page: Annotated[
        NonEmpty | None, Meta(description="The page, or pages, as printed: '11', 'xii', '11–12'"), Field()
    ] = None
    carries_nothing: Annotated[NonEmpty | None, Meta(description="Why no entry cites it"), Field()] = None
