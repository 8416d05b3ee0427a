"""Compares entries side by side: their attributes as rows, and whether the entries differ in them. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ..model import Citation, Entry

# Rows whose text is written for each entry: these always differ, which says nothing about the facts.
PROSE = frozenset({"Summary", "Hedge", "Note", "As printed"})


@dataclass(frozen=True, slots=True)
class Value:
    """One value of an attribute, with the passages that it cites and the slug of the entry that it names, if any.

    Values of the same text are equal, whatever they cite.
    """

    text: str
    citations: tuple[Citation, ...] = field(default=(), compare=False)
    entry: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Compared:
    """One attribute of the compared entries: the values of each entry in turn (an empty tuple if it has none)."""

    name: str
    values: tuple[tuple[Value, ...], ...]

    @property
    def differ(self) -> bool:
        """Whether any two entries differ, ignoring the order of the values."""
        return len({frozenset(values) for values in self.values}) > 1

    @property
    def fact(self) -> bool:
        """Whether a difference in this row is counted."""
        return self.name not in PROSE

    @property
    def sign(self) -> str:
        """`≠` or `=`, or a blank if the row is not a fact."""
        return " " if not self.fact else "≠" if self.differ else "="

    @property
    def all(self) -> tuple[Value, ...]:
        """Every value once, with the citations of all entries that have it."""
        return _unique(value for values in self.values for value in values)

    def own(self, column: int) -> frozenset[Value]:
        """Return the values that only the entry in `column` has."""
        others = {value for i, values in enumerate(self.values) if i != column for value in values}
        return frozenset(self.values[column]) - others


def compare(entries: Sequence[Entry]) -> tuple[Compared, ...]:
    """Return every attribute that at least one of `entries` has, in the order in which they list them."""
    columns = [dict(_values(entry)) for entry in entries]
    return tuple(Compared(name, tuple(values.get(name, ()) for values in columns)) for name in _merged(columns))


def _values(entry: Entry) -> Iterator[tuple[str, tuple[Value, ...]]]:
    """Yield the name and the values of each attribute of an entry."""
    rows: dict[str, list[Value]] = {}
    dated = any(attribute.field == "existence" for attribute in entry.attributes)  # this includes the date
    own = tuple(citation for citation in entry.citations if not citation.part)

    def add(name: str, text: str | None, citations: tuple[Citation, ...] = (), linked: str | None = None) -> None:
        if text:
            rows.setdefault(name, []).append(Value(text, citations, linked))

    add("Kind", entry.kind)
    add("Date", None if dated else entry.date, own)
    add("Summary", entry.summary, own)
    add("Modality", None if entry.modality == "happened" else entry.modality, own)
    add("Hedge", entry.hedge, own)
    add("As of", entry.as_of, own)
    add("Origin", None if entry.origin == "document" else "background fact from another source")
    add("Status", entry.status)
    for attribute in entry.attributes:
        for item in attribute.items:
            if item.part:
                citations = tuple(citation for citation in entry.citations if citation.part == item.part)
            else:  # what other entries add cites nothing of this one
                citations = item.citations or (own if attribute.field else ())
            add(attribute.name, item.text, citations, item.entry.slug if item.entry else None)
    for link in entry.links:
        add(f"{link.words[:1].upper()}{link.words[1:]}", link.entry.title, link.citations, link.entry.slug)
    add("Note", entry.note, own)
    add("As printed", entry.sic, own)
    for name, values in rows.items():
        yield name, _unique(values)


def _unique(values: Iterable[Value]) -> tuple[Value, ...]:
    """Return values of different texts, those of the same text as one with the citations of all, each passage once."""
    found: dict[str, Value] = {}
    for value in values:
        had = found.get(value.text, value)
        cited = {citation.passage: citation for citation in (*had.citations, *value.citations)}
        found[value.text] = replace(had, citations=tuple(cited.values()))
    return tuple(found.values())


def _merged(columns: Iterable[dict[str, tuple[Value, ...]]]) -> list[str]:
    """Return the names of all attributes, keeping the order of each entry where the entries agree."""
    names: list[str] = []
    for rows in columns:
        position = 0
        for name in rows:
            if name in names:
                position = names.index(name) + 1
            else:
                names.insert(position, name)
                position += 1
    return names
