"""A person."""

from typing import Annotated, ClassVar

from .base import Entry, Field, NonEmpty


class Person(Entry, frozen=True, kw_only=True, tag="person"):
    """A person as the documents give them."""

    plural: ClassVar = "people"

    role: Annotated[NonEmpty | None, Field("Role", searched=True, proved=True)] = None
    affiliation: Annotated[NonEmpty | None, Field("Affiliation", searched=True, proved=True)] = None
