"""Lays out a comparison: columns side by side, or one below the other if they do not fit. Pure functions: no widget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.cells import cell_len

from ...compare.entries import Compared
from ...page import Bullets, Prose, Run
from ...text import one_line
from ...widths import shorten
from .layout import Piece, lay_out

_LABEL = 18  # widest column of attribute names
_COLUMN = 26  # narrowest column of an entry

Line = list[Piece]


@dataclass
class ComparisonTable:
    """A comparison laid out: the lines that stay on top, those that scroll, and the columns in view."""

    head: list[Line] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    first: int = 0
    shown: int = 0
    columns: int = 0


def comparison_table(titles: Sequence[str], rows: Sequence[Compared], width: int, first: int = 0) -> ComparisonTable:
    """Return the comparison of the entries called `titles`, at most `width` cells wide, from column `first` on."""
    label = min(max((cell_len(row.name) for row in rows), default=0), _LABEL) + 4
    fit = (width - label) // (_COLUMN + 3)
    if fit < 2 or len(titles) < 2:
        return _stacked(titles, rows, width)
    shown = min(fit, len(titles))
    if shown < len(titles):  # room for "2–3 of 6" above the names
        label = max(label, cell_len(f" ← {len(titles)}–{len(titles)} of {len(titles)} → "))
    first = max(0, min(first, len(titles) - shown))
    table = ComparisonTable(first=first, shown=shown, columns=len(titles))
    column = (width - label) // shown - 3
    in_view = range(first, first + shown)
    before, after = first > 0, first + shown < len(titles)
    names = [lay_out([Prose((Run(one_line(titles[i]), "title"),))], column).lines for i in in_view]
    count = f"{first + 1}–{first + shown} of {len(titles)}" if shown < len(titles) else ""
    more = f" {'← ' if before else ''}{count}{' →' if after else ''}"
    for y in range(max(map(len, names))):
        lead = [Piece(_filled("" if y else shorten(more, label), label), "accent")]
        table.head.append(_row(lead, [name[y] if y < len(name) else [] for name in names], column))
    table.head.append([Piece("─" * label + f"┼{'─' * (column + 2)}" * shown, "rule")])
    for row in rows:
        cells = [_cell(row, i, column) for i in in_view]
        name = lay_out([Prose((_name(row, False),))], label - 4).lines
        for y in range(max([len(name), *map(len, cells)])):
            given = any(row.values[i] for i in in_view)  # if no value is in view, there is no difference to show
            sign = _sign(row) if given else Piece("   ")
            lead = [sign if not y else Piece("   ")]
            name_line = name[y] if y < len(name) else []
            lead += [*name_line, Piece(" " * max(0, label - 3 - _width(name_line)))]
            table.lines.append(_row(lead, [cell[y] if y < len(cell) else [] for cell in cells], column))
    return table


def _stacked(titles: Sequence[str], rows: Sequence[Compared], width: int) -> ComparisonTable:
    table = ComparisonTable(shown=len(titles), columns=len(titles))
    inner = max(width - 6, 8)
    for row in rows:
        name = lay_out([Prose((_name(row, True),))], max(width - 3, 8)).lines
        sign = _sign(row)
        table.lines += [[sign if not y else Piece("   "), *line] for y, line in enumerate(name)]
        if not row.differ:
            table.lines += [[Piece("     "), *line] for line in _cell(row, 0, inner)]
            continue
        for i, title in enumerate(titles):
            table.lines.append([Piece(f"   {shorten(one_line(title), max(width - 4, 1))}", "muted")])
            table.lines += [[Piece("     "), *line] for line in _cell(row, i, inner)]
    return table


def _sign(row: Compared) -> Piece:
    return Piece(f" {row.sign} ", "new" if row.differ else "muted")


def _name(row: Compared, wide: bool) -> Run:
    return Run(
        f"{row.name}, all the same" if wide and not row.differ else row.name,
        "strong" if row.differ and row.fact else "muted",
    )


def _cell(row: Compared, column: int, width: int) -> list[Line]:
    """Return the values of one entry as lines; those that no other entry has are bold, and in a list have a sign."""
    values, own = row.values[column], row.own(column) if row.fact else frozenset()
    if not values:
        return [[Piece("—", "muted")]]
    if len(values) == 1:
        return lay_out([Prose((Run(values[0], "strong" if own else ""),))], width).lines
    lines: list[Line] = []
    for value in values:
        wrapped = lay_out([Bullets(((Run(value, "strong" if value in own else ""),),))], width).lines
        if value in own and wrapped and wrapped[0]:
            wrapped[0][0] = Piece("≠ ", "new")
        lines += wrapped
    return lines


def _row(lead: Line, cells: Sequence[Line], column: int) -> Line:
    line = list(lead)
    for cell in cells:
        line += [Piece("│ ", "rule"), *cell, Piece(" " * max(0, column + 1 - _width(cell)))]
    return line


def _width(line: Line) -> int:
    return sum(cell_len(piece.text) for piece in line)


def _filled(text: str, width: int) -> str:
    return text + " " * max(0, width - cell_len(text))
