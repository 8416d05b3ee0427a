"""A project."""

from typing import Annotated, ClassVar

from msgspec import Meta

from .base import Entry, Field, NonEmpty, Slug


class Project(Entry, frozen=True, kw_only=True, tag="project"):
    """A project or scheme that is named as an example."""

    plural: ClassVar = "projects"

    country: Annotated[NonEmpty | None, Meta(description="Country"), Field("Country")] = None
    organisation: Annotated[
        Slug | None,
        Meta(description="Slug of the organisation that it belongs to"),
        Field("Organisation", refers_to="organisation"),
    ] = None
