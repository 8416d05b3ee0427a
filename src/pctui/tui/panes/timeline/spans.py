"""The spans of a lane: organisations as bars, lasting events as lines, packed into shared rows.

Solid means happened, hatched means planned or forecast. A frayed end is an uncertain date; three frayed cells are a
start or an end that is not given in any document. Unknown periods are left blank.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from rich.cells import cell_len

from ....kinds.vocabulary import INTENDED
from ....model import Bar
from ....widths import shorten
from .axis import View, years
from .canvas import Row
from .labels import SHORTEST

_STUB = 3  # cells of a start or end that is not given
WIDER = _STUB + 1  # columns that a span may take before or after the days between which it is


class Span(Struct, frozen=True):
    """A span as it is drawn, in columns that may lie outside the view: `first` to `last` in all, `start` to `end` the
    dates given, hatched from `planned` on. `at` is the column of its label, `outer` everything that it takes up."""

    bar: Bar
    first: int
    last: int
    start: int
    end: int
    planned: int
    label: str
    at: int
    outer: tuple[int, int]


def place(bar: Bar, view: View) -> Span | None:
    """Return a bar as a span; None if it is out of view or has no date at all."""
    begin = bar.start or bar.begun or bar.end
    if not begin:
        return None
    start = view.column(years(begin))
    end = view.column(years(bar.end or bar.attested or begin))
    if (bar.start or bar.begun) and bar.end:
        end = max(end, start + 1)
    first, last = start - (0 if bar.start else _STUB), end + (0 if bar.end else _STUB)
    if last < 0 or first >= view.width:
        return None
    planned = view.column(years(bar.planned_from)) if bar.planned_from else last + 1
    left, right = max(first, 0), min(last, view.width - 1)
    solid = bar.kind == "organisation"
    # The label goes inside the bar only between the dates given.
    inside = min(end, right) - max(start, left) - 3 if solid else 0
    label, at = _label(bar, left, right, max(start, left), inside, view.width)
    outer = (min(left, at), max(right, at + cell_len(label) - 1)) if label else (left, right)
    return Span(bar, first, last, start, end, start if bar.modality in INTENDED else planned, label, at, outer)


def _label(bar: Bar, left: int, right: int, start: int, inside: int, width: int) -> tuple[str, int]:
    """Return the label of a span and its column: inside, after, before or over the span; '' if it fits nowhere."""
    label = bar.short if cell_len(bar.title) > inside else bar.title
    size = cell_len(label)
    if size <= inside:
        return label, start + 2
    after, before = width - right - 3, left - 2
    if after >= min(size, SHORTEST) and (after >= size or after >= before):
        return shorten(label, after), right + 2
    if before >= min(size, SHORTEST):
        label = shorten(label, before)
        return label, left - 1 - cell_len(label)
    if right - left - 5 >= min(size, SHORTEST):  # the span fills the view: write over it
        return shorten(label, right - left - 5), left + 3
    return "", right


def pack(spans: Sequence[Span], width: int) -> list[list[Span]]:
    """Return the spans of each row: each span goes on the first row that has room, with a blank on either side."""
    rows: list[list[Span]] = []
    for span in spans:
        first, last = span.outer[0] - 1, min(span.outer[1], width - 1) + 1
        room = (row for row in rows if all(last < other.outer[0] or first > other.outer[1] for other in row))
        if (row := next(room, None)) is None:
            rows.append(row := [])
        row.append(span)
    return rows


def draw_spans(spans: Sequence[Span], width: int, selected: str | None) -> Row:
    """Return a row with spans and their labels."""
    row = Row(width)
    for span in spans:
        _draw(row, span, span.bar.slug == selected)
    return row


def _draw(row: Row, span: Span, chosen: bool) -> None:
    bar, edge = span.bar, "accent" if chosen else "planned"
    left, right = max(span.start, 0), min(span.end, row.width - 1)
    (_bar if bar.kind == "organisation" else _line)(row, left, right, span.planned, chosen)
    row.own(*span.outer, bar.slug)
    if not bar.start:
        row.put(span.first, "◂┄┄" if bar.start_open else "┄┄┄", edge)
    elif span.start < 0 <= right:
        row.put(left, "◂", _over(row, left, chosen))
    elif bar.start_fuzzy and span.start >= 0:
        row.put(left, "┄", edge)
    if not bar.end:
        row.put(span.end + 1, "┄┄▸" if bar.end_open else "┄┄┄", edge)
    elif span.end >= row.width:
        row.put(right, "▸", _over(row, right, chosen))
    elif bar.end_fuzzy:
        row.put(right, "┄", edge)
    if not bar.end and span.end >= row.width:
        row.put(right, "▸", _over(row, right, chosen))
    if left < span.at < right:
        row.put(span.at - 1, f" {span.label} ", _over(row, span.at - 1, chosen))
    elif span.label:
        row.put(span.at, span.label, "accent" if chosen else "label")
    if chosen:  # shown by a sign as well as by its colour
        solid = next((column for column in range(left, right + 1) if row.cells[column][0] in "█░"), None)
        if solid is not None:
            hollow = row.cells[solid][0] == "░"
            row.put(solid, "◇" if hollow else "◆", "accent" if hollow else "cursor")


def _over(row: Row, column: int, chosen: bool) -> str:
    """Return the role of text written over a span: on the span's colour if it is solid."""
    if row.cells[column][0] != "█":
        return "cursor" if chosen else "label"
    return "cursor" if chosen else "bar"


def _bar(row: Row, left: int, right: int, planned: int, chosen: bool) -> None:
    for column in range(left, right + 1):
        if column >= planned:
            row.put(column, "░", "accent" if chosen else "planned")
        else:
            row.put(column, "█", "accent" if chosen else "fill")


def _line(row: Row, left: int, right: int, planned: int, chosen: bool) -> None:
    role = "accent" if chosen else "planned"
    for column in range(left, right + 1):
        hollow = column >= planned
        row.put(column, ("╍" if hollow else "━") if chosen else "╌" if hollow else "─", role)
    row.put(left, "┣" if chosen else "├", role)
    row.put(right, "┫" if chosen else "┤", role)
