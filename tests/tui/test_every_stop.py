"""On every page of every pane of the built-in corpus, every stop leads to a passage that its own statement cites."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from pctui.database.build import seed
from pctui.model import Citation
from pctui.page import Block
from pctui.page.blocks import Amount, Beside, Bullets, Chart, Facts, Prose, Run
from pctui.panes import PANES
from pctui.paths import built_in_corpus
from pctui.queries.store import Store

from .conftest import Open, Session

Place = tuple[str, int, tuple[str, ...]]


@pytest.fixture(scope="session")
def primary_care(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of the built-in corpus."""
    database = tmp_path_factory.mktemp("primary-care") / "care.db"
    seed(built_in_corpus(), database)
    return database


@pytest.fixture(scope="session")
def cited(primary_care: Path) -> dict[str, set[Place]]:
    """The passages that each entry cites, as the database has them."""
    store = Store(primary_care, context=True)
    anchors = defaultdict(list)
    for citation, anchor in store.select("SELECT citation, anchor FROM citation_anchors ORDER BY citation, position"):
        anchors[citation].append(anchor)
    found: dict[str, set[Place]] = defaultdict(set)
    for number, entry, document, paragraph in store.select("SELECT id, entry, document, paragraph FROM citations"):
        found[entry].add((document, paragraph, tuple(anchors[number])))
    store.close()
    return found


def place(citation: Citation) -> Place:
    return citation.document, citation.paragraph, citation.anchors


def sequences(blocks: Iterator[Block] | tuple[Block, ...]) -> Iterator[tuple[Run, ...]]:
    """Yield the runs of every paragraph, item and value."""
    for block in blocks:
        match block:
            case Prose(runs):
                yield runs
            case Bullets(items):
                yield from items
            case Facts(rows):
                yield from (runs for _, runs in rows)
            case Chart(amounts):
                yield from (amount.runs for amount in amounts if isinstance(amount, Amount))
            case Beside(left, right):
                yield from sequences((*left, *right))


def owners(blocks: tuple[Block, ...], shown: str | None) -> dict[int, set[str]]:
    """Return whose citation each run is: the statement that the same sequence links before it, or the entry shown."""
    found: dict[int, set[str]] = {}
    for runs in sequences(blocks):
        linked = shown
        for run in runs:
            linked = run.entry or linked
            found[id(run)] = {slug for slug in (linked, shown) if slug}
    return found


async def check_page(session: Session, cited: dict[str, set[Place]]) -> int:
    """Move through the stops of the page; return how many led to a passage."""
    screen = session.app.screen
    pane = screen.pane  # type: ignore[attr-defined]
    mine = owners(tuple(pane.page.blocks), pane.entry)
    reached = 0
    for number, stop in enumerate(pane.page.stops):
        pane.page.stop = number
        citation = screen._citation()  # type: ignore[attr-defined]
        run = stop.run
        if run.entry and cited.get(run.entry):
            assert citation, f"{pane.shown}: nothing is cited for {run.entry}"
            # Without a copy, a document's page has no passages but only paragraphs.
            own = {each if citation.anchors else (*each[:2], ()) for each in cited[run.entry]}
            assert place(citation) in own, f"{pane.shown}: {run.entry} does not cite {citation.place}"
        elif run.citation:
            # In the list of sources at its end, any passage that is cited on the page.
            slugs = mine.get(id(run)) or set().union(*mine.values())
            assert place(citation) in set().union(*(cited.get(slug, set()) for slug in slugs)), (
                f"{pane.shown}: {citation.place} is cited by none of {slugs}"
            )
        reached += citation is not None
    return reached


@pytest.mark.parametrize("pane", PANES)
async def test_every_stop_leads_to_a_passage_of_its_own_statement(
    explorer: Open, primary_care: Path, cited: dict[str, set[Place]], pane: str
) -> None:
    reached = 0
    async with explorer((80, 24), database=primary_care, context=True) as session:
        await session.press(str([*PANES].index(pane) + 1))
        views = 3 if any(command.keys == "v" for command in session.app.screen.pane.COMMANDS) else 1  # type: ignore[attr-defined]
        for _ in range(views):
            seen = set()
            await session.press("home")
            while (page := tuple(map(id, session.app.screen.pane.page.blocks))) not in seen:  # type: ignore[attr-defined]
                seen.add(page)
                await session.press("tab")
                reached += await check_page(session, cited)
                await session.press("tab", "down")
            await session.press("v")
    assert reached
