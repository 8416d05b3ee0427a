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
from .loaded import Loaded, Place
from .verify import within


class Fix(NamedTuple):
    """One replacement in a file of the corpus: what it is of (an entry's slug, or `¶3 of 'report'`), old and new."""

    file: str
    line: int
    subject: str
    pattern: re.Pattern[str]
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.subject}: {self.old} is now {self.new}"


def fixes(loaded: Loaded, copies: Mapping[str, Copy]) -> Iterator[Fix]:
    """Yield what can be brought up to date: only where an anchor holds in exactly one place."""
    spans: dict[str, list[tuple[int, Span]]] = defaultdict(list)
    for key, paragraph in loaded.paragraphs.items():
        if copy := copies.get(paragraph.document):
            subject = f"¶{paragraph.number} of '{paragraph.document}'"
            for i, anchor in enumerate(paragraph.anchors):
                match = copy.match(anchor)
                if match.span:
                    spans[paragraph.document].append((paragraph.number, match.span))
                yield from _whole(loaded.paragraph_places[key], subject, ("anchors", i), anchor, copy)
    for slug, entry in loaded.entries.items():
        for path, citation in kind_of(entry).citations(entry):
            if copy := copies.get(citation.document):
                place = loaded.places[slug]
                for i, anchor in enumerate(citation.anchors):
                    yield from _whole(place, f"'{slug}'", (*path, "anchors", i), anchor, copy)
                numbers = {_paragraph(copy, anchor, spans[citation.document]) for anchor in citation.anchors}
                if len(numbers) == 1 and (number := numbers.pop()) not in (None, citation.paragraph):
                    # On a line with several citations, the number of the one with this anchor.
                    old = re.compile(
                        rf"(?<=\bparagraph)(\"?:\s*){citation.paragraph}\b(?=[^{{}}]*{citation.anchors[0]}|\s*(?:#.*)?$)"
                    )
                    line = place.raw.line((*path, "paragraph"))
                    shown = f"¶{citation.paragraph}"
                    yield Fix(place.raw.file, line, f"'{slug}'", old, shown, f"¶{number}")


def _whole(place: Place, subject: str, path: tuple[str | int, ...], anchor: str, copy: Copy) -> Iterator[Fix]:
    """Yield the replacement of an anchor without its fourth part."""
    match = copy.match(anchor)
    if match.edges_only and match.outcome is Outcome.HOLDS and match.span:
        whole = copy.anchor(match.span.first, match.span.last)
        old = re.compile(rf"{re.escape(anchor)}(?!-)")
        yield Fix(place.raw.file, place.raw.line(path), subject, old, anchor, whole)


def _paragraph(copy: Copy, anchor: str, spans: list[tuple[int, Span]]) -> int | None:
    """Return the number of the paragraph that holds a passage; None if it is in none."""
    match = copy.match(anchor)
    if match.span is None:
        return None
    return next((number for number, span in spans if within(match.span, [span])), None)


def fixed(folder: Path, found: list[Fix]) -> Iterator[tuple[Path, str]]:
    """Yield each file of the corpus in `folder` that changes, with its new text."""
    by_file: dict[str, list[Fix]] = defaultdict(list)
    for fix in found:
        by_file[fix.file].append(fix)
    for name, of_file in by_file.items():
        text = (folder / name).read_bytes().decode("utf-8")
        lines = text.split("\n")
        for fix in of_file:
            new = fix.new.removeprefix("¶")
            replacement = rf"\g<1>{new}" if fix.pattern.groups else new
            lines[fix.line - 1] = fix.pattern.sub(replacement, lines[fix.line - 1], count=1)
        yield folder / name, "\n".join(lines)
