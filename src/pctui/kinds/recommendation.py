"""A recommendation."""

from typing import Annotated, ClassVar

from msgspec import Meta

from .base import ENTRY, Entry, Field, NonEmpty, Row, Slug, Table
from .vocabulary import STANCES, Stance, Strength

UNSPECIFIED = "unspecified"  # the actor where the document names none


def _actor(row: Row) -> str:
    return "not said" if row["actor"] == UNSPECIFIED else str(row["actor"])


class Recommendation(Entry, frozen=True, kw_only=True, tag="recommendation"):
    """A proposal: who makes it, who is to act (`unspecified` where the document does not say), how firmly."""

    plural: ClassVar = "recommendations"
    first: ClassVar = ("boundary",)

    proposer: Annotated[NonEmpty, Field("Proposer", searched=True)]
    actor: Annotated[
        NonEmpty,
        Meta(description="Who should act; `unspecified` if the document does not say"),
        Field("Actor", _actor, searched=True),
    ]
    boundary: Annotated[Slug, Field("Boundary", term_of="boundary")]
    strength: Annotated[Strength, Meta(description="How firmly"), Field("Strength")]
    stance: Annotated[Stance, Meta(description="Reported by the document, or its own"), Field("Stance", STANCES)]
    exemplars: Annotated[
        list[Slug],
        Field("Examples", refers_to=ENTRY, table=Table("recommendation_exemplars", "exemplar")),
    ] = []
