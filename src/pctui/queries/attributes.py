"""What each kind of entry has beyond title and summary, worded for reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .. import edtf, model
from ..model import Attribute, Item, Reference
from .evidence_for import evidence_for
from .lists import SIGN
from .organisations import organisation
from .store import Store
from .wording import about, amount_of, basis_of, entries_of, text_of


def _event(store: Store, slug: str) -> Iterator[Attribute]:
    row = store.row_of(
        slug,
        """
        SELECT d.slug, d.date_basis, COALESCE(l.title, d.lane), COALESCE(t.title, d.type) FROM event_details d
        LEFT JOIN terms l ON l.vocabulary = 'lane' AND l.slug = d.lane
        LEFT JOIN terms t ON t.vocabulary = 'event_type' AND t.slug = d.type
        WHERE d.slug {this}
        """,
    )
    if row:
        yield text_of("Type", row[2])
        yield text_of("Lane", row[1])
        yield text_of("Date basis", basis_of(row[0]))
    yield entries_of(
        store,
        "Organisations",
        """
        SELECT o.event, e.slug, e.kind, e.title FROM event_organisations o
        JOIN shown_entries e ON e.slug = o.organisation
        WHERE o.event {this} ORDER BY e.id
        """,
        slug,
    )


def _change(store: Store, slug: str) -> Iterator[Attribute]:
    row = store.row_of(slug, "SELECT slug, date_basis, partial FROM change_details WHERE slug {this}")
    for name, role in (("From", "original"), ("To", "resulting")):
        yield entries_of(
            store,
            name,
            f"""
            SELECT o.change, e.slug, e.kind, e.title
            FROM change_organisations o JOIN shown_entries e ON e.slug = o.organisation
            WHERE o.change {{this}} AND o.role = '{role}' ORDER BY o.position
            """,
            slug,
        )
    if row:
        yield text_of("Succession", "in part" if row[1] else "whole")
        yield text_of("Date basis", basis_of(row[0]))


def _level(store: Store, slug: str) -> Iterator[Attribute]:
    row = store.row_of(slug, "SELECT slug, ladder, organisation FROM level_details WHERE slug {this}")
    if row is None:
        return
    ladder = store.ladder(row[0])
    yield Attribute("Ladder", (Item(ladder.title, store.reference(row[0])),))
    if row[1]:
        organisation = store.reference(row[1])
        yield Attribute("Organisation", (Item(organisation.title, organisation),))
    rung = next((r for r in ladder.rungs if r.slug == slug), None)
    for aspect in rung.aspects if rung else ():
        items = tuple(Item(text, note="new at this rung" if new else "") for text, new in aspect.statements)
        yield Attribute(aspect.name.capitalize(), items, listed=len(items) > 1)
    yield from about(store, slug)


def _ladder(store: Store, slug: str) -> Iterator[Attribute]:
    references = [Reference(r.slug, "level", r.title) for r in store.ladder(slug).rungs]
    yield Attribute("Rungs, the lowest first", tuple(Item(r.title, r) for r in references), listed=True)


def _recommendation(store: Store, slug: str) -> Iterator[Attribute]:
    row = store.row_of(
        slug,
        """
        SELECT r.slug, r.proposer, r.actor, COALESCE(t.title, r.boundary), r.strength, r.stance
        FROM recommendation_details r
        LEFT JOIN terms t ON t.vocabulary = 'boundary' AND t.slug = r.boundary WHERE r.slug {this}
        """,
    )
    if row:
        yield text_of("Boundary", row[2])
        yield text_of("Proposer", row[0])
        yield text_of("Who is to act", "not said" if row[1] == "unspecified" else row[1])
        yield text_of("Strength", row[3])
        yield text_of("Voice", "the document's own proposal" if row[4] == "own" else "reported by the document")
    yield entries_of(
        store,
        "Examples",
        """
        SELECT x.recommendation, e.slug, e.kind, e.title
        FROM recommendation_exemplars x JOIN shown_entries e ON e.slug = x.exemplar
        WHERE x.recommendation {this} ORDER BY x.position
        """,
        slug,
    )
    yield from evidence_for(store, slug)


def _finding(store: Store, slug: str) -> Iterator[Attribute]:
    row = store.row_of(
        slug,
        """
        SELECT f.slug, f.subject, COALESCE(t.title, f.domain), f.direction, f.basis, f.certainty, {sign}
        FROM finding_details f JOIN entries e ON e.slug = f.slug
        LEFT JOIN terms t ON t.vocabulary = 'domain' AND t.slug = f.domain WHERE f.slug {this}
        """.replace("{sign}", SIGN),
    )
    if row:
        subject = store.reference(row[0])
        yield Attribute("About", (Item(subject.title, subject),))
        yield text_of("Domain", row[1])
        yield text_of("Direction", f"{row[5]} {row[2]}")
        yield text_of("Basis", row[3])
        yield text_of("Certainty", row[4])


def _figure(store: Store, slug: str) -> Iterator[Attribute]:
    row = store.row_of(
        slug,
        """
        SELECT slug, measure, subject, unit, min, max, value, words, comparator, denominator
        FROM figure_details WHERE slug {this}
        """,
    )
    if row:
        measure, of, unit, low, high, value, words, comparator, denominator = row
        subject = store.reference(of)
        yield text_of("Measure", measure)
        yield text_of("Value", amount_of(low, high, value, words, comparator, unit))
        yield text_of("Of", denominator)
        yield Attribute("About", (Item(subject.title, subject),))


def _concept(store: Store, slug: str) -> Iterator[Attribute]:
    labels = store.rows_of(slug, "SELECT concept, label FROM concept_labels WHERE concept {this} ORDER BY position")
    yield text_of("Also called", "; ".join(row[0] for row in labels))
    row = store.row_of(slug, "SELECT slug, scope_note FROM concept_details WHERE slug {this}")
    yield text_of("Scope", row[0] if row else None)
    yield from about(store, slug)


def _person(store: Store, slug: str) -> Iterator[Attribute]:
    row = store.row_of(slug, "SELECT slug, role, affiliation FROM person_details WHERE slug {this}")
    if row:
        yield text_of("Role", row[0])
        yield text_of("Affiliation", row[1])


def _project(store: Store, slug: str) -> Iterator[Attribute]:
    row = store.row_of(slug, "SELECT slug, country, organisation FROM project_details WHERE slug {this}")
    if row:
        yield text_of("Country", row[0])
        if row[1]:
            organisation = store.reference(row[1])
            yield Attribute("Organisation", (Item(organisation.title, organisation),))
    yield entries_of(
        store,
        "Example for",
        """
        SELECT x.exemplar, e.slug, e.kind, e.title
        FROM recommendation_exemplars x JOIN shown_entries e ON e.slug = x.recommendation
        WHERE x.exemplar {this} ORDER BY e.id
        """,
        slug,
    )
    yield from about(store, slug)


def _document(store: Store, slug: str) -> Iterator[Attribute]:
    document = store.document(slug)
    yield text_of("Cited as", document.label)
    yield text_of("Reference", reference_line(document))
    for name, value, source in document.supplied:
        yield text_of(f"{name} (not printed)", f"{value}, from {source.title} {source.url}, read {source.read}")
    yield text_of("Extent", f"{document.extent}; {document.extent_note}" if document.extent_note else document.extent)
    yield text_of("Contributes", f"{document.entries} entries from {document.paragraphs} paragraphs")


# How the fields of a record are called where it is told that they were supplied.
_SUPPLIED = {"container-title": "journal", "issued": "date", "page": "pages"}


def reference_line(document: model.Document, place: str = "") -> str:
    """The document's record as a reference on one line, with a `place` in it.

    What is not printed in the document but was supplied is told at its end, in square brackets.
    """
    record = {key: value for key, value in document.record.items() if value}
    supplied = {name: value for name, value, _ in reversed(document.supplied) if name not in record}
    known = {**supplied, **record}
    authors = known.get("author", "")
    if isinstance(authors, list):
        authors = "; ".join(
            ", ".join(filter(None, (a.get("family") or a.get("literal"), a.get("given")))) for a in authors
        )
    volume = str(known.get("volume", ""))
    if issue := known.get("issue"):
        volume += f"({issue})"
    if page := known.get("page"):
        volume += f":{page}" if volume else str(page)
    issued = document.issued or _day(supplied.get("issued", "")) or "undated"
    journal = known.get("container-title") or known.get("publisher")
    parts = [
        authors,
        known.get("title") or document.title,
        ", ".join(filter(None, (str(journal or ""), issued, volume))),
        f"doi {known['DOI']}" if "DOI" in known else known.get("URL", ""),
        place,
    ]
    line = " ".join(f"{str(part).rstrip('.')}." for part in parts if part)
    names = [_SUPPLIED.get(name, name) for name in reversed(supplied)]
    return f"{line} [Supplied, not printed in it: {', '.join(names)}.]" if names else line


def _day(written: str) -> str:
    """A date in words; as it stands where it is none in EDTF."""
    try:
        return edtf.label(written) if written else ""
    except edtf.DateError:
        return written


_ATTRIBUTES: dict[str, Callable[[Store, str], Iterator[Attribute]]] = {
    "event": _event,
    "organisation": organisation,
    "change": _change,
    "level": _level,
    "ladder": _ladder,
    "recommendation": _recommendation,
    "finding": _finding,
    "figure": _figure,
    "concept": _concept,
    "person": _person,
    "project": _project,
    "document": _document,
}


def attributes(store: Store, kind: str, slug: str) -> Iterator[Attribute]:
    """What the entry has beyond title and summary; attributes without a value are left out."""
    if worded := _ATTRIBUTES.get(kind):
        yield from (attribute for attribute in worded(store, slug) if attribute.items)
