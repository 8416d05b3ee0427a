"""Draws the timeline: a chart for each lane, with its spans above its events, and a legend of the signs that it has.

Solid is what happened, hollow what was planned or forecast. A bar with steps at an end has a start or an end that no
document gives, dots are an uncertain date. A lane with too many marks is drawn as how many there are at each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from ...edtf import FIRST, LAST, parts, year_label
from ...edtf.years import day_of, years
from ...kinds.vocabulary import INTENDED, NOT_HAPPENED
from ...model import Bar
from ...queries.store import Store
from ...queries.timeline import date_labels
from ...queries.timeline_window import Extent, Timeline
from ...text import number_of
from ..html import escape
from .svg import (
    DOTS,
    MARGIN,
    WIDTH,
    Rows,
    Scale,
    arrow,
    axis,
    drawing,
    ends,
    fitted,
    label_place,
    linked,
    number,
    sample,
    scale,
    span,
    text,
    text_width,
)

MOST = 300  # marks of a lane that are drawn one by one
_BINS = 120  # columns of a lane that is not
_TOP = 24.0  # units that the axis takes
_NEAR = 0.25  # of the middle four fifths of the dates: what is further from them is put at the edge
_RADIUS = 5.5
_INSIDE = 34.0  # units between the start of a bar and a label within it

Address = Callable[[str], str | None]


class Lane(NamedTuple):
    """A lane: its title, what it has in words, and its chart."""

    title: str
    words: str
    height: float
    drawn: list[str]


class Chart:
    """The chart of a timeline; `address` gives that of the page of an entry."""

    def __init__(self, store: Store, timeline: Timeline, address: Address) -> None:
        self._store, self._timeline, self._address = store, timeline, address
        self._signs: set[str] = set()
        self._scale = _view(timeline.extent)

    def lanes(self) -> Iterator[Lane]:
        """Yield the lanes that have anything."""
        for slug, title in (*self._store.terms("lane"), ("", "Without a lane")):
            if lane := self._lane(slug, title):
                yield lane

    def _lane(self, slug: str, title: str) -> Lane | None:
        all_of_it = self._timeline.sums(slug, [LAST])[0]
        count, spans = all_of_it.markers, all_of_it.begun
        if not count + spans:
            return None
        words = " and ".join(number_of(many, noun) for many, noun in ((spans, "span"), (count, "event")) if many)
        drawn: list[str] = []
        rows = Rows(_TOP)
        for many, read, draw in (
            (spans, self._timeline.spans, self._span),
            (count, self._timeline.markers, self._event),
        ):
            if many > MOST:
                rows = Rows(self._density(slug, rows.bottom, read == self._timeline.spans, drawn))
                continue
            bars = read(slug, FIRST, LAST)
            labels = date_labels(self._store, [bar.slug for bar in bars])
            drawn += [draw(bar, labels.get(bar.slug, ""), rows) for bar in bars]
            rows = Rows(rows.bottom)
        height = rows.bottom + 6
        return Lane(title, words, height, [axis(self._scale, height), *drawn])

    def _span(self, bar: Bar, date: str, rows: Rows) -> str:
        at = ends(bar, self._scale)
        if at is None:
            return ""
        body = bar.kind == "organisation"
        planned = at.start if bar.modality in INTENDED else None
        if planned is None and bar.planned_from:
            planned = self._scale.x(years(bar.planned_from))
        begin = bar.start or bar.begun
        said = body and not bar.end and bar.mentioned and not (begin and bar.mentioned < begin)
        more = f"last mentioned {_year(bar.mentioned)}" if said and bar.mentioned else ""
        label = bar.title if body and text_width(bar.title) < WIDTH / 2 else bar.short
        y, first_label = self._labelled(at.first, at.last, label, rows, more)
        self._signs |= {f"{state} end" if state != "given" else "" for state in (at.start_is, at.end_is)}
        kind = "body" if body else "lasting"
        self._signs |= {kind} if planned is None or planned > at.start else set()
        self._signs |= {f"planned {kind}"} if planned is not None and planned < at.end else set()
        shapes = span(at, y, body=body, planned_from=planned)
        notes = [
            f"planned or forecast from {_year(bar.planned_from)}"
            if bar.planned_from and bar.modality not in INTENDED
            else "",
            "start not given" if not bar.start else "",
            (more or "end not given") if not bar.end else "",
        ]
        return linked(self._address(bar.slug), _words(bar, date, notes), [*shapes, first_label])

    def _event(self, bar: Bar, date: str, rows: Rows) -> str:
        day = bar.start or bar.end
        if not day:
            return ""
        x = self._scale.x(years(day))
        pointing = -1 if x < MARGIN else 1 if x > WIDTH - MARGIN else 0
        x = min(max(x, MARGIN + _RADIUS), WIDTH - MARGIN - _RADIUS)
        first = x - (DOTS + _RADIUS if not bar.start else _RADIUS)
        last = x + (DOTS + _RADIUS if not bar.end else _RADIUS)
        y, label = self._labelled(first, last, f"{_year(day)}: {bar.title}" if pointing else bar.title, rows)
        hollow = bar.modality in INTENDED
        shapes = [arrow(x - 4 * pointing, y, pointing) if pointing else _dot(x, y, hollow)]
        self._signs.add("beyond end" if pointing else "planned event" if hollow else "event")
        for missing, by in ((not bar.start, -1), (not bar.end, 1)):
            if missing:
                self._signs.add("open event")
                near, far = x + by * _RADIUS, x + by * (_RADIUS + DOTS)
                shapes.append(f'<path class="dots" d="M{number(near)} {number(y)}H{number(far)}"/>')
        notes = ["start not given" if not bar.start else "", "end not given" if not bar.end else ""]
        return linked(self._address(bar.slug), _words(bar, date, notes), [*shapes, label])

    def _labelled(self, first: float, last: float, label: str, rows: Rows, more: str = "") -> tuple[float, str]:
        """Return the line of marks that go on the first row with room, and their label."""
        size = text_width(f"{label} {more}" if more else label)
        x, anchor = label_place(first, last, size)
        room = WIDTH - x if anchor == "start" else x
        if size > room and last - first > size + 2 * _INSIDE:
            y = rows.y(first, last)
            return y, text(max(first, MARGIN) + _INSIDE, y + 4.5, label, kind="within", more=more)
        if size > room:
            more = ""
            label = fitted(label, room)
            size = text_width(label)
        outer = (first, x + size) if anchor == "start" else (x - size, last)
        y = rows.y(*outer)
        return y, text(x, y + 4.5, label, anchor="" if anchor == "start" else "end", more=more)

    def _density(self, lane: str, top: float, spans: bool, drawn: list[str]) -> float:
        """Draw how many marks a lane has at each time, and return where that ends."""
        edges = [MARGIN + (WIDTH - 2 * MARGIN) * place / _BINS for place in range(_BINS + 1)]
        sums = self._timeline.sums(lane, [day_of(self._scale.moment(x)) for x in edges])
        counts = [
            after.begun - before.ended if spans else after.markers - before.markers for before, after in pairwise(sums)
        ]
        most, height = max(counts), 64.0
        self._signs.add("density")
        words = f"{'Spans' if spans else 'Events'} at each time: at most {most:,} in one column."
        columns = [
            f'<rect class="count" x="{number(x)}" width="{number(right - x - 1)}" '
            f'y="{number(top + 20 + height * (1 - count / most))}" height="{number(height * count / most)}"/>'
            for (x, right), count in zip(pairwise(edges), counts, strict=True)
            if count
        ]
        drawn.append(f"<g><title>{escape(words)}</title>{text(MARGIN, top + 12, words)}{''.join(columns)}</g>")
        return top + height + 26

    def legend(self) -> str:
        """Return what the signs mean that were drawn, once the lanes have been."""
        items = [
            f"<li>{_sample(signs)}{escape(words)}</li>" for signs, words in _LEGEND if self._signs.intersection(signs)
        ]
        return f'<ul class="legend" aria-label="Signs">{"".join(items)}</ul>\n'

    def svg(self, lane: Lane, ids: str) -> str:
        """Return the chart of a lane."""
        span = self._scale
        described = f"{lane.words}, from about {round(span.start)} to {round(span.end)}. Each mark links to its entry."
        return drawing(lane.title, described, lane.height, lane.drawn, ids)


def _view(extent: Extent) -> Scale:
    """Return the years that are drawn: the middle four fifths of the dates, and all before and after that is near."""
    if extent.first is None or extent.last is None:
        return scale([])
    first, last = years(extent.first), years(extent.last)
    low, high = (years(day) if day else end for day, end in ((extent.low, first), (extent.high, last)))
    near = (high - low) * _NEAR
    return scale([first if low - first <= near else low, last if last - high <= near else high])


def _year(day: str) -> str:
    return year_label(parts(day)[0])


def _words(bar: Bar, date: str, notes: list[str]) -> str:
    said = [date, bar.modality if bar.modality in NOT_HAPPENED else "", *notes]
    return f"{bar.title}: {', '.join(filter(None, said))}" if any(said) else bar.title


def _dot(x: float, y: float, hollow: bool) -> str:
    return f'<circle class="{"hollow" if hollow else "solid dot"}" cx="{number(x)}" cy="{number(y)}" r="{_RADIUS}"/>'


_LEGEND = (
    (("body",), "an organisation, as it existed"),
    (("planned body",), "planned or forecast"),
    (("lasting",), "an event that lasted"),
    (("planned lasting",), "one planned or forecast"),
    (("event",), "an event"),
    (("planned event",), "an event planned, proposed or forecast"),
    (("open end",), "start or end not given"),
    (("open event",), "earlier or later date not given"),
    (("uncertain end",), "uncertain date"),
    (("beyond end",), "goes on out of view"),
    (("density",), "how many at a time"),
)
_SAMPLES = {
    "body": '<rect class="solid" x="1" y="3" width="34" height="14"/>',
    "planned body": '<rect class="hollow" x="1" y="3" width="34" height="14"/>',
    "lasting": '<path class="solid line" d="M1 10H35M1 5v10M35 5v10"/>',
    "planned lasting": '<path class="hollow line" d="M1 10H35M1 5v10M35 5v10"/>',
    "event": _dot(18, 10, False),
    "planned event": _dot(18, 10, True),
    "open end": '<rect class="solid" x="1" y="3" width="10" height="14"/>'
    '<rect class="solid step" x="12" y="5" width="6" height="10"/>'
    '<rect class="solid step" x="20" y="6.8" width="6" height="6.5"/>'
    '<rect class="solid step" x="28" y="8.5" width="6" height="3"/>',
    "open event": f'{_dot(10, 10, False)}<path class="dots" d="M16 10H34"/>',
    "uncertain end": '<rect class="solid" x="1" y="3" width="16" height="14"/><path class="dots" d="M18 10H35"/>',
    "beyond end": arrow(22, 10, -1),
    "density": '<path class="count" d="M4 18V12h6v6ZM12 18V4h6v14ZM20 18V9h6v9Z"/>',
}


def _sample(signs: tuple[str, ...]) -> str:
    return sample("".join(_SAMPLES[sign] for sign in signs))
