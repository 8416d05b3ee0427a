"""Verifies a corpus against the copies that there are: those in a folder, or those that the reader has attached."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..corpus.anchors import Copy
from ..corpus.copies import Documents, KnownDocument, Recognised, copies_in
from ..corpus.loaded import Loaded
from ..corpus.unchanged import Unchanged
from ..corpus.verify import Sound, Verification, verify
from ..errors import FilesError, from_os
from .attach import attached_copies
from .copies import Reader

Unread = Callable[[FilesError], None]  # is called with what is wrong with a document that cannot be read


def copies_of(
    loaded: Loaded, documents: Path | None, only: str = "", unread: Unread = lambda _: None
) -> dict[str, Recognised]:
    """Return the copies to search, by document: those in a folder, or the attached ones; if given, `only` one's."""
    if documents is not None:
        return copies_in(documents, loaded.known(), only, unread)
    return attached_copies(reader_of(loaded))


def reader_of(loaded: Loaded) -> Reader:
    """Return the reader's file as the corpus sees it."""
    return Reader(loaded.corpus.slug if loaded.corpus else "", loaded.known)


def verified(loaded: Loaded, documents: Path | None, unread: Unread = lambda _: None) -> Verification:
    """Verify a corpus; a passage that reads otherwise is compared with the attached copy, or with an earlier one."""
    return verify(loaded, copies_of(loaded, documents, unread=unread), _others(loaded, documents))


def _others(loaded: Loaded, documents: Path | None) -> dict[str, Copy]:
    reader = reader_of(loaded)
    if documents is None:
        return reader.all_earlier()
    return {found.document: copy for found, copy in reader.copies()}


class Verifier:
    """Verifies one corpus again and again: what has not changed since is neither read nor looked up again.

    `documents` is the folder of the copies, None for the attached ones.
    """

    def __init__(self, documents: Path | None) -> None:
        self._documents = documents
        self._sound = Sound()
        self._known: dict[str, KnownDocument] = {}
        self._files: Unchanged[Recognised | None] | None = None

    def verified(self, loaded: Loaded) -> Verification:
        """Verify the corpus as it is now: see `verified`."""
        return verify(loaded, self._copies(loaded), _others(loaded, self._documents), self._sound)

    def _copies(self, loaded: Loaded) -> dict[str, Recognised]:
        if self._documents is None:
            return copies_of(loaded, None)
        known = loaded.known()
        if self._files is None or known != self._known:  # a file may be a copy of another document now
            self._known, self._files = known, Unchanged(self._documents)
        documents, files = Documents(known), self._files

        def recognise(path: Path) -> Recognised | None:
            try:
                return files.of(path.name, lambda: (documents.recognise(path), True))
            except OSError as error:
                raise from_os(error, "read", path) from error

        return copies_in(self._documents, known, recognise=recognise)
