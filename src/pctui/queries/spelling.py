"""What a misspelled word of a search may be: the words of the corpus that are nearest to it."""

from __future__ import annotations

from string import ascii_lowercase

from ..database.read_only import ReadOnlyDatabase
from ..naming import is_word
from ..text import unspaced
from .filters import EVERYTHING, Filter, matching
from .fts import Part
from .wording import Question, known_words

_SHORTEST = 5  # letters of a word that is looked for
_ALIKE_AT = 3  # letters with which words begin alike
_COMPARED = 2_000  # of these words
_ALIKE = 0.78  # as difflib measures it: one letter of five, or two of nine
_NEAREST = 5


def suggestion(
    database: ReadOnlyDatabase, question: Question, kind: str | None = None, filters: Filter = EVERYTHING
) -> str:
    """Return what was typed with the words that no entry has replaced by the nearest that some have; '' if none are.

    What replaces a word is in an entry of `kind` (if given) that the filter shows.
    """

    def found(query: str, kind: str | None, filters: Filter) -> bool:
        sql = f"SELECT 1 FROM {matching(filters)} LIMIT 1"
        return database.one(sql, query=query, one_kind=kind, **filters.parameters) is not None

    new, at = "", 0
    for part, query in zip(question.typed.parts, question.queries, strict=True):
        spelled = len(part.word) >= _SHORTEST and is_word(part.word) and not unspaced(part.word)
        if not spelled or found(query, None, EVERYTHING):
            continue
        if near := next((word for word in _near(database, part) if found(f'"{word}"', kind, filters)), ""):
            new += question.typed.text[at : part.start] + near
            at = part.start + len(part.text)
    return new + question.typed.text[at:] if new else ""


def _near(database: ReadOnlyDatabase, part: Part) -> list[str]:
    """Return words of the corpus that are like a word, the nearest first."""
    from difflib import get_close_matches

    word = part.word
    rows = database.select(
        "SELECT word FROM spellings WHERE word >= :start AND word < :start || char(1114111) LIMIT :most",
        start=word[:_ALIKE_AT],
        most=_COMPARED,
    )
    alike = {row[0] for row in rows if abs(len(row[0]) - len(word)) <= 2} | known_words(database, _one_slip(word))
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
