"""Lists the files of a corpus folder, and computes their digest. Imported at every start, so it must stay light."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from ..errors import FilesError, from_os

SUFFIXES = (".yaml", ".yml", ".jsonl")


def corpus_files(folder: Path) -> list[Path]:
    """Return the corpus files in `folder` sorted by name; FilesError if there are none or they cannot be read."""
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES and not path.name.startswith("."))
        odd = [path for path in files if not path.is_file()]
    except NotADirectoryError:
        raise FilesError(f"{folder} is not a folder", "Give the folder of the corpus.") from None
    except FileNotFoundError:
        raise FilesError(f"{folder} does not exist", "Give the folder of the corpus.") from None
    except OSError as error:
        raise from_os(error, "read the corpus in", folder) from error
    if odd:
        raise FilesError(f"{odd[0]} is not a readable file", "Remove it from the corpus, or fix the link.")
    if not files:
        raise FilesError(f"{folder} contains no corpus", "A corpus is a folder of .yaml or .jsonl files.")
    return files


def corpus_digest(folder: Path) -> str:
    """Return the SHA-256 of the names and contents of the corpus files, in order."""
    digest = hashlib.sha256()
    for file in corpus_files(folder):
        try:
            with file.open("rb") as opened:
                digest.update(f"{file.name}\0{os.fstat(opened.fileno()).st_size}\0".encode())
                while data := opened.read(1 << 20):
                    digest.update(data)
        except OSError as error:
            raise from_os(error, "read", file) from error
    return digest.hexdigest()


def share_read(folder: Path) -> Callable[[str, int], float]:
    """Return what tells how much of the corpus has been read at a line of a file, given its name: from 0 to 1."""
    before: dict[str, int] = {}
    lines = 0
    for file in corpus_files(folder):
        before[file.name] = lines
        try:
            with file.open("rb") as opened:
                while data := opened.read(1 << 20):
                    lines += data.count(b"\n")
        except OSError as error:
            raise from_os(error, "read", file) from error
    return lambda name, line: min((before.get(name, 0) + line) / max(lines, 1), 1.0)
