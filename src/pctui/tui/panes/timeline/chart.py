"""Draws the chart: axis, lanes and the line of the cursor as lines of pieces. Pure: no widget, no database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.cells import cell_len, set_cell_size

from ....model import Bar
from ....text import shorten
from ...lines import Piece
from .axis import View
from .canvas import Row
from .lane import Lane, draw_lane

LEGEND = (
    "█ ─ ● happened   ░ ╌ ○ planned or forecast   ┄ uncertain   ▸ goes on   2 … 9 + so many   "
    "▁ ▄ █ few to many, where there is no room for each"
)
_BRIEF = "█ happened  ░ planned  ┄ uncertain"


@dataclass(frozen=True)
class Chart:
    """The chart's lines below the axis, which of them the selected bar stands on (-1: none), and how many rows
    there are above and below them."""

    lines: list[list[Piece]]
    selected: int
    above: int = 0
    below: int = 0
    owners: list[dict[int, str]] = field(default_factory=list)  # by line, whose each column is


def gutter(lanes: Sequence[tuple[str, str]], width: int) -> int:
    """Columns for the names of the lanes."""
    longest = max((cell_len(title) for _, title in lanes), default=0)
    return min(longest + 2, max(9, width // 5))


def axis_lines(view: View, left: int, above: int = 0) -> list[list[Piece]]:
    """The two lines of the axis: its labels, and its rule with ticks, and how many rows are above those shown."""
    labels = Row(view.width)
    rule = Row(left + view.width)
    rule.put(0, "─" * rule.width, "rule")
    for column, label in view.ticks():
        rule.put(left + column, "┼", "rule")
        start = max(0, min(column - 1, view.width - cell_len(label)))
        if cell_len(label) <= view.width and labels.free(start, start + cell_len(label) - 1):
            labels.put(start, label, "muted")
    if above:
        _at_end(rule, f"↑ {above} more", "accent", ())
    return [[Piece(" " * left), *labels.pieces()], rule.pieces()]


def cursor_line(view: View, left: int, moment: float | None, label: str, below: int = 0) -> list[Piece]:
    """The line below the chart that points at the selected date, and tells of rows below and the legend."""
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
        taken += _at_end(row, f"↓ {below} more", "accent", taken)
    _at_end(row, _BRIEF, "muted", taken)
    return row.pieces()


def _at_end(row: Row, text: str, role: str, taken: tuple[int, ...]) -> tuple[int, ...]:
    """Write `text` on a rule, as far to the right as it fits; return the columns that it took.

    `taken` is the first and last columns of what stands there already, pair by pair.
    """
    size = cell_len(text) + 2
    pairs = list(zip(taken[::2], taken[1::2], strict=True))
    for start in sorted((row.width - size - 1, *(first - size - 2 for first, _ in pairs)), reverse=True):
        last = start + size - 1
        if start >= 1 and last < row.width and all(last < a or start > b for a, b in pairs):
            row.put(start, f" {text} ", role)
            return start, last
    return ()


def in_view(bars: Sequence[Bar], lanes: Sequence[tuple[str, str]], view: View) -> list[Lane]:
    """The lanes with what of `bars` is in view; those of no lane last."""
    by_lane: dict[str, list[Bar]] = {slug: [] for slug, _ in lanes}
    others: list[Bar] = []
    for bar in bars:
        by_lane.get(bar.lane, others).append(bar)
    return [*(Lane(title, by_lane[slug], view) for slug, title in lanes), Lane("Other", others, view)]


def draw(lanes: Sequence[Lane], left: int, height: int, selected: str | None) -> Chart:
    """Draw the lanes in at most `height` lines, scrolled so that the selected bar is among them."""
    rows: list[tuple[str, bool, Row]] = []  # lane's title, whether the lane begins here, the row
    chosen = -1
    for lane in lanes:
        drawn, at = draw_lane(lane, selected, spare=2 if height >= 12 else 1)
        if at >= 0:
            chosen = len(rows) + at
        rows += [(lane.title, number == 0, row) for number, row in enumerate(drawn)]
    first = max(0, min(chosen - height // 2, len(rows) - height))
    shown = rows[first : first + height]
    lines = [
        [Piece(_name(title, left) if begins or i == 0 else " " * left, "muted"), *row.pieces()]
        for i, (title, begins, row) in enumerate(shown)
    ]
    owners = [{left + column: slug for column, slug in row.owners.items()} for _, _, row in shown]
    return Chart(lines, chosen - first if chosen >= 0 else -1, first, len(rows) - first - len(shown), owners)


def _name(title: str, left: int) -> str:
    return set_cell_size(shorten(title, left - 1), left)
