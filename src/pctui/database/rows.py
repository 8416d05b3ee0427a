"""Turns the records of a corpus into rows of the schema's tables. Every text passes the sanitiser here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

import msgspec

from .. import edtf
from ..corpus.loaded import Record
from ..folding import forms, sort_key, tokens
from ..kinds.base import Classification, Entry, LinkType, Table, Term
from ..kinds.corpus import Corpus, Paragraph
from ..kinds.document import Document
from ..kinds.kind import COMMON_COLUMNS, COMMON_LISTS, Column, Kind, Part, attributes
from ..kinds.registry import kind_of
from ..kinds.vocabulary import CORPUS_FIELDS, OF_THE_CORPUS
from ..naming import is_word, names
from ..text import clean, clean_all

Row = tuple[Any, ...]
Into = Callable[[str, tuple[str, ...]], Callable[[Row], None]]
"""Given a table and its columns, returns what takes one of its rows."""

_MOST_WORDS = 200_000  # kept for the spelling of a search: more than a large dictionary has
_SEARCHED = ("details", "title_forms", "text_forms", "title_key")


class Rows:
    """Makes the rows of one record after the other, and hands each to what takes the rows of its table."""

    def __init__(self, into: Into, digest: str, built_in: bool) -> None:
        self.entries = self.documents = 0  # so far
        self._into = into
        self._of_corpus = digest, int(built_in)
        self._citations = 0
        self._common = _values(COMMON_COLUMNS)
        self._entry = into("entries", ("id", "kind", *_names(COMMON_COLUMNS), *_SEARCHED))
        cited = ("id", "entry", "part", "position", "document", "paragraph")
        self._citation = into("citations", cited)
        self._citation_anchor = into("citation_anchors", ("citation", "position", "anchor"))
        self._paragraph = into("paragraphs", ("document", "number", "section", "page", "carries_nothing"))
        self._paragraph_anchor = into("paragraph_anchors", ("document", "number", "position", "anchor"))
        self._kinds: dict[str, _KindRows] = {}
        self._name = into("names", ("key", "entry", "name"))
        self._spelling = into("spellings", ("word",))
        self._words: set[str] = set()  # of the texts, between blanks

    def add(self, record: Record) -> None:
        """Make the rows of a record."""
        if isinstance(record, Paragraph):
            self._add_paragraph(record)
        elif isinstance(record, Corpus):
            self._add_corpus(record)
        else:
            self._add_entry(record)

    def _add_corpus(self, corpus: Corpus) -> None:
        said = [clean(getattr(corpus, field)) for field in CORPUS_FIELDS]
        columns = (*CORPUS_FIELDS, "digest", "built_in")
        self._into("corpus", columns)((*said, *self._of_corpus))
        more = ("declared", "heading", "inverse", "inverse_heading")
        term_of = self._into("terms", ("vocabulary", "slug", "title", "position", *more))
        broader_of = self._into("term_broader", ("vocabulary", "term", "position", "broader"))
        for vocabulary in OF_THE_CORPUS:
            declared = {term.slug for term in corpus.declared(vocabulary)}
            for position, term in enumerate(corpus.terms(vocabulary)):
                of = (vocabulary, term.slug, clean(term.title), position, int(term.slug in declared))
                term_of((*of, *_wording(term)))
                for number, broader in enumerate(term.broader if isinstance(term, Term) else ()):
                    broader_of((vocabulary, term.slug, number, broader))

    def _add_paragraph(self, paragraph: Paragraph) -> None:
        document, number = paragraph.document, paragraph.number
        page, excuse = (text and clean(text) for text in (paragraph.page, paragraph.carries_nothing))
        self._paragraph((document, number, paragraph.section, page, excuse))
        for i, anchor in enumerate(paragraph.anchors):
            self._paragraph_anchor((document, number, i, anchor))

    def finish(self) -> None:
        """Make the rows that are of all records."""
        for word in sorted({word.text for text in self._words for word in tokens(text) if is_word(word.text)}):
            self._spelling((clean(word),))

    def _add_entry(self, entry: Entry) -> None:
        kind = kind_of(entry)
        self.entries += 1
        details = clean("\n".join(filter(None, kind.searched(entry))))
        title, summary = clean(entry.title), clean(entry.summary)
        text = f"{summary}\n{details}"
        dates = " ".join(edtf.parse(date).label for date in kind.own_dates(entry))
        also = clean(f"{forms(text)} {dates}".strip())
        searched = (details, clean(forms(title)), also, clean(sort_key(title)))
        if len(self._words) < _MOST_WORDS:
            self._words.update(f"{title} {text}".lower().split())
        if kind.has_names:
            for key, name in names(title, map(clean, kind.names(entry))):
                self._name((key, entry.slug, name))
        self._entry((self.entries, kind.name, *self._common(entry), *searched))
        if kind.name not in self._kinds:
            self._kinds[kind.name] = _KindRows(kind, self._into)
        self._kinds[kind.name].add(entry, self.documents)
        self.documents += isinstance(entry, Document)
        for path, citation in kind.citations(entry):
            self._citations += 1
            where = (kind.part_of(path), path[-1], citation.document, citation.paragraph)
            self._citation((self._citations, entry.slug, *where))
            for i, anchor in enumerate(citation.anchors):
                self._citation_anchor((self._citations, i, anchor))


def _wording(term: Term | LinkType) -> tuple[str | None, str | None, str | None]:
    """Return the heading of a term, and of a type of links its words and its heading on the other entry's page."""
    heading = clean(term.heading) if isinstance(term, (LinkType, Classification)) and term.heading else None
    if not isinstance(term, LinkType):
        return heading, None, None
    other = clean(term.inverse_heading) if term.inverse_heading else None
    return heading, clean(term.from_target), heading if term.symmetric else other


class _KindRows:
    """Makes the rows of entries of one kind: in the table of the kind, and in those of its lists."""

    def __init__(self, kind: Kind, into: Into) -> None:
        self._positioned = kind.struct.more_columns == ("position",)
        self._values = _values(kind.columns)
        names = ("slug", *_names(kind.columns), *kind.struct.more_columns)
        self._details = into(kind.table, names) if kind.table else None
        lists = (*COMMON_LISTS, *kind.lists)
        self._items = attributes(part.name for part, _ in lists)
        self._lists = [_list(part, table, kind.owner(table), into) for part, table in lists]

    def add(self, entry: Entry, position: int) -> None:
        if self._details:
            place = (position,) if self._positioned else ()
            self._details((entry.slug, *self._values(entry), *place))
        for items, add in zip(self._items(entry), self._lists, strict=True):
            if items:
                add(entry.slug, items)


def _list(part: Part, table: Table, owner: str, into: Into) -> Callable[[str, Any], None]:
    """Return what makes the rows of a list, or of a mapping to lists, given the entry's slug and the items."""
    role, roles = ((table.role,), ("role",)) if table.role else ((), ())
    if part.many is dict:
        take = into(table.name, (owner, *roles, table.key, "position", table.value))

        def of_mapping(slug: str, values: dict[str, list[str]]) -> None:
            for key, items in values.items():
                for i, item in enumerate(items):
                    take((slug, *role, clean(key), i, clean(item)))

        return of_mapping
    own = part.item_columns
    of = _values(own) if own else lambda item: (clean(item) if isinstance(item, str) else item,)
    names = _names(own) if own else (table.value,)
    take = into(table.name, (owner, *roles, *(("position",) if table.position else ()), *names))

    def of_list(slug: str, values: list[Any]) -> None:
        if table.position:
            for i, item in enumerate(values):
                take((slug, *role, i, *of(item)))
        else:
            for item in dict.fromkeys(values):
                take((slug, *role, *of(item)))

    return of_list


def _names(of: Iterable[Column]) -> tuple[str, ...]:
    return tuple(column.name for column in of)


def _values(of: tuple[Column, ...]) -> Callable[[Any], Iterable[Any]]:
    """Return what reads the values of columns from a struct."""
    first = attributes(column.path[0] for column in of)
    cells = [(i, cell) for i, column in enumerate(of) if (cell := _cell(column))]

    def values(struct: Any) -> Iterable[Any]:
        found = list(first(struct))
        for i, cell in cells:
            if found[i] is not None:
                found[i] = cell(found[i])
        return found

    return values


def _cell(column: Column) -> Callable[[Any], Any] | None:
    """Return what makes a value from that of the first step of a column's path; None if it is stored as it is."""
    stored = _stored(column)
    if len(column.path) == 1:
        return stored
    further = column.path[1:]

    def of_path(value: Any) -> Any:
        for name in further:
            value = getattr(value, name)
            if value is None:
                return None
        return stored(value) if stored else value

    return of_path


def _stored(column: Column) -> Callable[[Any], Any] | None:
    """Return what turns a value into that of a column; None if it is stored as it is."""
    if column.end:
        end = attrgetter(column.end)
        return lambda text: end(edtf.parse(text))
    if column.part.field.json:
        return lambda value: clean(msgspec.json.encode(clean_all(msgspec.to_builtins(value))).decode())
    if column.part.base is bool:
        return int
    return clean if column.part.base is str and not column.part.words else None
