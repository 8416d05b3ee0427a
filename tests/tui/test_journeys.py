"""Sessions at the keyboard: keys pressed, and the resulting screen."""

from __future__ import annotations

from pathlib import Path

import pytest

from pctui.panes import PANES
from pctui.tui.dialogs.search_tabs import KindTabs

from .conftest import SIZES, Open, flat


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_it_opens_on_the_timeline_and_the_page_follows_the_list(explorer: Open, size: tuple[int, int]) -> None:
    async with explorer(size) as session:
        seen = await session.seen()
        assert "1 Timeline" in seen
        assert "▸ March 1821" in seen
        assert "Beacon Act" in seen
        seen = await session.press("down", "down", "down", "down", "enter")
        assert "New charts came out in 1838" in flat(seen)
        seen = await session.press("escape")
        assert "▸ about 1838" in seen


async def test_chart_and_list_show_the_same_selection(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        seen = await session.seen()
        assert "▲ March 1821" in seen
        assert "◆ Beacon Act" in seen
        seen = await session.press("down")
        assert "▲ from March 1821" in seen
        assert "■ Board of Lights" in seen
        seen = await session.press("down", "down", "down")
        assert "▲ about 1838" in seen
        assert "● Beacon Act" in seen


async def test_digits_go_to_the_panes(explorer: Open) -> None:
    expected = {
        "timeline": "Beacon Act",
        "ladder": "Class two: lamp house",
        "recommendations": "Train keepers together with pilots",
        "organisations": "Board of Lights",
        "evidence": "Safety",
        "sources": "Keepers 1898",
    }
    async with explorer((140, 40)) as session:
        for number, pane in enumerate(PANES, 1):
            seen = await session.press(str(number))
            assert expected[pane] in seen, pane


async def test_one_key_leads_from_a_statement_to_its_passage_and_one_back(explorer: Open, attached: Path) -> None:
    async with explorer(reader=attached) as session:
        await session.press("down", "down", "down", "down")
        seen = await session.press("s")
        assert "6 Sources" in seen
        assert "the new charts of 1838" in flat(seen)
        found = [
            piece.text
            for line in session.app.screen.query_one("#page-sources")._layout.lines  # type: ignore[attr-defined]
            for piece in line
            if piece.role == "found"
        ]
        assert " ".join("".join(found).split()).startswith("the new charts of 1838")
        seen = await session.press("escape")
        assert "▸ about 1838" in seen


async def test_without_a_copy_the_place_and_how_to_attach_one_are_shown(explorer: Open) -> None:
    async with explorer() as session:
        seen = await session.press("s")
        assert "¶2" in seen
        seen = await session.press("home")
        assert "No copy is attached" in flat(seen)
        assert "pctui attach FILE…" in flat(seen)
        assert "Halcyon" not in seen


async def test_a_citation_on_the_page_opens_with_enter(explorer: Open, attached: Path) -> None:
    async with explorer((140, 40), reader=attached) as session:
        seen = await session.press("enter", "enter")
        assert "6 Sources" in seen
        assert "Beacon Act of March 1821" in flat(seen)


async def test_a_link_is_followed_and_back_and_forward_retrace_it(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        await session.press("4", "right")
        page = session.app.screen.query_one("#page-organisations")
        assert "Private beacon ──" in flat(await session.seen())
        while not (page.current and page.current.text == "Board of Lights"):  # type: ignore[attr-defined]
            await session.press("down")
        assert "Board of Lights ──" in flat(await session.press("enter"))
        assert "Private beacon ──" in flat(await session.press("escape"))
        assert page.current.text == "Board of Lights"  # type: ignore[attr-defined]
        assert "Board of Lights ──" in flat(await session.press("right_square_bracket"))


async def test_search_finds_as_you_type_and_opens_the_entry_in_its_pane(explorer: Open) -> None:
    async with explorer() as session:
        seen = await session.press("slash", *"keepers un")
        assert "Keepers' union" in seen
        seen = await session.press("enter")
        assert flat(seen).startswith("1 Timeline 2 Ladder 3 Recommendations 4 Organisations")
        assert "Organisation · from 1887" in seen


async def test_search_reaches_the_attached_documents(explorer: Open, attached: Path) -> None:
    async with explorer(reader=attached) as session:
        seen = await session.press("slash", *"halcyon")
        assert "Passage" in seen
        seen = await session.press("enter")
        assert "wreck of the Halcyon" in flat(seen)


@pytest.mark.parametrize("typed", ['"', 'a" OR (', "NEAR(", "^*", "-", "title:", "zzzz"])
async def test_no_text_typed_into_the_search_is_an_error(explorer: Open, typed: str) -> None:
    async with explorer() as session:
        await session.press("slash")
        session.app.screen.query_one("#search-input").value = typed  # type: ignore[attr-defined]
        seen = await session.seen()
        assert "matches" in seen or "Type to search" in seen or "▸" in seen
        seen = await session.press("escape")
        assert "/ Search" in seen


async def test_the_arrows_climb_the_ladder(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        seen = await session.press("2")
        assert seen.index("══ Class three") < seen.index("══ Class two") < seen.index("══ Class one")
        assert "+ budget share: Spends its own oil money" in seen
        assert "= unchanged from the level below: accountability" in seen
        assert "+ provision: Licenses pilots" in seen
        seen = await session.press("up", "up")
        assert "A tower with a crew and a budget" in flat(seen)


async def test_recommendations_are_grouped_in_several_ways(explorer: Open) -> None:
    async with explorer() as session:
        assert "Calder & Wren 1911: What should be done 2" in await session.press("3")
        seen = await session.press("b")
        assert "Sea and shore 2" in seen
        assert "The Board and the public 2" in seen
        assert seen.count("Share boats with lifeboat crews") == 2, "it is under each of its boundaries"
        assert "Board of Lights 2" in await session.press("b")
        assert "Calder and Wren 2" in await session.press("b")
        assert "Firm 1" in await session.press("b")
        assert "Proposal 3" in await session.press("b")
        assert "Keepers 1898 1" in await session.press("b")


async def test_help_explains_the_pane_and_its_keys(explorer: Open) -> None:
    async with explorer((80, 40)) as session:
        seen = await session.press("question_mark")
        assert "What happened when" in seen
        assert "Zoom in, down to a month" in flat(seen)
        seen = await session.press("escape", "2", "question_mark")
        assert "The levels as rungs" in seen
        assert "Zoom in" not in seen


async def test_the_palette_offers_the_commands(explorer: Open) -> None:
    async with explorer() as session:
        await session.press("ctrl+p")
        seen = await session.press(*"ladder")
        assert "Go to the pane Ladder" in seen
        seen = await session.press("enter")
        await session.pilot.pause()
        assert "Class two" in await session.seen()


async def test_a_citation_is_copied_and_shown(explorer: Open) -> None:
    async with explorer() as session:
        await session.press("y")
        assert "Calder, Ines" in session.app.clipboard
        assert "para. 2" in session.app.clipboard


async def test_zoom_and_pan_move_the_chart_and_fit_shows_all(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        before = (await session.seen()).split("\n")[4]
        zoomed = (await session.press("plus")).split("\n")[4]
        assert zoomed != before
        panned = (await session.press("right", "right")).split("\n")[2]
        assert panned != zoomed
        seen = await session.press(*["plus"] * 12)
        assert "▲" in seen
        seen = await session.press("f")
        assert "1820" in seen.split("\n")[2]
        assert "1900" in seen.split("\n")[2]


async def test_nothing_is_lost_when_the_window_changes(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        await session.press("down", "down", "down", "down", "down", "enter")
        for size in ((60, 20), (80, 24), (30, 8), (200, 50), (80, 24)):
            await session.resize(*size)
        seen = await session.seen()
        assert "towers by 1860" in seen
        assert "▸" in await session.press("escape")


@pytest.mark.parametrize("size", [(10, 3), (1, 1), (20, 5)])
async def test_a_tiny_window_causes_no_error(explorer: Open, size: tuple[int, int]) -> None:
    async with explorer(size) as session:
        for key in ("down", "2", "up", "3", "enter", "6", "enter", "slash"):
            await session.press(key)


async def test_the_footer_shows_only_the_keys_that_work(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        keys = (await session.seen()).split("\n")[-1]
        assert "+ Zoom" in keys
        assert "Back" not in keys
        keys = (await session.press("3")).split("\n")[-1]
        assert "b Group by" in keys
        assert "Zoom" not in keys
        keys = (await session.press("enter")).split("\n")[-1]
        assert "Esc Back" in keys


async def test_hjkl_do_what_the_arrows_do(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        seen = await session.press("3", "j")
        assert "▸ ◌ Share boats" in seen
        await session.press("l")
        assert session.app.screen.focused is session.app.screen.query_one("#page-recommendations")
        await session.press("h", "k")
        assert "▸ ◌ Train keepers" in await session.seen()


async def test_background_facts_are_hidden_until_switched_on(explorer: Open) -> None:
    async with explorer() as session:
        assert "museum" not in await session.press("end")
    async with explorer(context=True) as session:
        assert "museum" in await session.press("end")


async def test_q_quits(explorer: Open) -> None:
    async with explorer() as session:
        await session.press("q")
        assert session.app.return_code == 0


async def test_search_is_limited_to_a_kind_by_typing_or_with_tab(explorer: Open, attached: Path) -> None:
    async with explorer(reader=attached) as session:
        seen = await session.press("slash", *"kind:organisation", "space", *"keepers")
        tabs = session.app.screen.query_one(KindTabs)
        assert tabs.current == "organisation"
        assert "Keepers' union" in seen
        assert {hit.kind for hit in session.app.screen.results.hits} == {"organisation"}  # type: ignore[attr-defined]
        await session.press("escape", "slash", *"keepers")
        tabs = session.app.screen.query_one(KindTabs)
        assert tabs.current == ""
        shown = []
        while not shown or shown[-1]:
            await session.press("tab")
            shown.append(tabs.current)
        assert len({*shown}) == len(shown)
        assert shown[-2] == "passage"
        await session.press("shift+tab")
        assert tabs.current == "passage"


async def test_a_kind_without_words_lists_all_its_entries(explorer: Open) -> None:
    async with explorer() as session:
        seen = await session.press("slash", *"kind:level")
        assert "Class one" in seen
        assert "Class three" in seen
