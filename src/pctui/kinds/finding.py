"""A finding."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from msgspec import Meta

from .base import ENTRY, Entry, Field, Path, Row, Slug, Table, duplicates
from .vocabulary import (
    DESCRIPTIVE,
    EFFECTS,
    HEADINGS_OF_TARGET,
    SIGNS,
    Basis,
    Certainty,
    Direction,
    status_of,
)


def _direction(row: Row) -> str:
    direction, status = row["direction"], status_of(row["modality"], row["basis"])
    said = f"{SIGNS.get(direction, '')} {direction}".strip()
    return said if status == "found" or direction == DESCRIPTIVE else f"{said} ({status})"


class Finding(Entry, frozen=True, kw_only=True, tag="finding"):
    """A reported effect, or what is said about evidence."""

    plural: ClassVar = "findings"

    subject: Annotated[Slug, Meta(description="Slug of the entry that it is about"), Field("About", refers_to=ENTRY)]
    domains: Annotated[
        list[Slug],
        Meta(min_length=1, description="Slugs of the corpus's domains"),
        Field("Domains", term_of="domain", table=Table("finding_domains", "domain")),
    ]
    direction: Annotated[
        Direction, Meta(description="The effect found; `descriptive` reports none"), Field("Direction", _direction)
    ]
    basis: Annotated[Basis, Meta(description="What it rests on"), Field("Basis")]
    certainty: Annotated[Certainty, Meta(description="How sure the passage is"), Field("Certainty")]

    def faults(self) -> Iterator[tuple[Path, str]]:
        """As for any entry; and what was only planned has had no effect and is no evidence."""
        if self.direction in EFFECTS and (self.modality == "planned" or self.basis == "policy intent"):
            message = f"what is planned has {self.direction} nothing yet; the direction of an aim is '{DESCRIPTIVE}'"
            yield ("direction",), message
        yield from duplicates("domains", self.domains)
        yield from super().faults()
        for i, link in enumerate(self.links):
            if link.type in HEADINGS_OF_TARGET and status_of(self.modality, self.basis) == "forecast":
                yield ("links", i, "type"), f"'{link.type}': what is only intended or forecast is no evidence"
