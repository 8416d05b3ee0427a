"""A level of a ladder."""

from typing import Annotated, ClassVar

from msgspec import Meta

from .base import Entry, Field, NonEmpty, Slug, Table, Word

_ORDER = "levels are shown in this order, and named as the document names them"


class Level(Entry, frozen=True, kw_only=True, tag="level"):
    """A rung of a ladder. `aspects` maps an aspect to its statements."""

    plural: ClassVar = "levels"

    ladder: Annotated[Slug, Meta(description="Slug of its ladder"), Field("Ladder", refers_to="ladder")]
    rung: Annotated[int, Meta(ge=0, le=1000, description="Its place, the lowest first"), Field(elsewhere=_ORDER)]
    organisation: Annotated[
        Slug | None,
        Meta(description="Slug of the organisation that passes through it"),
        Field("Organisation", refers_to="organisation"),
    ] = None
    aspects: Annotated[
        dict[Word, list[NonEmpty]],
        Meta(description="What is stated of it, by aspect"),
        Field(
            "Aspects",
            searched=True,
            proved=True,
            keys_of="aspect",
            table=Table("level_aspects", "text", key="aspect"),
        ),
    ] = {}
