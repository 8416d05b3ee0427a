"""Frozen values that queries return and everything above them displays. Imports nothing of the program.

They are in one file, however long, because most of them refer to each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace


class Reference(Struct, frozen=True):
    """A reference to an entry, with what is needed to display it."""

    slug: str
    kind: str
    title: str


def pages(page: str) -> str:
    """Return a printed page, or several: `p. 11`, `pp. 11–12`."""
    return f"{'pp.' if re.search('[–—,]|[0-9]-[0-9]', page) else 'p.'} {page}"


def locator(paragraph: int, page: str | None) -> str:
    """Return a paragraph with its printed page if that is known: `¶24, p. 11`."""
    return f"¶{paragraph}, {pages(page)}" if page else f"¶{paragraph}"


class Citation(Struct, frozen=True):
    """The passage that a statement cites; `part` is '' or the item of the entry that it belongs to ('function 2')."""

    document: str
    label: str
    paragraph: int
    section: str | None
    anchors: tuple[str, ...]
    part: str = ""
    page: str | None = None  # as printed

    @property
    def passage(self) -> tuple[str, int, tuple[str, ...]]:
        """Return what identifies the passage, whichever statements cite it."""
        return self.document, self.paragraph, self.anchors

    @property
    def pinpoint(self) -> str:
        """Return the place within the document in words, as references give it: `p. 11, para. 24`."""
        paragraph = f"para. {self.paragraph}"
        return f"{pages(self.page)}, {paragraph}" if self.page else paragraph

    @property
    def place(self) -> str:
        """Return the document, paragraph and printed page: `Stevenson 1871 ¶24, p. 11`."""
        return f"{self.label} {self.locator}"

    @property
    def locator(self) -> str:
        """Return the place within the document: `¶24, p. 11`."""
        return locator(self.paragraph, self.page)

    @property
    def heading(self) -> str:
        """Return the heading of its section, '' if none is printed: the corpus gives that of such a one in brackets."""
        return "" if (self.section or "").startswith("[") else self.section or ""

    @property
    def full_place(self) -> str:
        """Return the place with the heading of its section: `Stevenson 1871 ¶24, p. 11, The reef`."""
        return ", ".join(filter(None, (self.place, self.heading)))


def merged(citations: Iterable[Citation]) -> list[Citation]:
    """Return the citations with those of one paragraph, which print alike, as one that has the anchors of all."""
    found: dict[tuple[str, int], Citation] = {}
    for citation in citations:
        before = found.setdefault((citation.document, citation.paragraph), citation)
        if further := [anchor for anchor in citation.anchors if anchor not in before.anchors]:
            found[citation.document, citation.paragraph] = replace(before, anchors=(*before.anchors, *further))
    return list(found.values())


class Item(Struct, frozen=True):
    """One value of an attribute: a text, or a reference to an entry; `part` identifies it in citations.

    `note` is a remark shown after it, which is not part of the value: `new at this level`. `citations` are those of the
    entry, if it states something.
    """

    text: str
    entry: Reference | None = None
    part: str = ""
    note: str = ""
    citations: tuple[Citation, ...] = ()
    url: str = ""  # the address that the text is


class Attribute(Struct, frozen=True):
    """A named attribute of an entry. `listed` ones are displayed as a list, the others as a single value.

    `field` is the field of its kind that it is; what other entries add has none.
    """

    name: str
    items: tuple[Item, ...]
    listed: bool = False
    field: str = ""


class Link(Struct, frozen=True):
    """A typed link; `words` describe it from this entry's side. `citations` are those of the other entry, if it states
    something. `about` is what both say something about and, if given, what each says. `heading` is the heading under
    which the page has it, if it has one of its own.
    """

    words: str
    type: str
    entry: Reference
    note: str | None
    citations: tuple[Citation, ...] = ()
    about: str | None = None
    heading: str | None = None


class PublicSource(Struct, frozen=True):
    """A source outside the corpus, and the date on which it was read; '' for an address or a date that is not known."""

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
    status: str | None = None
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
    """One row of a list. A heading has no slug; `when` is shown before the title and `side` after it.

    `under` counts further entries that tell the same and have no rows of their own.
    A heading has the number of its entries in `side`, and in `common` what stands there in all of them.
    """

    slug: str
    kind: str
    title: str
    when: str = ""
    side: str = ""
    modality: str = ""
    origin: str = "document"
    status: str | None = None
    under: int = 0
    common: str = ""

    @property
    def heading(self) -> bool:
        return not self.slug

    @property
    def folded(self) -> bool:
        """Whether this is the heading of a collapsed group."""
        return self.kind == "folded"


MARKS = {"adopt": "✓", "consider": "?", "reject": "✗"}  # the reader's marks, in the order of the menu
MARKED, NOTED = "marked", "noted"  # any mark; a note, saved or not


def mark_words(mark: str | None) -> str:
    """Return a mark with its sign: `adopt ✓`."""
    return f"{mark} {MARKS[mark]}" if mark in MARKS else "none"


class Annotation(Struct, frozen=True):
    """What the reader has added to an entry: a mark, a note, or an unsaved `draft` of one."""

    entry: Reference
    mark: str | None = None
    note: str | None = None
    draft: str | None = None

    @property
    def signs(self) -> str:
        """Return two cells for a list: the sign of the mark, and `*` if there is a note or a draft."""
        return MARKS.get(self.mark or "", " ") + ("*" if self.has_note else " ")

    @property
    def has_note(self) -> bool:
        """Whether there is a note or a draft."""
        return bool(self.note) or self.draft is not None

    def is_one(self, choice: str) -> bool:
        """Whether it is one of those that `choice` asks for: one of MARKS, MARKED or NOTED."""
        return self.has_note if choice == NOTED else bool(self.mark) and choice in (self.mark, MARKED)


Snippet = Sequence[tuple[str, bool]]
"""A text that was found, in pieces, each with whether it matched."""


class Hit(Struct, frozen=True):
    """One search result: an entry, or a paragraph of an attached copy.

    `snippet` is a list of texts, each with whether it matched.
    """

    slug: str
    kind: str
    title: str
    snippet: tuple[tuple[str, bool], ...]
    paragraph: int = 0
    status: str | None = None


class Bar(Struct, frozen=True):
    """A span on the time axis, or a marker if `span` is false. Dates are ISO days.

    If the start is unknown, it had begun by the day `begun`; if the end is, it existed up to the day `attested`, and
    `mentioned` is the date of the last document that mentions it.
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
    mentioned: str | None = None
    begun: str | None = None


def paragraph_ranges(numbers: Iterable[int]) -> str:
    """Return the numbers of paragraphs, in order, as they are printed: `¶1, ¶6–221`."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    return ", ".join("¶" + "–".join(map(str, run)) for run in runs)


class Aspect(Struct, frozen=True):
    """One aspect of a level: its statements, each with whether it is new compared with the level below."""

    name: str
    statements: tuple[tuple[str, bool], ...]

    @property
    def heading(self) -> str:
        """Its name with a capital at the beginning."""
        return self.name[:1].upper() + self.name[1:]


class Rung(Struct, frozen=True):
    """A level and its position on the ladder."""

    slug: str
    rung: int
    title: str
    summary: str
    status: str | None
    organisation: Reference | None
    aspects: tuple[Aspect, ...]


class Ladder(Struct, frozen=True):
    """A ladder with its levels, the lowest first."""

    slug: str
    title: str
    summary: str
    rungs: tuple[Rung, ...]


class LineageNode(Struct, frozen=True):
    """An organisation in a lineage, and when it existed (`start`: an ISO day, None if unknown)."""

    slug: str
    title: str
    existence: str = ""
    start: str | None = None


class Succession(Struct, frozen=True):
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


class Lineage(Struct, frozen=True):
    """Organisations, and the change events that link them in order of time; `more` where further ones are left out.

    `background` is the number of changes of these that are left out because they are background facts.
    """

    organisations: tuple[LineageNode, ...]
    changes: tuple[Succession, ...]
    more: bool = False
    background: int = 0

    def title(self, slug: str) -> str:
        """Return the title of an organisation or a change of it."""
        entries: tuple[LineageNode | Succession, ...] = (*self.organisations, *self.changes)
        return next(entry.title for entry in entries if entry.slug == slug)


class Measured(Struct, frozen=True):
    """A figure that can be compared with others of the same measure and unit."""

    figure: Reference
    subject: Reference
    low: float | None
    high: float | None
    value: float | None
    comparator: str
    as_of: str | None = None
    modality: str = "happened"
    denominator: str | None = None
    issued: str | None = None  # the date of its document


class Measure(Struct, frozen=True):
    """A measure in one unit, and its figures in chronological order."""

    name: str
    unit: str
    figures: tuple[Measured, ...]


class InExistence(Struct, frozen=True):
    """An organisation in existence at a date; `planned` if that was only planned or forecast.

    `doubt` says why that is uncertain (`start date unknown`), or is empty if it is certain. `existence` is None if no
    dates of it are given.
    """

    entry: Reference
    existence: str | None
    planned: bool
    doubt: str = ""


class Paragraph(Struct, frozen=True):
    """A paragraph of a document: the title of its section, its anchors, the entries that cite it, its printed page."""

    document: str
    number: int
    section: str | None
    anchors: tuple[str, ...]
    carries_nothing: str | None
    entries: tuple[Reference, ...] = ()
    page: str | None = None

    @property
    def locator(self) -> str:
        """Return its place within the document: `¶24, p. 11`."""
        return locator(self.number, self.page)


class Document(Struct, frozen=True):
    """A source document."""

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
    citations: tuple[Citation, ...] = ()


class Record(Struct, frozen=True):
    """An entry (or the corpus itself) as data.

    `fields` has every field of the corpus format, even if None or empty; `computed` has what the program derived from
    them, under the names of the database columns. `reader` has the reader's mark and note, if these were asked for.
    """

    slug: str
    kind: str
    title: str
    fields: dict[str, Any]
    computed: dict[str, Any]
    reader: dict[str, str | None] | None = None
