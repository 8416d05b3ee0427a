"""What a reader types as a full-text query, and what was found as marked snippets."""

from __future__ import annotations

import re

OPEN, CLOSE = "\ue000", "\ue001"  # private-use marks around what matched, never shown


def fts_query(text: str) -> str | None:
    """Turn what a reader types into an FTS5 query that cannot be malformed; None where it has no words."""
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
    """Split a snippet at its marks into (text, matched) pieces, on one line."""
    pieces: list[tuple[str, bool]] = []
    for i, piece in enumerate(re.split(f"[{OPEN}{CLOSE}]", " ".join(snippet.split()))):
        if piece:
            pieces.append((piece, i % 2 == 1))
    return tuple(pieces)


def opening(text: str, count: int) -> str:
    """The first `count` words of `text`, the cut announced."""
    found = text.split()
    return " ".join(found[:count]) + ("…" if len(found) > count else "")
