"""What a citation processor has printed, as plain text and as Markdown: only emphasis and links are syntax."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ..model import Document
from ..queries.documents import doi_address
from ..text import clean
from .bibliography import reference
from .escaping import escape_within, link, printed_address, web_address


class Span(NamedTuple):
    """A piece of a text: emphasised with `mark` (`*`, `**` or nothing), or the text of a link."""

    text: str
    mark: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Formatted:
    """A citation or reference in a style."""

    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """Return it as plain text on one line."""
        return "".join(span.text for span in self.spans)

    @property
    def markdown(self) -> str:
        """Return it as Markdown on one line, within a text: only its emphasis and links are syntax."""
        return "".join(map(_markdown, self.spans))


def formatted(marked: str, documents: Iterable[Document]) -> Formatted:
    """Return what the processor printed, with the addresses of `documents` in it as links."""
    from .csl_processor import EMPHASIS, PLAIN, REGULAR, STRONG

    marks = {EMPHASIS: "*", STRONG: "**", PLAIN: "", REGULAR: ""}
    addresses = dict(pair for document in documents for pair in _addresses(document))
    linked = re.compile("|".join(map(re.escape, sorted(addresses, key=len, reverse=True))) or "(?!)")
    spans: list[Span] = []
    mark = ""
    for piece in re.split(f"([{''.join(marks)}])", marked):
        if piece in marks:
            mark = marks[piece]
            continue
        text, at = re.sub(r"\s+", " ", clean(piece)), 0
        for match in linked.finditer(text):
            spans += [Span(text[at : match.start()], mark), Span(match[0], "", addresses[match[0]])]
            at = match.end()
        spans.append(Span(text[at:], mark))
    return Formatted(tuple(span for span in spans if span.text))


def _addresses(document: Document) -> Iterator[tuple[str, str]]:
    """Yield the texts by which a style may print the address of a document, with the address."""
    texts = reference(document).texts
    doi, url = texts.get("DOI", ""), texts.get("URL", "")
    if doi and (address := web_address(doi_address(document))):
        for before in ("https://doi.org/", "http://dx.doi.org/", "doi:", "doi: ", "DOI: ", ""):
            yield f"{before}{doi}", address
    if url and (address := web_address(url)):
        yield url, address


def _markdown(span: Span) -> str:
    """Return a piece as Markdown. Blanks are kept outside emphasis, which would otherwise not be recognised."""
    core = escape_within(span.text.strip())
    if not core:
        return " "
    if span.address:
        return printed_address(span.address) if span.text == span.address else link(core, span.address)
    return f"{' ' * span.text[0].isspace()}{span.mark}{core}{span.mark}{' ' * span.text[-1].isspace()}"
