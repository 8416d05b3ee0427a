"""A concept."""

from typing import Annotated, ClassVar

from msgspec import Meta

from .base import Entry, Field, NonEmpty, Table


class Concept(Entry, frozen=True, kw_only=True, tag="concept"):
    """A term, and what the documents mean by it.

    A SKOS concept: `title` is its prefLabel, `alt_labels` its altLabels, `scope_note` its scopeNote.
    """

    plural: ClassVar = "concepts"

    alt_labels: Annotated[
        list[NonEmpty],
        Meta(description="SKOS altLabels"),
        Field("Also called", searched=True, named=True, table=Table("concept_labels", "label")),
    ] = []
    scope_note: Annotated[
        NonEmpty | None, Meta(description="SKOS scopeNote"), Field("Scope", searched=True, proved=True)
    ] = None
