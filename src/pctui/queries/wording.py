"""How else what was typed may be written in a corpus: other names of the same thing, other forms of its words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from math import comb

from msgspec import Struct

from ..database.read_only import ReadOnlyDatabase
from ..edtf import MONTHS
from ..folding import sort_key, tokens
from ..language import KINDS_MEANT, STOP_WORDS, other_forms, without_beginnings
from ..naming import name_key
from ..text import unspaced
from .fts import Part, Typed, at_least, parse_typed

_OF_DATE = re.compile(rf"[12]\d\d\d|\d\d?|{'|'.join(MONTHS).lower()}")  # a word of a date
_MOST_PARTS = 12  # of a longer text, each word is searched as it is written
_COMBINED = 200  # words of a query for most of the parts, which has them in every combination
_LONGEST_NAME = 8  # words
_MOST_NAMES = 100  # by which the names that were typed are searched as well
_FIRST = 64  # entries in which it is looked whether the language of a corpus is known
_SPLIT = 6  # letters of a word that may be two
_LONGEST_RUN = 10  # places at which a run of characters is cut in two


class Question(Struct, frozen=True):
    """What was typed, with what else is searched for.

    `queries` has that for each part of what was typed, in full-text queries. `synonyms` are the names that were typed,
    each with the title of what has it; `named` are the slugs of what has the whole as its name. `kinds` are the kinds
    of entry that it asks for.
    """

    typed: Typed
    queries: list[str]
    synonyms: tuple[tuple[str, str], ...] = ()
    named: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    @property
    def parts(self) -> int:
        return len(self.queries)

    @property
    def half(self) -> int:
        """The least number of its parts that can be enough: half, or both of two; more if these made a long query."""
        enough = range((self.parts + 1) // 2 if self.parts > 2 else self.parts, self.parts)
        return next((some for some in enough if some * comb(self.parts, some) <= _COMBINED), self.parts)

    def query(self, number: int) -> str:
        """Return the query for what has at least so many of its parts."""
        return at_least(number, self.queries)

    @property
    def titles(self) -> list[str]:
        """The sort keys of titles that are what was typed."""
        return [sort_key(" ".join(part.text for part in self.typed.parts))]


class Wording:
    """The wordings of a database."""

    def __init__(self, database: ReadOnlyDatabase) -> None:
        self._database = database
        self._last: tuple[str, Question | None] = "", None  # the last text, and what it asks for

    @cached_property
    def knows_language(self) -> bool:
        """Whether language.py knows that of the corpus: `the` or `of` is in a quarter of its first entries."""
        row = self._database.one(
            f"""
            SELECT COUNT(*), (SELECT COUNT(*) FROM entries WHERE id <= {_FIRST})
            FROM entries_fts WHERE entries_fts MATCH '"the" OR "of"' AND rowid <= {_FIRST}
            """
        )
        return row is not None and 4 * row[0] >= row[1]

    def question(self, text: str) -> Question | None:
        """Return what a typed text asks for; None if it has no words, UsageError if it is too long."""
        if self._last[0] != text or self._last[1] is None:
            self._last = text, self._question(text)
        return self._last[1]

    def _question(self, text: str) -> Question | None:
        typed = parse_typed(text, STOP_WORDS if self.knows_language else ())
        if typed is None:
            return None
        if len(typed.parts) > _MOST_PARTS:
            return Question(typed, [part.query for part in typed.parts])
        also: list[list[str]] = [[*self._forms(part, typed)] for part in typed.parts]
        for i, (one, other) in enumerate(zip(typed.parts, typed.parts[1:], strict=False)):
            if one.word and other.word and not unspaced(one.word) and not unspaced(other.word):
                for at in (i, i + 1):  # co production, coproduction
                    also[at].append(f'"{one.word}{other.word}"')
        for at, halves in [*self._halves(typed.parts), *self._halves_of_characters(typed.parts)]:
            also[at].append(halves)
        synonyms, named = self._names(typed, also)
        queries = [
            f"({' OR '.join(dict.fromkeys([part.query, *others]))})" if others else part.query
            for part, others in zip(typed.parts, also, strict=True)
        ]
        words = (*typed.left_out, *(part.word for part in typed.parts))
        kinds = tuple(kind for word in words for kind in KINDS_MEANT.get(word, ())) if self.knows_language else ()
        if all(_OF_DATE.fullmatch(part.word) for part in typed.parts):
            kinds = (*kinds, *KINDS_MEANT["when"])
        return Question(typed, queries, synonyms, named, kinds)

    def _forms(self, part: Part, typed: Typed) -> Iterator[str]:
        """Yield queries for other forms of a word."""
        if not part.word or not part.word.isalnum() or not self.knows_language:
            return
        forms = other_forms(part.word)
        if typed.prefix and part is typed.parts[-1]:
            forms += without_beginnings(part.word)
        for form in forms:
            yield form if form.startswith('"') else f'"{form}"'

    def _halves(self, parts: Sequence[Part]) -> Iterator[tuple[int, str]]:
        """Yield a query for each way in which a part is two words of the corpus (light house), with its number."""
        cut = [
            (at, part.word[:i], part.word[i:])
            for at, part in enumerate(parts)
            if len(part.word) >= _SPLIT and part.word.isalpha() and not unspaced(part.word)
            for i in range(2, len(part.word) - 2)
        ]
        if not cut:
            return
        known = known_words(self._database, {half for _, *halves in cut for half in halves})
        for at, one, other in cut:
            if one in known and other in known:
                yield at, f'"{one} {other}"'

    def _halves_of_characters(self, parts: Sequence[Part]) -> Iterator[tuple[int, str]]:
        """Yield a query for two words of a script without spaces that were typed as one, and are nowhere together."""
        for at, part in enumerate(parts):
            phrase = part.phrases[0] if len(part.phrases) == 1 else []
            cut = range(2, len(phrase) - 1) if all(map(unspaced, phrase)) else ()
            if part.quoted or not 0 < len(cut) <= _LONGEST_RUN:
                continue
            if self._database.one("SELECT 1 FROM entries_fts WHERE entries_fts MATCH :query LIMIT 1", query=part.query):
                continue
            halves = [(" ".join(phrase[:i]), " ".join(phrase[i:])) for i in cut]
            yield at, "(" + " OR ".join(f'("{one}" AND "{other}")' for one, other in halves) + ")"

    def _names(self, typed: Typed, also: list[list[str]]) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
        """Add the other names of what is named in a text to the parts that name it; return `synonyms` and `named`."""
        words = list(tokens(typed.text))
        of = {i: at for i, word in enumerate(words) for at, part in enumerate(typed.parts) if part.has(word.start)}
        spans: dict[str, tuple[int, int]] = {}
        for start in range(len(words)):
            for end in range(start + 1, min(len(words), start + _LONGEST_NAME) + 1):
                spans.setdefault(name_key(word.text for word in words[start:end]), (start, end))
        rows = self._database.select(
            f"""
            SELECT n.key, o.name, e.title, e.slug, o.key
            FROM json_each(:keys) CROSS JOIN names n ON n.key = value JOIN names o ON o.entry = n.entry
            JOIN shown_entries e ON e.slug = n.entry
            LIMIT {_MOST_NAMES}
            """,
            keys=json.dumps(list(spans)),
        )
        synonyms: dict[tuple[str, str], None] = {}
        named: dict[str, None] = {}
        for key, name, title, slug, other in rows:
            start, end = spans[key]
            parts = {of[i] for i in range(start, end) if i in of}
            if not parts:  # of stop words alone
                continue
            if parts == {*range(len(typed.parts))}:
                named[slug] = None
            if other == key:
                continue
            for at in parts:
                also[at].append('"' + name.replace('"', " ") + '"')
            if sort_key(name) == sort_key(title):
                synonyms[typed.text[words[start].start : words[end - 1].end], title] = None
        return tuple(synonyms), tuple(named)


def known_words(database: ReadOnlyDatabase, words: set[str]) -> set[str]:
    """Return those of some folded words that are in the texts of the corpus."""
    rows = database.select(
        "SELECT word FROM json_each(:words) CROSS JOIN spellings ON word = value", words=json.dumps(sorted(words))
    )
    return {row[0] for row in rows}
