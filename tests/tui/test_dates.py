"""Going to a date: typed as people write it, with what existed then."""

from __future__ import annotations

import pytest

from .conftest import Open, flat


async def test_a_date_is_read_while_it_is_typed_and_shows_what_existed_then(explorer: Open) -> None:
    async with explorer() as session:
        assert "for example 1 April 1999, 01/04/1999 (the day first)" in await session.press("at")
        assert "Not a date yet" in await session.press(*"1 ")
        assert "Go to 1 March 1850" in await session.press(*"March 1850")
        seen = flat(await session.press("enter"))
        assert "1 March 1850" in seen
        assert "In existence on 1 March 1850" in seen
        assert session.app.screen.pane.entry is None  # type: ignore[attr-defined]
        await session.press("escape")
        assert session.app.screen.pane.entry  # type: ignore[attr-defined]
        assert "In existence on 1 March 1850" in flat(await session.press("right_square_bracket"))


async def test_a_year_lists_what_is_dated_in_it_and_the_cursor_stands_there(explorer: Open) -> None:
    async with explorer() as session:
        seen = flat(await session.press("at", *"1821", "enter"))
        assert "Dated then" in seen
        assert "1821" in session.app.screen.pane.rows.current.when  # type: ignore[attr-defined]
        await session.press("h", "j")
        assert session.app.screen.pane.entry  # type: ignore[attr-defined]


async def test_a_date_is_gone_to_from_any_pane(explorer: Open) -> None:
    async with explorer() as session:
        await session.press("4")
        await session.press("at", *"1850s", "enter")
        assert session.app.screen.pane_name == "timeline"  # type: ignore[attr-defined]
        await session.press("escape")
        assert session.app.screen.pane_name == "organisations"  # type: ignore[attr-defined]


@pytest.mark.parametrize("typed", ["soon", "until 1850"])
async def test_what_has_no_first_day_goes_nowhere(explorer: Open, typed: str) -> None:
    async with explorer() as session:
        assert "Not a date yet" in await session.press("at", *[{" ": "space"}.get(key, key) for key in typed], "enter")
        assert session.app.screen.query("#date-box")
        await session.press("escape")
        assert not session.app.screen.query("#date-box")
