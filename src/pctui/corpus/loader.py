"""Loads a corpus: reads its files into typed records, and collects all faults of all files."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from ..errors import CorpusError, Fault
from ..kinds.base import Entry
from ..kinds.corpus import Corpus, Paragraph
from ..kinds.document import Document
from .files import corpus_files
from .loaded import Loaded, Place
from .parse import Raw, read
from .references import check_structure, loose_date_faults
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
    corpus_place: Place | None = None
    corpus_seen = False
    for file in corpus_files(folder):
        for raw in read(file, faults):
            place = Place(raw)
            record, remains, sound = record_of(raw, faults)
            if not sound:
                corpus_seen = corpus_seen or (isinstance(raw.value, dict) and raw.value.get("kind") == "corpus")
                _note_broken(loaded, raw, record, remains, faults)
            elif isinstance(record, Corpus):
                if corpus_place is not None:
                    at = f"{corpus_place.raw.file}:{corpus_place.raw.line()}"
                    faults.append(place.fault(f"duplicate record of kind 'corpus', first at {at}; keep one"))
                else:
                    loaded.corpus, corpus_place = record, place
            elif isinstance(record, Paragraph):
                _add_paragraph(loaded, record, place, faults)
            elif isinstance(record, Entry):
                _add_entry(loaded, record, place, faults)
    if loaded.corpus is None and not corpus_seen:
        message = "no file has a record of kind 'corpus'; add one with the title of the corpus and its lanes"
        faults.append(Fault(str(folder), 0, message))
    faults.extend(check_structure(loaded, corpus_place))
    return loaded, faults


def _add_entry(loaded: Loaded, entry: Entry, place: Place, faults: list[Fault]) -> None:
    if entry.slug in loaded.entries:
        first = loaded.places[entry.slug]
        where = f"{first.raw.file}:{first.raw.line()}"
        faults.append(place.fault(f"duplicate slug '{entry.slug}', first at {where}; choose another", "slug"))
        return
    loaded.entries[entry.slug] = entry
    loaded.places[entry.slug] = place
    if isinstance(entry, Document):
        loaded.documents[entry.slug] = entry


def _add_paragraph(loaded: Loaded, paragraph: Paragraph, place: Place, faults: list[Fault]) -> None:
    key = (paragraph.document, paragraph.number)
    if key in loaded.paragraphs:
        first = loaded.paragraph_places[key]
        where = f"{first.raw.file}:{first.raw.line()}"
        message = f"duplicate ¶{paragraph.number} of '{paragraph.document}', first at {where}; keep one"
        faults.append(place.fault(message, "number"))
        return
    loaded.paragraphs[key] = paragraph
    loaded.paragraph_places[key] = place


def _note_broken(loaded: Loaded, raw: Raw, record: Struct | None, remains: Raw, faults: list[Fault]) -> None:
    """Keep the valid part of a record with faults, and its name, so that references to it are not faults too."""
    for value in (raw.value, remains.value):  # an invalid slug is only in the first
        match value:
            case {"kind": "paragraph", "document": str() as document, "number": int() as number}:
                loaded.broken_paragraphs.add((document, number))
            case {"slug": str() as slug}:
                loaded.broken.add(slug)
    if isinstance(record, Entry):
        loaded.remains.append((record, Place(remains)))
    elif record is None and isinstance(remains.value, dict):
        faults.extend(loose_date_faults(remains))
