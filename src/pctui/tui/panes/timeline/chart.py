"""Draws the chart: lanes of spans and markers as lines of pieces. Pure: no widget, no database.

Solid is what happened, hatched what was planned or forecast; a frayed end is an uncertain date, an arrow an
open one. Labels never collide: one that does not fit is shortened with a sign, or left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.cells import cell_len, set_cell_size

from ....model import Bar
from ....text import shorten
from ...lines import Piece
from .axis import View, years

LEGEND = "█ ─ ● happened   ░ ╌ ○ planned or forecast   ┄ uncertain   ▸ goes on"
_BRIEF = " █ happened  ░ planned  ┄ uncertain "
HOLLOW = ("planned", "forecast", "proposed")
_CHOSEN = "◆◇"  # the sign of the selected marker, which no count replaces
_SHORTEST = 8  # cells of a label that is worth showing


@dataclass
class _Row:
    """One row of a lane: cells by column, and what is taken."""

    width: int
    cells: list[tuple[str, str]] = field(default_factory=list)
    marks: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cells = [(" ", "")] * self.width

    def free(self, first: int, last: int) -> bool:
        """Whether the columns [first, last] are empty, with a blank on either side."""
        return all(
            self.cells[c][0] == " " and not self.cells[c][1]
            for c in range(max(first - 1, 0), min(last + 2, self.width))
        )

    def put(self, column: int, text: str, role: str) -> None:
        for character in text:
            size = cell_len(character)
            if column + size > self.width:
                return
            if column >= 0:
                self.cells[column] = (character, role)
                if size == 2:
                    self.cells[column + 1] = ("", role)
            column += size

    def pieces(self) -> list[Piece]:
        """The row as pieces, neighbours of one role joined."""
        found: list[Piece] = []
        for text, role in self.cells:
            if found and found[-1].role == role:
                found[-1] = Piece(found[-1].text + text, role)
            else:
                found.append(Piece(text, role))
        return found


@dataclass(frozen=True)
class Chart:
    """The chart's lines below the axis, and which of them the selected bar stands on (-1: none)."""

    lines: list[list[Piece]]
    selected: int


def gutter(lanes: Sequence[tuple[str, str]], width: int) -> int:
    """Columns for the names of the lanes."""
    longest = max((cell_len(title) for _, title in lanes), default=0)
    return min(longest + 2, max(9, width // 5))


def axis_lines(view: View, left: int) -> list[list[Piece]]:
    """The two lines of the axis: its labels, and its rule with ticks."""
    labels = _Row(view.width)
    rule = ["─"] * view.width
    for column, label in view.ticks():
        rule[column] = "┼"
        start = max(0, min(column - 1, view.width - cell_len(label)))
        if labels.free(start, start + cell_len(label) - 1):
            labels.put(start, label, "muted")
    return [[Piece(" " * left), *labels.pieces()], [Piece("─" * left + "".join(rule), "rule")]]


def cursor_line(view: View, left: int, moment: float | None, label: str) -> list[Piece]:
    """The line below the chart that points at the selected date, with the legend where there is room."""
    width = left + view.width
    row = _Row(width)
    row.put(0, "─" * width, "rule")
    taken = start = 0
    if moment is not None:
        column = max(0, min(view.column(moment), view.width - 1)) + left
        text = f" {shorten(label, width - 4)} "
        start = column if column + 1 + cell_len(text) <= width else max(0, column - cell_len(text))
        row.put(start, text if start < column else f"▲{text}", "accent")
        row.put(column, "▲", "accent")
        taken = column + 1 + cell_len(text)
    if taken + cell_len(_BRIEF) + 2 <= width:
        row.put(width - cell_len(_BRIEF) - 1, _BRIEF, "muted")
    elif moment is not None and cell_len(_BRIEF) + 2 <= start:
        row.put(1, _BRIEF, "muted")
    return row.pieces()


def draw(
    bars: Sequence[Bar], lanes: Sequence[tuple[str, str]], view: View, left: int, height: int, selected: str | None
) -> Chart:
    """Draw the lanes in at most `height` lines, scrolled so that the selected bar is among them."""
    rows: list[tuple[str, bool, _Row]] = []  # lane's title, whether the lane begins here, the row
    chosen = -1
    known = {slug for slug, _ in lanes}
    for slug, title in [*lanes, ("", "Other")]:
        here = [bar for bar in bars if (bar.lane if bar.lane in known else "") == slug]
        drawn, at = _lane(here, view, selected, spare=2 if height >= 12 else 1)
        if at >= 0:
            chosen = len(rows) + at
        rows += [(title, number == 0, row) for number, row in enumerate(drawn)]
    first = max(0, min(chosen - height // 2, len(rows) - height))
    shown = rows[first : first + height]
    lines = [
        [Piece(_name(title, left) if begins or i == 0 else " " * left, "muted"), *row.pieces()]
        for i, (title, begins, row) in enumerate(shown)
    ]
    above, below = first, len(rows) - first - len(shown)
    if above:
        lines[0] = _signed(lines[0], f" ↑ {above} more ", left + view.width)
    if below > 0:
        lines[-1] = _signed(lines[-1], f" ↓ {below} more ", left + view.width)
    return Chart(lines, chosen - first if chosen >= 0 else -1)


def _name(title: str, left: int) -> str:
    return set_cell_size(shorten(title, left - 1), left)


def _signed(line: list[Piece], sign: str, width: int) -> list[Piece]:
    """The line with `sign` over its right end."""
    room = width - cell_len(sign)
    kept: list[Piece] = []
    used = 0
    for piece in line:
        size = cell_len(piece.text)
        if used + size > room:
            kept.append(Piece(set_cell_size(piece.text, room - used), piece.role))
            break
        kept.append(piece)
        used += size
    return [*kept, Piece(sign, "accent")]


def _lane(bars: Sequence[Bar], view: View, selected: str | None, spare: int) -> tuple[list[_Row], int]:
    rows: list[_Row] = []
    at = -1
    for bar in bars:
        if bar.span:
            number = _span(rows, bar, view, bar.slug == selected)
            at = number if bar.slug == selected and number >= 0 else at
    marks = [bar for bar in bars if not bar.span and bar.start]
    in_view = [(view.column(_middle(bar)), bar) for bar in marks]
    in_view = [(column, bar) for column, bar in in_view if 0 <= column < view.width]
    # The selected one first: it is always labelled.
    in_view.sort(key=lambda pair: (pair[1].slug != selected, pair[0]))
    first = len(rows)
    for column, bar in in_view:
        number = _marker(rows, first, spare, column, bar, bar.slug == selected, view)
        at = number if bar.slug == selected else at
    return rows, at


def _middle(bar: Bar) -> float:
    """Where a marker stands: the first day of what is dated to a year or month."""
    return years(bar.start) if bar.start else 0.0


def _span(rows: list[_Row], bar: Bar, view: View, selected: bool) -> int:
    """Put a span into the first row of the lane that has room; return the row's number, -1 where it is out of view."""
    start = years(bar.start) if bar.start else view.start - 1
    end = years(bar.end) if bar.end else view.end + 1
    if end < view.start or start > view.end:
        return -1
    first, last = view.column(start), max(view.column(end), view.column(start) + 1)
    left, right = max(first, 0), min(last, view.width - 1)
    solid = bar.kind == "organisation"  # bodies are bars, events that last are lines
    inside = right - left - 3 if solid else 0
    label, at = _label(bar, left, right, inside, view.width)
    outer = (min(left, at), max(right, at + cell_len(label) - 1)) if label else (left, right)
    number = _first_free(rows, *outer, view.width)
    planned = view.column(years(bar.planned_from)) if bar.planned_from else last + 1
    if bar.modality in HOLLOW:
        planned = left
    draw_span = _bar if solid else _line
    draw_span(rows[number], left, right, planned, selected)
    edge = "accent" if selected else "planned"
    row = rows[number]
    if first < 0:
        row.put(left, "◂", _edge(row, left, selected))
    elif bar.start_fuzzy or not bar.start:
        row.put(left, "┄", edge)
    if last >= view.width or not bar.end:
        row.put(right, "▸", _edge(row, right, selected))
    elif bar.end_fuzzy:
        row.put(right, "┄", edge)
    if left < at < right:
        row.put(left + 1, f" {label} ", _edge(row, left + 1, selected))
    elif label:
        row.put(at, label, "accent" if selected else "label")
    return number


def _edge(row: _Row, column: int, selected: bool) -> str:
    """The role of what is written over a span: on its ground where it is solid."""
    if row.cells[column][0] != "█":
        return "cursor" if selected else "label"
    return "cursor" if selected else "bar"


def _label(bar: Bar, left: int, right: int, inside: int, width: int) -> tuple[str, int]:
    """The label of a span and its column: inside it, else after it, else before it; '' where it fits nowhere."""
    label = bar.short if cell_len(bar.title) > inside else bar.title
    size = cell_len(label)
    if size <= inside:
        return label, left + 2
    after, before = width - right - 3, left - 2
    if after >= min(size, _SHORTEST) and (after >= size or after >= before):
        return shorten(label, after), right + 2
    if before >= min(size, _SHORTEST):
        label = shorten(label, before)
        return label, left - 1 - cell_len(label)
    return "", right


def _bar(row: _Row, left: int, right: int, planned: int, selected: bool) -> None:
    for column in range(left, right + 1):
        if column >= planned:
            row.put(column, "░", "accent" if selected else "planned")
        else:
            row.put(column, "█", "accent" if selected else "fill")


def _line(row: _Row, left: int, right: int, planned: int, selected: bool) -> None:
    role = "accent" if selected else "planned"
    for column in range(left, right + 1):
        hollow = column >= planned
        row.put(column, ("╍" if hollow else "━") if selected else "╌" if hollow else "─", role)
    row.put(left, "┣" if selected else "├", role)
    row.put(right, "┫" if selected else "┤", role)


def _first_free(rows: list[_Row], first: int, last: int, width: int) -> int:
    for number, row in enumerate(rows):
        if row.free(first, min(last, width - 1)):
            return number
    rows.append(_Row(width))
    return len(rows) - 1


def _marker(rows: list[_Row], first: int, spare: int, column: int, bar: Bar, selected: bool, view: View) -> int:
    while len(rows) < first + spare:
        rows.append(_Row(view.width))
    role = "accent" if selected or bar.modality not in HOLLOW else "planned"
    sign = ("◇" if selected else "○") if bar.modality in HOLLOW else "◆" if selected else "●"
    room = view.width - column - 2
    full = cell_len(bar.title)
    for wanted in (full, 24, 14):
        label = shorten(bar.title, min(wanted, room)) if min(wanted, room) >= min(_SHORTEST, full) else ""
        for number in range(first, first + spare):
            if label and rows[number].free(column, column + 1 + cell_len(label)):
                _mark(rows[number], column, sign, role)
                rows[number].put(column + 2, label, "accent" if selected else "label")
                return number
    for number in range(first, first + spare):
        if rows[number].free(column, column):
            _mark(rows[number], column, sign, role)
            return number
    # No place of its own: it joins the nearest marker, which then counts.
    nearest = min(
        ((abs(at - column), number, at) for number in range(first, first + spare) for at in rows[number].marks),
        default=None,
    )
    if nearest is None:
        return first
    _, number, at = nearest
    row = rows[number]
    row.marks[at] += 1
    if row.cells[at][0] not in _CHOSEN:
        row.put(at, str(row.marks[at]) if row.marks[at] < 10 else "+", row.cells[at][1])
    return number


def _mark(row: _Row, column: int, sign: str, role: str) -> None:
    row.put(column, sign, role)
    row.marks.setdefault(column, 1)
