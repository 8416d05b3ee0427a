"""The query for what refers to an entry, in whatever way: links, fields, citations."""

from __future__ import annotations

from ..database.read_only import ReadOnlyDatabase
from ..kinds.registry import KINDS
from ..model import Reference


def referring(database: ReadOnlyDatabase, slug: str, kind: str) -> list[Reference]:
    """Return the entries that refer to one, each once, in the order of the corpus; not itself."""
    tables = [("links", "source", "target"), ("citations", "entry", "document")]
    for each in KINDS.values():
        tables += each.naming(kind)
    union = " UNION ".join(f"SELECT {owner} FROM {table} WHERE {other} = :slug" for table, owner, other in tables)
    rows = database.select(
        f"SELECT slug, kind, title FROM entries WHERE slug IN ({union}) AND slug <> :slug ORDER BY id", slug=slug
    )
    return [Reference(*row) for row in rows]
