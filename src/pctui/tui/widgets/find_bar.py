"""Find in the text on screen: the box to type into, and the matches in the lines of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from textual import on
from textual.message import Message
from textual.widgets import Input

from ..commands import Command, bindings
from .layout import Piece

KEYS = [Command("find.cancel", "escape", "cancel", "Cancel", "Close the find box", "Search", True, "Esc")]


@dataclass(frozen=True, slots=True)
class Match:
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


class FindBox(Input):
    """One line to type into; the page shows the matches while the reader types."""

    BINDINGS = bindings(KEYS)

    class Typed(Message):
        """The text to find has changed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class Closed(Message):
        """The box was closed: with Enter (`found`), or cancelled."""

        def __init__(self, found: bool) -> None:
            super().__init__()
            self.found = found

    def __init__(self) -> None:
        super().__init__(placeholder="find in this page", id="find-box", compact=True)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Typed(event.value))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Closed(True))

    def action_cancel(self) -> None:
        self.post_message(self.Closed(False))
