"""Checks a corpus beyond the format of its records: references, dates, vocabularies, and that every entry is cited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import edtf
from ..errors import Fault
from ..kinds.base import ENTRY, Entry
from ..kinds.corpus import Paragraph
from ..kinds.kind import COMMON
from ..kinds.level import Level
from ..kinds.registry import KINDS, kind_of
from ..kinds.vocabulary import OF_THE_CORPUS
from ..text import nearest

if TYPE_CHECKING:
    from .loaded import Loaded, Place
    from .parse import Raw


def check_structure(loaded: Loaded, corpus_place: Place | None) -> list[Fault]:
    """Return the faults that can be found without documents: references, dates, vocabularies, citations."""
    faults: list[Fault] = []
    if loaded.corpus and corpus_place:
        faults.extend(corpus_place.fault(message, *path) for path, message in loaded.corpus.faults())
    for slug, entry in loaded.entries.items():
        place = loaded.places[slug]
        _check_dates(entry, place, faults)
        _check_references(loaded, entry, place, faults)
        _check_places(loaded, entry, place, faults)
        _check_basis(entry, place, faults)
        faults.extend(place.fault(message, *path) for path, message in entry.faults())
    for entry, place in loaded.remains:
        _check_dates(entry, place, faults)
        _check_references(loaded, entry, place, faults)
        _check_places(loaded, entry, place, faults)
    _check_rungs(loaded, faults)
    for paragraph in loaded.paragraphs.values():
        _check_paragraph(loaded, paragraph, faults)
    return faults


def _check_paragraph(loaded: Loaded, paragraph: Paragraph, faults: list[Fault]) -> None:
    place = loaded.paragraph_places[paragraph.document, paragraph.number]
    document = loaded.documents.get(paragraph.document)
    if document is None:
        if paragraph.document not in loaded.broken:
            faults.append(
                place.fault(
                    f"there is no document '{paragraph.document}'{nearest(paragraph.document, loaded.documents)}",
                    "document",
                )
            )
    elif paragraph.section and paragraph.section not in (sections := [s.slug for s in document.sections]):
        right = f"one of {', '.join(sections)}" if sections else "it has none"
        message = f"'{document.slug}' has no section '{paragraph.section}'; {right}"
        faults.append(place.fault(message, "section"))


_RIGHT = "EDTF is like 1999, 1999-04, 1991/1992, 199X, 2002~ or 2000-07/.."


def loose_date_faults(raw: Raw) -> list[Fault]:
    """Return the bad dates of a record that has other faults, too many to become a struct."""
    faults: list[Fault] = []
    kind = KINDS.get(raw.value.get("kind", ""))
    for name in [part.key for part in (*COMMON, *(kind.parts if kind else ())) if part.date]:
        text = raw.written.get((name,), raw.value.get(name))
        if isinstance(text, str):
            try:
                edtf.parse(text)
            except edtf.DateError as error:
                faults.append(Fault(raw.file, raw.line((name,)), f"{name} {error}; {_RIGHT}"))
    return faults


def _check_dates(entry: Entry, place: Place, faults: list[Fault]) -> None:
    for path, text, part in kind_of(entry).dates(entry):
        try:
            span = edtf.parse(text)
        except edtf.DateError as error:
            faults.append(place.fault(f"{path[-1]} {error}; {_RIGHT}", *path))
            continue
        if part.field.interval and not span.interval:
            faults.append(
                place.fault(f"{path[-1]} {text!r} is not an interval; write {text}/.. if its end is open", *path)
            )


def _check_references(loaded: Loaded, entry: Entry, place: Place, faults: list[Fault]) -> None:
    kind = kind_of(entry)
    for path, slug, required in kind.references(entry):
        target = loaded.entries.get(slug)
        if target is None:
            if slug not in loaded.broken:
                faults.append(
                    place.fault(f"{path[0]}: there is no entry '{slug}'{nearest(slug, loaded.entries)}", *path)
                )
        elif required not in (ENTRY, kind_of(target).name):
            message = f"{path[0]}: '{slug}' is {_a(kind_of(target).name)}, not {_a(required)}"
            faults.append(place.fault(message, *path))
        elif slug == entry.slug:
            faults.append(place.fault(f"{path[0]}: '{slug}' refers to itself", *path))
    for name, value, vocabulary in kind.terms(entry):
        if loaded.corpus is None:
            continue
        allowed = [term.slug for term in loaded.corpus.terms(vocabulary)]
        if value not in allowed:
            terms = f"the corpus's {OF_THE_CORPUS[vocabulary]}; one of {', '.join(allowed)}"
            faults.append(place.fault(f"{name}: '{value}' is not in {terms}", name))


def _a(kind: str) -> str:
    """Return the name of a kind with its article: `a person`, `an organisation`."""
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


def _check_basis(entry: Entry, place: Place, faults: list[Fault]) -> None:
    """Check that the entry has a citation, or a source if it is a background fact."""
    if entry.origin == "document" and not any(True for _ in kind_of(entry).citations(entry)):
        faults.append(place.fault(f"'{entry.slug}' has no citation; `pctui cite` prints one", "slug"))
    if entry.origin == "context" and not entry.sources:
        faults.append(place.fault(f"'{entry.slug}' has the origin context but no source; add 'sources'", "slug"))


def _check_places(loaded: Loaded, entry: Entry, place: Place, faults: list[Fault]) -> None:
    """Check that the documents and paragraphs that the entry cites exist."""
    for path, citation in kind_of(entry).citations(entry):
        if citation.document not in loaded.documents:
            if citation.document not in loaded.broken:
                near = nearest(citation.document, loaded.documents)
                message = f"citation: there is no document '{citation.document}'{near}"
                faults.append(place.fault(message, *path, "document"))
            continue
        key = (citation.document, citation.paragraph)
        if key not in loaded.paragraphs and key not in loaded.broken_paragraphs:
            message = f"citation: '{citation.document}' has no ¶{citation.paragraph}"
            faults.append(place.fault(message, *path, "paragraph"))


def _check_rungs(loaded: Loaded, faults: list[Fault]) -> None:
    seen: dict[tuple[str, int], str] = {}
    for slug, entry in loaded.entries.items():
        if isinstance(entry, Level):
            other = seen.setdefault((entry.ladder, entry.rung), slug)
            if other != slug:
                faults.append(
                    loaded.places[slug].fault(f"rung {entry.rung} of '{entry.ladder}' is taken by '{other}'", "rung")
                )
