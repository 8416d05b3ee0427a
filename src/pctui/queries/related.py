"""Attributes of an entry from the entries that refer to it, by the field in which they do."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..amounts import amount_of
from ..kinds.vocabulary import DIRECTIONS, EVIDENCE, LINKS, STATUSES
from ..model import Attribute, Item, Reference
from .lists import SIGN, STATUS
from .sql import place_in
from .store import Store

FIGURES, EVENTS = "Figures", "Events"


def text_of(name: str, text: str | None) -> Attribute:
    """Return an attribute with one text, or without values if there is no text."""
    return Attribute(name, (Item(text),) if text else ())


def entries_of(store: Store, name: str, sql: str, slug: str) -> Attribute:
    """Return an attribute whose values are entries; `sql` selects (owner, slug, kind, title)."""
    references = [Reference(*row) for row in store.rows_of(slug, sql)]
    return Attribute(name, tuple(Item(r.title, r) for r in references), listed=len(references) > 1)


def _about(store: Store, slug: str) -> Iterator[Attribute]:
    """Yield the figures, findings and other statements about an entry."""
    figures = store.rows_of(
        slug,
        """
        SELECT f.subject, e.slug, e.kind, e.title, f.min, f.max, f.value, f.words, f.comparator, f.unit
        FROM figure_details f JOIN shown_entries e ON e.slug = f.slug
        WHERE f.subject {this} ORDER BY e.id
        """,
    )
    yield Attribute(
        FIGURES,
        tuple(Item(f"{title}: {amount_of(*amount)}", Reference(s, kind, title)) for s, kind, title, *amount in figures),
        listed=True,
    )
    findings = store.rows_of(
        slug,
        """
        SELECT f.subject, e.slug, e.kind, e.title, {sign}, {status}
        FROM finding_details f JOIN shown_entries e ON e.slug = f.slug
        WHERE f.subject {this} ORDER BY e.id
        """.replace("{sign}", SIGN).replace("{status}", STATUS),
    )
    for word, status in STATUSES.items():
        items = [
            Item(f"{sign} {title}", Reference(s, kind, title)) for s, kind, title, sign, of in findings if of == word
        ]
        yield Attribute(status.findings, tuple(items), listed=True)


def _organisation(store: Store, slug: str) -> Iterator[Attribute]:
    for name, mine, other in (("Predecessors", "resulting", "original"), ("Successors", "original", "resulting")):
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
    yield from _about(store, slug)
    yield entries_of(
        store,
        EVENTS,
        """
        SELECT o.organisation, t.slug, t.kind, t.dated || ': ' || t.title FROM (
          SELECT organisation, event AS slug FROM event_organisations WHERE organisation {this}
          UNION SELECT organisation, change FROM change_organisations WHERE organisation {this}
        ) o CROSS JOIN shown_timeline t ON t.slug = o.slug
        ORDER BY t.place
        """,
        slug,
    )


# An organisation linked by several changes is listed once, and as partial only if all of them were.
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


def _ladder(store: Store, slug: str) -> Iterator[Attribute]:
    references = [Reference(r.slug, "level", r.title) for r in store.ladder(slug).rungs]
    yield Attribute("Levels, lowest first", tuple(Item(r.title, r) for r in references), listed=True)


def _project(store: Store, slug: str) -> Iterator[Attribute]:
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
    yield from _about(store, slug)


_LINKED = ("evaluates", "exemplifies", "disputes", "see_also")
_EVIDENCE_FOR = f"""
WITH topics (proposal, slug, place) AS (
  SELECT slug, slug, -1 FROM recommendation_details WHERE slug {{this}}
  UNION ALL
  SELECT recommendation, exemplar, position FROM recommendation_exemplars WHERE recommendation {{this}}
),
relevant (proposal, finding, topic, how, side, place) AS (
  SELECT t.proposal, f.slug, t.slug, 'about', 0, t.place FROM finding_details f JOIN topics t ON t.slug = f.subject
  UNION ALL
  SELECT t.proposal, l.source, t.slug, l.type, 0, t.place
  FROM links l JOIN topics t ON t.slug = l.target WHERE l.type IN {_LINKED}
  UNION ALL
  SELECT t.proposal, l.target, t.slug, l.type, 1, t.place
  FROM links l JOIN topics t ON t.slug = l.source WHERE l.type IN {_LINKED}
)
SELECT b.proposal, e.slug, e.kind, e.title, e.modality, f.direction, {SIGN}, b.how, b.side,
  IIF(b.topic = b.proposal, 'this proposal', x.title)
FROM relevant b
JOIN finding_details f ON f.slug = b.finding
JOIN shown_entries e ON e.slug = f.slug
JOIN shown_entries x ON x.slug = b.topic
ORDER BY {place_in("f.direction", DIRECTIONS)}, e.id, b.place, b.how, b.side
"""


def _evidence(store: Store, slug: str) -> Iterator[Attribute]:
    """Yield the findings about a recommendation or its examples, or linked with them, for and against.

    If there are none, this is stated too, so that the reader does not have to wonder.
    """
    items: dict[str, dict[str, Item]] = {}
    for finding, kind, title, modality, direction, sign, how, side, topic in store.rows_of(slug, _EVIDENCE_FOR):
        tie = f"{'about' if how == 'about' else LINKS[how][side]} {topic}"
        said = "" if modality == "happened" else f"; {modality}"
        text = f"{sign} {title} ({tie}{said})".strip()
        group = items.setdefault(DIRECTIONS[direction].evidence if direction in DIRECTIONS else EVIDENCE[-1], {})
        group.setdefault(finding, Item(text, Reference(finding, kind, title)))
    for head in EVIDENCE:
        yield Attribute(head, tuple(items.get(head, {}).values()), listed=True)
    if not items:
        yield Attribute("Evidence", (Item("none in this corpus on this proposal or its examples"),))


def _document(store: Store, slug: str) -> Iterator[Attribute]:
    document = store.document(slug)
    yield text_of("Contributes", f"{document.entries} entries from {document.paragraphs} paragraphs")


_RELATED: dict[str, Callable[[Store, str], Iterator[Attribute]]] = {
    "organisation": _organisation,
    "ladder": _ladder,
    "recommendation": _evidence,
    "project": _project,
    "document": _document,
}


def related(store: Store, kind: str, slug: str) -> Iterator[Attribute]:
    """Yield the attributes of an entry that come from others."""
    yield from _RELATED.get(kind, _about)(store, slug)
