"""What a chart draws, from a list of bars instead of a database."""

from __future__ import annotations

from collections.abc import Sequence

from pctui.model import Bar
from pctui.queries.timeline_window import Sums


class Bars:
    """Bars in the order of the list; those with a lane that is not among `lanes` are in ''."""

    def __init__(self, bars: Sequence[Bar], lanes: Sequence[str]) -> None:
        self._bars = bars
        self._lanes = lanes

    def _in(self, lane: str, *, span: bool) -> list[tuple[list[str], Bar]]:
        """Return the bars of a lane, each with its days: those of a span, or the one of a marker."""
        found = []
        for bar in self._bars:
            days = sorted(filter(None, (bar.start, bar.begun, bar.end, bar.attested)))
            if bar.span == span and days and (bar.lane if bar.lane in self._lanes else "") == lane:
                found.append((days if span else [bar.start or bar.end or days[0]], bar))
        return found

    def sums(self, lane: str, days: Sequence[str]) -> list[Sums]:
        markers, spans = self._in(lane, span=False), self._in(lane, span=True)
        return [
            Sums(
                sum(own[0] < day for own, _ in markers),
                sum(own[0] < day for own, _ in spans),
                sum(own[-1] < day for own, _ in spans),
            )
            for day in days
        ]

    def markers(self, lane: str, first: str, until: str) -> list[Bar]:
        return [bar for days, bar in self._in(lane, span=False) if first <= days[0] < until]

    def spans(self, lane: str, first: str, until: str) -> list[Bar]:
        return [bar for days, bar in self._in(lane, span=True) if days[0] < until and days[-1] >= first]

    def bar(self, slug: str) -> Bar | None:
        return next((bar for bar in self._bars if bar.slug == slug), None)
