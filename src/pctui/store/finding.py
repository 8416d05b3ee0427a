"""Searching entries and attached documents together, of any kind or of one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..model import Hit
from .words import fts_query

if TYPE_CHECKING:
    from .queries import Store
    from .reader import Reader

PASSAGE = "passage"
_KIND = re.compile(r"(?:^|(?<=\s))kind:(\w+)(?:\s+|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sought:
    """What is sought: the words, and the kind where it is to be one."""

    words: str
    kind: str | None = None


def kinds(store: Store, reader: Reader) -> list[str]:
    """The kinds of what can be found, paragraphs of attached documents last."""
    return [*store.kinds, *([PASSAGE] if reader.attached() else [])]


def sought(typed: str, known: Sequence[str]) -> Sought:
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

    return Sought(_KIND.sub(take, typed), kind)


def find(store: Store, reader: Reader, wanted: Sought, limit: int = 50) -> list[Hit]:
    """What matches, entries before passages. A kind without words is all of that kind. No syntax is an error."""
    if wanted.kind == PASSAGE:
        return reader.search(wanted.words, limit)
    if fts_query(wanted.words) is None:
        return store.kind_hits(wanted.kind, limit) if wanted.kind and not wanted.words.strip() else []
    hits = store.search(wanted.words, limit, wanted.kind)
    return hits if wanted.kind else hits + reader.search(wanted.words)
