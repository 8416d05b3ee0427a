"""Keeps the schema of a corpus in its folder, where editors look for it."""

from __future__ import annotations

from pathlib import Path

from ..corpus.editor_schema import PLACE, schema_of
from ..corpus.kept_records import KeptRecords
from ..errors import from_os
from ..render.files import write
from ..restricted import allow_writing


def write_schema(folder: Path, before: KeptRecords | None = None) -> Path:
    """Write the schema of the corpus in `folder`, if it differs from what is there; return where it is.

    `before` is as for `schema_of`. FilesError if the corpus cannot be read or the schema not be written. A fault in the
    corpus is none of this.
    """
    allow_writing()
    path, text = folder / PLACE, schema_of(folder, before)
    try:
        path.parent.mkdir(exist_ok=True)
        if path.is_file() and path.read_bytes() == text.encode():
            return path
    except OSError as error:
        raise from_os(error, "write", path) from error
    write(path, [text], force=True)
    return path
