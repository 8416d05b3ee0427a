"""A comparison of entries as blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..compare.entries import Compared
from ..model import Entry
from . import Block, Bullets, Heading, Prose, Run, Runs

MISSING = "—"


def compared(entries: Sequence[Entry], rows: Sequence[Compared]) -> Iterator[Block]:
    """A comparison as a list: each attribute with the values of the entries, printed once if they are the same."""
    yield Heading(2, "Compared")
    yield Bullets(tuple((Run(entry.title, "strong", entry.slug),) for entry in entries))
    yield Prose((Run(summary(rows)),))
    for row in rows:
        yield Heading(3, f"{row.name} {row.sign}".strip() if row.differ else f"{row.name}, all the same")
        each = tuple((Run(f"{entry.title}: ", "muted"), *cell(row, i)) for i, entry in enumerate(entries))
        yield Bullets(each if row.differ else (cell(row, 0),))


def summary(rows: Sequence[Compared]) -> str:
    """Return the number of facts in which the entries differ, as text."""
    facts = [row for row in rows if row.fact]
    return f"≠ {sum(row.differ for row in facts)} of {len(facts)} facts differ"


def cell(row: Compared, column: int) -> Runs:
    """Return the values of one entry, in bold if no other entry has them."""
    runs: list[Run] = []
    own = row.own(column)
    for value in row.values[column]:
        runs += [*([Run("; ")] if runs else []), Run(value, "strong" if value in own else "")]
    return tuple(runs) or (Run(MISSING, "muted"),)
