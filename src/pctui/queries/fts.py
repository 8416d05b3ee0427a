"""Full-text search: turns typed text into an FTS5 query, and splits snippets at the matches."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Sequence
from itertools import combinations

from msgspec import Struct

from ..bounded import TYPED
from ..errors import UsageError
from ..folding import GERSHAYIM, found_in, signed, tokens
from ..text import clean, compiled, unspaced

OPEN, CLOSE = "\ue000", "\ue001"  # private-use characters that mark the matches, never displayed


class Part(Struct, frozen=True):
    """A word or phrase that was typed, from `start` on: its query, its folded words (those that touch together)."""

    text: str
    start: int
    query: str
    phrases: list[list[str]]
    quoted: bool

    def has(self, offset: int) -> bool:
        """Whether it is at an offset of what was typed."""
        return self.start <= offset < self.start + len(self.text)

    @property
    def word(self) -> str:
        """Its folded word, if it is one; '' if it is a phrase."""
        return self.phrases[0][0] if not self.quoted and [len(phrase) for phrase in self.phrases] == [1] else ""


class Typed(Struct, frozen=True):
    """What was typed to search for (`text`): its parts, and whether the last of them may go on.

    `left_out` are the folded words that do not count.
    """

    text: str
    parts: list[Part]
    prefix: bool
    left_out: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        """The query for all of it, as it is written."""
        return at_least(len(self.parts), [part.query for part in self.parts])

    @property
    def has_characters(self) -> bool:
        """Whether some of it is in a script without spaces, of which SQLite would mark a whole run and not a part."""
        return any(unspaced(word) for phrase in self.phrases for word in phrase)

    @property
    def phrases(self) -> list[list[str]]:
        return [phrase for part in self.parts for phrase in part.phrases]


def at_least(number: int, queries: Sequence[str]) -> str:
    """Return the query for what at least so many of `queries` match."""
    if number == len(queries):
        return _all_of(queries)
    return " OR ".join(f"({_all_of(some)})" for some in combinations(queries, number))


def _all_of(queries: Sequence[str]) -> str:
    return (" AND " if any(query.startswith("(") for query in queries) else " ").join(queries)


def parse_typed(text: str, leave_out: Container[str] = ()) -> Typed | None:
    """Return typed text as a query that finds its words however they are written; None if it has no words.

    Words in quotation marks stand together. The last word may be the beginning of one, if nothing follows it. Words to
    `leave_out` do not count, unless there is nothing else or they are an abbreviation (WHO). A text that is too long is
    a UsageError.
    """
    if len(text) > TYPED:
        raise UsageError(f"a search has at most {TYPED:,} characters, not {len(text):,}")
    text = compiled(GERSHAYIM).sub("\u05f4", clean(text))
    found = [match for match in re.finditer(r'"([^"]*)"?|([^\s"]+)', text) if any(map(_in_words, match[0]))]
    left_out = [match[2] for match in found if match[2] and _counts_not(match[2], text, leave_out)]
    kept = [match for match in found if match[2] not in left_out] or found
    kept = [match for i, match in enumerate(kept) if match[0] not in {later[0] for later in kept[i + 1 :]}]
    if not kept:
        return None
    prefix = _in_words(text[-1]) or text[-1] in "-\u2010\u2011'’"
    parts = [_part(match, prefix and match is kept[-1]) for match in kept]
    return Typed(text, parts, prefix, tuple(map(_folded, left_out)) if len(left_out) < len(found) else ())


def _part(match: re.Match[str], prefix: bool) -> Part:
    quoted = match[2] is None
    start, end = match.span(1 if quoted else 2)
    text = match.string[start:end]
    return Part(text, start, _query_of(text, prefix), _phrases(text), quoted)


def _counts_not(part: str, text: str, leave_out: Container[str]) -> bool:
    abbreviation = len(part) > 1 and part.isupper() and not text.isupper()
    return not abbreviation and _folded(part) in leave_out


def _folded(part: str) -> str:
    return "".join(word.text for word in tokens(part))


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
