"""The explorer asks the same of a large corpus as of a small one: as many queries, and no more rows than it shows."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from pctui.database.build import seed
from pctui.database.read_only import ReadOnlyDatabase
from pctui.edtf.days import day_text, days_in, parts
from pctui.edtf.years import day_of, years
from pctui.page import as_of
from pctui.queries.filters import Filter
from pctui.queries.store import Store
from pctui.queries.timeline_window import NarrowedTimeline, Sums, Timeline
from pctui.tui.dialogs.search_results import Results
from pctui.tui.panes.timeline.axis import View
from pctui.tui.panes.timeline.pane import TimelinePane

from .charting import Bars
from .conftest import Open, Session

SYNTHETIC = Path(__file__).parents[2] / "bench" / "synthetic.py"
SMALL, LARGE = 500, 5_000
WIDTH = 80
# The list's window, twice for a jump across its edge; in each of five lanes, a marker and a span for each column.
MOST_ROWS = 2 * 64 + 5 * 2 * WIDTH + 100
KEYS = (
    "down pagedown G g right_parenthesis left_parenthesis right_curly_bracket left_curly_bracket plus plus minus h f f"
).split()


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Databases of two synthetic corpora, by their number of events."""
    spec = importlib.util.spec_from_file_location("synthetic", SYNTHETIC)
    assert spec is not None
    assert spec.loader is not None
    synthetic = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(synthetic)
    found = {}
    for events in (SMALL, LARGE):
        folder = tmp_path_factory.mktemp(f"synthetic-{events}")
        synthetic.write(folder, events)
        found[events] = folder / "synthetic.db"
        seed(folder / "corpus", found[events])
    return found


class Asked:
    """The queries asked so far, each as its number of rows."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.rows: list[int] = []
        select = ReadOnlyDatabase.select

        def counted(database: ReadOnlyDatabase, sql: str, **parameters: object) -> list[tuple[Any, ...]]:
            found = select(database, sql, **parameters)
            self.rows.append(len(found))
            return found

        patch.setattr(ReadOnlyDatabase, "select", counted)

    def since_then(self) -> tuple[int, int]:
        """Return how many queries were asked since the last call, and how many rows they returned."""
        found = len(self.rows), sum(self.rows)
        self.rows.clear()
        return found


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    monkeypatch.setattr(as_of, "_MOST", 3)  # as in a corpus with very many organisations
    return Asked(monkeypatch)


def widgets(session: Session) -> int:
    return len(list(session.app.screen.walk_children()))


async def test_a_larger_timeline_is_opened_and_moved_in_with_no_more_queries(
    explorer: Open, corpora: dict[int, Path], asked: Asked
) -> None:
    costs: dict[int, dict[str, tuple[int, int]]] = {}
    shown = {}
    for events, database in corpora.items():
        async with explorer((WIDTH, 24), database=database) as session:
            cost = costs[events] = {"start": asked.since_then()}
            for number, key in enumerate(KEYS):
                await session.press(key)
                cost[f"{number} {key}"] = asked.since_then()
            shown[events] = widgets(session)
    assert shown[SMALL] == shown[LARGE]
    for step, (queries, rows) in costs[LARGE].items():
        # A lane that is crowded asks for the selected entry once more, and a jump may cross the edge of a window.
        assert queries <= costs[SMALL][step][0] + 5, step
        assert rows <= MOST_ROWS, step


async def test_a_pane_asks_no_more_of_a_larger_corpus(explorer: Open, corpora: dict[int, Path], asked: Asked) -> None:
    costs: dict[int, list[tuple[int, int]]] = {}
    for events, database in corpora.items():
        async with explorer((WIDTH, 24), database=database) as session:
            costs[events] = []
            for key in ("s", "escape", "6", "1", "s"):
                asked.since_then()
                await session.press(key)
                costs[events].append(asked.since_then())
    assert [queries for queries, _ in costs[LARGE]] == [queries for queries, _ in costs[SMALL]]


async def test_a_longer_grouped_list_is_moved_in_with_no_more_rows(
    explorer: Open, corpora: dict[int, Path], monkeypatch: pytest.MonkeyPatch, asked: Asked
) -> None:
    monkeypatch.setattr("pctui.tui.widgets.rows._WINDOW", 8)
    costs: dict[int, dict[str, tuple[int, int]]] = {}
    for events, database in corpora.items():
        async with explorer((WIDTH, 12), database=database) as session:
            cost = costs[events] = {}
            for key in "3 G g pagedown down minus minus b 4 G g pagedown 5 G g pagedown v G g pagedown".split():
                asked.since_then()
                await session.press(key)
                cost[f"{len(cost)} {key}"] = asked.since_then()
    # In the small corpus the cursor is soon at an end, so what counts is what it costs to show an entry.
    most_queries, most_rows = (max(cost[i] for cost in costs[SMALL].values()) for i in (0, 1))
    for step, (queries, rows) in costs[LARGE].items():
        assert queries <= most_queries + 3, step  # a jump may cross the edge of a window
        assert rows <= most_rows + 16 * 8, step  # to fit its columns, a list reads at most sixteen windows


async def test_the_filter_dialog_counts_nothing_until_there_is_a_filter(
    explorer: Open, corpora: dict[int, Path], monkeypatch: pytest.MonkeyPatch, asked: Asked
) -> None:
    monkeypatch.setattr("pctui.tui.widgets.rows._WINDOW", 16)
    costs = []
    for database in corpora.values():
        async with explorer((WIDTH, 12), database=database) as session:
            asked.since_then()
            seen = await session.press("F")
            assert "…" not in seen.split("Lane")[1].split("Type")[0]
            costs.append(asked.since_then())
    (queries, rows), (of_large, rows_of_large) = costs
    assert of_large == queries
    assert rows_of_large == rows


async def test_the_footer_asks_nothing_that_was_asked_before(explorer: Open, lighthouses: Path, asked: Asked) -> None:
    async with explorer() as session:
        for keys in ((), ("s",), ("escape", "tab"), ("2",), ("4",), ("6",)):
            await session.press(*keys)
            session.app.screen.refresh_bindings()
            await session.seen()
            asked.since_then()
            session.app.screen.refresh_bindings()
            await session.seen()
            assert asked.since_then() == (0, 0), keys


async def test_a_letter_of_a_search_reads_the_results_in_view_and_the_others_when_they_come_into_view(
    explorer: Open, corpora: dict[int, Path], asked: Asked
) -> None:
    async with explorer((WIDTH, 24), database=corpora[LARGE]) as session:
        await session.press("slash", "t")
        asked.since_then()
        seen = await session.press("o")
        assert "the first 200" in seen
        assert asked.since_then()[1] <= 100
        results = session.app.screen.query_one(Results)
        await session.press(*["pagedown"] * 30)
        with closing(Store(corpora[LARGE])) as store:
            assert results.hits == store.search("to", 200)
        assert results.hit == results.hits[-1]


async def test_a_large_corpus_counts_what_existed_instead_of_listing_it(explorer: Open, asked: Asked) -> None:
    async with explorer((140, 40)) as session:
        await session.press("G")
        seen = await session.seen()
        assert "by their own dates" in seen
        assert "pctui at 1911-05-01" in seen or "pctui at" in seen


async def test_a_filter_is_given_up_for_the_next_one(explorer: Open, corpora: dict[int, Path]) -> None:
    async with explorer((WIDTH, 24), database=corpora[LARGE]) as session:
        pane = session.app.screen.query_one(TimelinePane)
        everything = pane.rows.count
        pane.narrow(Filter({"lane": ("policy",)}))
        pane.narrow(Filter({"lane": ("people",), "type": ("merger",)}))
        seen = await session.seen()
        assert "lane People · type Merger" in " ".join(seen.replace("×", "").split())
        pane.narrow(Filter({"lane": ("policy",)}))
        seen = await session.press("x")
        assert pane.rows.count == everything
        assert "lane Policy" not in seen


async def test_a_database_that_was_rebuilt_meanwhile_is_not_filtered(
    explorer: Open, corpora: dict[int, Path], tmp_path: Path, lighthouses: Path
) -> None:
    database = tmp_path / "replaced.db"
    database.write_bytes(lighthouses.read_bytes())
    async with explorer((WIDTH, 24), database=database) as session:
        other = tmp_path / "other.db"
        other.write_bytes(corpora[SMALL].read_bytes())
        other.replace(database)
        session.app.screen.query_one(TimelinePane).narrow(Filter({"lane": ("law",)}))
        seen = await session.seen()
        assert "Not filtered" in seen
        assert "has been rebuilt" in seen
        assert "x Clear" not in seen


FILTERS = [
    Filter(),
    Filter({"lane": ("policy", "people")}),
    Filter({"document": ("nobody-1",), "modality": ("planned",)}),
    Filter({"organisation": ("body-1",)}),
    Filter(since="1950-01-01", until="1959-12-31"),
    Filter({"type": ("nothing",)}),
]


@pytest.fixture(params=FILTERS, ids=[str(number) for number in range(len(FILTERS))])
def timeline(request: pytest.FixtureRequest, corpora: dict[int, Path]) -> Iterator[Timeline]:
    with closing(Store(corpora[SMALL])) as store, closing(store.further()) as further:
        yield NarrowedTimeline(further, request.param) if request.param else Timeline(further)


def test_what_the_chart_counts_is_what_it_could_draw(timeline: Timeline) -> None:
    lanes = ["policy", "purchasing", "provision", "people", ""]
    bars = [bar for lane in lanes for get in (timeline.spans, timeline.markers) for bar in get(lane, "0001-01-01", "~")]
    drawn = Bars(bars, lanes)
    days = ["0001-01-01", "1899-12-31", "1900-01-01", "1930-06-15", "1950-01-01", "1955-05-05", "1960-01-01", "~"]
    for lane in lanes:
        assert timeline.sums(lane, days) == drawn.sums(lane, days)
        for first, until in (("1930-06-15", "1950-01-01"), ("1955-05-05", "1955-05-05"), ("1960-01-01", "~")):
            assert timeline.spans(lane, first, until) == drawn.spans(lane, first, until)
            assert timeline.markers(lane, first, until) == drawn.markers(lane, first, until)
    dated = sorted(day for bar in bars for day in (bar.start, bar.begun, bar.end, bar.attested) if day)
    starts = sorted(bar.start for bar in bars if bar.start)
    extent = timeline.extent
    assert (extent.events + extent.bodies, extent.starts) == (len(bars), len(starts))
    if dated:
        tenth = len(starts) // 10
        assert (extent.first, extent.last) == (dated[0], dated[-1])
        assert (extent.low, extent.high) == (starts[tenth], starts[-1 - tenth])
    else:
        assert timeline.sums("policy", days) == [Sums()] * len(days)


@pytest.mark.parametrize("start", [-3.0, 1.0, 1899.999, 1996.0, 1999.25, 9998.5, 12000.0])
@pytest.mark.parametrize("span", [1 / 12, 0.7, 3.0, 100.0])
@pytest.mark.parametrize("width", [20, 67, 180])
def test_the_first_day_of_a_column_is_the_first_that_is_drawn_there(start: float, span: float, width: int) -> None:
    view = View(start, start + span, width)
    for column in (-4, 0, 1, width // 2, width, width + 4):
        day = view.first_day(column)
        assert view.column(years(day)) >= column
        assert view.column(years(day_before(day))) < column


def day_before(day: str) -> str:
    year, month, date = parts(day)
    if date > 1:
        return day_text(year, month, date - 1)
    year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return day_text(year, month, days_in(year, month))


@pytest.mark.parametrize(
    "day",
    [
        day_text(-44, 3, 15),
        "0000-12-31",
        "0001-01-01",
        "1900-02-28",
        "2000-02-29",
        "2001-12-31",
        "9999-12-31",
        day_text(12_000, 1, 1),
    ],
)
def test_a_moment_is_in_its_day(day: str) -> None:
    assert day_of(years(day) + 1e-6) == day
