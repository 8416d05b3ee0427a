"""An organisation, with how it was joined and how many people it covered."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from msgspec import Meta

from ..amounts import quantity
from .base import ALL_DATES, Edtf, Entry, Field, Item, NonEmpty, Path, People, Row, Slug, Strict, Table, Word
from .vocabulary import DATE_BASES, Comparator, DateBasis, ParticipationKind


def _existence(row: Row) -> str | None:
    if not row["existence_label"]:
        return None
    basis = DATE_BASES.get(row["existence_basis"] or "", "basis not given")
    planned = f"; from {row['planned_from_label']} as planned or forecast" if row["planned_from_label"] else ""
    return f"{row['existence_label']} ({basis}){planned}"


def _participation(row: Row) -> str | None:
    kind, exceptions = row["participation"], row["participation_exceptions"]
    return f"{kind}; {exceptions}" if exceptions else kind


def _population(row: Row) -> str:
    low, high, mean, value, comparator = (
        row[f"population_{name}"] for name in ("min", "max", "mean", "value", "comparator")
    )
    single = quantity(None, None, value, comparator) if value is not None else ""
    bounds = quantity(low, high, None, comparator if mean is None and value is None else None)
    average = f"{quantity(None, None, mean, comparator)} on average" if mean is not None else ""
    return "; ".join(filter(None, (single, bounds, average)))


class Participation(Strict, frozen=True, kw_only=True):
    """How a body was joined."""

    kind: Annotated[ParticipationKind, Meta(description="How it was joined"), Field(column="participation")]
    exceptions: Annotated[NonEmpty | None, Meta(description="Who was excepted"), Field(proved=True)] = None


class Population(Strict, frozen=True, kw_only=True):
    """People covered by one body of the form."""

    min: Annotated[People | None, Meta(description="The fewest people that one body covers"), Field(proved=True)] = None
    max: Annotated[People | None, Meta(description="The most people that one body covers"), Field(proved=True)] = None
    mean: Annotated[People | None, Meta(description="People that one body covers on average"), Field(proved=True)] = (
        None
    )
    value: Annotated[People | None, Meta(description="People that one body covers in general"), Field(proved=True)] = (
        None
    )
    comparator: Annotated[Comparator, Meta(description="How exactly the number is given"), Field()] = "exactly"


class Organisation(Entry, frozen=True, kw_only=True, tag="organisation"):
    """A form of organisation, or a named body.

    An Organization of the W3C Organization Ontology (ORG). `existence` is an EDTF interval, whose start or end may be
    known only within bounds: `[..2001]/..` began by 2001. From `planned_from` on it is what was planned or forecast,
    not seen.
    """

    plural: ClassVar = "organisations"
    first: ClassVar = ("outcomes",)

    classification: Annotated[
        Word,
        Meta(description="What sort of organisation it is"),
        Field("Classification", term_of="classification"),
    ]
    abbreviation: Annotated[
        NonEmpty | None, Meta(description="How it is abbreviated"), Field("Abbreviation", searched=True, named=True)
    ] = None
    alt_labels: Annotated[
        list[NonEmpty],
        Meta(description="SKOS altLabels: other names and abbreviations, whether or not a document prints them"),
        Field("Also called", searched=True, named=True, table=Table("organisation_labels", "label")),
    ] = []
    country: Annotated[NonEmpty | None, Meta(description="Country"), Field("Country")] = None
    existence: Annotated[
        Edtf | None,
        Meta(description="EDTF interval: when it existed"),
        Field("In existence", _existence, dates=(*ALL_DATES, "begun"), interval=True),
    ] = None
    existence_basis: Annotated[
        DateBasis | None, Meta(description="How the existence is known"), Field(shown="existence")
    ] = None
    planned_from: Annotated[
        Edtf | None,
        Meta(description="EDTF: from then on the existence is what was planned or forecast"),
        Field(shown="existence", dates=("earliest", "label")),
    ] = None
    lane: Annotated[
        Slug | None,
        Meta(description="A slug of the corpus's lanes: where the timeline draws it"),
        Field(elsewhere="the timeline draws the organisation in it", term_of="lane"),
    ] = None
    legal_form: Annotated[
        NonEmpty | None, Meta(description="Legal form"), Field("Legal form", searched=True, proved=True)
    ] = None
    participation: Annotated[
        Participation | None, Meta(description="How it was joined"), Field("Participation", _participation)
    ] = None
    population: Annotated[
        Population | None, Meta(description="People covered by one body"), Field("People covered", _population)
    ] = None
    budget: Annotated[
        NonEmpty | None, Meta(description="Its budget, in words"), Field("Budget", searched=True, proved=True)
    ] = None
    purpose: Annotated[
        NonEmpty | None, Meta(description="What it was for"), Field("Purpose", searched=True, proved=True)
    ] = None
    sub_organization_of: Annotated[
        Slug | None,
        Meta(description="Slug of the organisation that it is a part of"),
        Field("Part of", refers_to="organisation"),
    ] = None
    outcomes: Annotated[
        list[Item],
        Meta(description="What the documents say came of it, a sentence each: shown before everything else"),
        Field("What came of it", table=Table("organisation_items", role="outcome")),
    ] = []
    functions: Annotated[
        list[Item],
        Meta(description="What it did"),
        Field("Functions", table=Table("organisation_items", role="function")),
    ] = []
    drawbacks: Annotated[
        list[Item],
        Meta(description="What was held against it"),
        Field("Drawbacks", table=Table("organisation_items", role="drawback")),
    ] = []
    composition: Annotated[
        list[Item],
        Meta(description="Who or what it is made up of"),
        Field("Made up of", table=Table("organisation_items", role="member")),
    ] = []
    linked_to: Annotated[
        list[Slug],
        Meta(description="Slugs of organisations that it is linked to"),
        Field("Linked to", refers_to="organisation", table=Table("organisation_links", "linked_to")),
    ] = []

    def faults(self) -> Iterator[tuple[Path, str]]:
        """As for any entry; and one with dates needs a lane."""
        yield from super().faults()
        if self.existence and not self.lane:
            yield ("existence",), "an organisation with 'existence' needs a 'lane' to be drawn in"
