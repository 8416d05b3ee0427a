"""A recommendation."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from msgspec import Meta

from .base import ENTRY, Computed, Entry, Field, NonEmpty, Path, Row, Slug, Strict, Table, duplicates
from .vocabulary import NOT_SAID, STANCES, BoundaryBasis, Stance, Standing, Strength


def _proposer(row: Row) -> str:
    return row["proposer"] or NOT_SAID


def _strength(row: Row) -> str:
    return row["strength"] or "none: it states something, and asks for nothing"


class Boundary(Strict, frozen=True, kw_only=True):
    """A boundary that a recommendation would break: printed with it in the document, or inferred."""

    slug: Annotated[
        Slug, Meta(description="A slug of the corpus's boundaries"), Field(term_of="boundary", column="boundary")
    ]
    basis: Annotated[BoundaryBasis, Meta(description="Whether the document prints it, or it was inferred"), Field()]


class Recommendation(Entry, frozen=True, kw_only=True, tag="recommendation"):
    """What a document proposes, and who is to act. Its heading is that of the section that it cites first.

    `proposer` is null and `actors` is empty where the document does not say. Without a `strength` it asks for nothing.
    """

    plural: ClassVar = "recommendations"
    first: ClassVar = ("standing", "boundaries")
    computed: ClassVar = (
        Computed(
            "heading", "The document's heading above it, as printed; null if there is none", after="stance", text=True
        ),
    )

    boundaries: Annotated[
        list[Boundary],
        Meta(description="Boundaries that it would break"),
        Field("Boundaries", table=Table("recommendation_boundaries")),
    ] = []
    proposer: Annotated[
        NonEmpty | None,
        Meta(description="Who makes it; null if the document does not say"),
        Field("Proposer", _proposer, searched=True),
    ] = None
    proposers: Annotated[
        list[Slug],
        Meta(description="Among whose proposals it is listed: terms for what `proposer` says, or leaves open"),
        Field(
            elsewhere="lists are grouped and filtered by it; pages have the proposer as the document names it",
            term_of="proposer",
            table=Table("recommendation_proposers", "proposer"),
        ),
    ] = []
    actors: Annotated[
        list[Slug],
        Meta(description="Who should act; empty if the document does not say"),
        Field("Actors", term_of="actor", table=Table("recommendation_actors", "actor")),
    ] = []
    strength: Annotated[Strength | None, Meta(description="How firmly"), Field("Strength", _strength)] = None
    standing: Annotated[
        Standing, Meta(description="A proposal, adopted policy, or a requirement"), Field("Standing")
    ] = "proposal"
    stance: Annotated[
        Stance,
        Meta(description="Whose it is: reported by the document, its own, or not said"),
        Field("Stance", STANCES),
    ]
    exemplars: Annotated[
        list[Slug],
        Meta(description="Slugs of the entries that it gives as examples"),
        Field("Examples", refers_to=ENTRY, table=Table("recommendation_exemplars", "exemplar")),
    ] = []

    def faults(self) -> Iterator[tuple[Path, str]]:
        """As for any entry; and each boundary, actor and proposer is there once."""
        yield from super().faults()
        yield from duplicates("actors", self.actors)
        yield from duplicates("proposers", self.proposers)
        yield from duplicates("boundaries", [boundary.slug for boundary in self.boundaries])
