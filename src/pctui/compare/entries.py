"""Compares entries side by side: their attributes as rows, and whether the entries differ in them. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..model import Entry

# Rows whose text is written for each entry, and its sources: these always differ, which says nothing about the facts.
PROSE = frozenset({"Summary", "Hedge", "Note", "As printed", "Sources"})


@dataclass(frozen=True, slots=True)
class Compared:
    """One attribute of the compared entries: the values of each entry in turn (an empty tuple if it has none)."""

    name: str
    values: tuple[tuple[str, ...], ...]

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

    def own(self, column: int) -> frozenset[str]:
        """Return the values that only the entry in `column` has."""
        others = {value for i, values in enumerate(self.values) if i != column for value in values}
        return frozenset(self.values[column]) - others


def compare(entries: Sequence[Entry]) -> tuple[Compared, ...]:
    """Return every attribute that at least one of `entries` has, in the order in which they list them."""
    columns = [dict(_values(entry)) for entry in entries]
    return tuple(Compared(name, tuple(values.get(name, ()) for values in columns)) for name in _merged(columns))


def _values(entry: Entry) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the name and the values of each attribute of an entry."""
    rows: dict[str, list[str]] = {}
    dated = any(attribute.field == "existence" for attribute in entry.attributes)  # this includes the date
    fixed = {
        "Kind": entry.kind,
        "Date": None if dated else entry.date,
        "Summary": entry.summary,
        "Modality": None if entry.modality == "happened" else entry.modality,
        "Hedge": entry.hedge,
        "As of": entry.as_of,
        "Origin": None if entry.origin == "document" else "background fact from another source",
    }
    for name, value in fixed.items():
        if value:
            rows[name] = [value]
    for attribute in entry.attributes:
        rows.setdefault(attribute.name, []).extend(item.text for item in attribute.items)
    for link in entry.links:
        label = f"{link.words[:1].upper()}{link.words[1:]}"
        rows.setdefault(label, []).append(link.entry.title)
    if entry.note:
        rows["Note"] = [entry.note]
    if entry.sic:
        rows["As printed"] = [entry.sic]
    places = dict.fromkeys(citation.place for citation in entry.citations)
    if places:
        rows["Sources"] = list(places)
    for name, values in rows.items():
        yield name, tuple(dict.fromkeys(values))


def _merged(columns: Iterable[dict[str, tuple[str, ...]]]) -> list[str]:
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
