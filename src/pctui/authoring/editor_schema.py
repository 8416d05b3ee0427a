"""Keeps the schema in the folder of a corpus up to date, where editors look for it."""

from __future__ import annotations

from pathlib import Path

from ..corpus.editor_schema import PLACE, schema_of
from ..corpus.kept_records import KeptRecords
from ..errors import from_os
from ..render.files import write
from ..restricted import allow_writing
from ..temporary import sweep


def renew_schema(folder: Path, before: KeptRecords | None = None) -> None:
    """Write the schema of the corpus in `folder` again, with its terms and slugs, if it is there and differs.

    A link is left alone. `before` is as for `schema_of`. FilesError if the corpus cannot be read or the schema not be
    written; faults in the corpus do not matter.
    """
    path = folder / PLACE
    if not path.is_file() or path.is_symlink() or path.parent.is_symlink():  # a corpus may come from anywhere
        return
    allow_writing()
    text = schema_of(folder, before)
    try:
        sweep(path)
        if path.read_bytes() == text.encode():
            return
    except OSError as error:
        raise from_os(error, "write", path) from error
    write(path, [text], force=True)
