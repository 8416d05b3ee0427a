"""The pure functions that draw, for any corpus."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from pctui.edtf.years import years
from pctui.model import Bar, Citation
from pctui.page import Bullets, Facts, Heading, Passages, Prose, Run
from pctui.queries.timeline_window import Extent
from pctui.tui.panes.timeline.axis import View, whole
from pctui.tui.panes.timeline.canvas import Row
from pctui.tui.panes.timeline.chart import (
    Chart,
    Plan,
    axis_line,
    axis_lines,
    cursor_line,
    draw,
    gutter,
    in_view,
    legend_lines,
)
from pctui.tui.panes.timeline.lane import Lane
from pctui.tui.panes.timeline.marks import MOST, arrange, column_of, draw_marks
from pctui.tui.widgets.layout import lay_out

from .charting import Bars

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


def laned(bars: list[Bar], lanes: list[tuple[str, str]], view: View) -> list[Lane]:
    return in_view(Bars(bars, [slug for slug, _ in lanes]), lanes, view)


def charted(
    bars: list[Bar],
    lanes: list[tuple[str, str]],
    view: View,
    left: int,
    height: int,
    selected: str | None,
    top: int = 0,
) -> Chart:
    return draw(Plan(laned(bars, lanes, view), height), left, height, selected, top)


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
    attested=st.none() | days,
    mentioned=st.none() | days,
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
    chart = charted(bars, lanes, view, left, height, "a")
    foot = cursor_line(view, left, start + span / 3, "April 1999")
    legend = legend_lines(chart.signs, width, 2, 3)
    lines = [*axis_lines(view, left), axis_line(view, left, start + span / 3, 4), *chart.lines, foot, *legend]
    assert len(chart.lines) <= height
    for line in lines:
        assert sum(cell_len(piece.text) for piece in line) == width


@given(st.integers(1, 12), st.lists(st.tuples(st.integers(-2, 12), st.text("a⺀e\u0301 ", max_size=5)), max_size=6))
def test_a_row_written_over_and_over_keeps_its_width(width: int, written: list[tuple[int, str]]) -> None:
    row = Row(width)
    for column, text in written:
        row.put(column, text, "")
        assert sum(cell_len(piece.text) for piece in row.pieces()) == width


# Titles of one letter each, so that a line shows which is which; no letter of the axis is used.
letters = "ABCDEFGHIKLQRTUVWXYZ"


@st.composite
def labelled(draw_: st.DrawFn) -> list[Bar]:
    """Bars with one letter as slug and in the title: short spans, so that many compete for the same place."""
    found = []
    for letter in letters[: draw_(st.integers(1, len(letters)))]:
        size = draw_(st.integers(2, 40))
        year = draw_(st.integers(1950, 1969))
        end = f"{year + draw_(st.integers(0, 12))}-12-31"
        start = f"{year}-01-01" if draw_(st.integers(0, 9)) else None
        found.append(
            Bar(
                slug=letter,
                kind=draw_(st.sampled_from(["organisation", "event"])),
                title=letter * size,
                short=letter * draw_(st.integers(2, size)),
                lane=draw_(st.sampled_from("xy")),
                span=draw_(st.booleans()),
                start=start,
                end=end if draw_(st.integers(0, 9)) else None,
                start_fuzzy=draw_(st.booleans()),
                end_fuzzy=draw_(st.booleans()),
                planned_from=draw_(st.sampled_from([None, "1960-01-01"])),
                modality=draw_(st.sampled_from(["happened", "planned"])),
            )
        )
    return found


@given(labelled(), st.integers(20, 160), st.integers(1, 30), st.floats(1930, 1970), st.floats(1 / 12, 60))
def test_labels_never_collide_overflow_or_lose_their_end_without_a_sign(
    bars: list[Bar], width: int, height: int, start: float, span: float
) -> None:
    lanes = [("x", "1"), ("y", "2")]  # no letters
    left = gutter(lanes, width)
    view = View(start, start + span, width - left)
    titles = {bar.slug: bar for bar in bars}
    shown: set[str] = set()
    for line in charted(bars, lanes, view, left, height, bars[0].slug).lines:
        text = "".join(piece.text for piece in line)
        for match in re.finditer(r"([A-Z])\1*", text):
            letter, size = match[1], len(match[0])
            assert letter not in shown, "a label in two pieces"
            shown.add(letter)
            bar = titles[letter]
            whole = size in (len(bar.title), len(bar.short))
            assert whole or text[match.end() : match.end() + 1] == "…", f"cut without a sign: {text!r}"
            before, after = text[: match.start()][-1:], text[match.end() :].removeprefix("…")[:1]
            assert before in ("", " "), f"something touches the label: {text!r}"
            assert after in ("", " "), f"something touches the label: {text!r}"
    for line in (*axis_lines(view, left, 3), cursor_line(view, left, start + span / 2, "QQQQQQQQQ", 4)):
        text = "".join(piece.text for piece in line)
        for match in re.finditer("Q+", text):
            assert len(match[0]) == 9 or text[match.end()] == "…"
        assert "more" not in text or re.search("(3 more rows ↑|4 more rows ↓) ", text)


def row_text(row: Row) -> str:
    return "".join(character for character, _ in row.cells)


@given(labelled(), st.integers(1, 60), st.integers(1, 4), st.floats(1, 60), st.booleans())
def test_every_marker_is_in_its_column_or_counted_there_or_next_to_it(
    bars: list[Bar], width: int, rows: int, span: float, selected: bool
) -> None:
    view = View(1950.0, 1950.0 + span, width)
    marks = [(column_of(bar, view), bar) for bar in bars if bar.start or bar.end]
    marks = [(column, bar) for column, bar in marks if column is not None and 0 <= column < width]
    chosen = marks[0][1].slug if selected and marks else None
    found = []
    for drawn in arrange(marks, rows, width):  # type: ignore[arg-type]
        row = draw_marks(drawn, width, chosen)
        text = row_text(row)
        for mark in drawn:
            count, sign = len(mark.bars), text[mark.column]
            found += [bar.slug for bar in mark.bars]
            if chosen and row.cells[mark.column][1] in ("accent", "") and all(bar.slug != chosen for bar in mark.bars):
                continue  # the label of the selected one is written over it
            assert all(0 <= (column_of(bar, view) or 0) - mark.column <= (count > 1) for bar in mark.bars)
            if count == 1:
                assert sign in "●○◆◇"
            elif sign in "◆◇":
                assert f" +{count - 1}" in text
            else:
                assert sign == "+" or int(re.match(r"\d+", text[mark.column :])[0]) == count  # type: ignore[index]
                assert sign != "+" or count > 9
    assert sorted(found) == sorted(bar.slug for _, bar in marks)


def test_the_count_of_a_marker_stays_when_it_is_selected() -> None:
    bars = [Bar(f"e{i}", "event", f"Law {i}", "", "x", False, "1950-01-01", "1950-12-31") for i in range(3)]
    view = View(1949.0, 1952.0, 60)
    (row,) = arrange([(20, bar) for bar in bars], 1, view.width)
    assert "3 Law 0 +2" in row_text(draw_marks(row, view.width, None))
    assert "◆ Law 1 +2" in row_text(draw_marks(row, view.width, "e1"))
    (narrow,) = arrange([(2, bar) for bar in bars], 1, 4)
    assert row_text(draw_marks(narrow, 4, "e1")) == "  3 ", "no room for any label, so the count itself is marked"


@given(labelled(), st.integers(20, 160), st.integers(1, 30), st.floats(1930, 1970), st.floats(1 / 12, 60))
def test_everything_in_view_has_a_row_on_which_it_can_be_clicked(
    bars: list[Bar], width: int, height: int, start: float, span: float
) -> None:
    lanes = [("x", "1"), ("y", "2")]
    view = View(start, start + span, width - gutter(lanes, width))
    seen = laned(bars, lanes, view)
    plan = Plan(seen, height)
    visible = {span.bar.slug for lane in seen for span in lane.spans} | {
        bar.slug for lane in seen for _, bar in lane.marks
    }
    assert set(plan.at) == visible
    for slug, row in plan.at.items():
        assert slug in plan.row(row, slug).owners.values()
        pieces, owners, _ = plan.row(row, None)
        assert set(owners.values()) <= visible
        assert slug in owners.values() or any(character in "23456789+" for piece in pieces for character in piece.text)


@given(labelled(), st.integers(20, 160), st.integers(1, 12), st.integers(0, 40), st.data())
def test_the_chart_scrolls_no_further_than_the_selected_row_needs(
    bars: list[Bar], width: int, height: int, top: int, data: st.DataObject
) -> None:
    lanes = [("x", "1"), ("y", "2")]
    left = gutter(lanes, width)
    plan = Plan(laned(bars, lanes, View(1940.0, 1990.0, width - left)), height)
    selected = data.draw(st.sampled_from([None, *plan.at]))
    stays = draw(plan, left, height, None, top)
    chart = draw(plan, left, height, selected, stays.above)
    context = 1 if height > 4 else 0
    if selected is None or context <= plan.at[selected] - stays.above < height - context:
        assert chart.above == stays.above
    else:
        assert 0 <= chart.selected < height
    for a, b in zip(stays.lines, chart.lines, strict=True) if chart.above == stays.above else ():
        assert a == b or chart.lines.index(b) == chart.selected
    away = draw(plan, left, height, selected, top, reveal=False)
    assert away.above == stays.above, "rows scrolled away from the selected one stay there"


def test_a_date_that_no_document_gives_is_not_drawn() -> None:
    view = View(1950.0, 2010.0, 60)  # one column per year

    def line(selected: str | None = None, **of: object) -> str:
        bar = Bar(
            **{
                "slug": "a",
                "kind": "organisation",
                "title": "A body",
                "short": "A body",
                "lane": "x",
                "span": True,
                **of,
            }
        )  # type: ignore[arg-type]
        lines = charted([bar], [("x", "X")], view, 9, 1, selected).lines
        return "".join(piece.text for piece in lines[0])[9:] if lines else ""

    assert line(start="1960-01-01", end=None, attested="1969-06-01")[10:] == "▆ A body ▆▅▃▁" + " " * 37
    assert line(start="1960-01-01", end=None, attested="1960-06-01")[8:].startswith("  ▆▅▃▁ A body ")
    assert line(start=None, end="1980-06-01")[26:].startswith(" ▁▃▅▆ A body ")
    assert line(start="1930-01-01", end=None, attested="1940-01-01") == ""
    chosen = line("a", start="1960-01-01", end="1966-06-01", planned_from="1962-01-01")
    assert chosen[10:].startswith("◆▆░░░░░ A body "), "the selected bar has a sign"
    deadline = line(kind="event", span=False, start=None, end="1980-06-01", modality="planned")
    assert deadline[27:].startswith(" ◂┄○ A body ")
    assert line(kind="event", span=False, start="1980-06-01", end=None)[29:].startswith(" ●┄▸ A body ")


@given(labelled(), st.integers(60, 160), st.integers(4, 30), st.floats(1930, 1970), st.floats(1 / 12, 60))
def test_every_sign_on_screen_is_in_the_legend_and_no_other(
    bars: list[Bar], width: int, height: int, start: float, span: float
) -> None:
    lanes = [("x", "1"), ("y", "2")]
    left = gutter(lanes, width)
    chart = charted(bars, lanes, View(start, start + span, width - left), left, height, bars[0].slug)
    lines = legend_lines(chart.signs, width, 1, 3)
    legend = "".join(piece.text for line in lines for piece in line)
    drawn = "".join(piece.text for line in chart.lines for piece in line)
    for sign in "░▒●○◆◇":
        assert (sign in legend) == (sign in drawn), sign
    assert ("┄" in legend) >= ("┄" in drawn)
    for sign, of in (("▅▃▁", "end|no end"), ("▁▃▅", "start|no start"), ("├─", "happened"), ("├╌", "planned")):
        assert sign not in drawn or re.search(of, legend), sign
    assert all(sum(cell_len(piece.text) for piece in line) == width for line in lines)
    assert "…" not in legend
    assert "3 more rows ↓" in legend


def test_a_bar_says_when_a_document_last_mentions_what_has_no_end() -> None:
    def line(until: str, width: int = 60, **of: str | None) -> str:
        bar = Bar("a", "organisation", "A body", "A body", "x", True, "1960-01-01", None, attested=until, **of)  # type: ignore[arg-type]
        view = View(1950.0, 2010.0, width)
        return "".join(piece.text for piece in charted([bar], [("x", "X")], view, 9, 1, None).lines[0])[9:]

    assert "▆ A body ▆▆▅▃▁ last mentioned 1970" in line("1970-06-01", mentioned="1970-06-01")
    assert "▆ A body, last mentioned 2006 ▆" in line("2006-06-01", mentioned="2006-06-01")
    assert "▆ A body, last mentioned 1996 ▆" in line("1996-06-01", mentioned="1996-06-01")
    assert "last" not in line("1970-06-01"), "an end that is not given need not be that of a document"
    assert "last" not in line("1970-06-01", mentioned="1955-01-01"), "written before it was there"


def test_bars_of_neighbouring_rows_do_not_fuse() -> None:
    bars = [
        Bar(slug, "organisation", slug, slug, "x", True, "1960-01-01", "1990-01-01", planned_from=planned)
        for slug, planned in (("a", None), ("b", "1970-01-01"), ("c", "1970-01-01"), ("d", "1970-01-01"))
    ]
    chart = charted(bars, [("x", "X")], View(1950.0, 2010.0, 60), 9, 9, None)
    lines = ["".join(piece.text for piece in line)[9:] for line in chart.lines]
    assert not any("█" in line for line in lines), "a full block touches the one above"
    for above, below in pairwise(lines):
        assert not any(a == b and a in "░▒" for a, b in zip(above, below, strict=True))


def test_the_selected_marker_has_its_label_even_between_others() -> None:
    bars = [
        Bar(f"e{i}", "event", f"Event {i}", "", "x", False, f"{1950 + i}-06-01", f"{1950 + i}-06-01") for i in range(60)
    ]
    for slug in ("e0", "e30", "e59"):
        (line,) = charted(bars, [("x", "X")], View(1950.0, 2010.0, 60), 9, 1, slug).lines
        assert f"Event {slug[1:]}" in "".join(piece.text for piece in line if piece.role == "accent")


@given(st.floats(0, 1), st.integers(20, 160), st.text("Q", min_size=1, max_size=40), st.integers(0, 120))
def test_the_line_of_the_cursor_keeps_its_parts_apart(share: float, width: int, label: str, below: int) -> None:
    view = View(1900.0, 2000.0, width - 9)
    text = "".join(piece.text for piece in cursor_line(view, 9, 1900 + 100 * share, label, below))
    assert len(text) == width
    assert text.count("▲") == 1
    (shown,) = re.findall("Q+…?", text)
    assert shown == label or shown.endswith("…")
    assert "↓" not in text or f" {below} more row{'' if below == 1 else 's'} ↓ " in text


def many(number: int, span: bool) -> list[Bar]:
    days = [f"{1900 + i % 100}-{1 + i % 12:02}-{1 + i % 28:02}" for i in range(number)]
    return [
        Bar(f"e{i}", "event", f"Event {i}", f"Event {i}", "x", span, day, f"{int(day[:4]) + 2}" + day[4:])
        for i, day in enumerate(sorted(days))
    ]


@pytest.mark.parametrize("span", [False, True], ids=["markers", "spans"])
@pytest.mark.parametrize("height", [4, 30])
def test_five_thousand_events_in_a_lane_are_drawn_as_density(span: bool, height: int) -> None:
    view = View(1895.0, 2005.0, 100)
    chart = charted(many(5000, span), [("x", "Lane")], view, 9, height, "e2500")
    assert len(chart.lines) <= 3, "no row for each"
    assert chart.below == 0
    assert sum(len(line) for line in chart.lines) < 60
    assert chart.selected >= 0
    text = "\n".join("".join(piece.text for piece in line) for line in chart.lines)
    assert set("▁▂▃▄▅▆▇█") & set(text)
    assert "Event 2500" in text or height == 4
    if height == 30:
        assert "◆" in text or span
        assert f"5,000 {'spans' if span else 'events'}, █ = " in text


def test_density_is_as_high_as_the_count_and_a_single_event_is_visible() -> None:
    bars = many(400, False)
    bars = [bar for bar in bars if bar.start and bar.start < "1950"] + [
        Bar("last", "event", "Last", "Last", "x", False, "1990-01-01", "1990-01-01")
    ]
    view = View(1890.0, 2000.0, 50)
    text = "".join(p.text for p in charted(bars, [("x", "Lane")], view, 9, 30, None).lines[-1])[9:]
    assert text[view.column(1990.1)] == "▁"
    assert "█" in text
    assert text[view.column(1970)] == " "


@pytest.mark.parametrize("number", [60, 5000])
def test_what_is_drawn_does_not_grow_with_the_zoom(number: int) -> None:
    bars = many(number, False)
    view = View(1895.0, 2005.0, 100)
    for _ in range(10):
        chart = charted(bars, [("x", "Lane")], view, 9, 20, None)
        assert len(chart.lines) <= MOST
        view = view.zoom(1, 1950.5)


@given(days)
def test_days_keep_their_order_as_years(day: str) -> None:
    assert int(day[:4]) <= years(day) < int(day[:4]) + 1


@given(st.floats(1900, 2000), st.floats(0.2, 80), st.integers(0, 10), st.floats(0, 1))
def test_zoom_keeps_its_centre_in_place(start: float, span: float, times: int, share: float) -> None:
    view = View(start, start + span, 100)
    around = start + span * share
    place = (around - view.start) / view.span
    for _ in range(times):
        view = view.zoom(1, around)
        assert abs((around - view.start) / view.span - place) < 1e-6
    assert view.span >= 1 / 12 - 1e-9


def test_the_axis_is_drawn_even_without_dates() -> None:
    start, end = whole(Extent(0, 0, 0, None, None, 0, None, None))
    assert View(start, end, 60).ticks()
