"""Lays out a comparison: columns side by side, or one below the other if they do not fit. Pure functions: no widget."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.cells import cell_len

from ...compare.entries import Compared, Value
from ...page import Bullets, Numbering, Passages, Prose, Run
from ...page.relations import MISSING
from ...text import one_line
from ...widths import shorten
from .layout import Piece, lay_out

_LABEL = 18  # widest column of attribute names
_COLUMN = 26  # narrowest column of an entry

Line = list[Piece]


@dataclass(frozen=True, slots=True)
class ValueStop:
    """A value that the cursor stops at, because it cites a passage or names an entry: its row and column, its lines.

    The passages listed at the end are stops as well, of no row, in every column (-1).
    """

    row: str
    column: int
    value: Value
    first: int
    last: int

    @property
    def key(self) -> tuple[str, int, str]:
        """What identifies it in a layout of any width."""
        return self.row, self.column, self.value.text


@dataclass
class ComparisonTable:
    """A comparison laid out: the lines that stay on top, those that scroll, their stops, and the columns in view."""

    head: list[Line] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    stops: list[ValueStop] = field(default_factory=list)
    numbering: Numbering = field(default_factory=Numbering)
    first: int = 0
    shown: int = 0
    columns: int = 0

    @property
    def stacked(self) -> bool:
        """Whether the entries are one below the other."""
        return not self.head


def comparison_table(titles: Sequence[str], rows: Sequence[Compared], width: int, first: int = 0) -> ComparisonTable:
    """Return the comparison of the entries called `titles`, at most `width` cells wide, from column `first` on."""
    label = min(max((cell_len(row.name) for row in rows), default=0), _LABEL) + 4
    fit = (width - label) // (_COLUMN + 3)
    table = ComparisonTable(columns=len(titles))
    for row in rows:  # all of them, so that a passage has one number whichever columns are in view
        for values in row.values:
            for value in values:
                table.numbering.numbers(value.citations)
    if fit < 2 or len(titles) < 2:
        _stack(table, titles, rows, width)
    else:
        _lay_side_by_side(table, titles, rows, width, label, min(fit, len(titles)), first)
    _list_passages(table, width)
    return table


def _lay_side_by_side(
    table: ComparisonTable,
    titles: Sequence[str],
    rows: Sequence[Compared],
    width: int,
    label: int,
    shown: int,
    first: int,
) -> None:
    if shown < len(titles):  # room for "2–3 of 6" above the names
        label = max(label, cell_len(f" ← {len(titles)}–{len(titles)} of {len(titles)} → "))
    table.first, table.shown = max(0, min(first, len(titles) - shown)), shown
    column = (width - label) // shown - 3
    in_view = range(table.first, table.first + shown)
    before, after = table.first > 0, table.first + shown < len(titles)
    names = [lay_out([Prose((Run(one_line(titles[i]), "title"),))], column).lines for i in in_view]
    count = f"{table.first + 1}–{table.first + shown} of {len(titles)}" if shown < len(titles) else ""
    more = f" {'← ' if before else ''}{count}{' →' if after else ''}"
    for y in range(max(map(len, names))):
        lead = [Piece(_filled("" if y else shorten(more, label), label), "accent")]
        table.head.append(_row(lead, [name[y] if y < len(name) else [] for name in names], column))
    table.head.append([Piece("─" * label + f"┼{'─' * (column + 2)}" * shown, "rule")])
    for row in rows:
        cells = [_cell(table, row, i, column) for i in in_view]
        name = lay_out([Prose((_name(row, False),))], label - 4).lines
        given = any(row.values[i] for i in in_view)  # if no value is in view, there is no difference to show
        for y in range(max([len(name), *map(len, cells)])):
            sign = _sign(row) if given else Piece("   ")
            lead = [sign if not y else Piece("   ")]
            name_line = name[y] if y < len(name) else []
            lead += [*name_line, Piece(" " * max(0, label - 3 - _width(name_line)))]
            table.lines.append(_row(lead, [cell[y] if y < len(cell) else [] for cell in cells], column))


def _stack(table: ComparisonTable, titles: Sequence[str], rows: Sequence[Compared], width: int) -> None:
    table.shown = len(titles)
    inner = max(width - 6, 8)
    for row in rows:
        name = lay_out([Prose((_name(row, True),))], max(width - 3, 8)).lines
        sign = _sign(row)
        table.lines += [[sign if not y else Piece("   "), *line] for y, line in enumerate(name)]
        if not row.differ:
            table.lines += [[Piece("     "), *line] for line in _values(table, row, 0, row.all, inner)]
            continue
        for i, title in enumerate(titles):
            table.lines.append([Piece(f"   {shorten(one_line(title), max(width - 4, 1))}", "muted")])
            table.lines += [[Piece("     "), *line] for line in _cell(table, row, i, inner)]


def _list_passages(table: ComparisonTable, width: int) -> None:
    """Append the passages cited, each a stop."""
    if not len(table.numbering):
        return
    table.lines.append([])
    listed = lay_out([Passages()], max(width - 2, 8), table.numbering)
    base, top = len(table.stops), len(table.lines)
    for stop in listed.stops:
        if citation := stop.run.citation:
            number = str(table.numbering.number(citation))
            value = Value(number, (citation,))
            table.stops.append(ValueStop("", -1, value, top + stop.first, top + stop.last))
    for line in listed.lines:
        pieces = [Piece(piece.text, piece.role, base + piece.stop if piece.stop >= 0 else -1) for piece in line]
        table.lines.append([Piece(" "), *pieces])


def _sign(row: Compared) -> Piece:
    return Piece(f" {row.sign} ", "new" if row.differ else "muted")


def _name(row: Compared, wide: bool) -> Run:
    return Run(
        f"{row.name}, all the same" if wide and not row.differ else row.name,
        "strong" if row.differ and row.fact else "muted",
    )


def _cell(table: ComparisonTable, row: Compared, column: int, width: int) -> list[Line]:
    return _values(table, row, column, row.values[column], width)


def _values(table: ComparisonTable, row: Compared, column: int, values: Sequence[Value], width: int) -> list[Line]:
    """Return values as lines, to follow those of the table, and add their stops.

    Those that no other entry has are bold, and in a list have a sign.
    """
    own = row.own(column) if row.fact else frozenset()
    if not values:
        return [[Piece(MISSING, "muted")]]
    lines: list[Line] = []
    for value in values:
        numbers = table.numbering.numbers(value.citations)
        text = Run(value.text, "strong" if value in own else "")
        runs = (text, Run(f" {numbers}", "cite")) if numbers else (text,)
        listed = len(values) > 1
        wrapped = lay_out([Bullets((runs,)) if listed else Prose(runs)], width).lines
        if wrapped and (value.citations or value.entry):
            number, top = len(table.stops), len(table.lines) + len(lines)
            table.stops.append(ValueStop(row.name, column, value, top, top + len(wrapped) - 1))
            indent = 1 if listed else 0  # the piece before the text
            wrapped = [
                [*line[:indent], *(Piece(piece.text, piece.role, number) for piece in line[indent:])]
                for line in wrapped
            ]
        if listed and value in own and wrapped and wrapped[0]:
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
