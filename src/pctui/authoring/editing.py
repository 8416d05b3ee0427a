"""The ways in which a corpus is edited. Each returns the files that change, and writes nothing: `changes.apply` does.

Records are plain data as in a file, without defaults. Only what differs is written: see `splice`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from ..bounded import EDITED, read_bytes
from ..corpus.files import corpus_names
from ..corpus.journal import reading
from ..corpus.nodes import Node, records_in
from ..corpus.parse import Raw, read_data
from ..errors import CorpusError, Fault, NotFound, UsageError, from_os
from ..kinds import corpus
from ..kinds.registry import KINDS, RECORD_KINDS
from ..kinds.slug import checked_slug
from ..render.files import file_stem
from ..text import nearest
from .changes import Changes, FileChange
from .emit import yaml_of
from .splice import with_record_changed, with_records_added, with_records_removed

Record = Mapping[str, Any]
Term = tuple[str, str, str]
"""A new term: the field of the corpus's record with its vocabulary (`lanes`), its slug, its title."""

_BOM = b"\xef\xbb\xbf"
_OTHERWISE = re.compile(rb"\\[xuU\r\n]")  # in a quoted text: what may be any character, or none


class Source(NamedTuple):
    """A file of a corpus as read: its bytes, its text without a byte order mark, and its records."""

    name: str
    data: bytes
    text: str
    records: list[Node]

    def changed(self, text: str) -> FileChange:
        """Return the change to another text."""
        mark = _BOM if self.data.startswith(_BOM) else b""
        return FileChange(self.name, self.data, mark + text.encode())

    def find(self, kind: str | None, slug: str) -> Iterator[int]:
        """Yield the index of each record that has a slug, and that kind if one is given."""
        for index, node in enumerate(self.records):
            if _text(node, "slug") == slug and kind in (None, _text(node, "kind")):
                yield index


def added(folder: Path, records: Sequence[Record]) -> Changes:
    """Return the change that adds records: each entry as `entries/KIND/SLUG.yaml`, a document as `documents/SLUG.yaml`.

    Paragraphs go into the file of their document. UsageError if a slug is taken or invalid, or a kind unknown.
    """
    for record in records:
        _check_name(record)
    _check_free(folder, records)
    paragraphs: dict[str, list[Record]] = {}
    for record in records:
        if record["kind"] == "paragraph":
            paragraphs.setdefault(record["document"], []).append(record)
    files = []
    for record in records:
        if record["kind"] != "paragraph":
            own = paragraphs.pop(record["slug"], []) if record["kind"] == "document" else []
            text = "".join(map(yaml_of, [record, *own]))
            files.append(FileChange(_new_name(folder, record), None, text.encode()))
    files += [_with_paragraphs(folder, document, own) for document, own in paragraphs.items()]
    return Changes(folder, tuple(files))


def replaced(folder: Path, slug: str, record: Record) -> Changes:
    """Return the change that makes an entry (or the corpus, by its slug) `record`. NotFound if there is none."""
    kind = record.get("kind")
    try:
        source, index = _find(folder, slug, kind if isinstance(kind, str) else None)
    except NotFound:
        source, index = _find(folder, slug)
    return _with_record(folder, source, index, record)


def all_replaced(folder: Path, records: Mapping[str, Record]) -> Changes:
    """Return the change that makes each entry, by its slug, the record given. NotFound if one is not there."""
    found: dict[str, tuple[Source, str]] = {}  # by file: as read, and its new text
    for slug, record in records.items():
        source, index = _find(folder, slug, str(record["kind"]))
        first, text = found.get(source.name, (source, source.text))
        found[source.name] = first, with_record_changed(source.name, text, index, record)
    return Changes(folder, tuple(source.changed(text) for source, text in found.values() if text != source.text))


def removed(folder: Path, slug: str, others: Mapping[str, Record] | None = None) -> Changes:
    """Return the change that removes an entry, and of a document its paragraphs; a file without records goes as well.

    `removing.referring` says what still refers to it; `others` are entries, by slug, that become the record given in
    the same change. NotFound if one is not there.
    """
    source, index = _find(folder, slug)
    document = _text(source.records[index], "kind") == "document"
    found: dict[str, tuple[Source, list[int]]] = {source.name: (source, [index])}
    if document:
        for other in _sources(folder, slug):
            for n, node in enumerate(other.records):
                if _text(node, "kind") == "paragraph" and _text(node, "document") == slug:
                    found.setdefault(other.name, (other, []))[1].append(n)
    files = {file.name: file for file in all_replaced(folder, others or {}).files}
    for source, indexes in found.values():
        changed = files.get(source.name)
        after = source if changed is None or changed.after is None else source_of(source.name, changed.after)
        files[source.name] = _without(after, indexes)._replace(before=source.data)
    return Changes(folder, tuple(files.values()))


def with_terms(changes: Changes, terms: Sequence[Term]) -> Changes:
    """Return a change that also adds terms to vocabularies of the corpus; those that it has already are left out.

    UsageError if a slug stands for another title there. NotFound if the corpus has no record of its own.
    """
    if not terms:
        return changes
    files = {file.name: file for file in changes.files}
    source, index = _corpus_record(changes.folder)
    before, changed = source.data, files.get(source.name)
    if changed and changed.after is not None:
        source = source_of(source.name, changed.after)
        index = next(n for n, node in enumerate(source.records) if _text(node, "kind") == "corpus")
    record = source.records[index].data()
    for vocabulary, slug, title in terms:
        there = record.get(vocabulary) or []
        same = next((term for term in there if isinstance(term, dict) and term.get("slug") == slug), None)
        if same is None:
            record = {**record, vocabulary: corpus.with_term(vocabulary, there, slug, title)}
        elif same.get("title") != title:
            raise UsageError(f"'{slug}' is already among the {vocabulary}", "Choose another slug.")
    text = with_record_changed(source.name, source.text, index, record)
    if text != source.text:
        files[source.name] = source.changed(text)._replace(before=before)
    return Changes(changes.folder, tuple(files.values()))


def _corpus_record(folder: Path) -> tuple[Source, int]:
    """Return the file that has the record of the corpus, and its index there. NotFound if there is none."""
    for source in _sources(folder, "corpus"):
        for index, node in enumerate(source.records):
            if _text(node, "kind") == "corpus":
                return source, index
    raise NotFound(f"{folder} has no record of kind 'corpus'", "Add one with the title of the corpus and its lanes.")


def referring_records(folder: Path, slug: str) -> Iterator[Raw]:
    """Yield the records of each file that has a slug in it, among which are all that refer to it."""
    for source in _sources(folder, slug):
        yield from read_data(source.name, source.data, [])


def record(folder: Path, slug: str) -> dict[str, Any]:
    """Return the record of an entry as it stands in its file. NotFound if there is none."""
    source, index = _find(folder, slug)
    found: dict[str, Any] = source.records[index].data()
    return found


def _with_record(folder: Path, source: Source, index: int, record: Record) -> Changes:
    text = with_record_changed(source.name, source.text, index, record)
    return Changes(folder, (source.changed(text),) if text != source.text else ())


def _without(source: Source, indexes: list[int]) -> FileChange:
    if len(indexes) == len(source.records):
        return FileChange(source.name, source.data, None)
    return source.changed(with_records_removed(source.name, source.text, sorted(indexes)))


def _with_paragraphs(folder: Path, document: str, paragraphs: list[Record]) -> FileChange:
    source, _ = _find(folder, document, "document")
    return source.changed(with_records_added(source.name, source.text, paragraphs))


def _find(folder: Path, slug: str, kind: str | None = None) -> tuple[Source, int]:
    """Return the file that has the record of a slug, and its index there."""
    for source in _sources(folder, slug):
        for index in source.find(kind, slug):
            return source, index
    near = nearest(slug, [s for source in _sources(folder) for node in source.records if (s := _text(node, "slug"))])
    raise NotFound(f"there is no entry '{slug}' in {folder}{near}")


def _sources(folder: Path, *needles: str) -> Iterator[Source]:
    """Yield each file of the corpus that may have one of these texts in it, those that are named like one first.

    All files if none is given. CorpusError if one of them is not YAML or JSON Lines.
    """
    texts = [needle.encode() for needle in needles]
    with reading(folder):
        for name in sorted(corpus_names(folder), key=lambda name: _stem(name) not in needles):
            try:
                data = read_bytes(folder / name, EDITED)
            except OSError as error:
                raise from_os(error, "read", folder / name) from error
            if not texts or _OTHERWISE.search(data) or any(needle in data for needle in texts):
                yield source_of(name, data)


def _stem(name: str) -> str:
    return name.rpartition("/")[2].partition(".")[0]


def source_of(name: str, data: bytes) -> Source:
    """Return a file of a corpus as read; CorpusError if it is not YAML or JSON Lines."""
    faults: list[Fault] = []
    try:
        text = data.decode("utf-8-sig")
        return Source(name, data, text, records_in(name, text).items or [])
    except (ValueError, IndexError, yaml.YAMLError, RecursionError):
        for _ in read_data(name, data, faults):
            pass  # only what is wrong counts
    raise CorpusError(faults or [Fault(name, 0, "cannot be read")], "Correct the file first: nothing was changed.")


def _text(node: Node, key: str) -> str | None:
    found = node.field(key)
    value = None if found is None else found.written if found.written is not None else found.value
    return value if isinstance(value, str) else None


def _check_name(record: Record) -> None:
    """Raise UsageError if a record's kind is unknown, or its slug is not fit to name a file."""
    kind = record.get("kind")
    if kind not in RECORD_KINDS:
        raise UsageError(f"there is no kind '{kind}'", f"One of: {', '.join(RECORD_KINDS)}")
    slug = record.get("document" if kind == "paragraph" else "slug")
    checked_slug(str(slug))


def _check_free(folder: Path, records: Sequence[Record]) -> None:
    """Raise UsageError if a slug is taken, in the corpus or by another of the records."""
    slugs: set[str] = set()
    for record in records:
        if record["kind"] in KINDS:
            if record["slug"] in slugs:
                raise UsageError(f"two records have the slug '{record['slug']}'", "Choose another for one of them.")
            slugs.add(record["slug"])
    if not slugs or not folder.exists():
        return
    for source in _sources(folder, *slugs):
        for node in source.records:
            if (slug := _text(node, "slug")) in slugs and _text(node, "kind") in KINDS:
                line = source.text.count("\n", 0, node.start) + 1
                raise UsageError(f"the slug '{slug}' is taken at {source.name}:{line}", "Choose another.")


def file_of(kind: str, slug: str) -> str:
    """Return the name of the file of a record, without its ending: `entries/event/opening`."""
    if kind == "corpus":
        return "corpus"
    return f"documents/{file_stem(slug)}" if kind == "document" else f"entries/{kind}/{file_stem(slug)}"


def _new_name(folder: Path, record: Record) -> str:
    """Return the name of the file for a new record: one that is not there yet."""
    stem = file_of(record["kind"], record["slug"])
    number, name = 1, f"{stem}.yaml"
    while (folder / name).exists():
        number += 1
        name = f"{stem}-{number}.yaml"
    return name
