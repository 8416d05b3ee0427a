"""Full-text search: turns typed text into an FTS5 query, and splits snippets at the matches."""

from __future__ import annotations

import re

from ..bounded import TYPED
from ..errors import UsageError

OPEN, CLOSE = "\ue000", "\ue001"  # private-use characters that mark the matches, never displayed


def fts_query(text: str) -> str | None:
    """Return typed text as a well-formed FTS5 query; None if it has no words, UsageError if it is too long."""
    if len(text) > TYPED:
        raise UsageError(f"a search has at most {TYPED:,} characters, not {len(text):,}")
    parts = []
    for phrase, word in re.findall(r'"([^"]*)"?|([^\s"]+)', text):
        tokens = re.findall(r"\w+", phrase or word)
        if tokens:
            parts.append('"' + " ".join(tokens) + '"')
    if not parts:
        return None
    if not text.endswith((" ", '"')):
        parts[-1] += "*"
    return " ".join(parts)


def marked(snippet: str) -> tuple[tuple[str, bool], ...]:
    """Join a snippet into one line, and split it at its marks into (text, matched) pieces."""
    pieces: list[tuple[str, bool]] = []
    for i, piece in enumerate(re.split(f"[{OPEN}{CLOSE}]", " ".join(snippet.split()))):
        if piece:
            pieces.append((piece, i % 2 == 1))
    return tuple(pieces)


def opening(text: str, count: int) -> str:
    """Return the first `count` words of `text`, followed by `…` if there are more."""
    words = text.split()
    return " ".join(words[:count]) + ("…" if len(words) > count else "")
