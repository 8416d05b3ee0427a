"""What the description of exported tables has to know of the data: it must say nothing that they do not keep."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..kinds.kind import COMMON_COLUMNS, Column
from ..kinds.registry import KINDS
from .store import Store


class Exceptions(NamedTuple):
    """What does not hold of the tables of a database.

    `far_days` are the columns with a day that a calendar of the years 1 to 9999 lacks, `open_references` those, each
    with its table, in which something refers to no row that is exported. If the tables are `narrowed` to some entries,
    anything may do so.
    """

    far_days: frozenset[str] = frozenset()
    open_references: frozenset[tuple[str, str]] = frozenset()
    narrowed: bool = False


def exceptions(store: Store, *, narrowed: bool = False) -> Exceptions:
    """Return what does not hold of the tables of this database, or of some of its entries."""
    return Exceptions(frozenset(_far_days(store)), frozenset(_open_references(store)), narrowed)


def _far_days(store: Store) -> Iterator[str]:
    for table, columns in (("entries", COMMON_COLUMNS), *((kind.table, kind.columns) for kind in KINDS.values())):
        days = [column.name for column in columns if _is_day(column)]
        if days:
            far = ", ".join(f"MAX({day} < '0001' OR date({day}) IS NOT {day})" for day in days)
            row = store.one(f"SELECT {far} FROM {table}") or ()
            yield from (day for day, found in zip(days, row, strict=True) if found)


def _is_day(column: Column) -> bool:
    return column.computed and column.end != "label"


def _open_references(store: Store) -> Iterator[tuple[str, str]]:
    """Yield them: a paragraph may be in no section, and what is referred to may be a background fact that is hidden."""
    if store.one("SELECT 1 FROM paragraphs WHERE section IS NULL LIMIT 1"):
        yield "paragraphs", "section"
    if store.one("SELECT (SELECT COUNT(*) FROM shown_entries) = (SELECT COUNT(*) FROM entries)") == (1,):
        return  # nothing is hidden
    if store.one(_OPEN.format(table="citations", owner="entry", column="document")):
        yield "citations", "document"
    for kind in KINDS.values():
        for column in kind.columns:
            referring = column.part.field.refers_to and not column.end
            if referring and store.one(_OPEN.format(table=kind.table, owner="slug", column=column.name)):
                yield kind.plural, column.name


_OPEN = """
SELECT 1 FROM {table} x JOIN shown_entries e ON e.slug = x.{owner}
WHERE x.{column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM shown_entries t WHERE t.slug = x.{column}) LIMIT 1
"""
