"""Draws one lane of the chart: spans in rows that they share, markers below them, or density where there are too many.

Solid is what happened, hatched what was planned or forecast; a frayed end is an uncertain date, an arrow an
open one. Labels never collide: one that does not fit is shortened with a sign, or left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate

from rich.cells import cell_len

from ....model import Bar
from ....text import shorten
from ...glyphs import DENSITY
from .axis import View, years
from .canvas import Row

HOLLOW = ("planned", "forecast", "proposed")
_CHOSEN = "◆◇"  # the sign of the selected marker, which no count replaces
_SHORTEST = 8  # cells of a label that is worth showing


class Lane:
    """What of a lane is in view, and where: the same whatever is selected, so that a cursor move need not find it."""

    def __init__(self, title: str, bars: Sequence[Bar], view: View) -> None:
        self.title = title
        self.view = view
        self.spans = [(ends, bar) for bar in bars if bar.span and (ends := _ends(bar, view)) is not None]
        marks = [(view.column(years(bar.start)), bar) for bar in bars if not bar.span and bar.start]
        self.marks = [(column, bar) for column, bar in marks if 0 <= column < view.width]

    @cached_property
    def covered(self) -> list[int]:
        """How many spans cover each column."""
        return _covered([ends for ends, _ in self.spans], self.view.width)

    @cached_property
    def counted(self) -> list[int]:
        """How many markers stand in each column."""
        counted = Counter(column for column, _ in self.marks)
        return [counted[column] for column in range(self.view.width)]

    @cached_property
    def _places(self) -> dict[str, tuple[int, Bar]]:
        return {bar.slug: (column, bar) for column, bar in self.marks}

    def mark(self, slug: str | None) -> tuple[int, Bar] | None:
        """The column and the bar of a marker; None where it is not in view."""
        return self._places.get(slug or "")


def draw_lane(lane: Lane, selected: str | None, spare: int) -> tuple[list[Row], int]:
    """The rows of a lane, its markers in `spare` of them, and which row the selected bar stands on (-1: none)."""
    rows: list[Row] = []
    at = -1
    view, spans = lane.view, lane.spans
    many = len(spans) > view.width  # more than anybody could look at in rows: how many there are at a time
    for ends, bar in spans:
        if many and bar.slug != selected:
            continue
        number = _span(rows, bar, view, ends, bar.slug == selected)
        at = number if bar.slug == selected else at
    if many:
        note = Row(view.width)
        _note(note, len(spans), "spans", lane.covered)
        rows += [note, _density(lane.covered)]
    first = len(rows)
    if len(lane.marks) > view.width:
        return _crowd(rows, lane, selected, spare, at)
    # The selected one first: it is always labelled.
    for column, bar in sorted(lane.marks, key=lambda pair: (pair[1].slug != selected, pair[0])):
        number = _marker(rows, first, spare, column, bar, bar.slug == selected, view)
        at = number if bar.slug == selected else at
    return rows, at


def _covered(ends: Sequence[tuple[int, int]], width: int) -> list[int]:
    """How many spans cover each column."""
    steps = [0] * (width + 1)
    for first, last in ends:
        steps[max(first, 0)] += 1
        steps[min(last, width - 1) + 1] -= 1
    return list(accumulate(steps[:width]))


def _density(counts: Sequence[int]) -> Row:
    """A row of blocks as high as the counts; what is there at all is seen."""
    row = Row(len(counts))
    most = max(counts)
    for column, count in enumerate(counts):
        if count:
            row.put(column, DENSITY[(count * len(DENSITY) - 1) // most], "fill")
    return row


def _note(row: Row, total: int, things: str, counts: Sequence[int]) -> None:
    """Say in a row what the density below it stands for, where that leaves the label there alone."""
    words = f"{total:,} {things}, █ = {max(counts):,}"
    for start in (1, row.width - cell_len(words) - 1):
        if start >= 0 and row.free(start, start + cell_len(words) - 1):
            row.put(start, words, "muted")
            return


def _crowd(rows: list[Row], lane: Lane, selected: str | None, spare: int, at: int) -> tuple[list[Row], int]:
    """Add more markers than there are columns, as density; the selected one stands above, or in it."""
    width = lane.view.width
    density = _density(lane.counted)
    above = Row(width) if spare > 1 else density
    if chosen := lane.mark(selected):
        column, bar = chosen
        _mark(above, column, "◇" if bar.modality in HOLLOW else "◆", "accent")
        at = len(rows)
        if above is not density:
            label, start = _beside(bar.title, column, width)
            above.put(start, label, "accent")
    if above is density:
        return [*rows, density], at
    _note(above, len(lane.marks), "events", lane.counted)
    return [*rows, above, density], at


def _beside(title: str, column: int, width: int) -> tuple[str, int]:
    """The label of a lone marker and its column: after it, before it where there is more room."""
    after, before = width - column - 2, column - 1
    if after >= cell_len(title) or after >= before:
        return shorten(title, after), column + 2
    label = shorten(title, before)
    return label, column - 1 - cell_len(label)


def _ends(bar: Bar, view: View) -> tuple[int, int] | None:
    """The first and last columns of a span; None where it is out of view."""
    start = years(bar.start) if bar.start else view.start - 1
    end = years(bar.end) if bar.end else view.end + 1
    if end < view.start or start > view.end:
        return None
    first = view.column(start)
    return first, max(view.column(end), first + 1)


def _span(rows: list[Row], bar: Bar, view: View, ends: tuple[int, int], selected: bool) -> int:
    """Put a span into the first row of the lane that has room; return the row's number."""
    first, last = ends
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
    row.own(*outer, bar.slug)
    if first < 0:
        row.put(left, "◂", _edge(row, left, selected))
    elif bar.start_fuzzy or not bar.start:
        row.put(left, "┄", edge)
    if last >= view.width or not bar.end:
        row.put(right, "▸", _edge(row, right, selected))
    elif bar.end_fuzzy:
        row.put(right, "┄", edge)
    if left < at < right:
        row.put(at - 1, f" {label} ", _edge(row, at - 1, selected))
    elif label:
        row.put(at, label, "accent" if selected else "label")
    return number


def _edge(row: Row, column: int, selected: bool) -> str:
    """The role of what is written over a span: on its ground where it is solid."""
    if row.cells[column][0] != "█":
        return "cursor" if selected else "label"
    return "cursor" if selected else "bar"


def _label(bar: Bar, left: int, right: int, inside: int, width: int) -> tuple[str, int]:
    """The label of a span and its column: inside it, after it, before it, or over it; '' where it fits nowhere."""
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
    if right - left - 5 >= min(size, _SHORTEST):  # it fills the view: over it
        return shorten(label, right - left - 5), left + 3
    return "", right


def _bar(row: Row, left: int, right: int, planned: int, selected: bool) -> None:
    for column in range(left, right + 1):
        if column >= planned:
            row.put(column, "░", "accent" if selected else "planned")
        else:
            row.put(column, "█", "accent" if selected else "fill")


def _line(row: Row, left: int, right: int, planned: int, selected: bool) -> None:
    role = "accent" if selected else "planned"
    for column in range(left, right + 1):
        hollow = column >= planned
        row.put(column, ("╍" if hollow else "━") if selected else "╌" if hollow else "─", role)
    row.put(left, "┣" if selected else "├", role)
    row.put(right, "┫" if selected else "┤", role)


def _first_free(rows: list[Row], first: int, last: int, width: int) -> int:
    for number, row in enumerate(rows):
        if row.free(first, min(last, width - 1)):
            return number
    rows.append(Row(width))
    return len(rows) - 1


def _marker(rows: list[Row], first: int, spare: int, column: int, bar: Bar, selected: bool, view: View) -> int:
    while len(rows) < first + spare:
        rows.append(Row(view.width))
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
                rows[number].own(column, column + 1 + cell_len(label), bar.slug)
                return number
    if selected:  # nothing else is there yet: it is labelled on its other side
        label, start = _beside(bar.title, column, view.width)
        _mark(rows[first], column, sign, role)
        rows[first].put(start, label, role)
        rows[first].own(min(column, start), max(column, start + cell_len(label) - 1), bar.slug)
        return first
    for number in range(first, first + spare):
        if rows[number].free(column, column):
            _mark(rows[number], column, sign, role)
            rows[number].own(column, column, bar.slug)
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


def _mark(row: Row, column: int, sign: str, role: str) -> None:
    row.put(column, sign, role)
    row.marks.setdefault(column, 1)
