"""One lane of the chart: the entries in view and the rows that they are on, or their density if they are too many.

Positions depend on the view and the height, never on the selection: moving the cursor changes only the rows that it
leaves and enters.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import accumulate

from rich.cells import cell_len

from ....model import Bar
from ...signs import DENSITY
from .axis import View
from .canvas import Row
from .labels import beside
from .marks import MOST, Mark, arrange, column_of, draw_marks, sign_of
from .spans import Span, draw_spans, pack, place

Draw = Callable[[str | None], Row]  # draws a row, given the slug of the selected entry


class Lane:
    """The part of a lane that is in view."""

    def __init__(self, title: str, bars: Sequence[Bar], view: View) -> None:
        self.title = title
        self.view = view
        self.spans = [span for bar in bars if bar.span and (span := place(bar, view))]
        marks = [(column_of(bar, view), bar) for bar in bars if not bar.span]
        self.marks = [(column, bar) for column, bar in marks if column is not None and 0 <= column < view.width]

    @property
    def crowded(self) -> bool:
        """Whether there are more markers than columns, so that they are counted instead of drawn."""
        return len(self.marks) > self.view.width

    @cached_property
    def rows_needed(self) -> int:
        """The number of rows in which as many markers as possible are separate and have a full label."""
        if self.crowded or not self.marks:
            return 2 if self.crowded else 0
        best = self._legibility(MOST)
        return next((rows for rows in range(1, MOST) if self._legibility(rows) >= best), MOST)

    def _legibility(self, rows: int) -> tuple[int, int]:
        """Return how many separate markers fit in `rows` rows, and how many of them have a full label."""
        marks = [mark for row in arrange(self.marks, rows, self.view.width) for mark in row]
        return len(marks), sum(mark.labelled for mark in marks)

    @cached_property
    def _marks_by_slug(self) -> dict[str, tuple[int, Bar]]:
        return {bar.slug: (column, bar) for column, bar in self.marks}

    @cached_property
    def _span_rows(self) -> tuple[list[Draw], dict[str, int]]:
        width = self.view.width
        if len(self.spans) > width:  # too many to look at row by row
            return _spans_crowd(self.spans, width), {span.bar.slug: 0 for span in self.spans}
        packed = pack(self.spans, width)
        at = {span.bar.slug: number for number, spans in enumerate(packed) for span in spans}
        return [_drawing_spans(spans, width) for spans in packed], at

    @property
    def rows_of_spans(self) -> int:
        """How many rows the spans take."""
        return len(self._span_rows[0])

    def rows(self, spare: int) -> list[Draw]:
        """Return the rows of the lane, with its markers in `spare` of them."""
        rows = list(self._span_rows[0])
        if self.crowded:
            return rows + _marks_crowd(self._marks_by_slug, self.view.width, spare)
        return rows + [_drawing_marks(marks, self.view.width) for marks in self._arranged(spare)]

    def at(self, spare: int) -> dict[str, int]:
        """Return the row that each bar is on, by slug, without the markers of a crowded lane."""
        found = dict(self._span_rows[1])
        if not self.crowded:
            for number, marks in enumerate(self._arranged(spare)):
                found |= {bar.slug: self.rows_of_spans + number for mark in marks for bar in mark.bars}
        return found

    def crowd(self, slug: str) -> bool:
        """Return whether an entry is a marker of a crowded lane; these are on the first row after the spans."""
        return self.crowded and slug in self._marks_by_slug

    def _arranged(self, spare: int) -> list[list[Mark]]:
        return arrange(self.marks, max(spare, 1), self.view.width) if self.marks else []


def _drawing_spans(spans: Sequence[Span], width: int) -> Draw:
    return lambda selected: draw_spans(spans, width, selected)


def _drawing_marks(marks: Sequence[Mark], width: int) -> Draw:
    return lambda selected: draw_marks(marks, width, selected)


def _spans_crowd(spans: Sequence[Span], width: int) -> list[Draw]:
    """Return two rows: the selected span alone, and how many spans cover each column."""
    steps = [0] * (width + 1)
    for span in spans:
        steps[max(span.first, 0)] += 1
        steps[min(span.last, width - 1) + 1] -= 1
    counts = list(accumulate(steps[:width]))
    by_slug = {span.bar.slug: span for span in spans}

    def above(selected: str | None) -> Row:
        row = draw_spans([by_slug[selected]] if selected in by_slug else [], width, selected)
        return _with_scale(row, len(spans), "spans", counts)

    return [above, lambda _: _density(counts)]


def _marks_crowd(marks: dict[str, tuple[int, Bar]], width: int, spare: int) -> list[Draw]:
    """Return two rows: the selected marker, and how many markers are in each column; both in one if only one fits."""
    counted = Counter(column for column, _ in marks.values())
    counts = [counted[column] for column in range(width)]

    def with_selected(row: Row, selected: str | None, labelled: bool) -> Row:
        if selected in marks:
            column, bar = marks[selected]
            row.put(column, sign_of(bar, True), "accent")
            if labelled:
                label, start = beside(bar.title, column, width)
                row.put(start, label, "accent")
        return row

    if spare < 2:
        return [lambda selected: with_selected(_density(counts), selected, False)]
    return [
        lambda selected: _with_scale(with_selected(Row(width), selected, True), len(marks), "events", counts),
        lambda _: _density(counts),
    ]


def _density(counts: Sequence[int]) -> Row:
    """Return a row of blocks as high as the counts; any count above zero is visible."""
    row = Row(len(counts))
    most = max(counts)
    for column, count in enumerate(counts):
        if count:
            row.put(column, DENSITY[(count * len(DENSITY) - 1) // most], "fill")
    return row


def _with_scale(row: Row, total: int, noun: str, counts: Sequence[int]) -> Row:
    """Write the scale of the density row below into a row, if it fits beside the label there."""
    text = f"{total:,} {noun}, █ = {max(counts):,}"
    for start in (1, row.width - cell_len(text) - 1):
        if start >= 0 and row.free(start, start + cell_len(text) - 1):
            row.put(start, text, "muted")
            break
    return row
