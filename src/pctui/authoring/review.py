"""The review of a corpus: each entry with the passages that it cites beside it, for somebody to compare the two."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from ..corpus.anchors import Copy, described
from ..corpus.loaded import Loaded
from ..corpus.loader import examine
from ..corpus.parse import Raw
from ..corpus.validate import record_of
from ..errors import CorpusError, Fault, FilesError, NotFound
from ..kinds.base import Citation, Entry
from ..kinds.registry import kind_of
from ..kinds.vocabulary import DRAFT, NOT_REVIEWED, REVIEWED
from ..model import Reference
from ..page import Block, Facts, Heading, Prose, Quote, Run
from ..reader.verifying import copies_of, reader_of, verified
from ..text import one_line, unwrap
from .changes import Changes
from .editing import record, replaced

_BESIDE = ("kind", "slug", "title", "summary", "status", "citations")  # shown otherwise


class Passage(NamedTuple):
    """A passage cited: where it is (`report-1912 ¶19, p. 11`), and its text, or why there is none."""

    place: str
    text: str
    found: bool


class Case(NamedTuple):
    """An entry to review: what it says besides its title and summary, what it cites, and what is wrong with it."""

    entry: Entry
    facts: tuple[tuple[str, str], ...]
    passages: tuple[Passage, ...]
    faults: tuple[str, ...]
    answer: str = ""  # the status that it was given since it was read

    @property
    def obstacle(self) -> str:
        """Why it cannot count as reviewed; '' if it can."""
        if not self.passages and not self.entry.sources:
            return "it cites nothing"
        if self.faults:
            return "it has faults"
        return "" if all(passage.found for passage in self.passages) else "a passage that it cites is not at hand"

    @property
    def refusal(self) -> str:
        """What is said where it is marked as reviewed, but cannot be; '' if it can."""
        return f"'{self.entry.slug}' cannot be marked as reviewed: {self.obstacle}" if self.obstacle else ""

    @property
    def reference(self) -> Reference:
        return Reference(self.entry.slug, kind_of(self.entry).name, self.entry.title)

    @property
    def status(self) -> str:
        return self.answer or self.entry.status or NOT_REVIEWED


class Queue:
    """The entries of a corpus to review, in the order of the files, as it was when it was read.

    Those that are reviewed already are left out unless `reviewed` is set, or they are among `slugs`; if `slugs` or
    `kinds` are given, so are all others.
    """

    def __init__(
        self,
        loaded: Loaded,
        copies: Mapping[str, Copy],
        faults: Sequence[Fault],
        slugs: Collection[str] = (),
        kinds: Collection[str] = (),
        reviewed: bool = False,
    ) -> None:
        self.notes = reader_of(loaded).notes
        self._loaded = loaded
        self._copies = copies
        self._faults = faults
        self.entries = [
            entry
            for slug, entry in loaded.entries.items()
            if (not slugs or slug in slugs)
            and (not kinds or kind_of(entry).name in kinds)
            and (entry.status != REVIEWED or reviewed or slug in slugs)
        ]

    def __len__(self) -> int:
        return len(self.entries)

    def case(self, number: int) -> Case:
        """Return an entry, by its number from 0, with its passages."""
        return _case(self._loaded, self.entries[number], self._copies, self._faults)

    def cases(self) -> Iterator[Case]:
        """Yield them one after the other."""
        return map(self.case, range(len(self)))


def queue_of(
    folder: Path,
    documents: Path | None = None,
    slugs: Collection[str] = (),
    kinds: Collection[str] = (),
    reviewed: bool = False,
) -> Queue:
    """Return what is to be reviewed in the corpus in `folder`: see `Queue`.

    The passages are those of the copies in the folder `documents`, or of the attached ones. CorpusError if the corpus
    has faults of form; NotFound if one of `slugs` is not in it.
    """
    loaded, unsound = examine(folder)
    if unsound:
        raise CorpusError(unsound, "Correct the corpus first.")
    if unknown := [slug for slug in slugs if slug not in loaded.entries]:
        raise NotFound(f"there is no entry '{unknown[0]}' in the corpus")
    copies = {slug: found.copy for slug, found in copies_of(loaded, documents).items()}
    faults = [fault for fault in verified(loaded, documents).faults if fault.line]
    return Queue(loaded, copies, faults, slugs, kinds, reviewed)


def _case(loaded: Loaded, entry: Entry, copies: Mapping[str, Copy], faults: Sequence[Fault]) -> Case:
    place = loaded.places[entry.slug]
    lines = {place.line(), *(place.lines or {}).values()}
    kind = kind_of(entry)
    labels = {part.key: part.field.label for part in kind.parts}
    facts = [
        (labels.get(key) or key.replace("_", " ").capitalize(), _words(value))
        for key, value in msgspec.to_builtins(entry).items()  # without what is as it would be without the key
        if key not in _BESIDE
    ]
    passages = [
        _passage(loaded, citation, anchor, copies)
        for _, citation in kind.citations(entry)
        for anchor in citation.anchors
    ]
    wrong = [fault.message for fault in faults if fault.file == place.file and fault.line in lines]
    return Case(entry, tuple(facts), tuple(dict.fromkeys(passages)), tuple(wrong))


def _words(value: Any) -> str:
    """Return a value as it is read, without citations."""
    match value:
        case list():
            return "; ".join(map(_words, value))
        case dict():
            return ", ".join(f"{key} {_words(item)}" for key, item in value.items() if key != "citations")
    return one_line(str(value)) if value is not True else "yes"


def _passage(loaded: Loaded, citation: Citation, anchor: str, copies: Mapping[str, Copy]) -> Passage:
    paragraph = loaded.paragraphs.get((citation.document, citation.paragraph))
    page = f", p. {paragraph.page}" if paragraph and paragraph.page else ""
    place = f"{citation.document} ¶{citation.paragraph}{page}"
    copy = copies.get(citation.document)
    if copy is None:
        return Passage(place, "no copy of the document: give --documents, or attach it", False)
    match = copy.match(anchor)
    if match.span is None:
        return Passage(place, f"the passage {described(match)}", False)
    return Passage(place, unwrap(copy.text, match.span.start, match.span.end)[0], True)


def head_blocks(case: Case, *said: str) -> list[Block]:
    """Return the title of an entry, and a line with its kind, its slug, its status and what else is said."""
    words = (*said, case.reference.kind, case.entry.slug, case.status)
    return [Heading(1, case.entry.title), Prose((Run(" · ".join(words), "muted"),))]


def statement_blocks(case: Case) -> list[Block]:
    """Return what an entry says."""
    blocks: list[Block] = [Prose((Run(case.entry.summary),))]
    if case.facts:
        blocks.append(Facts(tuple((name, (Run(text),)) for name, text in case.facts)))
    return blocks


def passage_blocks(case: Case) -> list[Block]:
    """Return the passages that an entry cites, and what is wrong with it."""
    blocks: list[Block] = []
    for passage in case.passages:
        blocks.append(Prose((Run(f"{passage.place}:", "strong"),)))
        blocks.append(Quote(passage.text) if passage.found else Prose((Run(passage.text, "warn"),)))
    return [*blocks, *(Prose((Run(f"Fault: {fault}", "warn"),)) for fault in case.faults)]


def decided(folder: Path, slug: str, reviewed: bool, shown: Entry | None = None) -> Changes:
    """Return the change that marks an entry as reviewed, or as a draft.

    FilesError if it is no longer what was `shown` to the person who decided.
    """
    now = record(folder, slug)
    if shown and record_of(Raw(slug, now, {(): 1}, {}), [])[0] != shown:
        raise FilesError(
            f"'{slug}' was changed in the meantime; it is left as it is", f"Look at it again: pctui review {slug}"
        )
    return replaced(folder, slug, {**now, "status": REVIEWED if reviewed else DRAFT})
