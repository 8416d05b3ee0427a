"""A figure."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from msgspec import Meta

from ..amounts import amount_of
from .base import ENTRY, Entry, Field, NonEmpty, Path, Quantity, Row, Slug
from .vocabulary import Comparator


def _value(row: Row) -> str:
    return amount_of(row["min"], row["max"], row["value"], row["words"], row["comparator"], row["unit"])


class Figure(Entry, frozen=True, kw_only=True, tag="figure"):
    """A number, or a range, and what it measures.

    `words` is a quantity that the passage gives in words only (`most`).
    """

    plural: ClassVar = "figures"
    first: ClassVar = ("measure", "value", "denominator", "subject")

    measure: Annotated[NonEmpty, Meta(description="What is measured"), Field("Measure", searched=True, proved=True)]
    subject: Annotated[Slug, Meta(description="Slug of the entry that it is about"), Field("About", refers_to=ENTRY)]
    unit: Annotated[NonEmpty, Meta(description="Unit of its values"), Field(shown="value", searched=True)]
    value: Annotated[Quantity | None, Meta(description="The value"), Field("Value", _value, proved=True)] = None
    min: Annotated[Quantity | None, Meta(description="The lowest value"), Field(shown="value", proved=True)] = None
    max: Annotated[Quantity | None, Meta(description="The highest value"), Field(shown="value", proved=True)] = None
    words: Annotated[
        NonEmpty | None,
        Meta(description="A quantity that the passage gives in words only"),
        Field(shown="value"),
    ] = None
    comparator: Annotated[Comparator, Meta(description="How exactly the value is given"), Field(shown="value")] = (
        "exactly"
    )
    denominator: Annotated[
        NonEmpty | None,
        Meta(description="What it is a share of"),
        Field("Denominator", searched=True, proved=True),
    ] = None

    def faults(self) -> Iterator[tuple[Path, str]]:
        """As for any entry; and there must be a value, and `min` must not exceed `max`."""
        if not self.words and self.value is None and self.min is None and self.max is None:
            yield ("measure",), "a figure needs a value, min or max, or words"
        elif self.min is not None and self.max is not None and self.min > self.max:
            yield ("min",), f"min {self.min:g} is more than max {self.max:g}"
        yield from super().faults()
