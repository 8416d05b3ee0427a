"""The axis of the timeline: any year has its place and its tick, and zooming out never zooms in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pctui.edtf import days_between, moved, parse, parts
from pctui.edtf.years import years
from pctui.tui.panes.timeline.axis import LEAST, View


@pytest.mark.parametrize(
    ("start", "end", "labels"),
    [
        (-50.0, 50.0, ["−40", "−20", "0", "20", "40"]),
        (-0.5, 0.5, ["Jul −1", "Oct −1", "0", "Apr 0"]),
        (1066.0, 2012.0, ["1200", "1400", "1600", "1800", "2000"]),
        (-3000.0, 2000.0, ["−3000", "−2000", "−1000", "0", "1000"]),
        (0.0, 2e8, ["0", "50000000", "100000000", "150000000"]),
    ],
)
def test_ticks_are_round_years(start: float, end: float, labels: list[str]) -> None:
    assert [label for _, label in View(start, end, 60).ticks()] == labels


@given(st.floats(-1e6, 1e6), st.floats(LEAST, 1e6), st.integers(10, 200))
def test_ticks_are_few_and_in_order(start: float, span: float, width: int) -> None:
    columns = [column for column, _ in View(start, start + span, width).ticks()]
    assert columns == sorted(columns)
    assert len(columns) <= width // 8 + 2


@given(st.floats(-1e4, 1e4), st.floats(LEAST, 1e5), st.floats(1, 1e5))
def test_zooming_out_never_zooms_in(start: float, span: float, most: float) -> None:
    view = View(start, start + span, 80)
    assert view.zoom(-1, start, most).span >= view.span * 0.999999
    assert view.zoom(1, start, most).span <= max(view.span, LEAST) * 1.000001


def test_a_chart_of_a_thousand_years_is_zoomed_out_further() -> None:
    whole = View(1009.0, 2069.0, 80)
    assert whole.zoom(-1, 1500.0, 2 * whole.span).span == 2 * whole.span
    assert whole.zoom(-1, 1500.0).span == whole.span


@pytest.mark.parametrize("text", ["-9999", "-0400", "-0044", "0000", "0001", "1600", "Y17E7", "Y-17E7"])
def test_days_of_any_year_are_counted(text: str) -> None:
    span = parse(text)
    assert span.earliest
    assert span.latest
    length = days_between(span.earliest, span.latest) + 1
    assert length in (365, 366)
    assert moved(span.earliest, length - 1) == span.latest
    assert parts(moved(span.latest, 1)) == (parts(span.latest)[0] + 1, 1, 1)
    assert years(span.earliest) == parts(span.earliest)[0]
