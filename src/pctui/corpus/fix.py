"""Brings a corpus up to date with the copies of its documents: anchors of an older form, and renumbered paragraphs.

Only the anchor or the number itself is replaced in its line, so that comments, order and quoting stay as written.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from ..kinds.registry import kind_of
from .anchors import Copy, Outcome, Span
from .loaded import Loaded
from .parse import Place, lines_and_ends
from .verify import within


class Fix(NamedTuple):
    """One replacement in a file of the corpus; `subject` is an entry's slug, or `¶3 of 'report'`."""

    file: str
    line: int
    subject: str
    pattern: re.Pattern[str]
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.subject}: {self.old} is now {self.new}"

    def apply(self, line: str) -> str:
        """Return the line with the first match replaced; unchanged if there is none, as in a value over two lines."""
        return self.pattern.sub(self.new.removeprefix("¶"), line, count=1)


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
                yield from _number(
                    place, subject, path, citation.paragraph, citation.anchors, copy, spans[citation.document]
                )
                for i, anchor in enumerate(citation.anchors):
                    yield from _whole(place, subject, (*path, "anchors", i), anchor, copy)


def _whole(place: Place, subject: str, path: tuple[str | int, ...], anchor: str, copy: Copy) -> Iterator[Fix]:
    """Yield the replacement of an anchor without its fourth part."""
    match = copy.match(anchor)
    if match.edges_only and match.outcome is Outcome.HOLDS and match.span:
        whole = copy.anchor(match.span.first, match.span.last)
        old = re.compile(rf"{re.escape(anchor)}(?!-)")
        yield Fix(place.file, place.line(path), subject, old, anchor, whole)


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
        # On a line with several citations, the number of the one with this anchor; else the number on its own line.
        old = re.compile(
            rf"(?<=\bparagraph: ){number}\b(?=[^{{}}]*{re.escape(anchors[0])}|,?\s*(?:#.*)?$)"
            rf'|(?<="paragraph":){number}\b(?=[^{{}}]*{re.escape(anchors[0])})'
            rf'|(?<="paragraph": ){number}\b(?=[^{{}}]*{re.escape(anchors[0])}|,?\s*$)'
        )
        yield Fix(place.file, place.line((*path, "paragraph")), subject, old, f"¶{number}", f"¶{right}")


def _paragraph(copy: Copy, anchor: str, spans: list[tuple[int, Span]]) -> int | None:
    """Return the number of the paragraph that holds a passage; None if it is in none."""
    span = copy.match(anchor).span
    return next((number for number, whole in spans if span and within(span, [whole])), None)


def fixed(folder: Path, found: list[Fix]) -> Iterator[tuple[Path, str, list[Fix]]]:
    """Yield each file of the corpus in `folder` that changes, its new text, and what was replaced in it."""
    by_file: dict[str, list[Fix]] = defaultdict(list)
    for fix in found:
        by_file[fix.file].append(fix)
    for name, of_file in by_file.items():
        lines = lines_and_ends(name, (folder / name).read_bytes().decode("utf-8"))
        applied = []
        for fix in of_file:
            place = 2 * (fix.line - 1)
            line = fix.apply(lines[place])
            if line != lines[place]:
                lines[place] = line
                applied.append(fix)
        if applied:
            yield folder / name, "".join(lines), applied
