"""What an organisation has beyond title and summary, worded for reading."""

from __future__ import annotations

from collections.abc import Iterator

from .. import model
from ..model import Attribute, Item
from .store import Store
from .wording import about, basis_of, entries_of, text_of


def organisation(store: Store, slug: str) -> Iterator[Attribute]:
    """Its attributes, its items, and what other entries say of it."""
    yield from _own(store, slug)
    yield from _items(store, slug)
    yield from _around(store, slug)


def _own(store: Store, slug: str) -> Iterator[Attribute]:
    row = store.row_of(
        slug,
        """
        SELECT slug, classification, abbreviation, country, existence_label, existence_basis, planned_from_edtf,
          legal_form, participation, participation_exceptions, population_min, population_max, population_mean,
          population_comparator, budget, purpose, sub_organization_of
        FROM organisation_details WHERE slug {this}
        """,
    )
    if row:
        (classification, abbreviation, country, existence, basis, planned, legal, participation, exceptions) = row[:9]
        low, high, mean, comparator, budget, purpose, parent = row[9:]
        yield text_of("Classification", classification)
        yield text_of("Abbreviation", abbreviation)
        yield text_of("Country", country)
        if existence:
            planned_words = f"; from {planned} as planned or forecast" if planned else ""
            yield text_of("In existence", f"{existence} ({basis_of(basis) or 'basis not given'}){planned_words}")
        yield text_of("Legal form", legal)
        yield text_of("Joining", f"{participation}; {exceptions}" if exceptions else participation)
        population = model.quantity(low, high, None, comparator if mean is None else None)
        average = f"{model.quantity(None, None, mean, comparator)} on average" if mean is not None else ""
        yield text_of("People covered", "; ".join(filter(None, (population, average))))
        yield text_of("Budget", budget)
        yield text_of("Purpose", purpose)
        if parent:
            reference = store.reference(parent)
            yield Attribute("Part of", (Item(reference.title, reference),))


def _items(store: Store, slug: str) -> Iterator[Attribute]:
    for role, name in (("function", "Functions"), ("drawback", "Drawbacks")):
        items = store.rows_of(
            slug,
            "SELECT organisation, text, position FROM organisation_items "
            "WHERE organisation {this} AND role = :role ORDER BY position",
            role=role,
        )
        yield Attribute(name, tuple(Item(text, part=f"{role} {n}") for text, n in items), listed=True)


def _around(store: Store, slug: str) -> Iterator[Attribute]:
    yield entries_of(
        store,
        "Linked to",
        """
        SELECT l.organisation, e.slug, e.kind, e.title FROM organisation_links l
        JOIN shown_entries e ON e.slug = l.linked_to
        WHERE l.organisation {this} ORDER BY l.position
        """,
        slug,
    )
    for name, mine, other in (("Came from", "resulting", "original"), ("Became", "original", "resulting")):
        yield entries_of(store, name, _LINEAGE.format(mine=mine, other=other), slug)
    yield entries_of(
        store,
        "Levels",
        """
        SELECT l.organisation, e.slug, e.kind, e.title FROM level_details l JOIN shown_entries e ON e.slug = l.slug
        WHERE l.organisation {this} ORDER BY l.ladder, l.rung
        """,
        slug,
    )
    yield from about(store, slug)
    yield entries_of(
        store,
        "Events",
        """
        SELECT o.organisation, t.slug, t.kind, t.dated || ': ' || t.title FROM (
          SELECT organisation, event AS slug FROM event_organisations WHERE organisation {this}
          UNION SELECT organisation, change FROM change_organisations WHERE organisation {this}
        ) o CROSS JOIN shown_timeline t ON t.slug = o.slug
        ORDER BY t.place
        """,
        slug,
    )


# An organisation that several changes link to another is named once, as a whole where any of them was.
_LINEAGE = """
SELECT m.organisation, e.slug, e.kind, e.title || CASE MIN(c.partial) WHEN 1 THEN ' (in part)' ELSE '' END
FROM change_organisations m
JOIN change_details c ON c.slug = m.change
JOIN change_organisations o ON o.change = m.change AND o.role = '{other}' AND o.organisation <> m.organisation
JOIN shown_entries e ON e.slug = o.organisation
JOIN shown_entries h ON h.slug = c.slug
WHERE m.organisation {{this}} AND m.role = '{mine}'
GROUP BY m.organisation, e.slug ORDER BY MIN(c.date_earliest), MIN(o.position), e.id
"""
