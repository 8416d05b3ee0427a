"""Reading a page: its title stays in view, passages are cited in place, and notices cover nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import SIZES, Open, flat


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_a_scrolled_page_still_shows_its_title(explorer: Open, attached: Path, size: tuple[int, int]) -> None:
    async with explorer(size, reader=attached) as session:
        seen = await session.press(*["down"] * 4, "s")  # New charts: a passage of the fifth paragraph
        head = seen.split("\n")[2]
        assert "Calder & Wren 1911" in head
        assert "¶5" in head
        await session.press("home", "g")
        assert "¶5" not in (await session.seen()).split("\n")[2]


async def test_the_passage_gone_to_is_cited(explorer: Open, attached: Path) -> None:
    async with explorer((140, 40), reader=attached) as session:
        await session.press(*["down"] * 4, "s")
        seen = flat(await session.press("y"))
        assert "Sent to the terminal's clipboard" in seen
        assert "para. 5, What came of it." in session.app.clipboard
        assert "Calder" in session.app.clipboard
        await session.press("Y")
        seen = await session.seen()
        assert "Calder & Wren 1911 ¶5" in seen
        assert "para.~5" in seen


async def test_a_document_in_the_list_is_cited_as_a_whole(explorer: Open, attached: Path) -> None:
    async with explorer((140, 40), reader=attached) as session:
        await session.press("6", "y")
        assert "¶" not in session.app.clipboard
        assert "The Lights of Marrow Sound" in session.app.clipboard


async def test_a_notice_disappears_at_the_next_key_and_hides_no_key(explorer: Open) -> None:
    async with explorer() as session:
        before = await session.press("down")
        seen = await session.press("y")
        assert "Sent to the terminal's clipboard" in seen
        assert "Quit" in seen.split("\n")[-1]
        assert await session.press("down", "up") == before


async def test_two_notices_are_never_on_the_screen_at_once(explorer: Open) -> None:
    async with explorer() as session:
        seen = await session.press("down", "y", "y")
        assert seen.count("Sent to the terminal's clipboard") == 1


async def test_citations_of_one_place_are_on_one_line(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        seen = await session.press("2", "end")
        rests = seen[seen.index("Sources") :]
        places = [line.partition("│")[2].split("] ", 1)[-1].strip() for line in rests.split("\n") if "¶" in line]
        assert places
        assert len(places) == len(set(places))
