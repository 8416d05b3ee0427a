"""Watches the folder of a corpus, and rebuilds its database whenever what is in it has changed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from ..corpus.copies import files_of
from ..corpus.files import corpus_files
from ..errors import PctuiError, UsageError
from ..restricted import allow_writing
from .editor_schema import renew_schema
from .rebuilding import Rebuilding, Rebuilt

INSTALL = "pip install 'pctui[write]'"
_SILENCE = 50  # ms without a change after which a burst of them, as of `git checkout`, is over
_BURST = 1600  # ms that it can last
_LOOK = 2000  # ms after which the files are looked at in any case: not every file system tells of a change

_State = tuple[object, ...]


class Round(NamedTuple):
    """One round: its result or why there is none, and how many seconds it took."""

    result: Rebuilt | PctuiError
    seconds: float


def rounds(corpus: Path, database: Path, documents: Path | None = None) -> Iterator[Round]:
    """Rebuild a database at once, and whenever the corpus, or the copies of its documents, have changed.

    It ends with KeyboardInterrupt. UsageError if what watches files is not installed; FilesError if there is no corpus.
    """
    allow_writing()
    if find_spec("watchfiles") is None:
        raise UsageError("the files of a corpus cannot be watched", f"Install what watches them: {INSTALL}")
    corpus_files(corpus)
    rebuilding = Rebuilding(corpus, database, documents)
    state = _state(corpus, documents, database)
    yield _round(corpus, rebuilding)
    for _ in _changes([corpus, *([documents] if documents else [])]):
        while (found := _state(corpus, documents, database)) != state:
            state = found
            yield _round(corpus, rebuilding)


def _round(corpus: Path, rebuilding: Rebuilding) -> Round:
    started = time.monotonic()
    result: Rebuilt | PctuiError
    try:
        result = rebuilding.rebuild()
        renew_schema(corpus, rebuilding.before)
    except PctuiError as error:
        result = error
    return Round(result, time.monotonic() - started)


def _state(corpus: Path, documents: Path | None, database: Path) -> _State:
    """Return what tells whether anything has changed: of each file its size, times and inode.

    Not of the database, which may be in one of the folders, nor of what is there only while it is written.
    """
    try:
        files = [*corpus_files(corpus), *(files_of([documents]) if documents else [])]
    except PctuiError as error:  # as it is said when the corpus is read
        return (error.message,)
    return tuple(_signature(path) for path in files if path.name != database.name)


def _signature(path: Path) -> _State:
    try:
        found = path.stat()
    except OSError:
        return (path,)
    return path, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _changes(folders: list[Path]) -> Iterator[object]:
    from watchfiles import watch

    yield from watch(
        *folders, watch_filter=None, debounce=_BURST, step=_SILENCE, rust_timeout=_LOOK, yield_on_timeout=True
    )
