"""The attributes of an entry in words: its fields as its kind declares them, except title and summary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from msgspec.structs import replace

from ..amounts import number
from ..errors import Damaged
from ..kinds.base import Row, Table
from ..kinds.kind import Kind, Part
from ..kinds.registry import KINDS
from ..kinds.vocabulary import BOUNDARY_BASES, NOT_HAPPENED, NOT_SAID
from ..model import Attribute, Item
from .documents import addresses, reference
from .related import entries_of, related, related_in_list, text_of
from .store import Store


def attributes(store: Store, kind: str, slug: str) -> Iterator[Attribute]:
    """Yield the fields of the entry, then attributes from other entries; empty ones are left out."""
    yield from own(store, kind, slug)
    if kind in KINDS:
        yield from _filled(related(store, kind, slug))


def of_organisation_in_list(store: Store, kind: str, slug: str) -> Iterator[Attribute]:
    """Yield of the attributes of an organisation those that a list shows."""
    yield from own(store, kind, slug)
    yield from _filled(related_in_list(store, slug))


def own(store: Store, kind: str, slug: str) -> Iterator[Attribute]:
    """Yield the fields of an entry; empty ones are left out."""
    if declared := KINDS.get(kind):  # a foreign database may have others
        yield from _filled(_fields(store, declared, slug))


def _filled(found: Iterable[Attribute]) -> Iterator[Attribute]:
    return (attribute for attribute in found if attribute.items)


def _fields(store: Store, kind: Kind, slug: str) -> Iterator[Attribute]:
    row = _row(store, kind, slug)
    for part in kind.shown:
        for attribute in _of(store, kind, part, row, slug):
            yield replace(attribute, field=part.name)


def _of(store: Store, kind: Kind, part: Part, row: Row | None, slug: str) -> Iterator[Attribute]:
    """A field as one attribute, or several."""
    if irregular := _IRREGULAR.get((kind.name, part.name)):
        yield from irregular(store, slug)
    elif part.table:
        yield _listed(store, kind, part, part.table, slug)
    elif row is None:
        return
    elif part.field.refers_to:
        column = part.shown_columns[0]
        if row[column]:
            named = f"JOIN entries e ON e.slug = d.{column} WHERE d.slug {{this}}"
            yield entries_of(
                store, part.field.label, f"SELECT d.slug, e.slug, e.kind, e.title FROM {kind.table} d {named}", slug
            )
    else:
        yield text_of(part.field.label, _worded(part, row))


def _worded(part: Part, row: Row) -> str:
    """Return the value of a field in words."""
    words = part.field.words
    if callable(words):
        return words(row) or ""
    values = [row[column] for column in part.shown_columns if row[column] is not None]
    if isinstance(words, Mapping):
        return "; ".join(words.get(value, "") for value in values)
    return "; ".join(number(value) if isinstance(value, (int, float)) else value for value in values)


def _row(store: Store, kind: Kind, slug: str) -> dict[str, Any] | None:
    """Return the entry's row in the table of its kind, with titles for terms, and its modality."""
    if not kind.table:
        return None
    values = store.row_of(slug, _select(kind))
    if values is None:
        raise Damaged(store.path, f"the entry '{slug}' has no row in {kind.table}")
    return dict(zip(("modality", *(column.name for column in kind.columns)), values, strict=True))


@cache
def _select(kind: Kind) -> str:
    selected, joined = ["d.slug", "e.modality"], [f"{kind.table} d JOIN entries e ON e.slug = d.slug"]
    for n, column in enumerate(kind.columns):
        if vocabulary := column.part.field.term_of:
            selected.append(f"COALESCE(t{n}.title, d.{column.name})")
            joined.append(f"LEFT JOIN terms t{n} ON t{n}.vocabulary = '{vocabulary}' AND t{n}.slug = d.{column.name}")
        else:
            selected.append(f"d.{column.name}")
    return f"SELECT {', '.join(selected)} FROM {' '.join(joined)} WHERE d.slug {{this}}"


def _listed(store: Store, kind: Kind, part: Part, table: Table, slug: str) -> Attribute:
    """Return a list field as an attribute: entries, statements with their own citations, or texts."""
    label, owner = part.field.label, kind.owner(table)
    of_role = f"AND x.role = '{table.role}'" if table.role else ""
    if part.field.refers_to:
        order = "x.position" if table.position else "e.id"
        return entries_of(
            store,
            label,
            f"""
            SELECT x.{owner}, e.slug, e.kind, e.title
            FROM {table.name} x JOIN shown_entries e ON e.slug = x.{table.value}
            WHERE x.{owner} {{this}} {of_role} ORDER BY {order}
            """,
            slug,
        )
    order = "x.position" if table.position else "x.rowid"
    columns = [column.name for column in part.item_columns] or [table.value]
    titles = ""
    if vocabulary := part.field.term_of:
        columns = [f"COALESCE(t.title, x.{table.value})"]
        titles = f"LEFT JOIN terms t ON t.vocabulary = '{vocabulary}' AND t.slug = x.{table.value}"
    rows = store.rows_of(
        slug,
        f"SELECT x.{owner}, {', '.join(columns)}, {order} FROM {table.name} x {titles} "
        f"WHERE x.{owner} {{this}} {of_role} ORDER BY {order}",
    )
    if part.cited:
        return Attribute(label, tuple(_statement(table, *row) for row in rows), listed=True)
    return text_of(label, "; ".join(", ".join(str(value) for value in row[:-1] if value is not None) for row in rows))


def _statement(table: Table, text: str, modality: str, position: int) -> Item:
    note = modality if modality in NOT_HAPPENED else ""
    return Item(text, part=f"{table.role} {position}", note=note)


def _aspects(store: Store, slug: str) -> Iterator[Attribute]:
    """Yield the statements of a level by aspect; those that are not at the level below are marked."""
    row = store.row_of(slug, "SELECT slug, ladder FROM level_details WHERE slug {this}")
    rungs = store.ladder(row[0]).rungs if row else ()
    rung = next((r for r in rungs if r.slug == slug), None)
    for aspect in rung.aspects if rung else ():
        items = tuple(Item(text, note="new at this level" if new else "") for text, new in aspect.statements)
        yield Attribute(aspect.heading, items, listed=len(items) > 1)


def _reference(store: Store, slug: str) -> Iterator[Attribute]:
    document = store.document(slug)
    yield text_of("Reference", reference(document)[0])
    yield Attribute("Address", tuple(Item(address, url=address) for address in addresses(document)))


def _supplied(store: Store, slug: str) -> Iterator[Attribute]:
    for name, value, source in store.document(slug).supplied:
        yield text_of(f"{name} (not printed)", f"{value}, from {source.title} {source.url}, read {source.read}")


def _boundaries(store: Store, slug: str) -> Iterator[Attribute]:
    """Yield the boundaries of a recommendation; of one that is not printed it is said that it was inferred."""
    rows = store.rows_of(
        slug,
        """
        SELECT b.recommendation, COALESCE(t.title, b.boundary), b.basis
        FROM recommendation_boundaries b LEFT JOIN terms t ON t.vocabulary = 'boundary' AND t.slug = b.boundary
        WHERE b.recommendation {this} ORDER BY b.position
        """,
    )
    yield Attribute("Boundaries", tuple(Item(title, note=BOUNDARY_BASES.get(basis, basis)) for title, basis in rows))


def _actors(store: Store, slug: str) -> Iterator[Attribute]:
    """Yield who is to carry out a recommendation; where nobody is named, this is said too."""
    rows = store.rows_of(
        slug,
        """
        SELECT a.recommendation, COALESCE(t.title, a.actor)
        FROM recommendation_actors a LEFT JOIN terms t ON t.vocabulary = 'actor' AND t.slug = a.actor
        WHERE a.recommendation {this} ORDER BY a.position
        """,
    )
    yield Attribute("Actors", tuple(Item(title) for (title,) in rows) or (Item(NOT_SAID),))


# Fields that are neither a single value nor a single list.
_IRREGULAR = {
    ("level", "aspects"): _aspects,
    ("recommendation", "boundaries"): _boundaries,
    ("recommendation", "actors"): _actors,
    ("document", "csl"): _reference,
    ("document", "supplied"): _supplied,
}
