"""A source document, with its bibliographic record."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from msgspec import Meta, field

from .base import Edtf, Entry, Field, NonEmpty, Path, Row, Section, Sha256, Strict, Table, Url, repeated
from .vocabulary import Extent

_KEPT = Field(elsewhere="exported for reference managers")
_PRINTED = Field(shown="csl")


def _extent(row: Row) -> str:
    return f"{row['extent']}; {row['extent_note']}" if row["extent_note"] else str(row["extent"])


class Name(Strict, frozen=True, kw_only=True):
    """A CSL name."""

    family: Annotated[NonEmpty | None, Meta(description="Family name"), _PRINTED] = None
    given: Annotated[NonEmpty | None, Meta(description="Given names"), _PRINTED] = None
    literal: Annotated[NonEmpty | None, Meta(description="A name that has no such parts"), _PRINTED] = None

    def __str__(self) -> str:
        return " ".join(filter(None, (self.given, self.family, self.literal)))


class Csl(Strict, frozen=True, kw_only=True):
    """The bibliographic record as the document prints it, in CSL-JSON's names; `issued` is EDTF."""

    type: Annotated[NonEmpty, Meta(description="Type of publication, as CSL names it"), _KEPT]
    author: Annotated[list[Name], Meta(description="Its authors"), Field(shown="csl", searched=True)] = []
    title: Annotated[
        NonEmpty | None, Meta(description="Its title, as printed"), Field(shown="csl", column="printed_title")
    ] = None
    issued: Annotated[
        Edtf | None,
        Meta(description="EDTF: when it was published"),
        Field(shown="csl", dates=("earliest", "label", "latest")),
    ] = None
    container_title: Annotated[NonEmpty | None, Meta(description="Journal or book that it is in"), _PRINTED] = field(
        default=None, name="container-title"
    )
    volume: Annotated[NonEmpty | None, Meta(description="Volume"), _PRINTED] = None
    issue: Annotated[NonEmpty | None, Meta(description="Issue"), _PRINTED] = None
    page: Annotated[NonEmpty | None, Meta(description="Pages"), _PRINTED] = None
    publisher: Annotated[NonEmpty | None, Meta(description="Publisher"), _PRINTED] = None
    doi: Annotated[NonEmpty | None, Meta(description="DOI"), _PRINTED] = field(default=None, name="DOI")
    url: Annotated[NonEmpty | None, Meta(description="Address, as printed"), _PRINTED] = field(default=None, name="URL")
    language: Annotated[
        NonEmpty | None,
        Meta(description="Language it is written in: en, de-CH, zh-Hant; by default that of the corpus"),
        _KEPT,
    ] = None


class Supply(Strict, frozen=True, kw_only=True):
    """Where a field of the record was taken from: a catalogue, a bibliography, the label on a box in an archive."""

    title: Annotated[
        NonEmpty, Meta(description="Title of the source: a catalogue, a bibliography, an archive"), Field()
    ]
    url: Annotated[Url | None, Meta(description="Its address, if it has one"), Field()] = None
    read: Annotated[Edtf | None, Meta(description="EDTF: the day on which it was read"), Field()] = None


class Supplied(Strict, frozen=True, kw_only=True):
    """A field of the record that the document does not print, and where it was taken from."""

    field: Annotated[NonEmpty, Meta(description="Name of the field, in CSL-JSON"), Field()]
    value: Annotated[NonEmpty, Meta(description="Its value"), Field()]
    source: Annotated[Supply, Meta(description="Where it was taken from"), Field()]


class Document(Entry, frozen=True, kw_only=True, tag="document"):
    """A source document; `label` is how citations name it, `sha256` the copies known to hold every anchor."""

    plural: ClassVar = "documents"
    first: ClassVar = ("label", "csl", "supplied")
    more_columns: ClassVar = ("position",)  # in the corpus's order

    label: Annotated[NonEmpty, Meta(description="How citations name it"), Field("Cited as", searched=True)]
    csl: Annotated[
        Csl, Meta(description="Bibliographic record, as the document prints it"), Field("Reference", json=True)
    ]
    extent: Annotated[Extent, Meta(description="How much of it the corpus saw"), Field("Extent", _extent)]
    extent_note: Annotated[
        NonEmpty | None, Meta(description="Which extract, or what is missing"), Field(shown="extent")
    ] = None
    sha256: Annotated[
        list[Sha256],
        Meta(description="Copies in which every anchor is known to hold"),
        Field(elsewhere="copies are recognised by it", table=Table("document_hashes", "sha256", position=False)),
    ] = []
    sections: Annotated[
        list[Section],
        Meta(description="The sections of a document, in order"),
        Field(shown="citations", table=Table("sections")),
    ] = []
    supplied: Annotated[
        list[Supplied],
        Meta(description="Fields of the record that the document does not print"),
        Field("Not printed", table=Table("document_supplied")),
    ] = []

    def faults(self) -> Iterator[tuple[Path, str]]:
        """As for any entry; and no section may be there twice."""
        yield from super().faults()
        yield from repeated(self.sections, "sections")
