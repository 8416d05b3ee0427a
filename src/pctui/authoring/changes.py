"""A change of several files of a corpus: made as a whole or not at all, whatever is killed, and undone the same way."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path
from typing import NamedTuple

from ..corpus.journal import Step, abandon, carry_out, place_of, staging, sync_folder, write_through, writing
from ..errors import FilesError, PctuiError, from_os, say
from ..restricted import allow_writing


class ChangedOnDisk(FilesError):
    """The file `name` is not what the change was made for: somebody else wrote it, made it or removed it."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(
            f"{name} {what} in the meantime; nothing was written", "Read it again, then repeat the change."
        )
        self.name = name


class FileChange(NamedTuple):
    """What a file was, and what it becomes; None for no file. `name` is relative to the corpus: `entries/x.yaml`."""

    name: str
    before: bytes | None
    after: bytes | None


class Changes(NamedTuple):
    """Files of the corpus in `folder` that change together."""

    folder: Path
    files: tuple[FileChange, ...]

    def undone(self) -> Changes:
        """Return what restores the files as they were."""
        return Changes(self.folder, tuple(FileChange(name, after, before) for name, before, after in self.files))

    def then(self, later: Changes) -> Changes:
        """Return this change and a later one as one."""
        files = {file.name: file for file in self.files}
        for file in later.files:
            files[file.name] = file._replace(before=files.get(file.name, file).before)
        return Changes(self.folder, tuple(files.values()))


def apply(changes: Changes, *, schema: bool = True) -> None:
    """Change all the files or none of them, whatever is killed. Their modes stay, and links remain links.

    Then the schema for editors is renewed if it has what was changed; without `schema`, the caller does that.
    ChangedOnDisk if one is not as it was before; FilesError if one cannot be read or written, or is outside the folder.
    """
    allow_writing()
    files = [change for change in changes.files if change.before != change.after]
    try:
        if not changes.folder.is_dir():
            raise FilesError(f"{changes.folder} is not a folder", "Make a corpus with: pctui init NAME")
        with writing(changes.folder):
            places = {change.name: place_of(changes.folder, change.name) for change in changes.files}
            for change in changes.files:
                _expect(change, places[change.name])
            if files:
                _carry_out(changes.folder, files, places)
    except OSError as error:
        raise from_os(error, "change", changes.folder if error.filename is None else None) from error
    if schema:
        _renew_schema(changes.folder, files)


def _renew_schema(folder: Path, files: list[FileChange]) -> None:
    from .editor_schema import has_schema, names_changed, renew_schema

    if has_schema(folder) and names_changed(files):
        try:
            renew_schema(folder)
        except PctuiError as error:  # the change is made all the same
            say(f"The schema for editors was not renewed: {error.message}")


def _carry_out(folder: Path, files: list[FileChange], places: dict[str, Path]) -> None:
    staged = staging(folder)
    try:
        steps = [_prepared(staged, number, change, places[change.name]) for number, change in enumerate(files)]
        sync_folder(staged)
    except BaseException:
        abandon(folder, staged)
        raise
    carry_out(folder, staged, steps)


def _expect(change: FileChange, place: Path) -> None:
    """Raise ChangedOnDisk if a file is not as it was before the change."""
    try:
        now = place.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        now = None
    if now != change.before:
        what = "was removed" if now is None else "was made" if change.before is None else "was changed"
        raise ChangedOnDisk(change.name, what)


def _prepared(staged: Path, number: int, change: FileChange, place: Path) -> Step:
    if change.after is not None:
        new = staged / str(number)
        write_through(new, change.after)
        if change.before is not None:
            new.chmod(stat.S_IMODE(place.stat().st_mode))
    return Step(
        change.name, None if change.after is None else str(number), _digest(change.before), _digest(change.after)
    )


def _digest(data: bytes | None) -> str | None:
    return None if data is None else hashlib.sha256(data).hexdigest()
