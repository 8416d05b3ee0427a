"""Draw the chart: axis, lanes and cursor line as lines of pieces. Pure functions: no widget, no database."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from msgspec import Struct, field
from rich.cells import cell_len, set_cell_size

from ....text import number_of
from ....widths import shorten
from ...widgets.layout import Piece
from .axis import View
from .canvas import Row
from .lane import Draw, Drawn, Lane
from .legend import legend

_CAPPED = 2  # rows of markers in a lane when the chart is too low for all the lanes


class Chart(Struct, frozen=True):
    """The chart's lines below the axis, the index of the one with the selected bar (-1: none), and how many rows are
    hidden above and below them."""

    lines: list[list[Piece]]
    selected: int
    above: int = 0
    below: int = 0
    owners: list[dict[int, str]] = field(default_factory=list)  # by line, the slug of the entry at each column
    signs: set[str] = field(default_factory=set)  # those drawn on these lines, for the legend


class Drawing(NamedTuple):
    """A row as pieces, the slug of the entry at each of its columns, and the signs on it."""

    pieces: list[Piece]
    owners: dict[int, str]
    signs: set[str]


class Plan:
    """Every row of a chart, drawn when it is first needed, and the row that each bar is on."""

    def __init__(self, lanes: Sequence[Lane], height: int) -> None:
        self._rows: list[tuple[str, bool, Draw]] = []  # the lane's title, whether it begins here, the row
        self.at: dict[str, int] = {}  # by slug, the row; without what is only counted
        self._drawn: dict[int, Drawing] = {}
        self._crowds: list[tuple[int, Lane]] = []  # the lanes in which something is only counted, with their first rows
        for lane, spare in zip(lanes, _shares(lanes, height), strict=True):
            first = len(self._rows)
            self.at |= {slug: first + number for slug, number in lane.at(spare).items()}
            if lane.crowded or lane.crowded_spans:
                self._crowds.append((first, lane))
            self._rows += [(lane.title, number == 0, row) for number, row in enumerate(lane.rows(spare))]

    def __len__(self) -> int:
        return len(self._rows)

    def find(self, slug: str | None) -> int:
        """Return the row that a bar is on; -1 if it is not in view."""
        if slug is None or slug in self.at:
            return self.at.get(slug or "", -1)
        found = ((first, lane.counted_at(slug)) for first, lane in self._crowds)
        return next((first + row for first, row in found if row is not None), -1)

    def name(self, number: int, top: int) -> str:
        """Return the label before a row: the title of its lane, on the first row of the lane or of the chart."""
        title, begins, _ = self._rows[number]
        return title if begins or number == top else ""

    def row(self, number: int, selected: str | None) -> Drawing:
        """Return a row as it is drawn."""
        if self.find(selected) == number:
            return _drawing(self._rows[number][2](selected))
        if number not in self._drawn:
            self._drawn[number] = _drawing(self._rows[number][2](None))
        return self._drawn[number]


def _drawing(row: Row) -> Drawing:
    return Drawing(row.pieces(), row.owners, row.signs)


def _shares(lanes: Sequence[Lane], height: int) -> list[int]:
    """Return how many rows the markers of each lane get: spare rows go in turn to the lanes that need them."""
    shares = [min(1, lane.rows_needed) for lane in lanes]
    capped = _CAPPED if height >= 12 else 1
    least = [min(capped, lane.rows_needed) for lane in lanes]
    spans = sum(lane.rows_of_spans for lane in lanes)
    room = max(height, spans + sum(least)) - spans - sum(shares)
    while room > 0 and (short := [i for i, lane in enumerate(lanes) if shares[i] < lane.rows_needed]):
        for i in sorted(short, key=lambda i: shares[i])[:room]:
            shares[i] += 1
            room -= 1
    return shares


def gutter(lanes: Sequence[tuple[str, str]], width: int) -> int:
    """Return how many columns the titles of the lanes take."""
    longest = max((cell_len(title) for _, title in lanes), default=0)
    return min(longest + 2, max(9, width // 5))


def axis_lines(view: View, left: int, above: int = 0) -> list[list[Piece]]:
    """Return the two lines of the axis: its labels, and its rule with ticks and the number of rows hidden above."""
    labels = Row(view.width)
    rule = Row(left + view.width)
    rule.put(0, "─" * rule.width, "rule")
    for column, label in view.ticks():
        rule.put(left + column, "┼", "rule")
        start = max(0, min(column - 1, view.width - cell_len(label)))
        if cell_len(label) <= view.width and labels.free(start, start + cell_len(label) - 1):
            labels.put(start, label, "muted")
    if above:
        _at_end(rule, _more(above, "↑"), "accent", ())
    return [[Piece(" " * left), *labels.pieces()], rule.pieces()]


def axis_line(view: View, left: int, moment: float | None, above: int = 0) -> list[Piece]:
    """Return the axis in one line, for a low chart: labels after their ticks, and a sign at the selected date."""
    rule = Row(left + view.width)
    rule.put(0, "─" * rule.width, "rule")
    chosen = None if moment is None else left + max(0, min(view.column(moment), view.width - 1))
    taken: tuple[int, ...] = () if chosen is None else (chosen, chosen)
    if above:
        taken += _at_end(rule, _more(above, "↑"), "accent", taken)
    free = [all(not a <= c <= b for a, b in zip(taken[::2], taken[1::2], strict=True)) for c in range(rule.width)]
    for column, label in view.ticks():
        if free[left + column]:
            rule.put(left + column, "┼", "rule")
        size = cell_len(label)
        for start in (left + column + 1, left + column - size):
            if start > 0 and start + size < rule.width and all(free[start - 1 : start + size + 1]):
                rule.put(start, label, "muted")
                break
    if chosen is not None:
        rule.put(chosen, "▼", "accent")
    return rule.pieces()


def cursor_line(view: View, left: int, moment: float | None, label: str, below: int = 0) -> list[Piece]:
    """Return the line below the chart: it points at the selected date, and says how many rows are hidden below."""
    width = left + view.width
    row = Row(width)
    row.put(0, "─" * width, "rule")
    taken: tuple[int, ...] = ()
    if moment is not None:
        column = max(0, min(view.column(moment), view.width - 1)) + left
        after, before = width - column - 1, column
        right = after >= cell_len(label) + 2 or after >= before
        text = f" {shorten(label, (after if right else before) - 2)} "
        start = column + 1 if right else column - cell_len(text)
        row.put(start, text, "accent")
        row.put(column, "▲", "accent")
        taken = (min(start, column), max(column, start + cell_len(text) - 1))
    if below:
        _at_end(row, _more(below, "↓"), "accent", taken)
    return row.pieces()


def _more(number: int, arrow: str) -> str:
    return f"{number_of(number, 'more row')} {arrow}"


def legend_lines(signs: Collection[str], width: int, lines: int, below: int = 0) -> list[list[Piece]]:
    """Return the legend of the signs on screen, on `lines` lines if it fits these, with the number of rows hidden below
    at the end of the last."""
    more = f"{_more(below, '↓')} " if below else ""
    found = legend(signs, width - 1, lines, cell_len(more) + 1 if more else 0)
    found += [""] * (lines - len(found))
    return [
        [Piece(f" {shorten(text, width - 1)}".ljust(width), "muted")]
        if number < len(found) - 1 or not more
        else [Piece(set_cell_size(f" {text}", width - cell_len(more)), "muted"), Piece(more, "accent")]
        for number, text in enumerate(found)
    ]


def _at_end(row: Row, text: str, role: str, taken: tuple[int, ...]) -> tuple[int, ...]:
    """Write `text` on a rule, as far to the right as it fits; return the first and last column that it took.

    `taken` has pairs of the first and last columns that are already used.
    """
    size = cell_len(text) + 2
    pairs = list(zip(taken[::2], taken[1::2], strict=True))
    for start in sorted((row.width - size - 1, *(first - size - 2 for first, _ in pairs)), reverse=True):
        last = start + size - 1
        if start >= 1 and last < row.width and all(last < a or start > b for a, b in pairs):
            row.put(start, f" {text} ", role)
            return start, last
    return ()


def in_view(drawn: Drawn, lanes: Sequence[tuple[str, str]], view: View) -> list[Lane]:
    """Return the lanes as far as they are in view; what has no lane comes last, as "Other"."""
    return [*(Lane(title, slug, drawn, view) for slug, title in lanes), Lane("Other", "", drawn, view)]


def draw(plan: Plan, left: int, height: int, selected: str | None, top: int = 0, *, reveal: bool = True) -> Chart:
    """Draw at most `height` rows, from row `top` on.

    With `reveal`, scroll just far enough to bring the selected bar into view, with a row beside it if there is room.
    """
    chosen = plan.find(selected)
    last = max(0, len(plan) - height)
    if reveal and chosen >= 0:
        context = 1 if height > 4 else 0
        top = max(min(top, chosen - context), chosen + context - height + 1)
    top = max(0, min(top, last))
    numbers = range(top, min(top + height, len(plan)))
    drawn = [plan.row(number, selected) for number in numbers]
    lines = [
        [Piece(_name(plan.name(number, top), left), "muted"), *row.pieces]
        for number, row in zip(numbers, drawn, strict=True)
    ]
    owners = [{left + column: slug for column, slug in row.owners.items()} for row in drawn]
    signs = set().union(*(row.signs for row in drawn))
    return Chart(lines, chosen - top if chosen in numbers else -1, top, len(plan) - top - len(lines), owners, signs)


def _name(title: str, left: int) -> str:
    return set_cell_size(shorten(title, left - 1), left)
