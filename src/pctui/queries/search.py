"""Queries for the full-text search of entries."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from .. import model
from ..database.read_only import ReadOnlyDatabase
from .filters import EVERYTHING, Filter, matching
from .fts import CLOSE, OPEN, Typed, excerpt, marked, opening
from .lists import ORDERS

if TYPE_CHECKING:
    from .wording import Question, Wording

_SNIPPET = 14  # words
_AROUND = 40  # characters on either side of a word found in another form
RANKED = 5_000  # matches that are all ranked; of more, only candidates
COUNTED = 1_000  # matches of which those of each kind are counted
FEW = 3  # fewer entries that have all the words are followed by those that have most of them
_CANDIDATES = 1_000  # of these in titles, and as many others: the first in the order of the corpus
_MEANT = 3  # how much more an entry weighs if it is of a kind that the question means
# How much an entry weighs by its kind: organisations, levels and concepts more than statements about them.
_WEIGHT = f"""(
  CASE listed.kind
    WHEN 'document' THEN 3 WHEN 'organisation' THEN 2.5 WHEN 'ladder' THEN 2 WHEN 'level' THEN 2 WHEN 'concept' THEN 2
    WHEN 'event' THEN 1.5 WHEN 'change' THEN 1.5 WHEN 'recommendation' THEN 1.2 ELSE 1 END
  * IIF(listed.kind IN (SELECT value FROM json_each(:meant)), {_MEANT}, 1)
)"""
_IN_TITLE = "listed.id IN (SELECT rowid FROM entries_fts WHERE entries_fts MATCH :in_title)"
_AS_TYPED = "listed.id IN (SELECT rowid FROM entries_fts WHERE entries_fts MATCH :as_typed)"
# The best match first: an entry of a kind that is meant with all the words in its title; an entry with exactly that
# title or name; those with all the words in their title, then those that have other forms or names of them there, the
# shortest first, of which the words are the greatest part, sooner if they stand together, and still if they begin it.
_EXACT = """
  listed.title_key IN (SELECT value FROM json_each(:titles)) DESC,
  listed.slug IN (SELECT value FROM json_each(:named)) DESC
"""
_LENGTH = (
    "LENGTH(listed.title_key) * CASE INSTR(listed.title_key, :together) WHEN 0 THEN 1.0 WHEN 1 THEN 0.5 ELSE 0.7 END"
)
_BEST_FIRST = f"""
  ({_IN_TITLE} AND listed.kind IN (SELECT value FROM json_each(:meant))) DESC,
  {_EXACT},
  {_AS_TYPED} DESC,
  IIF({_IN_TITLE}, {_LENGTH} / {_WEIGHT}, 1e9),
  bm25(entries_fts, 10.0, 2.0, 1.0, 10.0, 1.0) * {_WEIGHT},
  listed.id
"""


# (The `+` keeps SQLite from running the search anew for each id.)
_AMONG = """
  entries_fts.rowid BETWEEN {first} AND {last} AND +entries_fts.rowid IN (SELECT value FROM json_each(:ids))
"""
_IN_THAT_ORDER = "(SELECT key FROM json_each(:ids) WHERE value = listed.id)"


def _pieces(best: str, texts: Sequence[str], typed: Typed) -> tuple[tuple[str, bool], ...]:
    """Return SQLite's snippet in pieces, or, where it is of the words in other forms, the text that they stand for."""
    plain = re.sub(f"[{OPEN}{CLOSE}]", "", best).strip("…")
    if typed.has_characters or not any(plain in text for text in texts):
        best = excerpt(texts, typed, _AROUND) or opening(texts[1], _SNIPPET)
    return marked(best)


def _in_summary(snippet: str, texts: Sequence[str], typed: Typed) -> str:
    """Return SQLite's snippet of a summary, or, where it marks nothing, an excerpt with the words in another form."""
    other = typed.has_characters or (OPEN not in snippet and any(max(text, default="") >= "\u0300" for text in texts))
    return (excerpt(texts, typed, _AROUND) if other else "") or snippet


def _in_title(query: str) -> str:
    return f"{{title title_forms}} : ({query})"


class Coverage(Struct, frozen=True):
    """How much of a text is in the entries found for it: all that was typed, most of it or some of it.

    `complete` counts the entries that have all, no further than FEW.
    """

    complete: int
    reached: str


class SearchQueries(ReadOnlyDatabase):
    """Queries for search."""

    _crowded: tuple[object, bool] = None, False  # the last question, and the answer
    _reached: tuple[object, int] = None, 0  # the same

    @cached_property
    def _wording(self) -> Wording:
        from .wording import Wording  # here and not above, as below: most commands do not search

        return Wording(self)

    def prepare(self) -> None:
        """Load what a search needs, so that the first one is as fast as the others."""
        self._wording.question("a")

    def question(self, text: str) -> Question | None:
        """Return what a typed text asks for; None if it has no words, UsageError if it is too long."""
        return self._wording.question(text)

    def suggestion(self, text: str, kind: str | None = None, filters: Filter = EVERYTHING) -> str:
        """Return `text` with the words that no entry has replaced by the nearest that some have; '' if none are."""
        from .spelling import suggestion

        question = self.question(text)
        return suggestion(self, question, kind, filters) if question else ""

    def kind_hits(
        self, kind: str, limit: int = 50, filters: Filter = EVERYTHING, order: str = "title"
    ) -> list[model.Hit]:
        """Return the first entries of a kind, by title or in another of lists.ORDERS, with their first words."""
        rows = self.select(
            f"""
            SELECT slug, kind, title, summary, status FROM shown_entries listed
            WHERE kind = :one_kind AND {filters.entries("listed.slug")}
            ORDER BY {ORDERS[order]} LIMIT :limit
            """,
            one_kind=kind,
            limit=limit,
            **filters.parameters,
        )
        return [
            model.Hit(slug, kind, title, ((opening(summary, _SNIPPET), False),), status=status)
            for slug, kind, title, summary, status in rows
        ]

    def search(
        self, text: str, limit: int = 50, kind: str | None = None, filters: Filter = EVERYTHING, order: str = ""
    ) -> list[model.Hit]:
        """Return the entries that match `text` (words, `"phrases"`, the last word as a prefix), of `kind` if given.

        First come those that have all the words; if these are few, those that have most of them. Within both, the best
        match comes first (of more than RANKED: the best of some candidates), or the order is one of lists.ORDERS. There
        are no syntax errors.
        """
        question = self.question(text)
        if question is None:
            return []
        found: dict[str, model.Hit] = {}
        reach = self.reach(text, kind, filters)
        for number in [*range(question.parts, max(reach, question.half) - 1, -1), *([1] if reach == 1 else [])]:
            hits = self._having(number, text, question, limit, kind, filters, order)
            found |= {hit.slug: hit for hit in hits if hit.slug not in found}
            if len(found) >= limit:
                break
        return list(found.values())[:limit]

    def _having(
        self, number: int, text: str, question: Question, limit: int, kind: str | None, filters: Filter, order: str
    ) -> list[model.Hit]:
        """Return the first entries that have at least `number` parts of what was typed."""
        query = question.query(number)
        among, best = "TRUE", ORDERS[order] if order else _BEST_FIRST
        given = {
            "one_kind": kind,
            "titles": json.dumps(question.titles),
            "together": question.titles[0],
            "named": json.dumps(question.named),
            "meant": json.dumps(question.kinds),
            "as_typed": _in_title(question.typed.query),
            "in_title": _in_title(query),
            "ids": "[]",
            **filters.parameters,
        }
        if not order and self._is_crowded(number, text, kind, filters):
            ids = self._candidates(query, limit, filters, given)
            among, best = _AMONG.format(first=min(ids), last=max(ids)), _IN_THAT_ORDER
            given["ids"] = json.dumps(ids)
        rows = self.select(
            f"""
            SELECT listed.slug, listed.kind, listed.title, listed.status,
              snippet(entries_fts, -1, '{OPEN}', '{CLOSE}', '…', {_SNIPPET}),
              snippet(entries_fts, 1, '{OPEN}', '{CLOSE}', '…', {_SNIPPET}), listed.summary, listed.details
            FROM {matching(filters)} AND {among}
            ORDER BY {best} LIMIT :limit
            """,
            query=query,
            limit=limit,
            **given,
        )
        hits = []
        for slug, kind_, title, status, best, in_summary, *texts in rows:
            pieces = _pieces(best, (title, *texts), question.typed)
            if "".join(piece for piece, _ in pieces) == title:  # do not repeat the title: show the summary instead
                pieces = marked(_in_summary(in_summary, texts, question.typed))
            hits.append(model.Hit(slug, kind_, title, pieces, status=status))
        return hits

    def _candidates(self, query: str, limit: int, filters: Filter, given: Mapping[str, object]) -> list[int]:
        """Return the ids of the best of some candidates, best first: those with the words in their title, then others.

        Ranking a match takes as long as finding fifty, so where there are very many, not every one is ranked, and none
        by bm25, which reads all matches to weigh a word: in titles the shortest come first, where it weighs the most.
        """
        found: dict[int, None] = {}
        in_title = f"{_LENGTH} / weight, "
        ranks = {given["as_typed"]: in_title, given["in_title"]: in_title, query: "weight DESC, "}
        for match, rank in ranks.items():
            rows = self.select(
                f"""
                SELECT id FROM (
                  SELECT listed.id, listed.slug, listed.title_key, {_WEIGHT} AS weight
                  FROM {matching(filters)} LIMIT {_CANDIDATES}
                ) listed ORDER BY {_EXACT}, {rank}id LIMIT :limit
                """,
                query=match,
                limit=limit,
                **given,
            )
            found |= dict.fromkeys(row[0] for row in rows)
            if len(found) >= limit:
                break
        return list(found)[:limit]

    def crowded(self, text: str, kind: str | None = None, filters: Filter = EVERYTHING) -> bool:
        """Whether so many entries match that only some are compared, and the best may not be among these."""
        return self._is_crowded(self.reach(text, kind, filters), text, kind, filters)

    def _is_crowded(self, number: int, text: str, kind: str | None, filters: Filter) -> bool:
        key = number, text, kind, filters
        if self._crowded[0] != key:
            self._crowded = key, self._number(number, text, RANKED + 1, kind, filters) > RANKED
        return self._crowded[1]

    def coverage(self, text: str, kind: str | None = None, filters: Filter = EVERYTHING) -> Coverage:
        """Return how much of `text` is in what `search` finds."""
        question = self.question(text)
        if question is None:
            return Coverage(0, "all")
        complete = self._number(question.parts, text, FEW, kind, filters)
        reach = self.reach(text, kind, filters)
        if reach == question.parts:
            return Coverage(complete, "all")
        return Coverage(complete, "most" if 2 * reach > question.parts else "some")

    def reach(self, text: str, kind: str | None = None, filters: Filter = EVERYTHING) -> int:
        """Return how many parts of `text` an entry must have for `search` to find it."""
        key = text, kind, filters
        if self._reached[0] != key:
            self._reached = key, self._reach(text, kind, filters)
        return self._reached[1]

    def _reach(self, text: str, kind: str | None, filters: Filter) -> int:
        question = self.question(text)
        if question is None or question.parts == 1:
            return 1
        number = question.parts
        complete = found = self._number(number, text, FEW, kind, filters)
        while found < FEW and number > question.half:
            number -= 1
            found = self._number(number, text, FEW, kind, filters)
        if complete and found == complete:  # no others have a part less
            return question.parts
        return number if found else 1

    def matches(self, text: str, most: int, kind: str | None = None, filters: Filter = EVERYTHING) -> int:
        """Return how many entries match `text` as in `search`, counting no further than `most`."""
        return self._number(self.reach(text, kind, filters), text, most, kind, filters)

    def _number(self, number: int, text: str, most: int, kind: str | None, filters: Filter) -> int:
        question = self.question(text)
        if question is None:
            return 0
        sql = f"SELECT COUNT(*) FROM (SELECT 1 FROM {matching(filters)} LIMIT :most)"
        row = self.one(sql, query=question.query(number), most=most, one_kind=kind, **filters.parameters)
        return int(row[0]) if row else 0

    def kind_counts(self, text: str, filters: Filter = EVERYTHING) -> dict[str, int] | None:
        """Return how many entries of each kind match `text`; None if they are too many to be counted at once."""
        question = self.question(text)
        if question is None:
            return {}
        rows = self.select(
            f"""
            SELECT kind, COUNT(*) FROM (SELECT listed.kind FROM {matching(filters)} LIMIT {COUNTED + 1}) GROUP BY kind
            """,
            query=question.query(self.reach(text, None, filters)),
            one_kind=None,
            **filters.parameters,
        )
        counts = dict(rows)
        return None if sum(counts.values()) > COUNTED else counts
