"""Compares two corpora: records added, removed and changed, field by field, and citations moved. Pure functions.

Each corpus is given as its records: plain data in the corpus format, read from either source. A field that is None or
empty is treated as missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

Data = dict[str, Any]

# The fields that identify the items of a list of records. The items of other lists are texts.
_KEYS = {
    "lanes": ("slug",),
    "boundaries": ("slug",),
    "actors": ("slug",),
    "domains": ("slug",),
    "event_types": ("slug",),
    "sections": ("slug",),
    "links": ("type", "to"),
    "derived": ("number",),
    "sources": ("url",),
    "supplied": ("field",),
}
_FIRST = ("corpus", "document", "paragraph")  # the kinds listed first; the others follow by name


@dataclass(frozen=True, slots=True)
class RecordName:
    """What identifies a record to readers; the slug of a paragraph is `DOCUMENT ¶N`."""

    kind: str
    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """The old and new value of a field (`csl.title`) or of an item of a list (`links`); None if there is none."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class CitationChange:
    """An old and a new citation: moved, or added or removed if one of them is None.

    `part` is '' or the statement that it belongs to.
    """

    part: str
    old: Data | None
    new: Data | None


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A record that both corpora have, and what differs in it."""

    name: RecordName
    fields: tuple[FieldChange, ...]
    citations: tuple[CitationChange, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that differs between two corpora."""

    old: RecordName
    new: RecordName
    added: tuple[RecordName, ...]
    removed: tuple[RecordName, ...]
    changed: tuple[RecordChange, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def difference(old: Iterable[Data], new: Iterable[Data]) -> Difference:
    """Return what differs between the records `old` and `new`."""
    before, after = ({_key(record): _pruned(record) for record in records} for records in (old, new))
    changed = []
    for key in sorted(before.keys() & after.keys(), key=lambda key: _order(after[key])):
        if before[key] != after[key]:
            found = _Comparison()
            found.records(before[key], after[key])
            changed.append(RecordChange(_name(after[key]), tuple(found.fields), tuple(found.citations)))
    corpus = ("corpus",)
    return Difference(
        _name(before[corpus]),
        _name(after[corpus]),
        tuple(_name(record) for record in sorted((after[key] for key in after.keys() - before.keys()), key=_order)),
        tuple(_name(record) for record in sorted((before[key] for key in before.keys() - after.keys()), key=_order)),
        tuple(changed),
    )


def _pruned(value: Any) -> Any:
    """Return `value` without anything in it that is None or empty."""
    match value:
        case dict():
            pruned = {key: _pruned(item) for key, item in value.items()}
            return {key: item for key, item in pruned.items() if item not in (None, [], {})}
        case list():
            return [_pruned(item) for item in value]
    return value


def _key(record: Data) -> Hashable:
    """Return what identifies a record within a corpus."""
    if record["kind"] == "corpus":
        return ("corpus",)
    return (record["document"], record["number"]) if record["kind"] == "paragraph" else record["slug"]


def _name(record: Data) -> RecordName:
    if record["kind"] == "paragraph":
        return RecordName("paragraph", f"{record['document']} ¶{record['number']}", "")
    return RecordName(record["kind"], record["slug"], record["title"])


def _order(record: Data) -> tuple[int, str, str, int]:
    kind = record["kind"]
    first = _FIRST.index(kind) if kind in _FIRST else len(_FIRST)
    return first, kind, record.get("slug") or record["document"], record.get("number", 0)


@dataclass
class _Comparison:
    """Collects the differences between two versions of a record."""

    fields: list[FieldChange] = field(default_factory=list)
    citations: list[CitationChange] = field(default_factory=list)

    def records(self, old: Data, new: Data) -> None:
        for name in [*new, *(name for name in old if name not in new)]:
            if name == "citations":
                self._cited("", old.get(name) or [], new.get(name) or [])
            else:
                self._values(name, old.get(name), new.get(name))

    def _values(self, path: str, old: Any, new: Any) -> None:
        if old == new:
            return
        if isinstance(old, dict) or isinstance(new, dict):
            old, new = old or {}, new or {}
            for name in [*new, *(name for name in old if name not in new)]:
                self._values(f"{path}.{name}", old.get(name), new.get(name))
        elif isinstance(old, list) or isinstance(new, list):
            self._items(path, old or [], new or [])
        else:
            self.fields.append(FieldChange(path, old, new))

    def _items(self, path: str, old: list[Any], new: list[Any]) -> None:
        before, after = dict(_keyed(path, old)), dict(_keyed(path, new))
        removed = [before[key] for key in before if key not in after]
        added = [after[key] for key in after if key not in before]
        kept = [key for key in before if key in after]
        for key in kept:
            self._item(path, before[key], after[key])
        if len(removed) == len(added):  # assume that each was reworded
            for one, other in zip(removed, added, strict=True):
                self._item(path, one, other)
        else:
            self.fields += [FieldChange(path, item, None) for item in removed]
            self.fields += [FieldChange(path, None, item) for item in added]
        if kept != (new_order := [key for key in after if key in before]):
            orders = [[_key_text(key) for key, _ in keys] for keys in (kept, new_order)]
            self.fields.append(FieldChange(f"order of {path}", *orders))

    def _item(self, path: str, old: Any, new: Any) -> None:
        if old == new:
            return
        if isinstance(old, dict) and isinstance(new, dict):
            if "text" in old and "text" in new:  # a statement with citations of its own
                self._values(path, old["text"], new["text"])
                self._values(f"{path}: {new['text']}: modality", *(item.get("modality") for item in (old, new)))
                self._cited(f"{path}: {new['text']}", old.get("citations") or [], new.get("citations") or [])
                return
            if _keyed_by(path, old) == _keyed_by(path, new):
                self._values(f"{path}: {_key_text(_keyed_by(path, new))}", old, new)
                return
        self.fields.append(FieldChange(path, old, new))

    def _cited(self, part: str, old: list[Data], new: list[Data]) -> None:
        """Pair old and new citations: of the same passage first, then of the same paragraph, then of the document."""
        removed, added = _without(old, new), _without(new, old)
        if not removed and not added and old != new:
            orders = [[_place(citation) for citation in citations] for citations in (old, new)]
            self.fields.append(FieldChange(f"order of {part or 'citations'}", *orders))
        for names in (("anchors",), ("document", "paragraph"), ("document",)):
            for one in list(removed):
                other = next((c for c in added if all(c[name] == one[name] for name in names)), None)
                if other is not None:
                    removed.remove(one)
                    added.remove(other)
                    self.citations.append(CitationChange(part, one, other))
        self.citations += [CitationChange(part, one, None) for one in removed]
        self.citations += [CitationChange(part, None, other) for other in added]


def _keyed(path: str, items: list[Any]) -> Iterator[tuple[tuple[Hashable, int], Any]]:
    """Yield the items of a list with their keys; items with equal keys are numbered."""
    seen: Counter[Hashable] = Counter()
    for item in items:
        key = _keyed_by(path, item)
        yield (key, seen[key]), item
        seen[key] += 1


def _keyed_by(path: str, item: Any) -> Hashable:
    if not isinstance(item, dict):
        return str(item)
    return tuple(str(item.get(name)) for name in _KEYS.get(path, ("text",) if "text" in item else tuple(item)))


def _key_text(key: Hashable) -> str:
    return " ".join(key) if isinstance(key, tuple) else str(key)


def _place(citation: Data) -> str:
    return f"{citation['document']} ¶{citation['paragraph']} {' '.join(citation['anchors'])}"


def _without(some: list[Data], others: list[Data]) -> list[Data]:
    """Return those of `some` that are not in `others`; equal ones are counted."""
    remaining = list(others)
    found = []
    for one in some:
        if one in remaining:
            remaining.remove(one)
        else:
            found.append(one)
    return found
