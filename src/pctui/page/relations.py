"""A comparison of entries as blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..compare.entries import Compared, Value
from ..model import Entry, merged
from . import Block, Bullets, Heading, Passages, Prose, Run, Runs

MISSING = "—"


def compared(entries: Sequence[Entry], rows: Sequence[Compared]) -> Iterator[Block]:
    """A comparison as a list: each attribute with the values of the entries, printed once if they are the same."""
    yield Heading(2, "Compared")
    yield Bullets(tuple((Run(entry.title, "strong", entry.slug),) for entry in entries))
    yield Prose((Run(summary(rows)),))
    for row in rows:
        yield Heading(3, f"{row.name} {row.sign}".strip() if row.differ else f"{row.name}, all the same")
        if row.differ:
            titled = ((Run(f"{entry.title}: ", "muted"), *cell(row, i)) for i, entry in enumerate(entries))
            yield Bullets(tuple(titled))
        else:
            yield Bullets((_joined(row.all, frozenset()),))
    yield Passages()


def summary(rows: Sequence[Compared]) -> str:
    """Return the number of facts in which the entries differ, as text."""
    facts = [row for row in rows if row.fact]
    return f"≠ {sum(row.differ for row in facts)} of {len(facts)} facts differ"


def cell(row: Compared, column: int) -> Runs:
    """Return the values of one entry, in bold if no other entry has them, each with its citations."""
    return _joined(row.values[column], row.own(column))


def value_runs(value: Value, role: str) -> Runs:
    """Return a value with its citations, which are many where a plain field has those of its entry."""
    return Run(value.text, role), *(Run("", citation=citation) for citation in merged(value.citations))


def _joined(values: Sequence[Value], own: frozenset[Value]) -> Runs:
    runs: list[Run] = []
    for value in values:
        runs += [*([Run("; ")] if runs else []), *value_runs(value, "strong" if value in own else "")]
    return tuple(runs) or (Run(MISSING, "muted"),)
