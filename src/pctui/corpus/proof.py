"""Proves a corpus against copies of its documents: every anchor found, every number in its passage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .. import dates
from ..errors import Fault
from .anchors import AnchorError, Copy, Span
from .checks import citations_of
from .copies import Recognised
from .loading import Loaded
from .numbers import numbers
from .structs import Document, Entry, Event, Figure, Level, Organisation


@dataclass
class DocumentProof:
    """What became of the anchors of one document."""

    document: str
    copy: Recognised | None
    proved: int = 0
    not_found: int = 0
    ambiguous: int = 0
    faults: list[Fault] = field(default_factory=list)


@dataclass
class Proof:
    """The proof of a corpus: by document, and the numbers that are in no passage."""

    documents: list[DocumentProof]
    number_faults: list[Fault]
    numbers_proved: int

    @property
    def faults(self) -> list[Fault]:
        return sorted([fault for document in self.documents for fault in document.faults] + self.number_faults)

    @property
    def holds(self) -> bool:
        return not self.faults and all(document.copy for document in self.documents)


def prove(loaded: Loaded, copies: dict[str, Recognised]) -> Proof:
    """Look for every anchor of `loaded` in `copies` and for every number in the passages found."""
    proofs = {slug: DocumentProof(slug, copies.get(slug)) for slug in loaded.documents}
    spans = _prove_paragraphs(loaded, proofs)
    number_faults: list[Fault] = []
    numbers_proved = 0
    for slug, entry in loaded.entries.items():
        texts: list[str] | None = []
        for path, citation in citations_of(entry):
            proof = proofs[citation.document]
            if proof.copy is None:
                texts = None
                continue
            where = loaded.places[slug]
            for anchor in citation.anchors:
                try:
                    span = proof.copy.copy.find(anchor)
                except AnchorError as error:
                    _count(proof, error)
                    proof.faults.append(
                        where.fault(f"'{slug}': {error} of '{citation.document}'; `pctui cite` prints a new one", *path)
                    )
                    texts = None
                    continue
                proof.proved += 1
                paragraph = spans.get((citation.document, citation.paragraph), [])
                if paragraph and not any(p.first <= span.first and span.last <= p.last for p in paragraph):
                    proof.faults.append(
                        where.fault(f"'{slug}': the passage does not stand in ¶{citation.paragraph}", *path)
                    )
                if texts is not None:
                    texts.append(proof.copy.copy.text[span.start : span.end])
        if isinstance(entry, Document) and slug in copies:
            proofs[slug].faults.extend(_record_faults(loaded, entry, copies[slug].copy))
        if texts:
            proved, faults = _prove_numbers(loaded, entry, texts)
            numbers_proved += proved
            number_faults.extend(faults)
    return Proof(list(proofs.values()), number_faults, numbers_proved)


def _count(proof: DocumentProof, error: AnchorError) -> None:
    if error.places:
        proof.ambiguous += 1
    else:
        proof.not_found += 1


def _prove_paragraphs(loaded: Loaded, proofs: dict[str, DocumentProof]) -> dict[tuple[str, int], list[Span]]:
    spans: dict[tuple[str, int], list[Span]] = {}
    for key, paragraph in loaded.paragraphs.items():
        proof = proofs[paragraph.document]
        if proof.copy is None:
            continue
        for anchor in paragraph.anchors:
            try:
                spans.setdefault(key, []).append(proof.copy.copy.find(anchor))
                proof.proved += 1
            except AnchorError as error:
                _count(proof, error)
                message = f"¶{paragraph.number} of '{paragraph.document}': {error}"
                proof.faults.append(loaded.paragraph_places[key].fault(message, "anchors"))
                spans[key] = []
                break
    return {key: found for key, found in spans.items() if found}


def _statements(entry: Entry) -> Iterator[tuple[tuple[str | int, ...], str | float]]:
    """Yield what `entry` states, with its path: texts whose numbers count, and numbers of its fields."""
    yield ("title",), entry.title
    yield ("summary",), entry.summary
    for name in ("measure", "denominator", "legal_form", "budget", "purpose", "scope_note", "role", "affiliation"):
        if text := getattr(entry, name, None):
            yield (name,), text
    match entry:
        case Figure():
            for name, value in (("value", entry.value), ("min", entry.min), ("max", entry.max)):
                if value is not None:
                    yield (name,), value
        case Organisation():
            for role, items in (("functions", entry.functions), ("drawbacks", entry.drawbacks)):
                for i, item in enumerate(items):
                    yield (role, i), item.text
            if entry.population:
                for name in ("min", "max", "mean"):
                    value = getattr(entry.population, name)
                    if value is not None:
                        yield ("population", name), value
            if entry.participation and entry.participation.exceptions:
                yield ("participation", "exceptions"), entry.participation.exceptions
        case Level():
            for aspect, texts in entry.aspects.items():
                for i, text in enumerate(texts):
                    yield ("aspects", aspect, i), text


def _dated(entry: Entry) -> tuple[str, str] | None:
    """Return (field, EDTF) of the date that the passage must print; None where it is derived or absent."""
    if getattr(entry, "date_basis", None) == "stated":
        return "date", entry.date  # type: ignore[attr-defined]
    if isinstance(entry, Organisation) and entry.existence and entry.existence_basis == "stated":
        return "existence", entry.existence
    return None


def _prove_numbers(loaded: Loaded, entry: Entry, texts: list[str]) -> tuple[int, list[Fault]]:
    place = loaded.places[entry.slug]
    passage = "\n".join(texts)
    there = numbers(passage)
    worked_out = {number for derived in entry.derived for number in numbers(derived.number)}
    if isinstance(entry, (Document, Event)):
        # A document's own date is printed in its record; an event dated by its document shares it.
        for citation in entry.citations:
            document = loaded.documents.get(citation.document)
            if document and document.csl.issued:
                worked_out |= numbers(document.csl.issued)
    if isinstance(entry, Document):
        worked_out |= {n for supplied in entry.supplied for n in numbers(supplied.value)}
    proved, faults = 0, []
    for path, statement in _statements(entry):
        # "one" is more often a pronoun than a number.
        stated = numbers(statement) - {1} if isinstance(statement, str) else {float(statement)}
        for number in sorted(stated):
            if number in there:
                proved += 1
            elif number not in worked_out:
                message = (
                    f"'{entry.slug}': {number:,.10g} is not in the passage cited; correct it or list it under 'derived'"
                )
                faults.append(place.fault(message, *path))
    if dated := _dated(entry):
        name, text = dated
        for wanted in _date_words(text):
            if (wanted.isdigit() and float(wanted) in there | worked_out) or wanted in passage.casefold():
                proved += 1
            else:
                message = f"'{entry.slug}': {name} {text} is marked stated, but the passage does not print '{wanted}'"
                faults.append(place.fault(message, name))
    return proved, faults


def _date_words(edtf: str) -> list[str]:
    """The words and years that a passage which states `edtf` must print."""
    wanted = re.findall(r"\d{4}", edtf)
    wanted += [match.replace("X", "0") + "s" for match in re.findall(r"\d{3}X", edtf)]
    for month in re.findall(r"\d{4}-(0[1-9]|1[0-2])", edtf):
        wanted.append(dates.MONTHS[int(month) - 1].casefold())
    return wanted


def _record_faults(loaded: Loaded, document: Document, copy: Copy) -> Iterator[Fault]:
    """Tell what of a document's record the document does not print."""
    csl = document.csl
    printed: list[tuple[str, str | None]] = [
        ("title", csl.title),
        ("container-title", csl.container_title),
        ("volume", csl.volume),
        ("page", csl.page),
        ("DOI", csl.doi),
        *(("author", name.family or name.literal) for name in csl.author),
    ]
    for name, text in printed:
        if text:
            try:
                copy.locate(text.replace("…", " "))
            except AnchorError as error:
                if not error.places:
                    message = (
                        f"'{document.slug}': {name} '{text}' is not printed in the document; list it under 'supplied'"
                    )
                    yield loaded.places[document.slug].fault(message, "csl")
