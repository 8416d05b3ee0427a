"""What differs between two corpora: entries added, removed, changed field by field, citations moved. Pure.

A corpus comes as its records: plain data in the shape of the corpus format, whatever it was read from. A field that is
None or empty counts as one that is not there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

Data = dict[str, Any]

# What tells the items of a list of records apart; those of other lists are texts.
_KEYS = {
    "lanes": ("slug",),
    "boundaries": ("slug",),
    "domains": ("slug",),
    "event_types": ("slug",),
    "sections": ("slug",),
    "links": ("type", "to"),
    "derived": ("number",),
    "sources": ("url",),
    "supplied": ("field",),
}
_FIRST = ("corpus", "document", "paragraph")  # the kinds that are told first; the others by their names


@dataclass(frozen=True, slots=True)
class Name:
    """A record as readers know it; the slug of a paragraph is `DOCUMENT ¶N`."""

    kind: str
    slug: str
    title: str


@dataclass(frozen=True, slots=True)
class Change:
    """A field, or an item of a list, as it was and as it is; None where it is not there. `csl.title`, `links`."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Moved:
    """A citation as it was and as it is: moved where both are there. `part` is '' or the statement it belongs to."""

    part: str
    old: Data | None
    new: Data | None


@dataclass(frozen=True, slots=True)
class Changed:
    """A record that both corpora have, and what differs in it."""

    name: Name
    fields: tuple[Change, ...]
    citations: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that differs between two corpora."""

    old: Name
    new: Name
    added: tuple[Name, ...]
    removed: tuple[Name, ...]
    changed: tuple[Changed, ...]

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
            changed.append(Changed(_name(after[key]), tuple(found.fields), tuple(found.citations)))
    corpus = ("corpus",)
    return Difference(
        _name(before[corpus]),
        _name(after[corpus]),
        tuple(_name(record) for record in sorted((after[key] for key in after.keys() - before.keys()), key=_order)),
        tuple(_name(record) for record in sorted((before[key] for key in before.keys() - after.keys()), key=_order)),
        tuple(changed),
    )


def _pruned(value: Any) -> Any:
    """`value` without what is None or empty."""
    match value:
        case dict():
            pruned = {key: _pruned(item) for key, item in value.items()}
            return {key: item for key, item in pruned.items() if item not in (None, [], {})}
        case list():
            return [_pruned(item) for item in value]
    return value


def _key(record: Data) -> Hashable:
    """What a record is known by, in any corpus."""
    if record["kind"] == "corpus":
        return ("corpus",)
    return (record["document"], record["number"]) if record["kind"] == "paragraph" else record["slug"]


def _name(record: Data) -> Name:
    if record["kind"] == "paragraph":
        return Name("paragraph", f"{record['document']} ¶{record['number']}", "")
    return Name(record["kind"], record["slug"], record["title"])


def _order(record: Data) -> tuple[int, str, str, int]:
    kind = record["kind"]
    first = _FIRST.index(kind) if kind in _FIRST else len(_FIRST)
    return first, kind, record.get("slug") or record["document"], record.get("number", 0)


@dataclass
class _Comparison:
    """One record beside the other: collects what differs."""

    fields: list[Change] = field(default_factory=list)
    citations: list[Moved] = field(default_factory=list)

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
            self.fields.append(Change(path, old, new))

    def _items(self, path: str, old: list[Any], new: list[Any]) -> None:
        before, after = dict(_keyed(path, old)), dict(_keyed(path, new))
        gone = [before[key] for key in before if key not in after]
        come = [after[key] for key in after if key not in before]
        kept = [key for key in before if key in after]
        for key in kept:
            self._item(path, before[key], after[key])
        if len(gone) == len(come):  # as many: each was put into other words
            for one, other in zip(gone, come, strict=True):
                self._item(path, one, other)
        else:
            self.fields += [Change(path, item, None) for item in gone]
            self.fields += [Change(path, None, item) for item in come]
        if kept != (now := [key for key in after if key in before]):
            order = [[_told(key) for key, _ in keys] for keys in (kept, now)]
            self.fields.append(Change(f"{path}, their order", *order))

    def _item(self, path: str, old: Any, new: Any) -> None:
        if old == new:
            return
        if isinstance(old, dict) and isinstance(new, dict):
            if "text" in old and "text" in new:  # a statement with citations of its own
                self._values(path, old["text"], new["text"])
                self._cited(f"{path}: {new['text']}", old.get("citations") or [], new.get("citations") or [])
                return
            if _keyed_by(path, old) == _keyed_by(path, new):
                self._values(f"{path}: {_told(_keyed_by(path, new))}", old, new)
                return
        self.fields.append(Change(path, old, new))

    def _cited(self, part: str, old: list[Data], new: list[Data]) -> None:
        """Pair what was cited with what is: the same passage elsewhere, else the same paragraph, else the document."""
        gone, come = _without(old, new), _without(new, old)
        if not gone and not come and old != new:
            order = [[_place(citation) for citation in citations] for citations in (old, new)]
            self.fields.append(Change(f"{part or 'citations'}, their order", *order))
        for names in (("anchors",), ("document", "paragraph"), ("document",)):
            for one in list(gone):
                other = next((c for c in come if all(c[name] == one[name] for name in names)), None)
                if other is not None:
                    gone.remove(one)
                    come.remove(other)
                    self.citations.append(Moved(part, one, other))
        self.citations += [Moved(part, one, None) for one in gone]
        self.citations += [Moved(part, None, other) for other in come]


def _keyed(path: str, items: list[Any]) -> Iterator[tuple[tuple[Hashable, int], Any]]:
    """The items of a list with what they are known by; of several with the same, which of them."""
    seen: Counter[Hashable] = Counter()
    for item in items:
        key = _keyed_by(path, item)
        yield (key, seen[key]), item
        seen[key] += 1


def _keyed_by(path: str, item: Any) -> Hashable:
    if not isinstance(item, dict):
        return str(item)
    return tuple(str(item.get(name)) for name in _KEYS.get(path, ("text",) if "text" in item else tuple(item)))


def _told(key: Hashable) -> str:
    return " ".join(key) if isinstance(key, tuple) else str(key)


def _place(citation: Data) -> str:
    return f"{citation['document']} ¶{citation['paragraph']} {' '.join(citation['anchors'])}"


def _without(some: list[Data], others: list[Data]) -> list[Data]:
    """Those of `some` that are not among `others`, each counted as often as it is there."""
    left = list(others)
    found = []
    for one in some:
        if one in left:
            left.remove(one)
        else:
            found.append(one)
    return found
