"""Formats one citation in the styles in which it can be copied into other texts. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..model import Citation, Document, Entry, pages
from ..queries.documents import reference_line
from ..text import one_line
from .bibtex import escape as tex
from .escaping import escape


@dataclass(frozen=True, slots=True)
class Styled:
    """Something to copy: the name of its style, and the text."""

    name: str
    text: str


def full(document: Document, citation: Citation) -> str:
    """Return the full reference of the document, with the paragraph cited."""
    place = ", ".join(filter(None, (citation.pinpoint, citation.heading)))
    return one_line(reference_line(document, place))


def _page(citation: Citation) -> str:
    """Return the printed page as the end of an option in LaTeX, which a bracket would close."""
    if not citation.page:
        return ""
    escaped = tex(one_line(pages(citation.page))).replace("–", "--").replace("]", "{]}")
    return f", {escaped.replace('. ', '.~', 1)}"


def styles(entry: Entry | None, citation: Citation | None, document: Document | None) -> Iterator[Styled]:
    """Yield what can be copied from an entry, and from the `citation` of a `document` under the cursor."""
    if document and citation:
        yield Styled("Short", one_line(citation.place))
        yield Styled("Full reference", full(document, citation))
        note = f"{citation.document}-{citation.paragraph}"
        yield Styled("Markdown footnote", f"[^{note}]: {escape(full(document, citation))}")
        yield Styled(
            "LaTeX, by BibTeX key", f"\\cite[para.~{citation.paragraph}{_page(citation)}]{{{citation.document}}}"
        )
    elif document:
        yield Styled("Full reference", one_line(reference_line(document)))
        yield Styled("LaTeX, by BibTeX key", f"\\cite{{{document.slug}}}")
    if entry:
        places = "; ".join(dict.fromkeys(one_line(c.place) for c in entry.citations))
        summary = one_line(entry.summary)
        yield Styled("Summary, cited", f"{summary} ({places})" if places else summary)
        yield Styled("Command that opens it", f"pctui open {entry.slug}")
