"""Imports a table: each row becomes an entry, cited and proved if it has a quotation, else a draft.

A row is proved by what `check` proves: its passage is in one place of its document, and prints its numbers and dates.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from ..corpus.anchors import AnchorError
from ..corpus.copies import Recognised
from ..corpus.loaded import Loaded
from ..corpus.names import Names
from ..corpus.parse import Raw
from ..corpus.references import check_entry, check_paragraph
from ..corpus.validate import record_of
from ..corpus.verify import verify
from ..edtf import DateError, parse
from ..errors import Fault, UsageError
from ..kinds.base import ENTRY, Entry
from ..kinds.kind import Kind
from ..kinds.registry import kind_of
from ..kinds.vocabulary import DRAFT, OF_THE_CORPUS
from ..restricted import allow_writing
from ..slugs import free_slug, numbered_slug, slug_of
from ..text import one_line
from . import changes, editing
from .columns import DOCUMENT, QUOTE, SLUG, TITLE, CellError, Column, Columns, columns_of, value_of
from .editor_schema import renew_schema
from .lookup import CopyOf, Passages, Terms, folded
from .tables import Row, Table


class Outcome(StrEnum):
    """What became of a row."""

    CITED = "cited"
    DRAFT = "draft"
    THERE = "there"  # already


class Imported(NamedTuple):
    """A row as imported: its outcome, the slug and the title of its entry."""

    outcome: Outcome
    slug: str
    title: str


class Result(NamedTuple):
    """What an import came to: its rows, the faults for which nothing was written, the new terms, the columns not used.

    `doubted` are the faults of rows that became drafts for them.
    """

    rows: list[Imported]
    faults: list[Fault]
    doubted: list[Fault]
    terms: list[tuple[str, str]]
    unused: Sequence[str]


class Options(NamedTuple):
    """How a table is imported: fields by their columns, values of fields without a column, and what is allowed."""

    kind: Kind
    maps: Mapping[str, str] = {}
    values: Mapping[str, str] = {}
    document: str = ""
    new_terms: bool = False
    drafts: bool = False
    dry_run: bool = False


def import_table(folder: Path, loaded: Loaded, table: Table, copy_of: CopyOf, options: Options) -> Result:
    """Import a table into the corpus in `folder`: all of it, or nothing if it has faults.

    UsageError if it lacks a column without which no row can be an entry.
    """
    allow_writing()
    work = _Import(folder, loaded, table, copy_of, options)
    work.read()
    work.prove()
    result = work.result()
    if not result.faults and not options.dry_run:
        work.write()
    return result


class _Made(NamedTuple):
    """An entry made of a row: its place in the table, its record, and whether it is cited."""

    row: Row
    record: dict[str, Any]
    cited: bool


class _Import:
    def __init__(self, folder: Path, loaded: Loaded, table: Table, copy_of: CopyOf, options: Options) -> None:
        self.folder, self.loaded, self.table, self.options = folder, loaded, table, options
        self.kind = options.kind
        self.columns = _columns(table, options)
        _check_columns(self.columns, options, loaded)
        self.faults = list(table.faults)
        self.doubted: list[Fault] = []
        self.slugs = set(loaded.entries)
        self.terms = Terms(loaded, options.new_terms)
        self.passages = Passages(loaded, copy_of)
        self.known = {_identity(kind_of(entry), _fields(entry)): entry.slug for entry in loaded.entries.values()}
        self.titles = _by_title(loaded)
        self.made: list[_Made] = []
        self.rows: list[Imported] = []

    def read(self) -> None:
        """Make the records of all rows, and note what is there already."""
        for row in self.table.rows:
            record = self._record(row)
            if record is None:
                continue
            identity, named = _identity(self.kind, record), record.get(SLUG)
            there = (named if named in self.slugs else "") if named else self.known.get(identity)
            if there and (other := self.loaded.entries.get(there)) and kind_of(other) is not self.kind:
                place = self.loaded.places[there]
                self.faults.append(self._fault(row, f"the slug '{there}' is taken at {place.file}:{place.line()}"))
                continue
            if there:
                self.rows.append(Imported(Outcome.THERE, there, record[TITLE]))
                continue
            slug = named or free_slug(slug_of(record[TITLE]) or numbered_slug(self.kind.name, self.slugs), self.slugs)
            self.slugs.add(slug)
            self.known[identity] = slug
            self.titles.setdefault(folded(record[TITLE]), []).append((self.kind.name, slug))
            citation = self._citation(row)
            self.rows.append(Imported(Outcome.CITED, slug, record[TITLE]))
            self._add(row, {**record, SLUG: slug}, citation)
        for made in self.made:  # what refers to other rows, now that all have a slug
            self._resolve(made)

    def _fault(self, row: Row, message: str) -> Fault:
        return Fault(self.table.name, row.line, f"{row.name}{message}")

    def _record(self, row: Row) -> dict[str, Any] | None:
        """Return the fields of a row, without a slug if it has none; None if they have faults or there are none."""
        record: dict[str, Any] = {}
        sound = True
        for column in self.columns.fields:
            text = row.cells.get(column.name, "") or self.options.values.get(".".join(column.path), "")
            if not text.strip():
                continue
            try:
                value = value_of(column.part, text, self.terms.slug, lambda _kind, text: text)
            except CellError as error:
                self.faults.append(self._fault(row, f"{'.'.join(column.path)}: {error}"))
                sound = False
                continue
            _put(record, column, value)
        if not record.get(TITLE):
            if any(text.strip() for text in row.cells.values()):
                self.faults.append(self._fault(row, "has no title; name its column: --map title=COLUMN"))
            return None
        record.setdefault("summary", record[TITLE])
        return record if sound else None

    def _citation(self, row: Row) -> dict[str, Any] | None:
        """Return the citation of the row's quotation; None if it has none, or it is not found, which is a fault."""
        quotation = row.cells.get(self.columns.special.get(QUOTE, ""), "").strip()
        if not quotation:
            return None
        document = row.cells.get(self.columns.special.get(DOCUMENT, ""), "").strip() or self.options.document
        try:
            return self.passages.cite(one_line(document), quotation)
        except AnchorError as error:
            (self.doubted if self.options.drafts else self.faults).append(self._fault(row, f"quote: {error}"))
            return None

    def _add(self, row: Row, record: dict[str, Any], citation: dict[str, Any] | None) -> None:
        if citation:
            record["citations"] = [citation]
        elif record.get("origin") != "context":
            record["status"] = DRAFT
        if any(part.key == "date_basis" for part in self.kind.parts):
            record.setdefault("date_basis", "stated")
        self.made.append(_Made(row, {"kind": self.kind.name, **_in_order(record)}, citation is not None))

    def _resolve(self, made: _Made) -> None:
        """Put slugs in the place of titles that a row refers to."""
        for column in self.columns.fields:
            if required := column.part.field.refers_to or (column.part.item and column.part.item.field.refers_to):
                _change(made.record, column.path, partial(self._slug_of_entry, required))

    def _slug_of_entry(self, kind: str, text: str) -> str:
        if text in self.slugs:
            return text
        found = [slug for of, slug in self.titles.get(folded(text), ()) if kind in (ENTRY, of)]
        return found[0] if len(found) == 1 else slug_of(text) or text

    def prove(self) -> None:
        """Check every record as `check` does: its fields, what it refers to, its numbers and dates in its passage."""
        names = Names()
        if corpus := self.loaded.corpus:
            names.add_terms(corpus)
        for vocabulary, _, slug in self.terms.new:
            names.terms.setdefault(vocabulary, {})[slug] = None
        ignored: list[Fault] = []
        for slug, entry in self.loaded.entries.items():
            check_entry(names, entry, self.loaded.places[slug], ignored)
        for key, paragraph in self.loaded.paragraphs.items():
            check_paragraph(names, paragraph, self.loaded.paragraph_places[key], ignored)
        own: list[Fault] = []
        proving = Loaded(corpus=self.loaded.corpus)
        for number, made in enumerate(self.made):
            raw = Raw(f"{number}", made.record, {(): 1}, {})
            record, _, sound = record_of(raw, own)
            if sound and isinstance(record, Entry):
                check_entry(names, record, raw.place(), own)
                proving.add(record, raw.place())
        own += [fault for fault in names.remaining() if fault.file.isdigit()]
        self.faults += [self._at(fault) for fault in own]
        if not own:
            self._verify(proving)

    def _at(self, fault: Fault) -> Fault:
        """Return a fault of a record as one of its row."""
        return self._fault(self.made[int(fault.file)].row, fault.message)

    def _verify(self, proving: Loaded) -> None:
        """Look up the numbers and dates of what is cited, in the documents cited and beside entries linked to."""
        for entry in [*proving.entries.values()]:
            for link in entry.links:
                if (other := self.loaded.entries.get(link.to)) and link.to not in proving.entries:
                    proving.add(other, self.loaded.places[link.to])
            for _, citation in kind_of(entry).citations(entry):
                if (document := self.loaded.documents.get(citation.document)) is not None:
                    proving.documents.setdefault(document.slug, document)
                    proving.places.setdefault(document.slug, self.loaded.places[document.slug])
        copies = {
            slug: Recognised(Path(), slug, copy, "", True, 0, 0)
            for slug in proving.documents
            if (copy := self.passages.copy(slug)) is not None
        }
        for key, paragraph in self.loaded.paragraphs.items():
            if paragraph.document in copies:
                proving.paragraphs[key] = paragraph
                proving.paragraph_places[key] = self.loaded.paragraph_places[key]
        lost: dict[int, Fault] = {}
        for fault in verify(proving, copies).faults:
            if fault.file.isdigit():
                lost.setdefault(int(fault.file), fault)
                (self.doubted if self.options.drafts else self.faults).append(self._at(fault))
        if self.options.drafts:
            self.made = [_as_draft(made, lost.get(number)) for number, made in enumerate(self.made)]

    def result(self) -> Result:
        """Return what became of the rows, in the order of the table as far as they were read."""
        drafts = {made.record[SLUG] for made in self.made if not made.cited}
        rows = [
            row._replace(outcome=Outcome.DRAFT) if row.slug in drafts and row.outcome is Outcome.CITED else row
            for row in self.rows
        ]
        terms = [(OF_THE_CORPUS[vocabulary], title) for vocabulary, title, _ in self.terms.new]
        return Result(rows, sorted(set(self.faults)), sorted(set(self.doubted)), terms, self.columns.unused)

    def write(self) -> None:
        """Write the entries, and the new terms into the corpus's record, all at once."""
        if self.made:
            terms = [(OF_THE_CORPUS[vocabulary], slug, title) for vocabulary, title, slug in self.terms.new]
            added = editing.added(self.folder, [made.record for made in self.made])
            changes.apply(editing.with_terms(added, terms), schema=False)
        renew_schema(self.folder)  # also if an earlier run was ended before that


def _columns(table: Table, options: Options) -> Columns:
    """Return the columns of a table; a field whose value was given is one as well, in a column that no table has."""
    given = [name for name in options.values if name not in options.maps]
    names = [*table.columns, *(f"\0{name}" for name in given)]
    return columns_of(options.kind, names, {**options.maps, **{name: f"\0{name}" for name in given}})


def _check_columns(columns: Columns, options: Options, loaded: Loaded) -> None:
    """Raise UsageError if a field that every entry has, or the document of the quotations, is named nowhere."""
    there = {column.path[0] for column in columns.fields} | {SLUG, "summary", "date_basis"}
    required = (field.encode_name for field in msgspec.structs.fields(options.kind.struct) if field.required)
    if missing := [name for name in required if name not in there]:
        raise UsageError(
            f"the table has no column for {', '.join(missing)}",
            f"Name it: --map {missing[0]}=COLUMN. Or give one value for all rows: --set {missing[0]}=VALUE.",
        )
    if QUOTE in columns.special and DOCUMENT not in columns.special and not options.document:
        raise UsageError(
            "the table quotes passages, but not of which document",
            f"Add a column 'document', or give --document: one of {', '.join(loaded.documents)}",
        )


def _put(record: dict[str, Any], column: Column, value: Any) -> None:
    """Put the value of a cell at its place; where that is in a list of records, into the first of them."""
    for step, in_list in zip(column.path[:-1], column.lists, strict=False):
        inner = record.setdefault(step, [{}] if in_list else {})
        record = inner[0] if isinstance(inner, list) else inner
    record[column.path[-1]] = value


def _change(record: dict[str, Any], path: tuple[str, ...], change: Callable[[Any], Any]) -> None:
    """Change the value at a path, or each of several."""
    at: Any = record
    for step in path[:-1]:
        at = at.get(step) if isinstance(at, dict) else None
        at = at[0] if isinstance(at, list) and at else at
    if isinstance(at, dict) and path[-1] in at:
        value = at[path[-1]]
        at[path[-1]] = [change(each) for each in value] if isinstance(value, list) else change(value)


_FIRST = (SLUG, TITLE, "summary", "status")
_LAST = ("links", "derived", "sources", "citations")


def _in_order(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record with its fields in the order in which people write them."""
    between = [key for key in record if key not in (*_FIRST, *_LAST)]
    return {key: record[key] for key in (*_FIRST, *between, *_LAST) if key in record}


def _as_draft(made: _Made, fault: Fault | None) -> _Made:
    """Return an entry whose passage does not prove it as a draft, which says why."""
    if fault is None:
        return made
    record = {key: value for key, value in made.record.items() if key != "citations"}
    record["note"] = " ".join(filter(None, (record.get("note"), f"To be proved: {fault.message}")))
    kind = record.pop("kind")
    return _Made(made.row, {"kind": kind, **_in_order({**record, "status": DRAFT})}, False)


def _fields(entry: Entry) -> dict[str, Any]:
    return {TITLE: entry.title, "date": getattr(entry, "date", None)}


def _identity(kind: Kind, record: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return by what an entry is recognised when its table is imported again: its kind, its title and its date."""
    written = str(record.get("date") or "")
    try:
        written = parse(written).edtf if written else ""
    except DateError:
        pass  # which is a fault of its own
    return kind.name, folded(str(record.get(TITLE) or "")), written


def _by_title(loaded: Loaded) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for slug, entry in loaded.entries.items():
        found.setdefault(folded(entry.title), []).append((kind_of(entry).name, slug))
    return found
