"""What a misspelled word of a search may be: the words of the corpus that are nearest to it."""

from __future__ import annotations

from string import ascii_lowercase

from ..folding import unspaced
from ..naming import is_word
from .filters import EVERYTHING, Filter
from .fts import Part
from .wording import WordingQueries, matching

_SHORTEST = 4  # letters of a word that is looked for
_COMPARED = 5_000  # words that begin alike
_ALIKE = 0.78  # as difflib measures it: one letter of five, or two of nine
_NEAREST = 5


class SpellingQueries(WordingQueries):
    """Queries for other spellings."""

    def suggestion(self, text: str, kind: str | None = None, filters: Filter = EVERYTHING) -> str:
        """Return `text` with the words that no entry has replaced by the nearest that some have; '' if there are none.

        What is suggested finds something.
        """
        question = self.question(text)
        if question is None:
            return ""
        unknown = [
            (part, query)
            for part, query in zip(question.typed.parts, question.queries, strict=True)
            if len(part.word) >= _SHORTEST and is_word(part.word) and not unspaced(part.word)
            if not self._found(query, None, EVERYTHING)
        ]
        new, shift = question.typed.text, 0
        for part, _ in unknown:
            near = next((word for word in self._near(part) if self._found(f'"{word}"', kind, filters)), "")
            if near:
                start = part.start + shift
                new = new[:start] + near + new[start + len(part.text) :]
                shift += len(near) - len(part.text)
        return new if new != question.typed.text else ""

    def _found(self, query: str, kind: str | None, filters: Filter) -> bool:
        sql = f"SELECT 1 FROM {matching(filters)} LIMIT 1"
        return self.one(sql, query=query, one_kind=kind, **filters.parameters) is not None

    def _near(self, part: Part) -> list[str]:
        """Return words of the corpus that are like a word, the nearest first."""
        from difflib import get_close_matches

        word = part.word
        rows = self.select(
            "SELECT word FROM spellings WHERE word >= :start AND word < :start || char(1114111) LIMIT :most",
            start=word[:2],
            most=_COMPARED,
        )
        alike = {row[0] for row in rows if abs(len(row[0]) - len(word)) <= 2} | self.known(_one_slip(word))
        return get_close_matches(word, sorted(alike), _NEAREST, _ALIKE)


def _one_slip(word: str) -> set[str]:
    """Return what a word may be if one letter is too many, missing, wrong, or has changed places with the next."""
    cut = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    letters = {*word, *(ascii_lowercase if word.isascii() else "")}
    return {
        *(before + after[1:] for before, after in cut if after),
        *(before + after[1] + after[0] + after[2:] for before, after in cut if len(after) > 1),
        *(before + letter + after[1:] for before, after in cut if after for letter in letters),
        *(before + letter + after for before, after in cut for letter in letters),
    } - {word}
