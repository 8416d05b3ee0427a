"""A project."""

from typing import Annotated, ClassVar

from .base import Entry, Field, NonEmpty, Slug


class Project(Entry, frozen=True, kw_only=True, tag="project"):
    """A project or scheme that is named as an example."""

    plural: ClassVar = "projects"

    country: Annotated[NonEmpty | None, Field("Country")] = None
    organisation: Annotated[Slug | None, Field("Organisation", refers_to="organisation")] = None
