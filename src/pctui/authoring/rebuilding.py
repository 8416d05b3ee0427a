"""Checks a corpus and builds its database from it, again and again while somebody writes it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ..corpus.kept_records import KeptRecords
from ..corpus.loaded import Loaded
from ..database.build import seed
from ..errors import CorpusError, Fault
from ..reader.verifying import verified


class Rebuilt(NamedTuple):
    """What came of it: how many entries and documents the new database has; or the faults, and the old one stays.

    `without_copy` are the documents that could not be searched, so that what cites them is not verified.
    """

    faults: tuple[Fault, ...]
    entries: int = 0
    documents: int = 0
    without_copy: tuple[str, ...] = ()


def rebuild(corpus: Path, database: Path, documents: Path | None = None, before: KeptRecords | None = None) -> Rebuilt:
    """Check the corpus in a folder, and build `database` from it if it has no faults.

    It is verified against the copies in the folder `documents`, or the attached ones; of a document without a copy,
    only the format is checked. Who calls it again and again gives the same `before` each time, so that only what has
    changed is parsed. FilesError if something cannot be read or written, or if the corpus is changed meanwhile.
    """
    missing: list[str] = []

    def verify(loaded: Loaded) -> list[Fault]:
        verification = verified(loaded, documents)
        missing.extend(found.document for found in verification.documents if found.copy is None)
        return verification.faults

    try:
        seeded = seed(corpus, database, verify, before, silent=True)
    except CorpusError as error:
        return Rebuilt(tuple(error.faults), without_copy=tuple(missing))
    return Rebuilt((), seeded.entries, seeded.documents, tuple(missing))
