"""The whole corpus as one JSON document, which `docs/export.schema.json` describes.

Each entry has every field of its kind, and under `computed` what the program worked out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from ..model import Record

FORMAT, VERSION = "pctui export", 1


def render(corpus: Record, records: Iterable[Record], paragraphs: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The document, an entry and a paragraph a line."""
    yield f'{{\n"format": {line(FORMAT)},\n"version": {VERSION},\n"corpus": {line(_whole(corpus))},\n"entries": ['
    yield from _items(map(_whole, records))
    yield '],\n"paragraphs": ['
    yield from _items(paragraphs)
    yield "]\n}\n"


def _items(values: Iterable[dict[str, Any]]) -> Iterator[str]:
    first = True
    for value in values:
        yield f"{'' if first else ','}\n{line(value)}"
        first = False
    if not first:
        yield "\n"


def _whole(record: Record) -> dict[str, Any]:
    return {**record.fields, "computed": record.computed}


def line(value: object) -> str:
    """A value as JSON on one line, in UTF-8; ValueError for a number that JSON has no word for."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
