"""The passages of an attached copy: splits its text into numbered paragraphs, and finds its citations in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from .. import model
from ..corpus.anchors import Copy, Outcome, Span, difference_from
from ..queries.documents import doi_address
from ..text import unwrap

if TYPE_CHECKING:
    from .copies import Reader

_CLOSING = re.compile(r"[.,;:!?)\]’”'\"…]+")  # the punctuation that follows the last word of a span

_NOT_QUOTED = ",;: "  # punctuation with which a quotation does not end


class Highlight(Struct, frozen=True):
    """A cited part of a paragraph's text: [start, end) in characters, and the slugs of the entries that cite it."""

    start: int
    end: int
    anchor: str
    entries: tuple[str, ...]
    outcome: Outcome = Outcome.HOLDS


class Lost(Struct, frozen=True):
    """A cited passage that does not hold: the entries that cite it, and the difference from an earlier copy."""

    anchor: str
    outcome: Outcome
    entries: tuple[str, ...]
    difference: str


class Passage(Struct, frozen=True):
    """A paragraph with its text in one copy, the lines joined; `text` is None if the copy lacks it.

    `outcome` is the worst of the paragraph's anchors, None without a copy. `lost` are the passages cited in it that do
    not hold. Where there is no `text`, `apart` has the cited passages that the copy has all the same: each with its
    anchor and text.
    """

    paragraph: model.Paragraph
    text: str | None
    highlights: tuple[Highlight, ...] = ()
    outcome: Outcome | None = None
    lost: tuple[Lost, ...] = ()
    apart: tuple[tuple[str, str], ...] = ()


class CitedPassage(Struct, frozen=True):
    """A cited passage in one copy: its text on one line, which is None if it is not found or in several places."""

    document: str
    paragraph: int
    anchor: str
    outcome: Outcome
    text: str | None
    difference: str = ""

    @property
    def quoted(self) -> str:
        """The passage in quotation marks, after a warning if it does not hold."""
        quotation = f"“{self.text}”" if self.text else ""
        if self.outcome is Outcome.HOLDS:
            return quotation
        warning = LOST[self.outcome].capitalize()
        warned = f"{warning}: {quotation}" if quotation else f"{warning}."
        return f"{warned} {differs(self.difference)}".rstrip()


class Quotation(Struct, frozen=True):
    """The passages of a citation as they are to be quoted; where they are not, `why` says the reason."""

    texts: tuple[str, ...] = ()
    why: str = ""

    @property
    def text(self) -> str:
        """The passages in quotation marks, on one line; '' if there are none."""
        return " … ".join(f"“{text}”" for text in self.texts)


NO_COPY = "no copy is attached"
LOST = {
    Outcome.NOT_FOUND: "not found in the attached copy",
    Outcome.READS_OTHERWISE: "changed in the attached copy, which reads otherwise",
    Outcome.AMBIGUOUS: "found in several places of the attached copy",
}


def differs(difference: str) -> str:
    """Return a word diff as a sentence; '' if there is none."""
    return f"Compared with the copy attached before: {difference}" if difference else ""


def without_copy(document: model.Document, locator: str) -> str:
    """Return on one line why the text of a passage is not shown, how to attach a copy, and the address of its DOI."""
    line = (
        f"{document.label} {locator}: no copy is attached, so its text is not shown. Attach yours: pctui attach FILE…"
    )
    return " ".join(filter(None, (line, doi_address(document))))


def paragraph_texts(copy: Copy, paragraphs: Iterable[model.Paragraph]) -> list[tuple[int, str]]:
    """Return the (number, text) of each paragraph that is in `copy`."""
    return [(p.paragraph.number, p.text) for p in passages(copy, paragraphs, []) if p.text is not None]


def passages(
    copy: Copy,
    paragraphs: Iterable[model.Paragraph],
    citations: Sequence[tuple[int, str, str]],
    earlier: Copy | None = None,
) -> list[Passage]:
    """Return the paragraphs of `copy`, with the passages of `citations` (paragraph, anchor, entry) highlighted.

    Those that do not hold are compared with the `earlier` copy.
    """
    cited: dict[int, dict[str, list[str]]] = {}
    for number, anchor, entry in citations:
        cited.setdefault(number, {}).setdefault(anchor, []).append(entry)
    return [_passage(copy, paragraph, cited.get(paragraph.number, {}), earlier) for paragraph in paragraphs]


def cited_passages(reader: Reader, citation: model.Citation) -> list[CitedPassage]:
    """Return the passages that a citation refers to, as they are in the attached copy; none without one."""
    copy = reader.copy(citation.document)
    if copy is None:
        return []
    earlier = reader.earlier(citation.document)
    return [_cited(copy, citation, anchor, earlier) for anchor in citation.anchors]


def quotation(reader: Reader, citation: model.Citation) -> Quotation:
    """Return the passages of a citation from the attached copy, if all of them are there word for word.

    They are in the order of the copy; one that is part of another is not quoted twice.
    """
    copy = reader.copy(citation.document)
    if copy is None:
        return Quotation(why=NO_COPY)
    matches = [copy.match(anchor) for anchor in citation.anchors]
    if lost := next((match for match in matches if match.outcome is not Outcome.HOLDS), None):
        return Quotation(why=LOST[lost.outcome])
    texts: list[str] = []
    end = -1
    for span in sorted((match.span for match in matches if match.span), key=lambda span: (span.start, -span.end)):
        if span.end > end:
            texts.append(_text(copy, span).rstrip(_NOT_QUOTED))
            end = span.end
    return Quotation(tuple(texts))


def _cited(copy: Copy, citation: model.Citation, anchor: str, earlier: Copy | None) -> CitedPassage:
    match = copy.match(anchor)
    text = _text(copy, match.span) if match.span else None
    difference = difference_from(anchor, copy, earlier)
    return CitedPassage(citation.document, citation.paragraph, anchor, match.outcome, text, difference)


def closed(copy: Copy, span: Span) -> tuple[int, int]:
    """Return start and end of a span in characters, including the punctuation that follows its last word."""
    end = _CLOSING.match(copy.text, span.end)
    return span.start, end.end() if end else span.end


def _passage(copy: Copy, paragraph: model.Paragraph, cited: dict[str, list[str]], earlier: Copy | None) -> Passage:
    matches = [copy.match(anchor) for anchor in paragraph.anchors]
    outcome = max((match.outcome for match in matches), key=list(Outcome).index)
    spans = [match.span for match in matches if match.span]
    passages = [(anchor, copy.match(anchor), tuple(dict.fromkeys(entries))) for anchor, entries in cited.items()]
    lost = tuple(
        Lost(anchor, match.outcome, entries, difference_from(anchor, copy, earlier))
        for anchor, match, entries in passages
        if match.outcome is not Outcome.HOLDS
    )
    if len(spans) < len(matches):
        apart = tuple((anchor, _text(copy, match.span)) for anchor, match, _ in passages if match.span)
        return Passage(paragraph, None, (), outcome, lost, apart)
    parts: list[str] = []
    length = 0
    offsets: dict[int, int] = {}  # from offsets in the copy to offsets in the joined text
    for span in spans:
        part, part_offsets = unwrap(copy.text, *closed(copy, span))
        offsets.update((span.start + i, length + offset) for i, offset in enumerate(part_offsets))
        parts.append(part)
        length += len(part) + 1
    highlights = [
        Highlight(offsets[match.span.start], offsets[match.span.end], anchor, entries, match.outcome)
        for anchor, match, entries in passages
        if match.span and match.span.start in offsets and match.span.end in offsets
    ]
    highlights.sort(key=lambda h: (h.start, -h.end))
    return Passage(paragraph, " ".join(parts), tuple(highlights), outcome, lost)


def _text(copy: Copy, span: Span) -> str:
    """Return a passage on one line."""
    return unwrap(copy.text, *closed(copy, span))[0]
