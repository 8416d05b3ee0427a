"""Queries for figures that can be compared: those of the same measure and unit."""

from __future__ import annotations

from ..model import Measure, Measured, Reference
from .store import Store

_LIMIT = 40  # figures of one measure


def measures(store: Store, slug: str) -> list[Measure]:
    """Return the measures that have a figure about the entry `slug`, and at least one more to compare it with."""
    shared = store.select(
        """
        WITH own AS (SELECT DISTINCT measure, unit FROM figure_details WHERE subject = :slug)
        SELECT f.measure, f.unit FROM own JOIN figure_details f ON f.measure = own.measure AND f.unit = own.unit
        JOIN shown_entries e ON e.slug = f.slug
        WHERE COALESCE(f.value, f.min, f.max) >= 0
        GROUP BY f.measure, f.unit HAVING COUNT(*) > 1 ORDER BY MIN(e.id)
        """,
        slug=slug,
    )
    return [Measure(name, unit, _figures(store, name, unit)) for name, unit in shared]


def _figures(store: Store, measure: str, unit: str) -> tuple[Measured, ...]:
    return tuple(
        Measured(Reference(*row[:3]), Reference(*row[3:6]), *row[6:])
        for row in store.select(
            """
            SELECT e.slug, e.kind, e.title, s.slug, s.kind, s.title, f.min, f.max, f.value, f.comparator,
              e.as_of_label, e.modality, f.denominator, COALESCE(substr(d.issued_earliest, 1, 4),
                '[' || substr(u.value, 1, 4) || ']')
            FROM figure_details f JOIN shown_entries e ON e.slug = f.slug JOIN entries s ON s.slug = f.subject
            LEFT JOIN organisation_details o ON o.slug = f.subject
            LEFT JOIN citations c ON c.entry = e.slug AND c.part = '' AND c.position = 0
            LEFT JOIN document_details d ON d.slug = c.document
            LEFT JOIN document_supplied u ON u.document = c.document AND u.field = 'issued'
            WHERE f.measure = :measure AND f.unit = :unit AND COALESCE(f.value, f.min, f.max) >= 0
            ORDER BY COALESCE(e.as_of_earliest, d.issued_earliest, u.value, '9999'),
              COALESCE(o.existence_earliest, o.existence_begun, IIF(o.existence_latest IS NULL, '9999', '')), s.id, e.id
            LIMIT :limit
            """,
            measure=measure,
            unit=unit,
            limit=_LIMIT,
        )
    )
