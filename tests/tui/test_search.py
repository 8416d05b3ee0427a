"""What the search dialog shows of each result, and where its keys lead."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.widgets import Input

from pctui.database.read_only import ReadOnlyDatabase
from pctui.errors import TooSlow
from pctui.model import Citation
from pctui.queries.store import Store
from pctui.text import one_line
from pctui.tui.background import in_background
from pctui.tui.dialogs.search_results import found, short_place
from pctui.tui.dialogs.search_tabs import KindTabs

from .conftest import SIZES, Open, flat


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_a_search_result_shows_its_passage_and_one_key_leads_there(
    explorer: Open, attached: Path, size: tuple[int, int]
) -> None:
    async with explorer(size, reader=attached, context=True) as session:
        seen = await session.press("slash", *"keepers un")
        assert "Calder & Wren 1911 ¶" in seen
        assert "found · Tab kind · Ctrl+S passage" in seen
        hit = session.app.screen.results.hit  # type: ignore[attr-defined]
        citation = session.app.screen.results.citation(hit)  # type: ignore[attr-defined]
        seen = await session.press("ctrl+s")
        assert session.app.screen.pane.passage.place == citation.place  # type: ignore[attr-defined]
        await session.press("escape", "slash", *"halcyon")
        while session.app.screen.results.hit.kind != "passage":  # type: ignore[attr-defined]
            await session.press("down")
        assert "wreck of the Halcyon" in flat(await session.press("ctrl+s"))
        await session.press("escape", "slash", *"museum")
        assert "cites no passage" in flat(await session.press("ctrl+s"))
        assert await session.press("escape", "slash", "ctrl+s")  # with no results, nothing


async def test_what_takes_long_is_searched_while_the_next_letter_is_typed(
    explorer: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with explorer() as session:
        at_once = await session.press("slash", *"lamp")
        await session.press("escape")

        def too_slow(database: ReadOnlyDatabase, seconds: float) -> NoReturn:
            raise TooSlow

        monkeypatch.setattr(ReadOnlyDatabase, "within", too_slow)
        assert await session.press("slash", *"lamp") == at_once
        first = session.app.screen.results.hit.slug  # type: ignore[attr-defined]
        await session.press("escape")
        released = asyncio.Event()

        async def later(store: Store, work: Callable[[Store], Any]) -> Any:
            await released.wait()
            return await in_background(store, work)

        monkeypatch.setattr("pctui.tui.dialogs.search.in_background", later)
        monkeypatch.setattr("pctui.tui.type_ahead._PATIENCE", 0)  # as if it took longer than a key waits
        assert "searching …" in await session.press("slash", *"lamp", "enter")
        released.set()  # what Enter opens is what the last letter finds
        for _ in range(100):
            await session.seen()
            if session.app.screen is session.app.screen_stack[0]:
                break
        assert session.app.screen.pane.shown == first  # type: ignore[attr-defined]


async def test_it_is_said_if_not_all_matches_were_compared(explorer: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pctui.tui.dialogs.search._FIRST", 3)
    monkeypatch.setattr("pctui.tui.dialogs.search._MOST", 3)
    async with explorer() as session:
        assert "the first 3" in await session.press("slash", *"lamp")
        monkeypatch.setattr("pctui.queries.search.RANKED", 3)
        await session.press("s")
        assert "3, not all compared" in await session.press("backspace")


SNIPPET = st.lists(st.tuples(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20), st.booleans()))


@given(SNIPPET, st.integers(1, 80))
def test_what_was_found_keeps_to_its_room(snippet: list[tuple[str, bool]], room: int) -> None:
    parts = list(found(snippet, room))
    assert sum(cell_len(text) for text, _ in parts) <= room
    whole = "".join(text for text, _ in snippet)
    shown = "".join(text for text, _ in parts)
    assert shown == whole or "…" in shown


def test_what_was_found_shows_the_match_with_a_sign_on_either_side() -> None:
    snippet = [("one two three four five six seven ", False), ("eight", True), (" nine ten eleven twelve", False)]
    assert list(found(snippet, 26)) == [("… six seven ", "muted"), ("eight", "match"), (" nine te…", "muted")]
    assert list(found(snippet, 80)) == [(text, "match" if match else "muted") for text, match in snippet]


@given(st.text(max_size=60).map(one_line).filter(bool), st.integers(1, 40))
def test_the_place_of_a_passage_keeps_to_its_room(label: str, room: int) -> None:
    citation = Citation("d", label, 24, None, (), page="11–12")
    assert cell_len(short_place(citation, room)) <= room
    if room > 5 + cell_len(label):
        assert f"{label} ¶24" in short_place(citation, room)


async def test_kinds_are_tabs_with_counts_and_empty_ones_are_skipped(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        await session.press("slash", *"keeper")
        tabs = session.app.screen.query_one(KindTabs)
        assert flat(tabs.render_line(0).text).startswith("All ")
        numbers = [int(number) for number in tabs._counts.values()]
        assert numbers[0] == sum(numbers[1:])
        assert "ladder" not in tabs._counts
        seen = [tabs.current]
        for _ in range(len(numbers)):
            await session.press("tab")
            seen.append(tabs.current)
            kinds = {hit.kind for hit in session.app.screen.results.hits}  # type: ignore[attr-defined]
            assert not tabs.current or kinds == {tabs.current}
        assert len({*seen}) == len(numbers)  # once round
        assert seen[-1] == seen[0]
        await session.press("shift+tab")
        assert tabs.current == seen[-2]


async def test_a_tab_is_clicked_and_counts_more_than_a_kind_that_was_typed(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        await session.press("slash", *"kind:event keeper")
        tabs = session.app.screen.query_one(KindTabs)
        assert tabs.current == "event"
        await session.pilot.click(KindTabs, offset=(2, 0))
        await session.seen()
        assert tabs.current == ""
        assert session.app.screen.query_one(Input).value == "keeper"


async def test_more_matches_than_are_counted_are_said_to_be_more(
    explorer: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pctui.queries.search.COUNTED", 3)
    monkeypatch.setattr("pctui.tui.dialogs.search.COUNTED", 3)
    async with explorer() as session:
        assert " All 3+  Change event  Concept " in await session.press("slash", *"lamp")


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_another_spelling_is_offered_and_enter_takes_it(explorer: Open, size: tuple[int, int]) -> None:
    async with explorer(size) as session:
        seen = await session.press("slash", *"kepeer")
        assert "Nothing matches “kepeer”." in seen
        assert "▸ Did you mean: keeper?" in seen
        assert "Did you mean" not in await session.press("enter")
        assert session.app.screen.query_one(Input).value == "keeper"
        assert session.app.screen.results.hit  # type: ignore[attr-defined]


async def test_above_what_has_most_of_the_words_it_is_said_and_the_spelling_is_one_key_up(explorer: Open) -> None:
    async with explorer() as session:
        seen = await session.press("slash", *"lamp house kepeer")
        assert "No entry has all of these words; these have most of them." in seen
        results = session.app.screen.results  # type: ignore[attr-defined]
        assert results.hit == results.hits[0]
        assert "▸ Did you mean: lamp house keeper?" in await session.press("up")
        assert results.hit is None
        await session.press("ctrl+s")  # it has no passage
        await session.press("enter")
        assert session.app.screen.query_one(Input).value == "lamp house keeper"


async def test_a_kind_that_there_is_not_is_a_fault(explorer: Open) -> None:
    async with explorer() as session:
        seen = flat(await session.press("slash", *"kind:bogus x"))
        assert "There is no kind 'bogus'. There are: change, concept," in seen
        assert "1 found" not in seen


@pytest.mark.parametrize("width", range(20, 140, 7))
async def test_the_tab_of_the_present_kind_is_in_view_at_any_width(explorer: Open, width: int) -> None:
    async with explorer((140, 40)) as session:
        await session.press("slash", *"lamp")
        tabs = session.app.screen.query_one(KindTabs)
        tabs.styles.width = width
        await session.seen()
        for kind in tabs._shown():
            tabs.show(kind, tabs._counts, known=True)
            assert kind in [of for of, _ in tabs._labels()]
            assert sum(cell_len(label) + 2 for of, label in tabs._labels() if of in tabs.kinds) <= max(width, 20)


async def test_a_passage_that_has_all_words_comes_before_entries_that_have_some(explorer: Open, attached: Path) -> None:
    async with explorer((100, 30), reader=attached) as session:
        seen = await session.press("slash", *"fire basket on gull stack")
        assert "Only passages have all of these words; the entries after them have some of them." in flat(seen)
        assert seen.index("Calder & Wren 1911 ¶2") < seen.index("Private beacon")
        await session.press("enter")
        assert "¶2" in await session.seen()
        assert session.app.screen.pane_name == "sources"  # type: ignore[attr-defined]
