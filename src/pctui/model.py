"""What the front doors are given: frozen values read from a database. Knows nobody."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Reference:
    """A pointer to an entry, with what is needed to show it."""

    slug: str
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement stands; `part` is '' or the item of the entry that it belongs to ('function 2')."""

    document: str
    label: str
    paragraph: int
    section: str | None
    anchors: tuple[str, ...]
    part: str = ""

    @property
    def place(self) -> str:
        """`Stevenson 1871 ¶24`."""
        return f"{self.label} ¶{self.paragraph}"


@dataclass(frozen=True, slots=True)
class Item:
    """One value of an attribute: a text, or a pointer to an entry; `part` names it for its citations.

    `note` is what is said of it where it stands, and is no part of the value: `new at this rung`.
    """

    text: str
    entry: Reference | None = None
    part: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Attribute:
    """A named attribute of an entry. `listed` ones read as a list, the others as a value."""

    name: str
    items: tuple[Item, ...]
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A typed link, worded from this entry's side."""

    words: str
    type: str
    entry: Reference
    note: str | None


@dataclass(frozen=True, slots=True)
class PublicSource:
    """A source outside the corpus, and the day it was read."""

    title: str
    url: str
    read: str


@dataclass(frozen=True, slots=True)
class Entry:
    """Everything about one entry."""

    slug: str
    kind: str
    title: str
    summary: str
    origin: str
    modality: str
    hedge: str | None = None
    as_of: str | None = None
    note: str | None = None
    sic: str | None = None
    date: str | None = None
    attributes: tuple[Attribute, ...] = ()
    citations: tuple[Citation, ...] = ()
    links: tuple[Link, ...] = ()
    sources: tuple[PublicSource, ...] = ()
    derived: tuple[tuple[str, str], ...] = ()

    @property
    def reference(self) -> Reference:
        return Reference(self.slug, self.kind, self.title)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list. A heading has no slug; `when` and `side` stand before and after the title."""

    slug: str
    kind: str
    title: str
    when: str = ""
    side: str = ""
    modality: str = ""
    origin: str = "document"

    @property
    def heading(self) -> bool:
        return not self.slug

    @property
    def folded(self) -> bool:
        """Whether this heads a group whose entries are put away."""
        return self.kind == "folded"


MARKS = {"adopt": "✓", "consider": "?", "reject": "✗"}  # the reader's own, in the order in which they are offered


@dataclass(frozen=True, slots=True)
class Annotation:
    """What the reader has put on an entry: a mark, a note, or a `draft` of one, not saved yet."""

    entry: Reference
    mark: str | None = None
    note: str | None = None
    draft: str | None = None

    @property
    def signs(self) -> str:
        """Two cells for a list: the mark's sign, and whether there is something written."""
        return MARKS.get(self.mark or "", " ") + ("*" if self.note or self.draft is not None else " ")


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: an entry, or a paragraph of an attached document. `snippet` marks what matched."""

    slug: str
    kind: str
    title: str
    snippet: tuple[tuple[str, bool], ...]
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """Something drawn along the time axis, as ISO days: a span, or a marker where `span` is false.

    Where no end is told, `told` is the day up to which a document attests it. `start_open` and `end_open` say that EDTF
    has an end open (`..`), which is more than not to know it.
    """

    slug: str
    kind: str
    title: str
    short: str
    lane: str
    span: bool
    start: str | None
    end: str | None
    start_fuzzy: bool = False
    end_fuzzy: bool = False
    planned_from: str | None = None
    modality: str = "happened"
    attested: str | None = None
    start_open: bool = False
    end_open: bool = False


@dataclass(frozen=True, slots=True)
class Aspect:
    """One aspect of a level: its statements, each with whether it is new against the rung below."""

    name: str
    statements: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Rung:
    """A level as it stands on its ladder."""

    slug: str
    rung: int
    title: str
    summary: str
    organisation: Reference | None
    aspects: tuple[Aspect, ...]


@dataclass(frozen=True, slots=True)
class Ladder:
    """A ladder with its rungs, the lowest first."""

    slug: str
    title: str
    summary: str
    rungs: tuple[Rung, ...]


@dataclass(frozen=True, slots=True)
class LineageNode:
    """An organisation in a lineage, with when it existed (`start`: the ISO day, None if unknown)."""

    slug: str
    title: str
    existence: str = ""
    start: str | None = None


@dataclass(frozen=True, slots=True)
class Succession:
    """A change event in a lineage: the slugs of its original and of its resulting organisations.

    `earliest` and `latest` are the ISO days between which it took place, each None where the date is open.
    """

    slug: str
    title: str
    date: str
    original: tuple[str, ...]
    resulting: tuple[str, ...]
    partial: bool = False
    planned: bool = False
    earliest: str | None = None
    latest: str | None = None


@dataclass(frozen=True, slots=True)
class Lineage:
    """Organisations, and the change events that link them in order of time; `more` where further ones are left out."""

    organisations: tuple[LineageNode, ...]
    changes: tuple[Succession, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure that others of its measure and unit can be set beside."""

    figure: Reference
    subject: Reference
    low: float | None
    high: float | None
    value: float | None
    comparator: str
    as_of: str | None = None
    modality: str = "happened"
    denominator: str | None = None
    issued: str | None = None  # when its document was


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure in one unit, and the figures that give it in order of time."""

    name: str
    unit: str
    figures: tuple[Measured, ...]


@dataclass(frozen=True, slots=True)
class InExistence:
    """An organisation in being at a time; `planned` where that was only planned or forecast.

    `doubt` says why that is not certain: `start date unknown`; empty where it is.
    """

    entry: Reference
    existence: str
    planned: bool
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a document: its section's title, its anchors, and the entries that rest on it."""

    document: str
    number: int
    section: str | None
    anchors: tuple[str, ...]
    carries_nothing: str | None
    entries: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A source document and what it contributes."""

    slug: str
    label: str
    title: str
    summary: str
    extent: str
    extent_note: str | None
    issued: str | None
    record: dict[str, object]
    supplied: tuple[tuple[str, str, PublicSource], ...]
    hashes: tuple[str, ...]
    paragraphs: int
    entries: int
    citations: tuple[Citation, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Record:
    """An entry (or the corpus itself) as data.

    `fields` are those of the corpus format, each there though it be None or empty; `computed` is what the program
    worked out of them, by the names that the database has for it.
    """

    slug: str
    kind: str
    title: str
    fields: dict[str, Any]
    computed: dict[str, Any]


def quantity(minimum: float | None, maximum: float | None, value: float | None, comparator: str | None) -> str:
    """Word a quantity as printed: `over 200,000`, `50,000–250,000`, `about 80`."""
    words = "" if comparator in (None, "exactly") else f"{comparator} "
    parts = []
    if minimum is not None and maximum is not None:
        parts.append(f"{number(minimum)}–{number(maximum)}")
    elif minimum is not None:
        parts.append(f"from {number(minimum)}")
    elif maximum is not None:
        parts.append(f"up to {number(maximum)}" if not words else number(maximum))
    if value is not None:
        parts.append(number(value))
    return words + ", ".join(parts)


def number(value: float) -> str:
    """Word a number with thousands separated: `50,000`, `2.5`."""
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,g}"
