"""What becomes of the entries that refer to one when it is deleted: they lose what refers to it, if they can."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

from ..corpus.validate import record_of
from ..errors import NotFound
from ..kinds.base import Entry
from ..kinds.base import Path as FieldPath
from ..kinds.registry import KINDS, kind_of
from ..queries.store import Store
from .editing import record, referring_records
from .entry_check import check


class Referring(NamedTuple):
    """An entry that refers to the one that is deleted: as it is, and as it would be without that.

    `losses` say what of it becomes what; `wrong` says why it cannot be without it, '' if it can.
    """

    slug: str
    kind: str
    title: str
    before: dict[str, Any]
    after: dict[str, Any]
    losses: tuple[str, ...]
    wrong: str = ""


def referring(folder: Path, store: Store, slug: str) -> list[Referring]:
    """Return what refers to an entry, in the order of the files. NotFound if it is in none of them."""
    if record(folder, slug).get("kind") not in KINDS:
        raise NotFound(f"'{slug}' is not an entry")
    found: list[Referring] = []
    for raw in referring_records(folder, slug):
        entry, _, _ = record_of(raw, [])
        if not isinstance(entry, Entry) or entry.slug == slug:
            continue
        kind = kind_of(entry)
        paths = [path for path, other, _ in kind.references(entry) if other == slug]
        paths = [_of_link(path) for path in paths]
        paths += [path for path, cited in kind.citations(entry) if cited.document == slug]
        if paths:
            before = record(folder, entry.slug)
            after = without(before, paths)
            losses = tuple(dict.fromkeys(_loss(before, after, path) for path in paths))
            found.append(
                Referring(entry.slug, kind.name, entry.title, before, after, losses, _wrong(store, after, entry.slug))
            )
    return found


def _of_link(path: FieldPath) -> FieldPath:
    """Return the path of what goes with a reference: of one in a mapping of a list, as a link is, the whole mapping."""
    return path[:-1] if len(path) > 2 and isinstance(path[-2], int) else path


def without(before: Mapping[str, Any], paths: Sequence[FieldPath]) -> dict[str, Any]:
    """Return a record without what is at these paths; a list that has nothing left is left out."""
    after: dict[str, Any] = deepcopy(dict(before))
    for path in sorted(paths, key=lambda path: [(isinstance(step, int), step) for step in path], reverse=True):
        at: Any = after
        for step in path[:-1]:
            at = at[step]
        del at[path[-1]]
        if not at and len(path) > 1:
            holder: Any = after
            for step in path[:-2]:
                holder = holder[step]
            del holder[path[-2]]
    return after


def _loss(before: Mapping[str, Any], after: Mapping[str, Any], path: FieldPath) -> str:
    """Return what becomes of the field that has a reference: `organisations: a, b → a`."""
    key = str(path[0])
    if "citations" in path:
        whole, left = (_count(record, path) for record in (before, after))
        return f"{whole} citation{'s' * (whole != 1)} → {left or 'none'}"
    if key == "links":
        return f"links: {_types(before)} → {_types(after)}"
    return f"{key}: {_shown(before[key])} → {_shown(after.get(key))}"


def _types(record: Mapping[str, Any]) -> str:
    return ", ".join(str(link["type"]) for link in record.get("links", [])) or "none"


def _count(record: Mapping[str, Any], path: FieldPath) -> int:
    at: Any = record
    for step in path[:-1]:
        try:
            at = at[step]
        except (KeyError, IndexError):
            return 0
    return len(at)


def _shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else "none" if value is None else str(value)


def _wrong(store: Store, after: Mapping[str, Any], slug: str) -> str:
    faults = check(store, after, {}, own=slug).faults
    return faults[0].message if faults else ""
