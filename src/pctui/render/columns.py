"""The tables in which a corpus is exported, with their columns and keys: derived from the declarations of the kinds.

There is one for each kind of entry, one for each list of records that entries have, and one of all entries. Tables are
joined by slugs. CSV, Parquet and the descriptions beside CSV are all written from what is here.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from operator import methodcaller
from typing import Any, NamedTuple

from msgspec import Struct

from ..kinds.base import ENTRY, Citation, Classification, Item, LinkType, Section, Table, Term
from ..kinds.corpus import Corpus, Paragraph
from ..kinds.document import Name
from ..kinds.kind import COMMON, COMMON_LISTS, ENDS, Kind, Part, end_description, parts
from ..kinds.registry import KINDS
from ..kinds.vocabulary import CORPUS_FIELDS, OF_THE_CORPUS
from ..model import MARKS
from ..queries.documents import authors_line

Read = Callable[[Mapping[str, Any]], Any]
DAY, YEAR = "date", "_year"
VOCABULARY = "vocabulary"  # the column of terms that names theirs
_DAYS = ("earliest", "latest", "begun")  # of the ends of a date, those that are days


class Column(NamedTuple):
    """A column: `type` is string, integer, number, boolean or date. With `many`, a cell has a list of texts.

    `read` returns its value from the fields of a record; None for what is computed. `words` are all the values that it
    can have, or else the terms of a `vocabulary` of the corpus. `refers_to` is the table of the entry whose slug it is.
    """

    name: str
    description: str = ""
    type: str = "string"
    many: bool = False
    required: bool = False
    words: tuple[str, ...] = ()
    vocabulary: str = ""
    refers_to: str = ""
    read: Read | None = None


class Reference(NamedTuple):
    """Columns whose values, taken together, are those of a row of another table in its columns `to`."""

    columns: tuple[str, ...]
    table: str
    to: tuple[str, ...]


class ExportedTable(NamedTuple):
    """A table: `key` are the columns by which its rows differ, `references` what they refer to, except in lists."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...]


def _table(
    name: str, description: str, columns: Iterable[Column], key: tuple[str, ...], *further: Reference
) -> ExportedTable:
    """Return a table that refers to entries where its columns do, and to `further` rows."""
    own = tuple(columns)
    single = (Reference((c.name,), c.refers_to, ("slug",)) for c in own if c.refers_to and not c.many)
    return ExportedTable(name, description, own, key, (*single, *further))


def joined(part: Part) -> bool:
    """Whether a list is written in one cell: slugs and the like. Other lists are tables, or in `statements`."""
    return part.base is Name or (part.many is list and not part.item_columns and not stated(part))


def stated(part: Part) -> bool:
    """Whether a list or a mapping contains statements."""
    return part.many is dict or part.cited or bool(part.item and part.item.free)


def year(day: str | None) -> int | None:
    """Return the year of a day as ISO 8601 writes it: −43 of `-0043-03-15`."""
    try:
        return int(day.rsplit("-", 2)[0].lstrip("Y")) if day else None
    except ValueError:  # a database from elsewhere may contain anything
        return None


def _columns(of: Iterable[Part], prefix: str = "", always: bool = True) -> Iterator[Column]:
    """Yield the columns of fields; each field of a nested record has a column of its own.

    `always` says whether every row has the record that the fields are of.
    """
    for part in of:
        if part.parts:
            within = _columns(part.parts, "" if part.field.json else f"{part.key}_", always and not part.optional)
            yield from (column._replace(read=_within(part.key, column.read)) for column in within)
        elif not part.many or joined(part):
            yield from _of_part(part, part.field.column or f"{prefix}{part.key.replace('-', '_')}", always)


def _within(key: str, read: Read | None) -> Read | None:
    return read and (lambda fields: read(fields.get(key) or {}))


def _of_part(part: Part, name: str, always: bool) -> Iterator[Column]:
    names = part.base is Name
    yield Column(
        name,
        f"{part.description}, divided by semicolons" if names else part.description,
        {bool: "boolean", int: "integer", float: "number"}.get(part.base, "string"),
        part.many is list and not names,
        always and not part.optional and not part.many,
        part.words,
        OF_THE_CORPUS.get(part.field.term_of, ""),
        _table_of(part.field.refers_to),
        _names(part.key) if names else methodcaller("get", part.key),
    )
    ends = sorted(part.field.dates, key=list(ENDS).index)
    for end in ends:
        there = always and end == "label" and not part.optional
        yield Column(f"{name}_{end}", end_description(part, end), DAY if end in _DAYS else "string", required=there)
    for end in ends:
        if end in _DAYS:
            yield Column(f"{name}_{end}{YEAR}", f"The year of `{name}_{end}`", "integer")


def _names(key: str) -> Read:
    return lambda fields: authors_line(fields.get(key) or []) or None


def _table_of(kind: str) -> str:
    """Return the table of the entries of a kind, or of all; '' if no kind is given."""
    return "entries" if kind == ENTRY else KINDS[kind].plural if kind else ""


def _of_struct(struct: type[Struct], *names: str) -> list[Column]:
    """Return the columns of the fields of a struct, or of those with these names, in their order."""
    found = {column.name: column for column in _columns(parts(struct))}
    return [found[name] for name in names or found]


def _of_kind(kind: Kind) -> list[Column]:
    """Return the columns of a kind in addition to those of every entry."""
    found = list(_columns(kind.parts))
    for computed in kind.struct.computed:
        place = [column.name for column in found].index(computed.after) + 1 if computed.after else len(found)
        found.insert(place, Column(computed.name, computed.description, many=computed.many))
    return found


def _dates(of: Iterable[Part]) -> Iterator[Column]:
    """Yield the columns of the date of an entry, or of its existence."""
    for part in of:
        yield from _dates(part.parts)
        if "label" in part.field.dates:
            yield from _columns([part])


def _owned(name: str, by: str) -> Column:
    """Return the column with the slug of the entry that a list belongs to."""
    return Column(name, "Slug of the entry that it belongs to", required=True, refers_to=_table_of(by))


_POSITION = Column("position", "Its place in the list, counted from 0", "integer", required=True)


def _listed(lists: Iterable[tuple[Part, Table]], owner: str, by: str) -> Iterator[ExportedTable]:
    """Yield the tables for lists of records; `owner` is their column with the slug of an entry of the kind `by`."""
    for part, table in lists:
        if part.item and part.item_columns and not part.cited:
            own = list(_columns(part.item.parts))
            ordered = [*own, _POSITION] if part.base is Section else [_POSITION, *own]  # as in the table `terms`
            owning = _owned(table.owner or owner, by)
            key = (owning.name, "slug" if part.base is Section else "position")
            yield _table(table.name, part.description, (owning, *ordered), key)


def _described(struct: type[Struct]) -> str:
    return " ".join((inspect.getdoc(struct) or "").split())


_PART = Column(
    "part", "The statement of the entry that cites the passage, as in `statements`; null for the entry itself"
)
_STATEMENTS = (
    _owned("entry", ENTRY),
    Column("list", "Name of the list that it is in; for a level, the aspect", required=True),
    _POSITION,
    *_of_struct(Item, "text"),
    _of_struct(Item, "modality")[0]._replace(required=False),
    Column("part", "By what `citations` name the statement; null for one without citations of its own"),
)


def _kind_table(kind: Kind) -> ExportedTable:
    slug, *more = COMMON_COLUMNS
    here = slug._replace(refers_to="entries")
    return _table(kind.plural, _described(kind.struct), (here, *more, *OWN[kind.name]), ("slug",))


# What only terms of vocabularies have that have terms where the corpus declares none.
WORDING = tuple(
    column._replace(required=False)
    for column in (
        *_of_struct(Classification),
        *_of_struct(LinkType, "inverse", "symmetric", "inverse_heading"),
    )
)


def _all() -> Iterator[ExportedTable]:
    shown = Column("context", "Whether background facts from other sources are included", "boolean", required=True)
    yield _table(
        "corpus",
        "The corpus: one row.",
        (*_of_struct(Corpus, *CORPUS_FIELDS), shown),
        ("slug",),
    )
    vocabulary = Column(VOCABULARY, "The vocabulary that it is of", required=True, words=tuple(OF_THE_CORPUS.values()))
    yield _table(
        "terms",
        "The vocabularies of the corpus, a row for each term, in the order in which they are shown.",
        (vocabulary, *_of_struct(Section), *_of_struct(Term), *WORDING, _POSITION),
        ("vocabulary", "slug"),
    )
    kind = Column("kind", "Kind of the entry", required=True, words=tuple(KINDS))
    common = {column.name: column for column in COMMON_COLUMNS}
    yield _table(
        "entries",
        "Every entry, of any kind; the table of its kind has its other columns.",
        (common["slug"], kind, *(common[name] for name in ("title", "origin", "modality"))),
        ("slug",),
    )
    yield from map(_kind_table, KINDS.values())
    yield _table(
        "statements",
        "Statements in lists of entries: what came of an organisation, its functions, other names, aspects of levels.",
        _STATEMENTS,
        ("entry", "list", "position"),
    )
    yield _table(
        "citations",
        "The passages that entries and their statements cite.",
        (_owned("entry", ENTRY), _PART, _POSITION, *_of_struct(Citation)),
        ("entry", "part", "position"),
        Reference(("document", "paragraph"), "paragraphs", ("document", "number")),
    )
    yield from _listed(COMMON_LISTS, ENTRY, ENTRY)
    for each in KINDS.values():
        yield from _listed(each.lists, each.name, each.name)
    yield _table(
        "paragraphs",
        "The paragraphs of the documents, without their text.",
        tuple(_of_struct(Paragraph, "document", "number", "section", "page", "anchors", "carries_nothing")),
        ("document", "number"),
        Reference(("document", "section"), "sections", ("document", "slug")),
    )


COMMON_COLUMNS = tuple(_columns(COMMON))
OWN = {kind.name: tuple(_of_kind(kind)) for kind in KINDS.values()}
WHEN = tuple({column.name: column for column in chain.from_iterable(_dates(k.parts) for k in KINDS.values())}.values())
TABLES = {table.name: table for table in _all()}
# What the entries have of the reader, if that is asked for.
NOTES = _table(
    "notes",
    "Your marks and notes: a row for each entry that has one.",
    (
        _owned("entry", ENTRY),
        Column("mark", "Your mark", words=tuple(MARKS)),
        Column("note", "Your note"),
    ),
    ("entry",),
)


def tables_of(*, notes: bool = False) -> dict[str, ExportedTable]:
    """Return the tables by name; `notes` says whether that of the reader is one of them."""
    return TABLES | ({NOTES.name: NOTES} if notes else {})
