"""Attaches files: recognises which document each is a copy of, stores it, and reports the passages not found in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..corpus.anchors import Copy, Outcome, described, difference_from
from ..corpus.copies import KnownDocument, Recognised, files_of, recognise
from ..errors import FilesError
from ..queries.store import Store
from .copies import Reader, known_documents
from .passages import paragraph_texts


@dataclass(frozen=True)
class Lost:
    """A cited passage that does not hold in a copy; `difference` is '' if it is not known."""

    paragraph: int
    entry: str
    outcome: Outcome
    explanation: str
    difference: str


@dataclass(frozen=True)
class Result:
    """The result for one file: the document that it is a copy of ('' for none), and the passages that do not hold.

    `refused` says that it may be another edition of the document, and was not attached.
    """

    path: Path
    message: str
    document: str = ""
    passages: tuple[Lost, ...] = ()
    unreadable: bool = False
    refused: bool = False

    @property
    def complaints(self) -> Iterator[str]:
        """The passages that do not hold, a sentence each."""
        for lost in self.passages:
            difference = f": {lost.difference}" if lost.difference else ""
            yield f"¶{lost.paragraph}: the passage cited by '{lost.entry}' {lost.explanation}{difference}"


def attach_files(
    store: Store, reader: Reader, paths: Sequence[Path], accept: Callable[[str], bool] = lambda _: False
) -> Iterator[Result]:
    """Attach each file that is a copy of a document, and yield the result for each file.

    `accept` decides on a file that may be another edition, which its argument describes.
    """
    known = known_documents(store)
    given = set(paths)
    for path in files_of(paths):
        try:
            found = recognise(path, known)
        except FilesError as error:
            # A folder may contain other files too, but a file that was given itself should be a copy.
            if path in given:
                yield Result(path, error.message, unreadable=True)
            else:
                yield Result(path, "not a document of this corpus")
            continue
        if found is None:
            yield Result(path, "not a document of this corpus")
        elif found.other_edition and not accept(f"{path}: {share(found)}"):
            yield Result(path, f"{share(found)}; not attached", found.document, refused=True)
        else:
            yield _attach(store, reader, found)


def share(found: Recognised) -> str:
    """Return how much of its document a file holds: `constitution: 42 of 63 paragraphs hold: another edition?`."""
    return f"{found.document}: {found.found_count} of {found.anchors} paragraphs hold: another edition?"


def _attach(store: Store, reader: Reader, found: Recognised) -> Result:
    earlier = reader.copy(found.document)
    reader.attach(found, paragraph_texts(found.copy, store.paragraphs(found.document)))
    if found.known:
        return Result(found.path, f"{found.document}, a known copy", found.document)
    lost = tuple(_lost(store, found, earlier))
    message = f"{found.document}, another extraction; every passage holds"
    if lost:
        message = f"{found.document}, another extraction; {len(lost)} cited passages do not hold"
    return Result(found.path, message, found.document, lost)


def _lost(store: Store, found: Recognised, earlier: Copy | None) -> Iterator[Lost]:
    for number, anchor, entry in store.citation_anchors(found.document):
        match = found.copy.match(anchor)
        if match.outcome is not Outcome.HOLDS:
            difference = difference_from(anchor, found.copy, [earlier] if earlier else [])
            yield Lost(number, entry, match.outcome, described(match), difference)


def attached_copies(corpus: str, known: Mapping[str, KnownDocument]) -> dict[str, Recognised]:
    """Return the copies attached to a corpus by document; `known` is what its documents are recognised by."""
    reader = Reader(corpus, lambda: known)
    copies = {}
    for attached in reader.attached():
        copy = reader.copy(attached.document) if attached.document in known else None
        if copy:
            copies[attached.document] = Recognised(
                Path(attached.path), attached.document, copy, attached.sha256, attached.known, 0, 0
            )
    return copies
