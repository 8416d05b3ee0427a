"""The whole corpus as one JSON document, which `pctui schema export` describes.

Each entry has every field of its kind, and under `computed` what the program derived.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from ..model import Record

FORMAT, VERSION = "pctui export", 1


def render(corpus: Record, records: Iterable[Record], paragraphs: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The document, an entry and a paragraph a line."""
    yield f'{{\n"format": {line(FORMAT)},\n"version": {VERSION},\n"corpus": {line(whole(corpus))},\n"entries": ['
    yield from items(map(whole, records))
    yield '],\n"paragraphs": ['
    yield from items(paragraphs)
    yield "]\n}\n"


def items(values: Iterable[Any]) -> Iterator[str]:
    """The items of a JSON list, each on a line of its own."""
    first = True
    for value in values:
        yield f"{'' if first else ','}\n{line(value)}"
        first = False
    if not first:
        yield "\n"


def whole(record: Record) -> dict[str, Any]:
    """An entry with all its fields, and under `computed` what was derived."""
    return {**record.fields, "computed": record.computed}


def line(value: object) -> str:
    """A value as JSON on one line, in UTF-8; ValueError for a number that JSON has no word for."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
