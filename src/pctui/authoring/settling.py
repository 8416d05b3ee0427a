"""Settles what git could not merge in the files of a corpus, where the two sides changed different things.

git merges lines, and stops where two people added a term after the same one, or changed fields of an entry that are
neighbours. The three versions that it keeps of such a file are joined record by record: see `merging`.
"""

from __future__ import annotations

import subprocess
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ..bounded import EDITED, read_bytes
from ..corpus.files import corpus_names
from ..corpus.journal import reading
from ..errors import FilesError, UsageError, from_os
from ..restricted import allow_writing
from .changes import Changes, FileChange, apply
from .merging import Conflict, merged_file

_BASE, _OURS, _THEIRS = 1, 2, 3  # git's stages of a file in conflict


class Settled(NamedTuple):
    """A file that git could not merge: the value that only a person can settle, None if it is settled."""

    name: str
    conflict: Conflict | None


def settle(folder: Path) -> Iterator[Settled]:
    """Settle the files of the corpus in `folder` that git could not merge, and yield each with what came of it.

    A file is settled as a whole, and added to git's index, or stays as it is. UsageError if git is not installed or the
    folder in no repository; CorpusError if a side is not YAML; FilesError if a file cannot be written.
    """
    allow_writing()
    with reading(folder):
        own = {*corpus_names(folder)}
    for name, stages in _unmerged(folder).items():
        if name not in own:
            continue
        found = merged_file(name, *(_blob(folder, stages.get(stage)) for stage in (_BASE, _OURS, _THEIRS)))
        if isinstance(found, Conflict):
            yield Settled(name, found)
            continue
        try:
            now = read_bytes(folder / name, EDITED)
        except OSError as error:
            raise from_os(error, "read", folder / name) from error
        apply(Changes(folder, (FileChange(name, now, found),)))
        _git(folder, "add", "--", name)
        yield Settled(name, None)


def _unmerged(folder: Path) -> dict[str, dict[int, str]]:
    """Return the files that git could not merge: of each its versions, by stage."""
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for line in _git(folder, "ls-files", "--unmerged", "-z").decode("utf-8", "surrogateescape").split("\0"):
        described, tab, name = line.partition("\t")
        if tab:
            _, blob, stage = described.split(" ")
            found[name][int(stage)] = blob
    return found


def _blob(folder: Path, blob: str | None) -> bytes | None:
    """Return a version of a file; None if one side has none."""
    if blob is None:
        return None
    if int(_git(folder, "cat-file", "-s", blob)) > EDITED:
        raise FilesError(f"a version of a file in {folder} has more than {EDITED:,} bytes", "Settle it by hand.")
    return _git(folder, "cat-file", "blob", blob)


def _git(folder: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, check=False)
    except FileNotFoundError:
        raise UsageError("git is not installed", "It keeps the two sides of a conflict.") from None
    if done.returncode:
        raise UsageError(f"git cannot be used in {folder}", "Name a folder that is under git: --corpus FOLDER")
    return done.stdout
