"""What the matrix of the evidence asks: subjects by domains, the findings of a cell, and one disagreement."""

from __future__ import annotations

import json
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from ..kinds.vocabulary import SIGNS, STATUS_SIGNS
from ..model import Citation, Row
from .entry import citations_of
from .lists import STATUS
from .store import Store

SUBJECTS = "evidence subjects"  # the list of the rows
DISAGREEMENTS = "disagreements"


class Tally(Struct, frozen=True):
    """So many findings of one direction, resting on one kind of ground."""

    status: str
    direction: str
    count: int


Cell = tuple[Tally, ...]


class Subject(Row, frozen=True):
    """A row of the matrix: what is found is about it, domain by domain; a domain without a finding is not there."""

    cells: tuple[tuple[str, Cell], ...] = ()

    def cell(self, domain: str) -> Cell:
        return next((cell for name, cell in self.cells if name == domain), ())


class Finding(Struct, frozen=True):
    """A finding as it is told in its cell."""

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
    """The rows [offset, offset + limit) of the matrix: forms, other subjects, forms of which nothing is found."""
    rows = store.rows(SUBJECTS, offset, limit)
    found: dict[str, dict[str, list[Tally]]] = {}
    for subject, domain, *tally in store.ask(
        f"""
        SELECT f.subject, f.domain, {STATUS} AS standing, f.direction, COUNT(*)
        FROM finding_details f JOIN shown_entries e ON e.slug = f.slug
        WHERE f.subject IN (SELECT value FROM json_each(:subjects))
        GROUP BY f.subject, f.domain, standing, f.direction
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
            cells=tuple((domain, _telling(cell)) for domain, cell in found.get(row.slug, {}).items()),
        )
        for row in rows
    ]


def _telling(cell: list[Tally]) -> Cell:
    """The most telling first: what was found before what is claimed or foreseen, an effect before none."""
    statuses, directions = list(STATUS_SIGNS), list(SIGNS)
    return tuple(sorted(cell, key=lambda t: (statuses.index(t.status), directions.index(t.direction))))


def findings(store: Store, subject: str, domain: str) -> list[Finding]:
    """The findings of a cell, with the passages that each rests on."""
    rows = store.ask(
        f"""
        SELECT e.slug, e.title, f.direction, f.basis, f.certainty, e.modality, e.as_of_label, e.origin, {STATUS},
          EXISTS (SELECT 1 FROM links l WHERE l.type = 'disputes' AND e.slug IN (l.source, l.target))
        FROM finding_details f JOIN shown_entries e ON e.slug = f.slug
        WHERE f.subject = :subject AND f.domain = :domain ORDER BY e.id
        """,
        subject=subject,
        domain=domain,
    )
    order = list(SIGNS)
    told = sorted((Finding(*row) for row in rows), key=lambda f: order.index(f.direction))
    return [replace(finding, citations=tuple(citations_of(store, finding.slug))) for finding in told]


def cell_of(store: Store, finding: str) -> tuple[str, str] | None:
    """The (subject, domain) that a finding is about; None for what is no finding."""
    row = store.one(
        """
        SELECT f.subject, f.domain FROM finding_details f JOIN shown_entries e ON e.slug = f.slug
        WHERE f.slug = :slug
        """,
        slug=finding,
    )
    return (row[0], row[1]) if row else None


def difference(store: Store, one: str, other: str) -> str | None:
    """How two statements that disagree differ, as the corpus words it."""
    row = store.one(
        "SELECT note FROM links WHERE type = 'disputes' AND source = :one AND target = :other", one=one, other=other
    )
    return row[0] if row else None


def tally_words(cell: Sequence[Tally]) -> str:
    """A cell in words: `+ improved (2), − worsened; claimed: + improved`."""
    parts = []
    for status in STATUS_SIGNS:
        words = ", ".join(
            f"{SIGNS[t.direction]} {t.direction}" + (f" ({t.count})" if t.count > 1 else "")
            for t in cell
            if t.status == status
        )
        if words:
            parts.append(words if status == "found" else f"{status}: {words}")
    return "; ".join(parts)
