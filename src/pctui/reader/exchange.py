"""Marks and notes as they leave the reader's file, and how those of another file come in, so that nothing is lost.

Each line is one entry. What comes in is joined with what is there: what only one side has is taken; if both differ,
both are kept, the reader's own first and the other below a line that says where it is from. So the same lines twice
change nothing, and files that take each other's lines end with the same marks and texts, in any order, and stay so. Of
what the reader has changed since it was carried elsewhere, the old version is known and not taken back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from msgspec import Struct
from msgspec.structs import replace

from ..bounded import NOTE, NOTES, TooLarge
from ..corpus.parse import Raw, json_lines
from ..errors import Fault, FaultsError
from ..model import MARKS, Reference
from ..text import clean, one_line
from .database import PATIENCE, select, version, writing
from .notes import VERSIONED, joined_versions, version_of

_SINCE, _WITH_EARLIER = 2, 9  # the versions of the reader's file that introduced notes, and their earlier versions
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_CHANGED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(\+00:00|Z)")
_VERSION = re.compile(r"[0-9a-f]{16}")
_MOST_EARLIER, _LONGEST = 1000, 1000  # earlier versions on a line; characters of a name or title
# The line above a text, or alone for a mark without one.
_FROM = re.compile(
    r"^— Imported from [^\n]{1,60}?(?:, \d{4}-\d\d-\d\d \d\d:\d\d UTC)?(?:, marked (adopt|consider|reject))? —$",
    re.MULTILINE,
)


class Carried(Struct, frozen=True):
    """The mark and note on an entry of a corpus as they are carried between files.

    `changed` is when they were changed last (UTC), '' if that is not known; `earlier` has the versions changed since.
    """

    corpus: str
    entry: Reference
    mark: str | None = None
    note: str | None = None
    changed: str = ""
    earlier: tuple[str, ...] = ()

    @property
    def version(self) -> str:
        return version_of(self.mark, self.note, self.changed)

    @property
    def key(self) -> tuple[str, str]:
        return self.corpus, self.entry.slug

    @property
    def line(self) -> str:
        """Return it as a line of JSON Lines."""
        entry = self.entry
        fields: dict[str, Any] = {"corpus": self.corpus, "slug": entry.slug, "kind": entry.kind, "title": entry.title}
        fields |= {"mark": self.mark, "note": self.note, "changed": self.changed, "earlier": list(self.earlier)}
        return f"{json.dumps(fields, ensure_ascii=False)}\n"


class Outcome(StrEnum):
    """What became of a line."""

    TAKEN = "taken"  # the reader had nothing on the entry
    UPDATED = "updated"  # it has all that the reader had, and more; or, if asked for, it was changed since they had it
    JOINED = "joined"  # both sides are kept
    SAME = "the same"  # it has nothing that the reader has not, or has changed since


class Result(Struct, frozen=True):
    """What became of the mark and note on an entry: what the reader's file has of them now.

    `changed_there` says that both sides are kept though the reader's own is what the other was made from.
    """

    outcome: Outcome
    carried: Carried
    changed_there: bool = False


def carried(path: Path, corpus: str | None = None) -> list[Carried]:
    """Return the reader's marks and notes on the entries of a corpus, or of all, sorted by corpus and slug.

    Drafts are left out: they are not finished.
    """
    columns = VERSIONED if version(path) >= _WITH_EARLIER else VERSIONED.replace("earlier", "''")
    rows = select(
        path,
        _SINCE,
        f"SELECT corpus, slug, kind, title, {columns} FROM notes "
        "WHERE COALESCE(mark, note) IS NOT NULL AND corpus = COALESCE(?, corpus) ORDER BY corpus, slug",
        corpus,
    )
    return [_from_row(row) for row in rows]


def _from_row(row: Sequence[Any]) -> Carried:
    corpus, slug, kind, title, mark, note, changed, earlier = row
    return Carried(corpus, Reference(slug, kind, title), mark, note, changed, tuple(earlier.split()))


def read(name: str, opened: BinaryIO) -> list[Carried]:
    """Return what is on the lines of a file; FaultsError with all its faults, TooLarge, or OSError."""
    data = opened.read(NOTES + 1)
    if len(data) > NOTES:
        raise TooLarge(f"{name} is too large: it has more than {NOTES:,} bytes")
    faults: list[Fault] = []
    read = (_read_line(raw, faults) for raw in json_lines(name, BytesIO(data), NOTE, faults))
    found = [line for line in read if line]
    if faults:
        raise FaultsError(faults, name, "Nothing was imported.")
    return found


def _read_line(raw: Raw, faults: list[Fault]) -> Carried | None:
    """Return what is on a line; None if it has faults."""
    value = raw.value
    before = len(faults)

    def fault(message: str) -> None:
        faults.append(Fault(raw.file, raw.line(), message))

    if not isinstance(value, dict):
        fault("a line of notes is an object, as `pctui notes export` writes it")
        return None
    known = ("corpus", "slug", "kind", "title", "mark", "note", "changed", "earlier")
    for name in value:
        if name not in known:
            fault(f"unknown field '{one_line(str(name))[:40]}'; one of {', '.join(known)}")
    for name in ("corpus", "slug"):
        text = value.get(name)
        if not isinstance(text, str) or len(text) > 80 or not _SLUG.fullmatch(text):
            fault(f"'{name}' must be an identifier: lower-case letters, digits and hyphens")
    for name in ("kind", "title", "note", "changed"):
        text = value.get(name)
        if text is not None and not isinstance(text, str):
            fault(f"'{name}' must be text")
        elif text and name in ("kind", "title") and len(text) > _LONGEST:
            fault(f"'{name}' has more than {_LONGEST:,} characters")
        elif text and name == "changed" and not _CHANGED.fullmatch(text):
            fault("'changed' must be a time in UTC, such as 2026-11-30T12:00:00+00:00")
    mark = value.get("mark")
    if mark is not None and (not isinstance(mark, str) or mark not in MARKS):
        fault(f"unknown mark {json.dumps(mark, ensure_ascii=False)[:40]}; one of {', '.join(MARKS)}, null")
    earlier = value.get("earlier") or []
    if not isinstance(earlier, list) or not all(isinstance(each, str) and _VERSION.fullmatch(each) for each in earlier):
        fault("'earlier' must be a list of versions, as `pctui notes export` writes it")
    elif len(earlier) > _MOST_EARLIER:
        fault(f"'earlier' has more than {_MOST_EARLIER:,} versions")
    if len(faults) > before:
        return None
    slug = value["slug"]
    entry = Reference(
        slug, one_line(clean(value.get("kind") or "entry")), one_line(clean(value.get("title") or "")) or slug
    )
    note = clean(value.get("note") or "").strip() or None
    return Carried(value["corpus"], entry, mark, note, value.get("changed") or "", tuple(earlier))


def take(path: Path, lines: Iterable[Carried], name: str, *, update: bool = False, dry: bool = False) -> list[Result]:
    """Join lines of the file `name` with the reader's marks and notes, all of them or none, and return what became.

    With `update`, what was changed elsewhere since the reader had it takes its place. With `dry`, nothing is written.
    An entry that is on several lines has several results.
    """
    if dry:
        return list(_joined({each.key: each for each in carried(path)}, lines, name, update))
    with writing(path, PATIENCE) as connection:
        rows = connection.execute(f"SELECT corpus, slug, kind, title, {VERSIONED} FROM notes").fetchall()
        results = list(_joined({row[:2]: _from_row(row) for row in rows}, lines, name, update))
        connection.executemany(
            """
            INSERT INTO notes (corpus, slug, kind, title, mark, note, changed, earlier) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (corpus, slug) DO UPDATE SET mark = excluded.mark, note = excluded.note,
              changed = excluded.changed, earlier = excluded.earlier
            """,
            [
                (each.corpus, each.entry.slug, each.entry.kind, each.entry.title,
                 each.mark, each.note, each.changed, joined_versions(each.earlier))
                for outcome, each in ((result.outcome, result.carried) for result in results)
                if outcome is not Outcome.SAME
            ],
        )  # fmt: skip
    return results


def _joined(own: dict[tuple[str, str], Carried], lines: Iterable[Carried], name: str, update: bool) -> Iterator[Result]:
    for other in lines:
        result = join(own.get(other.key), other, name, update=update)
        own[other.key] = result.carried
        yield result


def join(own: Carried | None, other: Carried, name: str, *, update: bool = False) -> Result:
    """Join what the reader has on an entry with what another side has, which is from the file `name`; see `take`."""
    if not (other.mark or other.note):
        return Result(Outcome.SAME, own or other)
    if own is None or not (own.mark or own.note):
        return Result(Outcome.TAKEN, replace(other, entry=own.entry) if own else other)
    ours, theirs = _Sides.of(own), _Sides.of(other)
    changed_here, changed_there = other.version in own.earlier, own.version in other.earlier
    if changed_here and changed_there:  # no file of ours says so
        changed_here = changed_there = False
    if changed_here or (ours.cover(theirs) and not (update and changed_there)):
        return Result(Outcome.SAME, own)
    earlier = (*own.earlier, *other.earlier)
    if (update and changed_there) or (theirs.cover(ours) and own.mark in (None, other.mark)):
        return Result(Outcome.UPDATED, replace(other, entry=own.entry, earlier=(*earlier, own.version)))
    mark = own.mark or other.mark
    marks, texts = {*ours.marks, mark}, {*ours.texts}
    note = own.note or ""
    for label, of_part, text in _parts(other):
        new_mark = of_part if of_part not in marks else None
        new_text = text if text not in texts else ""
        if new_text and not note and not new_mark:
            note = new_text
        elif new_mark or new_text:
            line = label or _label(name, other.changed, new_mark)
            note = "\n\n".join(filter(None, [note, line, new_text]))
        marks.add(of_part)
        texts.add(text)
    changed = max(own.changed, other.changed)
    earlier = (*own.earlier, own.version)
    joined = replace(own, mark=mark, note=note or None, changed=changed, earlier=earlier)
    return Result(Outcome.JOINED, joined, changed_there)


class _Sides(Struct, frozen=True):
    """The marks and texts of all sides that a mark and note are of."""

    marks: frozenset[str | None]
    texts: frozenset[str]

    @classmethod
    def of(cls, carried: Carried) -> _Sides:
        parts = list(_parts(carried))
        return cls(frozenset(mark for _, mark, _ in parts), frozenset(text for *_, text in parts))

    def cover(self, other: _Sides) -> bool:
        """Whether they have all that the other has."""
        return other.marks - {None} <= self.marks and other.texts - {""} <= self.texts


def _parts(carried: Carried) -> Iterator[tuple[str, str | None, str]]:
    """Yield the line above each side of a mark and note ('' for the first), its mark and its text."""
    text = carried.note or ""
    label, mark, start = "", carried.mark, 0
    for found in _FROM.finditer(text):
        yield label, mark, text[start : found.start()].strip()
        label, mark, start = found[0], found[1], found.end()
    yield label, mark, text[start:].strip()


def _label(name: str, changed: str, mark: str | None) -> str:
    words = f"— Imported from {one_line(clean(name))[:60].strip() or 'a file'}"
    if changed:
        words += f", {changed[:10]} {changed[11:16]} UTC"
    return f"{words}{f', marked {mark}' if mark else ''} —"
