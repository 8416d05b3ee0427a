"""The floor of a check of which nothing has changed: imports what it cannot do without, reads and hashes every file.

python bench/floor_reading.py FOLDER …
"""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path

import msgspec  # noqa: F401 - imported for the time that it takes, as the next two
import typer  # noqa: F401
import yaml  # noqa: F401


def main(*folders: str) -> None:
    """Print the number of files in `folders`, and the hash of all of them."""
    digest = sha256()
    files = [path for folder in folders for path in sorted(Path(folder).rglob("*")) if path.is_file()]
    for path in files:
        digest.update(path.read_bytes())
    print(len(files), digest.hexdigest())


if __name__ == "__main__":
    main(*sys.argv[1:])
