"""What a corpus must hold beyond the shape of its records: its own references, and its promise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .. import dates
from ..errors import Fault
from .structs import (
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
    Project,
    Recommendation,
)

if TYPE_CHECKING:
    from .loading import Loaded, Place
    from .reading import Raw


def citations_of(entry: Entry) -> Iterator[tuple[tuple[str | int, ...], Citation]]:
    """Yield every citation of `entry`, its items' included, with its path in the record."""
    for i, citation in enumerate(entry.citations):
        yield ("citations", i), citation
    for role in ("functions", "drawbacks"):
        items: list[Item] = getattr(entry, role, [])
        for n, item in enumerate(items):
            for i, citation in enumerate(item.citations):
                yield (role, n, "citations", i), citation


def check_structure(loaded: Loaded) -> list[Fault]:
    """Return the faults that can be told without the documents: references, dates, vocabularies, citations."""
    faults: list[Fault] = []
    for slug, entry in loaded.entries.items():
        place = loaded.places[slug]
        _check_dates(entry, place, faults)
        _check_references(loaded, entry, place, faults)
        _check_citations(loaded, entry, place, faults)
        _check_kind(entry, place, faults)
    _check_rungs(loaded, faults)
    documents = loaded.documents
    for (document, number), paragraph in loaded.paragraphs.items():
        place = loaded.paragraph_places[document, number]
        if document not in documents:
            faults.append(place.fault(f"'{document}' is no document of this corpus", "document"))
        elif paragraph.section and paragraph.section not in {s.slug for s in documents[document].sections}:
            faults.append(place.fault(f"'{paragraph.section}' is no section of '{document}'", "section"))
    return faults


_DATES = ("date", "as_of", "existence", "planned_from")
_RIGHT = "EDTF is like 1999, 1999-04, 1991/1992, 199X, 2002~ or 2000-07/.."


def loose_date_faults(raw: Raw) -> list[Fault]:
    """Return the bad dates of a record that has other faults and so became no struct."""
    faults: list[Fault] = []
    for name in _DATES:
        text = raw.written.get((name,), raw.value.get(name))
        if isinstance(text, str):
            try:
                dates.parse(text)
            except dates.DateError as error:
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
            span = dates.parse(text)
        except dates.DateError as error:
            faults.append(place.fault(f"{path[-1]} {error}; {_RIGHT}", *path))
            continue
        if path == ("existence",) and not span.interval:
            faults.append(place.fault(f"existence {text!r} is no interval; write {text}/.. if its end is open", *path))


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
        if target is None and slug in loaded.broken:
            continue
        if target is None:
            faults.append(place.fault(f"{path[0]}: there is no entry '{slug}'", *path))
        elif not isinstance(target, kind):
            wanted = kind.__name__.lower()
            faults.append(place.fault(f"{path[0]}: '{slug}' is no {wanted}", *path))
        elif slug == entry.slug:
            faults.append(place.fault(f"{path[0]}: '{slug}' refers to itself", *path))
    for name, value, vocabulary, allowed in _terms(loaded.corpus, entry):
        if value not in allowed:
            faults.append(
                place.fault(f"{name}: '{value}' is not in the corpus's {vocabulary}: {', '.join(allowed)}", name)
            )


def _check_citations(loaded: Loaded, entry: Entry, place: Place, faults: list[Fault]) -> None:
    if entry.origin == "document" and not any(True for _ in citations_of(entry)):
        faults.append(place.fault(f"'{entry.slug}' has no citation; `pctui cite` prints one", "slug"))
    if entry.origin == "context" and not entry.sources:
        faults.append(place.fault(f"'{entry.slug}' is context and names no source; give 'sources'", "slug"))
    documents = loaded.documents
    for path, citation in citations_of(entry):
        if citation.document not in documents:
            faults.append(place.fault(f"citation: there is no document '{citation.document}'", *path, "document"))
        elif (citation.document, citation.paragraph) not in loaded.paragraphs:
            faults.append(
                place.fault(f"citation: '{citation.document}' has no ¶{citation.paragraph}", *path, "paragraph")
            )


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
            place.fault("a derived date needs 'derived' (number, from) or a note: what was it worked out from?", "slug")
        )
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
