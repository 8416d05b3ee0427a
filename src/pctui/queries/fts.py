"""Full-text search: turns typed text into an FTS5 query, and splits snippets at the matches."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from msgspec import Struct

from ..bounded import TYPED
from ..errors import UsageError
from ..folding import found_in, signed, tokens, unspaced
from ..text import clean

OPEN, CLOSE = "\ue000", "\ue001"  # private-use characters that mark the matches, never displayed


class Typed(Struct, frozen=True):
    """What was typed to search for: the folded words of each phrase, and whether the last word may go on."""

    query: str
    phrases: list[list[str]]
    prefix: bool


def fts_query(text: str) -> str | None:
    """Return typed text as a well-formed FTS5 query; None if it has no words, UsageError if it is too long."""
    typed = parse_typed(text)
    return typed.query if typed else None


def parse_typed(text: str) -> Typed | None:
    """Return typed text as a query that finds its words however they are written; None if it has no words.

    Words in quotation marks stand together. The last word may be the beginning of one, if nothing follows it. A text
    that is too long is a UsageError.
    """
    if len(text) > TYPED:
        raise UsageError(f"a search has at most {TYPED:,} characters, not {len(text):,}")
    text = clean(text)
    parts = [phrase or word for phrase, word in re.findall(r'"([^"]*)"?|([^\s"]+)', text)]
    parts = [part for part in parts if any(map(_in_words, part))]
    if not parts:
        return None
    prefix = _in_words(text[-1]) or text[-1] in "-\u2010\u2011'’"
    queries = [_query_of(part, prefix and i == len(parts) - 1) for i, part in enumerate(parts)]
    phrases = [phrase for part in parts for phrase in _phrases(part)]
    joined = " AND " if any(part.startswith("(") for part in queries) else " "
    return Typed(joined.join(queries), phrases, prefix)


def _in_words(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNM" or unicodedata.category(character) == "Co"


def _phrases(part: str) -> list[list[str]]:
    """Return the folded words of a part, those that touch each other together."""
    found: list[list[str]] = []
    end = -1
    for word in tokens(part):
        if word.start == end:
            found[-1].append(word.text)
        else:
            found.append([word.text])
        end = word.end
    return found


def _query_of(part: str, prefix: bool) -> str:
    """Return the query for a typed word or phrase: as it is written, or as it may be written elsewhere."""
    star = "*" if prefix else ""
    raw = f'"{part}"{star}'
    phrases = _phrases(part)
    if all(part[word.start : word.end].isascii() and part[word.start : word.end].isalnum() for word in tokens(part)):
        return raw
    marked_up = [f'"{" ".join(phrase)}"' for phrase in phrases]
    folded = " AND ".join(marked_up) + ("" if signed(phrases[-1][-1]) else star)
    if any(signed(word) for phrase in phrases for word in phrase):  # without its sign it would be another word
        return f"({folded})"
    if len(phrases) > 1 and not any(unspaced(word) for phrase in phrases for word in phrase) and " " in part:
        return raw  # a phrase of several words stands as it is written
    return f"({raw} OR ({folded}))"


def marked(snippet: str) -> tuple[tuple[str, bool], ...]:
    """Join a snippet into one line, and split it at its marks into (text, matched) pieces."""
    pieces: list[tuple[str, bool]] = []
    for i, piece in enumerate(re.split(f"[{OPEN}{CLOSE}]", " ".join(snippet.split()))):
        if piece:
            pieces.append((piece, i % 2 == 1))
    return tuple(pieces)


def excerpt(texts: Iterable[str], typed: Typed, around: int) -> str:
    """Return a marked excerpt of the first of `texts` in which a word is found in another form; '' if none is.

    `around` is how many characters are shown before and after the first match.
    """
    for text in texts:
        if places := found_in(text, typed.phrases, typed.prefix):
            start, end = _window(text, places[0], around)
            parts, at = ["…" if start else ""], start
            for first, last in places:
                if first >= at and last <= end:
                    parts += [text[at:first], OPEN, text[first:last], CLOSE]
                    at = last
            return "".join([*parts, text[at:end], "…" if end < len(text) else ""])
    return ""


def _window(text: str, place: tuple[int, int], around: int) -> tuple[int, int]:
    """Return the part of `text` around a place, from blank to blank where there are blanks."""
    start, end = max(0, place[0] - around), min(len(text), place[1] + around)
    if start and (blank := text.find(" ", start, place[0])) >= 0:
        start = blank + 1
    if end < len(text) and (blank := text.rfind(" ", place[1], end)) >= 0:
        end = blank
    return start, end


def opening(text: str, count: int) -> str:
    """Return the first `count` words of `text`, followed by `…` if there are more."""
    words = text.split()
    return " ".join(words[:count]) + ("…" if len(words) > count else "")
