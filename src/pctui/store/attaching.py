"""Attaches files: tells which document each is a copy of, keeps it, and tells what does not hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ..corpus.copies import Known, files_of, holds, recognise
from ..errors import FilesError
from .passages import paragraph_texts
from .queries import Store
from .reader import attach


def known_documents(store: Store) -> dict[str, Known]:
    """What copies of the database's documents are recognised by."""
    return {
        d.slug: Known(d.hashes, [a for p in store.paragraphs(d.slug) for a in p.anchors]) for d in store.documents()
    }


def attach_files(store: Store, paths: Sequence[Path]) -> Iterator[tuple[Path, str, list[str]]]:
    """Attach each file; yield it with what it was taken for and, passage by passage, what does not hold."""
    known = known_documents(store)
    named = set(paths)
    for path in files_of(paths):
        try:
            found = recognise(path, known)
        except FilesError as error:
            if path in named:
                raise
            yield path, f"no document of this corpus: {error.message}", []
            continue
        if found is None:
            yield path, "no document of this corpus", []
            continue
        paragraphs = store.paragraphs(found.document)
        attach(found, paragraph_texts(found.copy, paragraphs))
        complaints = []
        if not found.known:
            complaints = [
                f"¶{number}: the passage cited by '{entry}' is not found"
                for number, anchor, entry in store.citation_anchors(found.document)
                if not holds(found.copy, anchor)
            ]
        kind = "a known copy" if found.known else f"another extraction; {len(complaints)} passages do not hold"
        yield path, f"{found.document}, {kind}", complaints
