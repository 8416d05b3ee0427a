"""Verifies a corpus against copies of its documents: finds every anchor, and every number in its passage."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from .. import edtf
from ..errors import Fault
from ..kinds.base import Citation, Entry
from ..kinds.document import Document
from ..kinds.registry import kind_of
from ..text import unwrap, words
from .anchors import AnchorError, Copy, Match, Outcome, Span, described, difference_from
from .copies import Recognised
from .loaded import Loaded
from .numbers import numbers, shown
from .parse import Place

Path_ = tuple[str | int, ...]
_MONTH = re.compile(rf"\b({'|'.join(edtf.MONTHS)})\b")
_AT_THE_TOP = 60  # words of a document, among which its title is
_BROKEN = re.compile(r"\u00ad|[-\u2010]\s*\n")  # where a word may be broken at the end of a line


@dataclass
class DocumentVerification:
    """How many anchors of one document were found, and in which copy."""

    document: str
    copy: Recognised | None
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    edges_only: int = 0  # anchors that hold, but have no hash of the words between their edges
    _matches: dict[str, Match] = field(default_factory=dict)
    _explained: dict[str, str] = field(default_factory=dict)

    def look_up(self, anchors: Iterable[str], other: Copy | None) -> None:
        """Find `anchors` in the copy; a passage that reads otherwise may hold in the `other` copy."""
        if self.copy is None:
            return
        for anchor in anchors:
            if anchor not in self._matches:
                match = self._matches[anchor] = self.copy.copy.match(anchor)
                if match.outcome is not Outcome.HOLDS:
                    difference = difference_from(anchor, self.copy.copy, other)
                    self._explained[anchor] = described(match) + (f": {difference}" if difference else "")

    def match(self, anchor: str) -> Match | None:
        """Return what becomes of an anchor that was looked up, counted; None if there is no copy."""
        if self.copy is None:
            return None
        match = self._matches[anchor]
        self.outcomes[match.outcome] += 1
        self.edges_only += match.edges_only and match.outcome is Outcome.HOLDS
        return match

    def passage(self, anchor: str) -> str | None:
        """Return the passage of an anchor that was looked up; None if it was not found."""
        match = self._matches.get(anchor)
        return self.copy.copy.passage(match.span) if self.copy and match and match.span else None

    def explained(self, anchor: str) -> str:
        """Return why an anchor does not hold as the end of a sentence, with the difference if that is known."""
        return self._explained[anchor]


@dataclass
class Verification:
    """The result for a corpus: the anchors by document, the faults, and how many numbers were found."""

    documents: list[DocumentVerification]
    faults: list[Fault] = field(default_factory=list)
    numbers_verified: int = 0


def verify(loaded: Loaded, copies: Mapping[str, Recognised], others: Mapping[str, Copy] | None = None) -> Verification:
    """Look up every anchor of `loaded` in `copies`, and every number in the passages found.

    If a passage reads otherwise, it is compared with that in the copy in `others`, where the anchor may hold.
    """
    verification = Verification([DocumentVerification(slug, copies.get(slug)) for slug in loaded.documents])
    by_document = {document.document: document for document in verification.documents}
    _look_up(loaded, by_document, others or {}, verification.faults)
    spans = _verify_paragraphs(loaded, by_document, verification.faults)
    for entry in loaded.entries.values():
        passages = _verify_citations(loaded, entry, by_document, spans, verification.faults)
        if passages and passages.texts:
            _verify_numbers(loaded, entry, passages, verification, by_document)
    verification.faults.sort()
    return verification


def _look_up(
    loaded: Loaded, verifications: Mapping[str, DocumentVerification], others: Mapping[str, Copy], faults: list[Fault]
) -> None:
    """Look up all of one document after the other, so that the index of only one copy is in memory at a time."""
    anchors: dict[str, list[str]] = defaultdict(list)
    for paragraph in loaded.paragraphs.values():
        anchors[paragraph.document] += paragraph.anchors
    for entry in loaded.entries.values():
        for _, citation in kind_of(entry).citations(entry):
            anchors[citation.document] += citation.anchors
    for slug, document in loaded.documents.items():
        found, other = verifications[slug], others.get(slug)
        found.look_up(anchors[slug], other)
        if found.copy:
            faults.extend(_record_faults(document, loaded.places[slug], found.copy.copy))
            found.copy.copy.forget()
        if other:
            other.forget()


def _verify_paragraphs(
    loaded: Loaded, verifications: dict[str, DocumentVerification], faults: list[Fault]
) -> dict[tuple[str, int], list[Span]]:
    """Find the spans of every paragraph; return those of the paragraphs found in full."""
    spans: dict[tuple[str, int], list[Span]] = {}
    for key, paragraph in loaded.paragraphs.items():
        verification = verifications.get(paragraph.document)
        if verification is None:
            continue
        found = []
        for i, anchor in enumerate(paragraph.anchors):
            match = verification.match(anchor)
            if match and match.span:
                found.append(match.span)
            if match and match.outcome is not Outcome.HOLDS:
                message = f"¶{paragraph.number} of '{paragraph.document}' {verification.explained(anchor)}"
                faults.append(loaded.paragraph_places[key].fault(message, "anchors", i, code=code_of(match)))
        if len(found) == len(paragraph.anchors):
            spans[key] = found
    return spans


class _Passages:
    """The passages that an entry cites, by the path of the statement citing them (empty for the entry as a whole)."""

    def __init__(self) -> None:
        self.texts: dict[Path_, list[str]] = {}

    def add(self, statement: Path_, text: str) -> None:
        self.texts.setdefault(statement, []).append(text)

    def of(self, statement: Path_) -> _Printed:
        """Return the passages of a statement: its own if it cites any, else the entry's, else all."""
        texts = self.texts.get(statement) or self.texts.get(()) or [t for ts in self.texts.values() for t in ts]
        return _Printed(texts)


class _Printed:
    """The text of passages, unchanged and with words broken at the end of a line joined."""

    def __init__(self, texts: list[str]) -> None:
        joined = [unwrap(text)[0] for text in texts if _BROKEN.search(text)]
        self.readings = texts + joined
        self.numbers = {number for reading in self.readings for number in numbers(reading)}

    def word(self, word: str) -> bool:
        # "May" is a month, "may" is not.
        return any(re.search(rf"\b{re.escape(word)}\b", reading) for reading in self.readings)


def _verify_citations(
    loaded: Loaded,
    entry: Entry,
    verifications: dict[str, DocumentVerification],
    spans: dict[tuple[str, int], list[Span]],
    faults: list[Fault],
) -> _Passages | None:
    """Find every passage that `entry` cites; None unless all are found."""
    place = loaded.places[entry.slug]
    passages = _Passages()
    whole = True
    for path, citation in kind_of(entry).citations(entry):
        verification = verifications.get(citation.document)
        for i, anchor in enumerate(citation.anchors):
            match = verification.match(anchor) if verification else None
            if verification and match and match.outcome is not Outcome.HOLDS:
                message = f"'{entry.slug}': the passage cited in '{citation.document}'"
                message += f" {verification.explained(anchor)}"
                faults.append(place.fault(message, *path, "anchors", i, code=code_of(match)))
            span = match.span if match else None
            if span is None or verification is None or verification.copy is None:
                whole = False
                continue
            if not within(span, spans.get((citation.document, citation.paragraph))):
                found_in = _right_paragraph(span, citation, spans)
                message = f"'{entry.slug}': the passage is not in ¶{citation.paragraph}{found_in}"
                faults.append(place.fault(message, *path, "paragraph", code="paragraph"))
            passages.add(path[:-2], verification.copy.copy.passage(span))
    return passages if whole else None


def code_of(match: Match) -> str:
    """Return the kind of fault that an anchor is which does not hold."""
    return str(match.outcome).replace(" ", "-")


def within(span: Span, paragraph: list[Span] | None) -> bool:
    """Whether `span` lies within one of a paragraph's spans; of a paragraph that was not found nothing is known."""
    return paragraph is None or any(p.first <= span.first and span.last <= p.last for p in paragraph)


def _right_paragraph(span: Span, citation: Citation, spans: dict[tuple[str, int], list[Span]]) -> str:
    for (document, number), paragraph in spans.items():
        if document == citation.document and within(span, paragraph):
            return f" but in ¶{number}"
    return ""


def _verify_numbers(
    loaded: Loaded,
    entry: Entry,
    passages: _Passages,
    verification: Verification,
    by_document: Mapping[str, DocumentVerification],
) -> None:
    """Look up the numbers and dates of each statement in the passages it cites."""
    place = loaded.places[entry.slug]
    inferred = _inferred(loaded, entry)
    inferred_months = {derived.number for derived in entry.derived}
    printed: dict[Path_, _Printed] = {}
    for path, statement in kind_of(entry).proved(entry):
        own = path[:2] if path[:2] in passages.texts else ()
        if path[0] == "links":  # it says what the other entry does, too
            own = path[:2]
            if own not in printed:
                other = loaded.entries[entry.links[int(path[1])].to]
                texts = _texts(other, by_document)
                if texts is None:
                    continue
                printed[own] = _Printed([*passages.of(()).readings, *texts])
                printed[own].numbers |= _inferred(loaded, other)
        there = printed[own] = printed.get(own) or passages.of(own)
        for number in sorted(_stated(statement)):
            if number in there.numbers:
                verification.numbers_verified += 1
            elif number not in inferred:
                verification.faults.append(place.fault(_not_printed(entry, shown(number)), *path, code="number"))
        for month in _months(statement) - inferred_months:
            if there.word(month):
                verification.numbers_verified += 1
            else:
                verification.faults.append(place.fault(_not_printed(entry, month), *path, code="number"))
    if dated := _dated(entry):
        name, text = dated
        there = printed.get(()) or passages.of(())
        for required in _date_words(text):
            known = required.isdigit() and float(required) in there.numbers | inferred
            if known or there.word(required):
                verification.numbers_verified += 1
            else:
                message = f"'{entry.slug}': {name} {text} is marked stated, but the passage does not print '{required}'"
                verification.faults.append(
                    place.fault(f"{message}; correct it or mark it derived", name, code="stated-date")
                )


def _texts(entry: Entry, by_document: Mapping[str, DocumentVerification]) -> list[str] | None:
    """Return the passages that an entry cites; None if it cites none, or if one of them was not found."""
    found = [
        by_document[citation.document].passage(anchor) if citation.document in by_document else None
        for _, citation in kind_of(entry).citations(entry)
        for anchor in citation.anchors
    ]
    texts = [text for text in found if text is not None]
    return texts if texts and len(texts) == len(found) else None


def _not_printed(entry: Entry, what: str) -> str:
    right = "correct it, cite the passage that prints it, or list it under 'derived'"
    return f"'{entry.slug}': {what} is not in the passage cited; {right}"


def _months(statement: str | float) -> set[str]:
    """Return the months in a statement that must be in its passage."""
    return set(_MONTH.findall(statement)) if isinstance(statement, str) else set()


def _stated(statement: str | float) -> set[float]:
    """Return the numbers in a statement that must be in its passage."""
    if not isinstance(statement, str):
        return {float(statement)}
    return numbers(statement)


def _inferred(loaded: Loaded, entry: Entry) -> set[float]:
    """Return the numbers that need not be in a passage: derived, supplied, or from the document's own date."""
    found = {number for derived in entry.derived for number in numbers(derived.number)}
    if isinstance(entry, Document):
        found |= {n for supplied in entry.supplied for n in numbers(supplied.value)}
        found |= _parts(entry.csl.issued)
    for _, citation in kind_of(entry).citations(entry):
        document = loaded.documents.get(citation.document)
        if document and document.csl.issued:
            # A statement is as of its document's year; an entry dated by the document may also use the day.
            whole = getattr(entry, "date_basis", None) == "document-date"
            found |= _parts(document.csl.issued if whole else " ".join(_years(document.csl.issued)[:1]))
    return found


def _parts(edtf: str | None) -> set[float]:
    return {float(part) for part in re.findall(r"\d+", edtf or "")}


def _dated(entry: Entry) -> tuple[str, str] | None:
    """Return (field, EDTF) of the date that must be in the passage; None if it is derived or absent."""
    for path, text, _ in kind_of(entry).dates(entry):
        if getattr(entry, f"{path[0]}_basis", None) == "stated":
            return str(path[0]), text
    return None


def _years(written: str) -> list[str]:
    """Return the years of an EDTF date as a document prints them: of a year before 0, its number BC."""
    found = re.findall(r"(?<![0-9Y])(?:(?:(?<=[/,.\[{?~%])|^)-)?[0-9]{4}(?![0-9])", written)
    return [str(1 - int(year)) if int(year) <= 0 else year for year in found]


def _date_words(written: str) -> list[str]:
    """Return the words and years that must be in a passage that states the date `written`."""
    required = _years(written)
    required += [match.replace("X", "0") + "s" for match in re.findall(r"\d{3}X", written)]
    for month, day in re.findall(r"\d{4}-(0[1-9]|1[0-2])(?:-(\d\d))?", written):
        required.append(edtf.MONTHS[int(month) - 1])
        if day:
            required.append(str(int(day)))
    return list(dict.fromkeys(required))


def _record_faults(document: Document, place: Place, copy: Copy) -> Iterator[Fault]:
    """Yield the parts of a document's record that are not in the document."""
    csl = document.csl
    printed: list[tuple[str, str | None]] = [
        ("title", csl.title),
        ("container-title", csl.container_title),
        ("volume", csl.volume),
        ("issue", csl.issue),
        ("page", csl.page),
        ("publisher", csl.publisher),
        ("DOI", csl.doi),
        ("issued", next(iter(_years(csl.issued or "")), None)),
        *(("author", name.family or name.literal) for name in csl.author),
    ]
    for name, text in printed:
        if text:
            try:
                copy.locate(text.replace("…", " "))
            except AnchorError as error:
                if not error.places:
                    message = f"'{document.slug}': {name} '{text}' is not printed in the document"
                    given = f"supplied: [{{field: {name}, value: {text!r}, source: {{title: …}}}}]"
                    right = f"move it from 'csl' to 'supplied', and say where it is from: {given}"
                    yield place.fault(f"{message}; {right}", "csl", name, code="record")
    if csl.title is None and all(supplied.field != "title" for supplied in document.supplied):
        title = [word.text for word in words(document.title)]
        if any(place < _AT_THE_TOP for place in copy.index.places(title)):
            message = f"'{document.slug}': csl has no title, but the document prints '{document.title}'; add it there"
            yield place.fault(message, "csl", code="record")
