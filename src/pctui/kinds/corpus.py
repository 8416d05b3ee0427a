"""The records of a corpus that are not entries: its own, with its vocabularies, and the paragraphs of its documents."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

from msgspec import Meta

from .base import (
    AnchorText,
    Classification,
    Field,
    Language,
    LinkType,
    NamedTerm,
    NonEmpty,
    ParagraphNumber,
    Path,
    Slug,
    Strict,
    Term,
    repeated,
)
from .vocabulary import (
    ASPECTS,
    CLASSIFICATIONS,
    HEADINGS,
    HEADINGS_OF_TARGET,
    LINKS,
    OF_THE_CORPUS,
)

LINK_TYPES = tuple(
    LinkType(
        slug=name,
        title=words,
        inverse=None if words == inverse else inverse,
        symmetric=words == inverse,
        heading=HEADINGS.get(name),
        inverse_heading=HEADINGS_OF_TARGET.get(name),
    )
    for name, (words, inverse) in LINKS.items()
)
# The terms of a corpus that declares none.
_DEFAULTS: Mapping[str, Sequence[Term]] = {
    "aspect": [NamedTerm(slug=name, title=name) for name in ASPECTS],
    "classification": [
        Classification(slug=name, title=name, heading=heading) for name, heading in CLASSIFICATIONS.items()
    ],
}


def names_of(field: str, declared: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """Return the names of the terms in force in a corpus of whose record the `field` declares these, as plain data."""
    names = tuple(str(term["slug"]) for term in declared)
    vocabulary = _vocabulary_of(field)
    if vocabulary == "link_type":
        return (*LINKS, *names)
    return names or tuple(term.slug for term in _DEFAULTS.get(vocabulary, ()))


def with_term(field: str, declared: Sequence[Mapping[str, Any]], slug: str, title: str) -> list[Mapping[str, Any]]:
    """Return what the `field` of a corpus's record has, as plain data, once a term is added to what it declares.

    The terms in force until now stay: the first term that is declared would replace those of the format. A type of
    links reads the same from both sides, until its inverse is declared.
    """
    new = {"slug": slug, "title": title, **({"symmetric": True} if field == OF_THE_CORPUS["link_type"] else {})}
    defaults = () if declared else _DEFAULTS.get(_vocabulary_of(field), ())
    return [*declared, *(_plain(term) for term in defaults), new]


def _plain(term: Term) -> dict[str, Any]:
    heading = {"heading": term.heading} if isinstance(term, Classification) and term.heading else {}
    return {"slug": term.slug, "title": term.title, **heading}


def _vocabulary_of(field: str) -> str:
    return next(vocabulary for vocabulary, name in OF_THE_CORPUS.items() if name == field)


class Corpus(Strict, frozen=True, kw_only=True, tag_field="kind", tag="corpus"):
    """The corpus itself, and the vocabularies that its entries use. A corpus has one such record."""

    slug: Annotated[Slug, Meta(description="Slug of the corpus"), Field()]
    title: Annotated[NonEmpty, Meta(description="Title of the corpus"), Field()]
    summary: Annotated[NonEmpty, Meta(description="A sentence or two on what it tells"), Field()]
    version: Annotated[NonEmpty, Meta(description="Version of the corpus"), Field()]
    language: Annotated[Language, Meta(description="Language that its statements are in"), Field()] = "en"
    lanes: Annotated[list[Term], Meta(description="Lanes of the timeline"), Field()] = []
    boundaries: Annotated[list[Term], Meta(description="Boundaries that proposals would break"), Field()] = []
    actors: Annotated[list[Term], Meta(description="Who is to act on proposals"), Field()] = []
    proposers: Annotated[list[Term], Meta(description="Who makes proposals"), Field()] = []
    domains: Annotated[list[Term], Meta(description="Domains of findings"), Field()] = []
    event_types: Annotated[list[Term], Meta(description="Types of events"), Field()] = []
    aspects: Annotated[
        list[NamedTerm], Meta(description=f"Aspects of levels; by default: {', '.join(ASPECTS)}"), Field()
    ] = []
    classifications: Annotated[
        list[Classification],
        Meta(description=f"Classifications of organisations; by default: {', '.join(CLASSIFICATIONS)}"),
        Field(),
    ] = []
    link_types: Annotated[
        list[LinkType], Meta(description=f"Types of links, beside those of the format: {', '.join(LINKS)}"), Field()
    ] = []

    def declared(self, vocabulary: str) -> Sequence[Term | LinkType]:
        """Return the terms that the record itself has of a vocabulary, for example `lane`."""
        found: Sequence[Term | LinkType] = getattr(self, OF_THE_CORPUS[vocabulary])
        return found

    def terms(self, vocabulary: str) -> Sequence[Term | LinkType]:
        """Return the terms of a vocabulary: those declared, the format's where there are none, of links both."""
        if vocabulary == "link_type":
            return (*LINK_TYPES, *self.link_types)
        return self.declared(vocabulary) or _DEFAULTS.get(vocabulary, ())

    def faults(self) -> Iterator[tuple[Path, str]]:
        """Yield a fault for each term that is there twice, or whose broader terms do not exist or lead back to it.

        A type of links must not be one of the format's, nor put anything under a heading of those.
        """
        for vocabulary, name in OF_THE_CORPUS.items():
            terms = self.declared(vocabulary)
            yield from repeated(terms, name)
            yield from _broader([term for term in terms if isinstance(term, Term)], name)
        for i, link in enumerate(self.link_types):
            yield from (((OF_THE_CORPUS["link_type"], i, key), message) for key, message in _link_faults(link))


_TAKEN = {heading.casefold() for heading in (*HEADINGS.values(), *HEADINGS_OF_TARGET.values(), "Evidence")}


def _link_faults(link: LinkType) -> Iterator[tuple[str, str]]:
    """Yield the faults of a type of links, each with the key that it is of."""
    if link.slug in LINKS:
        yield "slug", f"link_types: '{link.slug}' is one of the format's own; leave it out, or choose another slug"
    if link.symmetric and (link.inverse or link.inverse_heading):
        other = "inverse" if link.inverse else "inverse_heading"
        yield other, f"link_types: '{link.slug}' is symmetric, and has '{other}'; leave out one of the two"
    elif not link.symmetric and not link.inverse:
        message = f"link_types: '{link.slug}' has no 'inverse', its words on the page of the other entry"
        yield "slug", f"{message}; add it, or 'symmetric: true' if they are the same"
    for key in ("heading", "inverse_heading"):
        if (heading := getattr(link, key)) and heading.casefold() in _TAKEN:
            yield key, f"link_types: the heading '{heading}' is only for the format's own links; choose another"


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
