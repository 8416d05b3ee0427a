"""Every pane is filtered and sorted, and says where the cursor is."""

from __future__ import annotations

from pathlib import Path

import pytest

from pctui.panes import ORDERS, PANES
from pctui.tui.widgets.filter_bar import FilterBar
from pctui.tui.widgets.list_status import ListStatus
from pctui.tui.widgets.list_view import RowList

from .conftest import SIZES, Open, Session, flat

KEYS = {str(number): pane for number, pane in enumerate(PANES.values(), 1)}


def status(session: Session) -> str:
    return session.app.screen.pane.query_one(ListStatus).text  # type: ignore[attr-defined]


def listed(session: Session) -> list[str]:
    rows = session.app.screen.pane.query_one(RowList)  # type: ignore[attr-defined]
    return [row.slug for i in range(rows.count) if (row := rows.row(i)) and row.slug]


@pytest.mark.parametrize("key", KEYS)
async def test_the_dialog_of_each_pane_offers_the_options_of_its_command(explorer: Open, key: str) -> None:
    pane = KEYS[key]
    async with explorer((80, 60)) as session:
        seen = await session.press(key, "F")
        headings = [line for line in seen.split("\n") if "──" in line]
        for facet in pane.facets:
            found = any(f" {facet.capitalize()} ─" in line for line in headings)
            # No level names an organisation, and no entry has a status: tests/tui/test_drafts.py has some that do.
            assert found or facet == "status" or (pane.name, facet) == ("ladder", "organisation"), facet


@pytest.mark.parametrize(
    "key", [key for key, pane in KEYS.items() if pane.name in ("recommendations", "evidence", "sources")]
)
async def test_a_filter_that_matches_nothing_says_so_and_how_to_clear_it(explorer: Open, key: str) -> None:
    async with explorer((80, 24)) as session:
        await session.press(key)
        seen = flat(await session.press("F", "up", *"1066", "enter"))
        assert seen.count("No matches") == 1
        assert "No matches: the filter on dates excludes all" in seen
        assert "x clears the filter, F changes it." in seen
        assert "0 of " in seen
        seen = await session.press("x")
        assert "No matches" not in seen
        assert status(session).startswith("1 of ")


async def test_a_ladder_without_matching_levels_says_so(explorer: Open) -> None:
    async with explorer((80, 24)) as session:
        seen = flat(await session.press("2", "F", "up", *"1066", "enter"))
        assert "No matches: the filter on dates excludes all" in seen
        assert "Class two" in await session.press("x")
        seen = await session.press("F", "down", "space", "enter", "v")
        assert "· 1 of 2" not in seen, "the ladder of which no level matches is left out"


async def test_the_proposals_of_one_proposer_are_one_choice(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        seen = await session.press("3", "F")
        assert "[ ] The authors" in seen
        seen = await session.press("space")
        assert "2 of 3 recommendations" in seen
        seen = await session.press("enter")
        assert "2 of 3 · proposer The authors ×" in seen
        assert set(listed(session)) == {"train-together", "share-boats"}
        seen = await session.press("F", "tab", "shift+tab", "down", "down", "down", "space", "enter")
        assert "proposer The authors × · actor Authorities ×" in seen
        assert listed(session) == ["share-boats"]
        assert "actor" not in (await session.press("X")).split("proposer The authors ×")[1].split("\n")[0]
        await session.pilot.click("#pane-recommendations FilterBar", offset=(12, 0))
        assert len(listed(session)) == 3
        assert not session.app.screen.query_one(FilterBar).display


async def test_the_cursor_stays_on_its_entry_while_the_list_is_filtered_and_sorted(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        await session.press("3", "down")
        shown = session.app.screen.pane.shown  # type: ignore[attr-defined]
        for _ in PANES["recommendations"].orders:
            await session.press("S")
            assert session.app.screen.pane.shown == shown  # type: ignore[attr-defined]
        await session.press("F", *(["down"] if shown == "join-the-wire" else []), "space", "enter", "x")
        assert session.app.screen.pane.shown == shown  # type: ignore[attr-defined]


@pytest.mark.parametrize(("key", "own"), [("1", "by date"), ("3", "by heading"), ("4", "in groups"), ("6", "in the")])
async def test_s_goes_through_the_orders_and_says_which_it_is(explorer: Open, key: str, own: str) -> None:
    async with explorer((80, 40)) as session:
        await session.press(key)
        assert f", {own}" in status(session)
        everything = listed(session)
        orders = [o for o in KEYS[key].orders if o != "slug" and not (key == "1" and o == "date")]
        for order in orders:
            await session.press("S")
            assert f", {ORDERS[order]}" in status(session)
            assert sorted(listed(session)) == sorted(set(everything))
        await session.press("S")
        assert f", {own}" in status(session)
        assert listed(session) == everything


async def test_the_timeline_sorted_is_the_same_as_that_of_the_command(explorer: Open) -> None:
    async with explorer((80, 40)) as session:
        by_date = listed(session)
        await session.press("S")
        assert listed(session) == by_date[::-1]
        await session.press("S")
        titles = [session.app.screen.pane.store.reference(slug).title.casefold() for slug in listed(session)]  # type: ignore[attr-defined]
        assert titles == sorted(titles)
        await session.press("home")
        seen = await session.press("right_curly_bracket")
        assert "▸ about 1838" in seen or status(session), "jumps by date go on working"


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_the_status_is_told_in_words(explorer: Open, tmp_path: Path, size: tuple[int, int]) -> None:
    async with explorer(size, reader=tmp_path / "mine.db") as session:
        await session.press("3")
        assert status(session).startswith("1 of 3, by heading · ")
        await session.press("m")
        assert status(session).endswith("marked adopt ✓")
        await session.press("down")
        assert status(session).startswith("2 of 3, by heading · ")
        words = {"proposed", "opinion"}, {"firm", "hedged", "one option"}
        assert all(any(word in status(session) for word in some) for some in words)
        assert session.app.screen.pane.query_one(ListStatus).region.height == 1  # type: ignore[attr-defined]


async def test_what_stands_beside_all_rows_of_a_group_stands_in_its_heading(explorer: Open) -> None:
    async with explorer((80, 24)) as session:
        seen = await session.press("3", *"bb")
        heading = next(line for line in seen.split("\n") if "Board of Lights" in line)
        assert heading.startswith("▾ Board of Lights 2 ")
        rows = [line for line in seen.split("\n") if "Share boats" in line or "Join a network" in line]
        assert ("·" in heading) == all("Keepers 1898" not in row for row in rows)


async def test_the_findings_are_filtered_where_they_are_listed(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        await session.press("5")
        seen = await session.press("F", "space", "enter")
        assert "[By domain]" in seen
        assert "domain Safety ×" in seen
        seen = await session.press("v")
        assert "domain Safety ×" not in seen, "the disagreements are not filtered"
        assert "domain Safety ×" in await session.press("v", "v")
