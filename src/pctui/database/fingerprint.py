"""Computes a hash of everything that a database is built from, to detect that it is out of date."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from .. import __version__, paths
from ..corpus.files import corpus_digest, corpus_files, corpus_folders

# The parts of the program that turn a corpus into rows. If one of these changes, existing databases are out of date.
_BUILDERS = ("corpus", "database", "kinds", "edtf", "folding.py", "panes.py", "text.py")


def fingerprint(corpus: Path, hash_of: Callable[[str], bytes] | None = None) -> str:
    """Return the SHA-256 of everything a database is built from: corpus, schema, and this version of the program.

    `hash_of` is as for `corpus_digest`.
    """
    digest = hashlib.sha256(f"{__version__}\0{corpus_digest(corpus, hash_of)}".encode())
    digest.update(paths.schema().read_bytes())
    for file in _sources():
        digest.update(file.read_bytes())
    return digest.hexdigest()


def read_files(corpus: Path) -> list[Path]:
    """Return all that `fingerprint` reads, and the folders, whose times tell when a file is added."""
    return [*corpus_folders(corpus), *corpus_files(corpus), paths.schema(), *_sources()]


def _sources() -> list[Path]:
    """Return the source files that build rows; none if the program is installed without its source."""
    package = Path(__file__).parent.parent
    files = (package / name for name in _BUILDERS)
    return [
        file for part in files for file in (sorted(part.glob("*.py")) if part.is_dir() else [part]) if file.exists()
    ]
