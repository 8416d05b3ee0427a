"""A change event."""

from typing import Annotated, ClassVar

from msgspec import Meta

from .base import ALL_DATES, Computed, Edtf, Entry, Field, Row, Slug, Table
from .vocabulary import DATE_BASES, DateBasis


def _succession(row: Row) -> str:
    return "in part" if row["partial"] else "whole"


class Change(Entry, frozen=True, kw_only=True, tag="change"):
    """What turned organisations into others.

    A merger, a split, a new name: a ChangeEvent of W3C ORG, its original and its resulting organisations, many to many.
    """

    plural: ClassVar = "changes"
    first: ClassVar = ("original", "resulting", "partial")
    computed: ClassVar = (Computed("lane", "The lane of an organisation that it concerns", after="date_basis"),)

    date: Annotated[
        Edtf, Meta(description="EDTF: when it happened, or was to happen"), Field(shown="status", dates=ALL_DATES)
    ]
    date_basis: Annotated[DateBasis, Meta(description="How the date is known"), Field("Date basis", DATE_BASES)]
    partial: Annotated[
        bool,
        Meta(description="Whether only part of the originals was taken up"),
        Field("Succession", _succession),
    ] = False
    original: Annotated[
        list[Slug],
        Meta(description="Slugs of the organisations before it"),
        Field("From", refers_to="organisation", table=Table("change_organisations", "organisation", role="original")),
    ] = []
    resulting: Annotated[
        list[Slug],
        Meta(description="Slugs of the organisations after it"),
        Field("To", refers_to="organisation", table=Table("change_organisations", "organisation", role="resulting")),
    ] = []
