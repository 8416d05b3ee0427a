"""Verifies a corpus against copies of its documents: finds every anchor, and every number in its passage."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from .. import edtf
from ..errors import Fault
from ..kinds.base import Citation, Entry
from ..kinds.document import Csl, Document
from ..kinds.registry import kind_of
from ..locales import DEFAULT, locale_of
from ..text import words
from .anchors import AnchorError, Copy, Match, Outcome, Span, described, difference_from
from .copies import Recognised
from .loaded import Loaded
from .number_words import knows
from .numbers import numbers, shown, stated
from .parse import Place
from .printed_dates import months
from .stated_dates import Printed, Text, parts_of, years_of

Path_ = tuple[str | int, ...]
_AT_THE_TOP = 60  # words of a document, among which its title is


@dataclass
class DocumentVerification:
    """How many anchors of one document were found, and in which copy."""

    document: str
    copy: Recognised | None
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    edges_only: int = 0  # anchors that hold, but have no hash of the words between their edges
    _matches: dict[str, Match] = field(default_factory=dict)
    _explained: dict[str, str] = field(default_factory=dict)

    def look_up(self, anchors: Iterable[str], other: Copy | None, known: Mapping[str, Match]) -> None:
        """Find `anchors` in the copy; a passage that reads otherwise may hold in the `other` copy.

        `known` has anchors that are known to hold in this copy.
        """
        if self.copy is None:
            return
        for anchor in anchors:
            if anchor not in self._matches:
                match = self._matches[anchor] = known.get(anchor) or self.copy.copy.match(anchor)
                if match.outcome is not Outcome.HOLDS:
                    difference = difference_from(anchor, self.copy.copy, other)
                    self._explained[anchor] = described(match) + (f": {difference}" if difference else "")

    @property
    def holding(self) -> dict[str, Match]:
        """The anchors that hold in the copy, of those that were looked up."""
        return {anchor: match for anchor, match in self._matches.items() if match.outcome is Outcome.HOLDS}

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


class Sound:
    """What was found to be right, for who verifies the same corpus again and again: with all that decided on it.

    Nothing else decides whether it is right, so that what has not changed need not be looked at again; what was wrong
    is looked at each time.
    """

    def __init__(self) -> None:
        self.anchors: dict[str, tuple[bytes, dict[str, Match]]] = {}  # by document: its text, and where they hold
        self.records: dict[str, object] = {}  # by document: what decided that its record is right
        self.entries: dict[str, tuple[object, int]] = {}  # by slug: what decided on its numbers, and how many it has


def verify(
    loaded: Loaded,
    copies: Mapping[str, Recognised],
    others: Mapping[str, Copy] | None = None,
    sound: Sound | None = None,
) -> Verification:
    """Look up every anchor of `loaded` in `copies`, and every number in the passages found.

    If a passage reads otherwise, it is compared with that in the copy in `others`, where the anchor may hold. What is
    in `sound` is not looked at again, and what is right now is there afterwards.
    """
    verification = Verification([DocumentVerification(slug, copies.get(slug)) for slug in loaded.documents])
    by_document = {document.document: document for document in verification.documents}
    texts_of = partial(_texts, loaded, by_document=by_document)
    before, now = sound or Sound(), Sound()
    _look_up(loaded, by_document, others or {}, verification.faults, before, now)
    spans = _verify_paragraphs(loaded, by_document, verification.faults)
    for entry in loaded.entries.values():
        passages = _verify_citations(loaded, entry, by_document, spans, verification.faults)
        if passages and passages.texts:
            decisive = _decisive(loaded, entry, now) if sound else None
            known = before.entries.get(entry.slug)
            if known is None or known[0] != decisive:
                faults, right = _verify_statements(loaded, entry, passages, texts_of)
                verification.faults += faults
                known = None if faults else (decisive, right)
                verification.numbers_verified += right
            else:
                verification.numbers_verified += known[1]
            if known:
                now.entries[entry.slug] = known
    verification.faults.sort()
    if sound:
        sound.anchors, sound.records, sound.entries = now.anchors, now.records, now.entries
    return verification


def _decisive(loaded: Loaded, entry: Entry, now: Sound) -> object:
    """Return what decides whether the numbers of an entry are right: see `statements`."""
    about = [entry, *(loaded.entries[link.to] for link in entry.links if link.to in loaded.entries)]
    cited = {citation.document for each in about for _, citation in kind_of(each).citations(each)}
    texts = [(slug, loaded.documents.get(slug), now.anchors.get(slug, (None,))[0]) for slug in sorted(cited)]
    return loaded.language(), about, texts


def _verify_statements(
    loaded: Loaded, entry: Entry, passages: Passages, texts_of: Callable[[Entry], list[Text] | None]
) -> tuple[list[Fault], int]:
    """Return the faults of the numbers and dates of an entry, and how many are right."""
    faults: list[Fault] = []
    right = 0
    for one in statements(loaded, entry, passages, texts_of):
        if one.wrong:
            faults.append(loaded.places[entry.slug].fault(one.wrong, *one.path, code=one.code))
        else:
            right += 1
    return faults, right


def _look_up(
    loaded: Loaded,
    verifications: Mapping[str, DocumentVerification],
    others: Mapping[str, Copy],
    faults: list[Fault],
    before: Sound,
    now: Sound,
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
        if found.copy:
            copy = found.copy.copy
            text, holding = before.anchors.get(slug, (b"", {}))
            found.look_up(anchors[slug], other, holding if text == copy.digest else {})
            now.anchors[slug] = copy.digest, found.holding
            decisive = document, loaded.language(slug), copy.digest
            wrong: list[Fault] = []
            if before.records.get(slug) != decisive:
                wrong = [*_record_faults(document, loaded.places[slug], copy, loaded.language(slug))]
                faults += wrong
            if not wrong:
                now.records[slug] = decisive
            copy.forget()
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


class Passages:
    """The passages that an entry cites, by the path of the statement citing them (empty for the entry as a whole)."""

    def __init__(self) -> None:
        self.texts: dict[Path_, list[Text]] = {}

    def add(self, statement: Path_, text: Text) -> None:
        self.texts.setdefault(statement, []).append(text)

    def of(self, statement: Path_) -> Printed:
        """Return the passages of a statement: its own if it cites any, else the entry's, else all."""
        texts = self.texts.get(statement) or self.texts.get(()) or [t for ts in self.texts.values() for t in ts]
        return Printed(texts)


def _verify_citations(
    loaded: Loaded,
    entry: Entry,
    verifications: dict[str, DocumentVerification],
    spans: dict[tuple[str, int], list[Span]],
    faults: list[Fault],
) -> Passages | None:
    """Find every passage that `entry` cites; None unless all are found."""
    place = loaded.places[entry.slug]
    passages = Passages()
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
            text = Text(verification.copy.copy.passage(span), loaded.language(citation.document))
            passages.add(path[:-2], text)
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


class Stated(NamedTuple):
    """A number or date of a statement: its path, as it is shown, and what is wrong where its passage lacks it."""

    path: Path_
    shown: str
    wrong: str = ""
    code: str = "number"


def statements(
    loaded: Loaded, entry: Entry, passages: Passages, texts_of: Callable[[Entry], list[Text] | None]
) -> Iterator[Stated]:
    """Yield each number and date that an entry states, unless it need not be in the passages that the entry cites.

    `texts_of` returns the passages that another entry cites, which a link to it may state as well; None if they are not
    known.
    """
    language = loaded.language()
    inferred = _inferred(loaded, entry)
    inferred_months = {month for derived in entry.derived for month in months(derived.number, language)}
    printed: dict[Path_, Printed] = {}
    for path, statement in kind_of(entry).proved(entry):
        own = path[:2] if path[:2] in passages.texts else ()
        if path[0] == "links":  # it says what the other entry does, too
            own = path[:2]
            if own not in printed:
                other = loaded.entries[entry.links[int(path[1])].to]
                texts = texts_of(other)
                if texts is None:
                    continue
                printed[own] = Printed([*passages.of(()).texts, *texts])
                printed[own].numbers |= _inferred(loaded, other)
        there = printed[own] = printed.get(own) or passages.of(own)
        for number in sorted(_stated(statement, language)):
            if number in there.numbers:
                yield Stated(path, shown(number))
            elif number not in inferred:
                yield Stated(path, shown(number), _not_printed(entry, shown(number), there.languages))
        for month in sorted(_months(statement, language) - inferred_months):
            name = locale_of(language).wide[month - 1][0]
            yield Stated(path, name, "" if there.has_month(month) else _not_printed(entry, name))
    if dated := _dated(entry):
        field_name, text = dated
        there = printed.get(()) or passages.of(())
        for part in parts_of(text):
            name = part.name(there.languages[0])
            right = there.has(part) or (part.known_by_number and float(part.number) in inferred)
            wrong = f"'{entry.slug}': {field_name} {text} is marked stated, but the passage does not print '{name}'"
            yield Stated((field_name,), name, "" if right else f"{wrong}; correct it or mark it derived", "stated-date")


def _texts(loaded: Loaded, entry: Entry, by_document: Mapping[str, DocumentVerification]) -> list[Text] | None:
    """Return the passages that an entry cites; None if it cites none, or if one of them was not found."""
    found = [
        (by_document[citation.document].passage(anchor) if citation.document in by_document else None, citation)
        for _, citation in kind_of(entry).citations(entry)
        for anchor in citation.anchors
    ]
    texts = [Text(text, loaded.language(citation.document)) for text, citation in found if text is not None]
    return texts if texts and len(texts) == len(found) else None


def _not_printed(entry: Entry, what: str, languages: Iterable[str] = ()) -> str:
    right = "correct it, cite the passage that prints it, or list it under 'derived'"
    unknown = sorted({language for language in languages if not _knows_words(language)})
    if unknown:
        right += f" (numbers in words are not read in this language: {', '.join(unknown)})"
    return f"'{entry.slug}': {what} is not in the passage cited; {right}"


def _knows_words(language: str) -> bool:
    """Whether numbers in words are read in a language, or written in characters that are numbers."""
    return knows(locale_of(language).language) or locale_of(language).language in ("zh", "ja", "yue")


def _months(statement: str | float, language: str) -> set[int]:
    """Return the months in a statement that must be in its passage."""
    return months(statement, language, in_full=True) if isinstance(statement, str) else set()


def _stated(statement: str | float, language: str) -> set[float]:
    """Return the numbers in a statement that must be in its passage."""
    if not isinstance(statement, str):
        return {float(statement)}
    return stated(statement, language)


def _inferred(loaded: Loaded, entry: Entry) -> set[float]:
    """Return the numbers that need not be in a passage: derived, supplied, or from the document's own date."""
    language = loaded.language()
    found = {number for derived in entry.derived for number in numbers(derived.number, language)}
    if isinstance(entry, Document):
        found |= {n for supplied in entry.supplied for n in numbers(supplied.value, loaded.language(entry.slug))}
        found |= _parts(entry.csl.issued)
    for _, citation in kind_of(entry).citations(entry):
        document = loaded.documents.get(citation.document)
        if document and document.csl.issued:
            # A statement is as of its document's year; an entry dated by the document may also use the day.
            whole = getattr(entry, "date_basis", None) == "document-date"
            found |= _parts(document.csl.issued if whole else " ".join(years_of(document.csl.issued)[:1]))
    return found


def _parts(edtf: str | None) -> set[float]:
    return {float(part) for part in re.findall(r"\d+", edtf or "")}


def _dated(entry: Entry) -> tuple[str, str] | None:
    """Return (field, EDTF) of the date that must be in the passage; None if it is derived, absent or no date."""
    for path, text, _ in kind_of(entry).dates(entry):
        if getattr(entry, f"{path[0]}_basis", None) == "stated" and _is_edtf(text):
            return str(path[0]), text
    return None


def _is_edtf(text: str) -> bool:
    """Whether a text is a date; one that is not is a fault of its file."""
    try:
        edtf.parse(text)
    except edtf.DateError:
        return False
    return True


def _record_faults(document: Document, place: Place, copy: Copy, language: str) -> Iterator[Fault]:
    """Yield the parts of a document's record that are not in the document, and a title that is, but is not in it."""
    for name, text in unprinted(document.csl, copy, language):
        message = f"'{document.slug}': {name} '{text}' is not printed in the document"
        given = f"supplied: [{{field: {name}, value: {text!r}, source: {{title: …}}}}]"
        right = f"move it from 'csl' to 'supplied', and say where it is from: {given}"
        yield place.fault(f"{message}; {right}", "csl", name, code="record")
    if document.csl.title is None and all(supplied.field != "title" for supplied in document.supplied):
        title = [word.text for word in words(document.title)]
        if any(place < _AT_THE_TOP for place in copy.index.places(title)):
            message = f"'{document.slug}': csl has no title, but the document prints '{document.title}'; add it there"
            yield place.fault(message, "csl", code="record")


def unprinted(csl: Csl, copy: Copy, language: str = DEFAULT) -> Iterator[tuple[str, str]]:
    """Yield the fields of a bibliographic record that are not in a copy of the document, with their texts."""
    printed: list[tuple[str, str | None]] = [
        ("title", csl.title),
        ("container-title", csl.container_title),
        ("volume", csl.volume),
        ("issue", csl.issue),
        ("page", csl.page),
        ("publisher", csl.publisher),
        ("DOI", csl.doi),
        ("issued", next(iter(years_of(csl.issued or "")), None)),
        *(("author", name.family or name.literal) for name in csl.author),
    ]
    for name, text in printed:
        if text:
            try:
                copy.locate(text.replace("…", " "))
            except AnchorError as error:
                if not error.places and not (
                    name == "issued" and int(text) in Printed([Text(copy.text, language)]).years
                ):
                    yield name, text
