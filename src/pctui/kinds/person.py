"""A person."""

from typing import Annotated, ClassVar

from msgspec import Meta

from .base import Entry, Field, NonEmpty


class Person(Entry, frozen=True, kw_only=True, tag="person"):
    """A person as the documents give them."""

    plural: ClassVar = "people"

    role: Annotated[NonEmpty | None, Meta(description="Role or post"), Field("Role", searched=True, proved=True)] = None
    affiliation: Annotated[
        NonEmpty | None, Meta(description="Where the person works"), Field("Affiliation", searched=True, proved=True)
    ] = None
