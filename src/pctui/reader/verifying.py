"""Verifies a corpus against the copies that there are: those in a folder, or those that the reader has attached."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..corpus.copies import Recognised, copies_in
from ..corpus.loaded import Loaded
from ..corpus.verify import Verification, verify
from ..errors import FilesError
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
    reader = reader_of(loaded)
    other = reader.copy if documents is not None else reader.earlier
    others = {slug: copy for slug in loaded.documents if (copy := other(slug))}
    return verify(loaded, copies_of(loaded, documents, unread=unread), others)
