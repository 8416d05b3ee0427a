"""What the drawn charts of a site share: numbers, labels, the scale of years, and how the ends of a span look.

A chart has its colours from the style sheet, which knows these classes; it has no styles, identifiers or scripts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ...edtf import year_label
from ...edtf.years import years
from ...model import Bar
from ...widths import cells, shorten
from ..html import escape

WIDTH = 1000  # units, the width of every chart
MARGIN = 14
SCROLLED = '<div class="scroll charts" role="region" aria-label="Chart" tabindex="0">\n'  # around charts
ROW = 26  # units from row to row
SIZE = 13  # of letters, in units
_LETTER = 7.5  # units that a letter takes, more rather than less
_TICK = 80  # units between the labels of the axis, at least
STEP = 8.0  # units of each of the three steps of an end that is not given
DOTS = 14.0  # units of the dots of an uncertain end
_STEPS = (*(base * 10**power for power in range(16) for base in (1, 2, 5)),)


def text_width(text: str) -> float:
    """Return about how wide a label is, in units."""
    return cells(text) * _LETTER


def fitted(text: str, room: float) -> str:
    """Return a label, shortened with a sign to the units that there are."""
    return text if text_width(text) <= room else shorten(text, max(1, int(room / _LETTER)))


class Scale(NamedTuple):
    """The years from `start` to `end` over the width of a chart, right of what is kept free at its left."""

    start: float
    end: float
    left: float = MARGIN

    @property
    def width(self) -> float:
        """How many units the years have."""
        return WIDTH - MARGIN - self.left

    def x(self, moment: float) -> float:
        """Return where a moment is, in units; it may be outside the chart."""
        return self.left + (moment - self.start) / (self.end - self.start) * self.width

    def moment(self, x: float) -> float:
        """Return the moment at a place."""
        return self.start + (x - self.left) / self.width * (self.end - self.start)

    def ticks(self) -> Iterator[tuple[float, str]]:
        """Yield the place and the label of each tick: whole years."""
        unit = self.width / (self.end - self.start)
        step = next((step for step in _STEPS if step * unit >= _TICK), _STEPS[-1])
        year = -int(-self.start // step) * step
        while year <= self.end:
            yield self.x(year), year_label(year)
            year += step


def scale(moments: Sequence[float], left: float = MARGIN) -> Scale:
    """Return a scale with these moments and a little room on either side."""
    low, high = min(moments, default=1990.0), max(moments, default=2000.0)
    room = max(0.6, (high - low) * 0.03)
    return Scale(low - room, high + room, left)


def number(value: float) -> str:
    """Return a number as a chart has it: with one digit after the point, if it needs one."""
    return f"{value:.1f}".removesuffix(".0")


def text(x: float, y: float, label: str, *, anchor: str = "", kind: str = "", more: str = "") -> str:
    """Return a label; `more` follows it, muted."""
    attributes = f' text-anchor="{anchor}"' * bool(anchor) + f' class="{kind}"' * bool(kind)
    muted = f' <tspan class="muted">{escape(more)}</tspan>' if more else ""
    return f'<text x="{number(x)}" y="{number(y)}"{attributes}>{escape(label)}{muted}</text>'


def axis(of: Scale, height: float) -> str:
    """Return the years above a chart, and a line down from each."""
    parts = []
    for x, label in of.ticks():
        parts.append(f'<line class="grid" x1="{number(x)}" x2="{number(x)}" y1="18" y2="{number(height)}"/>')
        parts.append(text(x, 12, label, anchor="middle", kind="tick"))
    return "".join(parts)


def drawing(title: str, description: str, height: float, parts: Iterable[str], ids: str) -> str:
    """Return a chart, with a title and a description for who cannot see it; `ids` begins their identifiers."""
    return (
        f'<svg class="drawing" viewBox="0 0 {WIDTH} {number(height)}" role="group" '
        f'aria-labelledby="{ids}t {ids}d"><title id="{ids}t">{escape(title)}</title>'
        f'<desc id="{ids}d">{escape(description)}</desc>{"".join(parts)}</svg>\n'
    )


def linked(address: str | None, words: str, parts: Iterable[str]) -> str:
    """Return marks that are a link, with what is read out and shown when they are pointed at."""
    inner = f"<title>{escape(words)}</title>{''.join(parts)}"
    return f'<a href="{escape(address)}">{inner}</a>' if address else f"<g>{inner}</g>"


def sample(drawn: str) -> str:
    """Return a sign as a legend shows it; its meaning follows in words."""
    return f'<svg class="sample" viewBox="0 0 36 20" aria-hidden="true">{drawn}</svg>'


class Ends(NamedTuple):
    """Where a span begins and ends, in units, within the chart; and how: given, not given, uncertain, out of view."""

    start: float
    end: float
    start_is: str
    end_is: str

    @property
    def first(self) -> float:
        """Where what is drawn begins."""
        return self.start - (3 * STEP if self.start_is == "open" else 0)

    @property
    def last(self) -> float:
        """Where what is drawn ends."""
        return self.end + (3 * STEP if self.end_is == "open" else 0)


def ends(bar: Bar, of: Scale) -> Ends | None:
    """Return the ends of a span; None if it has no date at all."""
    begin = bar.start or bar.begun or bar.end
    if not begin:
        return None
    start, end = of.x(years(begin)), of.x(years(bar.end or bar.attested or begin))
    start_is = "open" if not bar.start else "uncertain" if bar.start_fuzzy else "given"
    end_is = "open" if not bar.end else "uncertain" if bar.end_fuzzy else "given"
    low, high = float(of.left), float(WIDTH - MARGIN)
    if start < low:
        start, start_is = low, "beyond"
    if end > high:
        end, end_is = high, "beyond"
    start = min(start, high - 6)
    return Ends(start, max(end, start + 6), start_is, end_is)


def span(at: Ends, y: float, *, body: bool, planned_from: float | None) -> list[str]:
    """Return a span around the line `y`: a body as a bar, a lasting event as a line; hollow from `planned_from` on."""
    dots = min(DOTS, (at.end - at.start) / 3)
    start = at.start + (dots if at.start_is == "uncertain" else 0)
    end = at.end - (dots if at.end_is == "uncertain" else 0)
    turn = end if planned_from is None else min(max(planned_from, start), end)
    parts = []
    for kind, x0, x1 in (("solid", start, turn), ("hollow", turn, end)):
        if x1 - x0 <= 0.05:
            continue
        if body:
            box = f'x="{number(x0)}" y="{number(y - 7)}" width="{number(x1 - x0)}" height="14"'
            parts.append(f'<rect class="{kind}" {box}/>')
        else:
            parts.append(f'<path class="{kind} line" d="M{number(x0)} {number(y)}H{number(x1)}"/>')
    faint = "hollow" if turn <= start else "solid"
    for outer, state, by in ((at.start, at.start_is, -1), (at.end, at.end_is, 1)):
        parts += _end(outer, y, state, by, dots, faint if by < 0 or turn >= end else "hollow", body)
    return parts


def _end(x: float, y: float, state: str, by: int, dots: float, kind: str, body: bool) -> Iterator[str]:
    """Yield how an end of a span looks, drawn to the left (by = -1) or to the right."""
    if state == "open":
        for number_of_step, height in enumerate((10.0, 6.5, 3.0)):
            left = x + by * STEP * number_of_step + (0 if by > 0 else -STEP)
            box = f'x="{number(left + 1)}" width="{number(STEP - 2)}"'
            yield f'<rect class="{kind} step" {box} y="{number(y - height / 2)}" height="{number(height)}"/>'
    elif state == "uncertain":
        first, last = sorted((x, x - by * dots))
        yield f'<path class="dots" d="M{number(first)} {number(y)}H{number(last)}"/>'
    elif state == "beyond":
        yield arrow(x, y, by)
    elif not body:
        yield f'<path class="{kind} line" d="M{number(x)} {number(y - 5)}V{number(y + 5)}"/>'


def arrow(x: float, y: float, by: int) -> str:
    """Return an arrow that begins at `x` and points to the left (by = -1) or to the right."""
    return f'<path class="arrow" d="M{number(x + by * 9)} {number(y)}L{number(x)} {number(y - 6)}v12Z"/>'


class Rows:
    """Packs marks with labels into rows: each goes on the first row with room for it."""

    def __init__(self, top: float) -> None:
        self._top = top
        self._rows: list[list[tuple[float, float]]] = []

    def y(self, first: float, last: float, gap: float = 16) -> float:
        """Return the line of the row on which marks from `first` to `last` go."""
        room = (
            place
            for place, row in enumerate(self._rows)
            if all(last + gap <= start or first - gap >= end for start, end in row)
        )
        place = next(room, len(self._rows))
        if place == len(self._rows):
            self._rows.append([])
        self._rows[place].append((first, last))
        return self._top + place * ROW + ROW / 2

    @property
    def bottom(self) -> float:
        """Where the last row ends."""
        return self._top + len(self._rows) * ROW


def label_place(first: float, last: float, size: float) -> tuple[float, str]:
    """Return where the label of marks goes, and its anchor: after them, or before them if there is more room."""
    after, before = WIDTH - last - 8, first - 8
    if size <= after or after >= before:
        return last + 8, "start"
    return first - 8, "end"
