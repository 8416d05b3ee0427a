"""Writes an export to a file: whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from ..errors import FilesError, from_os


def write(path: Path, text: str, force: bool = False) -> None:
    """Write `text` in UTF-8 to `path` by renaming over it; FilesError where it is there and not `force`."""
    if path.exists() and not force:
        raise FilesError(f"{path} is there already", "Overwrite it with --force, or name another.")
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(temporary, 0o666 & ~umask)
        os.replace(temporary, path)
        temporary = None
    except OSError as error:
        raise from_os(error, "write") from error
    finally:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
