"""Finds what a table names: terms of the corpus by their titles, and passages in the copies of its documents."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..corpus.anchors import AnchorError, Copy, Span
from ..corpus.loaded import Loaded
from ..folding import tokens
from ..kinds.vocabulary import OF_THE_CORPUS
from ..slugs import free_slug, numbered_slug, slug_of
from ..text import nearest
from .columns import CellError

CopyOf = Callable[[str], Copy | None]


def folded(text: str) -> str:
    """Return a text as titles are compared: its words without case and accents."""
    return " ".join(word.text for word in tokens(text)) or text.casefold()


class Terms:
    """The terms of the corpus, found by slug or title, and those that are new: vocabulary, title and slug."""

    def __init__(self, loaded: Loaded, new_terms: bool) -> None:
        self.new: list[tuple[str, str, str]] = []
        self._allowed = new_terms
        self._known: dict[str, dict[str, str]] = {}
        for vocabulary in OF_THE_CORPUS:
            known = self._known[vocabulary] = {}
            for term in loaded.corpus.terms(vocabulary) if loaded.corpus else ():
                known.setdefault(folded(term.title), term.slug)
                known[term.slug] = term.slug

    def slug(self, vocabulary: str, text: str) -> str:
        """Return the slug of a term; CellError if there is none, and none may be made."""
        known = self._known[vocabulary]
        if found := known.get(text) or known.get(folded(text)):
            return found
        if not self._allowed:
            terms = list(dict.fromkeys(known.values()))
            near = nearest(slug_of(text) or text, terms)
            listed = f"; one of {', '.join(terms)}" if terms else ", of which there are none yet"
            where = f"'{text}' is not in the corpus's {OF_THE_CORPUS[vocabulary]}"
            raise CellError(f"{where}{near or listed}; --new-terms adds it")
        made = free_slug(slug_of(text) or numbered_slug(vocabulary.replace("_", "-"), known), known)
        known[folded(text)] = known[made] = made
        self.new.append((vocabulary, text, made))
        return made


class Passages:
    """Finds quotations in the copies of the corpus's documents."""

    def __init__(self, loaded: Loaded, copy_of: CopyOf) -> None:
        self._loaded = loaded
        self._copy_of = copy_of
        self._copies: dict[str, Copy | None] = {}
        self._paragraphs: dict[str, list[tuple[Span, int]]] = {}
        self._names = {
            name: slug
            for slug, document in loaded.documents.items()
            for name in (folded(document.title), folded(document.label), slug)
        }

    def copy(self, document: str) -> Copy | None:
        """Return the copy of a document; None if there is none."""
        if document not in self._copies:
            self._copies[document] = self._copy_of(document)
        return self._copies[document]

    def cite(self, document: str, quotation: str) -> dict[str, Any]:
        """Return the citation of a passage; AnchorError if it is not one passage of one paragraph of the document."""
        if not document:
            raise AnchorError("the row names no document; add a column 'document', or give --document")
        slug = self._names.get(document) or self._names.get(folded(document))
        if slug is None:
            raise AnchorError(f"there is no document '{document}'{nearest(document, self._loaded.documents)}")
        copy = self.copy(slug)
        if copy is None:
            raise AnchorError(f"there is no copy of '{slug}' to search; attach one: pctui attach FILE")
        span = copy.locate(quotation)
        anchor = copy.anchor(span.first, span.last)
        copy.find(anchor)
        for paragraph, number in self._spans(slug, copy):
            if paragraph.first <= span.first and span.last <= paragraph.last:
                return {"document": slug, "paragraph": number, "anchors": [anchor]}
        raise AnchorError("the passage is not within one paragraph; quote the part that is")

    def _spans(self, document: str, copy: Copy) -> list[tuple[Span, int]]:
        if document not in self._paragraphs:
            self._paragraphs[document] = [
                (span, number)
                for (slug, number), paragraph in self._loaded.paragraphs.items()
                if slug == document
                for anchor in paragraph.anchors
                if (span := copy.match(anchor).span)
            ]
        return self._paragraphs[document]
