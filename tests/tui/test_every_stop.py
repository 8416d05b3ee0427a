"""In the explorer on the built-in corpus, every stop leads to a passage that its own statement cites."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from pctui.database.build import seed
from pctui.kinds.vocabulary import LINKS, STATEMENTS
from pctui.model import Citation
from pctui.page import Block
from pctui.page.blocks import Amount, Beside, Bullets, Chart, Facts, Prose, Run
from pctui.panes import PANES
from pctui.paths import built_in_corpus
from pctui.queries.store import Store
from pctui.tui.dialogs.comparison_view import ComparisonView
from pctui.tui.dialogs.search import Search
from pctui.tui.dialogs.search_results import Results
from pctui.tui.widgets.comparison_table import ValueStop

from .conftest import SIZES, Open, Session, flat

Place = tuple[str, int, str]  # a passage: a document, a paragraph, an anchor; without an anchor, the paragraph


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
    found: dict[str, set[Place]] = defaultdict(set)
    for entry, document, paragraph, anchor in store.select(
        "SELECT c.entry, c.document, c.paragraph, a.anchor "
        "FROM citations c JOIN citation_anchors a ON a.citation = c.id"
    ):
        found[entry].add((document, paragraph, anchor))
    store.close()
    return found


def passages(citation: Citation) -> set[Place]:
    return {(citation.document, citation.paragraph, anchor) for anchor in citation.anchors or [""]}


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
            own = {each if citation.anchors else (*each[:2], "") for each in cited[run.entry]}
            assert passages(citation) <= own, f"{pane.shown}: {run.entry} does not cite {citation.place}"
        elif run.citation:
            # In the list of sources at its end, any passage that is cited on the page.
            slugs = mine.get(id(run)) or set().union(*mine.values())
            assert passages(citation) <= set().union(*(cited.get(slug, set()) for slug in slugs)), (
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


def stated_by(view: ComparisonView, stop: ValueStop) -> set[str]:
    """Return which entries may cite the passages of a value: the statement that it names, or those that have it."""
    named = {stop.value.entry} if stop.value.entry else set()
    compared = {entry.slug for entry in view.entries}
    if stop.column < 0:  # in the list at the end: any that is compared or named
        values = (value for row in view.rows for values in row.values for value in values)
        return compared | {value.entry for value in values if value.entry}
    disputed = stop.row.lower() in LINKS["disputes"]  # a statement may be an entry of any kind
    if disputed or not stop.value.citations or any(view.store.reference(s).kind in STATEMENTS for s in named):
        return named
    row = next(row for row in view.rows if row.name == stop.row)
    printed_once = view.laid_out.stacked and not row.differ
    return compared if printed_once else {view.entries[stop.column].slug}


def check_comparison(view: ComparisonView, cited: dict[str, set[Place]]) -> set[int]:
    """Go to every value in view; return the columns in which one led to a passage."""
    reached = set()
    for number, stop in enumerate(view.laid_out.stops):
        view.stop = number
        citation = view.citation()
        own = set().union(*(cited.get(slug, set()) for slug in stated_by(view, stop)))
        if citation is None:
            assert not own, f"{stop.row}: nothing is cited for “{stop.value.text}”"
            continue
        found = set().union(*map(passages, (citation, *stop.value.citations)))
        assert found <= own, f"{stop.row}: {stop.value.text}"
        reached.add(stop.column)
    return reached


@pytest.mark.parametrize("keys", [["2", "end", *["c", "up"] * 4], ["4", *["c", "down"] * 6]], ids=["ladder", "forms"])
@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
async def test_every_compared_value_leads_to_a_passage_of_its_own(
    explorer: Open, primary_care: Path, cited: dict[str, set[Place]], keys: list[str], size: tuple[int, int]
) -> None:
    async with explorer(size, database=primary_care, context=True) as session:
        await session.press(*keys, "C")
        view = session.app.screen.query_one(ComparisonView)
        reached = set()
        for _ in view.entries:
            reached |= check_comparison(view, cited)
            await session.press("right")
        assert reached == {-1, *range(len(view.entries))}
        assert len(view.entries) == keys.count("c")


WORDS = ["budget", "kind:concept", "kind:organisation", "kind:finding", "kind:document", "trusts", "zealand"]


@pytest.mark.parametrize("words", WORDS)
async def test_every_search_result_leads_to_the_passage_that_it_shows(
    explorer: Open, primary_care: Path, cited: dict[str, set[Place]], words: str
) -> None:
    async with explorer((80, 24), database=primary_care, context=True) as session:
        await session.press("slash")
        session.app.screen.query_one("#search-input").value = words  # type: ignore[attr-defined]
        seen = await session.seen()
        results = session.app.screen.query_one(Results)
        assert results.hits
        followed = None
        for hit in results.hits:
            citation = results.citation(hit)
            if citation is None:
                assert hit.kind == "document" or not cited[hit.slug]
                continue
            assert passages(citation) <= cited[hit.slug]
            followed = followed or (hit, citation)
        if followed:
            hit, citation = followed
            assert citation.place.rpartition(",")[0] in seen or citation.place in seen
            while results.hit != hit:
                await session.press("down")
            await session.press("ctrl+s")
            assert not isinstance(session.app.screen, Search)
            pane = session.app.screen.pane  # type: ignore[attr-defined]
            assert (pane.NAME, pane.shown) == ("sources", citation.document)
            assert f"¶{citation.paragraph}" in flat(await session.seen())
