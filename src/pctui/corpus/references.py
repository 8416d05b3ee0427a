"""Checks a corpus beyond the format of its records: references, dates, vocabularies, and that every entry is cited."""

from __future__ import annotations

from .. import edtf
from ..errors import Fault
from ..kinds.base import Entry
from ..kinds.corpus import Paragraph
from ..kinds.document import Document
from ..kinds.kind import COMMON
from ..kinds.level import Level
from ..kinds.registry import KINDS, kind_of
from ..kinds.vocabulary import DRAFT
from .names import CitedParagraph, InDocument, InSection, InVocabulary, Names, Reference
from .parse import Place, Raw

_RIGHT = "EDTF is like 1999, 1999-04, 1991/1992, 199X, 2002~ or 2000-07/.."


def check_entry(names: Names, entry: Entry, place: Place, faults: list[Fault]) -> bool:
    """Add an entry to the names and its faults to `faults`; return whether it is the first of its slug."""
    if first := names.add_entry(entry.slug, kind_of(entry).name, place):
        message = f"duplicate slug '{entry.slug}', first at {first}; choose another"
        faults.append(place.fault(message, "slug", code="duplicate"))
        return False
    if isinstance(entry, Document):
        names.sections[entry.slug] = [section.slug for section in entry.sections]
    if isinstance(entry, Level):
        other = names.rungs.setdefault((entry.ladder, entry.rung), entry.slug)
        if other != entry.slug:
            message = f"rung {entry.rung} of '{entry.ladder}' is taken by '{other}'"
            faults.append(place.fault(message, "rung", code="duplicate"))
    check_parts(names, entry, place, faults)
    _check_basis(entry, place, faults)
    faults.extend(place.fault(message, *path, code="inconsistent") for path, message in entry.faults())
    return True


def check_parts(names: Names, entry: Entry, place: Place, faults: list[Fault]) -> None:
    """Check the dates and references of an entry, which may be what is left of one with faults."""
    _check_dates(entry, place, faults)
    kind = kind_of(entry)
    # What is surely right, as nearly everything is, needs no question.
    for path, slug, required in kind.references(entry):
        if slug != entry.slug and names.kind(slug) == required:
            continue
        names.check(Reference(str(path[0]), slug, required, slug == entry.slug), faults, place, *path)
    for path, value, vocabulary in kind.terms(entry):
        if value in names.terms.get(vocabulary, ()):
            continue
        names.check(InVocabulary(str(path[0]), value, vocabulary), faults, place, *path)
    for path, citation in kind.citations(entry):
        if citation.document in names.sections and citation.paragraph in names.paragraphs.get(citation.document, ()):
            continue
        names.check(InDocument("citation: ", citation.document), faults, place, *path, "document")
        names.check(CitedParagraph(citation.document, citation.paragraph), faults, place, *path, "paragraph")


def check_paragraph(names: Names, paragraph: Paragraph, place: Place, faults: list[Fault]) -> bool:
    """Add a paragraph to the names and its faults to `faults`; return whether it is the first of its number."""
    if first := names.add_paragraph(paragraph.document, paragraph.number, place):
        message = f"duplicate ¶{paragraph.number} of '{paragraph.document}', first at {first}; keep one"
        faults.append(place.fault(message, "number", code="duplicate"))
        return False
    names.check(InDocument("", paragraph.document), faults, place, "document")
    if paragraph.section:
        names.check(InSection(paragraph.document, paragraph.section), faults, place, "section")
    return True


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
                faults.append(Fault(raw.file, raw.line((name,)), f"{name} {error}; {_right(text)}", name, "date"))
    return faults


def _right(text: str) -> str:
    """Return what would be right instead of a text that is no date, as the end of a sentence."""
    from ..edtf import typed  # what readers type is read only where something is wrong

    try:
        return f"write {typed.read(text)}"
    except edtf.DateError:
        return _RIGHT


def _check_dates(entry: Entry, place: Place, faults: list[Fault]) -> None:
    for path, text, part in kind_of(entry).dates(entry):
        try:
            span = edtf.parse(text)
        except edtf.DateError as error:
            faults.append(place.fault(f"{path[-1]} {error}; {_right(text)}", *path, code="date"))
            continue
        if part.field.interval and not span.interval:
            faults.append(
                place.fault(
                    f"{path[-1]} {text!r} is not an interval; write {text}/.. if its end is open", *path, code="date"
                )
            )


def _check_basis(entry: Entry, place: Place, faults: list[Fault]) -> None:
    """Check that the entry, unless it is a draft, has a citation, or a source if it is a background fact."""
    if entry.status == DRAFT:
        return
    cited = entry.citations or any(True for _ in kind_of(entry).citations(entry))
    if entry.origin == "document" and not cited:
        right = "`pctui cite` prints one, or mark it 'status: draft'"
        faults.append(place.fault(f"'{entry.slug}' has no citation; {right}", "slug", code="uncited"))
    if entry.origin == "context" and not entry.sources:
        message = f"'{entry.slug}' has the origin context but no source; add 'sources'"
        faults.append(place.fault(message, "slug", code="uncited"))
