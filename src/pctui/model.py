"""What the front doors are given: frozen values read from a database. Knows nobody."""

from __future__ import annotations

from typing import Any

from msgspec import Struct


class Reference(Struct, frozen=True):
    """A pointer to an entry, with what is needed to show it."""

    slug: str
    kind: str
    title: str


class Citation(Struct, frozen=True):
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


class Item(Struct, frozen=True):
    """One value of an attribute: a text, or a pointer to an entry; `part` names it for its citations.

    `note` is what is said of it where it stands, and is no part of the value: `new at this rung`.
    """

    text: str
    entry: Reference | None = None
    part: str = ""
    note: str = ""


class Attribute(Struct, frozen=True):
    """A named attribute of an entry. `listed` ones read as a list, the others as a value."""

    name: str
    items: tuple[Item, ...]
    listed: bool = False


class Link(Struct, frozen=True):
    """A typed link, worded from this entry's side."""

    words: str
    type: str
    entry: Reference
    note: str | None


class PublicSource(Struct, frozen=True):
    """A source outside the corpus, and the day it was read."""

    title: str
    url: str
    read: str


class Entry(Struct, frozen=True):
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


class Row(Struct, frozen=True):
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


class Annotation(Struct, frozen=True):
    """What the reader has put on an entry: a mark, a note, or a `draft` of one, not saved yet."""

    entry: Reference
    mark: str | None = None
    note: str | None = None
    draft: str | None = None

    @property
    def signs(self) -> str:
        """Two cells for a list: the mark's sign, and whether there is something written."""
        return MARKS.get(self.mark or "", " ") + ("*" if self.note or self.draft is not None else " ")


class Hit(Struct, frozen=True):
    """One thing found: an entry, or a paragraph of an attached document. `snippet` marks what matched."""

    slug: str
    kind: str
    title: str
    snippet: tuple[tuple[str, bool], ...]
    paragraph: int = 0


class Bar(Struct, frozen=True):
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


class Aspect(Struct, frozen=True):
    """One aspect of a level: its statements, each with whether it is new against the rung below."""

    name: str
    statements: tuple[tuple[str, bool], ...]


class Rung(Struct, frozen=True):
    """A level as it stands on its ladder."""

    slug: str
    rung: int
    title: str
    summary: str
    organisation: Reference | None
    aspects: tuple[Aspect, ...]


class Ladder(Struct, frozen=True):
    """A ladder with its rungs, the lowest first."""

    slug: str
    title: str
    summary: str
    rungs: tuple[Rung, ...]


class LineageNode(Struct, frozen=True):
    """An organisation as it stands in a lineage, with when it was in being (`start`: the ISO day, None if unknown)."""

    slug: str
    title: str
    existence: str = ""
    start: str | None = None


class Succession(Struct, frozen=True):
    """A change event as it stands in a lineage: the slugs of what was taken up and of what came of it."""

    slug: str
    title: str
    date: str
    original: tuple[str, ...]
    resulting: tuple[str, ...]
    partial: bool = False
    planned: bool = False


class Lineage(Struct, frozen=True):
    """Organisations and the change events that link them; `more` where there are others further off."""

    organisations: tuple[LineageNode, ...]
    changes: tuple[Succession, ...]
    more: bool = False


class Measured(Struct, frozen=True):
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


class Measure(Struct, frozen=True):
    """A measure in one unit, and the figures that give it in order of time."""

    name: str
    unit: str
    figures: tuple[Measured, ...]


class InExistence(Struct, frozen=True):
    """An organisation in being at a time; `planned` where that was only planned or forecast.

    `doubt` says why that is not certain: `start date unknown`; empty where it is.
    """

    entry: Reference
    existence: str
    planned: bool
    doubt: str = ""


class Paragraph(Struct, frozen=True):
    """A paragraph of a document: its section's title, its anchors, and the entries that rest on it."""

    document: str
    number: int
    section: str | None
    anchors: tuple[str, ...]
    carries_nothing: str | None
    entries: tuple[Reference, ...] = ()


class Document(Struct, frozen=True):
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
    citations: tuple[Citation, ...] = ()


class Record(Struct, frozen=True):
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


def amount_of(
    low: float | None, high: float | None, value: float | None, words: str | None, comparator: str, unit: str
) -> str:
    """A figure's value in words: `over 200,000 people`."""
    found = quantity(low, high, value, comparator) or words or ""
    return f"{found}%" if unit == "%" else f"{found} {unit}"
