"""Lineages in the explorer: sessions at the keyboard, and the layout for any corpus."""

from __future__ import annotations

import json
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from conftest import editing
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from pctui.database.build import seed
from pctui.model import Lineage, LineageNode, Succession
from pctui.page.lineage import descent, in_words, outline
from pctui.queries.lineage import Near, near, whole
from pctui.queries.lineage import lineage as lineage_of
from pctui.queries.store import Store
from pctui.tui.panes.organisations.lineage_rows import LEGEND, LaneRow, lane_rows, legend, window, words
from pctui.tui.panes.organisations.lineage_view import LineageView
from pctui.tui.signs import plain
from pctui.tui.widgets.view_bar import Words

from .conftest import SIZES, Open, Session, flat

# Sessions.


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


# Queries.


def test_a_lineage_has_everything_connected_to_a_body(lighthouses: Path) -> None:
    store = Store(lighthouses)
    found = lineage_of(store, "tower-station")
    assert {node.slug for node in found.organisations} == {
        "private-beacon", "board-of-lights", "lamp-house", "tower-station"
    }  # fmt: skip
    assert [change.slug for change in found.changes if change.partial] == ["lamps-to-towers"]
    assert not found.more
    assert not lineage_of(store, "tower-station", most=4).more
    assert lineage_of(store, "tower-station", most=3).more
    assert lineage_of(store, "tower-station", most=2).more
    assert [node.slug for node in lineage_of(store, "harbour-master").organisations] == ["harbour-master"]
    store.close()


def test_a_background_change_is_hidden_by_default(lights_copy: Path) -> None:
    with editing(lights_copy) as connection:
        connection.execute("UPDATE entries SET origin = 'context' WHERE slug = 'beacons-bought'")
    for context, count in ((False, 2), (True, 4)):
        store = Store(lights_copy, context=context)
        found = lineage_of(store, "tower-station")
        assert (len(found.organisations), found.more) == (count, False)
        line = whole(store)
        assert len(line.organisations) == 4  # what only background facts link is on the line as well
        assert line.background == (not context)
        beacon = next(node for node in line.organisations if node.slug == "private-beacon")
        words = "".join(run.text for run in in_words(beacon, line))
        assert ("known only from outside the documents" in words) is not context
        assert near(store, "private-beacon") == Near("private-beacon", about=True)
        store.close()


def test_a_hidden_organisation_is_not_counted_as_more(lights_copy: Path) -> None:
    with editing(lights_copy) as connection:
        connection.execute("UPDATE entries SET origin = 'context' WHERE slug = 'board-of-lights'")
    store = Store(lights_copy)
    found = lineage_of(store, "tower-station")
    assert (len(found.organisations), found.more) == (3, False)
    store.close()


def test_changes_on_one_date_come_after_those_that_precede_them(lights_copy: Path) -> None:
    with editing(lights_copy) as connection:
        connection.execute("UPDATE change_details SET date_earliest = '1900-01-01', date_latest = '1900-12-31'")
        connection.execute("UPDATE entries SET id = (SELECT MAX(id) + 1 FROM entries) WHERE slug = 'beacons-bought'")
    store = Store(lights_copy)
    assert lineage_of(store, "lamp-house").changes[0].slug == "beacons-bought"
    store.close()


def test_the_whole_lineage_starts_from_what_is_asked_for(lighthouses: Path) -> None:
    with closing(Store(lighthouses)) as store:
        everything = {"private-beacon", "board-of-lights", "lamp-house", "tower-station"}
        for slug in (None, "lamp-house", "beacons-bought", "harbour-master"):
            assert {node.slug for node in whole(store, slug).organisations} == everything | (
                {slug} if slug == "harbour-master" else set()
            )
        assert [node.slug for node in whole(store, "tower-station", most=1).organisations] == ["tower-station"]
        assert whole(store, "tower-station", most=1).more
        assert not whole(store).more


def test_where_an_entry_is_on_the_lineage(lighthouses: Path) -> None:
    with closing(Store(lighthouses)) as store:
        assert near(store, "lamp-house") == Near("lamp-house", about=True)
        assert near(store, "towers-saved-ships") == Near("tower-station", about=True)
        assert near(store, "calder-wren-1911") is None


# The layout.

text = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cf", "Mn", "Me"]), max_size=40)
SLUGS = "abcdefg"
ends = st.lists(st.sampled_from(SLUGS), max_size=3).map(tuple)
days = st.none() | st.integers(1990, 1999).map(lambda year: f"{year}-01-01")


@st.composite
def lineages(draw: st.DrawFn) -> Lineage:
    nodes = [LineageNode(slug, draw(text.filter(str.strip)), draw(text)) for slug in SLUGS[: draw(st.integers(1, 7))]]
    changes = []
    for number in range(draw(st.integers(0, 9))):
        earliest, latest = draw(days), draw(days)
        if earliest and latest and latest < earliest:
            earliest, latest = latest, earliest
        changes.append(
            Succession(
                f"change-{number}", draw(text), draw(text), draw(ends), draw(ends), draw(st.booleans()),
                draw(st.booleans()), earliest, latest,
            )
        )  # fmt: skip
    known = {node.slug for node in nodes}
    return Lineage(tuple(nodes), tuple(c for c in changes if known & {*c.original, *c.resulting}))


@given(lineages())
def test_every_organisation_and_change_has_one_row_in_chronological_order(found: Lineage) -> None:
    rows = [row.entry for row in lane_rows(found)]
    assert rows == outline(found)
    assert sorted(row.slug for row in rows) == sorted(entry.slug for entry in (*found.organisations, *found.changes))
    assert [row for row in rows if isinstance(row, Succession)] == list(found.changes)
    at = {row.slug: y for y, row in enumerate(rows)}
    for change in found.changes:
        assert all(at[slug] < at[change.slug] for slug in change.original if slug in at)


def links_drawn(rows: list[LaneRow]) -> dict[str, tuple[set[str], set[str]]]:
    """Return the original and resulting organisations of each change, read from the drawing alone."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    lines: dict[int, str] = {}  # by lane: the organisation whose line is in it
    begun: dict[int, str] = {}  # by lane: the change from which an organisation may come next
    lanes = max((row.across for row in rows), default=0)
    for row in rows:
        drawing = "".join(character for character, _ in row.cells())
        signs = [n for n, character in enumerate(drawing) if character in "●◐○▼▽↺"]
        if signs:
            found[row.entry.slug] = (set(), set())
            assert not set(drawing[signs[0] : signs[-1]]) & {" "}, "the line across is broken"
        for lane in range(lanes):
            match drawing[2 * lane : 2 * lane + 1]:
                case "█":
                    if lane in begun:
                        found[begun.pop(lane)][1].add(row.entry.slug)
                    lines[lane] = row.entry.slug
                case "●" | "◐" | "○":
                    found[row.entry.slug][0].add(lines[lane])
                    begun[lane] = row.entry.slug
                case "↺":
                    found[row.entry.slug][0].add(lines[lane])
                    found[row.entry.slug][1].add(lines[lane])
                case "▼" | "▽":
                    begun.pop(lane, None)
                    if lane in lines:
                        found[row.entry.slug][1].add(lines[lane])
                    else:
                        begun[lane] = row.entry.slug
                case "│":
                    pass
                case _:
                    lines.pop(lane, None)
                    begun.pop(lane, None)
    return found


@given(lineages())
def test_the_drawing_links_each_change_to_exactly_its_organisations(found: Lineage) -> None:
    known = {node.slug for node in found.organisations}
    assert links_drawn(lane_rows(found)) == {
        change.slug: (known & {*change.original}, known & {*change.resulting}) for change in found.changes
    }


@given(lineages())
def test_there_are_at_most_as_many_lanes_as_organisations(found: Lineage) -> None:
    for row in lane_rows(found):
        assert row.across <= len(found.organisations)
        assert len(row.cells()) == 2 * row.across
        assert all(cell_len(character) == 1 for character, _ in row.cells())


@given(lineages(), st.integers(0, 20), st.integers(1, 20))
def test_cut_lanes_end_in_a_sign(found: Lineage, first: int, room: int) -> None:
    for row in lane_rows(found):
        whole = "".join(character for character, _ in row.cells())
        seen = "".join(character for character, _ in window(row.cells(), first, room))
        assert len(seen) == room
        assert not whole[:first].strip() or seen[0] == "…"
        assert not whole[first + room :].strip() or seen[-1] == "…"


@given(lineages(), st.integers(0, 90))
def test_the_words_of_a_row_keep_to_their_width(found: Lineage, room: int) -> None:
    for row in lane_rows(found):
        assert sum(cell_len(said) for said, _ in words(row.entry, room)) == room


@given(lineages(), st.integers(14, 140))
def test_the_legend_explains_every_sign_and_keeps_to_its_width(found: Lineage, width: int) -> None:
    rows = lane_rows(found)
    lines = legend(rows, width)
    assert all(cell_len(line) <= width for line in lines)
    drawn = {character for row in rows for character, _ in row.cells()} - {" ", "│"}
    assert drawn <= set("".join(lines))
    assert set("".join(lines)) <= set(LEGEND)


@given(lineages())
def test_predecessors_and_successors_are_inverse(found: Lineage) -> None:
    slugs = [node.slug for node in found.organisations]
    before, after = ({s: descent(found.changes, s, back=back) for s in slugs} for back in (True, False))
    for one in slugs:
        assert one not in before[one] | after[one]
        for other in slugs:
            assert (other in after[one]) == (one in before[other])


def simple(*changes: tuple[str, str]) -> Lineage:
    """Return one change per year: `("ab", "c")` is A and B into C."""
    slugs = dict.fromkeys("".join(a + b for a, b in changes))
    return Lineage(
        tuple(LineageNode(slug, slug.upper()) for slug in slugs),
        tuple(
            Succession(f"change-{n}", "", f"{1990 + n}", tuple(a), tuple(b), False, False, f"{1990 + n}-01-01",
                       f"{1990 + n}-12-31")
            for n, (a, b) in enumerate(changes)
        ),
    )  # fmt: skip


def lines(found: Lineage) -> list[str]:
    rows = lane_rows(found)
    across = 2 * max(row.across for row in rows)
    return [
        "".join(c for c, _ in row.cells()).ljust(across) + "".join(t for t, _ in words(row.entry, 8)).rstrip()
        for row in rows
    ]


def test_a_succession_is_a_straight_line() -> None:
    assert lines(simple(("a", "b"))) == ["█ A", "● ● 1990", "█ B"]


def test_a_merger_and_a_split() -> None:
    assert lines(simple(("ab", "cd"))) == [
        "█   A",
        "│ █ B",
        "●─● ● 1990",
        "█ │ C",
        "  █ D",
    ]


def test_an_organisation_reached_in_two_ways_has_one_row_and_both_lines() -> None:
    assert lines(simple(("a", "bc"), ("b", "d"), ("c", "d"))) == [
        "█   A",
        "●─▼ ● 1990",
        "█ │ B",
        "│ █ C",
        "● │ ● 1991",
        "█ │ D",
        "▼─● ● 1992",
    ]


def test_a_change_that_leads_back_joins_the_line_of_the_earlier_organisation() -> None:
    assert lines(simple(("a", "a"))) == ["█ A", "↺ ● 1990"]
    assert lines(simple(("a", "b"), ("b", "a"))) == ["█   A", "●─▼ ● 1990", "│ █ B", "▼─● ● 1991"]


def test_a_horizontal_line_passes_behind_lines_it_does_not_join() -> None:
    assert "●─│─● ● 1991" in lines(simple(("abc", "abc"), ("ac", "d"), ("b", "e")))


def test_partial_and_planned_changes_have_their_own_lines_and_signs() -> None:
    nodes = (LineageNode("a", "A"), LineageNode("b", "B"))
    for in_part, planned, drawing in ((True, False, "◐╌▽"), (False, True, "○┈▽"), (True, True, "○┈▽")):
        changes = [
            Succession("c", "", "1999", ("a",), ("a", "b"), in_part, planned),
            Succession("d", "", "1999", ("a",), ("b",), partial, planned),
        ]
        made = lines(Lineage(nodes, tuple(changes)))
        assert made[-1].startswith(drawing)
        assert plain(drawing).isascii()
    assert len({plain(sign) for sign in "█●◐○▼▽↺│─╌┈↑↓■"} | {" "}) >= 13


def test_an_earlier_successor_is_not_that_of_a_later_merger() -> None:
    found = simple(("a", "b"), ("c", "a"))
    assert "b" not in descent(found.changes, "c", back=False)
    assert "c" not in descent(found.changes, "b", back=True)
    assert descent(found.changes, "c", back=False) == {"change-1", "a"}
    undated = tuple(Succession(c.slug, "", "", c.original, c.resulting) for c in found.changes)
    assert "b" in descent(undated, "c", back=False)


def test_a_change_has_predecessors_and_successors_too() -> None:
    found = simple(("a", "b"), ("b", "c"), ("c", "d"))
    assert descent(found.changes, "change-1", back=True) == {"b", "change-0", "a"}
    assert descent(found.changes, "change-1", back=False) == {"c", "change-2", "d"}


def test_a_large_lineage_is_laid_out_completely() -> None:
    slugs = [f"o{n}" for n in range(100)]
    changes = [Succession(f"c{n}", "", "1999", tuple(slugs[:50]), tuple(slugs[50:])) for n in range(1000)]
    assert len(lane_rows(Lineage(tuple(LineageNode(s, s) for s in slugs), tuple(changes)))) == 1100
