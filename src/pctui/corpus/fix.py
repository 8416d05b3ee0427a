"""Brings a corpus up to date with the copies of its documents: anchors of an older form, and renumbered paragraphs.

Only the anchor or the number itself is replaced where it stands, so that comments, order and quoting stay as written.
"""

from __future__ import annotations

from bisect import bisect_right
from codecs import BOM_UTF8
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from ..kinds.registry import kind_of
from .anchors import Copy, Outcome, Span
from .loaded import Loaded
from .nodes import Node, records_in
from .parse import Place, lines_and_ends
from .verify import within


class Fix(NamedTuple):
    """One replacement in a file: that of the value at `path` of the record that starts on the line `first`.

    `subject` is an entry's slug, or `¶3 of 'report'`.
    """

    place: Place
    path: tuple[str | int, ...]
    subject: str
    old: str
    new: str

    def __str__(self) -> str:
        sign = "¶" if self.path[-1] == "paragraph" else ""
        at = f"{self.place.file}:{self.place.line(self.path)}"
        return f"{at}: {self.subject}: {sign}{self.old} is now {sign}{self.new}"


def fixes(loaded: Loaded, copies: Mapping[str, Copy]) -> Iterator[Fix]:
    """Yield what can be brought up to date: only where an anchor holds in exactly one place."""
    spans: dict[str, list[tuple[int, Span]]] = defaultdict(list)
    for key, paragraph in loaded.paragraphs.items():
        if copy := copies.get(paragraph.document):
            subject = f"¶{paragraph.number} of '{paragraph.document}'"
            for i, anchor in enumerate(paragraph.anchors):
                if span := copy.match(anchor).span:
                    spans[paragraph.document].append((paragraph.number, span))
                yield from _whole(loaded.paragraph_places[key], subject, ("anchors", i), anchor, copy)
    for slug, entry in loaded.entries.items():
        for path, citation in kind_of(entry).citations(entry):
            if copy := copies.get(citation.document):
                place, subject = loaded.places[slug], f"'{slug}'"
                number, anchors = citation.paragraph, citation.anchors
                yield from _number(place, subject, path, number, anchors, copy, spans[citation.document])
                for i, anchor in enumerate(anchors):
                    yield from _whole(place, subject, (*path, "anchors", i), anchor, copy)


def _whole(place: Place, subject: str, path: tuple[str | int, ...], anchor: str, copy: Copy) -> Iterator[Fix]:
    """Yield the replacement of an anchor without its fourth part."""
    match = copy.match(anchor)
    if match.edges_only and match.outcome is Outcome.HOLDS and match.span:
        whole = copy.anchor(match.span.first, match.span.last)
        yield Fix(place, path, subject, anchor, whole)


def _number(
    place: Place,
    subject: str,
    path: tuple[str | int, ...],
    number: int,
    anchors: list[str],
    copy: Copy,
    spans: list[tuple[int, Span]],
) -> Iterator[Fix]:
    """Yield the replacement of a citation's paragraph number, if all its passages are in another paragraph."""
    found = {_paragraph(copy, anchor, spans) for anchor in anchors}
    right = found.pop() if len(found) == 1 else None
    if right and right != number:
        yield Fix(place, (*path, "paragraph"), subject, str(number), str(right))


def _paragraph(copy: Copy, anchor: str, spans: list[tuple[int, Span]]) -> int | None:
    """Return the number of the paragraph that holds a passage; None if it is in none."""
    span = copy.match(anchor).span
    return next((number for number, whole in spans if span and within(span, [whole])), None)


class FixedFile(NamedTuple):
    """A file of the corpus before and after, and what was replaced in it."""

    name: str
    before: bytes
    after: bytes
    applied: list[Fix]


def fixed(folder: Path, found: list[Fix]) -> Iterator[FixedFile]:
    """Yield each file of the corpus in `folder` that changes. CorpusError if one cannot be read any more."""
    by_file: dict[str, list[Fix]] = defaultdict(list)
    for fix in found:
        by_file[fix.place.file].append(fix)
    for name, of_file in by_file.items():
        data = (folder / name).read_bytes()
        text = data.decode("utf-8-sig")
        records = _by_line(name, text)
        pieces, at, applied = [], 0, []
        placed = [(node, fix) for fix in of_file if (node := _value(records, fix)) is not None]
        for node, fix in sorted(placed, key=lambda item: item[0].start):
            pieces += [text[at : node.start], text[node.start : node.end].replace(fix.old, fix.new)]
            at = node.end
            applied.append(fix)
        if applied:
            mark = BOM_UTF8 if data.startswith(BOM_UTF8) else b""
            yield FixedFile(name, data, mark + "".join([*pieces, text[at:]]).encode(), applied)


def _by_line(name: str, text: str) -> dict[int, Node]:
    """Return the records of a file by the line on which each starts, from 1."""
    starts = [0, *accumulate(map(len, lines_and_ends(name, text)))][::2]
    return {bisect_right(starts, node.start): node for node in records_in(name, text).items or ()}


def _value(records: Mapping[int, Node], fix: Fix) -> Node | None:
    """Return where the value that is to be replaced stands; None if it is another by now."""
    record = records.get(fix.place.line())
    node = record.at(fix.path) if record else None
    return node if node is not None and str(node.data()) == fix.old else None
