"""What the passages say that an entry cites: their dates and numbers, the entries that they name, their modality.

They are read in the language of their document, or in that of the corpus where it is not given.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from ..corpus.stated_dates import Text
from ..locales import locale_of
from ..model import Reference
from ..queries.slugs import matching
from ..queries.store import Store
from ..text import unwrap
from . import suggestions
from .suggested_dates import Suggestion, dates

_NAMES = re.compile(r"[A-Z][\w’'-]+(?:(?: of| the| and)* [A-Z][\w’'-]+)*")  # what may be the title of an entry
_NAMES_TRIED = 6
_FOUND = 5  # entries for a name


class Named(NamedTuple):
    """An entry, and the words of the passage that name it."""

    entry: Reference
    words: str


class CitedText:
    """Passages as the copies print them, with the citations of which they are; `language` is that of the corpus."""

    def __init__(
        self, store: Store, citations: Sequence[Mapping[str, Any]], passages: Sequence[str], language: str
    ) -> None:
        self._store = store
        self._language = language
        languages = [self._language_of(citation["document"]) for citation in citations for _ in citation["anchors"]]
        if len(languages) != len(passages):
            languages = (languages[:1] or [language]) * len(passages)
        self._texts = [Text(unwrap(text)[0], each) for text, each in zip(passages, languages, strict=True)]

    def _language_of(self, document: str) -> str:
        own = self._store.document(document).record.get("language")
        return locale_of(str(own), self._language).tag if own else self._language

    @cached_property
    def dates(self) -> list[Suggestion]:
        """The dates printed."""
        return list(dict.fromkeys(date for text in self._texts for date in dates(*text)))

    @property
    def date(self) -> Suggestion | None:
        """The first date, if it can be read in one way only."""
        words = [date.words for date in self.dates]
        return self.dates[0] if words and words.count(words[0]) == 1 else None

    @cached_property
    def figures(self) -> list[Suggestion]:
        """The numbers printed; those that are only the years and days of the dates come last."""
        dated = {number for date in self.dates for number in re.findall(r"\d+", f"{date.words} {date.value}")}
        found = list(dict.fromkeys(figure for text in self._texts for figure in suggestions.figures(*text)))
        return sorted(found, key=lambda each: each.value in {n.lstrip("0") for n in dated})

    @cached_property
    def modality(self) -> Suggestion | None:
        """The modality that the words suggest."""
        return next(filter(None, (suggestions.modality(*text) for text in self._texts)), None)

    @cached_property
    def hedge(self) -> Suggestion | None:
        """The first hedge."""
        return next(filter(None, (suggestions.hedge(*text) for text in self._texts)), None)

    @cached_property
    def entries(self) -> list[Named]:
        """The entries whose titles are in the passages."""
        whole = " ".join(text for text, _ in self._texts)
        found: dict[str, Named] = {}
        for name in sorted({*_NAMES.findall(whole)}, key=len, reverse=True)[:_NAMES_TRIED]:
            for entry in matching(self._store, name, _FOUND):
                if entry.title.casefold() in whole.casefold():
                    found[entry.slug] = Named(entry, name)
        return list(found.values())
