"""Queries for the source documents, their paragraphs, and the entries that cite them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from .. import edtf, model
from ..database.read_only import ReadOnlyDatabase, batches
from ..errors import NotFound
from ..text import clean_all, one_line

_DOCUMENT = """
SELECT d.slug, d.slug, d.label, e.title, e.summary, d.extent, d.extent_note, d.issued_label, d.csl
FROM document_details d JOIN entries e ON e.slug = d.slug WHERE d.slug {this}
"""


class DocumentQueries(ReadOnlyDatabase):
    """Queries for documents."""

    def documents(self, slugs: Iterable[str] | None = None) -> list[model.Document]:
        """Return the source documents with these `slugs`, or all of them in the order of the corpus."""
        return list(self.each_document(slugs))

    def each_document(self, slugs: Iterable[str] | None = None) -> Iterator[model.Document]:
        """Yield the source documents with these `slugs` (NotFound if one does not exist), or all of them as ordered."""
        if slugs is None:
            slugs = (row[0] for row in self.stream("SELECT slug FROM document_details ORDER BY position"))
        for batch in batches(slugs):
            with self.together(batch):
                found = [self.document(slug) for slug in batch]
            yield from found

    def labels(self, slugs: Iterable[str]) -> dict[str, str]:
        """Return the labels of those of `slugs` that are documents."""
        rows = self.rows_of_all(slugs, "SELECT slug, label FROM document_details WHERE slug {this}")
        return {slug: label for slug, ((label,), *_) in rows.items()}

    def contributions(self, slugs: Iterable[str]) -> dict[str, tuple[int, int]]:
        """Return, by document, how many entries there are from how many paragraphs."""
        these = list(slugs)
        entries, paragraphs = (
            self.rows_of_all(these, f"SELECT document, COUNT({of}) FROM {table} WHERE document {{this}} GROUP BY 1")
            for table, of in (("citations", "DISTINCT entry"), ("paragraphs", "*"))
        )
        none = [(0,)]
        return {slug: (entries.get(slug, none)[0][0], paragraphs.get(slug, none)[0][0]) for slug in these}

    def passage(self, document: str, paragraph: int, anchor: str = "") -> model.Citation | None:
        """Return a paragraph, or a passage in it, as a citation; None if there is no such paragraph."""
        row = self.one(
            """
            SELECT d.label, s.title, p.page FROM paragraphs p JOIN document_details d ON d.slug = p.document
            LEFT JOIN sections s ON s.document = p.document AND s.slug = p.section
            WHERE p.document = :document AND p.number = :number
            """,
            document=document,
            number=paragraph,
        )
        if row is None:
            return None
        label, section, page = row
        return model.Citation(document, label, paragraph, section, (anchor,) if anchor else (), page=page)

    def document(self, slug: str) -> model.Document:
        """Return one source document; NotFound if it does not exist."""
        row = self.row_of(slug, _DOCUMENT)
        if row is None:
            raise NotFound(
                f"there is no document '{slug}'", f"Choose one of: {', '.join(d.slug for d in self.documents())}"
            )
        slug, label, title, summary, extent, extent_note, issued, csl = row
        supplied = self.rows_of(
            slug,
            "SELECT document, field, value, source_title, source_url, source_read FROM document_supplied "
            "WHERE document {this} ORDER BY position",
        )
        hashes = self.rows_of(
            slug, "SELECT document, sha256 FROM document_hashes WHERE document {this} ORDER BY sha256"
        )
        return model.Document(
            slug=slug,
            label=label,
            title=title,
            summary=summary,
            extent=extent,
            extent_note=extent_note,
            issued=issued,
            record=self._record(csl),
            supplied=tuple(
                (name, value, model.PublicSource(title, url or "", read or ""))
                for name, value, title, url, read in supplied
            ),
            hashes=tuple(row[0] for row in hashes),
        )

    def _record(self, csl: str) -> dict[str, Any]:
        record = clean_all(json.loads(csl))
        return record if isinstance(record, dict) else {}

    def paragraphs(self, document: str) -> list[model.Paragraph]:
        """Return the paragraphs of a document, each with the entries that cite it."""
        anchors: dict[int, list[str]] = {}
        for number, anchor in self.select(
            "SELECT number, anchor FROM paragraph_anchors WHERE document = :d ORDER BY number, position", d=document
        ):
            anchors.setdefault(number, []).append(anchor)
        entries: dict[int, list[model.Reference]] = {}
        for number, *reference in self.select(
            """
            SELECT DISTINCT c.paragraph, e.slug, e.kind, e.title FROM citations c
            JOIN shown_entries e ON e.slug = c.entry
            WHERE c.document = :d ORDER BY c.paragraph, e.id
            """,
            d=document,
        ):
            entries.setdefault(number, []).append(model.Reference(*reference))
        return [
            model.Paragraph(
                document, number, section, tuple(anchors.get(number, ())), excuse, tuple(entries.get(number, ())), page
            )
            for number, section, excuse, page in self.select(
                """
                SELECT p.number, s.title, p.carries_nothing, p.page FROM paragraphs p
                LEFT JOIN sections s ON s.document = p.document AND s.slug = p.section
                WHERE p.document = :d ORDER BY p.number
                """,
                d=document,
            )
        ]

    def citation_anchors(self, document: str) -> list[tuple[int, str, str]]:
        """Return every citation of `document` as (paragraph, anchor, slug of the entry)."""
        return self.select(
            """
            SELECT c.paragraph, a.anchor, c.entry FROM citation_anchors a JOIN citations c ON c.id = a.citation
            WHERE c.document = :d ORDER BY c.id, a.position
            """,
            d=document,
        )


_PUBLISHED = ("container-title", "publisher")


def reference(document: model.Document, place: str = "") -> tuple[str, str]:
    """Return the reference of a document, with a `place` in it, and the address of its DOI or of its page ('' if none).

    Fields that were supplied, because the document does not print them, are in it like the others: the document's own
    page says which these are.
    """
    record = {key: value for key, value in document.record.items() if value}
    supplied = {name: value for name, value, _ in reversed(document.supplied) if name not in record}
    known = {**supplied, **record}
    authors = known.get("author", "")
    if isinstance(authors, list):
        authors = authors_line(authors)
    volume = str(known.get("volume", ""))
    if issue := known.get("issue"):
        volume += f"({issue})"
    if page := known.get("page"):
        volume += f":{page}" if volume else str(page)
    issued = document.issued or _day(supplied.get("issued", "")) or "undated"
    parts = [
        authors,
        known.get("title") or document.title,
        ", ".join(filter(None, (*(str(known.get(name, "")) for name in _PUBLISHED), issued, volume, place))),
    ]
    line = " ".join(f"{str(part).rstrip('.')}." for part in parts if part)
    return line, next(addresses(document), "")


def addresses(document: model.Document) -> Iterator[str]:
    """Yield the address of a document's DOI and that of its page, those that it has."""
    supplied = {name: value for name, value, _ in document.supplied}
    url = one_line(str(document.record.get("URL") or supplied.get("URL") or ""))
    yield from filter(None, dict.fromkeys((doi_address(document), url)))


def reference_line(document: model.Document, place: str = "") -> str:
    """Return the reference of a document with its address on one line, which ends in no full stop after an address."""
    return " ".join(filter(None, reference(document, place)))


def doi_address(document: model.Document) -> str:
    """Return the address of a document's DOI, printed or supplied; '' if it has none."""
    supplied = {name: value for name, value, _ in document.supplied}
    doi = one_line(str(document.record.get("DOI") or supplied.get("DOI") or ""))
    if not doi or doi.startswith(("http://", "https://")):
        return doi
    return f"https://doi.org/{quote(doi, safe='/:;()._-')}"


def authors_line(authors: Iterable[Mapping[str, str]]) -> str:
    """Return authors on one line: `Calder, Ines; Wren, Tobias`."""
    return "; ".join(
        ", ".join(filter(None, (name.get("family"), name.get("given"), name.get("literal")))) for name in authors
    )


def _day(written: str) -> str:
    """Return a date in words, or unchanged if it is not EDTF."""
    try:
        return edtf.label(written) if written else ""
    except edtf.DateError:
        return written
