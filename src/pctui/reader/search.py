"""Searches entries and attached copies together, of every kind or of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from ..errors import UsageError
from ..model import Hit
from ..queries.filters import EVERYTHING, Filter
from ..queries.search import FEW, Coverage
from ..text import clean

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

    UsageError with the kinds that there are if it is none of these.
    """
    kind = None

    def take_kind(match: re.Match[str]) -> str:
        nonlocal kind
        name = match[1].lower()
        kind = next((k for k in known if name in (k, f"{k}s")), None) or next(
            (k for k in known if k.startswith(name)), None
        )
        if kind is None:
            raise UsageError(f"there is no kind '{clean(match[1])}'", f"There are: {', '.join(known)}.")
        return ""

    words = re.sub(_KIND, take_kind, typed) if ":" in typed else typed
    return Query(words, kind)


class Found(Struct, frozen=True):
    """What a search found: its hits, and what is to be said of them.

    Entries come before passages, unless passages have all that was typed and no entry has.

    `partial` says that few or none have all the words, and others follow. `synonyms` are the names that were typed,
    each with the title of what has it, which was searched for as well. `suggestion` is the query with misspelled words
    replaced. Each is empty if there is nothing to say.
    """

    hits: list[Hit]
    partial: str = ""
    synonyms: tuple[tuple[str, str], ...] = ()
    suggestion: str = ""

    @property
    def lines(self) -> list[str]:
        """What is to be said of the hits, in sentences; the suggestion is apart."""
        return [*(f"{name}: {title}" for name, title in self.synonyms), *filter(None, [self.partial])]


def search(
    store: Store, reader: Reader, query: Query, limit: int = 50, filters: Filter = EVERYTHING, order: str = ""
) -> Found:
    """Return what matches the query and the filter; best first, or in one of ORDERS.

    A kind without words returns everything of that kind. There are no syntax errors; UsageError if it
    is too long.
    """
    return described(store, query, find(store, reader, query, limit, filters, order), filters)


def find(
    store: Store, reader: Reader, query: Query, limit: int = 50, filters: Filter = EVERYTHING, order: str = ""
) -> list[Hit]:
    """Return the hits of `search` alone."""
    passages = _passages(query, filters)
    question = store.question(query.words)
    if question is None:
        if not query.kind or query.kind == PASSAGE or query.words.strip():
            return []
        return store.kind_hits(query.kind, limit, filters, order or "title")
    documents = filters.chosen("document")
    if query.kind == PASSAGE:
        return _in_documents(store, reader.search(question, question.half, limit, documents)) if passages else []
    hits = store.search(query.words, limit, query.kind, filters, order)
    if not passages:
        return hits
    whole = _in_documents(store, reader.search(question, documents=documents))
    if whole and hits and not order and not store.coverage(query.words, query.kind, filters).complete:
        return whole + hits
    least = max(question.half, store.reach(query.words, query.kind, filters))
    return hits + (whole or _in_documents(store, reader.search(question, least, documents=documents)))


def counts(store: Store, reader: Reader, words: str) -> dict[str, int] | None:
    """Return how many hits of each kind there are for typed words; None if they are too many, or there are no words."""
    question = store.question(words)
    found = store.kind_counts(words) if question else None
    if question is None or found is None:
        return None
    least = max(question.half, store.reach(words))
    return {**found, PASSAGE: len(reader.search(question, least))}


def described(store: Store, query: Query, hits: list[Hit], filters: Filter = EVERYTHING) -> Found:
    """Return hits of `find` with what is to be said of them."""
    question = store.question(query.words)
    if question is None or query.kind == PASSAGE:
        return Found(hits)
    covered = store.coverage(query.words, query.kind, filters)
    few = (covered.complete < FEW and len(hits) < 2 * FEW) or covered.reached != "all"
    return Found(
        hits,
        _partial(covered, hits, "entry of this kind" if query.kind else "entry") if hits else "",
        question.synonyms if hits else (),
        store.suggestion(query.words, query.kind, filters) if few else "",
    )


def _partial(covered: Coverage, hits: Sequence[Hit], what: str) -> str:
    """Return the sentence that says how much of what was typed is in what was found; '' if all of it is."""
    if covered.reached == "all":
        return ""
    if not covered.complete and hits[0].kind == PASSAGE and hits[-1].kind != PASSAGE:
        return f"Only passages have all of these words; the entries after them have {covered.reached} of them."
    if not covered.complete:
        return f"No {what} has all of these words; these have {covered.reached} of them."
    first = "The first has" if covered.complete == 1 else f"The first {covered.complete} have"
    return f"{first} all of these words; the others have {covered.reached} of them."


def _in_documents(store: Store, hits: Sequence[Hit]) -> list[Hit]:
    """Return the paragraphs found, each with the label of its document as its title."""
    labels = store.labels(hit.slug for hit in hits)
    return [replace(hit, title=labels.get(hit.slug, hit.title)) for hit in hits]


def _passages(query: Query, filters: Filter) -> bool:
    """Whether paragraphs of documents can match: the only facets they have are kind and document."""
    chosen = filters.chosen("kind")
    kinds = query.kind in (None, PASSAGE, "document") and (not chosen or PASSAGE in chosen)
    return kinds and {*filters.active} <= {"kind", "document"}
