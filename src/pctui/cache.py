"""The reader's cache: what takes long to work out from a file, kept by the SHA-256 of that file. It can be deleted.

Nothing in it is believed because it is there: a cached file begins with the SHA-256 of the rest, and its folder is
named by the version of what made it. Only the reader can write there.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from . import __version__
from .paths import cache_folder
from .private import FOLDER, create_folder, write_private
from .restricted import secure

_CHECK = 32  # bytes of the SHA-256 of the rest, with which a cached file begins: a damaged one is made again
_MOST = 512 * 1024 * 1024  # bytes of all cached files of one kind, in all versions; the oldest are removed first


def cached(name: str, sha256: str, make: Callable[[], bytes]) -> bytes:
    """Return what `make` makes of the file with this SHA-256, from the cache if it is there.

    `name` says what it is and in which version (`words-1`): other content needs another name. Nothing goes wrong if
    the cache cannot be read or written, and a read-only login does without.
    """
    if (data := kept(name, sha256)) is None:
        data = make()
        keep(name, sha256, data)
    return data


def kept(name: str, key: str) -> bytes | None:
    """Return what is kept under a name and a key; None if there is nothing, or if it is damaged."""
    if not secure():
        with contextlib.suppress(OSError):
            data = (cache_folder() / name / key).read_bytes()
            if data[:_CHECK] == hashlib.sha256(memoryview(data)[_CHECK:]).digest():
                return data[_CHECK:]
    return None


def keep(name: str, key: str, data: bytes) -> None:
    """Keep `data` under a name and a key, in place of what is there; do nothing if that is impossible."""
    if secure():
        return
    folder = cache_folder() / name
    with contextlib.suppress(OSError):
        create_folder(cache_folder())
        folder.mkdir(FOLDER, exist_ok=True)
        _make_room(name)
        write_private(folder / key, hashlib.sha256(data).digest() + data)


def version_of(*names: str) -> str:
    """Return what changes with what files and folders of the program do: with their source, Python, and Unicode."""
    import unicodedata

    digest = hashlib.sha256(f"{__version__} {sys.version} {unicodedata.unidata_version} {sys.byteorder}".encode())
    for name in names:
        path = Path(__file__).parent / name
        for file in sorted(path.glob("*.py")) if path.is_dir() else [path]:
            digest.update(_source(file))
    return digest.hexdigest()[:16]


@lru_cache
def _source(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:  # installed without its source: the version of the program must do
        return b""


def _make_room(name: str) -> None:
    """Remove the oldest files of the same kind, whatever their version, if there are too many bytes of them."""
    kind = name.partition("-")[0]
    found: list[tuple[float, int, str]] = []
    for folder in cache_folder().glob(f"{kind}-*"):
        with os.scandir(folder) as inside:
            for item in inside:
                with contextlib.suppress(OSError):
                    stat = item.stat(follow_symlinks=False)
                    found.append((stat.st_mtime, stat.st_size, item.path))
    excess = sum(size for _, size, _ in found) - _MOST
    for _, size, path in sorted(found):
        if excess <= 0:
            return
        with contextlib.suppress(OSError):
            Path(path).unlink()
            excess -= size
