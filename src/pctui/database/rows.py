"""Turns the entries of a corpus into rows of the schema's tables. Every text passes the sanitiser here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import msgspec

from .. import edtf
from ..corpus.loaded import Loaded
from ..corpus.references import citations_of
from ..kinds.structs import (
    Change,
    Concept,
    Document,
    Entry,
    Event,
    Figure,
    Finding,
    Level,
    Organisation,
    Paragraph,
    Person,
    Project,
    Recommendation,
)
from ..text import clean, clean_all

Row = dict[str, Any]
Tables = dict[str, list[Row]]


def tables(loaded: Loaded, digest: str, built_in: bool) -> Tables:
    """Return the rows of every table, in the order in which they are to be inserted."""
    found: Tables = defaultdict(list)
    corpus = loaded.corpus
    if corpus is None:  # a corpus that loads has its record
        raise ValueError("a corpus without its record")
    found["corpus"].append(
        {
            "slug": corpus.slug,
            "title": corpus.title,
            "summary": corpus.summary,
            "version": corpus.version,
            "digest": digest,
            "built_in": int(built_in),
        }
    )
    for vocabulary, terms in (
        ("lane", corpus.lanes),
        ("boundary", corpus.boundaries),
        ("domain", corpus.domains),
        ("event_type", corpus.event_types),
    ):
        for position, term in enumerate(terms):
            found["terms"].append(
                {"vocabulary": vocabulary, "slug": term.slug, "title": term.title, "position": position}
            )
    for number, entry in enumerate(loaded.entries.values(), 1):
        _entry(found, entry, number)
    _places(found)
    for position, row in enumerate(found["document_details"]):
        row["position"] = position
    for paragraph in loaded.paragraphs.values():
        _paragraph(found, paragraph)
    _citations(found, loaded)
    return {name: [_safe(row) for row in rows] for name, rows in found.items()}


def _safe(row: Row) -> Row:
    return {name: clean(value) if isinstance(value, str) else value for name, value in row.items()}


def _date(prefix: str, text: str | None) -> Row:
    if text is None:
        return {}
    span = edtf.parse(text)
    return {
        f"{prefix}_edtf": span.edtf,
        f"{prefix}_earliest": span.earliest,
        f"{prefix}_latest": span.latest,
        f"{prefix}_label": span.label,
    }


def _entry(found: Tables, entry: Entry, number: int) -> None:
    none: Row = dict.fromkeys(("as_of_edtf", "as_of_earliest", "as_of_latest", "as_of_label"))
    found["entries"].append(
        {
            "id": number,
            "slug": entry.slug,
            "kind": type(entry).__name__.lower(),
            "title": entry.title,
            "summary": entry.summary,
            "origin": entry.origin,
            "modality": entry.modality,
            "hedge": entry.hedge,
            **none,
            **_date("as_of", entry.as_of),
            "note": entry.note,
            "sic": entry.sic,
            "details": "\n".join(_details(entry)),
        }
    )
    for i, source in enumerate(entry.sources):
        found["context_sources"].append(
            {"entry": entry.slug, "position": i, "title": source.title, "url": source.url, "read": source.read}
        )
    for i, derived in enumerate(entry.derived):
        found["derived_numbers"].append(
            {"entry": entry.slug, "position": i, "number": derived.number, "derived_from": derived.from_}
        )
    for i, link in enumerate(entry.links):
        found["links"].append(
            {"source": entry.slug, "position": i, "type": link.type, "target": link.to, "note": link.note}
        )
    for table, row in _kind_rows(entry):
        found[table].append(row)


def _details(entry: Entry) -> Iterator[str]:
    """The text of the attributes beyond title and summary, for search."""
    match entry:
        case Organisation():
            yield from (text for text in (entry.abbreviation, entry.legal_form, entry.budget, entry.purpose) if text)
            yield from (item.text for item in [*entry.functions, *entry.drawbacks])
        case Level():
            for texts in entry.aspects.values():
                yield from texts
        case Recommendation():
            yield from (entry.proposer, entry.actor)
        case Figure():
            yield from (text for text in (entry.measure, entry.unit, entry.denominator) if text)
        case Concept():
            yield from entry.alt_labels
            yield entry.scope_note or ""
        case Person():
            yield from (text for text in (entry.role, entry.affiliation) if text)
        case Document():
            yield entry.label
            yield from (" ".join(filter(None, (n.given, n.family, n.literal))) for n in entry.csl.author)
        case _:
            pass
    if entry.note:
        yield entry.note


def _named(entry: Entry, names: str) -> Row:
    return {name: getattr(entry, name) for name in names.split()}


def _kind_rows(entry: Entry) -> Iterator[tuple[str, Row]]:
    slug = {"slug": entry.slug}
    match entry:
        case Event():
            yield (
                "event_details",
                slug
                | _date("date", entry.date)
                | {"date_basis": entry.date_basis, "lane": entry.lane, "type": entry.type},
            )
            for organisation in dict.fromkeys(entry.organisations):
                yield "event_organisations", {"event": entry.slug, "organisation": organisation}
        case Organisation():
            yield from _organisation_rows(entry)
        case Change():
            yield (
                "change_details",
                slug | _date("date", entry.date) | {"date_basis": entry.date_basis, "partial": int(entry.partial)},
            )
            for role, slugs in (("original", entry.original), ("resulting", entry.resulting)):
                for i, organisation in enumerate(slugs):
                    yield (
                        "change_organisations",
                        {"change": entry.slug, "role": role, "position": i, "organisation": organisation},
                    )
        case Level():
            yield (
                "level_details",
                slug | {"ladder": entry.ladder, "rung": entry.rung, "organisation": entry.organisation},
            )
            for aspect, texts in entry.aspects.items():
                for i, text in enumerate(texts):
                    yield "level_aspects", {"level": entry.slug, "aspect": aspect, "position": i, "text": text}
        case Recommendation():
            yield "recommendation_details", slug | _named(entry, "proposer actor boundary strength stance")
            for i, exemplar in enumerate(entry.exemplars):
                yield (
                    "recommendation_exemplars",
                    {"recommendation": entry.slug, "position": i, "exemplar": exemplar},
                )
        case Finding():
            yield "finding_details", slug | _named(entry, "subject domain direction basis certainty")
        case Figure():
            names = "measure subject unit value min max words comparator denominator"
            yield "figure_details", slug | _named(entry, names)
        case Concept():
            yield "concept_details", slug | {"scope_note": entry.scope_note}
            for i, label in enumerate(entry.alt_labels):
                yield "concept_labels", {"concept": entry.slug, "position": i, "label": label}
        case Person():
            yield "person_details", slug | {"role": entry.role, "affiliation": entry.affiliation}
        case Project():
            yield "project_details", slug | {"country": entry.country, "organisation": entry.organisation}
        case Document():
            yield from _document_rows(entry)
        case _:
            pass


def _organisation_rows(entry: Organisation) -> Iterator[tuple[str, Row]]:
    participation, population = entry.participation, entry.population
    planned = _date("planned_from", entry.planned_from)
    yield (
        "organisation_details",
        {
            "slug": entry.slug,
            **_date("existence", entry.existence),
            "planned_from_edtf": planned.get("planned_from_edtf"),
            "planned_from_earliest": planned.get("planned_from_earliest"),
            "participation": participation.kind if participation else None,
            "participation_exceptions": participation.exceptions if participation else None,
            "population_min": population.min if population else None,
            "population_max": population.max if population else None,
            "population_mean": population.mean if population else None,
            "population_comparator": population.comparator if population else None,
        }
        | _named(
            entry,
            "classification abbreviation country existence_basis lane legal_form budget purpose sub_organization_of",
        ),
    )
    for role, items in (("function", entry.functions), ("drawback", entry.drawbacks)):
        for i, item in enumerate(items):
            yield "organisation_items", {"organisation": entry.slug, "role": role, "position": i, "text": item.text}
    for i, linked in enumerate(entry.linked_to):
        yield "organisation_links", {"organisation": entry.slug, "position": i, "linked_to": linked}


def _document_rows(entry: Document) -> Iterator[tuple[str, Row]]:
    issued = _date("issued", entry.csl.issued)
    issued.pop("issued_latest", None)
    yield (
        "document_details",
        {
            "slug": entry.slug,
            "label": entry.label,
            "csl": msgspec.json.encode(clean_all(msgspec.to_builtins(entry.csl))).decode(),
            **issued,
            "extent": entry.extent,
            "extent_note": entry.extent_note,
            "position": 0,
        },
    )
    for sha256 in dict.fromkeys(entry.sha256):
        yield "document_hashes", {"document": entry.slug, "sha256": sha256}
    for i, supplied in enumerate(entry.supplied):
        yield (
            "document_supplied",
            {
                "document": entry.slug,
                "position": i,
                "field": supplied.field,
                "value": supplied.value,
                "source_title": supplied.source.title,
                "source_url": supplied.source.url,
                "source_read": supplied.source.read,
            },
        )
    for i, section in enumerate(entry.sections):
        yield (
            "sections",
            {"document": entry.slug, "slug": section.slug, "title": section.title, "position": i},
        )


def _places(found: Tables) -> None:
    """Put what is dated in order of time: by its beginning (its end where that is not known), its end, its id."""
    entries = {row["slug"]: row for row in found["entries"]}

    def moment(row: Row) -> tuple[str, str, int]:
        return row["date_earliest"] or row["date_latest"] or "", row["date_latest"] or "", entries[row["slug"]]["id"]

    cited = 0
    for place, row in enumerate(sorted(found["event_details"] + found["change_details"], key=moment)):
        rests = entries[row["slug"]]["origin"] == "document"
        found["timeline_places"].append({"slug": row["slug"], "place": place, "place_cited": cited if rests else None})
        cited += rests


def _paragraph(found: Tables, paragraph: Paragraph) -> None:
    key = {"document": paragraph.document, "number": paragraph.number}
    found["paragraphs"].append(key | {"section": paragraph.section, "carries_nothing": paragraph.carries_nothing})
    for i, anchor in enumerate(paragraph.anchors):
        found["paragraph_anchors"].append(key | {"position": i, "anchor": anchor})


def _citations(found: Tables, loaded: Loaded) -> None:
    number = 0
    for entry in loaded.entries.values():
        for path, citation in citations_of(entry):
            number += 1
            part = "" if path[0] == "citations" else f"{str(path[0]).removesuffix('s')} {path[1]}"
            found["citations"].append(
                {
                    "id": number,
                    "entry": entry.slug,
                    "part": part,
                    "position": path[-1],
                    "document": citation.document,
                    "paragraph": citation.paragraph,
                }
            )
            for i, anchor in enumerate(citation.anchors):
                found["citation_anchors"].append({"citation": number, "position": i, "anchor": anchor})
