"""How a Markdown document cites: the sign of a citation in the text, and the references at the end.

What prints alike is one reference, whatever passages of the paragraph it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import ClassVar, NamedTuple, Protocol

from ..folding import sort_key
from ..model import Citation, Document
from ..page import Numbering
from ..page.blocks import Part
from ..panes import CITATIONS
from ..queries.documents import reference
from ..text import one_line
from .escaping import at_start, escape, escape_within, link, printed_address, web_address

Documents = Callable[[Iterable[str]], Iterable[Document]]
Links = Callable[[str], str | None]
Quoted = Callable[[Citation], Sequence[str]]


class Cited(NamedTuple):
    """A paragraph cited: the place as it is printed, and the passages of it that are quoted."""

    citation: Citation
    place: str
    quoted: Sequence[str]


class Style(Protocol):
    """A style of citing, as Markdown."""

    def in_text(self, citations: Sequence[Citation]) -> str:
        """Return citations as they stand in a text: `(Calder 1911, para. 3)`."""

    def references(self, documents: Iterable[Document]) -> Iterable[str]:
        """Return a line for each document, in the order in which they are listed."""


class OwnStyle:
    """The style of pctui: a document by its label in the text, and by its full reference at the end."""

    def in_text(self, citations: Sequence[Citation]) -> str:
        places = []
        for _, of_document in groupby(citations, key=lambda citation: citation.document):
            cited = list(of_document)
            label = escape_within(one_line(cited[0].label))
            places.append(f"{label}, {escape_within(one_line(_pinpoints(cited)))}")
        return f"({'; '.join(places)})"

    def references(self, documents: Iterable[Document]) -> Iterable[str]:
        lines = [_reference(document) for document in documents]
        return sorted(lines, key=lambda line: (sort_key(line), line))


def _pinpoints(cited: Sequence[Citation]) -> str:
    if len(cited) > 1 and not any(each.page for each in cited):
        return f"paras {', '.join(str(each.paragraph) for each in cited)}"
    return ", ".join(each.pinpoint for each in cited)


def _reference(document: Document) -> str:
    words, address = reference(document)
    return f"{escape(words)} {printed_address(address)}".strip()


class Citing:
    """The citations of one document. `inside` says that they come before the full stop of a sentence."""

    inside: ClassVar[bool] = False

    def __init__(self, documents: Documents = lambda _slugs: (), style: Style | None = None) -> None:
        self.numbering = Numbering()
        self.style: Style = style or OwnStyle()
        self._documents = documents

    def sign(self, citations: Sequence[Citation]) -> str:
        """Return what stands after a statement for its citations, with the blank before it if it takes one."""
        for citation in citations:
            self.numbering.number(citation)
        return self._sign(citations)

    def _sign(self, citations: Sequence[Citation]) -> str:
        raise NotImplementedError

    def cited(self, text: str, citations: Sequence[Citation]) -> str:
        """Return Markdown with its citations after it, or before the full stop at its end."""
        if not citations:
            return text
        sign = self.sign(citations)
        return f"{text[:-1]}{sign}." if self.inside and _SENTENCE.search(text) else f"{text}{sign}"

    def listed(self, links: Links, quoted: Quoted) -> Iterator[Part]:
        """Yield the list of what was cited. `links` gives the page of a document, `quoted` the text of passages."""
        if not len(self.numbering):
            return
        slugs = dict.fromkeys(citation.document for citation in self.numbering.citations)
        documents = {document.slug: document for document in self._documents(slugs)}

        def cited() -> Iterator[Cited]:
            for citation in self.numbering.citations:
                yield Cited(citation, _place(citation, documents.get(citation.document), links), quoted(citation))

        yield from self._before(cited())
        if documents:
            yield "## References", False
            yield from self._references(documents.values())
        yield from self._after(cited())

    def _before(self, cited: Iterable[Cited]) -> Iterator[Part]:
        """Yield what comes before the references: the passages that are quoted."""
        lines = (f"- {place}{_quote(texts, '  ')}" for _, place, texts in cited if texts)
        yield from _list("## Passages cited", lines)

    def _references(self, documents: Iterable[Document]) -> Iterator[Part]:
        yield "\n".join(f"- {line}" for line in self.style.references(documents)), False

    def _after(self, cited: Iterable[Cited]) -> Iterator[Part]:  # noqa: ARG002
        """Yield what comes after the references."""
        yield from ()


class Footnotes(Citing):
    """A footnote for each paragraph cited, with the same name in every document, so that texts can be joined."""

    def _sign(self, citations: Sequence[Citation]) -> str:
        return "".join(f"[^{_note(citation)}]" for citation in citations)

    def _before(self, cited: Iterable[Cited]) -> Iterator[Part]:  # noqa: ARG002
        yield from ()

    def _after(self, cited: Iterable[Cited]) -> Iterator[Part]:
        yield from _list("", (f"[^{_note(each)}]: {place}{_quote(texts, '    ')}" for each, place, texts in cited))


class Pandoc(Citing):
    """Citations for pandoc: it makes them, and the references, from the file of `export csl-json` or `bibtex`."""

    inside = True

    def _sign(self, citations: Sequence[Citation]) -> str:
        cited = "; ".join(f"{_key(each.document)}, {escape_within(one_line(each.pinpoint))}" for each in citations)
        return f" [{cited}]"

    def _references(self, documents: Iterable[Document]) -> Iterator[Part]:  # noqa: ARG002 - pandoc lists them
        yield "::: {#refs}\n:::", False


class Numbered(Citing):
    """Numbers that link to a numbered list of the paragraphs cited, in plain CommonMark."""

    def _sign(self, citations: Sequence[Citation]) -> str:
        numbers = self.numbering.numbers(citations, "[\\[{0}\\]](#ref-{0})".format)
        return f" {numbers}"

    def _before(self, cited: Iterable[Cited]) -> Iterator[Part]:
        lines = (
            f'{number}. <a id="ref-{number}"></a>{place}{_quote(texts, " " * len(f"{number}. "))}'
            for number, (_, place, texts) in enumerate(cited, 1)
        )
        yield from _list("## Passages cited", lines)


class AuthorDate(Citing):
    """The document and the paragraph in parentheses, in the words of the style."""

    inside = True

    def _sign(self, citations: Sequence[Citation]) -> str:
        return f" {self.style.in_text(citations)}"


FORMS: dict[str, type[Citing]] = dict(zip(CITATIONS, (Footnotes, Pandoc, Numbered, AuthorDate), strict=True))

# The end of a sentence: not that of an abbreviation such as `U.S.`
_SENTENCE = re.compile(r"(?:[^\W\d_]{2}|\d|[)’”\"])\.$")
_UNNAMEABLE = re.compile(r"[^a-z0-9-]")


def _list(title: str, lines: Iterable[str]) -> Iterator[Part]:
    """Yield lines as one list, below their heading if there are any."""
    for number, line in enumerate(lines):
        if not number and title:
            yield title, False
        yield line, number > 0


def _note(citation: Citation) -> str:
    """Return the name of a footnote; a database from elsewhere may have any text as a slug."""
    return f"{_UNNAMEABLE.sub('-', citation.document)}-{citation.paragraph}"


def _key(slug: str) -> str:
    """Return the key by which pandoc finds a document in the bibliography."""
    return f"@{slug}" if not _UNNAMEABLE.search(slug) else f"@{{{re.sub('[{}]', '-', one_line(slug))}}}"


def _place(citation: Citation, document: Document | None, links: Links) -> str:
    """Return the document, the paragraph and its section; the document is a link to its page, or to its address."""
    target = links(citation.document) or (web_address(reference(document)[1]) if document else "")
    label = escape_within(one_line(citation.label))
    rest = ", ".join(escape_within(text) for text in map(one_line, (citation.pinpoint, citation.heading)) if text)
    place = ", ".join(filter(None, (link(label, target), rest)))
    return place if label and target else at_start(place)


def _quote(texts: Sequence[str], indent: str) -> str:
    """Return passages quoted below the line of a list."""
    return "\n\n" + f"\n{indent}>\n".join(f"{indent}> {escape(text)}" for text in texts) if texts else ""
