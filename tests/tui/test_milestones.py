"""The opening, the milestones, and what tells the same on one row."""

from __future__ import annotations

import shutil
from contextlib import closing
from pathlib import Path

import pytest

from pctui.database.build import seed
from pctui.page import SECTIONS, Bullets
from pctui.queries.filters import Filter
from pctui.queries.opening import about
from pctui.queries.store import Store
from pctui.queries.timeline_window import Milestones, NarrowedTimeline, Timeline

from .conftest import CORPORA, Open, flat

CITATION = "citations: [{document: calder-wren-1911, paragraph: 2, anchors: [128fc73691-5557718e2d-18-f9401bb763]}]"
FOUNDED = f"""
- {{kind: event, slug: board-founded, title: The Board is founded, summary: The Board came to be., date: 1821-03,
   date_basis: stated, lane: law, type: creation, milestone: true, organisations: [board-of-lights], {CITATION}}}
"""
MADE = f"""
- {{kind: change, slug: board-made, title: Beacons become the Board, summary: Private beacons gave way., date: 1821-03,
   date_basis: stated, original: [private-beacon], resulting: [board-of-lights], {CITATION}}}
- {{kind: change, slug: dues-taken, title: Dues taken from ships, summary: The dues of the act., date: 1822,
   date_basis: stated, original: [private-beacon], resulting: [lamp-house], {CITATION},
   links: [{{type: part_of, to: beacon-act-1821}}]}}
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lighthouses with four milestones, of which one is told three times: by an event, a change and a body."""
    folder = tmp_path_factory.mktemp("told")
    corpus = Path(shutil.copytree(CORPORA / "lighthouses", folder / "corpus"))
    (types := corpus / "corpus.yaml").write_text(
        types.read_text().replace("event_types:", "event_types:\n    - {slug: creation, title: Creation}", 1)
    )
    events = (corpus / "events.yaml").read_text()
    for date in ("date: '1898-06-04'", "date: 1838~"):
        assert date in events
        events = events.replace(date, f"{date}\n  milestone: true", 1)
    (corpus / "events.yaml").write_text(events + FOUNDED)
    with (corpus / "changes.yaml").open("a") as file:
        file.write(MADE)
    seed(corpus, folder / "told.db")
    return folder / "told.db"


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (140, 40)], ids=str)
async def test_a_first_start_says_what_the_corpus_is_and_shows_the_milestones(
    explorer: Open, told: Path, size: tuple[int, int]
) -> None:
    async with explorer(size, database=told) as session:
        seen = await session.seen()
        lines = seen.split("\n")
        assert "The lights of Marrow Sound, 1821–1911 · 2 documents · 49 entries" in " ".join(
            " ".join(lines[2:4]).split()
        )
        assert "How an invented coast was lit" in seen
        assert "Milestones 4 " in seen
        assert "A All " in seen
        assert "▸ March 1821       ● Beacon Act" in seen, "the first is selected"
        assert "■" not in seen.partition("Milestones 4")[2], "no body is a milestone"
        later = await session.press("down")
        assert "invented coast was lit" in later, "it is there until anything is opened"
        everything = await session.press("A")
        assert "invented coast was lit" not in everything
        assert "A Milestones 4" in everything
        assert "■" in everything.partition("─ All ")[2]
        assert "Milestones 4 ─" in await session.press("A")


async def test_the_choice_is_kept_for_the_next_session(explorer: Open, told: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    async with explorer(database=told, kept=kept) as session:
        assert "invented coast" in await session.seen()
        await session.press("A", "down", "down")
        shown = session.app.screen.pane.shown  # type: ignore[attr-defined]
        session.app.screen.keep_place()  # type: ignore[attr-defined]
    async with explorer(database=told, kept=kept) as session:
        seen = await session.seen()
        assert "invented coast" not in seen, "the reader knows the corpus"
        assert "A Milestones 4" in seen
        assert session.app.screen.pane.shown == shown  # type: ignore[attr-defined]


async def test_few_milestones_tell_no_story_and_no_key_promises_any(explorer: Open) -> None:
    async with explorer() as session:
        seen = await session.seen()
        assert "Milestones" not in seen
        assert "A All" not in seen
        assert "Milestones" not in await session.press("A")


async def test_what_is_told_three_times_is_one_row_and_each_can_be_reached(explorer: Open, told: Path) -> None:
    async with explorer((140, 40), database=told) as session:
        seen = await session.press("A")
        assert "■ Board of Lights  +2" in seen
        assert "The Board is founded" not in seen.partition("─ All ")[2].replace("●", "")
        page = flat(await session.press("down")) if "▸ from March 1821" not in seen else flat(seen)
        assert "The same in other entries • Beacons become the Board" in page
        seen = await session.press("o", *"board-made", "enter")
        assert "▸ from March 1821" in seen, "the row that it is under"
        assert "Beacons become the Board" in flat(seen)
        assert "In the list under Board of Lights." in flat(seen)


def test_a_row_of_its_own_or_under_another_nothing_is_lost(told: Path) -> None:
    with closing(Store(told)) as store:
        timeline = Timeline(store)
        rows = timeline.rows(0, 100)
        assert len(rows) == timeline.count()
        assert timeline.entries == len(rows) + sum(row.under for row in rows)
        assert timeline.same("board-of-lights") == (None, ["board-made", "board-founded"])
        assert timeline.same("dues-taken") == ("beacon-act-1821", [])
        for head in rows:
            assert timeline.place(head.slug) == rows.index(head)
            for slug in timeline.same(head.slug)[1]:
                assert timeline.place(slug) == rows.index(head)
        printed = [block for block in SECTIONS["timeline"](store) if isinstance(block, Bullets)]
        items = [
            (depth, next(run.entry for run in runs if run.entry)) for block in printed for depth, runs in block.nested()
        ]
        listed = [(0, row.slug) for row in rows]
        assert [item for item in items if not item[0]] == listed, "the command prints what the pane lists"
        assert items[items.index((0, "board-of-lights")) + 1 :][:2] == [(1, "board-made"), (1, "board-founded")]
        assert len(items) == timeline.entries


def test_under_a_filter_an_entry_whose_head_does_not_match_is_a_row(told: Path) -> None:
    with closing(Store(told)) as store:
        found = NarrowedTimeline(store.further(), Filter().choosing("type", "creation"))
        with closing(found):
            assert [(row.slug, row.under) for row in found.rows(0, 10)] == [("board-founded", 0)]
            assert found.place("board-founded") == 0
            assert found.count() == found.entries == 1


def test_a_milestone_that_made_a_body_is_drawn_as_the_body(told: Path) -> None:
    with closing(Store(told)) as store:
        milestones = Milestones(store)
        assert [row.slug for row in milestones.rows(0, 10)] == [
            "beacon-act-1821", "board-founded", "charts-1838", "keepers-write",
        ]  # fmt: skip
        bar = milestones.bar("board-founded")
        assert bar
        assert (bar.kind, bar.title) == ("organisation", "Board of Lights")
        found = about(store)
        assert found.headline == "The lights of Marrow Sound, 1821–1911 · 2 documents · 49 entries"
