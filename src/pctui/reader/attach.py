"""Attaches files: recognises which document each is a copy of, stores it, and reports the passages not found in it."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..corpus.copies import KnownDocument, Recognised, contains, files_of, recognise
from ..errors import FilesError
from ..queries.store import Store
from .copies import Reader, attach
from .passages import paragraph_texts


@dataclass(frozen=True)
class Outcome:
    """The result for one file: the document that it is a copy of ('' for none), and the passages not found in it."""

    path: Path
    words: str
    document: str = ""
    complaints: tuple[str, ...] = ()
    unreadable: bool = False


def known_documents(store: Store) -> dict[str, KnownDocument]:
    """Return, by document of the database, what its copies are recognised by."""
    return {
        d.slug: KnownDocument(d.hashes, [a for p in store.paragraphs(d.slug) for a in p.anchors])
        for d in store.documents()
    }


def attach_files(store: Store, paths: Sequence[Path]) -> Iterator[Outcome]:
    """Attach each file that is a copy of a document, and yield the result for each file."""
    known = known_documents(store)
    given = set(paths)
    for path in files_of(paths):
        try:
            found = recognise(path, known)
        except FilesError as error:
            # A folder may contain other files too, but a file that was given itself should be a copy.
            if path in given:
                yield Outcome(path, error.message, unreadable=True)
            else:
                yield Outcome(path, "not a document of this corpus")
            continue
        yield _attach(store, found) if found else Outcome(path, "not a document of this corpus")


def _attach(store: Store, found: Recognised) -> Outcome:
    attach(found, paragraph_texts(found.copy, store.paragraphs(found.document)))
    if found.known:
        return Outcome(found.path, f"{found.document}, a known copy", found.document)
    complaints = tuple(
        f"¶{number}: the passage cited by '{entry}' is not found"
        for number, anchor, entry in store.citation_anchors(found.document)
        if not contains(found.copy, anchor)
    )
    result = "every passage found" if not complaints else f"{len(complaints)} passages not found"
    return Outcome(found.path, f"{found.document}, another extraction; {result}", found.document, complaints)


def attached_copies(documents: Container[str]) -> dict[str, Recognised]:
    """Return the attached copies of `documents`, by document."""
    reader = Reader()
    copies = {}
    for attached in reader.attached():
        copy = reader.copy(attached.document) if attached.document in documents else None
        if copy:
            copies[attached.document] = Recognised(
                Path(attached.path), attached.document, copy, attached.sha256, attached.known, 0, 0
            )
    return copies
