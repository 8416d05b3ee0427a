"""One writer of a corpus folder at a time, no reader while files change, and what a killed writer left, completed.

A change of several files is prepared in `.pctui/`, a folder in the corpus: first the new contents, then a journal that
lists them. With the journal the change is made, whatever is killed then: who comes next, writer or reader, puts the
files that are left in their places. So nobody sees half of a change, and readers need to know no more than `reading`.
A reader who may not write there cannot know what the files should be: that is an error that says so.

A corpus may come from anywhere, also with a `.pctui/` in it. So nothing there is followed that is a link, and what a
journal lists are files of the corpus alone: not hidden, and not outside, wherever links in the corpus lead.

The lock is on the folder itself, so that nothing needs to be made for it; it is there where the system has `flock`.
Imported at every start, so it must stay light.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import stat
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from ..bounded import EDITED, read_bytes
from ..errors import FilesError, from_os, say

FOLDER = ".pctui"
_JOURNAL = "journal.json"
_STAGED = "staged-"
_KEPT = "not-written"  # the folder of what could not be put in its place
_PATIENCE = 10.0  # seconds to wait for another process, which takes some hundredths
_PAUSE = 0.02
_NAMED = 3  # files that are named of those that were changed
_ABANDONED = 24 * 3600  # seconds; only for file systems without locks
# What may be changed: nothing hidden, so that no journal from elsewhere can reach what other programs obey (.git).
_PART = re.compile(r"[^\x00-\x1f\x7f\\:/]+(?<![. ])")


class Step(NamedTuple):
    """A file that changes: its name in the corpus, where its new content is prepared, and SHA-256 before and after.

    None stands for no file.
    """

    name: str
    staged: str | None
    before: str | None
    after: str | None


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Keep writers from changing the corpus in `folder` meanwhile; first complete what a killed one left.

    FilesError if that cannot be done. A folder that does not exist is for the reader to find out.
    """
    tidied = False
    while True:
        handle = _locked(folder, shared=True)
        try:
            begun = os.path.lexists(folder / FOLDER / _JOURNAL)
            if not begun and (tidied or handle is None or not _prepared_by_killed(folder)):
                yield
                return
        finally:
            _unlocked(handle)
        if begun:
            with writing(folder):
                pass
        else:
            _tidy(folder)
            tidied = True


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Be the only writer of the corpus in `folder`; first complete what a killed one left. FilesError if that fails."""
    handle = _locked(folder, shared=False)
    try:
        if os.path.lexists(folder / FOLDER):
            _own_folder(folder)
            _complete(folder)
            _sweep(folder, alone=handle is not None)
        yield
    finally:
        _unlocked(handle)


def _prepared_by_killed(folder: Path) -> bool:
    """Whether there is what a writer had prepared, while there is no writer."""
    try:
        with os.scandir(folder / FOLDER) as inside:
            return any(item.name.startswith(_STAGED) for item in inside)
    except OSError:
        return False  # there is nothing


def _tidy(folder: Path) -> None:
    """Remove what killed writers had prepared, if that can be done now."""
    from ..restricted import secure

    with contextlib.suppress(FilesError):  # others use the folder, or something else has its place
        if not secure() and (handle := _locked(folder, shared=False, patience=0)) is not None:
            try:
                _own_folder(folder)
                _sweep(folder, alone=True)
            finally:
                _unlocked(handle)


def _locked(folder: Path, shared: bool, patience: float = _PATIENCE) -> int | None:
    """Lock a folder; return the handle that holds the lock, None where there are no locks.

    FilesError if another process has not let go of it after `patience` seconds.
    """
    try:
        import fcntl
    except ImportError:  # Windows
        return None
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return None  # whoever reads it next says so
    until = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
            return handle
        except OSError as error:
            if error.errno not in (errno.EWOULDBLOCK, errno.EACCES):
                os.close(handle)
                return None
        if time.monotonic() > until:
            os.close(handle)
            raise FilesError(f"another process is using the corpus in {folder}", "Wait for it to end, then try again.")
        time.sleep(_PAUSE)


def _unlocked(handle: int | None) -> None:
    if handle is not None:
        os.close(handle)


def place_of(folder: Path, name: str) -> Path:
    """Return the file of a name (`entries/event/opening.yaml`) in the corpus in `folder`, where links lead.

    FilesError if that is not in the folder, hidden or in a hidden one, or no file.
    """
    from ..temporary import real_path  # which imports much

    for part in name.split("/"):
        if not _PART.fullmatch(part) or part.startswith(".") or re.search(r"~\d", part):
            raise FilesError(f"'{name}' is no name for a file of a corpus", "Give one within the folder, not hidden.")
    try:
        whole = Path(os.path.realpath(folder))
        place = real_path(folder / name)
    except OSError as error:
        raise from_os(error, "follow", folder / name) from error
    if not place.is_relative_to(whole) or place == whole:
        raise FilesError(
            f"{name} is a link to {place}, outside the corpus", "Replace the link by the file, or edit it by hand."
        )
    if any(part.startswith(".") for part in place.relative_to(whole).parts):
        raise FilesError(
            f"{name} is a link to {place}, which is hidden", "Replace the link by the file, or edit it by hand."
        )
    if place.is_dir():
        raise FilesError(f"{folder / name} is a folder", "Give the name of a file.")
    if place.exists() and not place.is_file():
        raise FilesError(f"{folder / name} is not a file", "Remove it from the corpus.")
    return place


def _own_folder(folder: Path) -> Path:
    """Return the folder for changes in a corpus, which is there; FilesError if something else has its place."""
    inside = folder / FOLDER
    if not stat.S_ISDIR(inside.lstat().st_mode):
        raise FilesError(f"{inside} is not a folder of its own", "Remove it: pctui makes a new one when it needs it.")
    return inside


def staging(folder: Path) -> Path:
    """Make and return an empty folder for the new contents. OSError if that fails."""
    import tempfile

    (folder / FOLDER).mkdir(exist_ok=True)
    return Path(tempfile.mkdtemp(prefix=_STAGED, dir=_own_folder(folder)))


def carry_out(folder: Path, staged: Path, steps: Sequence[Step]) -> None:
    """Make a prepared change: from the moment that the journal has its name, it is made whatever is killed."""
    import json

    inside = folder / FOLDER
    new = staged / _JOURNAL
    try:
        write_through(new, json.dumps({"staged": staged.name, "files": [step._asdict() for step in steps]}).encode())
        sync_folder(staged)
        new.replace(inside / _JOURNAL)
    except BaseException:
        if not os.path.lexists(inside / _JOURNAL):  # an interruption may come when it has its name
            abandon(folder, staged)
        raise
    sync_folder(inside)
    _complete(folder, staged)
    abandon(folder, staged)


def abandon(folder: Path, staged: Path) -> None:
    """Remove what was prepared for a change that is not made, or what is left of one that was."""
    import shutil

    shutil.rmtree(staged, ignore_errors=True)
    _remove_if_empty(folder / FOLDER)


def _complete(folder: Path, own: Path | None = None) -> None:
    """Put what a journal lists in its places, if there is one; say so, unless it is the caller's `own`."""
    inside = folder / FOLDER
    try:
        found = _journal(folder, inside / _JOURNAL)
        if found is None:
            return
        staged, steps = found
        from ..restricted import allow_writing

        allow_writing()
        states = [_state(folder, staged, step) for step in steps]
        blocked = [step.name for step, state in zip(steps, states, strict=True) if state is _State.BLOCKED]
        for step, state in zip(steps, states, strict=True):
            if state is not _State.DONE:
                (_set_aside if blocked else _place)(folder, staged, step)
        for changed in {place_of(folder, step.name).parent for step in steps}:
            sync_folder(changed)
        (inside / _JOURNAL).unlink(missing_ok=True)
        sync_folder(inside)
    except OSError as error:
        cause = from_os(error, "complete it")
        raise FilesError(
            f"a change of the corpus in {folder} was interrupted, and cannot be completed here: {cause.message}",
            "Run a command on it as somebody who may write there: pctui check --corpus FOLDER",
        ) from error
    if blocked:
        done = [step.name for step, state in zip(steps, states, strict=True) if state is _State.DONE]
        raise FilesError(
            f"a change of the corpus was interrupted, and {_listed(blocked)} was edited since, so it is not completed",
            f"{f'Changed already: {_listed(done)}. ' if done else ''}What else it would have written is in "
            f"{inside / _KEPT}: copy what you need, and remove that folder.",
        )
    if staged != own:
        say(f"completed a change of the corpus in {folder} that was interrupted: {_listed([s.name for s in steps])}")


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{', '.join(names[:_NAMED])}{more}"


def _journal(folder: Path, path: Path) -> tuple[Path, list[Step]] | None:
    import json

    if not os.path.lexists(path):
        return None
    try:
        if not _is(stat.S_ISREG, path):
            raise ValueError(path)
        read = json.loads(read_bytes(path, EDITED))
        staged, steps = read["staged"], [Step(**step) for step in read["files"]]
        if not re.fullmatch(rf"{_STAGED}\w+", staged) or not _is(stat.S_ISDIR, path.parent / staged):
            raise ValueError(staged)
        for step in steps:
            place_of(folder, step.name)
            if step.staged is not None and not re.fullmatch(r"\d+", step.staged):
                raise ValueError(step.staged)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, FilesError) as error:
        raise FilesError(f"{path} is damaged", "It is the list of an interrupted change. Remove it.") from error
    return path.parent / staged, steps


def _is(kind: Callable[[int], bool], path: Path) -> bool:
    """Whether what is at a path, not where a link there leads, is of a kind."""
    try:
        return kind(path.lstat().st_mode)
    except FileNotFoundError:
        return False


class _State(Enum):
    DONE = 1
    READY = 2  # to be done
    BLOCKED = 3  # the file is neither as before nor as after it, or its new content is gone


def _state(folder: Path, staged: Path, step: Step) -> _State:
    now = sha256_of(place_of(folder, step.name))
    if now == step.after:
        return _State.DONE
    prepared = None if step.staged is None else _prepared(staged, step.staged)
    new = None if prepared is None else sha256_of(prepared)
    return _State.READY if now == step.before and new == step.after else _State.BLOCKED


def _prepared(staged: Path, name: str) -> Path | None:
    """Return a file with new content; None if it is not there."""
    return staged / name if _is(stat.S_ISREG, staged / name) else None


def _place(folder: Path, staged: Path, step: Step) -> None:
    """Do one step of a change."""
    target = place_of(folder, step.name)
    if step.staged is None:
        target.unlink()
        _remove_empty_folders(folder, target)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        (staged / step.staged).replace(target)


def _set_aside(folder: Path, staged: Path, step: Step) -> None:
    """Keep the new content of a step that cannot be done. FilesError if the place for that leads elsewhere."""
    if step.staged is None or not (new := _prepared(staged, step.staged)):
        return
    aside = folder / FOLDER / _KEPT / step.name
    if Path(os.path.realpath(aside)) != Path(os.path.realpath(folder), FOLDER, _KEPT, step.name):
        raise FilesError(f"{folder / FOLDER / _KEPT} has a link in it", "Remove that folder.")
    aside.parent.mkdir(parents=True, exist_ok=True)
    new.replace(aside)


def _remove_empty_folders(folder: Path, removed: Path) -> None:
    whole = Path(os.path.realpath(folder))
    for parent in removed.parents:
        if parent == whole or not parent.is_relative_to(whole) or not _remove_if_empty(parent):
            return


def _remove_if_empty(folder: Path) -> bool:
    try:
        folder.rmdir()
    except OSError:
        return False  # it is not empty
    return True


def _sweep(folder: Path, alone: bool) -> None:
    """Remove what killed processes prepared and did not get to make; without a lock, only if they are long dead."""
    inside = folder / FOLDER
    for left in inside.glob(f"{_STAGED}*"):
        with contextlib.suppress(OSError):
            if alone or time.time() - left.stat().st_mtime > _ABANDONED:
                abandon(folder, left)
    _remove_if_empty(inside)


def sha256_of(path: Path) -> str | None:
    """Return the SHA-256 of a file, None if there is none. OSError if it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return None


def write_through(path: Path, data: bytes) -> None:
    """Write a file, and wait until the disk has it."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names in a folder, where the system can."""
    with contextlib.suppress(OSError):  # removed when it was emptied, or a system that does not open folders
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
