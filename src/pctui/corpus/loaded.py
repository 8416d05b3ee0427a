"""A corpus in memory, and the file and line of each of its records."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..kinds.base import Entry
from ..kinds.corpus import Corpus, Paragraph
from ..kinds.document import Document
from .copies import KnownDocument
from .parse import Place

Record = Corpus | Entry | Paragraph


@dataclass
class Loaded:
    """A corpus in memory: its own record, its entries by slug, its paragraphs, and where each was read.

    For a corpus with faults these are its valid records.
    """

    corpus: Corpus | None = None
    entries: dict[str, Entry] = field(default_factory=dict)
    paragraphs: dict[tuple[str, int], Paragraph] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    paragraph_places: dict[tuple[str, int], Place] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)
    records: list[tuple[Record, Place]] = field(default_factory=list)  # all of them, as they were read

    def add(self, record: Record, place: Place) -> None:
        """Add a record; the first of its name stays."""
        self.records.append((record, place))
        if isinstance(record, Corpus):
            self.corpus = self.corpus or record
        elif isinstance(record, Paragraph):
            key = record.document, record.number
            self.paragraphs.setdefault(key, record)
            self.paragraph_places.setdefault(key, place)
        else:
            self.entries.setdefault(record.slug, record)
            self.places.setdefault(record.slug, place)
            if isinstance(record, Document):
                self.documents.setdefault(record.slug, record)

    def language(self, document: str = "") -> str:
        """Return the BCP 47 tag of the language that a document is written in; without one, that of the corpus."""
        from ..locales import DEFAULT, locale_of  # its tables are of use where a corpus is checked

        own = self.corpus.language if self.corpus else DEFAULT
        found = self.documents.get(document)
        return locale_of(found.csl.language, own).tag if found and found.csl.language else own

    def known(self) -> dict[str, KnownDocument]:
        """Return, by document, what its copies are recognised by."""
        anchors: dict[str, list[str]] = {slug: [] for slug in self.documents}
        for (document, _), paragraph in self.paragraphs.items():
            if document in anchors:
                anchors[document].extend(paragraph.anchors)
        return {slug: KnownDocument(document.sha256, anchors[slug]) for slug, document in self.documents.items()}
