"""Reads a corpus: its files as typed records, one after the other or all in memory, and all faults of all files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from ..bounded import YAML_FILE, TooLarge, read_bytes
from ..collector import without_collector
from ..errors import CorpusError, Fault
from ..kinds.base import Entry
from ..kinds.corpus import Corpus, Paragraph
from ..kinds.document import Document
from ..slugs import slug_of
from .files import corpus_names
from .journal import reading
from .kept_records import KeptRecords
from .loaded import Loaded, Record
from .mentioned import mentioned
from .names import Names
from .parse import Place, Raw
from .references import check_entry, check_paragraph, check_parts, loose_date_faults


def load(folder: Path) -> Loaded:
    """Read and check the corpus in `folder`; CorpusError with all its faults if there are any."""
    loaded, faults = examine(folder)
    if faults:
        raise CorpusError(faults)
    return loaded


def examine(folder: Path, before: KeptRecords | None = None) -> tuple[Loaded, list[Fault]]:
    """Read and check the corpus in `folder`; return its valid records and all faults. `before` as for `records`."""
    faults: list[Fault] = []
    loaded = Loaded()
    with without_collector():
        for record, place in records(folder, faults, before):
            loaded.add(record, place)
    return loaded, faults


def load_documents(folder: Path, slug: str = "") -> Loaded:
    """Read the documents of the corpus in `folder`, or one of them, with paragraphs and the corpus's own record.

    Nothing is checked: what is missing, or has a fault, is left out.
    """
    loaded, ignored = Loaded(), list[Fault]()
    before = KeptRecords(folder)
    only = frozenset(("corpus", f"document {slug}", f"paragraph {slug}")) if slug else None
    with without_collector(), reading(folder):
        for name in corpus_names(folder):
            for found in before.read(name, ignored, only):
                record = found.record
                if found.sound and (
                    isinstance(record, Corpus)
                    or (isinstance(record, Document) and slug in ("", record.slug))
                    or (isinstance(record, Paragraph) and slug in ("", record.document))
                ):
                    loaded.add(record, found.place)
        before.save(whole=False)
    return loaded


def records(folder: Path, faults: list[Fault], before: KeptRecords | None = None) -> Iterator[tuple[Record, Place]]:
    """Yield each valid record of the corpus in `folder` as it is read, and its place.

    `before` has the records that were read before, by default those that an earlier process has kept.
    When there are no more, `faults` has all faults of all files: what refers to a record that is not there, too.
    """
    with reading(folder):
        yield from _records(folder, faults, before or KeptRecords(folder))


def _records(folder: Path, faults: list[Fault], before: KeptRecords) -> Iterator[tuple[Record, Place]]:
    names = Names()
    corpus_place: Place | None = None
    corpus_seen = False
    for name in corpus_names(folder):
        known = len(faults)
        for found in before.read(name, faults):
            record, place = found.record, found.place
            if found.raw and found.remains:
                corpus_seen = corpus_seen or (
                    isinstance(found.raw.value, dict) and found.raw.value.get("kind") == "corpus"
                )
                _note_broken(names, found.raw, record, found.remains, faults)
                continue
            if isinstance(record, Corpus):
                if corpus_place is not None:
                    at = f"{corpus_place.file}:{corpus_place.line()}"
                    faults.append(
                        place.fault(f"duplicate record of kind 'corpus', first at {at}; keep one", code="duplicate")
                    )
                    continue
                corpus_place, corpus_seen = place, True
                names.add_terms(record, place)
                faults.extend(place.fault(message, *path, code="inconsistent") for path, message in record.faults())
                yield record, place
            elif (isinstance(record, Paragraph) and check_paragraph(names, record, place, faults)) or (
                isinstance(record, Entry) and check_entry(names, record, place, faults)
            ):
                yield record, place
        if any(not fault.code for fault in faults[known:]):  # the file could not be read, or not to its end
            corpus_seen = _note_unread(names, folder / name) or corpus_seen
    if not corpus_seen:
        message = "no file has a record of kind 'corpus'; add one with the title of the corpus and its lanes"
        faults.append(Fault(str(folder), 0, message, code="no-corpus"))
    faults.extend(names.remaining())
    before.save(whole=True)


def _note_unread(names: Names, file: Path) -> bool:
    """Note what is in a file that cannot be read, so that references to it are not faults too.

    Return whether the corpus's own record is there.
    """
    try:
        text = read_bytes(file, YAML_FILE).decode(errors="replace")
    except (OSError, TooLarge):
        return False
    found = mentioned(text)
    names.broken |= found.slugs
    names.broken_paragraphs |= found.paragraphs
    return found.corpus


def _note_broken(names: Names, raw: Raw, record: Struct | None, remains: Raw, faults: list[Fault]) -> None:
    """Note the name of a record with faults, so that references to it are not faults too, and check what is valid."""
    for value in (raw.value, remains.value):  # an invalid slug is only in the first
        match value:
            case {"kind": "paragraph", "document": str() as document, "number": int() as number}:
                names.broken_paragraphs.add((document, number))
            case {"slug": str() as slug}:
                names.broken |= {slug, slug_of(slug)}  # of an invalid one, also what it is to be
    if isinstance(record, Entry):
        check_parts(names, record, remains.place(), faults)
    elif record is None and isinstance(remains.value, dict):
        faults.extend(loose_date_faults(remains))
