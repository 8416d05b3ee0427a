"""Full-text search of the entries."""

from __future__ import annotations

import re

from .. import model
from ..database.read_only import ReadOnlyDatabase
from .filters import EVERYTHING, Filter
from .fts import CLOSE, OPEN, fts_query, marked, opening
from .lists import ORDERS

_SNIPPET = 14  # words
# What is called just that comes first, then what has all the words in its title; bodies, levels and notions before
# what is told of them.
_NEAREST = """
  listed.title = :typed COLLATE NOCASE DESC,
  listed.id IN (SELECT rowid FROM entries_fts WHERE entries_fts MATCH :in_title) DESC,
  bm25(entries_fts, 10.0, 2.0, 1.0) * CASE listed.kind
    WHEN 'organisation' THEN 2.5 WHEN 'ladder' THEN 2 WHEN 'level' THEN 2 WHEN 'concept' THEN 2 WHEN 'document' THEN 2
    WHEN 'event' THEN 1.5 WHEN 'change' THEN 1.5 WHEN 'recommendation' THEN 1.2 ELSE 1 END,
  listed.id
"""


def _matching(filters: Filter) -> str:
    return f"""
      entries_fts JOIN shown_entries listed ON listed.id = entries_fts.rowid
      WHERE entries_fts MATCH :query
        AND (:one_kind IS NULL OR listed.kind = :one_kind) AND {filters.entries("listed.slug")}
    """


class Searching(ReadOnlyDatabase):
    """The questions of the search."""

    def kind_hits(
        self, kind: str, limit: int = 50, filters: Filter = EVERYTHING, order: str = "title"
    ) -> list[model.Hit]:
        """The first entries of a kind, by title or in another of lists.ORDERS, with how each begins."""
        rows = self.ask(
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
        """Entries that match `text`: words, `"phrases"`, the last word as a prefix; of one kind where it is given.

        The nearest match first, or in one of lists.ORDERS. No syntax is an error.
        """
        query = fts_query(text)
        if query is None:
            return []
        rows = self.ask(
            f"""
            SELECT listed.slug, listed.kind, listed.title,
              snippet(entries_fts, -1, '{OPEN}', '{CLOSE}', '…', {_SNIPPET}),
              snippet(entries_fts, 1, '{OPEN}', '{CLOSE}', '…', {_SNIPPET})
            FROM {_matching(filters)}
            ORDER BY {ORDERS[order] if order else _NEAREST} LIMIT :limit
            """,
            query=query,
            limit=limit,
            one_kind=kind,
            in_title=f"title : ({query})",
            typed=" ".join(re.findall(r"\w+", text)),
            **filters.parameters,
        )
        hits = []
        for slug, kind, title, snippet, summary in rows:
            pieces = marked(snippet)
            if "".join(piece for piece, _ in pieces) == title:  # the summary tells more than the title again
                pieces = marked(summary)
            hits.append(model.Hit(slug, kind, title, pieces))
        return hits

    def matches(self, text: str, most: int, kind: str | None = None, filters: Filter = EVERYTHING) -> int:
        """How many entries match `text`, as `search` finds them; no more than `most` are counted."""
        query = fts_query(text)
        if query is None:
            return 0
        sql = f"SELECT COUNT(*) FROM (SELECT 1 FROM {_matching(filters)} LIMIT :most)"
        row = self.one(sql, query=query, most=most, one_kind=kind, **filters.parameters)
        return int(row[0]) if row else 0
