"""A session resumes where the last one ended; the hint of the first one does not return."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from pctui.queries.store import Store
from pctui.reader.session import Place, Session

from .conftest import SIZES, Open, flat


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_a_session_resumes_in_its_pane_at_its_entry(
    explorer: Open, tmp_path: Path, size: tuple[int, int]
) -> None:
    kept = tmp_path / "kept.db"
    async with explorer(size, kept=kept) as session:
        await session.press("down", "down", "3", "down", "q")
    async with explorer(size, kept=kept) as session:
        seen = await session.seen()
        assert session.app.screen.pane_name == "recommendations"  # type: ignore[attr-defined]
        assert "▸ ◌ Share boats" in seen
        assert "▸ 1824–1825" in await session.press("1")


async def test_the_page_resumes_where_it_was_read(explorer: Open, tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    async with explorer((60, 20), kept=kept) as session:
        await session.press("6", "enter", "pagedown", "down")
        page = session.app.screen.pane.page  # type: ignore[attr-defined]
        left = (page.stop, page.scroll_offset.y, session.app.screen.pane.shown)  # type: ignore[attr-defined]
        assert left[1] > 0
        seen = await session.seen()
        await session.press("q")
    async with explorer((60, 20), kept=kept) as session:
        await session.seen()
        page = session.app.screen.pane.page  # type: ignore[attr-defined]
        assert (page.stop, page.scroll_offset.y, session.app.screen.pane.shown) == left  # type: ignore[attr-defined]
        assert await session.seen() == seen


async def test_fresh_ignores_the_saved_session_and_is_saved_itself(explorer: Open, tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    async with explorer(kept=kept) as session:
        await session.press("3", "q")
    async with explorer(kept=kept, fresh=True) as session:
        assert session.app.screen.pane_name == "timeline"  # type: ignore[attr-defined]
        await session.press("2", "q")
    async with explorer(kept=kept) as session:
        assert session.app.screen.pane_name == "ladder"  # type: ignore[attr-defined]


async def test_a_given_entry_overrides_the_session(explorer: Open, tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    async with explorer(kept=kept) as session:
        await session.press("3", "q")
    async with explorer(kept=kept, start="lamp-house") as session:
        assert "4 Organisations" in await session.seen()
        assert session.app.screen.pane.shown == "lamp-house"  # type: ignore[attr-defined]
        assert session.app.screen.reading  # type: ignore[attr-defined]


async def test_an_entry_that_has_vanished_is_not_resumed(explorer: Open, tmp_path: Path, lighthouses: Path) -> None:
    kept = tmp_path / "kept.db"
    store = Store(lighthouses)
    Session(kept, store.corpus["slug"]).keep([Place("evidence", "vanished", 3, 40.0, True)], "evidence")
    store.close()
    async with explorer(kept=kept) as session:
        seen = await session.seen()
        assert session.app.screen.pane_name == "evidence"  # type: ignore[attr-defined]
        assert "cannot be shown" not in seen


@pytest.mark.parametrize("size", [(10, 3), (200, 50)])
async def test_another_size_causes_no_error(explorer: Open, tmp_path: Path, size: tuple[int, int]) -> None:
    kept = tmp_path / "kept.db"
    async with explorer(kept=kept) as session:
        await session.press("4", "end", "enter", "end", "q")
    async with explorer(size, kept=kept) as session:
        await session.seen()


async def test_a_file_that_cannot_be_written_or_read_is_ignored(explorer: Open, tmp_path: Path) -> None:
    folder = tmp_path / "folder.db"
    folder.mkdir()
    foreign = tmp_path / "foreign.db"
    foreign.write_text("not a database")
    for kept in (folder, foreign, foreign / "inside.db"):
        async with explorer(kept=kept) as session:
            assert "▸ March 1821" in await session.press("3", "1")
            await session.press("q")
            assert session.app.return_code == 0
            assert session.app.session
            assert session.app.session.error
    assert foreign.read_text() == "not a database"


async def test_only_leaving_a_pane_saves_the_session(explorer: Open, tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    async with explorer(kept=kept) as session:
        await session.press("down")  # the hint disappears
        before = kept.read_bytes()
        await session.press("down", "down", "up", "enter", "down", "escape")
        assert kept.read_bytes() == before
        await session.press("3")
        assert kept.read_bytes() != before
    connection = sqlite3.connect(kept)
    rows = connection.execute("SELECT pane, current FROM places ORDER BY pane").fetchall()
    connection.close()
    assert ("timeline", 0) in rows


def test_each_corpus_has_its_own_session(tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    one, other = Session(kept, "one"), Session(kept, "other")
    one.keep([Place("ladder", "a", 1, 2.0, False)], "ladder")
    other.keep([Place("sources", "b", 3, 4.0, True)], "sources")
    assert Session(kept, "one").load() == ({"ladder": Place("ladder", "a", 1, 2.0, False)}, "ladder")
    assert Session(kept, "other").load() == ({"sources": Place("sources", "b", 3, 4.0, True)}, "sources")
    assert Session(kept, "one", resume=False).load() == ({}, None)


async def test_the_first_hint_disappears_at_the_first_key_and_does_not_return(explorer: Open, tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    async with explorer((60, 20), kept=kept) as session:
        seen = await session.seen()
        assert "Enter opens it s passage / search ? help" in flat(seen)
        assert "New here?" not in await session.press("down")
        assert "▸ 1824–1825" in await session.press("down")
    async with explorer((60, 20), kept=kept) as session:
        assert "New here?" not in await session.seen()


async def test_the_hint_shows_remapped_keys(explorer: Open, tmp_path: Path) -> None:
    async with explorer(kept=tmp_path / "kept.db", keys={"search": "f2"}) as session:
        assert "F2 search" in await session.seen()
