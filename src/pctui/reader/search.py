"""Searching entries and attached documents together, of any kind or of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ..model import Hit
from ..queries.filters import EVERYTHING, Filter
from ..queries.fts import fts_query

if TYPE_CHECKING:
    from ..queries.store import Store
    from .copies import Reader

PASSAGE = "passage"
_KIND = re.compile(r"(?:^|(?<=\s))kind:(\w+)(?:\s+|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Query:
    """What is sought: the words, and the kind where it is to be one."""

    words: str
    kind: str | None = None


def kinds(store: Store, reader: Reader) -> list[str]:
    """The kinds of what can be found, paragraphs of attached documents last."""
    return [*store.kinds, *([PASSAGE] if reader.attached() else [])]


def parse_query(typed: str, known: Sequence[str]) -> Query:
    """Take the last `kind:finding` out of what was typed, plural or begun; of no kind that there is, it is a word."""
    kind = None

    def take(match: re.Match[str]) -> str:
        nonlocal kind
        asked = match[1].lower()
        found = next((k for k in known if asked in (k, f"{k}s")), None) or next(
            (k for k in known if k.startswith(asked)), None
        )
        kind = found or kind
        return "" if found else match[0]

    return Query(_KIND.sub(take, typed), kind)


def find(
    store: Store, reader: Reader, query: Query, limit: int = 50, among: Filter = EVERYTHING, order: str = ""
) -> list[Hit]:
    """What matches `among` what a filter lets through, entries before passages; the nearest first, or in one of ORDERS.

    A kind without words is all of that kind. No syntax is an error.
    """
    passages = _passages(query, among)
    if query.kind == PASSAGE:
        return _in_documents(store, reader.search(query.words, limit, among.document)) if passages else []
    if fts_query(query.words) is None:
        if not query.kind or query.words.strip():
            return []
        return store.kind_hits(query.kind, limit, among, order or "title")
    hits = store.search(query.words, limit, query.kind, among, order)
    return hits + _in_documents(store, reader.search(query.words, documents=among.document)) if passages else hits


def _in_documents(store: Store, hits: Sequence[Hit]) -> list[Hit]:
    """The paragraphs found, each called by its document's label."""
    labels = {document.slug: document.label for document in store.documents()}
    return [replace(hit, title=labels.get(hit.slug, hit.title)) for hit in hits]


def _passages(query: Query, among: Filter) -> bool:
    """Whether paragraphs of documents can be among what is found: they have nothing but a kind and a document."""
    kinds = query.kind in (None, PASSAGE, "document") and (not among.kind or PASSAGE in among.kind)
    return kinds and {*among.active} <= {"kind", "document"}
