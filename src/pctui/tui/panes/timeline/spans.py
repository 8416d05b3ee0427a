"""The spans of a lane: organisations as bars, lasting events as lines, packed into shared rows.

Solid means happened, hatched means planned or forecast. Bars are lower than their row, so that those of neighbouring
rows are apart. A dotted end is an uncertain date; a bar that rises or fades away has a start or an end that no document
gives, and is drawn as far as documents mention it. Unknown periods are left blank.
"""

from __future__ import annotations

from collections.abc import Container, Sequence

from msgspec import Struct
from rich.cells import cell_len

from ....edtf import parts
from ....edtf.years import years
from ....kinds.vocabulary import INTENDED
from ....model import Bar
from ....widths import shorten
from .axis import View
from .canvas import Row
from .labels import SHORTEST
from .legend import (
    BODY,
    EARLIER,
    LASTING,
    LATER,
    NO_END,
    NO_START,
    PLANNED_BESIDE,
    PLANNED_BODY,
    PLANNED_LASTING,
    SELECTED,
    SELECTED_LASTING,
    SELECTED_PLANNED,
    UNCERTAIN,
)

_STUB = len(NO_END)  # cells of a start or end that is not given
_FORCED = 24  # the most cells of a label that is written over something else
WIDER = _STUB + 1  # columns that a span may take before or after the days between which it is


class Span(Struct, frozen=True):
    """A span as it is drawn, in columns that may lie outside the view: `first` to `last` in all, `start` to `end` the
    dates given, hatched from `planned` on. `at` is the column of its label, `mention_at` that of `mention`, which says
    when a document last mentions it, and `outer` everything that it takes up."""

    bar: Bar
    first: int
    last: int
    start: int
    end: int
    planned: int
    label: str
    at: int
    outer: tuple[int, int]
    mention: str = ""
    mention_at: int = 0


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
    mention = _mention(bar, begin, view.width - last - 3) if solid and end < view.width else ""
    kept_free = cell_len(mention) + 2 if mention else 0
    label, at = _label(bar, left, right, max(start, left), inside, view.width - kept_free)
    if solid and end < view.width and left < at < end:
        within = _mention(bar, begin, inside - cell_len(label) - 2)
        if len(within) > len(mention):  # more can be said within the bar than after it
            label, mention = f"{label}, {within}", ""
    outer = (min(left, at), max(right, at + cell_len(label) - 1)) if label else (left, right)
    mention_at = outer[1] + (3 if at > end else 2)
    if mention:
        outer = outer[0], mention_at + cell_len(mention) - 1
    planned = start if bar.modality in INTENDED else planned
    return Span(bar, first, last, start, end, planned, label, at, outer, mention, mention_at)


def _mention(bar: Bar, begin: str, room: int) -> str:
    """Return what is said at the end of a bar that ends because its last document does, in at most `room` cells."""
    if bar.end or not bar.mentioned or bar.mentioned < begin:
        return ""
    year = parts(bar.mentioned)[0]
    return next((text for text in (f"last mentioned {year}", f"last {year}") if cell_len(text) <= room), "")


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
    if inside >= min(size, SHORTEST):  # the span fills the view: write over it
        return shorten(label, inside), start + 2
    if right - left - 5 >= min(size, SHORTEST):
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


def shade(rows: Sequence[Sequence[Span]]) -> set[str]:
    """Return the slugs of the bars that are hatched darker: those right below another that is hatched."""
    darker: set[str] = set()
    above: list[tuple[int, int]] = []
    for row in rows:
        hatched = [(span, max(span.planned, span.start), span.end) for span in row if span.planned <= span.end]
        below = []
        for span, first, last in hatched:
            if any(first <= end and last >= start for start, end in above):
                darker.add(span.bar.slug)
            else:
                below.append((first, last))
        above = below
    return darker


def draw_spans(spans: Sequence[Span], width: int, selected: str | None, darker: Container[str] = ()) -> Row:
    """Return a row with spans and their labels."""
    row = Row(width)
    for span in spans:
        _draw(row, span, span.bar.slug == selected, PLANNED_BESIDE if span.bar.slug in darker else PLANNED_BODY)
    for span in spans:
        if span.bar.slug == selected and not span.label:
            _label_over(row, span)
    return row


def _draw(row: Row, span: Span, chosen: bool, hatched: str) -> None:
    bar, edge = span.bar, "accent" if chosen else "planned"
    fade = "accent" if chosen else "planned" if span.planned <= span.start else "fill"
    left, right = max(span.start, 0), min(span.end, row.width - 1)
    if bar.kind == "organisation":
        _bar(row, left, right, span.planned, chosen, hatched)
    else:
        _line(row, left, right, span.planned, chosen)
    row.own(*span.outer, bar.slug)
    if not bar.start:
        row.draw(span.first, NO_START, fade)
    elif span.start < 0 <= right:
        row.draw(left, EARLIER, edge)
    elif bar.start_fuzzy and span.start >= 0:
        row.draw(left, UNCERTAIN, edge)
    if span.end >= row.width:
        row.draw(right, LATER, edge)
    elif not bar.end:
        row.draw(span.end + 1, NO_END, fade)
    elif bar.end_fuzzy:
        row.draw(right, UNCERTAIN, edge)
    role = "accent" if chosen else "label"
    if left < span.at < right:
        row.put(span.at - 1, f" {span.label} ", role)
    elif span.label:
        row.put(span.at, span.label, role)
    row.put(span.mention_at, span.mention, "muted")
    if chosen and bar.kind == "organisation":  # shown by a sign as well as by its colour
        signs = (BODY, hatched)
        solid = next((column for column in range(left, right + 1) if row.cells[column][0] in signs), left)
        if 0 <= solid < row.width:
            row.draw(solid, SELECTED_PLANNED if row.cells[solid][0] == hatched else SELECTED, "accent")


def _label_over(row: Row, span: Span) -> None:
    """Label the selected span over whatever is beside it, if nothing else is left."""
    label = shorten(span.bar.short, max(min(_FORCED, row.width // 2), 1))
    at = max(0, min(min(span.last, row.width) + 2, row.width - cell_len(label)))
    row.put(at - 1, f" {label} ", "accent")


def _bar(row: Row, left: int, right: int, planned: int, chosen: bool, hatched: str) -> None:
    for column in range(left, right + 1):
        if column >= planned:
            row.draw(column, hatched, "accent" if chosen else "planned")
        else:
            row.draw(column, BODY, "accent" if chosen else "fill")


def _line(row: Row, left: int, right: int, planned: int, chosen: bool) -> None:
    role = "accent" if chosen else "planned"
    for column in range(left, right + 1):
        hollow = column >= planned
        sign = SELECTED_LASTING if chosen else PLANNED_LASTING if hollow else LASTING
        row.draw(column, "━╍"[hollow] if chosen else sign[1], role, sign)
    row.put(left, "┣" if chosen else "├", role)
    row.put(right, "┫" if chosen else "┤", role)
