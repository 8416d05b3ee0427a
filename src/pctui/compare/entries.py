"""Entries side by side: their attributes as rows, and whether the entries differ in them. Pure, over the model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..model import Entry

# What is worded for each entry by itself, and what it rests on: these differ of course, which is no fact about it.
PROSE = frozenset({"Summary", "Hedge", "Note", "As printed", "Rests on"})


@dataclass(frozen=True, slots=True)
class Compared:
    """One attribute of some entries: what each of them has there (nothing: an empty tuple), in their order."""

    name: str
    values: tuple[tuple[str, ...], ...]

    @property
    def differ(self) -> bool:
        """Whether any two entries differ; the order of the values does not count."""
        return len({frozenset(values) for values in self.values}) > 1

    @property
    def fact(self) -> bool:
        """Whether it counts when differences are counted."""
        return self.name not in PROSE

    @property
    def sign(self) -> str:
        """`≠` or `=`; a blank for what is no fact."""
        return " " if not self.fact else "≠" if self.differ else "="

    def own(self, column: int) -> frozenset[str]:
        """The values that only the entry of `column` has."""
        others = {value for i, values in enumerate(self.values) if i != column for value in values}
        return frozenset(self.values[column]) - others


def compare(entries: Sequence[Entry]) -> tuple[Compared, ...]:
    """Return every attribute that at least one of `entries` has, in the order in which they tell them."""
    told = [dict(_told(entry)) for entry in entries]
    return tuple(Compared(name, tuple(values.get(name, ()) for values in told)) for name in _merged(told))


def _told(entry: Entry) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What an entry tells, by name; several values where it tells several."""
    rows: dict[str, list[str]] = {}
    dated = any(attribute.name == "In being" for attribute in entry.attributes)  # which tells the date, and more
    fixed = {
        "Kind": entry.kind,
        "Date": None if dated else entry.date,
        "Summary": entry.summary,
        "Modality": None if entry.modality == "happened" else entry.modality,
        "Hedge": entry.hedge,
        "As of": entry.as_of,
        "Origin": None if entry.origin == "document" else "from outside the documents",
    }
    for name, value in fixed.items():
        if value:
            rows[name] = [value]
    for attribute in entry.attributes:
        rows.setdefault(attribute.name, []).extend(item.text for item in attribute.items)
    for link in entry.links:
        words = f"{link.words[:1].upper()}{link.words[1:]}"
        rows.setdefault(words, []).append(link.entry.title)
    if entry.note:
        rows["Note"] = [entry.note]
    if entry.sic:
        rows["As printed"] = [entry.sic]
    places = dict.fromkeys(citation.place for citation in entry.citations)
    if places:
        rows["Rests on"] = list(places)
    for name, values in rows.items():
        yield name, tuple(dict.fromkeys(values))


def _merged(told: Iterable[dict[str, tuple[str, ...]]]) -> list[str]:
    """The names of all, each entry's own order kept as far as the entries agree."""
    names: list[str] = []
    for rows in told:
        at = 0
        for name in rows:
            if name in names:
                at = names.index(name) + 1
            else:
                names.insert(at, name)
                at += 1
    return names
