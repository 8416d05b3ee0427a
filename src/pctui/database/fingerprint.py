"""What a database is made from, as one hash: whether it is out of date."""

from __future__ import annotations

import hashlib
from pathlib import Path

from .. import __version__, paths
from ..corpus.files import corpus_digest

# What turns a corpus into rows. Where one of these changes, a database that it built is out of date.
_BUILDERS = ("corpus", "database", "kinds", "edtf.py", "text.py")


def fingerprint(corpus: Path) -> str:
    """Return the SHA-256 of all that a database is made from: corpus, schema, and this version of the program."""
    found = hashlib.sha256(f"{__version__}\0{corpus_digest(corpus)}".encode())
    found.update(paths.schema().read_bytes())
    for file in _sources():
        found.update(file.read_bytes())
    return found.hexdigest()


def _sources() -> list[Path]:
    """The program's own files that make rows; none where it is installed without its source."""
    here = Path(__file__).parent.parent
    files = (here / name for name in _BUILDERS)
    return [
        file for part in files for file in (sorted(part.glob("*.py")) if part.is_dir() else [part]) if file.exists()
    ]
