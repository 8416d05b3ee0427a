"""The SHA-256 of the files in a folder, kept by path, size, times and inode, so that large files need not be read.

A file can be changed so that none of these tells: who needs to be sure reads it, and hashes what was read.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from stat import S_ISREG

import msgspec

from ..cache import keep, kept

_MOST = 1 << 30  # bytes of a file that is hashed: no document has as many
_NAME = "hashes-1"
_State = tuple[int, ...]
_KEPT = msgspec.msgpack.Decoder(dict[str, tuple[_State, str]])


def hashes_of(folder: Path, files: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    """Yield files of a folder with their SHA-256; not those that cannot be read, or are too large for a document."""
    key = hashlib.sha256(os.fsencode(os.path.realpath(folder))).hexdigest()
    data = kept(_NAME, key)
    try:
        known = _KEPT.decode(data) if data else {}
    except msgspec.DecodeError:
        known = {}
    found: dict[str, tuple[_State, str]] = {}
    for path in files:
        try:
            stat = path.stat()
            state = _state(stat)
            before = known.get(path.name)
            if before and before[0] == state:
                found[path.name] = before
            elif S_ISREG(stat.st_mode) and stat.st_size <= _MOST:
                with path.open("rb") as file:
                    found[path.name] = state, hashlib.file_digest(file, "sha256").hexdigest()
            else:
                continue
        except OSError:
            continue  # whoever needs it reads it, and says why that is impossible
        yield path, found[path.name][1]
    if found != known:
        keep(_NAME, key, msgspec.msgpack.encode(found))


def _state(stat: os.stat_result) -> _State:
    return stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns
