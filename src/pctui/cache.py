"""The reader's cache: what takes long to work out from a file, kept by the SHA-256 of that file. It can be deleted."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable

from .paths import cache_folder
from .private import FOLDER, create_folder, write_private
from .restricted import secure

_CHECK = 32  # bytes of the SHA-256 of the rest, with which a cached file begins: a damaged one is made again


def cached(name: str, sha256: str, make: Callable[[], bytes]) -> bytes:
    """Return what `make` makes of the file with this SHA-256, from the cache if it is there.

    `name` says what it is and in which version (`words-1`): other content needs another name. Nothing goes wrong if
    the cache cannot be read or written, and a read-only login does without.
    """
    if secure():
        return make()
    path = cache_folder() / name / sha256
    with contextlib.suppress(OSError):
        data = path.read_bytes()
        if data[:_CHECK] == hashlib.sha256(data[_CHECK:]).digest():
            return data[_CHECK:]
    made = make()
    with contextlib.suppress(OSError):
        create_folder(cache_folder())
        path.parent.mkdir(FOLDER, exist_ok=True)
        write_private(path, hashlib.sha256(made).digest() + made)
    return made
