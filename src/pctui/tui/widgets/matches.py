"""The matches of a text in the lines of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from msgspec import Struct

from .layout import Piece


class Match(Struct, frozen=True):
    """One match: for each line that it spans, the columns [start, end) in characters."""

    lines: tuple[tuple[int, int, int], ...]

    @property
    def line(self) -> int:
        return self.lines[0][0]


def find(lines: Sequence[Sequence[Piece]], text: str) -> list[Match]:
    """Return every match of `text` in `lines`, ignoring case and line breaks."""
    words = text.split()
    if not words:
        return []
    joined: list[str] = []
    places: list[tuple[int, int]] = []  # the line and column of each joined character
    for number, line in enumerate(lines):
        line_text = "".join(piece.text for piece in line)
        start = len(line_text) - len(line_text.lstrip())
        for column in range(start, len(line_text)):
            joined.append(line_text[column])
            places.append((number, column))
        joined.append(" ")
        places.append((number, len(line_text)))
    pattern = re.compile(r"\s+".join(re.escape(word) for word in words), re.IGNORECASE)
    return [_match(places[match.start() : match.end()]) for match in pattern.finditer("".join(joined))]


def _match(places: Sequence[tuple[int, int]]) -> Match:
    spans: dict[int, tuple[int, int]] = {}
    for line, column in places:
        start, _ = spans.get(line, (column, column))
        spans[line] = (start, column + 1)
    return Match(tuple((line, start, end) for line, (start, end) in spans.items()))


def mark(pieces: Sequence[Piece], spans: Sequence[tuple[int, int, str]]) -> list[Piece]:
    """Return the `pieces` of one line with the columns of each of `spans` (start, end, role) in its role."""
    found: list[Piece] = []
    at = 0
    for piece in pieces:
        edges = sorted(
            {0, len(piece.text)}
            | {edge - at for start, end, _ in spans for edge in (start, end) if 0 < edge - at < len(piece.text)}
        )
        for left, right in pairwise(edges):
            role = next((r for start, end, r in spans if start <= at + left and at + right <= end), piece.role)
            found.append(Piece(piece.text[left:right], role, piece.stop))
        at += len(piece.text)
    return found


class Matches:
    """The matches of the text that the reader is looking for, and the current one."""

    def __init__(self) -> None:
        self.text = ""
        self._found: list[Match] = []
        self._index = -1

    def __len__(self) -> int:
        return len(self._found)

    def look(self, lines: Sequence[Sequence[Piece]]) -> None:
        """Look for the text in `lines`; the current match keeps its number."""
        self._found = find(lines, self.text)

    def start(self, text: str, lines: Sequence[Sequence[Piece]], top: int) -> None:
        """Look for another text; the first match at or below line `top` is the current one."""
        self.text = text
        self.look(lines)
        below = (i for i, match in enumerate(self._found) if match.line >= top)
        self._index = next(below, 0 if self._found else -1)

    def step(self, by: int) -> tuple[int, int]:
        """Go to the next match (previous, for -1), wrapping around; return its number from 1 and the total."""
        if self._found:
            self._index = (self._index + by) % len(self._found)
        return self._index + 1, len(self._found)

    @property
    def line(self) -> int | None:
        """The first line of the current match; None if there is none."""
        return self._found[self._index].line if self._found else None

    @property
    def place(self) -> tuple[int, int] | None:
        """The line and column at which the current match begins; None if there is none."""
        return self._found[self._index].lines[0][:2] if self._found else None

    def marked(self, line: int, pieces: Sequence[Piece]) -> Sequence[Piece]:
        """Return the `pieces` of a line with its matches in the roles of matches."""
        spans = [
            (start, end, "found" if number == self._index else "match")
            for number, match in enumerate(self._found)
            for at, start, end in match.lines
            if at == line
        ]
        return mark(pieces, spans) if spans else pieces
