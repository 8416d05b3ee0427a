"""Writes an export to a file or a folder: whole or not at all."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from ..errors import FilesError, from_os
from ..restricted import allow_writing


def write(path: Path, text: Iterable[str], force: bool = False) -> None:
    """Write the pieces of `text` in UTF-8 to `path` by renaming over it; FilesError where it is there and not `force`.

    A link stays a link, and what is there but is no regular file (a pipe, a device) is written to, not replaced.
    """
    allow_writing()
    target = Path(os.path.realpath(path))
    try:
        if target.is_dir():
            raise FilesError(f"{path} is a folder", "Name the file to write.")
        if target.exists() and not target.is_file():
            with target.open("w", encoding="utf-8", newline="") as file:
                file.writelines(text)
            return
        if target.exists() and not force:
            raise FilesError(f"{path} is there already", "Overwrite it with --force, or name another.")
        _replace(target, text)
    except OSError as error:
        raise from_os(error, "write", path) from error


def _replace(target: Path, text: Iterable[str]) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:100]}.", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.writelines(text)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        temporary.replace(target)
    finally:
        with contextlib.suppress(FileNotFoundError):
            temporary.unlink()


MARKER = ".pctui-export"
_MARKED = "Written by pctui export, which with --force replaces the files named here and no others."


def write_folder(path: Path, files: Iterable[tuple[str, str]], force: bool = False) -> None:
    """Write `files` (their paths in the folder, their texts) to the folder at `path`: all of them or none.

    The whole is made beside it and renamed. Where there is a folder with something in it, `force` replaces what an
    export of ours left there, as its marker file tells, and keeps the rest; FilesError where there is no marker.
    """
    allow_writing()
    target = Path(os.path.realpath(path))
    try:
        old = _written(path, target, force)
        temporary = Path(tempfile.mkdtemp(prefix=f".{target.name[:100]}.", dir=target.parent))
        try:
            made = temporary / "new"
            made.mkdir()
            _fill(made, files)
            if old is not None:
                _keep(path, target, made, old)
            _swap(target, made, temporary / "old")
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
    except OSError as error:
        raise from_os(error, "write", path) from error


def _written(path: Path, target: Path, force: bool) -> set[str] | None:
    """What an export left in the folder; None where there is no folder, or an empty one."""
    if target.exists() and not target.is_dir():
        raise FilesError(f"{path} is no folder", "Name a folder to write.")
    if not target.exists() or not any(target.iterdir()):
        return None
    marker = target / MARKER
    if not marker.is_file() or marker.is_symlink():
        raise FilesError(f"{path} holds files that no export left there", "Name another folder, or an empty one.")
    if not force:
        raise FilesError(f"{path} holds an export already", "Replace it with --force, or name another folder.")
    return {*marker.read_text(encoding="utf-8", errors="replace").splitlines()[1:], MARKER}


def _fill(folder: Path, files: Iterable[tuple[str, str]]) -> None:
    names = []
    for name, text in files:
        if not _PLAIN_PATH.fullmatch(name):
            raise FilesError(
                f"no file can be called '{name}'", "A database from elsewhere? Rebuild it with: pctui seed"
            )
        file = folder / name
        file.parent.mkdir(exist_ok=True)
        with file.open("x", encoding="utf-8", newline="") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        names.append(name)
    (folder / MARKER).write_text("\n".join([_MARKED, *sorted(names)]) + "\n", encoding="utf-8", newline="\n")


_PLAIN_PATH = re.compile(r"([a-z0-9][a-z0-9_-]*/)?[a-z0-9][a-z0-9_-]*\.[a-z]+")


def _keep(path: Path, old: Path, new: Path, ours: set[str]) -> None:
    """Bring over from the old folder what no export left there."""
    for folder, folders, files in os.walk(old):
        here = Path(folder)
        for name in list(folders):
            if (here / name).is_symlink():
                folders.remove(name)
                files.append(name)
        inside = here.relative_to(old)
        for name in files:
            if (inside / name).as_posix() in ours:
                continue
            kept = new / inside / name
            if os.path.lexists(kept):
                raise FilesError(f"{path / inside / name} is in the way: no export left it there", "Move it elsewhere.")
            kept.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(here / name, kept, follow_symlinks=False)
            except (OSError, NotImplementedError):  # a file system without links
                shutil.copy2(here / name, kept, follow_symlinks=False)
        if not files and not folders and here != old:
            (new / inside).mkdir(parents=True, exist_ok=True)
    shutil.copymode(old, new)


def _swap(target: Path, new: Path, aside: Path) -> None:
    """Put `new` where `target` is, and what is there aside."""
    if not target.exists():
        new.rename(target)
        return
    target.rename(aside)
    try:
        new.rename(target)
    except BaseException:
        aside.rename(target)
        raise
