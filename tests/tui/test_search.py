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

from pctui.database.read_only import ReadOnlyDatabase
from pctui.errors import TooSlow
from pctui.model import Citation
from pctui.queries.store import Store
from pctui.text import one_line
from pctui.tui.background import in_background
from pctui.tui.dialogs.search_results import found, short_place

from .conftest import SIZES, Open, flat


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_a_search_result_shows_its_passage_and_one_key_leads_there(
    explorer: Open, attached: Path, size: tuple[int, int]
) -> None:
    async with explorer(size, reader=attached, context=True) as session:
        seen = await session.press("slash", *"keepers un")
        assert "Calder & Wren 1911 ¶" in seen
        assert "all kinds · Tab kind · Ctrl+S passage" in seen
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
