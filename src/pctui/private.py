"""Files and folders that the program makes for the reader: nobody else on the computer may read them.

Whatever the umask says, its own folders have the mode 0700 and its own files 0600.
"""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

from .errors import FilesError
from .paths import cache_folder, data_folder

FOLDER, FILE = 0o700, 0o600


def create_folder(folder: Path, mode: int = 0o777) -> None:
    """Create the folder of a file if it is missing: the program's own for the reader alone, with those above it.

    Of any other only the last part is created, with `mode`: where more is missing, the path is likely mistyped, and
    FilesError says so. OSError if a folder cannot be created.
    """
    if folder.is_dir():
        return
    if folder in (data_folder(), cache_folder()):
        for each in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
            with contextlib.suppress(FileExistsError):  # another process was faster
                each.mkdir(FOLDER)
    elif folder.parent.is_dir() or folder.exists():
        folder.mkdir(mode, exist_ok=True)
    else:
        raise FilesError(f"there is no folder {folder.parent}", "Check the path, or create the folder first.")


def tighten(path: Path, mode: int) -> None:
    """Take from others what `mode` does not give them, if the file is there and ours to change."""
    with contextlib.suppress(OSError):
        found = stat.S_IMODE(path.stat().st_mode)
        if found & ~mode & 0o777:
            path.chmod(found & mode)


def private_file(path: Path) -> None:
    """Create the empty file `path` for the reader alone, if it is not there. OSError if that fails."""
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, FILE))


def write_private(path: Path, content: str | bytes) -> None:
    """Write a file that only the reader may read, via a temporary file. OSError if that fails."""
    from .temporary import folder_beside  # not at the top: reading does without

    create_folder(path.parent)
    with folder_beside(path) as place:  # which removes what killed processes left
        private_file(place / "new")
        (place / "new").write_bytes(content.encode() if isinstance(content, str) else content)
        (place / "new").replace(path)
