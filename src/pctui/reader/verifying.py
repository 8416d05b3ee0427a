"""Verifies a corpus against the copies that there are: those in a folder, or those that the reader has attached."""

from __future__ import annotations

from pathlib import Path

from ..corpus.copies import Recognised, copies_in
from ..corpus.loaded import Loaded
from ..corpus.verify import Verification, verify
from .attach import attached_copies
from .copies import Reader


def copies_of(loaded: Loaded, documents: Path | None, only: str = "") -> dict[str, Recognised]:
    """Return the copies to search, by document: those in a folder, or the attached ones; if given, `only` one's."""
    if documents is not None:
        return copies_in(documents, loaded.known(), only)
    return attached_copies(reader_of(loaded))


def reader_of(loaded: Loaded) -> Reader:
    """Return the reader's file as the corpus sees it."""
    return Reader(loaded.corpus.slug if loaded.corpus else "", loaded.known)


def verified(loaded: Loaded, documents: Path | None) -> Verification:
    """Verify a corpus; a passage that reads otherwise is compared with the attached copy, or with an earlier one."""
    reader = reader_of(loaded)
    other = reader.copy if documents is not None else reader.earlier
    others = {slug: copy for slug in loaded.documents if (copy := other(slug))}
    return verify(loaded, copies_of(loaded, documents), others)
