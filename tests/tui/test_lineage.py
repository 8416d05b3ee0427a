"""Lineages in the explorer: sessions at the keyboard."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest
from conftest import editing

from pctui.database.build import seed
from pctui.queries.lineage import whole
from pctui.tui.panes.organisations.lineage_view import LineageView
from pctui.tui.widgets.view_bar import Words

from .conftest import SIZES, Open, Session, flat


def cursor(session: Session) -> str | None:
    row = session.app.screen.query_one(LineageView).current
    return row.slug if row else None


def page(session: Session) -> str | None:
    return session.app.screen.query_one("#pane-organisations").shown  # type: ignore[attr-defined,no-any-return]


def said(session: Session) -> str:
    """What the line below the lineage says of the row under the cursor."""
    return "".join(run.text for run in session.app.screen.query_one("#lineage-status", Words).said)


def left(seen: str) -> list[str]:
    """The part of a wide screen that is beside the page."""
    return [line.split("│ ")[0] if line.count("│ ") == 1 else line[:97].rstrip() for line in seen.split("\n")]


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_the_whole_lineage_is_drawn_from_any_organisation_on_it(explorer: Open, size: tuple[int, int]) -> None:
    for slug in ("private-beacon", "board-of-lights", "lamp-house", "tower-station"):
        async with explorer(size, start=slug) as session:
            seen = await session.press("escape", "v")
            assert cursor(session) == slug
            for title in ("Private beacon", "Board of Lights", "Lamp house", "Tower station"):
                assert title in seen
            for dated in ("● 1824–1825  The Board takes", "◐ until 1911  Lamp houses", "● until 1911  More lamp"):
                assert dated in seen
            for sign in ("█ organisation", "●─▼ whole", "◐╌▽ in part", "↺ loops back", "↑ predecessor"):
                assert sign in seen
            assert "○┈▽" not in seen


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_the_cursor_moves_along_the_changes_and_by_row(explorer: Open, size: tuple[int, int]) -> None:
    async with explorer(size) as session:
        seen = await session.press("4", "v")
        assert cursor(session) == "private-beacon"
        assert "← → Follow" in seen
        await session.press("right")
        assert (cursor(session), page(session)) == ("beacons-bought", "beacons-bought")
        await session.press("right")
        assert cursor(session) == "board-of-lights"
        await session.press("down")
        assert (cursor(session), page(session)) == ("lamp-house", "lamp-house")
        await session.press("right", "right")
        assert cursor(session) == "tower-station"
        await session.press("left", "left", "left", "left")
        assert cursor(session) == "private-beacon"
        await session.press("end")
        assert cursor(session) == "lamps-to-towers-again"
        await session.press("home")
        seen = await session.press("enter")
        assert "Fire baskets kept by private hands" in flat(seen)
        seen = await session.press("escape", "v")
        assert "▸ Private beacon" in seen


async def test_all_predecessors_and_successors_are_marked(explorer: Open) -> None:
    async with explorer((140, 40), start="private-beacon") as session:
        seen = left(await session.press("escape", "v"))
        marked = [line for line in seen if line.startswith("↓ ")]
        assert len(marked) == 6
        assert not [line for line in seen if line.startswith("↑ ")]
        seen = left(await session.press("end", "right"))
        assert not [line for line in seen if line.startswith("↓ ")]
        marked = [line for line in seen if line.startswith("↑ ")]
        assert len(marked) == 5
        assert not any("█" in line and "Board of Lights" in line for line in marked)


async def test_a_body_without_a_lineage_says_so_above_the_nearest_that_has_one(explorer: Open) -> None:
    for size in SIZES.values():
        async with explorer(size) as session:
            seen = await session.press("4", "end", "v")
            said = " ".join(" ".join(left(seen)).split())
            assert "Northern wire: no predecessor or successor is recorded. Nearest with a lineage:" in said
            assert "●─▼ whole" in seen
            nearest = cursor(session)
            assert nearest is not None
            assert page(session) == "wire-network"  # until the cursor moves
            assert "▸ Northern wire" in await session.press("v")
            await session.press("v", "enter")
            assert page(session) == nearest


async def test_a_corpus_without_lineages_says_so_in_the_middle(explorer: Open, lights_copy: Path) -> None:
    with editing(lights_copy) as connection:
        connection.execute("DELETE FROM change_organisations")
    for size in SIZES.values():
        async with explorer(size, database=lights_copy, start="lamp-house") as session:
            lines = (await session.press("escape", "L")).split("\n")
            at = next(y for y, line in enumerate(lines) if "No predecessor or successor is recorded." in line)
            assert 5 <= at <= size[1] - 8
            await session.press("down", "left", "right", "enter")


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_any_entry_leads_to_what_it_is_about_on_the_lineage(explorer: Open, size: tuple[int, int]) -> None:
    for start, expected in (
        ("lamp-house", "lamp-house"),
        ("beacons-bought", "beacons-bought"),  # a change event
        ("towers-saved-ships", "tower-station"),  # the subject of a finding
        ("lamp-houses-1850", "lamp-house"),  # of a figure
    ):
        async with explorer(size, start=start) as session:
            seen = await session.press("L")
            assert (cursor(session), page(session)) == (expected, expected)
            assert "[Lineage]" in seen
            await session.press("escape")
            assert session.app.screen.pane.shown == start  # type: ignore[attr-defined]


async def test_the_cell_under_the_cursor_leads_to_its_subject_on_the_lineage(explorer: Open) -> None:
    async with explorer((80, 24)) as session:
        await session.press("5", "L")
        assert cursor(session) == "tower-station"


async def test_what_is_out_of_view_is_counted(explorer: Open) -> None:
    async with explorer((60, 14)) as session:
        await session.press("4", "v", "home")
        view = session.app.screen.query_one(LineageView)
        seen = await session.press("home")
        assert f"{len(view.lanes) - view.size.height} below ↓" in seen
        assert "above" not in seen
        seen = await session.press("end")
        assert f"{len(view.lanes) - view.size.height} above ↑" in seen
        assert "below" not in seen
    async with explorer((140, 40)) as session:
        seen = await session.press("4", "v")
        assert "above" not in seen
        assert "below" not in seen


async def test_what_is_under_the_cursor_is_said_in_words(explorer: Open) -> None:
    async with explorer((80, 24), start="private-beacon") as session:
        seen = await session.press("escape", "v")
        assert said(session) == "Private beacon: until 1825; succeeded by Board of Lights, Lamp house"
        assert said(session) in seen
        await session.press("right")
        assert said(session) == (
            "The Board takes over the beacons: 1824–1825; from Private beacon to Board of Lights and Lamp house"
        )
        await session.press("end")
        assert "from Lamp house to Tower station" in said(session)


async def test_list_and_lineage_share_the_selection(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        await session.press("4", "down", "down", "v")
        assert cursor(session) == "lamp-house"
        seen = await session.press("right", "right", "v")
        assert "▸ Tower station" in seen


async def test_a_move_redraws_only_the_lines_that_changed(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        await session.press("4", "v")
        view, drawn = session.app.screen.query_one(LineageView), []
        whole = view.refresh
        view.refresh = lambda *regions, **rest: drawn.append(regions) or whole(*regions, **rest)  # type: ignore[method-assign,assignment,func-returns-value]
        await session.press("right")
        assert drawn
        assert all(len(regions) == 1 and regions[0].height == 1 for regions in drawn)


async def test_a_click_selects_a_row_and_another_opens_it(explorer: Open) -> None:
    async with explorer((80, 24)) as session:
        lines = (await session.press("4", "v")).split("\n")
        at = next(y for y, line in enumerate(lines) if "Board of Lights" in line)
        await session.pilot.click(offset=(40, at))
        await session.pilot.pause()
        assert cursor(session) == "board-of-lights"


async def test_resizing_keeps_the_lineage_and_its_cursor(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        await session.press("4", "v", "right", "right")
        for size in [(60, 20), (30, 8), (120, 30)]:
            seen = await session.resize(*size)
            assert cursor(session) == "board-of-lights"
            assert [line for line in seen.split("\n") if line.startswith("▸") and "Boa" in line]


async def test_links_are_followed_in_the_lineage_or_else_in_the_list(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        await session.press("4", "v", "slash", *"board", "space", *"of", "space", *"lights")
        await session.press("enter")
        assert cursor(session) == "board-of-lights"
        seen = await session.press("escape", "slash", *"harbour", "enter")
        assert "▸ Harbour master" in seen


async def test_picks_are_shared_with_the_list(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        seen = await session.press("4", "down", "down", "v")
        assert "■ picked" not in seen
        seen = await session.press("c", "right", "c")
        picked = [line for line in seen.split("\n") if line[1] == "■"]
        assert ["Lamp house" in line or "until 1911" in line for line in picked] == [True, True]
        assert "■ picked" in seen
        assert "■Lamp house" in await session.press("v")


async def test_marks_are_shown_in_the_lineage(explorer: Open) -> None:
    async with explorer((140, 40)) as session:
        await session.press("4", "v")
        assert "✓" in left(await session.press("m"))[3]


async def test_the_signs_are_explained_in_the_help(explorer: Open) -> None:
    async with explorer((140, 60)) as session:
        seen = flat(await session.press("4", "v", "question_mark"))
        assert "◐╌▽ in part" in seen
        assert "Centre" not in seen


@pytest.fixture
def tangled(tmp_path: Path) -> Path:
    """A corpus with more concurrent organisations than lanes fit, and with a lineage that leads back to itself."""
    folder = tmp_path / "tangled"
    folder.mkdir()
    outside: dict[str, object] = {
        "origin": "context",
        "sources": [{"title": "Log", "url": "https://example.org/log", "read": "2026-11-01"}],
    }
    records: list[dict[str, object]] = [
        {"kind": "corpus", "slug": "c", "title": "Tangled", "summary": "Many.", "version": "1",
         "lanes": [{"slug": "l", "title": "L"}], "event_types": [{"slug": "t", "title": "T"}]}
    ]  # fmt: skip
    records += [
        {"kind": "organisation", "slug": f"o{i}", "title": f"Body {i}", "summary": "One.", "classification": "form",
         **outside}
        for i in range(45)
    ]  # fmt: skip
    pairs = [([f"o{i}"], [f"o{i + 1}"]) for i in range(44)]
    ends = [*pairs, *reversed([([f"o{i}", "o44"], [f"o{i}"]) for i in range(44)]), (["o44"], ["o0"])]
    records += [
        {"kind": "change", "slug": f"c{i}", "title": f"Change {i}", "summary": "One.", "date": str(1900 + i),
         "date_basis": "stated", "original": original, "resulting": resulting, "partial": i % 2 == 1, **outside}
        for i, (original, resulting) in enumerate(ends)
    ]  # fmt: skip
    (folder / "all.jsonl").write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    database = tmp_path / "tangled.db"
    seed(folder, database)
    return database


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_lanes_without_room_are_cut_with_a_sign(explorer: Open, tangled: Path, size: tuple[int, int]) -> None:
    async with explorer(size, database=tangled, context=True, start="o0") as session:
        seen = await session.press("escape", "v")
        row = next(line for line in seen.split("\n") if line.startswith("▸"))
        assert "Body 0" in row
        seen = await session.press(*["right"] * 6)
        row = next(line for line in seen.split("\n") if line.startswith("▸"))
        assert "Body 3" in row
        assert "█" in row
        seen = await session.press("end")
        row = next(line for line in seen.split("\n") if line.startswith("▸"))
        assert "Change 88" in row
        assert "▽╌" in row or "▼─" in row
        assert "…" in row
        assert "↺ " in seen  # all lead back


async def test_a_lineage_too_large_to_show_says_so(explorer: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pctui.tui.panes.organisations.pane.whole", partial(whole, most=2))
    async with explorer((60, 20), start="private-beacon") as session:
        seen = await session.press("escape", "v")
        assert "Only the nearest 2 organisations are shown." in seen
