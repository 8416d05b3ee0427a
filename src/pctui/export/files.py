"""Writes an export to a file: whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from ..errors import FilesError, from_os


def write(path: Path, text: str, force: bool = False) -> None:
    """Write `text` in UTF-8 to `path` by renaming over it; FilesError where it is there and not `force`.

    A link stays a link, and what is there but is no regular file (a pipe, a device) is written to, not replaced.
    """
    target = Path(os.path.realpath(path))
    try:
        if target.is_dir():
            raise FilesError(f"{path} is a folder", "Name the file to write.")
        if target.exists() and not target.is_file():
            target.write_text(text, encoding="utf-8", newline="\n")
            return
        if target.exists() and not force:
            raise FilesError(f"{path} is there already", "Overwrite it with --force, or name another.")
        _replace(target, text)
    except OSError as error:
        raise from_os(error, "write", path) from error


def _replace(target: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:100]}.", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        temporary.replace(target)
    finally:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()
