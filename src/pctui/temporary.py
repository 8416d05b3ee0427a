"""Where a file or folder is made before it takes its place. What a killed process left there, the next one removes."""

from __future__ import annotations

import contextlib
import errno
import glob
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SUFFIX = ".pctui"
_NEW, _OLD = "new", "old"
_ABANDONED = 24 * 3600  # seconds; only for file systems without locks


def real_path(path: Path) -> Path:
    """Return the path that links lead to, so that writing there leaves them links. OSError if they lead in a circle."""
    found = Path(os.path.realpath(path))
    if found.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    return found


@contextmanager
def folder_beside(target: Path) -> Iterator[Path]:
    """Create a folder beside `target` that only this process uses, and remove it afterwards. OSError if that fails.

    The process holds a lock on it as long as it lives. So folders of the same target without a lock were left by one
    that was killed: they are removed first, those of living processes are not.
    """
    sweep(target)
    folder, handle = _create(target)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if handle is not None:
            os.close(handle)


def _create(target: Path) -> tuple[Path, int | None]:
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_prefix(target), suffix=_SUFFIX, dir=target.parent))
        try:
            handle = _locked(folder)
        except OSError as error:
            if error.errno in (errno.EWOULDBLOCK, errno.ENOENT):
                continue  # another process has taken it for abandoned, in the moment before it was locked
            return folder, None
        if handle is None or folder.exists():
            return folder, handle
        os.close(handle)


def sweep(target: Path) -> None:
    """Remove what killed processes left beside `target`; if one was killed while it replaced a folder, undo that."""
    for left in target.parent.glob(f"{glob.escape(_prefix(target))}*{_SUFFIX}"):
        with contextlib.suppress(OSError):  # it is not ours, or another process removes it too
            try:
                handle = _locked(left)
            except OSError as error:
                if error.errno == errno.EWOULDBLOCK:
                    continue  # its process lives
                handle = None
            if handle is not None or time.time() - left.stat().st_mtime > _ABANDONED:
                _remove(left, target)
            if handle is not None:
                os.close(handle)


def _remove(left: Path, target: Path) -> None:
    if (left / _OLD).exists() and (left / _NEW).exists():  # killed between the two renames of `replace_folder`
        if target.exists():
            return  # somebody has made another: what was there is not ours to remove
        (left / _OLD).rename(target)
    shutil.rmtree(left, ignore_errors=True)


def replace_folder(place: Path, target: Path) -> None:
    """Put the folder `new` in `place` where `target` is, at once where the system can exchange two folders."""
    new, old = place / _NEW, place / _OLD
    if not target.exists():
        new.rename(target)
    elif not _exchange(new, target):
        target.rename(old)
        try:
            new.rename(target)
        except BaseException:
            old.rename(target)
            raise


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; return False if the system cannot."""
    import ctypes

    names = os.fsencode(one), os.fsencode(other)
    try:
        libc = ctypes.CDLL(None)
        if hasattr(libc, "renameat2"):  # Linux; -100 is the working directory, 2 RENAME_EXCHANGE
            return bool(libc.renameat2(-100, names[0], -100, names[1], 2) == 0)
        return bool(libc.renamex_np(*names, 2) == 0)  # macOS; 2 is RENAME_SWAP
    except (OSError, AttributeError, TypeError):
        return False


def _locked(folder: Path) -> int | None:
    """Lock a folder and return the handle that holds the lock; None on a platform without. OSError if that fails."""
    try:
        import fcntl
    except ImportError:  # Windows
        return None
    handle = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        raise
    return handle


def _prefix(target: Path) -> str:
    return f".{target.name[:100]}."
