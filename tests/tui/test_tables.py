"""The layout of comparisons and the bars of figures, for any corpus."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from pctui.compare.entries import Compared, Value
from pctui.model import Citation
from pctui.page import Amount
from pctui.tui.widgets.bar import bar
from pctui.tui.widgets.comparison_table import comparison_table

text = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cf", "Mn", "Me"]), max_size=40)
word = text.filter(str.strip)


@given(
    st.lists(text, min_size=2, max_size=5),
    st.lists(st.tuples(text, st.lists(st.lists(word, max_size=3), min_size=5, max_size=5)), max_size=5),
    st.integers(20, 160),
    st.integers(-1, 6),
)  # fmt: skip
def test_a_comparison_keeps_to_its_width(
    titles: list[str], attributes: list[tuple[str, list[list[str]]]], width: int, first: int
) -> None:
    cited = [tuple(Citation("d", "Document", n, None, ()) for n in range(i)) for i in range(4)]
    rows = [
        Compared(name, tuple(tuple(Value(v, cited[n % 4]) for n, v in enumerate(of)) for of in values[: len(titles)]))
        for name, values in attributes
    ]
    made = comparison_table(titles, rows, width, first)
    for line in [*made.head, *made.lines]:
        assert sum(cell_len(piece.text) for piece in line) <= width
    assert 0 <= made.first <= made.columns - made.shown
    assert all(stop.value.citations for stop in made.stops)
    for number, stop in enumerate(made.stops):
        drawn = [y for y, line in enumerate(made.lines) if any(piece.stop == number for piece in line)]
        assert drawn == [*range(stop.first, stop.last + 1)]


def values(*texts: str) -> tuple[tuple[Value, ...], ...]:
    """Return a value of each entry, none where the text is empty."""
    return tuple((Value(text),) if text else () for text in texts)


def test_columns_are_side_by_side_stacked_or_scrolled_by_width() -> None:
    titles, rows = ["One", "Two", "Three"], [Compared("Name", values("x", "y", "x"))]
    wide, middle, narrow = (comparison_table(titles, rows, width) for width in (140, 70, 40))
    assert (wide.shown, middle.shown, narrow.head) == (3, 2, [])
    assert "→" in middle.head[0][0].text
    assert "←" in comparison_table(titles, rows, 70, 1).head[0][0].text
    assert ["".join(p.text for p in line).strip() for line in narrow.lines] == [
        "≠ Name", "One", "x", "Two", "y", "Three", "x"
    ]  # fmt: skip


def test_the_columns_in_view_are_counted_and_their_heads_wrapped() -> None:
    titles = ["The first of all the stations on the coast", "Two", "Three"]
    rows = [
        Compared("Name", values("x", "y", "x")),
        Compared("Later", values("", "", "z")),
        Compared("Summary", values("p", "q", "")),
    ]
    made = comparison_table(titles, rows, 70)
    head = ["".join(piece.text for piece in line) for line in made.head]
    assert head[0].startswith(" 1–2 of 3 →")
    assert "The first of all the" in head[0]
    assert "stations on the coast" in head[1]
    assert [line[0].text for line in made.lines] == [" ≠ ", "   ", "   "]  # none in view has the second
    assert " ← 2–3 of 3" in comparison_table(titles, rows, 70, 1).head[0][0].text


amounts = st.floats(0, 1e7)


@given(st.none() | amounts, st.none() | amounts, amounts, st.integers(1, 90), st.booleans())
def test_a_bar_keeps_to_its_width(start: float | None, end: float | None, most: float, width: int, plan: bool) -> None:
    drawing = bar(Amount((), start, end, plan), most, width)
    assert drawing.strip()
    assert cell_len(drawing) <= max(width, 2)


@given(amounts, amounts, amounts, st.integers(10, 90))
def test_a_larger_amount_has_no_shorter_bar(one: float, other: float, more: float, width: int) -> None:
    small, large = sorted((one, other))
    most = large + more
    assert len(bar(Amount((), small, small), most, width)) <= len(bar(Amount((), large, large), most, width))


def test_bars_as_text() -> None:
    def drawn_as(start: float | None, end: float | None, plan: bool = False) -> str:
        return bar(Amount((), start, end, plan), 10, 11)

    assert drawn_as(4, 4) == "━━━━"
    assert drawn_as(4.5, 4.5) == "━━━━╸"
    assert drawn_as(4, None) == "━━━━▸"
    assert drawn_as(4, 8) == "    ├───┤"
    assert drawn_as(None, 4) == "╶───┤"
    assert drawn_as(4, 4, plan=True) == "╍╍╍╍"
    assert drawn_as(4, 8, plan=True) == "    ├┄┄┄┤"
