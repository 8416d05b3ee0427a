"""An event."""

from typing import Annotated, ClassVar

from msgspec import Meta

from .base import ALL_DATES, Edtf, Entry, Field, Row, Slug, Table
from .vocabulary import DATE_BASES, DateBasis


def _milestone(row: Row) -> str | None:
    return "yes" if row["milestone"] else None


class Event(Entry, frozen=True, kw_only=True, tag="event"):
    """What happened, or is to happen, at a date."""

    plural: ClassVar = "events"
    first: ClassVar = ("milestone", "type", "lane")

    date: Annotated[
        Edtf, Meta(description="EDTF: when it happened, or was to happen"), Field(shown="status", dates=ALL_DATES)
    ]
    date_basis: Annotated[DateBasis, Meta(description="How the date is known"), Field("Date basis", DATE_BASES)]
    lane: Annotated[Slug, Meta(description="A slug of the corpus's lanes"), Field("Lane", term_of="lane")]
    type: Annotated[
        Slug,
        Meta(description="A slug of the corpus's event_types; from `creation` and `abolition` follows what existed"),
        Field("Type", term_of="event_type"),
    ]
    milestone: Annotated[
        bool,
        Meta(description="Whether the story cannot be followed without it"),
        Field("Milestone", _milestone),
    ] = False
    organisations: Annotated[
        list[Slug],
        Meta(description="Slugs of the organisations that took part"),
        Field(
            "Organisations",
            refers_to="organisation",
            table=Table("event_organisations", "organisation", position=False),
        ),
    ] = []
