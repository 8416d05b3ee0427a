"""Attaches files: recognises which document each is a copy of, stores it, and reports the passages not found in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..convert.forms import NoDocument
from ..corpus.anchors import Copy, Outcome, described, difference_from
from ..corpus.copies import Documents, Recognised, files_of
from ..errors import ExitCode, FilesError
from ..queries.store import Store
from ..text import number_of
from .copies import Reader, known_documents
from .passages import paragraph_texts


@dataclass(frozen=True)
class Complaint:
    """A cited passage that does not hold in a copy; `difference` is '' if it is not known."""

    paragraph: int
    entry: str
    outcome: Outcome
    explanation: str
    difference: str

    def __str__(self) -> str:
        difference = f": {self.difference}" if self.difference else ""
        return f"¶{self.paragraph}: the passage cited by '{self.entry}' {self.explanation}{difference}"


@dataclass(frozen=True)
class Result:
    """The result for one file: the document that it is a copy of ('' for none), and what does not hold in it.

    `unreadable` is the exit code for a file that was given itself and cannot be read. `refused` says that a file may be
    another edition of the document, and was not attached; `hint`, what to do with one of a folder that cannot be read.
    """

    path: Path
    message: str
    document: str = ""
    complaints: tuple[Complaint, ...] = ()
    unreadable: ExitCode | None = None
    refused: bool = False
    hint: str = ""


def attach_files(
    store: Store,
    reader: Reader,
    paths: Sequence[Path],
    accept: Callable[[str], bool] = lambda _: False,
    encoding: str | None = None,
) -> Iterator[Result]:
    """Attach each file that is a copy of a document, and yield the result for each file.

    `accept` decides on a file that may be another edition, which its argument describes. `encoding` is that of files
    which do not say their own.
    """
    documents = Documents(known_documents(store))
    given = set(paths)
    for path in files_of(paths):
        try:
            found = documents.recognise(path, encoding=encoding)
        except FilesError as error:
            # A folder may contain other files too, but a file that was given itself should be a copy.
            if path in given:
                yield Result(path, f"{error.message}. {error.hint}".removesuffix(" "), unreadable=error.exit_code)
            elif isinstance(error, NoDocument):
                yield Result(path, "not a document of this corpus")
            else:
                yield Result(path, error.message.removeprefix(str(path)).lstrip(": "), hint=error.hint)
            continue
        if found is None:
            yield Result(path, "not a document of this corpus")
        elif found.other_edition and not accept(f"{path}: {share(found)}"):
            yield Result(path, f"{share(found)} Not attached", found.document, refused=True)
        else:
            yield _attach(store, reader, found)


def share(found: Recognised) -> str:
    """Return how much of its document a file holds: `constitution: 42 of 63 paragraphs hold: another edition?`."""
    return f"{found.document}: {found.found_count} of {found.anchors} paragraphs hold: another edition?"


def _attach(store: Store, reader: Reader, found: Recognised) -> Result:
    reader.attach(found, paragraph_texts(found.copy, store.paragraphs(found.document)))
    if found.known:
        return Result(found.path, f"{found.document}, a known copy", found.document)
    complaints = tuple(_complaints(store, found, reader.earlier(found.document)))
    message = f"{found.document}, another extraction; every passage holds"
    if complaints:
        lost = number_of(len(complaints), "cited passage")
        message = f"{found.document}, another extraction; {lost} {'does' if len(complaints) == 1 else 'do'} not hold"
    return Result(found.path, message, found.document, complaints)


def _complaints(store: Store, found: Recognised, earlier: Copy | None) -> Iterator[Complaint]:
    for number, anchor, entry in store.citation_anchors(found.document):
        match = found.copy.match(anchor)
        if match.outcome is not Outcome.HOLDS:
            difference = difference_from(anchor, found.copy, earlier)
            yield Complaint(number, entry, match.outcome, described(match), difference)


def attached_copies(reader: Reader) -> dict[str, Recognised]:
    """Return the copies attached to a corpus, by document."""
    return {
        found.document: Recognised(Path(found.path), found.document, copy, found.sha256, found.known, 0, 0)
        for found, copy in reader.copies()
    }
