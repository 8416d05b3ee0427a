"""Keeps the schema in the folder of a corpus up to date, where editors look for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ..corpus.editor_schema import PLACE, schema_of
from ..corpus.kept_records import KeptRecords, cut
from ..corpus.parse import read_data
from ..errors import from_os
from ..render.files import write
from ..restricted import allow_writing
from ..temporary import sweep


def renew_schema(folder: Path, before: KeptRecords | None = None) -> None:
    """Write the schema of the corpus in `folder` again, with its terms and slugs, if it is there and differs.

    A link is left alone. `before` is as for `schema_of`. FilesError if the corpus cannot be read or the schema not be
    written; faults in the corpus do not matter.
    """
    if not has_schema(folder):
        return
    path = folder / PLACE
    allow_writing()
    text = schema_of(folder, before)
    try:
        sweep(path)
        if path.read_bytes() == text.encode():
            return
    except OSError as error:
        raise from_os(error, "write", path) from error
    write(path, [text], force=True)


def has_schema(folder: Path) -> bool:
    """Whether the schema of a corpus is kept in its folder; no link is followed to it."""
    path = folder / PLACE
    return path.is_file() and not path.is_symlink() and not path.parent.is_symlink()  # a corpus may come from anywhere


def names_changed(files: Iterable[tuple[str, bytes | None, bytes | None]]) -> bool:
    """Whether the schema has what changes in files: terms, slugs, titles, sections. Each is given before and after.

    Only the records that differ are read: of most changes, which are of one entry's statement, that is one.
    """
    old: list[Any] = []
    new: list[Any] = []
    for name, before, after in files:
        old += _names_in(name, before, after)
        new += _names_in(name, after, before)
    return sorted(map(repr, old)) != sorted(map(repr, new))  # records may have gone from a file to another


def _names_in(name: str, data: bytes | None, other: bytes | None) -> list[Any]:
    """Return what the schema has of the records in `data` that are not in `other` as they are."""
    there = set(_texts(name, other))
    differing = "".join(text for text in _texts(name, data) if text not in there)
    return [found for raw in read_data(name, differing.encode(), []) if (found := _named(raw.value)) is not None]


def _texts(name: str, data: bytes | None) -> Iterator[str]:
    text = (data or b"").decode("utf-8-sig", "replace")
    yield from text.splitlines(keepends=True) if name.endswith(".jsonl") else cut(text)


def _named(record: Any) -> Any:
    match record:
        case {"kind": "corpus"}:
            return record
        case {"kind": str() as kind, "slug": str() as slug}:
            return kind, slug, record.get("title"), record.get("sections")
    return None
