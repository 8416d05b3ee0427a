"""What may stand in a corpus: one struct a kind of record, from which the JSON Schema is written.

A corpus is a folder of YAML or JSON Lines files. Each file is a list of records and each record says
its `kind`. Field names follow CSL-JSON, SKOS and the W3C Organization Ontology where these have one.
Patterns end in `$(?!\\n)` because Python's `$` alone would let a line break through.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from msgspec import Meta, Struct, field, structs

Slug = Annotated[
    str,
    Meta(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$(?!\n)",
        max_length=80,
        description="Stable identifier: lower-case letters, digits, hyphens",
    ),
]
Edtf = Annotated[
    str,
    Meta(
        max_length=80, description="Date or interval in EDTF (ISO 8601-2): 1999-04, 1991/1992, 199X, 2002~, 2000-07/.."
    ),
]
AnchorText = Annotated[
    str,
    Meta(
        pattern=r"^[0-9a-f]{10}-[0-9a-f]{10}-[1-9][0-9]{0,5}$(?!\n)",
        description="Hashes of the first and last four words, and the length in words: `pctui cite` prints it",
    ),
]
NonEmpty = Annotated[str, Meta(min_length=1)]
Sha256 = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$(?!\n)")]
ParagraphNumber = Annotated[int, Meta(ge=1, le=1_000_000)]
People = Annotated[int, Meta(ge=0, le=100_000_000_000)]
Quantity = Annotated[float, Meta(ge=-1e15, le=1e15)]

Origin = Literal["document", "context"]
Modality = Literal["happened", "planned", "forecast", "proposed", "claimed", "opinion"]
DateBasis = Literal["stated", "derived", "document-date"]
Classification = Literal["form", "named body", "project", "network", "professional body"]
LinkType = Literal[
    "accountable_to",
    "advises",
    "subcommittee_of",
    "funds",
    "evaluates",
    "exemplifies",
    "disputes",
    "outcome_of",
    "part_of",
    "see_also",
]
AspectName = Literal["composition", "function", "standing", "accountability", "budget share", "provision"]
Strength = Literal["hedged", "one option", "firm"]
Stance = Literal["reported", "own"]
Direction = Literal["improved", "worsened", "mixed", "no clear effect", "unclear"]
Basis = Literal["evaluation", "review", "editorial", "opinion", "policy intent"]
Certainty = Literal["firm", "qualified", "tentative"]
Comparator = Literal["exactly", "about", "over", "at least", "up to", "under", "nearly"]


class _Strict(Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True, frozen=True):
    """Every struct of the format: fields by name, unknown ones refused."""


class Citation(_Strict, frozen=True, kw_only=True):
    """Where a statement stands: a paragraph of a document, and anchors that find the passage in any copy."""

    document: Slug
    paragraph: ParagraphNumber
    anchors: Annotated[list[AnchorText], Meta(min_length=1)]


class PublicSource(_Strict, frozen=True, kw_only=True):
    """A source outside the corpus, for an entry of `origin: context`; `read` is the day it was read."""

    title: NonEmpty
    url: Annotated[str, Meta(pattern=r"^https?://\S+$(?!\n)")]
    read: Edtf


class Derived(_Strict, frozen=True, kw_only=True):
    """A number that no passage prints, and what it was worked out from."""

    number: Annotated[str, Meta(pattern=r"^[0-9][0-9,.]*$(?!\n)")]
    from_: NonEmpty = field(name="from")


class Link(_Strict, frozen=True, kw_only=True):
    """A typed link to another entry; `note` says in a neutral sentence what it amounts to."""

    type: LinkType
    to: Slug
    note: NonEmpty | None = None


class Item(_Strict, frozen=True, kw_only=True):
    """One item of a list (a function, a drawback) with citations of its own where it has them."""

    text: NonEmpty
    citations: list[Citation] = []


class Term(_Strict, frozen=True, kw_only=True):
    """A term of one of the corpus's own vocabularies, in the order in which it is shown."""

    slug: Slug
    title: NonEmpty


class Corpus(_Strict, frozen=True, kw_only=True, tag_field="kind", tag="corpus"):
    """What the corpus is, and the vocabularies that its entries use. One to a corpus."""

    slug: Slug
    title: NonEmpty
    summary: NonEmpty
    version: NonEmpty
    lanes: list[Term]
    boundaries: list[Term] = []
    domains: list[Term] = []
    event_types: list[Term] = []


class Paragraph(_Strict, frozen=True, kw_only=True, tag_field="kind", tag="paragraph"):
    """One paragraph of a document: its number, its section, and the spans it is made of, in reading order.

    `section` is a slug of the document's `sections`; `carries_nothing` gives the reason why no entry rests on it.
    """

    document: Slug
    number: ParagraphNumber
    anchors: Annotated[list[AnchorText], Meta(min_length=1)]
    section: Slug | None = None
    carries_nothing: NonEmpty | None = None


class Entry(_Strict, frozen=True, kw_only=True, tag_field="kind"):
    """What every thing a reader can land on has in common.

    `summary` is in our own words. `modality` says how the passage puts it, read as of `as_of` (the
    document's date where it is left out). `sic` flags what a document misprints.
    """

    slug: Slug
    title: NonEmpty
    summary: NonEmpty
    citations: list[Citation] = []
    origin: Origin = "document"
    modality: Modality = "happened"
    hedge: NonEmpty | None = None
    as_of: Edtf | None = None
    note: NonEmpty | None = None
    sic: NonEmpty | None = None
    derived: list[Derived] = []
    links: list[Link] = []
    sources: list[PublicSource] = []


class Event(Entry, frozen=True, kw_only=True, tag="event"):
    """Something dated."""

    date: Edtf
    date_basis: DateBasis
    lane: Slug
    type: Slug
    organisations: list[Slug] = []


class Participation(_Strict, frozen=True, kw_only=True):
    """How a body was joined."""

    kind: Literal["voluntary", "compulsory", "mixed"]
    exceptions: NonEmpty | None = None


class Population(_Strict, frozen=True, kw_only=True):
    """People covered by one body of the form."""

    min: People | None = None
    max: People | None = None
    mean: People | None = None
    comparator: Comparator = "exactly"


class Organisation(Entry, frozen=True, kw_only=True, tag="organisation"):
    """An organisational form or a named body.

    `existence` is an EDTF interval; from `planned_from` on it is what was planned or forecast, not seen.
    """

    classification: Classification
    abbreviation: NonEmpty | None = None
    country: NonEmpty | None = None
    existence: Edtf | None = None
    existence_basis: DateBasis | None = None
    planned_from: Edtf | None = None
    lane: Slug | None = None
    legal_form: NonEmpty | None = None
    participation: Participation | None = None
    population: Population | None = None
    budget: NonEmpty | None = None
    functions: list[Item] = []
    drawbacks: list[Item] = []
    purpose: NonEmpty | None = None
    linked_to: list[Slug] = []
    sub_organization_of: Slug | None = None


class Change(Entry, frozen=True, kw_only=True, tag="change"):
    """A change event (W3C ORG): which organisations it took up and which came of it."""

    date: Edtf
    date_basis: DateBasis
    original: list[Slug] = []
    resulting: list[Slug] = []
    partial: bool = False


class Ladder(Entry, frozen=True, kw_only=True, tag="ladder"):
    """An ordered ladder of levels."""


class Level(Entry, frozen=True, kw_only=True, tag="level"):
    """A rung of a ladder: a state that a body passes through. `aspects` maps an aspect to its statements."""

    ladder: Slug
    rung: Annotated[int, Meta(ge=0, le=1000)]
    organisation: Slug | None = None
    aspects: Annotated[
        dict[AspectName, list[NonEmpty]],
        Meta(extra_json_schema={"propertyNames": {"enum": list(get_args(AspectName))}}),
    ] = {}


class Recommendation(Entry, frozen=True, kw_only=True, tag="recommendation"):
    """A proposal: who makes it, who is to act (`unspecified` where the document does not say), how firmly."""

    proposer: NonEmpty
    actor: NonEmpty
    boundary: Slug
    strength: Strength
    stance: Stance
    exemplars: list[Slug] = []


class Finding(Entry, frozen=True, kw_only=True, tag="finding"):
    """What is said to have come of something, and on what basis."""

    subject: Slug
    domain: Slug
    direction: Direction
    basis: Basis
    certainty: Certainty


class Figure(Entry, frozen=True, kw_only=True, tag="figure"):
    """A number with what it measures: a value, or a range, its comparator and unit.

    `words` stands for a quantity that the passage gives in words only (`most`).
    """

    measure: NonEmpty
    subject: Slug
    unit: NonEmpty
    value: Quantity | None = None
    min: Quantity | None = None
    max: Quantity | None = None
    words: NonEmpty | None = None
    comparator: Comparator = "exactly"
    denominator: NonEmpty | None = None


class Concept(Entry, frozen=True, kw_only=True, tag="concept"):
    """A SKOS concept: `title` is its prefLabel, `alt_labels` its altLabels, `scope_note` its scopeNote."""

    alt_labels: list[NonEmpty] = []
    scope_note: NonEmpty | None = None


class Person(Entry, frozen=True, kw_only=True, tag="person"):
    """A person as the documents give them."""

    role: NonEmpty | None = None
    affiliation: NonEmpty | None = None


class Project(Entry, frozen=True, kw_only=True, tag="project"):
    """A project or scheme that is named as an example."""

    country: NonEmpty | None = None
    organisation: Slug | None = None


class Name(_Strict, frozen=True, kw_only=True):
    """A CSL name."""

    family: NonEmpty | None = None
    given: NonEmpty | None = None
    literal: NonEmpty | None = None


class Csl(_Strict, frozen=True, kw_only=True):
    """The bibliographic record as the document prints it, in CSL-JSON's names; `issued` is EDTF."""

    type: NonEmpty
    title: NonEmpty | None = None
    author: list[Name] = []
    issued: Edtf | None = None
    container_title: NonEmpty | None = field(default=None, name="container-title")
    volume: NonEmpty | None = None
    issue: NonEmpty | None = None
    page: NonEmpty | None = None
    publisher: NonEmpty | None = None
    doi: NonEmpty | None = field(default=None, name="DOI")
    url: NonEmpty | None = field(default=None, name="URL")
    language: NonEmpty | None = None


class Supplied(_Strict, frozen=True, kw_only=True):
    """A field of the record that the document does not print, and the public source it was taken from."""

    field: NonEmpty
    value: NonEmpty
    source: PublicSource


class Document(Entry, frozen=True, kw_only=True, tag="document"):
    """A source document; `label` is how citations name it, `sha256` the copies known to hold every anchor."""

    label: NonEmpty
    csl: Csl
    extent: Literal["whole", "extract"]
    extent_note: NonEmpty | None = None
    sections: list[Term] = []
    sha256: list[Sha256] = []
    supplied: list[Supplied] = []


AnyEntry = (
    Event
    | Organisation
    | Change
    | Ladder
    | Level
    | Recommendation
    | Finding
    | Figure
    | Concept
    | Person
    | Project
    | Document
)
Record = Corpus | Paragraph | AnyEntry

ENTRY_KINDS: dict[str, type[Entry]] = {
    "event": Event,
    "organisation": Organisation,
    "change": Change,
    "ladder": Ladder,
    "level": Level,
    "recommendation": Recommendation,
    "finding": Finding,
    "figure": Figure,
    "concept": Concept,
    "person": Person,
    "project": Project,
    "document": Document,
}
RECORD_KINDS: dict[str, type[Struct]] = {"corpus": Corpus, "paragraph": Paragraph, **ENTRY_KINDS}


def plain(value: Any) -> Any:
    """A record as plain data with every field of its kind, by the names that the format has for them."""
    match value:
        case Struct():
            fields = {f.encode_name: plain(getattr(value, f.name)) for f in structs.fields(value)}
            kind = value.__struct_config__.tag
            return {"kind": kind, **fields} if kind else fields
        case list():
            return [plain(item) for item in value]
        case dict():
            return {key: plain(item) for key, item in value.items()}
        case float() if value.is_integer():
            return int(value)
    return value
