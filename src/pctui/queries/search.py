"""Queries for the full-text search of entries."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

from .. import model
from ..database.read_only import ReadOnlyDatabase
from ..folding import sort_key
from .filters import EVERYTHING, Filter
from .fts import CLOSE, OPEN, Typed, excerpt, fts_query, marked, opening, parse_typed
from .lists import ORDERS

_SNIPPET = 14  # words
_AROUND = 40  # characters on either side of a word found in another form
RANKED = 5_000  # matches that are all ranked; of more, only candidates
_CANDIDATES = 1_000  # of these in titles, and as many others: the first in the order of the corpus
# The best match first: an entry with exactly that title, then those with all the words in their title; organisations,
# levels and concepts before statements about them.
_KIND = """
  CASE listed.kind
    WHEN 'organisation' THEN 2.5 WHEN 'ladder' THEN 2 WHEN 'level' THEN 2 WHEN 'concept' THEN 2 WHEN 'document' THEN 2
    WHEN 'event' THEN 1.5 WHEN 'change' THEN 1.5 WHEN 'recommendation' THEN 1.2 ELSE 1 END
"""
_BEST_FIRST = f"""
  listed.title_key = :typed DESC,
  listed.id IN (SELECT rowid FROM entries_fts WHERE entries_fts MATCH :in_title) DESC,
  bm25(entries_fts, 10.0, 2.0, 1.0, 10.0, 1.0) * {_KIND},
  listed.id
"""


# (The `+` keeps SQLite from running the search anew for each id.)
_AMONG = """
  entries_fts.rowid BETWEEN {first} AND {last} AND +entries_fts.rowid IN (SELECT value FROM json_each(:ids))
"""
_IN_THAT_ORDER = "(SELECT key FROM json_each(:ids) WHERE value = listed.id)"


def _matching(filters: Filter) -> str:
    return f"""
      entries_fts JOIN shown_entries listed ON listed.id = entries_fts.rowid
      WHERE entries_fts MATCH :query
        AND (:one_kind IS NULL OR listed.kind = :one_kind) AND {filters.entries("listed.slug")}
    """


def _pieces(best: str, texts: Sequence[str], typed: Typed) -> tuple[tuple[str, bool], ...]:
    """Return SQLite's snippet in pieces, or, where it is of the words in other forms, the text that they stand for."""
    plain = re.sub(f"[{OPEN}{CLOSE}]", "", best).strip("…")
    if not any(plain in text for text in texts):
        best = excerpt(texts, typed, _AROUND) or opening(texts[1], _SNIPPET)
    return marked(best)


class SearchQueries(ReadOnlyDatabase):
    """Queries for search."""

    _crowded: tuple[object, bool] = None, False  # the last question, and the answer

    def kind_hits(
        self, kind: str, limit: int = 50, filters: Filter = EVERYTHING, order: str = "title"
    ) -> list[model.Hit]:
        """Return the first entries of a kind, by title or in another of lists.ORDERS, with their first words."""
        rows = self.select(
            f"""
            SELECT slug, kind, title, summary FROM shown_entries listed
            WHERE kind = :one_kind AND {filters.entries("listed.slug")}
            ORDER BY {ORDERS[order]} LIMIT :limit
            """,
            one_kind=kind,
            limit=limit,
            **filters.parameters,
        )
        return [
            model.Hit(slug, kind, title, ((opening(summary, _SNIPPET), False),)) for slug, kind, title, summary in rows
        ]

    def search(
        self, text: str, limit: int = 50, kind: str | None = None, filters: Filter = EVERYTHING, order: str = ""
    ) -> list[model.Hit]:
        """Return the entries that match `text` (words, `"phrases"`, the last word as a prefix), of `kind` if given.

        The best match comes first (of more than RANKED: the best of some candidates), or the order is one of
        lists.ORDERS. There are no syntax errors.
        """
        typed = parse_typed(text)
        if typed is None:
            return []
        in_title = f"{{title title_forms}} : ({typed.query})"
        among, best = "TRUE", ORDERS[order] if order else _BEST_FIRST
        given = {"one_kind": kind, "typed": sort_key(text), "ids": "[]", **filters.parameters}
        if not order and self.crowded(text, kind, filters):
            ids = self._candidates(typed.query, in_title, limit, filters, given)
            among, best = _AMONG.format(first=min(ids), last=max(ids)), _IN_THAT_ORDER
            given["ids"] = json.dumps(ids)
        rows = self.select(
            f"""
            SELECT listed.slug, listed.kind, listed.title,
              snippet(entries_fts, -1, '{OPEN}', '{CLOSE}', '…', {_SNIPPET}),
              snippet(entries_fts, 1, '{OPEN}', '{CLOSE}', '…', {_SNIPPET}), listed.summary, listed.details
            FROM {_matching(filters)} AND {among}
            ORDER BY {best} LIMIT :limit
            """,
            query=typed.query,
            limit=limit,
            in_title=in_title,
            **given,
        )
        hits = []
        for slug, kind, title, best, in_summary, *texts in rows:
            pieces = _pieces(best, (title, *texts), typed)
            if "".join(piece for piece, _ in pieces) == title:  # do not repeat the title: show the summary instead
                pieces = marked(in_summary)
            hits.append(model.Hit(slug, kind, title, pieces))
        return hits

    def _candidates(
        self, query: str, in_title: str, limit: int, filters: Filter, given: Mapping[str, object]
    ) -> list[int]:
        """Return the ids of the best of some candidates, best first: those with the words in their title, then others.

        Ranking a match takes as long as finding fifty, so where there are very many, not every one is ranked, and none
        by bm25, which reads all matches to weigh a word: in titles the shortest come first, where it weighs the most.
        """
        found: dict[int, None] = {}
        for match, rank in ((in_title, "LENGTH(title_key), "), (query, "")):
            rows = self.select(
                f"""
                SELECT id FROM (
                  SELECT listed.id, listed.title_key, {_KIND} AS weight FROM {_matching(filters)} LIMIT {_CANDIDATES}
                ) ORDER BY title_key = :typed DESC, weight DESC, {rank}id LIMIT :limit
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
        question = text, kind, filters
        if self._crowded[0] != question:
            self._crowded = question, self.matches(text, RANKED + 1, kind, filters) > RANKED
        return self._crowded[1]

    def matches(self, text: str, most: int, kind: str | None = None, filters: Filter = EVERYTHING) -> int:
        """Return how many entries match `text` as in `search`, counting no further than `most`."""
        query = fts_query(text)
        if query is None:
            return 0
        sql = f"SELECT COUNT(*) FROM (SELECT 1 FROM {_matching(filters)} LIMIT :most)"
        row = self.one(sql, query=query, most=most, one_kind=kind, **filters.parameters)
        return int(row[0]) if row else 0
