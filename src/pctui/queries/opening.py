"""What a corpus is, in a line and a sentence, for who sees it for the first time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from ..edtf import parts, year_label
from ..text import number_of

if TYPE_CHECKING:
    from .store import Store


class About(Struct, frozen=True):
    """A corpus: its title and its sentence, the first and the last year of its timeline ('' without one), and how many
    documents and entries it has."""

    title: str
    summary: str
    years: str
    documents: int
    entries: int

    @property
    def headline(self) -> str:
        """The title with the rest: "A corpus, 1950–2013 · 5 documents · 502 entries"."""
        title = f"{self.title}, {self.years}" if self.years else self.title
        return f"{title} · {number_of(self.documents, 'document')} · {number_of(self.entries, 'entry')}"


def about(store: Store) -> About:
    """Return what a corpus is. Everything is stored: nothing is counted."""
    documents, entries, first, last = store.one(
        "SELECT documents, entries, first, last FROM shown_corpus_extent, shown_timeline_extent"
    ) or (0, 0, None, None)
    ends = list(dict.fromkeys(_year(day) for day in (first, last) if day))
    return About(store.corpus["title"], store.corpus["summary"], "–".join(ends), documents, entries)


def _year(day: str) -> str:
    return year_label(parts(day)[0])
