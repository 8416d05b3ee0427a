"""Checks a corpus and builds its database from it, again and again while somebody writes it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ..corpus.kept_records import KeptRecords
from ..corpus.loaded import Loaded
from ..database.build import seed
from ..errors import CorpusError, Fault
from ..reader.verifying import Verifier


class Rebuilt(NamedTuple):
    """What came of it: how many entries and documents the new database has; or the faults, and the old one stays.

    `without_copy` are the documents that could not be searched, so that what cites them is not verified.
    """

    faults: tuple[Fault, ...]
    entries: int = 0
    documents: int = 0
    without_copy: tuple[str, ...] = ()


class Rebuilding:
    """Checks the corpus in a folder, and builds `database` from it if it has no faults, whenever that is asked for.

    It is verified against the copies in the folder `documents`, or the attached ones; of a document without a copy,
    only the format is checked. Only what has changed since the last time is read and verified; the outcome is that of
    a check and a build from nothing.
    """

    def __init__(self, corpus: Path, database: Path, documents: Path | None = None) -> None:
        self._corpus = corpus
        self._database = database
        self._verifier = Verifier(documents)
        self.before = KeptRecords(corpus, again=True)

    def rebuild(self) -> Rebuilt:
        """Check and build. FilesError if something cannot be read or written, or if the corpus is changed meanwhile."""
        missing: list[str] = []

        def verify(loaded: Loaded) -> list[Fault]:
            verification = self._verifier.verified(loaded)
            missing.extend(found.document for found in verification.documents if found.copy is None)
            return verification.faults

        try:
            seeded = seed(self._corpus, self._database, verify, self.before, silent=True)
        except CorpusError as error:
            return Rebuilt(tuple(error.faults), without_copy=tuple(missing))
        return Rebuilt((), seeded.entries, seeded.documents, tuple(missing))

    def build(self) -> None:
        """Build, whatever does not hold in the copies; CorpusError if it cannot be built."""
        seed(self._corpus, self._database, before=self.before, silent=True)
