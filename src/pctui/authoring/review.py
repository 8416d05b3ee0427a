"""The review of a corpus: each entry with the passages that it cites beside it, for somebody to compare the two."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from ..corpus.anchors import Copy, described
from ..corpus.loaded import Loaded
from ..corpus.parse import Raw
from ..corpus.validate import record_of
from ..errors import Fault, FilesError
from ..kinds.base import Citation, Entry
from ..kinds.registry import kind_of
from ..kinds.vocabulary import DRAFT, NOT_REVIEWED, REVIEWED
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

    @property
    def obstacle(self) -> str:
        """Why it cannot count as reviewed; '' if it can."""
        if not self.passages and not self.entry.sources:
            return "it cites nothing"
        if self.faults:
            return "it has faults"
        return "" if all(passage.found for passage in self.passages) else "a passage that it cites is not at hand"

    @property
    def status(self) -> str:
        return self.entry.status or NOT_REVIEWED


def cases(
    loaded: Loaded,
    copies: Mapping[str, Copy],
    faults: Sequence[Fault],
    slugs: Collection[str] = (),
    kinds: Collection[str] = (),
    reviewed: bool = False,
) -> Iterator[Case]:
    """Yield the entries to review in the order of the files: those of `slugs` and of `kinds`, if any are given.

    Those that are reviewed already are left out unless `reviewed` is set, or they are named.
    """
    for slug, entry in loaded.entries.items():
        meant = (not slugs or slug in slugs) and (not kinds or kind_of(entry).name in kinds)
        if meant and (entry.status != REVIEWED or reviewed or slug in slugs):
            yield _case(loaded, entry, copies, faults)


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
