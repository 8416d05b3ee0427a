"""Queries for the evidence matrix: its subjects by domains, the findings of a cell, and one disagreement."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from ..database.grouped_lists import STATUS
from ..kinds.vocabulary import DESCRIPTIVE, DIRECTIONS, REPORTED, SIGNS, STATUS_SIGNS
from ..model import Citation, Row
from .entry import citations_of
from .store import Store

SUBJECTS = "evidence subjects"  # the list that gives the rows of the matrix
DISAGREEMENTS = "disagreements"


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
        SELECT f.subject, d.domain, {STATUS} AS status, f.direction, COUNT(*)
        FROM finding_details f
        JOIN shown_entries e ON e.slug = f.slug
        JOIN finding_domains d ON d.finding = f.slug
        WHERE f.subject IN (SELECT value FROM json_each(:subjects))
        GROUP BY f.subject, d.domain, status, f.direction
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


def difference(store: Store, one: str, other: str) -> str | None:
    """Return the corpus's note on how two conflicting statements differ."""
    row = store.one(
        "SELECT note FROM links WHERE type = 'disputes' AND source = :one AND target = :other", one=one, other=other
    )
    return row[0] if row else None


def descriptive(cell: Sequence[Tally]) -> int:
    """Return the number of findings of a cell that report no effect."""
    return sum(tally.count for tally in cell if tally.direction == DESCRIPTIVE)


def where_disputed(store: Store, one: str, other: str) -> str:
    """Return where two statements disagree: within a document, in what it reports of others, or between documents.

    A document reports what it claims, plans or proposes for somebody else; the modality says so.
    """
    return next(where_each_disputed(store, [(one, other)]))


def where_each_disputed(store: Store, pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield where the two statements of each pair disagree."""
    rows = store.rows_of_all(
        {slug for pair in pairs for slug in pair},
        """
        SELECT e.slug, e.modality, d.slug, d.label FROM entries e
        LEFT JOIN citations c ON c.entry = e.slug AND c.part = ''
        LEFT JOIN document_details d ON d.slug = c.document
        WHERE e.slug {this} ORDER BY c.position
        """,
    )
    for pair in pairs:
        reported = any(modality in REPORTED for slug in pair for modality, _, _ in rows.get(slug, ()))
        cited = [{document: label for _, document, label in rows.get(slug, ()) if document} for slug in pair]
        yield _where(cited[0], cited[1], reported)


def _where(one: Mapping[str, str], other: Mapping[str, str], reported: bool) -> str:
    """Return where statements that cite these documents (labels by slug) disagree."""
    if not (one and other):
        return "with a source outside the documents"
    shared = [label for document, label in one.items() if document in other]
    if shared:
        return f"in what {shared[0]} reports" if reported else f"within {shared[0]}"
    return f"between {next(iter(one.values()))} and {next(iter(other.values()))}"


def tally_words(cell: Sequence[Tally]) -> str:
    """Return a cell in words: `+ improved (2), − worsened; claimed: + improved; 3 descriptive`."""
    parts = []
    for status in STATUS_SIGNS:
        tallies = ", ".join(
            f"{SIGNS[t.direction]} {t.direction}" + (f" ({t.count})" if t.count > 1 else "")
            for t in cell
            if t.status == status and t.direction != DESCRIPTIVE
        )
        if tallies:
            parts.append(tallies if status == "found" else f"{status}: {tallies}")
    if count := descriptive(cell):
        parts.append(f"{count} {DESCRIPTIVE}")
    return "; ".join(parts)
