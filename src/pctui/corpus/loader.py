"""Reads a corpus: its files as typed records, one after the other or all in memory, and all faults of all files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from ..collector import without_collector
from ..errors import CorpusError, Fault
from ..kinds.base import Entry
from ..kinds.corpus import Corpus, Paragraph
from .files import corpus_files, name_in
from .loaded import Loaded, Record
from .names import Names
from .parse import Place, Raw, read
from .references import check_entry, check_paragraph, check_parts, loose_date_faults
from .validate import record_of


def load(folder: Path) -> Loaded:
    """Read and check the corpus in `folder`; CorpusError with all its faults if there are any."""
    loaded, faults = examine(folder)
    if faults:
        raise CorpusError(faults)
    return loaded


def examine(folder: Path) -> tuple[Loaded, list[Fault]]:
    """Read and check the corpus in `folder`; return its valid records and all faults."""
    faults: list[Fault] = []
    loaded = Loaded()
    with without_collector():
        for record, place in records(folder, faults):
            loaded.add(record, place)
    return loaded, faults


def load_document(folder: Path, slug: str) -> Loaded:
    """Read one document of the corpus in `folder`, with its paragraphs and the corpus's own record; nothing is checked.

    What is missing, or has a fault, is left out.
    """
    loaded, ignored = Loaded(), list[Fault]()
    with without_collector():
        for raw in (raw for file in corpus_files(folder) for raw in read(file, ignored, name_in(folder, file))):
            match raw.value:
                case {"kind": "corpus"} | {"kind": "document", "slug": str()} | {"kind": "paragraph"}:
                    name = raw.value.get("document" if raw.value["kind"] == "paragraph" else "slug")
                    if raw.value["kind"] != "corpus" and name != slug:
                        continue
                case _:
                    continue
            record, _, sound = record_of(raw, ignored)
            if sound and isinstance(record, (Corpus, Entry, Paragraph)):
                loaded.add(record, raw.place())
    return loaded


def records(folder: Path, faults: list[Fault]) -> Iterator[tuple[Record, Place]]:
    """Yield each valid record of the corpus in `folder` as it is read, and its place.

    When there are no more, `faults` has all faults of all files: what refers to a record that is not there, too.
    """
    names = Names()
    corpus_place: Place | None = None
    corpus_seen = False
    for file in corpus_files(folder):
        for raw in read(file, faults, name_in(folder, file)):
            record, remains, sound = record_of(raw, faults)
            if not sound:
                corpus_seen = corpus_seen or (isinstance(raw.value, dict) and raw.value.get("kind") == "corpus")
                _note_broken(names, raw, record, remains, faults)
                continue
            place = raw.place()
            if isinstance(record, Corpus):
                if corpus_place is not None:
                    at = f"{corpus_place.file}:{corpus_place.line()}"
                    faults.append(place.fault(f"duplicate record of kind 'corpus', first at {at}; keep one"))
                    continue
                corpus_place, corpus_seen = place, True
                names.add_terms(record, place)
                faults.extend(place.fault(message, *path) for path, message in record.faults())
                yield record, place
            elif (isinstance(record, Paragraph) and check_paragraph(names, record, place, faults)) or (
                isinstance(record, Entry) and check_entry(names, record, place, faults)
            ):
                yield record, place
    if not corpus_seen:
        message = "no file has a record of kind 'corpus'; add one with the title of the corpus and its lanes"
        faults.append(Fault(str(folder), 0, message))
    faults.extend(names.remaining())


def _note_broken(names: Names, raw: Raw, record: Struct | None, remains: Raw, faults: list[Fault]) -> None:
    """Note the name of a record with faults, so that references to it are not faults too, and check what is valid."""
    for value in (raw.value, remains.value):  # an invalid slug is only in the first
        match value:
            case {"kind": "paragraph", "document": str() as document, "number": int() as number}:
                names.broken_paragraphs.add((document, number))
            case {"slug": str() as slug}:
                names.broken.add(slug)
    if isinstance(record, Entry):
        check_parts(names, record, remains.place(), faults)
    elif record is None and isinstance(remains.value, dict):
        faults.extend(loose_date_faults(remains))
