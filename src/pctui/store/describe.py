"""An entry in full: what its kind has beyond title and summary, worded for reading."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .. import model
from ..errors import NotFound
from ..model import Attribute, Item, Reference
from .queries import SIGNS, Store

# A link reads from both its sides.
_WORDS = {
    "accountable_to": ("accountable to", "answers for"),
    "advises": ("advises", "advised by"),
    "subcommittee_of": ("a subcommittee of", "has the subcommittee"),
    "funds": ("funds", "funded by"),
    "evaluates": ("evaluates", "evaluated by"),
    "exemplifies": ("an example of", "exemplified by"),
    "disputes": ("disagrees with", "disagrees with"),
    "outcome_of": ("what came of", "what came of it"),
    "part_of": ("part of", "has the part"),
    "see_also": ("see also", "see also"),
}


def describe(store: Store, slug: str) -> model.Entry:
    """Return the entry `slug` in full; NotFound where there is none."""
    row = store.one(
        """
        SELECT slug, kind, title, summary, origin, modality, hedge, as_of_label, note, sic
        FROM entries WHERE slug = :slug
        """,
        slug=slug,
    )
    if row is None:
        store.reference(slug)  # raises NotFound with its hint
        raise NotFound(f"there is no entry '{slug}'")
    slug, kind, title, summary, origin, modality, hedge, as_of, note, sic = row
    attributes = [a for a in _ATTRIBUTES.get(kind, _none)(store, slug) if a.items]
    date = store.one(
        "SELECT dated FROM timeline WHERE slug = :slug UNION ALL "
        "SELECT existence_label FROM organisation_details WHERE slug = :slug",
        slug=slug,
    )
    return model.Entry(
        slug=slug,
        kind=kind,
        title=title,
        summary=summary,
        origin=origin,
        modality=modality,
        hedge=hedge,
        as_of=as_of,
        note=note,
        sic=sic,
        date=date[0] if date else None,
        attributes=tuple(attributes),
        citations=tuple(_citations(store, slug)),
        links=tuple(_links(store, slug)),
        sources=tuple(
            model.PublicSource(*source)
            for source in store.ask(
                "SELECT title, url, read FROM context_sources WHERE entry = :slug ORDER BY position", slug=slug
            )
        ),
        derived=tuple(
            store.ask(
                "SELECT number, derived_from FROM derived_numbers WHERE entry = :slug ORDER BY position", slug=slug
            )
        ),  # type: ignore[arg-type]
    )


def _citations(store: Store, slug: str) -> Iterator[model.Citation]:
    anchors: dict[int, list[str]] = {}
    for citation, anchor in store.ask(
        """
        SELECT a.citation, a.anchor FROM citation_anchors a JOIN citations c ON c.id = a.citation
        WHERE c.entry = :slug ORDER BY c.id, a.position
        """,
        slug=slug,
    ):
        anchors.setdefault(citation, []).append(anchor)
    for number, part, document, label, paragraph, section in store.ask(
        """
        SELECT c.id, c.part, c.document, d.label, c.paragraph, s.title
        FROM citations c
        JOIN document_details d ON d.slug = c.document
        JOIN paragraphs p ON p.document = c.document AND p.number = c.paragraph
        LEFT JOIN sections s ON s.document = p.document AND s.slug = p.section
        WHERE c.entry = :slug ORDER BY c.id
        """,
        slug=slug,
    ):
        yield model.Citation(document, label, paragraph, section, tuple(anchors.get(number, ())), part)


def _links(store: Store, slug: str) -> Iterator[model.Link]:
    for outgoing, kind, note, *reference in store.ask(
        """
        SELECT 1 AS outgoing, l.type, l.note, e.slug, e.kind, e.title, l.position AS place
        FROM links l JOIN entries e ON e.slug = l.target
        WHERE l.source = :slug AND (e.origin = 'document' OR :context)
        UNION ALL
        SELECT 0, l.type, l.note, e.slug, e.kind, e.title, e.id
        FROM links l JOIN entries e ON e.slug = l.source
        WHERE l.target = :slug AND (e.origin = 'document' OR :context)
        ORDER BY outgoing DESC, place
        """,
        slug=slug,
    ):
        words = _WORDS.get(kind, (kind, kind))[0 if outgoing else 1]
        yield model.Link(words, kind, Reference(*reference[:3]), note)


def _text(name: str, text: str | None) -> Attribute:
    return Attribute(name, (Item(text),) if text else ())


def _entries(store: Store, name: str, sql: str, slug: str) -> Attribute:
    """An attribute whose values are entries; `sql` gives (slug, kind, title)."""
    references = [Reference(*row) for row in store.ask(sql, slug=slug)]
    return Attribute(name, tuple(Item(r.title, r) for r in references), listed=len(references) > 1)


def _about(store: Store, slug: str) -> Iterator[Attribute]:
    """What other entries say about this one: figures, findings, events, proposals."""
    figures = store.ask(
        """
        SELECT e.slug, e.kind, e.title, f.min, f.max, f.value, f.words, f.comparator, f.unit
        FROM figure_details f JOIN entries e ON e.slug = f.slug
        WHERE f.subject = :slug AND (e.origin = 'document' OR :context) ORDER BY e.id
        """,
        slug=slug,
    )
    yield Attribute(
        "Figures",
        tuple(Item(f"{title}: {_amount(*amount)}", Reference(s, kind, title)) for s, kind, title, *amount in figures),
        listed=True,
    )
    findings = store.ask(
        """
        SELECT e.slug, e.kind, e.title, f.direction FROM finding_details f JOIN entries e ON e.slug = f.slug
        WHERE f.subject = :slug AND (e.origin = 'document' OR :context) ORDER BY e.id
        """,
        slug=slug,
    )
    yield Attribute(
        "Findings",
        tuple(Item(f"{SIGNS[direction]} {title}", Reference(s, kind, title)) for s, kind, title, direction in findings),
        listed=True,
    )


def _amount(
    low: float | None, high: float | None, value: float | None, words: str | None, comparator: str, unit: str
) -> str:
    amount = model.quantity(low, high, value, comparator) or words or ""
    if unit == "%":
        return f"{amount}%"
    return f"{amount} {unit}"


def _event(store: Store, slug: str) -> Iterator[Attribute]:
    row = store.one(
        """
        SELECT d.date_basis, COALESCE(l.title, d.lane), COALESCE(t.title, d.type) FROM event_details d
        LEFT JOIN terms l ON l.vocabulary = 'lane' AND l.slug = d.lane
        LEFT JOIN terms t ON t.vocabulary = 'event_type' AND t.slug = d.type
        WHERE d.slug = :slug
        """,
        slug=slug,
    )
    if row:
        yield _text("Type", row[2])
        yield _text("Lane", row[1])
        yield _text("Date basis", _basis(row[0]))
    yield _entries(
        store,
        "Organisations",
        """
        SELECT e.slug, e.kind, e.title FROM event_organisations o JOIN entries e ON e.slug = o.organisation
        WHERE o.event = :slug ORDER BY e.id
        """,
        slug,
    )


def _basis(basis: str | None) -> str | None:
    return {"stated": "stated in the passage", "derived": "worked out", "document-date": "the document's own date"}.get(
        basis or ""
    )


def _organisation(store: Store, slug: str) -> Iterator[Attribute]:
    row = store.one(
        """
        SELECT classification, abbreviation, country, existence_label, existence_basis, planned_from_edtf, legal_form,
          participation, participation_exceptions, population_min, population_max, population_mean,
          population_comparator, budget, purpose, sub_organization_of
        FROM organisation_details WHERE slug = :slug
        """,
        slug=slug,
    )
    if row:
        (classification, abbreviation, country, existence, basis, planned, legal, participation, exceptions) = row[:9]
        low, high, mean, comparator, budget, purpose, parent = row[9:]
        yield _text("Classification", classification)
        yield _text("Abbreviation", abbreviation)
        yield _text("Country", country)
        if existence:
            planned_words = f"; from {planned} as planned or forecast" if planned else ""
            yield _text("In being", f"{existence} ({_basis(basis) or 'basis not given'}){planned_words}")
        yield _text("Legal form", legal)
        yield _text("Joining", f"{participation}; {exceptions}" if exceptions else participation)
        population = model.quantity(low, high, None, comparator if mean is None else None)
        average = f"{model.quantity(None, None, mean, comparator)} on average" if mean is not None else ""
        yield _text("People covered", "; ".join(filter(None, (population, average))))
        yield _text("Budget", budget)
        yield _text("Purpose", purpose)
        if parent:
            reference = store.reference(parent)
            yield Attribute("Part of", (Item(reference.title, reference),))
    for role, name in (("function", "Functions"), ("drawback", "Drawbacks")):
        items = store.ask(
            "SELECT text, position FROM organisation_items WHERE organisation = :slug AND role = :role ORDER BY position",
            slug=slug,
            role=role,
        )
        yield Attribute(name, tuple(Item(text, part=f"{role} {n}") for text, n in items), listed=True)
    yield _entries(
        store,
        "Linked to",
        """
        SELECT e.slug, e.kind, e.title FROM organisation_links l JOIN entries e ON e.slug = l.linked_to
        WHERE l.organisation = :slug ORDER BY l.position
        """,
        slug,
    )
    for name, mine, other in (("Came from", "resulting", "original"), ("Became", "original", "resulting")):
        yield _entries(store, name, _LINEAGE.format(mine=mine, other=other), slug)
    yield _entries(
        store,
        "Levels",
        """
        SELECT e.slug, e.kind, e.title FROM level_details l JOIN entries e ON e.slug = l.slug
        WHERE l.organisation = :slug ORDER BY l.ladder, l.rung
        """,
        slug,
    )
    yield from _about(store, slug)
    yield _entries(
        store,
        "Events",
        """
        SELECT t.slug, t.kind, t.dated || ': ' || t.title FROM timeline t
        WHERE (t.slug IN (SELECT event FROM event_organisations WHERE organisation = :slug)
            OR t.slug IN (SELECT change FROM change_organisations WHERE organisation = :slug))
          AND (t.origin = 'document' OR :context)
        ORDER BY t.date, t.entry_id
        """,
        slug,
    )


_LINEAGE = """
SELECT DISTINCT e.slug, e.kind, e.title || CASE c.partial WHEN 1 THEN ' (in part)' ELSE '' END
FROM change_organisations m
JOIN change_details c ON c.slug = m.change
JOIN change_organisations o ON o.change = m.change AND o.role = '{other}'
JOIN entries e ON e.slug = o.organisation
WHERE m.organisation = :slug AND m.role = '{mine}'
ORDER BY c.date_earliest, o.position
"""


def _change(store: Store, slug: str) -> Iterator[Attribute]:
    row = store.one("SELECT date_basis, partial FROM change_details WHERE slug = :slug", slug=slug)
    for name, role in (("From", "original"), ("To", "resulting")):
        yield _entries(
            store,
            name,
            f"""
            SELECT e.slug, e.kind, e.title FROM change_organisations o JOIN entries e ON e.slug = o.organisation
            WHERE o.change = :slug AND o.role = '{role}' ORDER BY o.position
            """,
            slug,
        )
    if row:
        yield _text("Succession", "in part" if row[1] else "whole")
        yield _text("Date basis", _basis(row[0]))


def _level(store: Store, slug: str) -> Iterator[Attribute]:
    row = store.one("SELECT ladder, organisation FROM level_details WHERE slug = :slug", slug=slug)
    if row is None:
        return
    ladder = store.ladder(row[0])
    yield Attribute("Ladder", (Item(ladder.title, store.reference(row[0])),))
    if row[1]:
        organisation = store.reference(row[1])
        yield Attribute("Organisation", (Item(organisation.title, organisation),))
    rung = next((r for r in ladder.rungs if r.slug == slug), None)
    for aspect in rung.aspects if rung else ():
        items = tuple(Item(f"{text} (new at this rung)" if new else text) for text, new in aspect.statements)
        yield Attribute(aspect.name.capitalize(), items, listed=len(items) > 1)
    yield from _about(store, slug)


def _ladder(store: Store, slug: str) -> Iterator[Attribute]:
    references = [Reference(r.slug, "level", r.title) for r in store.ladder(slug).rungs]
    yield Attribute("Rungs, the lowest first", tuple(Item(r.title, r) for r in references), listed=True)


def _recommendation(store: Store, slug: str) -> Iterator[Attribute]:
    row = store.one(
        """
        SELECT r.proposer, r.actor, COALESCE(t.title, r.boundary), r.strength, r.stance FROM recommendation_details r
        LEFT JOIN terms t ON t.vocabulary = 'boundary' AND t.slug = r.boundary WHERE r.slug = :slug
        """,
        slug=slug,
    )
    if row:
        yield _text("Boundary", row[2])
        yield _text("Proposer", row[0])
        yield _text("Who is to act", "not said" if row[1] == "unspecified" else row[1])
        yield _text("Strength", row[3])
        yield _text("Voice", "the document's own proposal" if row[4] == "own" else "reported by the document")
    yield _entries(
        store,
        "Examples",
        """
        SELECT e.slug, e.kind, e.title FROM recommendation_exemplars x JOIN entries e ON e.slug = x.exemplar
        WHERE x.recommendation = :slug ORDER BY x.position
        """,
        slug,
    )


def _finding(store: Store, slug: str) -> Iterator[Attribute]:
    row = store.one(
        """
        SELECT f.subject, COALESCE(t.title, f.domain), f.direction, f.basis, f.certainty FROM finding_details f
        LEFT JOIN terms t ON t.vocabulary = 'domain' AND t.slug = f.domain WHERE f.slug = :slug
        """,
        slug=slug,
    )
    if row:
        subject = store.reference(row[0])
        yield Attribute("About", (Item(subject.title, subject),))
        yield _text("Domain", row[1])
        yield _text("Direction", f"{SIGNS[row[2]]} {row[2]}")
        yield _text("Basis", row[3])
        yield _text("Certainty", row[4])


def _figure(store: Store, slug: str) -> Iterator[Attribute]:
    row = store.one(
        """
        SELECT measure, subject, unit, min, max, value, words, comparator, denominator FROM figure_details WHERE slug = :slug
        """,
        slug=slug,
    )
    if row:
        measure, about, unit, *amount, comparator, denominator = row
        subject = store.reference(about)
        yield _text("Measure", measure)
        yield _text("Value", _amount(*amount, comparator, unit))
        yield _text("Of", denominator)
        yield Attribute("About", (Item(subject.title, subject),))


def _concept(store: Store, slug: str) -> Iterator[Attribute]:
    labels = store.ask("SELECT label FROM concept_labels WHERE concept = :slug ORDER BY position", slug=slug)
    yield _text("Also called", "; ".join(row[0] for row in labels))
    row = store.one("SELECT scope_note FROM concept_details WHERE slug = :slug", slug=slug)
    yield _text("Scope", row[0] if row else None)
    yield from _about(store, slug)


def _person(store: Store, slug: str) -> Iterator[Attribute]:
    row = store.one("SELECT role, affiliation FROM person_details WHERE slug = :slug", slug=slug)
    if row:
        yield _text("Role", row[0])
        yield _text("Affiliation", row[1])


def _project(store: Store, slug: str) -> Iterator[Attribute]:
    row = store.one("SELECT country, organisation FROM project_details WHERE slug = :slug", slug=slug)
    if row:
        yield _text("Country", row[0])
        if row[1]:
            organisation = store.reference(row[1])
            yield Attribute("Organisation", (Item(organisation.title, organisation),))
    yield _entries(
        store,
        "Example for",
        """
        SELECT e.slug, e.kind, e.title FROM recommendation_exemplars x JOIN entries e ON e.slug = x.recommendation
        WHERE x.exemplar = :slug ORDER BY e.id
        """,
        slug,
    )
    yield from _about(store, slug)


def _document(store: Store, slug: str) -> Iterator[Attribute]:
    document = store.document(slug)
    yield _text("Cited as", document.label)
    yield _text("Reference", reference_line(document))
    for name, value, source in document.supplied:
        yield _text(f"{name} (not printed)", f"{value}, from {source.title} {source.url}, read {source.read}")
    yield _text("Extent", f"{document.extent}; {document.extent_note}" if document.extent_note else document.extent)
    yield _text("Contributes", f"{document.entries} entries from {document.paragraphs} paragraphs")


def reference_line(document: model.Document) -> str:
    """The document's bibliographic record on one line, supplied fields in square brackets."""
    record = {key: value for key, value in document.record.items() if value}
    printed = {**record}
    for name, value, _ in document.supplied:
        printed.setdefault(name, f"[{value}]")
    authors = printed.get("author")
    if isinstance(authors, list):
        names = [" ".join(filter(None, (a.get("family") or a.get("literal"), a.get("given")))) for a in authors]
        by = ", ".join(names)
    else:
        by = str(authors or "")
    volume = str(printed.get("volume", ""))
    if issue := printed.get("issue"):
        volume += f"({issue})"
    if page := printed.get("page"):
        volume += f":{page}" if volume else str(page)
    issued = document.issued or str(printed.get("issued", "undated"))
    parts = [
        by,
        str(printed.get("title") or document.title),
        str(printed.get("container-title") or printed.get("publisher") or ""),
        issued,
        volume,
        f"doi {printed['DOI']}" if "DOI" in printed else str(printed.get("URL", "")),
    ]
    return ". ".join(part for part in parts if part) + "."


def _none(_store: Store, _slug: str) -> Iterator[Attribute]:
    yield from ()


_ATTRIBUTES: dict[str, Callable[[Store, str], Iterator[Attribute]]] = {
    "event": _event,
    "organisation": _organisation,
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
