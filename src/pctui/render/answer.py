"""What a command lists, as data: one JSON document, or JSON Lines. `pctui schema export` describes both.

An entry has the same shape as in the export of the whole corpus.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from ..model import Record
from .json_document import items, line, whole

VERSION = 1


def render(head: Mapping[str, Any], records: Iterable[Record], more: Mapping[str, Iterable[Any]]) -> Iterator[str]:
    """The document: what was asked, the entries, and `more` lists, each with an item a line."""
    yield f'{{\n"pctui": {VERSION}'
    for name, value in head.items():
        yield f",\n{line(name)}: {line(value)}"
    lists: dict[str, Iterable[Any]] = {"entries": map(whole, records), **more}
    for name, values in lists.items():
        yield f",\n{line(name)}: ["
        yield from items(values)
        yield "]"
    yield "\n}\n"


def lines(records: Iterable[Record], more: Iterable[Any] = ()) -> Iterator[str]:
    """The entries, and what there is `more`, each on a line."""
    for value in chain(map(whole, records), more):
        yield f"{line(value)}\n"
