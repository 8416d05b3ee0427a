"""Which column of a table is which field of a kind, and how a text of a cell becomes a value of that field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from math import inf, isfinite
from typing import Any, NamedTuple

from ..edtf import DateError
from ..edtf.typed import read
from ..errors import UsageError
from ..kinds.kind import COMMON, Kind, Part
from ..text import clean, nearest, one_line

QUOTE, DOCUMENT, SLUG, TITLE = "quote", "document", "slug", "title"
# Other names of columns, as people head their tables.
_SYNONYMS = {"quotation": QUOTE, "passage": QUOTE, "source": DOCUMENT, "name": TITLE, "description": "summary"}
_PARTED = re.compile(r"\s*[;|\n]\s*")
_TRUE, _FALSE = {"true", "yes", "y", "x", "1"}, {"false", "no", "n", "0", ""}
_GROUPS = re.compile(r"(?<=\d)[,\u00a0\u202f' ](?=\d{3}(?!\d))")


class CellError(ValueError):
    """A text is no value of its field; the message says what would be."""


class Column(NamedTuple):
    """A column of a table that is a field: its name in the table, the path of the field, and its declaration.

    `lists` says of each step of the path whether it is a list of records.
    """

    name: str
    path: tuple[str, ...]
    lists: tuple[bool, ...]
    part: Part


class Columns(NamedTuple):
    """The columns of a table: those that are fields, the names of the special ones, and the names of the others."""

    fields: list[Column]
    special: Mapping[str, str]
    unused: list[str]


@cache
def fields_of(kind: Kind) -> Mapping[str, Column]:
    """Return the fields of a kind that a cell can hold, by their names with dots (`population.min`)."""
    leaves = (leaf for part in (*COMMON, *kind.parts) for leaf in _leaves(part, (), ()))
    return {leaf.name: leaf for leaf in leaves}


def _leaves(part: Part, above: tuple[str, ...], lists: tuple[bool, ...]) -> Iterator[Column]:
    path = (*above, part.key)
    inner = part.item.parts if part.item and part.many is list else part.parts
    here = (*lists, bool(inner and part.many is list))
    if inner:
        for each in inner:
            yield from _leaves(each, path, here)
    elif part.many is not dict:
        yield Column(".".join(path), path, here, part)


def columns_of(kind: Kind, names: Sequence[str], maps: Mapping[str, str]) -> Columns:
    """Return which of the columns are which fields: by `maps` (the column of each field), else by their names."""
    fields = fields_of(kind)
    special = (QUOTE, DOCUMENT)
    folded = {_folded(name): name for name in names}
    known = [*fields, *special, SLUG]
    used: dict[str, str] = {}
    for field, column in maps.items():
        if _folded(field) not in map(_folded, known):
            raise UsageError(
                f"'{field}' is not a field of the kind '{kind.name}'{nearest(field, known)}",
                f"One of: {', '.join(known)}",
            )
        if _folded(column) not in folded:
            raise UsageError(
                f"there is no column '{column}'{nearest(column, names)}", f"The columns are: {', '.join(names)}"
            )
        used[next(name for name in known if _folded(name) == _folded(field))] = folded[_folded(column)]
    taken = set(used.values())
    for written, name in (*((name, name) for name in known), *_SYNONYMS.items()):
        found = folded.get(_folded(written))
        if found and name in known and name not in used and found not in taken:
            used[name] = found
            taken.add(found)
    return Columns(
        [field._replace(name=used[name]) for name, field in fields.items() if name in used],
        {name: used[name] for name in special if name in used},
        [name for name in names if name not in taken],
    )


def _folded(name: str) -> str:
    return re.sub(r"[\s_-]+", "_", name.strip().casefold())


def value_of(part: Part, text: str, term: Callable[[str, str], str], entry: Callable[[str, str], str]) -> Any:
    """Return the value of a cell; CellError if it is none.

    `term` makes the slug of a term of its vocabulary and its text, `entry` that of an entry of its kind and its text.
    """
    if part.many is list:
        return [_one(part.item or part, each, term, entry) for each in _PARTED.split(text.strip()) if each]
    return _one(part, text, term, entry)


def _one(part: Part, text: str, term: Callable[[str, str], str], entry: Callable[[str, str], str]) -> Any:
    if part.field.term_of:
        return term(part.field.term_of, one_line(text))
    if part.field.refers_to:
        return entry(part.field.refers_to, one_line(text))
    if part.date:
        try:
            return read(one_line(text))
        except DateError as error:
            raise CellError(str(error)) from None
    if part.words:
        return _word(part, one_line(text))
    if part.base is bool:
        return _truth(text)
    if part.base in (int, float):
        return _number(part.base, text)
    return clean(text).strip()


def _word(part: Part, text: str) -> str:
    """Return one of the words of a fixed vocabulary, however its case and blanks are written."""
    found = {_folded(word): word for word in part.words}
    if (word := found.get(_folded(text))) is None:
        raise CellError(f"'{text}' is not allowed{nearest(text, part.words)}; one of {', '.join(part.words)}")
    return word


def _truth(text: str) -> bool:
    folded = text.strip().casefold()
    if folded not in _TRUE | _FALSE:
        raise CellError(f"'{one_line(text)}' is not allowed; write yes or no")
    return folded in _TRUE


def _number(base: type, text: str) -> float:
    bare = _GROUPS.sub("", text.strip())
    try:
        number = float(bare)
    except ValueError:
        number = inf
    if not isfinite(number):
        raise CellError(f"'{one_line(text)}' is not a number; write it in digits: 1500")
    if base is int and not number.is_integer():
        raise CellError(f"'{one_line(text)}' is not a whole number")
    return int(number) if number.is_integer() else number
