"""Searches entries and attached copies together, of every kind or of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from ..model import Hit
from ..queries.filters import EVERYTHING, Filter
from ..queries.fts import fts_query

if TYPE_CHECKING:
    from ..queries.store import Store
    from .copies import Reader

PASSAGE = "passage"
_KIND = r"(?i)(?:^|(?<=\s))kind:(\w+)(?:\s+|$)"


class Query(Struct, frozen=True):
    """A search query: its words, and the kind to search if only one."""

    words: str
    kind: str | None = None


def kinds(store: Store, reader: Reader) -> list[str]:
    """Return the kinds that can be searched; paragraphs of attached copies, if there are any, come last."""
    return [*store.kinds, *([PASSAGE] if reader.attached() else [])]


def parse_query(typed: str, known: Sequence[str]) -> Query:
    """Parse what was typed, in which the last `kind:finding` gives the kind, which may be plural or abbreviated.

    If there is no such kind, `kind:…` remains as a word to search for.
    """
    kind = None

    def take_kind(match: re.Match[str]) -> str:
        nonlocal kind
        name = match[1].lower()
        found = next((k for k in known if name in (k, f"{k}s")), None) or next(
            (k for k in known if k.startswith(name)), None
        )
        kind = found or kind
        return "" if found else match[0]

    words = re.sub(_KIND, take_kind, typed) if ":" in typed else typed
    return Query(words, kind)


def find(
    store: Store, reader: Reader, query: Query, limit: int = 50, filters: Filter = EVERYTHING, order: str = ""
) -> list[Hit]:
    """Return what matches the query and the filter, entries before passages; best first, or in one of ORDERS.

    A kind without words returns everything of that kind. There are no syntax errors; UsageError if it
    is too long.
    """
    passages = _passages(query, filters)
    if query.kind == PASSAGE:
        documents = filters.chosen("document")
        return _in_documents(store, reader.search(query.words, limit, documents)) if passages else []
    if fts_query(query.words) is None:
        if not query.kind or query.words.strip():
            return []
        return store.kind_hits(query.kind, limit, filters, order or "title")
    hits = store.search(query.words, limit, query.kind, filters, order)
    if not passages:
        return hits
    return hits + _in_documents(store, reader.search(query.words, documents=filters.chosen("document")))


def _in_documents(store: Store, hits: Sequence[Hit]) -> list[Hit]:
    """Return the paragraphs found, each with the label of its document as its title."""
    labels = store.labels(hit.slug for hit in hits)
    return [replace(hit, title=labels.get(hit.slug, hit.title)) for hit in hits]


def _passages(query: Query, filters: Filter) -> bool:
    """Whether paragraphs of documents can match: the only facets they have are kind and document."""
    chosen = filters.chosen("kind")
    kinds = query.kind in (None, PASSAGE, "document") and (not chosen or PASSAGE in chosen)
    return kinds and {*filters.active} <= {"kind", "document"}
