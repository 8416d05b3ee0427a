"""Everything derived from the declaration of a kind: columns, lists, and the texts that are searched or verified."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property
from operator import attrgetter
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from msgspec import Struct

from .base import ENTRY, Citation, Date, Entry, Field, Path, Table

Test = Callable[["Part"], object]
Attributes = Callable[[Any], tuple[Any, ...]]


class Part(Struct, frozen=True):
    """A field as declared, with its type analysed. `key` is its name in the format.

    `base` is its type without markers. `many` is list or dict where it holds several values, each of them an `item`.
    `words` are all that it can be, `parts` the fields of a struct; `free` is a text of the corpus's own words.
    `description` says what it is; where the field itself does not, that of its type.
    """

    name: str
    key: str
    field: Field
    base: type
    many: type | None
    optional: bool
    words: tuple[str, ...]
    date: bool
    free: bool
    item: Part | None
    parts: tuple[Part, ...]
    description: str

    @property
    def table(self) -> Table | None:
        return self.field.table

    @property
    def shown_columns(self) -> tuple[str, ...]:
        """The columns that a page shows; for a date, that of its label."""
        found = tuple(columns((self,)))
        return tuple(column.name for column in found if column.end == ("label" if self.field.dates else ""))

    @property
    def cited(self) -> bool:
        """Whether its items have citations of their own."""
        return "citations" in getattr(self.base, "__struct_fields__", ())

    @property
    def item_columns(self) -> tuple[Column, ...]:
        """The columns that hold an item of a list of structs; none for a list of plain values."""
        return tuple(columns(self.item.parts)) if self.item else ()

    def has(self, test: Test) -> bool:
        """Whether this field, its items or a field within it passes the test."""
        return bool(test(self)) or any(part.has(test) for part in (self.item.parts if self.item else self.parts))


class Column(Struct, frozen=True):
    """A column of a table: the path of its value in the struct, and the end of a date that it holds (`earliest`)."""

    name: str
    path: tuple[str, ...]
    part: Part
    end: str = ""

    @property
    def computed(self) -> bool:
        """Whether the program computes it from other columns."""
        return self.end not in ("", "edtf")


# What the ends of a date are, in the order in which tables have them; `{}` is the field.
ENDS = {
    "earliest": "First day of `{}`; null if open or unknown",
    "latest": "Last day of `{}`; null if open or unknown",
    "begun": "Day by which `{}` had begun; null if unknown",
    "label": "`{}` in words",
}


def end_description(part: Part, end: str) -> str:
    """Return what an end of a date is: `end` is one of the `dates` of its field."""
    return ENDS[end].format(part.key)


@cache
def parts(struct: type[Struct]) -> tuple[Part, ...]:
    """Return the fields that a struct itself declares, in order; TypeError if one does not say what it is for."""
    keys = dict(zip(struct.__struct_fields__, struct.__struct_encode_fields__, strict=True))
    found = (_part(name, keys[name], kind) for name, kind in inspect.get_annotations(struct).items() if name in keys)
    return tuple(part for part in found if part.base is not Citation)


def shown_parts(struct: type[Entry]) -> tuple[Part, ...]:
    """Return the fields that a kind declares; TypeError if one does not say where it is shown."""
    for part in parts(struct):
        if not (part.field.label or part.field.shown or part.field.elsewhere):
            raise TypeError(f"the field '{part.name}' is shown nowhere: give its Field a label, or say where it is")
    return parts(struct)


def _part(name: str, key: str, annotation: Any, of_list: Field | None = None) -> Part:
    base, markers = _unwrapped(annotation)
    optional = get_origin(base) in (Union, UnionType)
    if optional:
        base, further = _unwrapped(next(kind for kind in get_args(base) if kind is not NoneType))
        markers = further + markers  # those of its type come before its own, as without `| None`
    many: Any = get_origin(base)
    item: Part | None = None
    words: tuple[str, ...] = ()
    declared = next((marker for marker in markers if isinstance(marker, Field)), of_list)
    if many in (list, dict):
        inner = get_args(base)[-1]
        item = _part(name, key, get_args(inner)[0] if get_origin(inner) is list else inner, declared or Field())
        base = item.base
    elif many is Literal:
        many, words, base = None, get_args(base), str
    if declared is None and base is not Citation:
        raise TypeError(f"the field '{name}' does not say what it is for: give it a Field(…)")
    field = declared or Field()
    date = any(isinstance(marker, Date) for marker in markers)
    patterned = any(getattr(marker, "pattern", None) for marker in markers)
    return Part(
        name,
        key,
        field,
        base,
        many,
        optional,
        words,
        date,
        base is str and not (many or words or date or patterned),
        item,
        parts(base) if not many and issubclass(base, Struct) and base is not Citation else (),
        next(filter(None, (getattr(marker, "description", None) for marker in reversed(markers))), ""),
    )


def _unwrapped(annotation: Any) -> tuple[Any, list[Any]]:
    """Return a type, and the markers around it."""
    if get_origin(annotation) is not Annotated:
        return annotation, []
    base, *markers = get_args(annotation)
    return base, markers


def columns(of: tuple[Part, ...], prefix: str = "", path: tuple[str, ...] = ()) -> Iterator[Column]:
    """Return the columns of a table that holds these fields; lists have tables of their own."""
    for part in of:
        name, here = part.field.column or f"{prefix}{part.name}", (*path, part.name)
        if part.many:
            continue
        if part.field.dates:
            yield from _dates(name, here, part)
        elif part.field.json:
            yield Column(name, here, part)
            for inner in part.parts:
                if inner.field.dates:
                    yield from _dates(inner.name, (*here, inner.name), inner)
        elif part.parts:
            yield from columns(part.parts, f"{name}_", here)
        else:
            yield Column(name, here, part)


def _dates(name: str, path: tuple[str, ...], part: Part) -> Iterator[Column]:
    for end in ("edtf", *part.field.dates):
        yield Column(f"{name}_{end}", path, part, end)


def attributes(names: Iterable[str]) -> Attributes:
    """Return what reads the attributes `names` of a struct, all at once."""
    several = tuple(names)
    if len(several) > 1:
        return attrgetter(*several)
    return lambda struct: tuple(getattr(struct, name) for name in several)


def leaves(value: Any, part: Part, path: Path, test: Test) -> Iterator[tuple[Path, Any, Part]]:
    """Yield every value within `value` whose declaration passes the test, with its path in the record."""
    if value is None:
        return
    if part.many:
        assert part.item
        for key, item in value.items() if part.many is dict else enumerate(value):
            if isinstance(item, list):
                for i, one in enumerate(item):
                    yield from leaves(one, part.item, (*path, key, i), test)
            else:
                yield from leaves(item, part.item, (*path, key), test)
    elif part.parts and not test(part):
        for inner in part.parts:
            yield from leaves(getattr(value, inner.name), inner, (*path, inner.key), test)
    elif test(part):
        yield path, value, part


def _searched(part: Part) -> bool:
    return part.field.searched


def _named(part: Part) -> bool:
    return part.field.named


def _proved(part: Part) -> bool:
    return part.field.proved


def _refers(part: Part) -> bool:
    return bool(part.field.refers_to)


def _term(part: Part) -> bool:
    return bool(part.field.term_of)


def _date(part: Part) -> bool:
    return part.date


class Kind:
    """A kind of entry, and what is derived from its declaration when first needed."""

    def __init__(self, struct: type[Entry]) -> None:
        self.struct = struct
        self.name = str(struct.__struct_config__.tag)
        self.plural = struct.plural
        self._having: dict[Test, tuple[Attributes, tuple[tuple[Path, Part], ...]]] = {}

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Its fields in addition to those of every entry."""
        return shown_parts(self.struct)

    @cached_property
    def shown(self) -> tuple[Part, ...]:
        """The fields that a page shows, in that order."""
        first = self.struct.first
        found = [part for part in self.parts if part.field.label]
        return tuple(sorted(found, key=lambda part: first.index(part.name) if part.name in first else len(first)))

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns of its table beyond the slug."""
        return tuple(columns(self.parts))

    @property
    def table(self) -> str:
        """The table of its own fields; '' if it has none."""
        return f"{self.name}_details" if self.columns else ""

    @cached_property
    def lists(self) -> tuple[tuple[Part, Table], ...]:
        """Its fields that have a table of their own."""
        return tuple((part, part.table) for part in self.parts if part.table)

    def naming(self, kind: str) -> Iterator[tuple[str, str, str]]:
        """Where its entries refer to others: the table, the column of their slug, and that of the other's."""
        for part in self.parts:
            if part.field.refers_to in (kind, ENTRY):
                if part.table:
                    yield part.table.name, self.owner(part.table), part.table.value
                else:
                    yield self.table, "slug", part.shown_columns[0]

    def owner(self, table: Table) -> str:
        """Return the column of a list's table that has the entry's slug."""
        return table.owner or self.name

    def dates(self, entry: Entry) -> Iterator[tuple[Path, str, Part]]:
        """Yield every date of an entry, in EDTF."""
        return self._leaves(entry, _date)

    def own_dates(self, entry: Entry) -> Iterator[str]:
        """Yield the dates of what an entry is about, in EDTF: not that of the statement."""
        return (date for path, date, _ in self.dates(entry) if path[0] in self._own_keys)

    @cached_property
    def _own_keys(self) -> frozenset[str]:
        return frozenset(part.key for part in self.parts)

    def references(self, entry: Entry) -> Iterator[tuple[Path, str, str]]:
        """Yield every slug that an entry refers to, with the kind that it must be of."""
        return ((path, slug, part.field.refers_to) for path, slug, part in self._leaves(entry, _refers))

    def terms(self, entry: Entry) -> Iterator[tuple[Path, str, str]]:
        """Yield every term of the corpus's vocabularies that an entry uses, with its path, and its vocabulary."""
        yield from ((path, term, part.field.term_of) for path, term, part in self._leaves(entry, _term))
        for part in self._keyed:
            yield from (((part.key, key), key, part.field.keys_of) for key in getattr(entry, part.name))

    @cached_property
    def _keyed(self) -> tuple[Part, ...]:
        return tuple(part for part in self.parts if part.field.keys_of)

    def searched(self, entry: Entry) -> Iterator[str]:
        """Yield the texts of an entry that search finds, in addition to title and summary."""
        return (str(text) for _, text, _ in self._leaves(entry, _searched))

    @cached_property
    def has_names(self) -> bool:
        """Whether its entries may have further names."""
        return any(part.has(_named) for part in self.parts)

    def names(self, entry: Entry) -> Iterator[str]:
        """Yield the further names of an entry, in addition to its title."""
        return (str(text) for _, text, _ in self._leaves(entry, _named))

    def proved(self, entry: Entry) -> Iterator[tuple[Path, str | float]]:
        """Yield what an entry states: numbers, and texts whose numbers its passages must print."""
        return ((path, statement) for path, statement, _ in self._leaves(entry, _proved))

    def citations(self, entry: Entry) -> Iterator[tuple[Path, Citation]]:
        """Yield every citation of an entry, including those of its items."""
        for i, citation in enumerate(entry.citations):
            yield ("citations", i), citation
        for part in self._cited:
            for n, item in enumerate(getattr(entry, part.name)):
                for i, citation in enumerate(item.citations):
                    yield (part.key, n, "citations", i), citation

    @cached_property
    def _cited(self) -> tuple[Part, ...]:
        return tuple(part for part, _ in self.lists if part.cited)

    def part_of(self, path: Path) -> str:
        """Return the part that a citation at this path belongs to: '' for the entry itself, or `function 2`."""
        role = self._roles.get(path[0])
        return "" if role is None else f"{role} {path[1]}"

    @cached_property
    def _roles(self) -> dict[str | int, str]:
        return {part.key: table.role for part, table in self.lists}

    def _leaves(self, entry: Entry, test: Test) -> Iterator[tuple[Path, Any, Part]]:
        if test not in self._having:
            # An entry's note, which all have, is searched after what its kind has of its own.
            both = (*self.parts, *COMMON) if test is _searched else (*COMMON, *self.parts)
            found = [part for part in both if part.has(test)]
            self._having[test] = attributes(part.name for part in found), tuple(((part.key,), part) for part in found)
        values, having = self._having[test]
        for value, (path, part) in zip(values(entry), having, strict=True):
            if value is not None and value != []:  # most have few of the fields that they could have
                if part.many or part.parts:
                    yield from leaves(value, part, path, test)
                else:
                    yield path, value, part


COMMON = shown_parts(Entry)
COMMON_COLUMNS = tuple(columns(COMMON))
COMMON_LISTS = tuple((part, part.table) for part in COMMON if part.table)
