"""Joins a change with what somebody else has written to the same files since it was made.

Each record is compared with what it was: where the two changed other records, other keys or other items of a list, both
stand. Where they made different things of the same value, that is a conflict, which only a person can settle.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any, NamedTuple

from ..corpus.journal import place_of
from .changes import Changes, FileChange
from .editing import Source, source_of
from .splice import with_record_changed, with_records_added, with_records_removed

_NOTHING: Any = object()  # stands for a key or record that is not there


class Conflict(NamedTuple):
    """A value of which two writers made different things; None stands for one who removed it.

    `entry` is a slug, or `¶3 of 'report'`; `field` is empty if it is about the record as a whole.
    """

    file: str
    entry: str
    field: str
    mine: Any
    theirs: Any

    def __str__(self) -> str:
        what = f"{self.field} of '{self.entry}'" if self.field else f"'{self.entry}'"
        return f"{self.file}: {what}: {_shown(self.mine)} on one side, {_shown(self.theirs)} on the other"


def _shown(value: Any) -> str:
    from .emit import flow

    text = "nothing" if value is None else flow(value)
    return text if len(text) <= 200 else f"{text[:199]}…"


class _Conflicting(Exception):
    def __init__(self, path: tuple[str, ...], mine: Any, theirs: Any) -> None:
        self.path, self.mine, self.theirs = path, mine, theirs


def merged(changes: Changes) -> Changes | Conflict:
    """Return a change to the files as they are now that does what `changes` was to do, or the first conflict.

    CorpusError if a file can no longer be read.
    """
    files = []
    for change in changes.files:
        place = place_of(changes.folder, change.name)
        try:
            now = place.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            now = None
        if now in (change.before, change.after):
            found: FileChange | Conflict = change._replace(before=now)
        else:
            found = _merged_file(change, *(_source(change.name, data) for data in (change.before, change.after, now)))
        if isinstance(found, Conflict):
            return found
        files.append(found)
    return Changes(changes.folder, tuple(files))


def merged_file(name: str, base: bytes | None, mine: bytes | None, theirs: bytes | None) -> bytes | Conflict | None:
    """Return a file of which two writers made different things of `base`, or the first conflict; None for no file.

    CorpusError if one of them cannot be read.
    """
    change = FileChange(name, base, mine)
    found = _merged_file(change, *(_source(name, data) for data in (base, mine, theirs)))
    return found if isinstance(found, Conflict) else found.after


def _source(name: str, data: bytes | None) -> Source:
    return source_of(name, data or b"")


def _merged_file(change: FileChange, base: Source, mine: Source, theirs: Source) -> FileChange | Conflict:
    before, meant, now = _records(base), _records(mine), _records(theirs)
    text = theirs.text
    for key in [*before, *(key for key in meant if key not in before)]:
        old, new, there = (records.get(key, _NOTHING) for records in (before, meant, now))
        try:
            result = _merged_value((), old, new, there)
        except _Conflicting as conflict:
            field = ".".join(conflict.path)
            return Conflict(change.name, _name(key), field, _or_none(conflict.mine), _or_none(conflict.theirs))
        if result is there or result == there:
            continue
        keys = list(_records(source_of(change.name, text.encode())))
        if there is _NOTHING:
            text = with_records_added(change.name, text, [result])
        elif result is _NOTHING:
            text = with_records_removed(change.name, text, [keys.index(key)])
        else:
            text = with_record_changed(change.name, text, keys.index(key), result)
    if theirs.data and not change.after and not _records(source_of(change.name, text.encode())):
        return FileChange(change.name, theirs.data, None)
    return theirs.changed(text)


def _records(source: Source) -> dict[Hashable, Any]:
    """Return the records of a file by what names each: its kind and slug, or a paragraph's document and number."""
    found: dict[Hashable, Any] = {}
    for node in source.records:
        record = node.data()
        if isinstance(record, dict):
            name = (record.get("kind"), record.get("slug"), record.get("document"), record.get("number"))
            found.setdefault(tuple(map(str, name)), record)
        else:
            found.setdefault(len(found), record)
    return found


def _name(key: Hashable) -> str:
    match key:
        case ("paragraph", _, document, number):
            return f"¶{number} of {document}"
        case (_, slug, *_):
            return str(slug)
    return str(key)


def _or_none(value: Any) -> Any:
    return None if value is _NOTHING else value


def _merged_value(path: tuple[str, ...], old: Any, mine: Any, theirs: Any) -> Any:
    """Return what becomes of a value that was `old` and of which two writers made `mine` and `theirs`."""
    if mine in (theirs, old):
        return theirs
    if theirs == old:
        return mine
    if isinstance(mine, Mapping) and isinstance(theirs, Mapping):
        before = old if isinstance(old, Mapping) else {}
        keys = [*theirs, *(key for key in mine if key not in theirs)]
        both = {
            key: _merged_value((*path, key), *(record.get(key, _NOTHING) for record in (before, mine, theirs)))
            for key in keys
        }
        return {key: value for key, value in both.items() if value is not _NOTHING}
    if isinstance(mine, list) and isinstance(theirs, list) and isinstance(old, list):
        return _merged_list(path, old, mine, theirs)
    raise _Conflicting(path, mine, theirs)


def _merged_list(path: tuple[str, ...], old: Sequence[Any], mine: list[Any], theirs: list[Any]) -> list[Any]:
    """Return a list with the items that each of two writers added, and without those that either removed."""
    gone = [item for item in old if item not in mine]
    gone_there = [item for item in old if item not in theirs]
    new = [item for item in mine if item not in old]
    new_there = [item for item in theirs if item not in old]
    kept = [item for item in mine if item in old]
    reordered = kept != [item for item in old if item in mine]
    # An item that one changed is removed and added: if both did so, or one and the other removed it, they disagree.
    if (
        reordered
        or ((gone or gone_there) and new and new_there)
        or (gone and new and any(i in gone_there for i in gone))
    ):
        raise _Conflicting(path, mine, theirs)
    result = [item for item in theirs if item not in gone]
    return result + [item for item in new if item not in result]
