"""Lists the files of a corpus folder, and computes their digest. Imported at every start, so it must stay light."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from ..errors import FilesError, from_os
from ..paths import PACK_ENDING

SUFFIXES = (".yaml", ".yml", ".jsonl")


COPIES = "copies"  # the folder, anywhere in a corpus, whose files are copies of documents and no part of it
_MOST_DEEP = 8  # folders within each other


def corpus_files(folder: Path) -> list[Path]:
    """Return the corpus files in `folder` and the folders in it, sorted by name: see `corpus_names`."""
    return [folder / name for name in corpus_names(folder)]


def corpus_names(folder: Path) -> list[str]:
    """Return the names in `folder` of the corpus files in it and in the folders in it, sorted: `entries/opening.yaml`.

    Hidden files and folders are left out, and what is in a folder `copies`. FilesError if there are none or they cannot
    be read.
    """
    found: list[str] = []
    odd: list[str] = []
    try:
        for each, items in _scanned(folder):
            before = "" if each == folder else f"{name_in(folder, each)}/"
            for item in items:
                if _counts(item.name):
                    (found if _is_file(item) else odd).append(f"{before}{item.name}")
    except NotADirectoryError:
        raise FilesError(f"{folder} is not a folder", "Give the folder of the corpus.") from None
    except FileNotFoundError:
        raise FilesError(f"{folder} does not exist", "Give the folder of the corpus.") from None
    except OSError as error:
        raise from_os(error, "read the corpus in", folder) from error
    if odd:
        raise FilesError(f"{folder / min(odd)} is not a readable file", "Remove it from the corpus, or fix the link.")
    if not found:
        raise FilesError(f"{folder} contains no corpus", "A corpus is a folder of .yaml or .jsonl files.")
    return sorted(found)


def _is_file(item: os.DirEntry[str]) -> bool:
    try:
        return item.is_file()
    except OSError:  # a link that leads to itself
        return False


def corpus_folders(folder: Path) -> list[Path]:
    """Return the folder of a corpus and those in it that may have files of the corpus; OSError if one is unreadable."""
    return [each for each, _ in _scanned(folder)]


def _scanned(folder: Path) -> Iterator[tuple[Path, list[os.DirEntry[str]]]]:
    """Yield the folder of a corpus and those in it that may have files of the corpus, each with what is in it."""
    waiting = [folder]
    for each in waiting:
        with os.scandir(each) as inside:
            items = [*inside]
        names = sorted(item.name for item in items if item.name[0] != "." and item.is_dir(follow_symlinks=False))
        waiting += [each / name for name in names if name != COPIES]
        if len(each.relative_to(folder).parts) > _MOST_DEEP:
            raise FilesError(f"{each} is nested too deeply for a corpus", "Give the folder of the corpus.")
        yield each, items


def name_in(folder: Path, file: Path) -> str:
    """Return how a file of the corpus in `folder` is named in faults: `entries/event/opening.yaml`."""
    before, path = f"{folder}{os.sep}", str(file)
    # (Of paths that begin alike, this is ten times as fast as pathlib, and there may be thousands.)
    return path.removeprefix(before).replace(os.sep, "/") if path.startswith(before) else _name(folder, file)


def _name(folder: Path, file: Path) -> str:
    return file.relative_to(folder).as_posix()


def _counts(name: str) -> bool:
    return name.endswith(SUFFIXES) and not name.startswith(".")


def corpus_digest(folder: Path, hash_of: Callable[[str], bytes] | None = None) -> str:
    """Return the SHA-256 of the names and contents of the corpus files, in order.

    `hash_of` returns the SHA-256 of a file by its name, where that need not be worked out anew.
    """
    from .journal import reading  # most starts compute no digest

    digest = hashlib.sha256()
    with reading(folder):
        for name in corpus_names(folder):
            try:
                digest.update(name.encode() + b"\0" + (hash_of(name) if hash_of else file_hash(folder, name)))
            except OSError as error:
                raise from_os(error, "read", folder / name) from error
    return digest.hexdigest()


def file_hash(folder: Path, name: str) -> bytes:
    """Return the SHA-256 of a file of the corpus in `folder`. OSError if it cannot be read."""
    digest = hashlib.sha256()
    with (folder / name).open("rb") as opened:
        while data := opened.read(1 << 20):
            digest.update(data)
    return digest.digest()


def share_read(folder: Path) -> Callable[[str, int], float]:
    """Return what tells how much of the corpus has been read at a line of a file, given its name: from 0 to 1."""
    before: dict[str, int] = {}
    lines = 0
    for file in corpus_files(folder):
        before[name_in(folder, file)] = lines
        try:
            with file.open("rb") as opened:
                while data := opened.read(1 << 20):
                    lines += data.count(b"\n")
        except OSError as error:
            raise from_os(error, "read", file) from error
    return lambda name, line: min((before.get(name, 0) + line) / max(lines, 1), 1.0)


# What nobody takes for a part of a corpus: texts about it, the schema for editors, and packs made of it.
_BESIDE = (".md", ".schema.json", PACK_ENDING)


def unread(folder: Path) -> list[str]:
    """Return what is in the folder of a corpus and is not read, though it may be meant to be.

    Files of other types, and links to folders, each with why. Left out are hidden files, copies, Markdown, schemas,
    packs, and files whose name has no ending (LICENSE).
    """
    found = []
    for each in corpus_folders(folder):
        with os.scandir(each) as inside:
            for item in inside:
                name = name_in(folder, each / item.name)
                if item.name.startswith(".") or item.name == COPIES:
                    continue
                if item.is_symlink() and item.is_dir():
                    found.append(f"{name} (a link to a folder)")
                elif not item.is_dir() and "." in item.name and not item.name.endswith((*SUFFIXES, *_BESIDE)):
                    found.append(name)
    return sorted(found)
