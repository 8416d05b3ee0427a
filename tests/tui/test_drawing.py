"""The pure parts of the drawing, against whatever a corpus may hold."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from pctui.model import Bar, Citation
from pctui.outline import Bullets, Facts, Heading, Passages, Prose, Run
from pctui.tui.lines import lay_out
from pctui.tui.panes.timeline.axis import View, extent, years
from pctui.tui.panes.timeline.chart import axis_lines, cursor_line, draw, gutter

text = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cf", "Mn", "Me"]), max_size=60)
citation = Citation("d", "D 2001", 3, "A section", ("a",))
run = st.builds(
    Run,
    text,
    st.sampled_from(["", "strong", "muted"]),
    st.sampled_from([None, "slug"]),
    st.sampled_from([None, citation]),
    st.sampled_from([None, "mark"]),
)
runs = st.lists(run, max_size=6).map(tuple)
block = st.one_of(
    st.builds(Heading, st.integers(1, 6), text),
    st.builds(Prose, runs),
    st.builds(Facts, st.lists(st.tuples(text, runs), max_size=3).map(tuple)),
    st.builds(Bullets, st.lists(runs, max_size=3).map(tuple)),
    st.just(Passages()),
)


@given(st.lists(block, max_size=8), st.integers(8, 120))
def test_no_line_is_wider_than_the_page_and_every_stop_is_on_one(blocks: list[object], width: int) -> None:
    layout = lay_out(blocks, width)  # type: ignore[arg-type]
    for line in layout.lines:
        assert sum(cell_len(piece.text) for piece in line) <= width
    for number, stop in enumerate(layout.stops):
        words = stop.run.text.split() or stop.run.citation
        if words:
            assert 0 <= stop.first <= stop.last < len(layout.lines)
            assert any(piece.stop == number for piece in layout.lines[stop.first])


@given(st.lists(text, max_size=12), st.integers(8, 80))
def test_no_word_is_lost_in_wrapping(words: list[str], width: int) -> None:
    layout = lay_out([Prose((Run(" ".join(words)),))], width)
    shown = "".join(piece.text for line in layout.lines for piece in line)
    assert "".join(shown.split()) == "".join(" ".join(words).split())


days = st.dates().map(lambda d: d.isoformat())
bar = st.builds(
    Bar,
    slug=st.sampled_from(["a", "b", "c"]),
    kind=st.sampled_from(["organisation", "event"]),
    title=text.filter(str.strip),
    short=text.filter(str.strip),
    lane=st.sampled_from(["x", "y", ""]),
    span=st.booleans(),
    start=st.none() | days,
    end=st.none() | days,
    start_fuzzy=st.booleans(),
    end_fuzzy=st.booleans(),
    planned_from=st.none() | days,
    modality=st.sampled_from(["happened", "planned", "claimed"]),
)


@given(
    st.lists(bar, max_size=25), st.integers(20, 160), st.integers(1, 30), st.floats(1800, 2020), st.floats(1 / 12, 100)
)
def test_the_chart_keeps_to_its_width_and_height(
    bars: list[Bar], width: int, height: int, start: float, span: float
) -> None:
    lanes = [("x", "Commissioning"), ("y", "Y")]
    left = gutter(lanes, width)
    view = View(start, start + span, width - left)
    chart = draw(bars, lanes, view, left, height, "a")
    lines = [*axis_lines(view, left), *chart.lines, cursor_line(view, left, start + span / 3, "April 1999")]
    assert len(chart.lines) <= height
    for line in lines:
        assert sum(cell_len(piece.text) for piece in line) == width


@given(days)
def test_days_keep_their_order_as_years(day: str) -> None:
    assert int(day[:4]) <= years(day) < int(day[:4]) + 1


@given(st.floats(1900, 2000), st.floats(0.2, 80), st.integers(0, 10), st.floats(0, 1))
def test_zoom_keeps_what_it_zooms_on_where_it_stands(start: float, span: float, times: int, share: float) -> None:
    view = View(start, start + span, 100)
    around = start + span * share
    place = (around - view.start) / view.span
    for _ in range(times):
        view = view.zoom(1, around)
        assert abs((around - view.start) / view.span - place) < 1e-6
    assert view.span >= 1 / 12 - 1e-9


def test_nothing_dated_still_has_an_axis() -> None:
    start, end = extent([])
    assert View(start, end, 60).ticks()
