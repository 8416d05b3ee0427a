"""What a corpus must hold beyond the shape of its records: its own references, and its promise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .. import edtf
from ..errors import Fault
from ..kinds.structs import (
    Change,
    Citation,
    Corpus,
    Document,
    Entry,
    Event,
    Figure,
    Finding,
    Item,
    Ladder,
    Level,
    Organisation,
    Paragraph,
    Project,
    Recommendation,
    Term,
)
from ..text import nearest

if TYPE_CHECKING:
    from .loaded import Loaded, Place
    from .parse import Raw


def citations_of(entry: Entry) -> Iterator[tuple[tuple[str | int, ...], Citation]]:
    """Yield every citation of `entry`, its items' included, with its path in the record."""
    for i, citation in enumerate(entry.citations):
        yield ("citations", i), citation
    for role in ("functions", "drawbacks"):
        items: list[Item] = getattr(entry, role, [])
        for n, item in enumerate(items):
            for i, citation in enumerate(item.citations):
                yield (role, n, "citations", i), citation


def check_structure(loaded: Loaded, corpus_place: Place | None) -> list[Fault]:
    """Return the faults that need no document to be found: references, dates, vocabularies, citations."""
    faults: list[Fault] = []
    if loaded.corpus and corpus_place:
        for vocabulary in ("lanes", "boundaries", "domains", "event_types"):
            _check_terms(getattr(loaded.corpus, vocabulary), vocabulary, corpus_place, faults)
    for slug, entry in loaded.entries.items():
        place = loaded.places[slug]
        _check_dates(entry, place, faults)
        _check_references(loaded, entry, place, faults)
        _check_places(loaded, entry, place, faults)
        _check_basis(entry, place, faults)
        _check_kind(entry, place, faults)
    for entry, place in loaded.remains:
        _check_dates(entry, place, faults)
        _check_references(loaded, entry, place, faults)
        _check_places(loaded, entry, place, faults)
    _check_rungs(loaded, faults)
    for paragraph in loaded.paragraphs.values():
        _check_paragraph(loaded, paragraph, faults)
    return faults


def _check_terms(terms: list[Term], name: str, place: Place, faults: list[Fault]) -> None:
    seen: set[str] = set()
    for i, term in enumerate(terms):
        if term.slug in seen:
            faults.append(place.fault(f"{name}: duplicate '{term.slug}'", name, i))
        seen.add(term.slug)


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


_DATES = ("date", "as_of", "existence", "planned_from")
_RIGHT = "EDTF is like 1999, 1999-04, 1991/1992, 199X, 2002~ or 2000-07/.."


def loose_date_faults(raw: Raw) -> list[Fault]:
    """Return the bad dates of a record that has other faults, too many to become a struct."""
    faults: list[Fault] = []
    for name in _DATES:
        text = raw.written.get((name,), raw.value.get(name))
        if isinstance(text, str):
            try:
                edtf.parse(text)
            except edtf.DateError as error:
                faults.append(Fault(raw.file, raw.line((name,)), f"{name} {error}; {_RIGHT}"))
    return faults


def _check_dates(entry: Entry, place: Place, faults: list[Fault]) -> None:
    fields: list[tuple[tuple[str | int, ...], str | None]] = [((name,), getattr(entry, name, None)) for name in _DATES]
    if isinstance(entry, Document):
        fields.append((("csl", "issued"), entry.csl.issued))
    fields.extend((("sources", i, "read"), source.read) for i, source in enumerate(entry.sources))
    for path, text in fields:
        if text is None:
            continue
        try:
            span = edtf.parse(text)
        except edtf.DateError as error:
            faults.append(place.fault(f"{path[-1]} {error}; {_RIGHT}", *path))
            continue
        if path == ("existence",) and not span.interval:
            faults.append(
                place.fault(f"existence {text!r} is not an interval; write {text}/.. if its end is open", *path)
            )


def _references(entry: Entry) -> Iterator[tuple[tuple[str | int, ...], str, type[Entry]]]:
    """Yield every slug that `entry` names, with its path and the kind that it must be."""
    for i, link in enumerate(entry.links):
        yield ("links", i, "to"), link.to, Entry
    match entry:
        case Event():
            yield from ((("organisations", i), slug, Organisation) for i, slug in enumerate(entry.organisations))
        case Organisation():
            yield from ((("linked_to", i), slug, Organisation) for i, slug in enumerate(entry.linked_to))
            if entry.sub_organization_of:
                yield ("sub_organization_of",), entry.sub_organization_of, Organisation
        case Change():
            yield from ((("original", i), slug, Organisation) for i, slug in enumerate(entry.original))
            yield from ((("resulting", i), slug, Organisation) for i, slug in enumerate(entry.resulting))
        case Level():
            yield ("ladder",), entry.ladder, Ladder
            if entry.organisation:
                yield ("organisation",), entry.organisation, Organisation
        case Recommendation():
            yield from ((("exemplars", i), slug, Entry) for i, slug in enumerate(entry.exemplars))
        case Finding() | Figure():
            yield ("subject",), entry.subject, Entry
        case Project() if entry.organisation:
            yield ("organisation",), entry.organisation, Organisation


def _terms(corpus: Corpus, entry: Entry) -> Iterator[tuple[str, str, str, list[str]]]:
    """Yield (field, value, vocabulary, allowed) for each vocabulary term that `entry` uses."""
    for name, vocabulary in (
        ("lane", "lanes"),
        ("boundary", "boundaries"),
        ("domain", "domains"),
        ("type", "event_types"),
    ):
        value: Any = getattr(entry, name, None)
        if value is not None:
            yield name, value, vocabulary, [term.slug for term in getattr(corpus, vocabulary)]


def _check_references(loaded: Loaded, entry: Entry, place: Place, faults: list[Fault]) -> None:
    for path, slug, kind in _references(entry):
        target = loaded.entries.get(slug)
        if target is None:
            if slug not in loaded.broken:
                faults.append(
                    place.fault(f"{path[0]}: there is no entry '{slug}'{nearest(slug, loaded.entries)}", *path)
                )
        elif not isinstance(target, kind):
            message = f"{path[0]}: '{slug}' is {_a(type(target))}, not {_a(kind)}"
            faults.append(place.fault(message, *path))
        elif slug == entry.slug:
            faults.append(place.fault(f"{path[0]}: '{slug}' refers to itself", *path))
    for name, value, vocabulary, allowed in _terms(loaded.corpus, entry) if loaded.corpus else ():
        if value not in allowed:
            faults.append(
                place.fault(f"{name}: '{value}' is not in the corpus's {vocabulary}; one of {', '.join(allowed)}", name)
            )


def _a(kind: type[Entry]) -> str:
    """A kind with its article: `a person`, `an organisation`."""
    name = str(kind.__struct_config__.tag)
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def _check_basis(entry: Entry, place: Place, faults: list[Fault]) -> None:
    """Check that the entry has a citation, or a source if it is a background fact."""
    if entry.origin == "document" and not any(True for _ in citations_of(entry)):
        faults.append(place.fault(f"'{entry.slug}' has no citation; `pctui cite` prints one", "slug"))
    if entry.origin == "context" and not entry.sources:
        faults.append(place.fault(f"'{entry.slug}' has the origin context but no source; add 'sources'", "slug"))


def _check_places(loaded: Loaded, entry: Entry, place: Place, faults: list[Fault]) -> None:
    """Check that the documents and paragraphs that the entry cites exist."""
    for path, citation in citations_of(entry):
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


def _check_kind(entry: Entry, place: Place, faults: list[Fault]) -> None:
    if isinstance(entry, Figure):
        given = [n for n in (entry.value, entry.min, entry.max) if n is not None]
        if not given and not entry.words:
            faults.append(place.fault("a figure needs a value, min or max, or words", "measure"))
        elif entry.min is not None and entry.max is not None and entry.min > entry.max:
            faults.append(place.fault(f"min {entry.min:g} is more than max {entry.max:g}", "min"))
    basis = getattr(entry, "date_basis", None) or getattr(entry, "existence_basis", None)
    if basis == "derived" and not entry.derived and not entry.note:
        faults.append(
            place.fault(
                "a derived date needs 'derived' (number, from) or a note that says what it was derived from", "slug"
            )
        )
    if isinstance(entry, Document):
        _check_terms(entry.sections, "sections", place, faults)
    if isinstance(entry, Organisation) and entry.existence and not entry.lane:
        faults.append(place.fault("an organisation with 'existence' needs a 'lane' to be drawn in", "existence"))


def _check_rungs(loaded: Loaded, faults: list[Fault]) -> None:
    seen: dict[tuple[str, int], str] = {}
    for slug, entry in loaded.entries.items():
        if isinstance(entry, Level):
            other = seen.setdefault((entry.ladder, entry.rung), slug)
            if other != slug:
                faults.append(
                    loaded.places[slug].fault(f"rung {entry.rung} of '{entry.ladder}' is taken by '{other}'", "rung")
                )
