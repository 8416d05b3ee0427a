"""The parts of which kinds are declared: the structs that they share, and `Field`, which says what a field is for.

Field names follow CSL-JSON, SKOS and the W3C Organization Ontology where these have a name. Patterns end in `$(?!\\n)`
because Python's `$` alone would let a line break through. Here and in the files of the kinds,
annotations are not postponed (`from __future__ import annotations`), so that they can be read without evaluating text.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Annotated, Any, ClassVar

from msgspec import Meta, Struct, field

from .vocabulary import ANCHOR, LINK_NAME, WORDS, EntryStatus, Modality, Origin

Path = tuple[str | int, ...]
Row = Mapping[str, Any]  # a kind's row of the database, by its columns
Words = Callable[[Row], str | None] | Mapping[str, str]
ENTRY = "entry"  # what a field refers to if it may be an entry of any kind


class Table(Struct, frozen=True):
    """The table that holds a list or a mapping, one row per item.

    `value` is the column of a plain item; the fields of a struct have a column each. `owner` is the column with the
    entry's slug (if empty, it is named like the kind), `role` distinguishes lists that share the table, and `key` is
    the column of a mapping's keys. If the order does not count, there is no `position`.
    """

    name: str
    value: str = ""
    owner: str = ""
    role: str = ""
    key: str = ""
    position: bool = True


class Field(Struct, frozen=True):
    """What the program does with a field, in addition to what its type says. A field has one of the first three.

    `label` is its label on the entry's page; `words` puts the value, or the whole row, into words (by default the value
    is shown as it is). `shown` names the field whose `words` include it, or the part of the page that shows it.
    `elsewhere` gives the reason why the page does not show it.

    `searched` and `proved` texts are found by search, and have their numbers looked up in the passage. `named` texts
    are further names of the entry: by any of them search finds what has another. `refers_to` names the kind of the
    entry that a slug is of, `term_of` the vocabulary that a term is of, `keys_of` that of the keys of a mapping. For a
    date, `dates` are the columns derived from it. `column` is its column (by default its name); `json` stores a struct
    as one text.
    """

    label: str = ""
    words: Words | None = None
    shown: str = ""
    elsewhere: str = ""
    searched: bool = False
    proved: bool = False
    named: bool = False
    refers_to: str = ""
    term_of: str = ""
    keys_of: str = ""
    dates: tuple[str, ...] = ()
    interval: bool = False
    column: str = ""
    table: Table | None = None
    json: bool = False


class Computed(Struct, frozen=True):
    """A value computed from other entries: a slug, several, or a text. In CSV it comes after the column `after`."""

    name: str
    description: str
    many: bool = False
    after: str = ""
    text: bool = False


class Date:
    """Marks a text as EDTF."""


ALL_DATES = ("earliest", "latest", "label")

Slug = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$(?!\n)",
        max_length=80,
        description="Stable identifier: lower-case letters, digits, hyphens",
    ),
]
# The name of a term of a vocabulary that has terms where the corpus declares none, and of a type of links.
Word = Annotated[
    str, Meta(pattern=WORDS, max_length=80, description="Lower-case letters and digits, divided by blanks or hyphens")
]
LinkName = Annotated[
    str, Meta(pattern=LINK_NAME, max_length=80, description="Lower-case letters and digits, divided by _ or hyphens")
]
Edtf = Annotated[
    str,
    Meta(
        max_length=80, description="Date or interval in EDTF (ISO 8601-2): 1999-04, 1991/1992, 199X, 2002~, 2000-07/.."
    ),
    Date(),
]
# A number in digits, or what a month, or half, is called in the language of the corpus (三月 or 3月 as well as März).
NUMBER_OR_MONTH = r"^([0-9][0-9,.'’]*[月월]?|[^0-9\s][^0-9\n]*)$(?!\n)"
AnchorText = Annotated[
    str,
    Meta(
        pattern=ANCHOR,
        description="Hashes of the first and last four words, the length in words, and a hash of all the words: "
        "`pctui cite` prints it. Without the last part only the first and last words are proved.",
    ),
]
NonEmpty = Annotated[str, Meta(min_length=1)]
Url = Annotated[str, Meta(pattern=r"^https?://\S+$(?!\n)")]
Language = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$(?!\n)",
        max_length=40,
        description="BCP 47 tag: en, de-CH, zh-Hant",
    ),
]
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$(?!\n)")]
ParagraphNumber = Annotated[int, Meta(ge=1, le=1_000_000)]
People = Annotated[int, Meta(ge=0, le=100_000_000_000)]
Quantity = Annotated[float, Meta(ge=-1e15, le=1e15)]


class Strict(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, frozen=True):
    """Base of every struct of the format: fields are given by name, and unknown ones are faults."""


class Citation(Strict, frozen=True, kw_only=True):
    """The passage that a statement cites: a paragraph of a document, and anchors that find it in any copy."""

    document: Annotated[Slug, Meta(description="Slug of the document cited"), Field(refers_to="document")]
    paragraph: Annotated[ParagraphNumber, Meta(description="Number of the paragraph cited"), Field()]
    anchors: Annotated[
        list[AnchorText], Meta(min_length=1, description="Anchors of the passages cited in the paragraph"), Field()
    ]


class PublicSource(Strict, frozen=True, kw_only=True):
    """A source outside the corpus, for an entry of `origin: context`; `read` is the day it was read."""

    title: Annotated[NonEmpty, Meta(description="Title of the source"), Field()]
    url: Annotated[Url, Meta(description="Address of the source"), Field()]
    read: Annotated[Edtf, Meta(description="EDTF: the day on which it was read"), Field()]


class Derived(Strict, frozen=True, kw_only=True):
    """A number or month that no passage prints, and what it was inferred from."""

    number: Annotated[
        str,
        Meta(description="A number or a month that no passage cited prints"),
        Meta(pattern=NUMBER_OR_MONTH),
        Field(),
    ]
    from_: Annotated[NonEmpty, Meta(description="What it was inferred from"), Field(column="derived_from")] = field(
        name="from"
    )


class Link(Strict, frozen=True, kw_only=True):
    """A typed link to another entry; `note` explains it in a neutral sentence.

    A link between two statements that disagree names what they disagree about in `subject` (`Size of a trust`), what
    this one says of it in `value` (`over 200,000`), and what the other says in `other_value` (`about 180,000`). Numbers
    in these must be in the passages of one of the two.
    """

    type: Annotated[LinkName, Meta(description="What the entry is to the other"), Field(term_of="link_type")]
    to: Annotated[Slug, Meta(description="Slug of the other entry"), Field(refers_to=ENTRY, column="target")]
    note: Annotated[NonEmpty | None, Meta(description="A neutral sentence that explains the link"), Field()] = None
    subject: Annotated[
        NonEmpty | None,
        Meta(description="What both statements are about, in the field's terms; left out if a measure or a date says"),
        Field(proved=True),
    ] = None
    value: Annotated[
        NonEmpty | None, Meta(description="What this entry says of the subject, in few words"), Field(proved=True)
    ] = None
    other_value: Annotated[
        NonEmpty | None, Meta(description="What the other entry says of the subject"), Field(proved=True)
    ] = None


class Item(Strict, frozen=True, kw_only=True):
    """One item of a list (a function, a drawback), with a modality and, if any, citations of its own."""

    text: Annotated[NonEmpty, Meta(description="The statement, in our own words"), Field(searched=True, proved=True)]
    modality: Annotated[Modality, Meta(description="How the passage puts it"), Field()] = "happened"
    citations: Annotated[list[Citation], Meta(description="The passages that make this statement")] = []


class Section(Strict, frozen=True, kw_only=True):
    """A section of a document, in the order in which it is shown."""

    slug: Annotated[
        Slug, Meta(description="Slug, which is its name in other columns"), Field(elsewhere="pages have its title")
    ]
    title: Annotated[NonEmpty, Meta(description="Title"), Field()]


class Term(Section, frozen=True, kw_only=True):
    """A term of a vocabulary, in the order in which it is shown.

    Its `broader` terms are of the same vocabulary: a filter by one of them also finds what has this term.
    """

    broader: Annotated[
        list[Slug],
        Meta(description="Broader terms (as in SKOS): a filter by one of them finds what has this term"),
        Field(elsewhere="filters use it"),
    ] = []


class NamedTerm(Term, frozen=True, kw_only=True):
    """A term of a vocabulary that has terms where the corpus declares none; its name may be of several words."""

    slug: Annotated[Word, Meta(description="Its name in entries"), Field(elsewhere="pages have its title")]


class Classification(NamedTerm, frozen=True, kw_only=True):
    """A classification of organisations. `form` is that of a sort of body, of which there may be many."""

    heading: Annotated[
        NonEmpty | None,
        Meta(description="Heading of its group in lists, in the plural: Committees; by default its title"),
        Field(),
    ] = None


class LinkType(Strict, frozen=True, kw_only=True):
    """A type of links, beside those of the format, in words that follow the title of one entry and precede the other.

    Under its headings, the entries that are linked stand apart from the other links. No such link is evidence.
    """

    slug: Annotated[LinkName, Meta(description="Its name in entries: contradicts"), Field()]
    title: Annotated[NonEmpty, Meta(description="On the page of the entry that has the link: contradicts"), Field()]
    inverse: Annotated[
        NonEmpty | None, Meta(description="On the page of the other entry: contradicted by"), Field()
    ] = None
    symmetric: Annotated[
        bool, Meta(description="Whether it reads the same from both sides, so that there is no inverse"), Field()
    ] = False
    heading: Annotated[
        NonEmpty | None,
        Meta(description="Heading for the other entry on the page of the one that has the link"),
        Field(),
    ] = None
    inverse_heading: Annotated[
        NonEmpty | None, Meta(description="Heading for the entry that has the link on the page of the other"), Field()
    ] = None

    @property
    def from_target(self) -> str:
        """Its words on the page of the other entry."""
        return self.inverse or self.title


_BASES = ("date_basis", "existence_basis")  # the fields that say how a date is known


class Entry(Strict, frozen=True, kw_only=True, tag_field="kind"):
    """The fields that entries of every kind have.

    `summary` is in our own words. `modality` says how the passage puts it, read as of `as_of` (the
    document's date where it is left out). `sic` flags what a document misprints. `status` says how far it is: without
    it, the entry is complete, and nobody has reviewed it.
    """

    plural: ClassVar[str]  # what entries of the kind are called together: their table of CSV, too
    first: ClassVar[tuple[str, ...]] = ()  # the fields that a page shows before the others
    more_columns: ClassVar[tuple[str, ...]] = ()  # of its table, beside those of its fields
    computed: ClassVar[tuple[Computed, ...]] = ()

    slug: Annotated[
        Slug,
        Meta(description="Slug of the entry: it stays the same from one build to the next"),
        Field(elsewhere="commands and exports name the entry by it"),
    ]
    title: Annotated[NonEmpty, Meta(description="Title of the entry"), Field(shown="heading", proved=True)]
    summary: Annotated[
        NonEmpty, Meta(description="A sentence or two, in our own words"), Field(shown="first paragraph", proved=True)
    ]
    citations: Annotated[
        list[Citation], Meta(description="The passages that it rests on, as `pctui cite` prints them")
    ] = []
    origin: Annotated[Origin, Meta(description="From the documents, or from outside them"), Field(shown="status")] = (
        "document"
    )
    modality: Annotated[Modality, Meta(description="How the passage puts it"), Field(shown="status")] = "happened"
    hedge: Annotated[NonEmpty | None, Meta(description="The passage's own hedge"), Field(shown="status")] = None
    as_of: Annotated[
        Edtf | None,
        Meta(description="EDTF: the date that it is read as of, where that is not its document's"),
        Field(shown="status", dates=ALL_DATES),
    ] = None
    note: Annotated[
        NonEmpty | None,
        Meta(description="Remark on the entry, for example on what the document leaves open"),
        Field(shown="note", searched=True),
    ] = None
    sic: Annotated[NonEmpty | None, Meta(description="What the document misprints"), Field(shown="as printed")] = None
    status: Annotated[
        EntryStatus | None,
        Meta(description="`draft`: not to be relied on yet, and needs no citation; `reviewed`: read by somebody else"),
        Field(shown="status"),
    ] = None
    derived: Annotated[
        list[Derived],
        Meta(description="Numbers and months that no passage cited prints"),
        Field(shown="derived numbers", table=Table("derived_numbers", owner=ENTRY)),
    ] = []
    links: Annotated[
        list[Link],
        Meta(description="Typed links to other entries"),
        Field(shown="links", table=Table("links", owner="source")),
    ] = []
    sources: Annotated[
        list[PublicSource],
        Meta(description="Public sources of a background fact"),
        Field(shown="public sources", table=Table("context_sources", owner=ENTRY)),
    ] = []

    def faults(self) -> Iterator[tuple[Path, str]]:
        """Yield the faults of the entry by itself, beyond the types of its fields, as (path, message)."""
        basis = next((field for field in _BASES if getattr(self, field, None)), "")
        if basis and getattr(self, basis) == "derived" and not self.derived and not self.note:
            yield (basis,), "a derived date needs 'derived' (number, from) or a note: what was it inferred from?"
        for i, link in enumerate(self.links):
            if (link.value is None) != (link.other_value is None):
                given, missing = ("value", "other_value") if link.value else ("other_value", "value")
                yield ("links", i, given), f"links: '{given}' without '{missing}'; give both, or neither"
            elif link.value and not link.subject:
                yield ("links", i, "value"), "links: 'value' without 'subject'; say what the two statements are about"


def duplicates(name: str, slugs: list[str]) -> Iterator[tuple[Path, str]]:
    """Yield a fault for each slug that is in a list twice."""
    for i, slug in enumerate(slugs):
        if slug in slugs[:i]:
            yield (name, i), f"{name}: duplicate '{slug}'"


def repeated(terms: Sequence[Section | LinkType], name: str) -> Iterator[tuple[Path, str]]:
    """Yield a fault for each term whose slug is in a list twice."""
    seen: set[str] = set()
    for i, term in enumerate(terms):
        if term.slug in seen:
            yield (name, i), f"{name}: duplicate '{term.slug}'"
        seen.add(term.slug)
