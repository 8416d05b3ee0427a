"""An invented corpus with an entry of every kind that fills every field which its kind declares.

It is made from the declarations, so that a new field or kind is in it without being added here. Each kind has three
entries: `concept-1` has every field; `concept-2` and `concept-3`, which the first ones refer to, only what they must.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from pctui.corpus.anchors import Copy
from pctui.database.build import seed
from pctui.kinds.base import ENTRY
from pctui.kinds.kind import COMMON, Kind, Part
from pctui.kinds.registry import KINDS
from pctui.kinds.vocabulary import OF_THE_CORPUS

FULL, OTHER = 0, 1  # the value that an entry with every field has, and the one that replaces it in a variant
_COLOURS = ("red", "white", "green", "blue")
_PATTERNED = {
    "slug": "{colour}-light",
    "url": "https://example.org/{colour}",
    "sha256": "{n}" * 64,
    "number": "1{n}",
}  # texts that are not free
_NEEDED = {"value"}  # of a figure, which must have one of several
_YEARS = range(1850, 1864)
_numbers = count(100, 10)
Data = dict[str, Any]
Path_ = tuple[str | int, ...]


class Leaf(NamedTuple):
    """A field without fields of its own, by the kind that declares it and its path in a record."""

    kind: str
    path: Path_
    within: tuple[Part, ...]  # the fields that it is in, itself the last

    def __str__(self) -> str:
        return f"{self.kind}.{'.'.join(map(str, self.path))}"

    @property
    def slug(self) -> str:
        return f"{self.kind}-1"

    @property
    def elsewhere(self) -> str:
        """Why it is not on the entry's page, where it is not."""
        return next(filter(None, (part.field.elsewhere for part in self.within)), "")

    def value(self, record: Data) -> Any:
        """The value that a record has there."""
        found: Any = record
        for step in self.path:
            found = found[step]
        return found

    def replaced(self, record: Data, value: Any) -> Data:
        """The record with another value there."""
        found = copy.deepcopy(record)
        *path, last = self.path
        inner: Any = found
        for step in path:
            inner = inner[step]
        inner[last] = value
        return found

    def other(self) -> Any:
        """Another value that it may have."""
        part = self.within[-1]
        return _single(self.kind, part, OTHER)


def leaves(kind: str, parts: tuple[Part, ...]) -> Iterator[Leaf]:
    """The fields of a kind that have no fields of their own, of the first item where there are several."""
    for part in parts:
        yield from _leaves(kind, part, (part.key,), (part,))


def _leaves(kind: str, part: Part, path: Path_, within: tuple[Part, ...]) -> Iterator[Leaf]:
    if part.many:
        assert part.item
        first = (0,) if part.many is list else (keys(part)[0], 0)
        yield from _leaves(kind, part.item, (*path, *first), (*within, part.item))
    elif part.parts:
        for inner in part.parts:
            yield from _leaves(kind, inner, (*path, inner.key), (*within, inner))
    else:
        yield Leaf(kind, path, within)


def keys(part: Part) -> tuple[str, ...]:
    """The keys that a mapping may have."""
    assert part.field.keys_of
    return _COLOURS


# Fields that every entry has are tried on one kind.
COMMON_LEAVES = list(leaves("concept", COMMON))
OWN_LEAVES = [leaf for kind in KINDS.values() for leaf in leaves(kind.name, kind.parts)]
LEAVES = [*COMMON_LEAVES, *OWN_LEAVES]


def specimen(kind: Kind, n: int) -> Data:
    """The `n`th entry of a kind: the first has every field, the others what they must have."""
    declared = (*COMMON, *kind.parts)
    needed = {field.encode_name for field in msgspec.structs.fields(kind.struct) if field.required} | _NEEDED
    given = declared if n == 1 else [part for part in declared if part.key in needed]
    fields = {part.key: _value(kind.name, part, FULL if n == 1 else n) for part in given}
    return {"kind": kind.name, **fields, "slug": f"{kind.name}-{n}"}


def _value(kind: str, part: Part, n: int) -> Any:
    if part.many and part.item:
        item = _value(kind, part.item, n)
        return [item] if part.many is list else {keys(part)[0]: [item]}
    if part.parts:
        inner = {each.key: _value(kind, each, n) for each in part.parts}
        return inner | ({"citations": []} if part.cited else {})
    return _single(kind, part, n)


def _single(kind: str, part: Part, n: int) -> Any:
    """One value of a field, of which there are four: `n` from 0."""
    if part.field.refers_to:
        other = "organisation" if part.field.refers_to == ENTRY else part.field.refers_to
        return f"{other}-{2 if n == FULL else 3}"
    if part.field.term_of:
        return _COLOURS[n]
    if part.words:
        return part.words[-1 - n % len(part.words)]
    if part.date:
        return f"185{n}/186{n}" if part.field.interval else f"185{n}"
    if part.base is bool:
        return n == FULL
    if part.base in (int, float):
        return _number(kind, part.name) + n
    if part.free:
        return f"{_COLOURS[n]} {kind}{part.name.replace('_', '')}"
    return _PATTERNED[part.name].format(colour=_COLOURS[n], n=n)


@cache
def _number(kind: str, name: str) -> int:
    return next(_numbers)


def records() -> dict[str, Data]:
    """The entries of the corpus, by slug."""
    found = [specimen(kind, n) for kind in KINDS.values() for n in (1, 2, 3)]
    return {record["slug"]: record for record in found}


def document_text(entries: dict[str, Data]) -> str:
    """The one document that all entries cite: it prints every number, and what its own record says of it."""
    numeric = [leaf for leaf in LEAVES if leaf.within[-1].base in (int, float)]
    numbers = [_single(leaf.kind, leaf.within[-1], n) for leaf in numeric for n in range(len(_COLOURS))]
    record = [
        leaf.value(entries["document-1"])
        for leaf in leaves("document", KINDS["document"].parts)
        if leaf.path[0] == "csl"
    ]
    printed = " and ".join(map(str, (*_YEARS, *numbers, *record)))
    return f"The log of the keepers has {printed} and nothing more than that.\n"


def write(folder: Path, entries: dict[str, Data]) -> Path:
    """Write the corpus, and beside it the document; return the corpus's folder."""
    whole = Copy(document_text(records()))
    anchor = whole.anchor(0, len(whole.words))
    citation = {"document": "document-1", "paragraph": 1, "anchors": [anchor]}
    corpus = {
        "kind": "corpus", "slug": "specimens", "title": "Specimens", "summary": "Every field.", "version": "1",
        **{name: [{"slug": colour, "title": f"The {colour} {name}"}
                  | ({"symmetric": True} if name == "link_types" else {}) for colour in _COLOURS]
           for name in OF_THE_CORPUS.values()},
    }  # fmt: skip
    section = entries["document-1"]["sections"][0]["slug"]
    paragraph = {"kind": "paragraph", "document": "document-1", "number": 1, "anchors": [anchor], "section": section}
    cited = [record | {"citations": [citation]} for record in entries.values()]
    home = folder / "corpus"
    home.mkdir(parents=True)
    (home / "corpus.jsonl").write_bytes(b"\n".join(map(msgspec.json.encode, [corpus, paragraph, *cited])))
    documents = folder / "documents"
    documents.mkdir()
    (documents / "log.txt").write_text(whole.text, encoding="utf-8")
    return home


def built(folder: Path, entries: dict[str, Data]) -> Path:
    """The database of the corpus with these entries."""
    database = folder / "specimens.db"
    seed(write(folder, entries), database)
    return database
