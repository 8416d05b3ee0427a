"""JSON and JSON Lines: the whole corpus, or the result of a command. `pctui schema export` describes the documents.

An entry is written in the same way everywhere: every field of its kind and, in `computed`, what the program derived;
with `reader`, the reader's mark and note on it, if these were asked for.
The exception is JSON Lines of the whole corpus, which are records in the corpus format.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from ..kinds.vocabulary import NOTE
from ..model import Record

FORMAT, VERSION = "pctui export", 1  # of the document with the whole corpus
ANSWER_VERSION = 1


def corpus_document(corpus: Record, records: Iterable[Record], paragraphs: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield the whole corpus as one JSON document, with one line for each entry and paragraph."""
    yield f'{{\n"format": {line(FORMAT)},\n"version": {VERSION},\n"corpus": {line(_entry(corpus))},\n"entries": ['
    yield from _items(map(_entry, records))
    yield '],\n"paragraphs": ['
    yield from _items(paragraphs)
    yield "]\n}\n"


def corpus_lines(corpus: Record, records: Iterable[Record], paragraphs: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Yield the record of the corpus, the entries and the paragraphs, one per line, without empty fields.

    A folder with only this file is the same corpus again: what an entry has of the reader is on a line of its own, of a
    kind that is passed over there (corpus/parse.py).
    """
    for record in chain([corpus], records):
        yield f"{line(_pruned(record.fields))}\n"
        if record.reader and any(record.reader.values()):
            yield f"{line({'kind': NOTE, 'entry': record.slug, **record.reader})}\n"
    for fields in paragraphs:
        yield f"{line(_pruned(fields))}\n"


def answer_document(
    head: Mapping[str, Any], records: Iterable[Record], more: Mapping[str, Iterable[Any]]
) -> Iterator[str]:
    """Yield the result of a command: its request (`head`), the entries, and `more` lists, with one item per line."""
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
    """Yield the entries and other items of a result, one per line."""
    for value in chain(map(_entry, records), more):
        yield f"{line(value)}\n"


def line(value: object) -> str:
    """Return a value as JSON on one line, in UTF-8; ValueError for a number that JSON cannot express."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _entry(record: Record) -> dict[str, Any]:
    found = {**record.fields, "computed": record.computed}
    return found if record.reader is None else {**found, "reader": record.reader}


def _items(values: Iterable[Any]) -> Iterator[str]:
    """Yield the items of a JSON list, one per line."""
    first = True
    for value in values:
        yield f"{'' if first else ','}\n{line(value)}"
        first = False
    if not first:
        yield "\n"


def _pruned(value: Any) -> Any:
    """Return `value` without empty fields, except `lanes`, which the corpus format requires."""
    match value:
        case dict():
            pruned = {key: _pruned(item) for key, item in value.items()}
            return {key: item for key, item in pruned.items() if item not in (None, [], {}) or key == "lanes"}
        case list():
            return [_pruned(item) for item in value]
    return value
