"""One lane of the chart: what of it is in view and in which rows it stands, or density where there is too much.

Where a thing stands depends on the view and on the height, and never on what is selected: a cursor move changes no
more than the rows that the cursor leaves and comes to.
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

Draw = Callable[[str | None], Row]  # makes a row, for what is selected


class Lane:
    """What of a lane is in view."""

    def __init__(self, title: str, bars: Sequence[Bar], view: View) -> None:
        self.title = title
        self.view = view
        self.spans = [span for bar in bars if bar.span and (span := place(bar, view))]
        marks = [(column_of(bar, view), bar) for bar in bars if not bar.span]
        self.marks = [(column, bar) for column, bar in marks if column is not None and 0 <= column < view.width]

    @property
    def crowded(self) -> bool:
        """Whether there are more markers than columns: they are counted then, not drawn."""
        return len(self.marks) > self.view.width

    @cached_property
    def rows_needed(self) -> int:
        """How many rows the markers would fill, each alone and with its whole label as far as that is possible."""
        if self.crowded or not self.marks:
            return 2 if self.crowded else 0
        best = self._told(MOST)
        return next((rows for rows in range(1, MOST) if self._told(rows) >= best), MOST)

    def _told(self, rows: int) -> tuple[int, int]:
        """How many markers there would be in so many rows, and how many of them with their whole labels."""
        marks = [mark for row in arrange(self.marks, rows, self.view.width) for mark in row]
        return len(marks), sum(mark.labelled for mark in marks)

    @cached_property
    def _known(self) -> dict[str, tuple[int, Bar]]:
        """The markers of a crowd."""
        return {bar.slug: (column, bar) for column, bar in self.marks}

    @cached_property
    def _span_rows(self) -> tuple[list[Draw], dict[str, int]]:
        width = self.view.width
        if len(self.spans) > width:  # more than anybody could look at in rows
            return _spans_crowd(self.spans, width), {span.bar.slug: 0 for span in self.spans}
        packed = pack(self.spans, width)
        at = {span.bar.slug: number for number, spans in enumerate(packed) for span in spans}
        return [_drawing_spans(spans, width) for spans in packed], at

    @property
    def rows_of_spans(self) -> int:
        """How many rows the spans fill."""
        return len(self._span_rows[0])

    def rows(self, spare: int) -> list[Draw]:
        """The rows of the lane, with its markers in `spare` of them."""
        rows = list(self._span_rows[0])
        if self.crowded:
            return rows + _marks_crowd(self._known, self.view.width, spare)
        return rows + [_drawing_marks(marks, self.view.width) for marks in self._arranged(spare)]

    def at(self, spare: int) -> dict[str, int]:
        """On which of these rows each bar stands; the markers of a crowd stand on the first after the spans."""
        found = dict(self._span_rows[1])
        if not self.crowded:
            for number, marks in enumerate(self._arranged(spare)):
                found |= {bar.slug: self.rows_of_spans + number for mark in marks for bar in mark.bars}
        return found

    def crowd(self, slug: str) -> bool:
        """Whether this is a marker of a crowd."""
        return self.crowded and slug in self._known

    def _arranged(self, spare: int) -> list[list[Mark]]:
        return arrange(self.marks, max(spare, 1), self.view.width) if self.marks else []


def _drawing_spans(spans: Sequence[Span], width: int) -> Draw:
    return lambda selected: draw_spans(spans, width, selected)


def _drawing_marks(marks: Sequence[Mark], width: int) -> Draw:
    return lambda selected: draw_marks(marks, width, selected)


def _spans_crowd(spans: Sequence[Span], width: int) -> list[Draw]:
    """The selected one alone, over how many there are at a time."""
    steps = [0] * (width + 1)
    for span in spans:
        steps[max(span.first, 0)] += 1
        steps[min(span.last, width - 1) + 1] -= 1
    counts = list(accumulate(steps[:width]))
    known = {span.bar.slug: span for span in spans}

    def above(selected: str | None) -> Row:
        row = draw_spans([known[selected]] if selected in known else [], width, selected)
        return _noted(row, len(spans), "spans", counts)

    return [above, lambda _: _density(counts)]


def _marks_crowd(known: dict[str, tuple[int, Bar]], width: int, spare: int) -> list[Draw]:
    """The selected one over how many there are; in it, where there is one row."""
    counted = Counter(column for column, _ in known.values())
    counts = [counted[column] for column in range(width)]

    def chosen(row: Row, selected: str | None, labelled: bool) -> Row:
        if selected in known:
            column, bar = known[selected]
            row.put(column, sign_of(bar, True), "accent")
            if labelled:
                label, start = beside(bar.title, column, width)
                row.put(start, label, "accent")
        return row

    if spare < 2:
        return [lambda selected: chosen(_density(counts), selected, False)]
    return [
        lambda selected: _noted(chosen(Row(width), selected, True), len(known), "events", counts),
        lambda _: _density(counts),
    ]


def _density(counts: Sequence[int]) -> Row:
    """A row of blocks as high as the counts; what is there at all is seen."""
    row = Row(len(counts))
    most = max(counts)
    for column, count in enumerate(counts):
        if count:
            row.put(column, DENSITY[(count * len(DENSITY) - 1) // most], "fill")
    return row


def _noted(row: Row, total: int, things: str, counts: Sequence[int]) -> Row:
    """Say in a row what the density below it stands for, where that leaves the label there alone."""
    words = f"{total:,} {things}, █ = {max(counts):,}"
    for start in (1, row.width - cell_len(words) - 1):
        if start >= 0 and row.free(start, start + cell_len(words) - 1):
            row.put(start, words, "muted")
            break
    return row
