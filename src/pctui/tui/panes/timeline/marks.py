"""The markers of a lane: each in its own column. Markers in one column go on separate rows while there are any, and are
counted otherwise. Labels fill the room that is left, that of the selected marker first."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field
from rich.cells import cell_len

from ....edtf.years import years
from ....kinds.vocabulary import INTENDED
from ....model import Bar
from ....widths import shorten
from .axis import View
from .canvas import Row
from .labels import SHORTEST
from .legend import (
    EVENT,
    MANY,
    NO_END_OF_EVENT,
    NO_START_OF_EVENT,
    PLANNED_EVENT,
    SELECTED,
    SELECTED_PLANNED,
)

MOST = 12  # rows of markers in a lane
_LEAD = len(NO_START_OF_EVENT)  # cells of the side of a marker whose start or end is not given
_FORCED, _READABLE = 20, 3  # the most and the least cells of a label that is written over other markers
_APART = 2  # cells between a label and the next marker, so that it is not taken for that marker's label
_BESIDE = frozenset("◂┄▸0123456789")  # characters that belong to the marker next to them


class Mark(Struct):
    """A marker and its events, mostly one. `labelled` says whether there is room for its full label."""

    column: int
    bars: list[Bar] = field(default_factory=list)
    labelled: bool = False

    @property
    def before(self) -> int:
        """Cells of the frayed side before the marker."""
        return 0 if any(bar.start for bar in self.bars) else _LEAD

    @property
    def after(self) -> int:
        """Cells of the frayed side after the marker."""
        return 0 if any(bar.end for bar in self.bars) else _LEAD


def column_of(bar: Bar, view: View) -> int | None:
    """Return the column of an event's start, or of its end if only that is given; None without a date."""
    day = bar.start or bar.end
    return view.column(years(day)) if day else None


def sign_of(bar: Bar, selected: bool) -> str:
    """Return the character that is drawn for a single event."""
    if bar.modality in INTENDED:
        return SELECTED_PLANNED if selected else PLANNED_EVENT
    return SELECTED if selected else EVENT


def arrange(marks: Sequence[tuple[int, Bar]], rows: int, width: int) -> list[list[Mark]]:
    """Return each row's markers from left to right.

    Starting at the right (and at the last row), a marker goes on the row where its label fits, or else where it has the
    most room. It joins another marker, and is counted there, only if every row has a marker in its column.
    """
    arranged: list[list[Mark]] = [[] for _ in range(rows)]
    taken = [width + _APART] * rows  # by row, the leftmost column taken so far, a frayed side included
    leftmost = [width] * rows  # by row, the column of the leftmost marker so far
    for column, bar in sorted(marks, key=lambda pair: -pair[0]):
        mark = Mark(column, [bar])
        free = [row for row in range(rows) if leftmost[row] > column]
        if not free:
            fewest = min(range(rows), key=lambda row: len(arranged[row][-1].bars))
            arranged[fewest][-1].bars.append(bar)
            arranged[fewest][-1].labelled = False
            continue
        size = cell_len(bar.title) + mark.after + _APART + 1
        fits = [row for row in free if taken[row] - column - 1 >= size]
        row = min(fits, key=lambda row: taken[row]) if fits else max(free, key=lambda row: taken[row])
        mark.labelled = bool(fits)
        arranged[row].append(mark)
        leftmost[row], taken[row] = column, column - mark.before
    return [_join_counts(sorted(row, key=lambda mark: mark.column)) for row in reversed(arranged) if row]


def _join_counts(row: list[Mark]) -> list[Mark]:
    """Join two counts in neighbouring columns, because 2 and 2 would read as 22."""
    kept: list[Mark] = []
    for mark in row:
        last = kept[-1] if kept else None
        if last and last.column + 1 == mark.column and len(last.bars) > 1 < len(mark.bars):
            last.bars += mark.bars
        else:
            kept.append(mark)
    return kept


def draw_marks(marks: Sequence[Mark], width: int, selected: str | None) -> Row:
    """Return a row with markers and their labels."""
    row = Row(width)
    columns = {mark.column for mark in marks} | {width}
    for mark in marks:
        chosen = next((bar for bar in mark.bars if bar.slug == selected), None)
        role = "accent" if chosen or any(bar.modality not in INTENDED for bar in mark.bars) else "planned"
        count = len(mark.bars)
        sign = sign_of(chosen or mark.bars[0], chosen is not None)
        fits = count < 10 or (count < 100 and not columns & {mark.column + 1, mark.column + 2})
        row.draw(mark.column, sign if count == 1 else str(count) if fits else MANY, role)
        row.own(mark.column, mark.column, (chosen or mark.bars[0]).slug)
    for mark in marks:
        _lead(row, mark)
    for mark in sorted(marks, key=lambda mark: all(bar.slug != selected for bar in mark.bars)):
        _label(row, mark, selected)
    return row


def _lead(row: Row, mark: Mark) -> None:
    """Fray the side of a marker whose date is not given, if there is room."""
    role = row.cells[mark.column][1]
    if mark.before and mark.column >= _LEAD and row.empty(mark.column - _LEAD - 1, mark.column - 1):
        row.draw(mark.column - _LEAD, NO_START_OF_EVENT, role)
    if mark.after and mark.column + _LEAD < row.width and row.empty(mark.column + 1, mark.column + _LEAD + 1):
        row.draw(mark.column + 1, NO_END_OF_EVENT, role)


def _label(row: Row, mark: Mark, selected: str | None) -> None:
    """Write the label of a marker after it, or before it if there is more room, or not at all.

    That of the selected one is written in any case: over other markers if there is no room.
    """
    bar = next((bar for bar in mark.bars if bar.slug == selected), mark.bars[0])
    chosen = bar.slug == selected
    others = f" +{len(mark.bars) - 1}" if len(mark.bars) > 1 else ""
    full = cell_len(bar.title + others)
    start, end = mark.column + 1, mark.column - 1
    while start < row.width and row.cells[start][0] in _BESIDE:
        start += 1
    while end >= 0 and row.cells[end][0] in _BESIDE:
        end -= 1
    after, before = row.room(start + 1, 1, _APART), row.room(end - 1, -1, _APART)
    right = after >= full or (before < full and (after >= before or (after >= SHORTEST and not chosen)))
    room = after if right else before
    if room < min(full, SHORTEST + cell_len(others)):
        right = row.width - start - 1 >= min(full, _FORCED)
        room = min(full, _FORCED, row.width - start - 1 if right else end)
        if not chosen or room < cell_len(others) + _READABLE:
            return
        row.put(start if right else end - room - 1, " " * (room + 2), "")
    label = shorten(bar.title, room - cell_len(others)) + others
    at = start + 1 if right else end - cell_len(label)
    row.put(at, label, "accent" if chosen else "label")
    row.own(min(at, mark.column), max(at + cell_len(label) - 1, mark.column), bar.slug)
    if chosen and len(mark.bars) in range(2, 10):  # the label shows the count
        row.draw(mark.column, sign_of(bar, True), "accent")
