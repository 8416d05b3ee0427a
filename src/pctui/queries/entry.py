"""Queries for an entry in full, with its attributes in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, groupby
from operator import itemgetter
from sys import intern
from typing import Any

from msgspec.structs import replace

from .. import model
from ..database.read_only import batches
from ..errors import NotFound
from ..kinds.vocabulary import STATEMENTS
from ..model import Reference
from .store import Store

# Returns the attributes to describe an entry with, from its kind and slug.
Attributes = Callable[[Store, str, str], Iterable[model.Attribute]]


def every(store: Store, kind: str, slug: str) -> Iterable[model.Attribute]:
    """Return all attributes of an entry."""
    from .attributes import attributes  # this imports every kind, which a list does not need

    return attributes(store, kind, slug)


def describe(store: Store, slug: str) -> model.Entry:
    """Return the entry `slug` in full; NotFound if it does not exist."""
    found = next(describe_all(store, [slug]))
    if found is None:
        store.reference(slug)  # raises NotFound with its hint
        raise NotFound(f"there is no entry '{slug}'")
    return found


def describe_all(store: Store, slugs: Iterable[str], attributes: Attributes = every) -> Iterator[model.Entry | None]:
    """Yield the entry of each of `slugs` in full, or with some of its `attributes` only; None if it does not exist.

    A few hundred are read together, with as many queries as one of them takes.
    """
    for batch in batches(slugs):
        with store.together(batch):
            entries = [_described(store, slug, attributes) for slug in batch]
        cited = statement_citations(store, chain.from_iterable(_statements(entry) for entry in entries if entry))
        yield from (entry and _with_citations(entry, cited) for entry in entries)


def _described(store: Store, slug: str, attributes: Attributes) -> model.Entry | None:
    row = store.row_of(
        slug,
        """
        SELECT slug, slug, kind, title, summary, origin, modality, hedge, as_of_label, note, sic, status
        FROM entries WHERE slug {this}
        """,
    )
    if row is None:
        return None
    slug, kind, title, summary, origin, modality, hedge, as_of, note, sic, status = row
    date = store.row_of(slug, "SELECT slug, label FROM dates WHERE slug {this}")
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
        status=status,
        date=date[0] if date else None,
        attributes=tuple(attributes(store, kind, slug)),
        citations=tuple(citations_of(store, slug)),
        links=tuple(_links(store, slug)),
        sources=tuple(model.PublicSource(*source) for source in store.rows_of(slug, _SOURCES)),
        derived=tuple(
            store.rows_of(
                slug, "SELECT entry, number, derived_from FROM derived_numbers WHERE entry {this} ORDER BY position"
            )
        ),
    )


_SOURCES = "SELECT entry, title, url, read FROM context_sources WHERE entry {this} ORDER BY position"


def in_list(store: Store, slugs: Iterable[str]) -> Iterator[model.Entry | None]:
    """Yield of the entry of each of `slugs` what a list shows; None if it does not exist."""
    for batch in batches(slugs):
        sql = "SELECT slug, kind, title, modality, origin, status FROM entries WHERE slug {this}"
        heads = store.rows_of_all(batch, sql)
        yield from of_rows(
            store,
            (
                model.Row(slug, kind, title, modality=modality, origin=origin, status=status)
                for slug in batch
                for kind, title, modality, origin, status in heads.get(slug, [("", "", "", "", None)])
            ),
        )


def of_rows(store: Store, rows: Iterable[model.Row]) -> Iterator[model.Entry | None]:
    """Yield of the entry of each of `rows` what a list shows; None if it does not exist.

    The rows have the titles of their entries, as all lists of entries have; no row is a heading.
    """
    for batch in batches(rows):
        slugs = [row.slug for row in batch]
        more = store.rows_of_all(slugs, "SELECT slug, summary, sic FROM entries WHERE slug {this}")
        cited = store.rows_of_all(slugs, _CITATIONS)
        sources = store.rows_of_all(slugs, _SOURCES)
        for row in batch:
            slug = row.slug
            if slug not in more:
                yield None
                continue
            summary, sic = more[slug][0]
            yield model.Entry(
                slug,
                row.kind,
                row.title,
                summary,
                row.origin,
                row.modality,
                sic=sic,
                status=row.status,
                citations=tuple(_citations(cited[slug])) if slug in cited else (),
                sources=tuple(model.PublicSource(*of) for of in sources[slug]) if slug in sources else (),
            )


def citations_of(store: Store, slug: str) -> Iterator[model.Citation]:
    """Yield the passages that an entry and its items cite."""
    yield from _citations(store.rows_of(slug, _CITATIONS))


def first_citation(store: Store, slug: str) -> model.Citation | None:
    """Return the first passage that an entry cites: as a whole, or else for one of its items; None if there is none."""
    return min(citations_of(store, slug), key=lambda citation: bool(citation.part), default=None)


def statement_citations(store: Store, slugs: Iterable[str]) -> dict[str, tuple[model.Citation, ...]]:
    """Return, by slug, the passages that each of several entries cites as a whole."""
    these = dict.fromkeys(slugs)
    citations = store.rows_of_all(these, _CITATIONS)
    return {slug: tuple(c for c in _citations(citations.get(slug, ())) if not c.part) for slug in these}


def other_names(store: Store, slugs: Iterable[str]) -> dict[str, list[str]]:
    """Return, by slug, the names by which search finds organisations and concepts, their titles among them."""
    rows = store.rows_of_all(slugs, "SELECT entry, name FROM names WHERE entry {this} ORDER BY name")
    return {slug: [name for (name,) in of] for slug, of in rows.items()}


# A row for each anchor of a citation, or one if it has none.
_CITATIONS = """
SELECT c.entry, c.id, c.part, c.document, d.label, c.paragraph, s.title, p.page, a.anchor
FROM citations c
JOIN document_details d ON d.slug = c.document
JOIN paragraphs p ON p.document = c.document AND p.number = c.paragraph
LEFT JOIN sections s ON s.document = p.document AND s.slug = p.section
LEFT JOIN citation_anchors a ON a.citation = c.id
WHERE c.entry {this} ORDER BY c.id, a.position
"""


def _citations(rows: Iterable[tuple[Any, ...]]) -> Iterator[model.Citation]:
    for _, of_one in groupby(rows, itemgetter(0)):
        first, *others = of_one
        _, part, document, label, paragraph, section, page, anchor = first
        anchors = () if anchor is None else (anchor, *(row[-1] for row in others))
        # Of a long list every passage is kept for its number, so what many have in common is kept once.
        section = None if section is None else intern(section)
        yield model.Citation(intern(document), intern(label), paragraph, section, anchors, intern(part), page)


def _statements(entry: model.Entry) -> Iterator[str]:
    """Yield the slugs of the statements among an entry's attributes and links."""
    for attribute in entry.attributes:
        yield from (item.entry.slug for item in attribute.items if item.entry and item.entry.kind in STATEMENTS)
    yield from (link.entry.slug for link in entry.links if _states(link))


def _states(link: model.Link) -> bool:
    return link.entry.kind in STATEMENTS or link.type == "disputes"  # what is disputed may be of any kind


def _with_citations(entry: model.Entry, cited: Mapping[str, tuple[model.Citation, ...]]) -> model.Entry:
    """Return an entry in which every statement of another entry has the passages that it cites."""
    if not any(True for _ in _statements(entry)):
        return entry

    def item(of: model.Item) -> model.Item:
        states = of.entry and of.entry.kind in STATEMENTS
        return replace(of, citations=cited[of.entry.slug]) if of.entry and states else of

    return replace(
        entry,
        attributes=tuple(replace(a, items=tuple(map(item, a.items))) for a in entry.attributes),
        links=tuple(replace(x, citations=cited[x.entry.slug]) if _states(x) else x for x in entry.links),
    )


def _links(store: Store, slug: str) -> Iterator[model.Link]:
    for _, kind, words, heading, note, subject, value, other_value, *reference in store.rows_of(
        slug,
        """
        SELECT l.source, 1 AS outgoing, l.type, COALESCE(k.title, l.type), k.heading, l.note, l.subject, l.value,
          l.other_value, e.slug, e.kind, e.title, l.position AS place
        FROM links l JOIN shown_entries e ON e.slug = l.target
        LEFT JOIN terms k ON k.vocabulary = 'link_type' AND k.slug = l.type
        WHERE l.source {this}
        UNION ALL
        SELECT l.target, 0, l.type, COALESCE(k.inverse, l.type), k.inverse_heading, l.note, l.subject, l.other_value,
          l.value, e.slug, e.kind, e.title, e.id
        FROM links l JOIN shown_entries e ON e.slug = l.source
        LEFT JOIN terms k ON k.vocabulary = 'link_type' AND k.slug = l.type
        WHERE l.target {this}
        ORDER BY outgoing DESC, place
        """,
    ):
        about = f"{subject}: {value} / {other_value}" if value else subject
        yield model.Link(words, kind, Reference(*reference[:3]), note, about=about, heading=heading)
