"""Reads copies of documents, and recognises them by their SHA-256 or by the anchors found in them."""

from __future__ import annotations

import hashlib
import stat
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from ..bounded import DOCUMENT, TooLarge
from ..convert import original
from ..convert.decoding import unicode_text
from ..convert.forms import HEAD, NoDocument, is_text
from ..errors import FilesError, from_os
from ..text import same_line_ends
from .anchors import Copy, Outcome, edges_of
from .file_hashes import hashes_of

_ACCEPTED = 0.25  # share of a document's anchors that must hold in a file for it to count as a copy
_EDITION = 0.9  # if fewer than this hold, the file may be another edition


@dataclass(frozen=True)
class KnownDocument:
    """What a corpus knows about one document: the SHA-256 of its copies and the anchors of its paragraphs."""

    hashes: Sequence[str]
    anchors: Sequence[str]


@dataclass(frozen=True)
class Recognised:
    """A file recognised as a copy of a document.

    `known` says that its SHA-256 is in the corpus; `found_count` of the anchors of its paragraphs hold in it, or are
    known to hold.
    """

    path: Path
    document: str
    copy: Copy
    sha256: str
    known: bool
    found_count: int
    anchors: int

    @property
    def other_edition(self) -> bool:
        """Whether so little of the document is in it that it may be another edition."""
        return not self.known and self.found_count < _EDITION * self.anchors


def read_text(path: Path, encoding: str | None = None) -> tuple[str, str]:
    """Return the text of a copy, with `\n` at the end of each line, and the SHA-256 of the file.

    A text in Unicode is taken as it is; any other document is converted, or a text in the `encoding` that was given.
    FilesError if it cannot be converted, or is no document.
    """
    try:
        if encoding is None and stat.S_ISREG(path.stat().st_mode):
            with path.open("rb") as file:
                data = file.read(HEAD)
                if is_text(data):
                    data += file.read(DOCUMENT + 1 - len(data))
                    if len(data) > DOCUMENT:
                        raise TooLarge(f"{path} is too large: it has more than {DOCUMENT:,} bytes")
                    if (text := unicode_text(data)) is not None:
                        return same_line_ends(text), hashlib.sha256(data).hexdigest()
    except OSError as error:
        raise from_os(error, "read", path) from error
    found = original(path, encoding)
    return found.converted.text(), found.sha256


def held(copy: Copy, known: KnownDocument) -> int:
    """Return how many of the anchors of a document hold in `copy`."""
    return sum(copy.match(anchor).outcome is Outcome.HOLDS for anchor in known.anchors)


def is_copy(copy: Copy, known: KnownDocument) -> bool:
    """Whether enough anchors of a document hold in `copy` for it to be a copy of this document, and of this edition."""
    return bool(known.anchors) and held(copy, known) >= _EDITION * len(known.anchors)


class Documents:
    """The documents of a corpus, of which files are recognised as copies: by their SHA-256, else by their anchors."""

    def __init__(self, known: Mapping[str, KnownDocument]) -> None:
        self._known = known
        self._by_hash = {sha256: slug for slug in reversed([*known]) for sha256 in known[slug].hashes}

    @cached_property
    def _by_edge(self) -> dict[int, list[tuple[str, int]]]:
        """By the hash of the first words of an anchor: its document, and the hash of its last words."""
        found: dict[int, list[tuple[str, int]]] = defaultdict(list)
        for slug, known in self._known.items():
            for anchor in known.anchors:
                if edges := edges_of(anchor):
                    found[edges[0]].append((slug, edges[1]))
        return found

    def recognise(self, path: Path, only: str = "", encoding: str | None = None) -> Recognised | None:
        """Return which document the file at `path` is a copy of; None if it is not a copy of any.

        If `only` one document is of interest: also None if it is surely no copy of that.

        Nothing but the SHA-256 of a known copy is looked at: every anchor of the document is known to hold in it. Any
        other file is compared with the documents of which enough anchors have both edges in it.
        """
        text, sha256 = read_text(path, encoding)
        copy = Copy(text)
        if slug := self._by_hash.get(sha256):
            anchors = len(self._known[slug].anchors)
            return Recognised(path, slug, copy, sha256, True, anchors, anchors)
        best: Recognised | None = None
        for slug in self._near(copy, only):
            known = self._known[slug]
            found = Recognised(path, slug, copy, sha256, False, held(copy, known), len(known.anchors))
            enough = found.found_count / len(known.anchors) >= _ACCEPTED
            if enough and (best is None or found.found_count > best.found_count):
                best = found
        return best

    def _near(self, copy: Copy, only: str) -> list[str]:
        """Return the documents of which enough anchors could hold in `copy`, in their order; none without `only`."""
        if not self._by_edge or (only and not self._could_be(copy, only)):
            return []
        firsts, lasts = copy.edges
        could = Counter(
            slug for first in self._by_edge.keys() & firsts for slug, last in self._by_edge[first] if last in lasts
        )
        return [slug for slug in self._known if slug in could and self._enough(slug, could[slug])]

    def _could_be(self, copy: Copy, slug: str) -> bool:
        """Whether enough anchors of a document could hold in `copy`."""
        known = self._known.get(slug)
        edges = [edges for anchor in (known.anchors if known else ()) if (edges := edges_of(anchor))]
        return bool(edges) and self._enough(slug, sum(copy.has_edges(first, last) for first, last in edges))

    def _enough(self, slug: str, anchors: int) -> bool:
        return anchors >= _ACCEPTED * len(self._known[slug].anchors)


def files_of(paths: Iterable[Path]) -> list[Path]:
    """Return the files in `paths`: a file as it is, the files of a folder sorted by name."""
    found: list[Path] = []
    for path in paths:
        try:
            if path.is_dir():
                found.extend(sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith(".")))
            else:
                found.append(path)
        except OSError as error:
            raise from_os(error, "read the documents in", path) from error
    return found


def copies_in(
    folder: Path,
    known: Mapping[str, KnownDocument],
    only: str = "",
    unread: Callable[[FilesError], None] = lambda _: None,
    recognise: Callable[[Path], Recognised | None] | None = None,
) -> dict[str, Recognised]:
    """Return the copies in `folder` by document; a copy of known SHA-256 is preferred to another extraction.

    If `only` one document is of interest, no more is looked at of files that cannot be copies of it. `unread` is called
    with what is wrong with each document that cannot be read; files that are no documents are passed over. `recognise`
    says what a file is a copy of, where that is known from before.
    """
    recognise = recognise or partial(Documents(known).recognise, only=only)
    found: dict[str, Recognised] = {}
    for path in _files_in(folder):
        try:
            copy = recognise(path)
        except NoDocument:
            continue  # the folder may contain other files too
        except FilesError as error:
            unread(error)
            continue
        if copy is None or only not in ("", copy.document):
            continue
        copy.copy.forget()  # of several copies, one index at a time is in memory
        other = found.get(copy.document)
        if other is None or (copy.known, copy.found_count) > (other.known, other.found_count):
            found[copy.document] = copy
    return found


def known_copy(folder: Path, document: str, known: KnownDocument) -> Recognised | None:
    """Return the first file in `folder` that is a known copy of a document; None if none is.

    Which files may be copies is known from their SHA-256; what is then read is hashed again.
    """
    documents = Documents({document: KnownDocument(known.hashes, ())})
    for path, sha256 in hashes_of(folder, _files_in(folder)):
        if sha256 in known.hashes:
            try:
                copy = documents.recognise(path)
            except FilesError:
                continue  # copies_in says so
            if copy and copy.known:
                return copy
    return None


def _files_in(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise FilesError(f"{folder} is not a folder", "Give the folder of your copies of the documents.")
    return files_of([folder])
