"""Adds documents to a corpus: each is converted, cut, described, written, and attached as the reader's own copy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from ..convert import original
from ..convert.model import Converted, Role
from ..corpus.anchors import JOIN_PARAGRAPHS, NO_PARAGRAPH, Copy, edges_of
from ..corpus.copies import KnownDocument, Recognised, held
from ..corpus.loaded import Loaded
from ..errors import ExitCode, FilesError, UsageError
from ..kinds.slug import checked_slug
from ..reader.copies import Reader
from ..restricted import allow_writing
from ..text import unwrap
from . import changes, editing
from .bibliographies import Work
from .cutting import Cut, cut
from .document_record import Described, describe, slug_for, unproved
from .matching import match

_EDITION = 0.5  # the share of a document's paragraphs that another edition of it has, at least
_TITLE_WORDS = 20  # of a first line that may be a title
_SAME = 0.95  # the share that the same document has in another format


class Added(NamedTuple):
    """What became of a file: `slug` is its document; '' if nothing was added, for the reason in `message`.

    `matched` says which work of a bibliography it is and how that was found; `doubts` are for the person to look at.
    """

    file: Path
    slug: str
    code: ExitCode = ExitCode.OK
    message: str = ""
    hint: str = ""
    pages: int = 0
    paragraphs: int = 0
    sections: int = 0
    left_out: Mapping[str, int] = {}
    matched: str = ""
    supplied: Sequence[str] = ()
    missing: Sequence[str] = ()
    doubts: Sequence[str] = ()


class Prepared(NamedTuple):
    """A file as it is to be added: `records` are those of the document and its paragraphs, `copy` has its text."""

    file: Path
    slug: str
    document: Converted
    copy: Copy
    sha256: str
    cut: Cut
    described: Described
    matched: str
    doubts: Sequence[str]

    @property
    def records(self) -> list[dict[str, Any]]:
        """The record of the document, which cites the paragraph with its title, and those of its paragraphs."""
        return _records(self.described.record, self.cut, self.copy)

    @property
    def anchors(self) -> list[str]:
        """The anchors of its paragraphs, one each."""
        return [anchor for paragraph in self.cut.paragraphs for anchor in paragraph["anchors"]]


class Intake:
    """Adds files to one corpus, one after the other: each sees those before it."""

    def __init__(
        self,
        folder: Path,
        loaded: Loaded,
        works: Sequence[Work] = (),
        *,
        language: str = "",
        dry_run: bool = False,
    ) -> None:
        self.folder = folder
        self.language = language  # of documents that do not say theirs
        self.works = works
        self.dry_run = dry_run
        self.slugs = set(loaded.entries)
        self.used: dict[str, str] = {}  # the document of each work, by where that is
        self.labels = {document.label for document in loaded.documents.values()}
        self.known = dict(loaded.known())
        self.reader = Reader(loaded.corpus.slug if loaded.corpus else "", lambda: self.known)

    def add(self, file: Path, slug: str = "", encoding: str | None = None) -> Added:
        """Add a file as a document; what cannot be read or is there already is said, and adds nothing."""
        allow_writing()
        try:
            found = original(file, encoding)
        except (FilesError, UsageError) as error:
            return Added(file, "", error.exit_code, error.message, error.hint)
        document = found.converted
        copy = Copy(document.text())
        if there := self._there(file, copy, found.sha256, slug):
            return there
        prepared = self.prepare(file, slug, document, copy, found.sha256)
        if isinstance(prepared, Added):
            return prepared
        try:
            return self._add(prepared)
        except (FilesError, UsageError) as error:  # somebody else writes the corpus: other files can still be added
            return Added(file, "", error.exit_code, f"{file}: {error.message}", error.hint)

    def _there(self, file: Path, copy: Copy, sha256: str, slug: str) -> Added | None:
        """Return what is to be said of a file that is in the corpus already, or another edition of what is."""
        if there := self.there(file, copy, sha256):
            return there
        if slug:
            return None
        return self._edition(file, copy)

    def there(self, file: Path, copy: Copy, sha256: str) -> Added | None:
        """Return what is to be said of a file that is in the corpus already, which is attached if it was not."""
        for name, known in self.known.items():
            if sha256 in known.hashes:
                said = f"is in the corpus already, as '{name}'"
                if not self.dry_run and self.reader.copy(name) is None:
                    self._attach(file, name, copy, sha256, known.anchors)
                    said += ", and is attached now"
                return Added(file, "", ExitCode.OK, said)
        return None

    def _edition(self, file: Path, copy: Copy) -> Added | None:
        """Return what is to be said of another edition, or another form, of a document of the corpus."""
        starts, ends = copy.edges
        for name, known in self.known.items():
            anchors = [each for each in known.anchors if (of := edges_of(each)) and of[0] in starts and of[1] in ends]
            if not known.anchors or len(anchors) < _EDITION * len(known.anchors):
                continue
            count = held(copy, KnownDocument((), anchors))
            if count < _EDITION * len(known.anchors):
                continue
            share = f"{count} of {len(known.anchors)} paragraphs of '{name}' hold in it"
            beside = f"To add it as a document of its own, give it a slug: --slug {name}-2"
            if count >= _SAME * len(known.anchors):
                return Added(
                    file,
                    "",
                    ExitCode.EDITION,
                    f"is '{name}' in another form: {share}",
                    f"Attach it as a copy: pctui attach FILE. {beside}",
                )
            return Added(file, "", ExitCode.EDITION, f"is another edition: {share}", f"{beside}.")
        return None

    def prepare(self, file: Path, slug: str, document: Converted, copy: Copy, sha256: str) -> Prepared | Added:
        """Return a document as it is to be added, with a slug if none is given; or why it cannot be."""
        found = match(document, file.stem, self.works)
        printed, title_doubt = document.found, ""
        printed = printed if printed.language else replace(printed, language=self.language)
        if not (found.work or printed.title):
            first = _first_line(document)
            printed = replace(printed, title=first)
            taken = "its first line" if first else "the name of the file"
            title_doubt = f"its title is taken to be {taken}; check that this is right"
        slug = slug or slug_for(found.work, printed, file.stem, self.slugs)
        title = (found.work.csl.title if found.work else None) or printed.title
        parts = cut(slug, document, copy, title)
        if not parts.paragraphs:
            return Added(file, "", ExitCode.FILES, NO_PARAGRAPH, JOIN_PARAGRAPHS)
        described = describe(slug, file, sha256, found.work, printed, copy, self.labels)
        where = f"{found.work.where}, {found.how}" if found.work else found.how
        doubts = [*document.doubts, *filter(None, [title_doubt])]
        if found.work and (other := self.used.setdefault(found.work.where, slug)) != slug:
            doubts.append(f"it has the same record as '{other}'; check whether it is the same document in another form")
        return Prepared(file, slug, document, copy, sha256, parts, described, where, doubts)

    def _add(self, new: Prepared) -> Added:
        if not self.dry_run:
            changes.apply(editing.added(self.folder, new.records), schema=False)  # once, after the last file
        self.slugs.add(new.slug)
        self.labels.add(str(new.described.record["label"]))
        self.known[new.slug] = KnownDocument([new.sha256], new.anchors)
        if not self.dry_run:
            self.attach(new)
        return Added(
            new.file,
            new.slug,
            pages=new.document.pages,
            paragraphs=len(new.cut.paragraphs),
            sections=len(new.cut.sections),
            left_out=Counter(new.document.left_out) + new.cut.left_out,
            matched=new.matched,
            supplied=new.described.supplied,
            missing=new.described.missing,
            doubts=new.doubts,
        )

    def attach(self, new: Prepared) -> None:
        """Keep the text of a document that was added as the reader's copy."""
        self._attach(new.file, new.slug, new.copy, new.sha256, new.anchors)

    def _attach(self, file: Path, slug: str, copy: Copy, sha256: str, anchors: Sequence[str]) -> None:
        """Keep the text as the reader's copy; a paragraph is one anchor."""
        spans = [(number, copy.match(anchor).span) for number, anchor in enumerate(anchors, 1)]
        texts = [(number, unwrap(copy.text, span.start, span.end)[0]) for number, span in spans if span]
        recognised = Recognised(file, slug, copy, sha256, True, len(anchors), len(anchors))
        self.reader.attach(recognised, texts)


def free_slug_of(slug: str, loaded: Loaded) -> str:
    """Return a slug that was given for a document; UsageError if it is none, or is taken."""
    slug = checked_slug(slug)
    if slug in loaded.entries:
        place = loaded.places[slug]
        raise UsageError(f"the slug '{slug}' is taken, at {place.file}:{place.line()}", "Give another.")
    return slug


def _first_line(document: Converted) -> str:
    """Return the first heading of a document, if it begins with one, or its first line, if that may be its title."""
    heading = next((block for block in document.blocks[:5] if block.role is Role.HEADING), None)
    first = heading or next(iter(document.blocks), None)
    if first is None or len(first.text.split()) > _TITLE_WORDS or first.text.rstrip().endswith((".", ";", ",")):
        return ""
    return first.text


def _records(record: Mapping[str, Any], parts: Cut, copy: Copy) -> list[dict[str, Any]]:
    """Return the record of a document, which cites the paragraph with its title, and those of its paragraphs."""
    number = parts.title or 1
    anchors = parts.paragraphs[number - 1]["anchors"]
    cited = {"document": record["slug"], "paragraph": number, "anchors": anchors}
    passage = " ".join(copy.passage(copy.find(anchor)) for anchor in anchors)
    whole = dict(record)
    if parts.sections:
        whole["sections"] = parts.sections
    if derived := unproved(record, passage):
        whole["derived"] = derived
    return [{**whole, "citations": [cited]}, *parts.paragraphs]
