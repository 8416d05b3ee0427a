"""A style of a journal in a Markdown document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from ..model import Citation, Document
from .csl_styles import Cited, Style
from .csl_text import Formatted
from .escaping import at_start


class InMarkdown:
    """A style for one Markdown document (see `citing.Style`). `find` returns documents by their slugs."""

    def __init__(self, style: Style, find: Callable[[Iterable[str]], Iterable[Document]]) -> None:
        self._style = style
        self._find = find
        self._numbers: dict[str, int] = {}  # in the order of the first citation in the text
        self._known: dict[str, Document] = {}

    @property
    def numbered(self) -> bool:
        """Whether the references are numbered, since the text cites them by number."""
        return bool(self._numbers) and self._style.is_numeric

    def in_text(self, citations: Sequence[Citation]) -> str:
        """Return citations as they stand in a text; a note in parentheses."""
        text = self._cited(citations).markdown
        return f"({text.removesuffix('.')})" if self._style.is_note else text

    def note(self, citation: Citation) -> str:
        """Return the note of a citation in a style for notes; '' in others."""
        return at_start(self._cited([citation]).markdown) if self._style.is_note else ""

    def _cited(self, citations: Sequence[Citation]) -> Formatted:
        if unknown := dict.fromkeys(c.document for c in citations if c.document not in self._known):
            self._known.update((document.slug, document) for document in self._find(unknown))
        return self._style.citation(
            [
                Cited(
                    self._known[citation.document],
                    citation,
                    self._numbers.setdefault(citation.document, len(self._numbers) + 1),
                )
                for citation in citations
            ]
        )

    def references(self, documents: Iterable[Document]) -> Iterator[str]:
        """Yield a line for each document, in the order of the style, or in that of the numbers in the text."""
        listed = list(documents)
        ordered = listed if self.numbered else self._style.in_order(listed)
        if self.numbered:
            ordered.sort(key=lambda document: self._numbers.get(document.slug, len(self._numbers)))
        for document in ordered:
            yield at_start(self._style.reference(document).markdown)
