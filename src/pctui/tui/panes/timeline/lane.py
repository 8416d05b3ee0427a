"""One lane of the chart: the entries in view and the rows that they are on, or their density if they are too many.

Positions depend on the view and the height, never on the selection: moving the cursor changes only the rows that it
leaves and enters.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Protocol

from rich.cells import cell_len

from ....model import Bar
from ....queries.timeline_window import Sums
from ...signs import DENSITY
from .axis import View
from .canvas import Row
from .labels import beside
from .legend import FEW_TO_MANY
from .marks import MOST, Mark, arrange, column_of, draw_marks, sign_of
from .spans import WIDER, Span, draw_spans, pack, place, shade

Draw = Callable[[str | None], Row]  # draws a row, given the slug of the selected entry


class Drawn(Protocol):
    """What a chart draws, by lane: bars where there is room for each, and how many there are before a day."""

    def sums(self, lane: str, days: Sequence[str]) -> list[Sums]: ...

    def markers(self, lane: str, first: str, until: str) -> list[Bar]: ...

    def spans(self, lane: str, first: str, until: str) -> list[Bar]: ...

    def bar(self, slug: str) -> Bar | None: ...


class Lane:
    """The part of a lane that is in view. `slug` is '' for what has no lane."""

    def __init__(self, title: str, slug: str, drawn: Drawn, view: View) -> None:
        self.title = title
        self.slug = slug
        self.view = view
        self._drawn = drawn
        # A span may be wider than its dates, and so reach into the view.
        days = [view.first_day(column) for column in (-WIDER, 0, view.width, view.width + WIDER)]
        before, start, end, after = drawn.sums(slug, days)
        self._count = end.markers - start.markers
        self._spans = end.begun - start.ended
        self.crowded_spans = after.begun - before.ended > view.width  # too many to look at row by row
        self.spans: list[Span] = []
        self.marks: list[tuple[int, Bar]] = []  # none if the lane is crowded
        if after.begun > before.ended and not self.crowded_spans:
            self.spans = [span for bar in drawn.spans(slug, days[0], days[3]) if (span := place(bar, view))]
        if self._count and not self.crowded:
            marks = ((column_of(bar, view), bar) for bar in drawn.markers(slug, days[1], days[2]))
            self.marks = [(column, bar) for column, bar in marks if column is not None]

    @property
    def crowded(self) -> bool:
        """Whether there are more markers than columns, so that they are counted instead of drawn."""
        return self._count > self.view.width

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
    def _span_rows(self) -> tuple[list[Draw], dict[str, int]]:
        width = self.view.width
        if self.crowded_spans:
            return [self._spans_above, lambda _: _density(self._counts[1])], {}
        packed = pack(self.spans, width)
        darker = shade(packed)
        at = {span.bar.slug: number for number, spans in enumerate(packed) for span in spans}
        return [_drawing_spans(spans, width, darker) for spans in packed], at

    @property
    def rows_of_spans(self) -> int:
        """How many rows the spans take."""
        return len(self._span_rows[0])

    def rows(self, spare: int) -> list[Draw]:
        """Return the rows of the lane, with its markers in `spare` of them."""
        rows = list(self._span_rows[0])
        if not self.crowded:
            return rows + [_drawing_marks(marks, self.view.width) for marks in self._arranged(spare)]
        if spare < 2:
            return [*rows, lambda selected: self._with_marker(_density(self._counts[0]), selected, labelled=False)]
        return [*rows, self._markers_above, lambda _: _density(self._counts[0])]

    def at(self, spare: int) -> dict[str, int]:
        """Return the row that each bar is on, by slug, without what is only counted."""
        found = dict(self._span_rows[1])
        for number, marks in enumerate(self._arranged(spare)):
            found |= {bar.slug: self.rows_of_spans + number for mark in marks for bar in mark.bars}
        return found

    def counted_at(self, slug: str) -> int | None:
        """Return the row that an entry is on if it is only counted there; None otherwise."""
        if (bar := self._chosen(slug)) is None:
            return None
        if bar.span:
            return 0 if self.crowded_spans and place(bar, self.view) else None
        return self.rows_of_spans if self.crowded and self._column(bar) is not None else None

    def _column(self, bar: Bar) -> int | None:
        column = column_of(bar, self.view)
        return column if column is not None and 0 <= column < self.view.width else None

    def _arranged(self, spare: int) -> list[list[Mark]]:
        return arrange(self.marks, max(spare, 1), self.view.width) if self.marks else []

    # Too many to draw each: a row with the selected one alone, and a row with their density.

    @cached_property
    def _counts(self) -> tuple[list[int], list[int]]:
        """By column, how many markers are in it, and how many spans there are at some time within it."""
        sums = self._drawn.sums(self.slug, [self.view.first_day(column) for column in range(self.view.width + 1)])
        return (
            [after.markers - before.markers for before, after in pairwise(sums)],
            [after.begun - before.ended for before, after in pairwise(sums)],
        )

    def _chosen(self, selected: str | None) -> Bar | None:
        """Return the selected entry if it is in this lane."""
        bar = self._drawn.bar(selected) if selected else None
        return bar if bar and bar.lane == self.slug else None

    def _spans_above(self, selected: str | None) -> Row:
        bar = self._chosen(selected)
        span = place(bar, self.view) if bar and bar.span else None
        row = draw_spans([span] if span else [], self.view.width, selected)
        return _with_scale(row, self._spans, "spans", self._counts[1])

    def _markers_above(self, selected: str | None) -> Row:
        row = self._with_marker(Row(self.view.width), selected, labelled=True)
        return _with_scale(row, self._count, "events", self._counts[0])

    def _with_marker(self, row: Row, selected: str | None, *, labelled: bool) -> Row:
        bar = self._chosen(selected)
        if bar and not bar.span and (column := self._column(bar)) is not None:
            row.draw(column, sign_of(bar, True), "accent")
            if labelled:
                label, start = beside(bar.title, column, self.view.width)
                row.put(start, label, "accent")
        return row


def _drawing_spans(spans: Sequence[Span], width: int, darker: Container[str]) -> Draw:
    return lambda selected: draw_spans(spans, width, selected, darker)


def _drawing_marks(marks: Sequence[Mark], width: int) -> Draw:
    return lambda selected: draw_marks(marks, width, selected)


def _density(counts: Sequence[int]) -> Row:
    """Return a row of blocks as high as the counts; any count above zero is visible."""
    row = Row(len(counts))
    most = max(counts, default=0)
    for column, count in enumerate(counts):
        if count:
            row.draw(column, DENSITY[(count * len(DENSITY) - 1) // most], "fill", FEW_TO_MANY)
    return row


def _with_scale(row: Row, total: int, noun: str, counts: Sequence[int]) -> Row:
    """Write the scale of the density row below into a row, if it fits beside the label there."""
    text = f"{total:,} {noun}, █ = {max(counts):,}"
    for start in (1, row.width - cell_len(text) - 1):
        if start >= 0 and row.free(start, start + cell_len(text) - 1):
            row.put(start, text, "muted")
            break
    return row
