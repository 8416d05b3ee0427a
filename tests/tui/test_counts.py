"""Numbers before motions: `5j`, `12G`, `gg`; and the same digits as the keys of panes."""

from __future__ import annotations

import pytest

from .conftest import Open, Session


def place(session: Session) -> tuple[str, int]:
    """The pane in view, and the row of its list that the cursor is on."""
    main = session.app.screen_stack[0]
    return main.pane_name, main.pane.main.cursor  # type: ignore[attr-defined]


async def test_a_number_at_once_before_a_motion_repeats_it(explorer: Open) -> None:
    async with explorer(counts=True) as session:
        pane, row = place(session)
        seen = await session.type("3", "j")
        assert place(session) == (pane, row + 3)
        assert seen.split("\n")[-1].strip() == "3j: down, 3 times"
        await session.type("1", "2", "k")
        assert place(session) == (pane, max(0, row + 3 - 12))


async def test_a_digit_alone_turns_to_its_pane_and_a_later_key_is_another(explorer: Open) -> None:
    async with explorer(counts=True) as session:
        await session.type("3")
        assert place(session)[0] == "recommendations"
        at = place(session)[1]
        await session.type("j", apart=0.3)
        assert place(session) == ("recommendations", at + 1)
        await session.type("4", "5", "2", "m")  # not a motion: the pane stays
        assert place(session)[0] == "ladder"


@pytest.mark.parametrize("counts", [True, False])
async def test_the_help_says_so_if_they_are_on(explorer: Open, counts: bool) -> None:
    async with explorer((120, 40), counts=counts) as session:
        assert ("5j / 12G" in await session.press("question_mark")) == counts


async def test_counts_can_be_turned_off(explorer: Open) -> None:
    async with explorer() as session:
        await session.type("3", "j")
        assert place(session) == ("recommendations", 2)


async def test_a_number_goes_to_the_row_of_that_number_and_gg_to_the_first(explorer: Open) -> None:
    async with explorer(counts=True) as session:
        await session.type("3")
        await session.type("j", apart=1)
        seen = await session.type("2", "G", apart=0.1)
        assert place(session)[0] == "recommendations"
        assert seen.split("\n")[-1].strip() == "2G: row 2"
        rows = session.app.screen.pane.rows  # type: ignore[attr-defined]
        entries = [rows.row(at) for at in range(rows.cursor + 1) if not rows.row(at).heading]
        assert len(entries) == 2
        seen = await session.type("g", "g", apart=0.1)
        assert place(session) == ("recommendations", 1)
        assert "first row" not in seen
        assert "9G: the last row" in await session.type("9", "G", apart=0.1)
        assert place(session)[1] == rows.count - 1


async def test_the_reader_goes_on_where_the_number_began(explorer: Open) -> None:
    """In the page, to which the keys went, at the match that was found there."""
    async with explorer((120, 30), counts=True) as session:
        await session.press("4", "enter", "backslash", *"the", "enter")
        page = session.app.screen.pane.page  # type: ignore[attr-defined]
        number, count = page.match
        assert count > 3
        await session.type("3", "n")
        assert session.app.focused is page
        assert page.match == ((number - 1 + 3) % count + 1, count)


@pytest.mark.parametrize("digit", "789")
async def test_digits_without_a_pane_begin_a_number_and_say_so(explorer: Open, digit: str) -> None:
    async with explorer(counts=True) as session:
        pane, row = place(session)
        assert f"{digit} … begins a number" in await session.type(digit)
        await session.type("j", apart=0.1)
        assert place(session) == (pane, row + int(digit))


async def test_0_continues_a_number_and_else_keeps_its_own_meaning(explorer: Open) -> None:
    async with explorer(counts=True) as session:
        _, row = place(session)
        await session.type("1", "0", "j")
        assert place(session) == ("timeline", min(row + 10, session.app.screen.pane.rows.count - 1))  # type: ignore[attr-defined]


async def test_a_digit_that_the_settings_bind_begins_no_number(explorer: Open) -> None:
    async with explorer(counts=True, keys={"search": "9"}) as session:
        assert "Type to search" in await session.type("9")


async def test_many_moves_are_painted_once(explorer: Open) -> None:
    async with explorer((120, 30), counts=True) as session:
        await session.type("j")
        before = session.app.updates
        await session.type("j", apart=1)
        one = session.app.updates - before
        await session.type("9", apart=1)
        before = session.app.updates
        await session.type("k", apart=0.1)
        assert session.app.updates - before <= one + 2  # the line that says what was done comes and goes
