"""JSON and JSON Lines: the whole corpus, or what a command lists. `pctui schema export` describes the documents.

An entry has the same shape in the document of the corpus, in an answer and in its lines: every field of its kind, and
under `computed` what the program derived. The lines of the corpus are records of the corpus format instead.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from ..model import Record

FORMAT, VERSION = "pctui export", 1  # of the document of the corpus
ANSWER_VERSION = 1


def corpus_document(corpus: Record, records: Iterable[Record], paragraphs: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The whole corpus as one JSON document, an entry and a paragraph a line."""
    yield f'{{\n"format": {line(FORMAT)},\n"version": {VERSION},\n"corpus": {line(_entry(corpus))},\n"entries": ['
    yield from _items(map(_entry, records))
    yield '],\n"paragraphs": ['
    yield from _items(paragraphs)
    yield "]\n}\n"


def corpus_lines(corpus: Record, records: Iterable[Record], paragraphs: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The corpus's record, the entries, the paragraphs, each on a line; a field that is empty is left out.

    A folder with this file alone is the same corpus again.
    """
    for fields in chain([corpus.fields], (record.fields for record in records), paragraphs):
        yield f"{line(_pruned(fields))}\n"


def answer_document(
    head: Mapping[str, Any], records: Iterable[Record], more: Mapping[str, Iterable[Any]]
) -> Iterator[str]:
    """What a command was asked (`head`), the entries that it lists, and `more` lists, each with an item a line."""
    yield f'{{\n"pctui": {ANSWER_VERSION}'
    for name, value in head.items():
        yield f",\n{line(name)}: {line(value)}"
    lists: dict[str, Iterable[Any]] = {"entries": map(_entry, records), **more}
    for name, values in lists.items():
        yield f",\n{line(name)}: ["
        yield from _items(values)
        yield "]"
    yield "\n}\n"


def answer_lines(records: Iterable[Record], more: Iterable[Any] = ()) -> Iterator[str]:
    """The entries, and what else there is, each on a line."""
    for value in chain(map(_entry, records), more):
        yield f"{line(value)}\n"


def line(value: object) -> str:
    """A value as JSON on one line, in UTF-8; ValueError for a number that JSON has no word for."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _entry(record: Record) -> dict[str, Any]:
    return {**record.fields, "computed": record.computed}


def _items(values: Iterable[Any]) -> Iterator[str]:
    """The items of a JSON list, each on a line of its own."""
    first = True
    for value in values:
        yield f"{'' if first else ','}\n{line(value)}"
        first = False
    if not first:
        yield "\n"


def _pruned(value: Any) -> Any:
    """`value` without what is None or empty, which the corpus format leaves out; `lanes` it wants though empty."""
    match value:
        case dict():
            pruned = {key: _pruned(item) for key, item in value.items()}
            return {key: item for key, item in pruned.items() if item not in (None, [], {}) or key == "lanes"}
        case list():
            return [_pruned(item) for item in value]
    return value
