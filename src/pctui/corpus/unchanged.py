"""What was made of the files of a folder, for as long as nothing tells that they have changed.

Size, times and inode tell it, as they do for git: a file that was changed shortly before it was read is read again,
since a second change at the same moment might not show. For a process that reads the same folder again and again;
nothing of it is kept on disk, so that the next process sees what there is.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

_SETTLED = 3_000_000_000  # ns: no file system that people write on has coarser times than 2 s
_State = tuple[int, ...]
Made = TypeVar("Made")


class Unchanged(Generic[Made]):
    """What was made of each file of a folder, by its name there."""

    def __init__(self, folder: Path) -> None:
        self._folder = f"{folder}{os.sep}"  # (pathlib takes four times as long, and there may be thousands of files)
        self._made: dict[str, tuple[_State, Made]] = {}

    def of(self, name: str, make: Callable[[], tuple[Made, bool]]) -> Made:
        """Return what `make` makes of a file, unless that is known; `make` also says whether it can be kept.

        OSError if the file is not there.
        """
        found = os.stat(self._folder + name)  # noqa: PTH116 - as above
        state = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
        known = self._made.get(name)
        if known and known[0] == state:
            return known[1]
        now = time.time_ns()
        made, can_be_kept = make()
        if can_be_kept and now - max(found.st_mtime_ns, found.st_ctime_ns) > _SETTLED:
            self._made[name] = state, made
        else:
            self._made.pop(name, None)
        return made
