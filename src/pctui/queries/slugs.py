"""Queries for typed slugs: the entries that match one, and those nearest to one that does not exist."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..model import Reference

if TYPE_CHECKING:
    from ..database.read_only import ReadOnlyDatabase

_CANDIDATES = 5000  # how many slugs are compared with one that does not exist


def matching(database: ReadOnlyDatabase, typed: str, limit: int = 50) -> list[Reference]:
    """Return the entries whose slug starts with what is `typed`, then those with its words in their title or slug.

    Each word may be the beginning of one. Of many titles, the shortest of the first in the corpus come first.
    """
    words = re.findall(r"[^\W_]+", typed.lower())[:8]
    if not words:
        return []
    found = database.select(
        """
        SELECT slug, kind, title FROM shown_entries
        WHERE slug >= :start AND slug < :start || char(1114111)
        ORDER BY slug LIMIT :limit
        """,
        start="-".join(words),
        limit=limit,
    )
    if len(found) < limit:
        found += database.select(
            f"""
            SELECT slug, kind, title FROM (
              SELECT e.slug, e.kind, e.title, LENGTH(e.title_key) AS length, e.id
              FROM entries_fts JOIN shown_entries e ON e.id = entries_fts.rowid
              WHERE entries_fts MATCH :query LIMIT {_CANDIDATES}
            ) ORDER BY length, id LIMIT :limit
            """,
            query="{title title_forms} : (" + " AND ".join(f'"{word}"*' for word in words) + ")",
            limit=limit,
        )
    if len({*found}) < limit:
        condition = " AND ".join(f"'-' || slug LIKE :w{n}" for n in range(len(words)))
        found += database.select(
            f"""
            SELECT slug, kind, title FROM shown_entries
            WHERE {condition} ORDER BY slug LIMIT :limit
            """,
            limit=limit,
            **{f"w{n}": f"%-{word}%" for n, word in enumerate(words)},
        )
    return [Reference(*row) for row in dict.fromkeys(found)][:limit]


def beginning(database: ReadOnlyDatabase, typed: str, kind: str | None = None, most: int = 2000) -> list[Reference]:
    """Return the entries (of `kind` if given) whose slug starts with what is `typed`; none if more than `most` do."""
    found = database.select(
        """
        SELECT slug, kind, title FROM shown_entries
        WHERE slug >= :typed AND slug < :typed || char(1114111)
          AND (:kind IS NULL OR kind = :kind)
        ORDER BY slug LIMIT :most + 1
        """,
        typed=typed,
        kind=kind,
        most=most,
    )
    return [] if len(found) > most else [Reference(*row) for row in found]


def nearest(database: ReadOnlyDatabase, slug: str) -> list[str]:
    """Return up to three slugs that are similar to one that does not exist, the nearest first."""
    import difflib

    words = [word for word in re.findall(r"[^\W_]+", slug.lower())[:4] if len(word) > 1]
    # Compare only with slugs that have the beginning of one of its words: comparing with a million takes too long.
    condition = " OR ".join(f"'-' || slug LIKE :w{n}" for n in range(len(words))) or "0"
    candidates = [
        row[0]
        for row in database.select(
            f"SELECT slug FROM shown_entries WHERE ({condition}) LIMIT :most",
            most=_CANDIDATES,
            **{f"w{n}": f"%-{word[:3]}%" for n, word in enumerate(words)},
        )
    ]
    return difflib.get_close_matches(slug.lower(), candidates, 3, 0.5)
