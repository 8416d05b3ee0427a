"""A new edition of a document: what becomes of each passage that is cited in the old one, and the citations moved.

Both editions stay, and the new one supersedes the old. Nothing is guessed: a passage is found by its anchor, or it is
found to read otherwise, or it is gone.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from ..corpus.anchors import Copy, Outcome, Span, difference_from, word_diff
from ..corpus.loaded import Loaded
from ..errors import FilesError, UsageError
from ..kinds.base import Citation
from ..kinds.registry import kind_of
from ..kinds.vocabulary import DRAFT
from . import editing
from .adding import Prepared
from .changes import Changes

Path_ = tuple[str | int, ...]
_ALIKE = 0.6  # the share of a passage's words that the paragraph most like it has, at least


class Fate(StrEnum):
    """What became of a passage in a new edition."""

    HELD = "held"  # the same words, in the paragraph of the same number
    MOVED = "moved"  # the same words, in another paragraph
    OTHERWISE = "reads otherwise"
    GONE = "gone"


class Cited(NamedTuple):
    """A citation of the old edition: the entry and the path in its record, and what became of its passages.

    `paragraphs` has, for each anchor, the paragraph of the new edition and the anchor there; None if it is gone from
    it. `difference` is a word diff of what reads otherwise, or is gone: that from `nearest`, the paragraph most
    like it, for a person to compare. Both are empty if the old text is not at hand.
    """

    entry: str
    path: Path_
    citation: Citation
    fate: Fate
    paragraphs: tuple[tuple[int, str] | None, ...]
    difference: str
    nearest: int | None = None

    @property
    def can_move(self) -> bool:
        return self.fate is not Fate.GONE

    def moved(self, document: str) -> list[dict[str, Any]]:
        """Return the citation in the new edition: one for each paragraph that its passages are in."""
        by_paragraph: dict[int, list[str]] = {}
        for found in self.paragraphs:
            if found:
                by_paragraph.setdefault(found[0], []).append(found[1])
        return [
            {"document": document, "paragraph": number, "anchors": anchors} for number, anchors in by_paragraph.items()
        ]


def compared(loaded: Loaded, document: str, old: Copy | None, new: Prepared) -> Iterator[Cited]:
    """Yield what became of each citation of a document, but for those of its own record."""
    spans = [
        (paragraph["number"], span)
        for paragraph in new.cut.paragraphs
        for anchor in paragraph["anchors"]
        if (span := new.copy.match(anchor).span)
    ]
    for slug, entry in loaded.entries.items():
        if slug == document:
            continue
        for path, citation in kind_of(entry).citations(entry):
            if citation.document == document:
                yield _compared(slug, path, citation, old, new.copy, spans)


def _compared(
    slug: str, path: Path_, citation: Citation, old: Copy | None, new: Copy, spans: Sequence[tuple[int, Span]]
) -> Cited:
    found: list[tuple[int, str] | None] = []
    fates = [Fate.HELD]
    differences = []
    nearest: int | None = None
    for anchor in citation.anchors:
        match = new.match(anchor)
        number = next(
            (n for n, p in spans if match.span and p.first <= match.span.first <= match.span.last <= p.last), 0
        )
        if match.span is None or not number:
            found.append(None)
            fates.append(Fate.GONE)
            nearest, difference = _nearest(anchor, new, old, spans)
            differences.append(difference)
        elif match.outcome is Outcome.HOLDS:
            found.append((number, anchor))
            fates.append(Fate.HELD if number == citation.paragraph else Fate.MOVED)
        else:
            found.append((number, new.anchor(match.span.first, match.span.last)))
            fates.append(Fate.OTHERWISE)
            differences.append(difference_from(anchor, new, old))
    worst = max(fates, key=list(Fate).index)
    return Cited(slug, path, citation, worst, tuple(found), "; ".join(filter(None, differences)), nearest)


def _nearest(anchor: str, new: Copy, old: Copy | None, spans: Sequence[tuple[int, Span]]) -> tuple[int | None, str]:
    """Return the paragraph of the new edition that has most of the words of a passage, and how it differs from it."""
    match = old.match(anchor) if old else None
    if old is None or match is None or match.span is None:
        return None, ""
    counted_words = Counter(word.text for word in old.words[match.span.first : match.span.last])
    shares = [
        (
            sum((counted_words & Counter(word.text for word in new.words[span.first : span.last])).values()),
            -number,
            span,
        )
        for number, span in spans
    ]
    share, number, span = max(shares, default=(0, 0, None))
    if span is None or share < _ALIKE * counted_words.total():
        return None, ""
    return -number, word_diff(old.passage(match.span), new.passage(span))


def updated(folder: Path, document: str, new: Prepared, moved: Iterable[Cited]) -> Changes:
    """Return the change that adds the new edition and moves these citations to it.

    An entry whose passage reads otherwise becomes a draft, until somebody has read it again.
    """
    records: dict[str, dict[str, Any]] = {}
    # The last of a list first, since one citation may become several.
    for cited in sorted(moved, key=lambda each: (each.entry, *map(_sortable, each.path)), reverse=True):
        if not cited.can_move:
            raise UsageError(
                f"the passage cited by '{cited.entry}' is gone from the new edition", "Keep it on the old."
            )
        record = records.setdefault(cited.entry, copy.deepcopy(editing.record(folder, cited.entry)))
        place: Any = record
        for step in cited.path[:-1]:
            place = _at(place, step)
        index = int(cited.path[-1])
        _expect(cited, place, index)
        place[index : index + 1] = cited.moved(new.slug)
        if cited.fate is Fate.OTHERWISE:
            record["status"] = DRAFT
    edition, *paragraphs = new.records
    links = [*edition.get("links", []), {"type": "supersedes", "to": document}]
    files = editing.added(folder, [{**edition, "links": links}, *paragraphs]).files
    return Changes(folder, (*files, *editing.all_replaced(folder, records).files))


def _at(place: Any, step: str | int) -> Any:
    """Return what a step of a path leads to; None if there is nothing: somebody else may have changed the record."""
    try:
        return place[step]
    except (KeyError, IndexError, TypeError):
        return None


def _expect(cited: Cited, place: Any, index: int) -> None:
    """Raise FilesError if a citation is no longer where it was when it was compared."""
    found, citation = _at(place, index), cited.citation
    match found:
        case {"document": citation.document, "paragraph": citation.paragraph, "anchors": [*anchors]}:
            if anchors == list(citation.anchors):
                return
    raise FilesError(
        f"the citations of '{cited.entry}' were changed in the meantime; nothing was written",
        "Repeat the command: it compares them again.",
    )


def _sortable(step: str | int) -> tuple[int, str]:
    return (step, "") if isinstance(step, int) else (-1, step)


def counted(found: Sequence[Cited]) -> Mapping[Fate, int]:
    """Return how many citations have each fate."""
    return {fate: sum(each.fate is fate for each in found) for fate in Fate}
