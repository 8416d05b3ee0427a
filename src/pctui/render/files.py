"""Writes an export to a file or a folder, completely or not at all."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from ..errors import FilesError, from_os
from ..restricted import allow_writing
from ..temporary import folder_beside, real_path, replace_folder, sweep


def write(path: Path, pieces: Iterable[str | bytes], force: bool = False) -> None:
    """Write `pieces` to `path`, text in UTF-8, via a temporary one; FilesError if it exists and not `force`.

    A symbolic link remains one, and anything other than a regular file (a pipe, a device) is written to, not replaced.
    """
    allow_writing()
    try:
        target = real_path(path)
        if target.is_dir():
            raise FilesError(f"{path} is a folder", "Give the name of a file.")
        if target.exists() and not target.is_file():
            with target.open("wb") as file:
                file.writelines(map(_encoded, pieces))
            return
        if target.exists() and not force:
            raise FilesError(f"{path} already exists", "Overwrite it with --force, or give another name.")
        _replace(target, pieces)
    except OSError as error:
        raise from_os(error, "write", path) from error


def _encoded(piece: str | bytes) -> bytes:
    return piece if isinstance(piece, bytes) else piece.encode()


def _replace(target: Path, pieces: Iterable[str | bytes]) -> None:
    with folder_beside(target) as place:
        new = place / "new"
        with new.open("wb") as file:
            file.writelines(map(_encoded, pieces))
            file.flush()
            os.fsync(file.fileno())
        new.replace(target)


_TOGETHER = 16  # files for which the disk is waited at once
_IN_LINE = 500  # files that wait for their turn, of which each takes memory
MARKER = ".pctui-export"
_MARKED = "Written by pctui export. With --force it replaces only the files listed here."


def write_folder(path: Path, files: Iterable[tuple[str, str | bytes]], force: bool = False) -> None:
    """Write `files` (path within the folder, contents) to the folder at `path`: all of them or none.

    A file may come in several pieces, with pieces of others between them.
    They are written to a temporary folder, which then takes its place. If the folder exists and is not empty, `force`
    replaces the files of an earlier export, which its marker file lists, and keeps all others. FilesError without
    `force`, or if there is no marker file.
    """
    allow_writing()
    try:
        target = real_path(path)
        sweep(target)
        old = _exported(path, target, force)
        with folder_beside(target) as place:
            new = place / "new"
            new.mkdir()
            _fill(new, files)
            if old is not None:
                _keep(path, target, new, old)
            replace_folder(place, target)
    except OSError as error:
        raise from_os(error, "write", path) from error


def _exported(path: Path, target: Path, force: bool) -> set[str] | None:
    """Return the paths of the files of an earlier export; None if the folder does not exist or is empty."""
    if target.exists() and not target.is_dir():
        raise FilesError(f"{path} is not a folder", "Give the name of a folder.")
    if not target.exists() or not any(target.iterdir()):
        return None
    marker = target / MARKER
    if not marker.is_file() or marker.is_symlink():
        raise FilesError(f"{path} contains files that are not from an export", "Give another folder, or an empty one.")
    if not force:
        raise FilesError(f"{path} already contains an export", "Replace it with --force, or give another folder.")
    return {*marker.read_text(encoding="utf-8", errors="replace").splitlines()[1:], MARKER}


def _fill(folder: Path, files: Iterable[tuple[str, str | bytes]]) -> None:
    names: dict[str, None] = {}
    for name, piece in files:
        if not _PLAIN_PATH.fullmatch(name):
            raise FilesError(
                f"'{name}' is not a safe file name", "The database may be from elsewhere. Rebuild it with: pctui seed"
            )
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        with file.open("ab" if name in names else "xb") as out:
            out.write(_encoded(piece))
        names[name] = None
    from concurrent.futures import ThreadPoolExecutor  # which imports much

    # A disk takes many files together in hardly more time than one: waiting for each in turn is most of a large export.
    waiting = list(names)
    with ThreadPoolExecutor(_TOGETHER) as pool:
        for first in range(0, len(waiting), _IN_LINE):
            for _ in pool.map(lambda name: _sync(folder / name), waiting[first : first + _IN_LINE]):
                pass
    (folder / MARKER).write_text("\n".join([_MARKED, *sorted(names)]) + "\n", encoding="utf-8", newline="\n")


def _sync(file: Path) -> None:
    """Wait until the disk has a file."""
    with file.open("rb+") as written:
        os.fsync(written.fileno())


# Names that Windows keeps for devices, whatever their ending.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}


def file_stem(slug: str) -> str:
    """Return the name of the file of an entry, without its ending: its slug, or one that Windows takes as well."""
    return f"{slug}_" if slug in _DEVICES else slug


_PLAIN_PATH = re.compile(r"([a-z0-9][a-z0-9_-]*/)?[a-z0-9][a-z0-9_-]*\.[a-z]+")


def _keep(path: Path, old: Path, new: Path, exported: set[str]) -> None:
    """Carry over from the old folder the files that are not from an export."""
    for name_of_folder, folders, files in os.walk(old):
        folder = Path(name_of_folder)
        for name in list(folders):
            if (folder / name).is_symlink():
                folders.remove(name)
                files.append(name)
        inside = folder.relative_to(old)
        for name in files:
            if (inside / name).as_posix() in exported:
                continue
            kept = new / inside / name
            if os.path.lexists(kept):
                raise FilesError(
                    f"{path / inside / name} is in the way: it is not from an export", "Move it elsewhere."
                )
            kept.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(folder / name, kept, follow_symlinks=False)
            except (OSError, NotImplementedError):  # a file system without links
                shutil.copy2(folder / name, kept, follow_symlinks=False)
        if not files and not folders and folder != old:
            (new / inside).mkdir(parents=True, exist_ok=True)
    shutil.copymode(old, new)
