"""Find in the text on screen."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pctui.tui.widgets.layout import Piece
from pctui.tui.widgets.matches import find, mark

from .conftest import Open, flat


async def test_a_text_is_found_and_n_goes_to_the_next_match(explorer: Open, attached: Path) -> None:
    async with explorer(reader=attached) as session:
        await session.press("6", "backslash", *"the", "space", *"board")
        seen = await session.press("enter")
        assert "1 of" in seen
        assert "n Next" in seen.split("\n")[-1]
        assert "2 of" in await session.press("n")
        assert "1 of" in await session.press("N")
        await session.press("escape")
        assert "n Next" not in (await session.seen()).split("\n")[-1]


async def test_a_text_is_found_across_a_line_break(explorer: Open, attached: Path) -> None:
    async with explorer((60, 20), reader=attached) as session:
        await session.press("6", "backslash", *"wreck", "space", *"of", "space", *"the", "space", *"halcyon", "enter")
        assert "wreck of the Halcyon" in flat(await session.seen())


async def test_a_text_that_is_not_found_is_reported(explorer: Open) -> None:
    async with explorer() as session:
        seen = await session.press("backslash", *"zebra", "enter")
        assert "no matches" in seen
        assert "▸ March 1821" in await session.press("escape", "escape")


async def test_the_footer_shows_no_key_that_types_a_character(explorer: Open) -> None:
    async with explorer() as session:
        keys = (await session.press("backslash")).split("\n")[-1]
        assert "Esc Cancel" in keys
        assert "Search" not in keys


async def test_sources_show_how_many_paragraphs_are_cited(explorer: Open) -> None:
    async with explorer() as session:
        assert "of 6 paragraphs are cited" in flat(await session.press("6", "enter"))


words = st.lists(
    st.text(st.characters(codec="ascii", categories=["L"]), min_size=1, max_size=6), min_size=1, max_size=8
)


@given(words, st.integers(1, 5))
def test_every_run_of_words_is_found_wherever_lines_break(said: list[str], width: int) -> None:
    lines = [[Piece(" ".join(said[i : i + width]))] for i in range(0, len(said), width)]
    for start in range(len(said)):
        assert find(lines, " ".join(said[start:]))


@given(st.lists(st.text(max_size=5), max_size=5), st.integers(0, 20), st.integers(0, 20))
def test_highlighting_changes_roles_and_no_text(texts: list[str], one: int, other: int) -> None:
    pieces = [Piece(text) for text in texts]
    marked = mark(pieces, [(min(one, other), max(one, other), "found")])
    assert "".join(p.text for p in marked) == "".join(texts)
    assert "".join(p.text for p in marked if p.role == "found") == "".join(texts)[min(one, other) : max(one, other)]
