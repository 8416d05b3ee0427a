"""Draws the lineage: a row for each organisation over the years, and each change as a line between its rows.

A change is solid, dashed if it is in part, dotted if it was only planned: a dot on what it came from, an arrow to what
came of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ...edtf.years import years
from ...model import Lineage, LineageNode, Succession
from ...page.lineage import outline
from ...queries.timeline_window import Timeline
from .svg import MARGIN, ROW, STEP, Scale, axis, drawing, ends, fitted, linked, number, sample, scale, span, text

_TOP = 26.0
_LABELS = 290.0  # units at the left for the names
_APART = 9.0  # units between two changes of the same time

Address = Callable[[str], str | None]


def draw(found: Lineage, timeline: Timeline, address: Address, title: str) -> str:
    """Return the drawn lineage; `timeline` says when the organisations existed."""
    rows = [row for row in outline(found) if isinstance(row, LineageNode)]
    bars = {node.slug: bar for node in rows if (bar := timeline.bar(node.slug))}
    moments = [years(day) for bar in bars.values() for day in (bar.start, bar.begun, bar.end, bar.attested) if day]
    moments += [years(day) for change in found.changes for day in (change.earliest, change.latest) if day]
    of = scale(moments, _LABELS + 3 * STEP)
    lines = {node.slug: _TOP + (place + 0.5) * ROW for place, node in enumerate(rows)}
    height = _TOP + len(rows) * ROW + 8
    drawn = [axis(of, height)]
    for node in rows:
        y = lines[node.slug]
        bar = bars.get(node.slug)
        at = ends(bar, of) if bar else None
        planned = of.x(years(bar.planned_from)) if bar and bar.planned_from else None
        shapes = span(at, y, body=True, planned_from=planned) if at else []
        words = f"{node.title}: {node.existence}" if node.existence else node.title
        label = text(MARGIN, y + 4.5, fitted(node.title, _LABELS - MARGIN))
        drawn.append(linked(address(node.slug), words, [label, *shapes]))
    drawn += _changes(found, of, lines, address)
    described = f"{len(rows)} organisations in rows over the years, with {len(found.changes)} changes between them."
    return drawing(title, f"{described} The list below says the same in words.", height, drawn, "lineage")


def _changes(found: Lineage, of: Scale, lines: dict[str, float], address: Address) -> Iterator[str]:
    taken: list[float] = []
    for change in found.changes:
        day = change.earliest or change.latest
        ys = [lines[slug] for slug in (*change.original, *change.resulting) if slug in lines]
        if not day or not ys:
            continue
        x = of.x(years(day))
        while any(abs(x - other) < _APART for other in taken):
            x += _APART
        taken.append(x)
        yield linked(address(change.slug), _words(change), _change(change, x, ys, lines))


def _change(change: Succession, x: float, ys: list[float], lines: dict[str, float]) -> Iterator[str]:
    kind = "planned" if change.planned else "part" if change.partial else "full"
    yield f'<path class="change {kind}" d="M{number(x)} {number(min(ys))}V{number(max(ys))}"/>'
    for slug in change.original:
        if slug in lines:
            yield f'<circle class="from" cx="{number(x)}" cy="{number(lines[slug])}" r="4"/>'
    for slug in change.resulting:
        if slug in lines:
            y = lines[slug]
            left, right = number(x - 5), number(x + 5)
            yield f'<path class="to" d="M{left} {number(y - 5)}L{right} {number(y)}L{left} {number(y + 5)}Z"/>'


def _words(change: Succession) -> str:
    manner = [*(["in part"] if change.partial else []), *(["only planned"] if change.planned else [])]
    return f"{change.title}: {', '.join([change.date, *manner])}"


_SIGNS = (
    ('<path class="change full" d="M2 10H34"/>', "a change"),
    ('<path class="change part" d="M2 10H34"/>', "a change in part"),
    ('<path class="change planned" d="M2 10H34"/>', "only planned"),
    ('<circle class="from" cx="18" cy="10" r="4"/>', "from"),
    ('<path class="to" d="M13 5L23 10L13 15Z"/>', "to"),
)
_ITEMS = "".join(f"<li>{sample(drawn)}{words}</li>" for drawn, words in _SIGNS)
LEGEND = f'<ul class="legend" aria-label="Signs">{_ITEMS}</ul>\n'
