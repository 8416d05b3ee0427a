"""Quotations with their citations, as text and as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ..model import Citation, Document
from ..page.blocks import Part, joined
from ..reader.passages import Quotation
from ..text import one_line
from ..widths import wrap
from .citation_styles import full
from .csl_styles import Cited
from .csl_text import Formatted, Span
from .escaping import at_start, escape

if TYPE_CHECKING:
    from .csl_styles import Style


class Quoted(NamedTuple):
    """A passage as it is quoted, with its citation and the reference of its document."""

    citation: Citation
    quotation: Quotation
    cited: Formatted
    reference: Formatted

    @property
    def record(self) -> dict[str, Any]:
        """Return it as data."""
        return {
            "kind": "quotation",
            "document": self.citation.document,
            "paragraph": self.citation.paragraph,
            "page": self.citation.page,
            "anchors": list(self.citation.anchors),
            "text": " … ".join(self.quotation.texts) or None,
            "why": self.quotation.why or None,
            "citation": self.cited.text,
            "reference": self.reference.text,
        }


class Quotations(NamedTuple):
    """Passages as they are quoted, and, in a style that has one, the list of references."""

    quoted: Sequence[Quoted]
    references: Sequence[Formatted] = ()
    is_numeric: bool = False
    is_note: bool = False

    def text(self, width: int | None) -> Iterator[str]:
        """Yield them as text, wrapped to `width` columns if given."""
        return joined(self._text_parts(width))

    def _text_parts(self, width: int | None) -> Iterator[Part]:
        def wrapped(text: str, first: str = "") -> str:
            return "\n".join(wrap(text, width, first, " " * len(first))) if width else first + text

        for quoted in self.quoted:
            lines = [quoted.quotation.text, quoted.cited.text]
            lines = lines if self.is_note else [" ".join(filter(None, lines))]
            yield "\n".join(wrapped(line) for line in lines if line), False
        if self.references:
            yield "References", False
        for number, reference in enumerate(self.references, 1):
            yield wrapped(reference.text, f"{number}. " if self.is_numeric else ""), self.is_numeric and number > 1

    def markdown(self) -> Iterator[str]:
        """Yield them as Markdown: each passage as a block quote, with its citation after it."""
        return joined(self._markdown_parts())

    def _markdown_parts(self) -> Iterator[Part]:
        for quoted in self.quoted:
            if texts := quoted.quotation.texts:
                yield "\n>\n".join(f"> {escape(one_line(text))}" for text in texts), False
            yield at_start(quoted.cited.markdown), False
        if self.references:
            yield "## References", False
        for number, reference in enumerate(self.references, 1):
            yield (
                f"{f'{number}. ' if self.is_numeric else ''}{at_start(reference.markdown)}",
                self.is_numeric and number > 1,
            )


def quotations(
    found: Iterable[tuple[Citation, Quotation]], documents: Sequence[Document], style: Style | None
) -> Quotations:
    """Return passages with their citations in a style, or, without one, with the full reference of each.

    `documents` are those cited, in the order of their first citation.
    """
    known = {document.slug: document for document in documents}
    if style is None:
        quoted = []
        for citation, quotation in found:
            reference = Formatted((Span(full(known[citation.document], citation)),))
            quoted.append(Quoted(citation, quotation, reference, reference))
        return Quotations(quoted)
    ordered = style.in_order(documents)
    numbers = {document.slug: number for number, document in enumerate(ordered, 1)}
    return Quotations(
        [
            Quoted(
                citation,
                quotation,
                style.citation([Cited(known[citation.document], citation, numbers[citation.document])]),
                style.reference(known[citation.document]),
            )
            for citation, quotation in found
        ],
        () if style.is_note else [style.reference(document) for document in ordered],
        style.is_numeric,
        style.is_note,
    )
