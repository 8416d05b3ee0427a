"""Queries for the evidence matrix: its subjects by domains, the findings of a cell, and one disagreement."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from ..database.grouped_lists import STATUS
from ..database.read_only import batches
from ..database.sql import place_in
from ..kinds.vocabulary import DESCRIPTIVE, DIRECTIONS, STATUS_SIGNS
from ..kinds.vocabulary import DISAGREEMENTS as WHERE
from ..model import Citation, Row
from .entry import citations_of, statement_citations
from .filters import EVERYTHING, Filter
from .store import Store

SUBJECTS = "evidence subjects"  # the list that gives the rows of the matrix
DISAGREEMENTS = "disagreements"
BETWEEN_DOCUMENTS = "disagreements between documents"


class Tally(Struct, frozen=True):
    """The number of findings of one direction and one status (found, claimed, forecast)."""

    status: str
    direction: str
    count: int


Cell = tuple[Tally, ...]


class Subject(Row, frozen=True):
    """A row of the matrix: the subject of findings, with a cell for each domain in which there are any."""

    cells: tuple[tuple[str, Cell], ...] = ()

    def cell(self, domain: str) -> Cell:
        return next((cell for name, cell in self.cells if name == domain), ())


class Finding(Struct, frozen=True):
    """A finding as listed in its cell."""

    slug: str
    title: str
    direction: str
    basis: str
    certainty: str
    modality: str
    as_of: str | None
    origin: str
    status: str
    disputed: int
    citations: tuple[Citation, ...] = ()


def subjects(store: Store, offset: int = 0, limit: int = -1) -> list[Subject]:
    """Return rows [offset, offset + limit) of the matrix: forms, other subjects, then forms without findings."""
    rows = store.rows(SUBJECTS, offset, limit)
    found: dict[str, dict[str, list[Tally]]] = {}
    for subject, domain, *tally in store.select(
        f"""
        SELECT f.subject, d.domain, {STATUS} AS found_or_not, f.direction, COUNT(*)
        FROM finding_details f
        JOIN shown_entries e ON e.slug = f.slug
        JOIN finding_domains d ON d.finding = f.slug
        WHERE f.subject IN (SELECT value FROM json_each(:subjects))
        GROUP BY f.subject, d.domain, found_or_not, f.direction
        """,
        subjects=json.dumps([row.slug for row in rows if not row.heading]),
    ):
        found.setdefault(subject, {}).setdefault(domain, []).append(Tally(*tally))
    return [
        Subject(
            slug=row.slug,
            kind=row.kind,
            title=row.title,
            side=row.side,
            modality=row.modality,
            origin=row.origin,
            cells=tuple((domain, _by_weight(cell)) for domain, cell in found.get(row.slug, {}).items()),
        )
        for row in rows
    ]


def _by_weight(cell: list[Tally]) -> Cell:
    """Sort a cell: what was found before what is claimed or forecast, an effect before no effect."""
    statuses, directions = list(STATUS_SIGNS), list(DIRECTIONS)
    return tuple(sorted(cell, key=lambda t: (statuses.index(t.status), directions.index(t.direction))))


def findings(store: Store, subject: str, domain: str) -> list[Finding]:
    """Return the findings of a cell, each with its citations."""
    rows = store.select(
        f"""
        SELECT e.slug, e.title, f.direction, f.basis, f.certainty, e.modality, e.as_of_label, e.origin, {STATUS},
          EXISTS (SELECT 1 FROM links l WHERE l.type = 'disputes' AND e.slug IN (l.source, l.target))
        FROM finding_details f JOIN shown_entries e ON e.slug = f.slug
        WHERE f.subject = :subject
          AND EXISTS (SELECT 1 FROM finding_domains d WHERE d.finding = f.slug AND d.domain = :domain)
        ORDER BY e.id
        """,
        subject=subject,
        domain=domain,
    )
    order = list(DIRECTIONS)
    found = sorted((Finding(*row) for row in rows), key=lambda f: order.index(f.direction))
    return [replace(finding, citations=tuple(citations_of(store, finding.slug))) for finding in found]


def cell_of(store: Store, finding: str) -> tuple[str, str] | None:
    """Return the subject of a finding and the first of its domains; None if `finding` is the slug of something else."""
    row = store.one(
        """
        SELECT f.subject, d.domain FROM finding_details f
        JOIN shown_entries e ON e.slug = f.slug
        JOIN finding_domains d ON d.finding = f.slug
        WHERE f.slug = :slug ORDER BY d.position LIMIT 1
        """,
        slug=finding,
    )
    return (row[0], row[1]) if row else None


def findings_about(store: Store, subject: str) -> list[tuple[str, str, str]]:
    """Return the findings about an entry as (status, direction, slug), those of one status and direction together."""
    rows = store.select(
        f"""
        SELECT {STATUS} AS found_or_not, f.direction, e.slug
        FROM finding_details f JOIN shown_entries e ON e.slug = f.slug
        WHERE f.subject = :subject
        ORDER BY {place_in("found_or_not", STATUS_SIGNS)}, {place_in("f.direction", DIRECTIONS)}, e.id
        """,
        subject=subject,
    )
    return [(status, direction, slug) for status, direction, slug in rows]


class Disagreement(Struct, frozen=True):
    """Two statements that disagree: what about (`subject`), what each says of it, and the document that says so.

    `place` is one of DISAGREEMENTS, `title` all of this in one line, `note` how they differ.
    """

    source: str
    target: str
    subject: str | None
    value: str
    other_value: str
    label: str | None
    other_label: str | None
    place: str
    title: str
    note: str | None

    @property
    def where(self) -> str:
        """What the pair is and where it is, in words: `Disagreement within Calder 1911`."""
        match self.place:
            case "documents":
                return f"Disagreement between {self.label} and {self.other_label}"
            case "outside":
                return "Disagreement with a source outside the documents"
            case "reported":
                return f"Disagreement in what {self.label} reports"
            case "facts":
                return f"Disagreement within {self.label} on facts"
            case "outcome":
                return "A forecast and what came of it"
        return f"Tension of views within {self.label}"


_DISAGREEMENT = """
SELECT g.source, g.target, g.subject, g.value, g.other_value, g.label, g.other_label, g.place, g.title, l.note
FROM disagreements g JOIN links l ON l.source = g.source AND l.position = g.position
"""


def disagreement(store: Store, one: str, other: str) -> Disagreement | None:
    """Return the disagreement of two statements; None if they are not known to disagree."""
    row = store.one(f"{_DISAGREEMENT} WHERE g.source = :one AND g.target = :other", one=one, other=other)
    return Disagreement(*row) if row else None


def disagreement_of(store: Store, slug: str) -> tuple[str, str] | None:
    """Return the first disagreement that a statement is part of, as (source, target); None if there is none."""
    row = store.one(
        """
        SELECT g.source, g.target FROM (
          SELECT source, position FROM links WHERE source = :slug
          UNION ALL SELECT source, position FROM links WHERE target = :slug
        ) l
        JOIN disagreements g ON g.source = l.source AND g.position = l.position
        JOIN shown_entries s ON s.slug = g.source JOIN shown_entries t ON t.slug = g.target LIMIT 1
        """,
        slug=slug,
    )
    return (row[0], row[1]) if row else None


def each_disagreement(store: Store, filters: Filter = EVERYTHING) -> Iterator[Disagreement]:
    """Yield the disagreements of which one statement matches, grouped by where they are."""
    rows = store.select(
        f"""
        {_DISAGREEMENT}
        JOIN shown_entries s ON s.slug = g.source JOIN shown_entries t ON t.slug = g.target
        WHERE ({filters.entries("s.slug")}) OR ({filters.entries("t.slug")})
        ORDER BY {place_in("g.place", WHERE)}, s.id, g.position
        """,
        **filters.parameters,
    )
    return (Disagreement(*row) for row in rows)


def disagreement_records(store: Store, among: Container[str] | None = None) -> Iterator[dict[str, Any]]:
    """Yield the disagreements as data; with `among`, only those that include one of these slugs."""
    pairs = (p for p in each_disagreement(store) if among is None or p.source in among or p.target in among)
    for batch in batches(pairs):
        cited = statement_citations(store, (slug for pair in batch for slug in (pair.source, pair.target)))
        for pair in batch:
            yield {
                "subject": pair.subject,
                "place": pair.place,
                "title": pair.title,
                "note": pair.note,
                "statements": [
                    {
                        "slug": slug,
                        "value": value,
                        "citations": [
                            {"document": c.document, "paragraph": c.paragraph, "anchors": list(c.anchors)}
                            for c in cited[slug]
                        ],
                    }
                    for slug, value in ((pair.source, pair.value), (pair.target, pair.other_value))
                ],
            }


def descriptive(cell: Sequence[Tally]) -> int:
    """Return the number of findings of a cell that report no effect."""
    return sum(tally.count for tally in cell if tally.direction == DESCRIPTIVE)


def in_words(cell: Sequence[Tally]) -> str:
    """Return a cell in words: `2 worsened, 1 mixed (all claimed)`, `found: 3 improved; claimed: 1 improved`."""
    by_status = {status: [tally for tally in cell if tally.status == status] for status in STATUS_SIGNS}
    in_status = {
        status: ", ".join(f"{tally.count} {tally.direction}" for tally in tallies)
        for status, tallies in by_status.items()
        if tallies
    }
    if len(in_status) == 1:
        ((status, directions),) = in_status.items()
        several = sum(tally.count for tally in cell) > 1
        return f"{directions} ({'all ' if several else ''}{status})"
    return "; ".join(f"{status}: {directions}" for status, directions in in_status.items())
