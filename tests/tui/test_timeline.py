"""The timeline at the keyboard: its filter, its jumps, the state at a date, and its signs."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import pytest
from conftest import editing
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual import events

from pctui.queries.filters import DATES, Filter
from pctui.terminal import ascii_only
from pctui.tui import signs
from pctui.tui.panes.timeline.chart_view import TimelineChart
from pctui.tui.widgets.filter_bar import Chip, FilterBar, chips, fitted

from .conftest import SIZES, Open, Session, flat

LAW = ["beacon-act-1821", "board-of-lights", "beacons-bought", "stations-order"]
SOURCE = Path(signs.__file__).parent


def listed(session: Session) -> list[str]:
    """The slugs in the list, from the top."""
    rows = session.app.screen.query_one("#rows-timeline")
    return [rows.row(i).slug for i in range(rows.count)]  # type: ignore[attr-defined]


def drawn(session: Session) -> set[str]:
    """The slugs that the chart has a row for."""
    chart = session.app.screen.query_one("#chart", TimelineChart)
    plan = chart.plan
    assert plan is not None
    return set(plan.at)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_the_filter_is_chosen_with_arrows_and_space(explorer: Open, size: tuple[int, int]) -> None:
    async with explorer(size) as session:
        seen = await session.press("F")
        assert "9 of 9 events, 5 of 5 bodies" in seen
        assert "▸ [ ] Law" in seen
        seen = await session.press("space")
        assert "▸ [x] Law" in seen
        assert "Lane 1 selected" in seen
        seen = await session.press("enter")
        assert "3 of 9 events, 1 of 5 bodies · lane Law ×" in seen
        assert listed(session) == LAW
        assert drawn(session) == set(listed(session))
        assert "Keepers' union" not in seen


async def test_typed_dates_and_selected_values_narrow_together_and_x_clears(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        everything = listed(session)
        await session.press("F", "down", "space", "up", "up")
        seen = await session.press(*"1838..")
        assert "of 9 events" in seen
        seen = await session.press("enter")
        assert "· lane Lights × · from 1838 ×" in seen
        assert set(listed(session)) == {
            "charts-1838",
            "towers-by-1860",
            "lamps-to-towers",
            "lamps-to-towers-again",
            "eleven-towers",
            "lamp-house",
        }
        assert "x Clear" in seen
        seen = await session.press("x")
        assert listed(session) == everything
        assert "x Clear" not in seen
        assert "9 of 9" not in seen


async def test_dates_that_cannot_be_read_are_reported_and_not_applied(explorer: Open) -> None:
    async with explorer() as session:
        seen = await session.press("F", "up", *"19/")
        assert "Not a date yet" in seen
        seen = await session.press("enter")
        assert "Not a date yet" in seen
        seen = await session.press("backspace", "backspace", "backspace", *"189X", "enter")
        assert "· 1890–1899 ×" in seen
        seen = await session.press("F", "up")
        assert "1890–1899" in seen, "shown again as it reads"
        assert "↓ List" in seen
        assert "Space Select" not in seen
        assert "Space Select" in await session.press("down")
        seen = await session.press("escape")
        assert "· 1890–1899 ×" in seen


async def test_esc_leaves_the_filter_as_it_was(explorer: Open) -> None:
    async with explorer() as session:
        everything = listed(session)
        await session.press("F", "space", "down", "space", "escape")
        assert listed(session) == everything
        await session.press("F", "space", "enter", "F", "x", "escape")
        assert listed(session) == LAW


async def test_the_cursor_stays_or_moves_to_the_next_match(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        assert "▸ about 1838" in await session.press("right_curly_bracket")
        seen = await session.press("F", "down", "space", "enter")
        assert "▸ about 1838" in seen
        assert "▲ about 1838" in seen
        seen = await session.press("x", "F", "space", "enter")
        assert "▸ July 1899" in seen
        assert "▲ July 1899" in seen


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_without_matches_the_list_says_why_and_how_to_change_it(explorer: Open, size: tuple[int, int]) -> None:
    async with explorer(size) as session:
        assert "▸ about 1838" in await session.press("right_curly_bracket")
        seen = await session.press("F", "space", "up", *"1700/1720", "enter")
        assert "0 of 9" in seen
        message = " ".join(" ".join(line.partition("│")[0].rstrip("▁▂▃▄▅▆▇█ ") for line in seen.split("\n")).split())
        assert "the filter on dates excludes all 14 entries." in message
        assert "x clears the filter, F changes it." in message
        assert "▲" not in seen
        keys = seen.split("\n")[-1]
        assert "Passage" not in keys
        seen = await session.press("down", "plus", "right_curly_bracket", "left_parenthesis", "enter", "escape", "x")
        assert "▸ about 1838" in seen, "where it was"
        assert len(listed(session)) == 14


async def test_a_click_clears_a_chip(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        seen = await session.press("F", "space", "up", *"1898..", "enter")
        line = next(line for line in seen.split("\n") if " of 9 events" in line)
        assert listed(session) == ["board-of-lights", "stations-order"]
        await session.pilot.click("#pane-timeline FilterBar", offset=(line.index("from 1898") + 2, 0))
        assert listed(session) == LAW
        await session.pilot.click("#pane-timeline FilterBar", offset=(line.index("x clears") + 1, 0))
        assert len(listed(session)) == 14
        assert not session.app.screen.query_one(FilterBar).display


async def test_a_click_selects_a_value_in_the_filter_dialog(explorer: Open) -> None:
    async with explorer() as session:
        seen = await session.press("F")
        y = next(i for i, line in enumerate(seen.split("\n")) if "[ ] People" in line)
        await session.pilot.click(offset=(20, y))
        assert "▸ [x] People" in await session.seen()


async def test_braces_jump_by_decade(explorer: Open) -> None:
    async with explorer() as session:
        assert "▸ March 1821" in await session.seen()
        assert "▸ about 1838" in await session.press("right_curly_bracket")
        assert "▸ 1849" in await session.press("right_curly_bracket")
        assert "▸ from 1887" in await session.press("right_curly_bracket")
        assert "▸ from about 1890" in await session.press("right_curly_bracket")
        assert "▸ until 1911" in await session.press("right_curly_bracket")
        assert "▸ from about 1890" in await session.press("left_curly_bracket")
        assert "▸ from 1887" in await session.press("left_curly_bracket")
        assert "▸ 1849" in await session.press("left_curly_bracket")
        await session.press("home")
        seen = await session.press("left_curly_bracket")
        assert "▸ from about 1821" in seen


async def test_bodies_are_rows_and_parentheses_jump_between_them(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        seen = await session.press("right_parenthesis")
        assert "▸ from March 1821  ■ Board of Lights" in seen
        assert "▲ from March 1821" in seen
        assert "Event · March 1821" not in seen
        assert "Organisation · from March 1821" in seen
        for when in ("until 1825", "from 1887", "from about 1890", "from about 1890"):
            assert f"▸ {when}" in await session.press("right_parenthesis")
        assert "▸ from 1887" in await session.press("left_parenthesis")
        assert "▸ 1849–1860" in await session.press("up")


async def test_the_page_shows_levels_and_figures_at_the_date(explorer: Open) -> None:
    async with explorer((140, 60)) as session:
        seen = flat(await session.press("end", "up", "up", "up", "up"))
        assert "In existence on 4 June 1898 • Board of Lights (from March 1821)" in seen
        assert "Possibly in existence • " in seen
        assert "• Lamp house (about 1821 – July 1899; planned or forecast then)" in seen
        assert "Class two" not in seen
        seen = flat(await session.press("up", "up"))
        assert "In existence in 1887, at the start" in seen
        assert "Levels at that date • Classes of light: Class two: lamp house" in seen
        assert "Figures at that date • 26 lights · " in seen
        assert "(as of 1850)" in seen
        assert "Figures at that date" not in flat(await session.press("home"))


async def test_the_chart_keeps_its_rows_while_the_cursor_moves(explorer: Open) -> None:
    """Every sign stays in its column on its line, whatever is selected."""

    def bodies(seen: str) -> list[tuple[int, int]]:
        chart = seen.partition("▲")[0]  # below it is the legend, which has the signs on screen
        lines = [line.partition("│")[0] for line in chart.split("\n")]
        return [(y, x) for y, line in enumerate(lines) for x, sign in enumerate(line) if sign in "●○◆◇▆░┄"]

    async with explorer((140, 40)) as session:
        first = bodies(await session.seen())
        for _ in range(12):
            assert bodies(await session.press("down")) == first


async def test_hidden_rows_are_scrolled_by_wheel_and_keys_and_the_cursor_brings_its_row_back(explorer: Open) -> None:
    async with explorer((60, 20)) as session:
        seen = await session.seen()
        assert "Law       ▆ Board" in seen
        assert "5 more rows ↓" in seen
        seen = await session.press("ctrl+down", "ctrl+down")
        assert "2 more rows ↑" in seen
        assert "3 more rows ↓" in seen
        assert "Law       ● Beacon Act" in seen.replace("◆", "●"), "the first lane in view is named"
        chart = session.app.screen.query_one("#chart")
        await session.pilot._post_mouse_events([events.MouseScrollDown], widget="#chart", button=0)
        seen = await session.seen()
        assert "4 more rows ↑" in seen
        assert chart.selected == "beacon-act-1821"  # type: ignore[attr-defined]
        assert "3 more rows ↑" in await session.press("ctrl+up")
        assert "▸ from March 1821" in await session.press("down")
        assert "↑" not in await session.seen()


async def test_keys_of_the_chart_do_nothing_while_the_page_fills_the_screen(explorer: Open) -> None:
    async with explorer() as session:
        before = await session.press("enter")
        keys = before.split("\n")[-1]
        assert "Zoom" not in keys
        assert "Filter" not in keys
        seen = await session.press("plus", "minus", "F", "f", "right_parenthesis", "ctrl+down")
        assert seen.split("\n")[:-1] == before.split("\n")[:-1]
        assert seen.split("\n")[-1].strip() == "The chart is out of view: Esc goes back to it."
        assert "+ Zoom" in await session.press("escape")
    async with explorer((140, 40)) as session:
        assert "+ Zoom" in await session.press("enter"), "beside the page the chart is there"


async def test_the_last_of_several_filters_is_removed_alone(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        seen = await session.press("F", "space", "down", "space", "up", "up", *"1838..", "enter")
        assert "· lane Law, Lights × · from 1838 ×" in seen
        assert "from 1838" not in await session.press("X")
        assert "9 of 9" not in await session.seen()
        assert "9 of 9 events" in await session.press("F", "X")
        assert "of 9 events, " not in await session.press("enter")


async def test_a_filter_on_types_excludes_bodies(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        session.app.screen.query_one("#pane-timeline").narrow(Filter({"type": ("act",)}))  # type: ignore[attr-defined]
        assert "1 of 9 events, 0 of 5 bodies · type " in await session.seen()
        assert listed(session) == ["beacon-act-1821"]
        assert drawn(session) == {"beacon-act-1821"}


async def test_dates_that_cannot_be_read_are_shown_verbatim(explorer: Open, lighthouses: Path, tmp_path: Path) -> None:
    database = tmp_path / "odd.db"
    shutil.copy(lighthouses, database)
    with editing(database) as connection:
        connection.execute("UPDATE organisation_details SET existence_edtf = 'a/b/c' WHERE existence_edtf IS NOT NULL")
        connection.execute("UPDATE event_details SET date_edtf = 'never'")
    async with explorer((140, 40), database=database) as session:
        assert "▸ March 1821" in await session.seen()
        for _ in range(4):
            seen = await session.press("right_parenthesis")
        assert "▸ a/b/c" in seen
        assert "Keepers' union" in seen


@pytest.mark.parametrize("width", [0, 20, 40, 60, 100])
def test_chips_keep_to_their_line(width: int) -> None:
    filters = Filter(
        {"lane": ("a",), "type": ("b", "c"), "modality": ("planned",), "document": ("d",), "organisation": ("o", "p")},
        "1997-01-01",
        "2001-12-31",
    )
    titles = {facet: [f"A title of {v}" for v in filters.chosen(facet)] for facet in filters.active if facet != DATES}
    found = chips(filters, titles)
    assert found[-1] == Chip(DATES, "1997–2001")
    assert found[1].label == "type A title of b, A title of c"
    shown = fitted(" 12 of 51", found, width)
    if width >= 20:
        assert sum(cell_len(text) + 3 for _, text in shown) + 9 <= width + 3
    if width >= 100:
        assert [facet for facet, _ in shown] == list(filters.active)
        assert all(text.endswith(" ×") for _, text in shown)


# On a terminal that supports only ASCII.


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cf", "Mn", "Me"])))
def test_plain_text_is_ascii_and_as_wide(text: str) -> None:
    assert signs.plain(text).isascii()
    assert cell_len(signs.plain(text)) == cell_len(text)


def test_every_sign_that_the_explorer_draws_has_an_ascii_one() -> None:
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                missing = {c for c in node.value if not c.isascii()} - set(signs.ASCII)
                assert not missing, f"{path}: {missing}"


def test_signs_that_differ_in_meaning_differ_in_ascii() -> None:
    chart, legend, evidence = "█░●○◌◆◇─━╌┄▸◂…?", "▾›✓✗?…→←*", "+−±∅?…“≠×"
    for alike in (chart, legend, evidence, signs.DENSITY):
        assert len({signs.plain(sign) for sign in alike}) == len(alike), alike


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_every_view_is_ascii_on_such_a_terminal(
    explorer: Open, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PCTUI_ASCII", "1")
    async with explorer(size) as session:
        views = (
            ["down"],
            ["F"],
            ["escape", "2"],
            ["3"],
            ["4"],
            ["5"],
            ["6"],
            ["slash", "a"],
            ["escape", "question_mark"],
        )
        for keys in views:
            seen = await session.press(*keys)
            assert seen.isascii(), {c for c in seen if not c.isascii()}


@pytest.mark.parametrize(
    ("named", "encoding", "expected"),
    [
        ("1", "utf-8", True),
        ("0", "iso8859-1", False),
        ("", "iso8859-1", True),
        ("", "ascii", True),
        ("", "UTF-8", False),
        ("", "utf8", False),
    ],
)
def test_ascii_is_chosen_by_name_or_encoding(
    monkeypatch: pytest.MonkeyPatch, named: str, encoding: str, expected: bool
) -> None:
    monkeypatch.setenv("PCTUI_ASCII", named)
    with open("/dev/null", "w", encoding=encoding) as stream:  # noqa: PTH123
        monkeypatch.setattr("sys.__stdout__", stream)
        monkeypatch.setattr("sys.__stderr__", stream)
        assert ascii_only() is expected


async def test_a_date_within_bounds_that_is_too_wide_is_shown_in_years(
    explorer: Open, lighthouses: Path, tmp_path: Path
) -> None:
    database = Path(shutil.copy(lighthouses, tmp_path / "lights.db"))
    with editing(database) as connection:
        connection.execute("UPDATE event_details SET date_label = 'between 1821 and 1838' WHERE slug = 'charts-1838'")
    async with explorer((80, 26), database=database) as session:
        seen = await session.press("down", "down", "down", "down", "down", "down")
        assert "1821/38" in seen
        assert "between 18" not in seen


async def test_zooming_out_of_all_there_is_never_zooms_in(explorer: Open) -> None:
    async with explorer((80, 24)) as session:
        chart = session.app.screen.query_one("#chart")
        await session.press("f")
        spans = [chart.view.span]  # type: ignore[attr-defined]
        for _ in range(4):
            await session.press("minus")
            spans.append(chart.view.span)  # type: ignore[attr-defined]
        assert spans == sorted(spans)
        assert spans[0] < spans[1]
        assert "no wider" in flat(await session.press("minus"))
