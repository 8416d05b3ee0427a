"""Queries for an entry in full, with its attributes in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from msgspec.structs import replace

from .. import model
from ..errors import NotFound
from ..kinds.vocabulary import LINKS, STATEMENTS
from ..model import Reference
from .store import Store


def describe(store: Store, slug: str, *, short: bool = False) -> model.Entry:
    """Return the entry `slug` in full; NotFound if it does not exist.

    With `short`, leave out attributes, links and derived numbers, which a list does not show.
    """
    row = store.row_of(
        slug,
        """
        SELECT slug, slug, kind, title, summary, origin, modality, hedge, as_of_label, note, sic
        FROM entries WHERE slug {this}
        """,
    )
    if row is None:
        store.reference(slug)  # raises NotFound with its hint
        raise NotFound(f"there is no entry '{slug}'")
    slug, kind, title, summary, origin, modality, hedge, as_of, note, sic = row
    date = store.row_of(slug, "SELECT slug, label FROM dates WHERE slug {this}")
    attributes, links = (
        ((), ()) if short else _with_citations(store, _attributes(store, kind, slug), tuple(_links(store, slug)))
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
        attributes=attributes,
        citations=tuple(citations_of(store, slug)),
        links=links,
        sources=tuple(
            model.PublicSource(*source)
            for source in store.rows_of(
                slug, "SELECT entry, title, url, read FROM context_sources WHERE entry {this} ORDER BY position"
            )
        ),
        derived=()
        if short
        else tuple(
            store.rows_of(
                slug, "SELECT entry, number, derived_from FROM derived_numbers WHERE entry {this} ORDER BY position"
            )
        ),
    )


def _attributes(store: Store, kind: str, slug: str) -> tuple[model.Attribute, ...]:
    from .attributes import attributes  # this imports every kind, which a list does not need

    return tuple(attributes(store, kind, slug))


def citations_of(store: Store, slug: str) -> Iterator[model.Citation]:
    """Yield the passages that an entry and its items cite."""
    yield from _citations(store.rows_of(slug, _ANCHORS), store.rows_of(slug, _CITATIONS))


def first_citation(store: Store, slug: str) -> model.Citation | None:
    """Return the first passage that an entry cites: as a whole, or else for one of its items; None if there is none."""
    return min(citations_of(store, slug), key=lambda citation: bool(citation.part), default=None)


def statement_citations(store: Store, slugs: Iterable[str]) -> dict[str, tuple[model.Citation, ...]]:
    """Return, by slug, the passages that each of several entries cites as a whole."""
    every = dict.fromkeys(slugs)
    anchors, citations = store.rows_of_all(every, _ANCHORS), store.rows_of_all(every, _CITATIONS)
    return {
        slug: tuple(c for c in _citations(anchors.get(slug, []), citations.get(slug, [])) if not c.part)
        for slug in every
    }


_ANCHORS = """
SELECT c.entry, a.citation, a.anchor FROM citation_anchors a JOIN citations c ON c.id = a.citation
WHERE c.entry {this} ORDER BY c.id, a.position
"""
_CITATIONS = """
SELECT c.entry, c.id, c.part, c.document, d.label, c.paragraph, s.title, p.page
FROM citations c
JOIN document_details d ON d.slug = c.document
JOIN paragraphs p ON p.document = c.document AND p.number = c.paragraph
LEFT JOIN sections s ON s.document = p.document AND s.slug = p.section
WHERE c.entry {this} ORDER BY c.id
"""


def _citations(
    anchor_rows: Iterable[tuple[Any, ...]], citation_rows: Iterable[tuple[Any, ...]]
) -> Iterator[model.Citation]:
    anchors: dict[int, list[str]] = {}
    for citation, anchor in anchor_rows:
        anchors.setdefault(citation, []).append(anchor)
    for number, part, document, label, paragraph, section, page in citation_rows:
        yield model.Citation(document, label, paragraph, section, tuple(anchors.get(number, ())), part, page)


def _with_citations(
    store: Store, attributes: tuple[model.Attribute, ...], links: tuple[model.Link, ...]
) -> tuple[tuple[model.Attribute, ...], tuple[model.Link, ...]]:
    """Return attributes and links in which every statement of another entry has the passages that it cites."""
    listed = [item.entry for attribute in attributes for item in attribute.items if item.entry]
    linked = [link.entry for link in links]
    disputed = [link.entry.slug for link in links if link.type == "disputes"]  # the statement may be one of any kind
    statements = [entry.slug for entry in (*listed, *linked) if entry.kind in STATEMENTS]
    cited = statement_citations(store, [*statements, *disputed])

    def of(entry: Reference | None, disputes: bool = False) -> tuple[model.Citation, ...]:
        return cited[entry.slug] if entry and (disputes or entry.kind in STATEMENTS) else ()

    return (
        tuple(replace(a, items=tuple(replace(item, citations=of(item.entry)) for item in a.items)) for a in attributes),
        tuple(replace(link, citations=of(link.entry, link.type == "disputes")) for link in links),
    )


def _links(store: Store, slug: str) -> Iterator[model.Link]:
    for outgoing, kind, note, *reference in store.rows_of(
        slug,
        """
        SELECT l.source, 1 AS outgoing, l.type, l.note, e.slug, e.kind, e.title, l.position AS place
        FROM links l JOIN shown_entries e ON e.slug = l.target
        WHERE l.source {this}
        UNION ALL
        SELECT l.target, 0, l.type, l.note, e.slug, e.kind, e.title, e.id
        FROM links l JOIN shown_entries e ON e.slug = l.source
        WHERE l.target {this}
        ORDER BY outgoing DESC, place
        """,
    ):
        words = LINKS.get(kind, (kind, kind))[0 if outgoing else 1]
        yield model.Link(words, kind, Reference(*reference[:3]), note)
