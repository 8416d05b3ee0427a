"""Sessions in the organisations and ladder panes: charts of figures, comparisons."""

from __future__ import annotations

import pytest

from pctui import edtf
from pctui.tui.dialogs.comparison_view import ComparisonView
from pctui.tui.years import years

from .conftest import SIZES, Open, flat


async def test_dates_are_shown_in_full_or_as_years_if_there_is_little_room(explorer: Open) -> None:
    async with explorer((80, 24)) as session:
        lines = (await session.press("4")).split("\n")
        columns = {line.index(dates) for line in lines for dates in ("until 1825", "about 1821 – July 1899",
                   "from March 1821") if line.startswith("  ") and dates in line}  # fmt: skip
        assert len(columns) == 1
        seen = await session.resize(60, 20)
        assert "–1825" in seen
        assert "1821–1899" in seen
        assert "1887–" in seen
        assert "about 1821" not in seen


async def test_showing_only_marked_entries_says_so(explorer: Open) -> None:
    async with explorer() as session:
        seen = await session.press("4", "m", "M")
        assert "Showing marked entries only (M: next)" in seen
        assert not any(line.strip().startswith("Lamp house") for line in seen.split("\n"))


async def test_figures_of_one_measure_are_charted_together(explorer: Open) -> None:
    async with explorer((140, 60)) as session:
        seen = flat(await session.press("4", "down", "down", "down"))
        assert "Number of lights" in seen
        assert "Private beacon: about 40 lights, as of 1824–1825 [" in seen
        assert "━━" in seen
        times = [seen.index(f"{amount} lights, as of") for amount in ("about 40", "26", "9")]  # 1824, and 1850 twice
        assert times == sorted(times)
        assert "Tower station: 3–5 keepers, as of its document, 1911" in seen
        assert "├─" in seen
        assert "Height" not in seen.replace("Height of a tower", "")  # the only figure of its measure


async def test_two_entries_are_picked_and_compared(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        seen = await session.press("4", "down", "down")
        assert "Compare" not in seen
        seen = await session.press("c")
        assert "▸■Lamp house" in seen
        assert "Only one entry is picked: pick another with c." in await session.press("C")
        seen = await session.press("down", "c")
        assert "C Compare" in seen
        seen = await session.press("C")
        assert "2 compared" in seen
        assert "≠ Budget" in seen
        assert "   Summary" in seen  # not counted as a difference
        assert "Date" not in seen  # included in its existence
        assert "= Classification" in seen
        seen = await session.press("d")
        assert "Classification" not in seen
        seen = await session.press("escape")
        assert "▸■Tower station" in seen
        seen = await session.press("c")
        assert "▸ Tower station" in seen
        assert "C Compare" in seen
        assert "C Compare" not in await session.press("up", "c")


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_a_comparison_scrolls_both_ways_or_stacks(explorer: Open, size: tuple[int, int]) -> None:
    async with explorer(size) as session:
        await session.press("4")
        for _ in range(6):
            await session.press("c", "down")
        seen = await session.press("C")
        view = session.app.screen.query_one(ComparisonView)
        assert "6 compared" in seen
        assert view.laid_out.columns == 6
        if size[0] > 60:
            seen = await session.press(*["right"] * 6)
            assert view.laid_out.first == 6 - view.laid_out.shown
            assert "←" in seen
        else:
            assert " ≠ In existence" in ["".join(piece.text for piece in line) for line in view.laid_out.lines]
        before = await session.seen()
        assert await session.press("pagedown") != before
        assert await session.press("end") != before
        await session.press("home")
        assert view.scroll_offset.y == 0
        for other in [(30, 8), (140, 40)]:
            assert "6 compared" in await session.resize(*other)


async def test_levels_are_compared_and_equal_values_are_marked_equal(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        seen = await session.press("2", "up", "c", "up", "c", "C")
        assert "Class two: lamp house" in seen
        row = next(line for line in seen.split("\n") if "Accountability" in line)
        assert row.split() == "= Accountability │ Answers to the Board [1] │ Answers to the Board [1]".split()
        seen = await session.press("q")
        assert "■ Class three" in seen


async def test_v_goes_to_the_next_ladder(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        seen = await session.press("2")
        assert "Classes of light · 1 of 2" in seen
        seen = await session.press("v")
        assert "Ties of a station · 2 of 2" in seen
        assert "Bound by size" in seen
        assert "A station on the wire" in flat(seen)
        seen = await session.press("v")
        assert "Classes of light · 1 of 2" in seen


async def test_each_ladder_keeps_its_cursor(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        await session.press("2", "up")
        pane = session.app.screen.pane  # type: ignore[attr-defined]
        shown = pane.shown
        await session.press("v", "v")
        assert pane.shown == shown


async def test_a_level_is_found_on_its_ladder(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        await session.press("2", "slash", *"bound", "space", *"by", "space", *"size")
        seen = await session.press("enter")
        assert "Ties of a station · 2 of 2" in seen
        assert "could not stay out" in flat(seen)
        await session.press("slash", *"classes", "space", *"of", "space", *"light")
        seen = await session.press("enter")
        assert "Classes of light · 1 of 2" in seen
        assert "Levels, lowest first" in flat(seen)


async def test_the_events_and_figures_of_a_level_are_on_its_page(explorer: Open) -> None:
    async with explorer((140, 50)) as session:
        seen = flat(await session.press("2", "up"))
        assert "Events of lamp house" in seen
        assert "at this level •" not in seen
        assert "until 1911: Lamp houses grow into towers [" in seen
        assert "Figures of lamp house" in seen
        assert "26 lights: Lamp houses in 1850 [" in seen


@pytest.mark.parametrize("size", [(60, 12), (60, 20), (80, 24), (140, 14)])
async def test_all_levels_are_in_view_and_the_selected_one_in_full(explorer: Open, size: tuple[int, int]) -> None:
    async with explorer(size) as session:
        seen = await session.press("2")
        for _ in range(3):
            for title in ("Class three", "Class two", "Class one"):
                assert f"╠══ {title}" in seen
            assert "↑" not in seen.split("\n")[2]
            seen = await session.press("up")
        assert "composition: A paid keeper" not in await session.press("down", "down")
        assert "composition: A paid keeper" in await session.press("up")


async def test_the_rails_of_a_ladder_are_aligned(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        rails = [line[:90] for line in (await session.press("2")).split("\n") if line.startswith((" ║", " ╠"))]
        assert len(rails) > 6
        assert len({max(line.rfind("║"), line.rfind("╣")) for line in rails}) == 1


async def test_the_number_of_levels_out_of_view_is_shown(explorer: Open) -> None:
    async with explorer((60, 6)) as session:
        seen = await session.press("2")
        assert "↑ 2" in seen.split("\n")[2]
        seen = await session.press("home")
        assert "↓" in seen.split("\n")[2]
        assert "↑" not in seen.split("\n")[2]


def test_years_in_short() -> None:
    assert [years(text) for text in ("until possibly April 1999", "from about 2001", "about 1994 – April 1999")] == [
        "–1999", "2001–", "1994–1999"
    ]  # fmt: skip
    assert [years(edtf.label(text)) for text in ("[..1989]/..", "[..1996]/1999-04", "[1989..1992]/..")] == [
        "by 1989–",
        "by 1996–1999",
        "1989/92–",
    ]
    assert years(edtf.label("[1994..1996]/[1997..1999-04]")) == "1994/96–1997/99"
    assert years(edtf.label("1999-04/[2001..2004]")) == "1999–2001/04"
    assert years("1998") == "1998"
    assert years("Northland") == "Northland"
    assert years("") == ""


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_a_compared_value_leads_to_its_passage_and_back(explorer: Open, size: tuple[int, int]) -> None:
    async with explorer(size) as session:
        await session.press("4", "down", "down", "c", "down", "c", "C")
        view = session.app.screen.query_one(ComparisonView)
        while view.current is None or not view.current.value.text.startswith("Only eleven"):
            await session.press("down")
        seen = await session.press("y")
        assert "Sent to the terminal's clipboard" in seen
        assert "para. 5" in flat(seen)
        assert "clipboard" not in await session.press("down", "up")
        kept = view.position
        seen = await session.press("s")
        assert "Calder & Wren 1911" in seen
        assert "¶5" in flat(seen)
        seen = await session.press("escape")
        assert "2 compared" in seen
        again = session.app.screen.query_one(ComparisonView)
        assert again is not view
        assert again.position == kept
        assert "Only eleven" in flat(seen)
        seen = await session.press("escape")
        assert "▸■Tower station" in seen
        assert "2 compared" not in await session.press("escape")


async def test_the_cursor_of_a_comparison_keeps_to_its_column_and_its_row(explorer: Open) -> None:
    async with explorer((80, 24)) as session:
        await session.press("4", "down", "down", "c", "down", "c", "C")
        view = session.app.screen.query_one(ComparisonView)

        async def after(*keys: str) -> tuple[str, int]:
            await session.press(*keys)
            assert view.current
            top = view.scroll_offset.y
            assert top <= view.current.first < top + view.size.height
            return view.current.row, view.current.column

        assert await after() == ("Summary", 0)
        assert await after("right") == ("Summary", 1)
        assert await after("down") == ("Classification", 1)  # it has nothing of what came of it
        assert await after("left", "up") == ("What came of it", 0)
        assert (await after("end"))[0] == ""
        assert await after("home", "left") == ("Summary", 0)
        assert await after("down", "d") == ("What came of it", 0)
        seen = [await after("down") for _ in range(60)]
        assert {column for _, column in seen} == {0, -1}
        rows = list(dict.fromkeys(row for row, _ in seen))
        assert rows[:3] == ["What came of it", "In existence", "Functions"]
        assert rows[-1] == ""
        assert "Sources" in await session.seen()


async def test_a_value_that_names_an_entry_leads_to_what_that_cites(explorer: Open) -> None:
    async with explorer((80, 24)) as session:
        await session.press("4", "down", "down", "c", "down", "c", "C")
        view = session.app.screen.query_one(ComparisonView)
        while view.current is None or view.current.row != "Predecessors":
            await session.press("down")
        assert not view.current.value.citations
        assert "¶2" in flat(await session.press("enter"))  # of the private beacon
        await session.press("escape")
        view = session.app.screen.query_one(ComparisonView)
        view.store.select = lambda *_, **__: []  # type: ignore[method-assign]
        assert "No passage is cited for this." in await session.press("s")


async def test_a_click_selects_a_compared_value_and_another_opens_its_passage(explorer: Open) -> None:
    async with explorer((80, 24)) as session:
        seen = (await session.press("4", "down", "down", "c", "down", "c", "C")).split("\n")
        view = session.app.screen.query_one(ComparisonView)
        y = next(y for y, line in enumerate(seen) if "A station of the Board" in line)
        at = seen[y].index("A station"), y
        await session.pilot.click(offset=at)
        assert view.current
        assert (view.current.row, view.current.column) == ("Legal form", 1)
        await session.pilot.click(offset=(1, y))  # on the name of the row: nothing
        await session.pilot.click(offset=at)
        assert "¶3" in flat(await session.seen())
        assert not session.app.screen.query(ComparisonView)
