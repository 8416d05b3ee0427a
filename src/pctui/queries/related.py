"""Attributes of an entry from the entries that refer to it, by the field in which they do."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..amounts import amount_of
from ..database.grouped_lists import SIGN, STATUS
from ..database.sql import quoted
from ..kinds.vocabulary import HEADINGS, HEADINGS_OF_TARGET, INTENDED, STATUSES, based_on
from ..model import Attribute, Item, Reference
from ..text import number_of
from .store import Store


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
        "Figures",
        tuple(
            Item(with_value(title, amount_of(*amount)), Reference(s, kind, title))
            for s, kind, title, *amount in figures
        ),
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


def _lineage(store: Store, slug: str) -> Iterator[Attribute]:
    """Yield what an organisation came from and became, and the levels that it passes through."""
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


def _organisation(store: Store, slug: str) -> Iterator[Attribute]:
    yield from _lineage(store, slug)
    yield from _about(store, slug)
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


# What is linked to an entry by a link with a heading of its own. For a recommendation, what it is part of, its
# examples and its concepts are followed too, the nearest first. What was only intended or forecast is no evidence.
# Kinds, and whether an entry is shown, are asked in subqueries: for a join, SQLite reads all entries into a filter.
_TOPICS = """
WITH RECURSIVE wholes (owner, slug, depth) AS (
  SELECT slug, slug, 0 FROM entries WHERE slug {this}
  UNION
  SELECT w.owner, l.target, w.depth + 1 FROM wholes w
  JOIN links l ON l.source = w.slug AND l.type = 'part_of'
  WHERE w.depth < 9 AND (SELECT kind FROM entries WHERE slug = w.owner) = 'recommendation'
),
topics (owner, slug, place, relation) AS (
  SELECT owner, slug, depth, IIF(depth, 'of which this is part', '') FROM wholes
  UNION ALL
  SELECT w.owner, x.exemplar, 10, 'its example' FROM wholes w
  JOIN recommendation_exemplars x ON x.recommendation = w.slug WHERE w.depth = 0
  UNION ALL
  SELECT w.owner, l.target, 11, 'its concept' FROM wholes w
  JOIN links l ON l.source = w.slug
  WHERE (SELECT kind FROM entries WHERE slug = w.owner) = 'recommendation'
    AND (SELECT kind FROM entries WHERE slug = l.target) = 'concept'
)
"""
_HEADED = f"""
{_TOPICS}
SELECT l.owner, l.heading, l.number, l.words, e.slug, e.kind, e.title, e.modality, l.note, l.relation, x.title
FROM (
  SELECT t.*, k.inverse_heading AS heading, k.position AS number, k.title AS words, l.type, l.note, l.source AS entry,
    l.position
  FROM topics t JOIN links l ON l.target = t.slug JOIN terms k ON k.vocabulary = 'link_type' AND k.slug = l.type
  WHERE k.inverse_heading IS NOT NULL AND (t.place < 10 OR l.type IN {quoted(HEADINGS_OF_TARGET)})
  UNION ALL
  SELECT t.*, k.heading, k.position, k.inverse, l.type, l.note, l.target, l.position
  FROM topics t JOIN links l ON l.source = t.slug JOIN terms k ON k.vocabulary = 'link_type' AND k.slug = l.type
  WHERE k.heading IS NOT NULL AND t.place < 10
) l
JOIN entries e ON e.slug = l.entry
JOIN entries x ON x.slug = l.slug
LEFT JOIN finding_details f ON f.slug = e.slug
WHERE EXISTS (SELECT 1 FROM shown_entries WHERE slug = l.entry)
  AND EXISTS (SELECT 1 FROM shown_entries WHERE slug = l.slug)
  AND (
    l.type NOT IN {quoted(HEADINGS_OF_TARGET)}
    OR NOT (e.modality IN {quoted(INTENDED)} OR COALESCE(f.basis, '') IN {quoted(based_on("forecast"))})
  )
ORDER BY l.place, e.id, l.position
"""
_FINDINGS_ABOUT = f"""
{_TOPICS}
SELECT t.owner, COUNT(DISTINCT f.slug) FROM topics t JOIN finding_details f ON f.subject = t.slug
WHERE EXISTS (SELECT 1 FROM shown_entries WHERE slug = f.slug)
GROUP BY t.owner
"""


def _headed(store: Store, slug: str) -> Iterator[Attribute]:
    """Yield what is linked to an entry by a link with a heading, under that heading."""
    items: dict[str, dict[str, Item]] = {}
    places = dict.fromkeys(
        (*HEADINGS.values(), *HEADINGS_OF_TARGET.values()), -1
    )  # those of the corpus come after them
    for heading, place, words, other, kind, title, modality, note, relation, topic in store.rows_of(slug, _HEADED):
        said = [] if modality == "happened" else [modality]
        said += [f"{words} {topic}, {relation}"] if relation else []
        text = f"{title} ({'; '.join(said)})" if said else title
        items.setdefault(heading, {}).setdefault(other, Item(text, Reference(other, kind, title), note=note or ""))
        places.setdefault(heading, place)
    for heading in sorted(places, key=lambda heading: places[heading]):
        yield Attribute(heading, tuple(items.get(heading, {}).values()), listed=True)


def _recommendation(store: Store, slug: str) -> Iterator[Attribute]:
    """Yield what is linked to a recommendation; that there is no evidence is stated, so that nobody has to wonder."""
    row = store.row_of(slug, "SELECT slug, heading FROM headings WHERE slug {this}")
    yield text_of("Under the heading", row[0] if row else None)
    headed = list(_headed(store, slug))
    yield from headed
    if not any(attribute.items for attribute in headed if attribute.name in HEADINGS_OF_TARGET.values()):
        row = store.row_of(slug, _FINDINGS_ABOUT)
        yield Attribute("Evidence", (Item(_NONE_LINKED if row else _NONE),))


_NONE = "none in this corpus on this proposal, what it is part of, its examples or its concepts"
_NONE_LINKED = "none linked, though there are findings about what it is part of, its examples or its concepts"


def _document(store: Store, slug: str) -> Iterator[Attribute]:
    entries, paragraphs = store.contributions([slug])[slug]
    yield text_of("Contributes", f"{number_of(entries, 'entry')} from {number_of(paragraphs, 'paragraph')}")


_RELATED: dict[str, Callable[[Store, str], Iterator[Attribute]]] = {
    "organisation": _organisation,
    "ladder": _ladder,
    "recommendation": _recommendation,
    "project": _project,
    "document": _document,
}


def related(store: Store, kind: str, slug: str) -> Iterator[Attribute]:
    """Yield the attributes of an entry that come from others."""
    yield from _RELATED.get(kind, _about)(store, slug)
    if kind != "recommendation":
        yield from _headed(store, slug)


def related_in_list(store: Store, slug: str) -> Iterator[Attribute]:
    """Yield of the attributes of an organisation that come from others those that a list shows."""
    yield from _lineage(store, slug)
    yield from _headed(store, slug)


def says(title: str, value: str) -> bool:
    """Whether the title of a figure has its value already, in figures or in words: `26 lights`."""
    from ..corpus.numbers import numbers  # only where there are figures

    found = numbers(value)
    return found <= numbers(title) if found else value.casefold() in title.casefold()


def with_value(title: str, value: str) -> str:
    """Return the title of a figure with its value, unless the title has it already."""
    return title if says(title, value) else f"{title}: {value}"
