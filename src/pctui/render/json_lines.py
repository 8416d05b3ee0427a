"""JSON Lines: records of the corpus format, so that a folder with this file alone is the same corpus again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..model import Record
from .json_document import line


def render(corpus: Record, records: Iterable[Record], paragraphs: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The lines: the corpus's record, the entries, the paragraphs; a field that is empty is left out."""
    yield f"{line(_pruned(corpus.fields))}\n"
    for record in records:
        yield f"{line(_pruned(record.fields))}\n"
    for paragraph in paragraphs:
        yield f"{line(_pruned(paragraph))}\n"


def _pruned(value: Any) -> Any:
    """`value` without what is None or empty, which the corpus format leaves out; `lanes` it wants though empty."""
    match value:
        case dict():
            pruned = {key: _pruned(item) for key, item in value.items()}
            return {key: item for key, item in pruned.items() if item not in (None, [], {}) or key == "lanes"}
        case list():
            return [_pruned(item) for item in value]
    return value
