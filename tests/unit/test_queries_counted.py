"""How many queries a command needs: no more for a longer corpus, and for whole lists a few for each batch."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from conftest import PROJECT, Run

from pctui.database.build import seed
from pctui.database.grouped_lists import groups
from pctui.database.read_only import BATCH, ReadOnlyDatabase
from pctui.panes import PANES
from pctui.queries.facet_values import choices, offered
from pctui.queries.store import Store

SHORT, LONG = 500, 5_000  # events


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """Return the database of a made-up corpus with so many events."""
    folder = tmp_path_factory.mktemp("synthetic")

    def of(events: int) -> Path:
        built = folder / f"{events}.db"
        if not built.exists():
            place = folder / str(events)
            subprocess.run([sys.executable, PROJECT / "bench" / "synthetic.py", str(events), place], check=True)
            seed(place / "corpus", built)
        return built

    return of


@pytest.fixture
def queries(database: Callable[[int], Path], pctui: Run, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Run a command on the database with so many events, and return how many queries it made."""
    real = ReadOnlyDatabase._execute
    made: list[str] = []

    def counting(self: ReadOnlyDatabase, sql: str, parameters: dict[str, object]) -> object:
        made.append(sql)
        return real(self, sql, parameters)

    monkeypatch.setattr(ReadOnlyDatabase, "_execute", counting)

    def count(events: int, *arguments: str) -> int:
        made.clear()
        done = pctui(*arguments, "--db", database(events))
        assert done.code == 0, done.err
        return len(made)

    return count


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "body-1"),
        ("search", "care"),
        ("timeline", "--limit", "20"),
        ("timeline", "--limit", "20", "--format", "csv"),
        ("organisations", "--limit", "3"),
        ("sources",),
    ],
    ids=" ".join,
)
def test_a_longer_corpus_takes_no_more_queries(queries: Callable[..., int], arguments: tuple[str, ...]) -> None:
    assert queries(LONG, *arguments) <= queries(SHORT, *arguments)


def last_of_each_list(store: Store) -> None:
    for name in groups():
        store.grouped(name)  # its groups are read once
        count = store.count(name)
        for row in store.rows(name, max(0, count - 4), 4):
            store.position(name, row.slug, heading=row.title)
        store.grouped(name).heading_at(count - 1)


def first_of_each_facet(store: Store) -> None:
    assert offered(store, PANES["timeline"])["lane"] == 4
    for pane in PANES.values():
        for facet in pane.facets:
            choices(store, pane, facet, limit=4)


@pytest.mark.parametrize("look", [last_of_each_list, first_of_each_facet])
def test_what_is_in_view_of_a_long_list_takes_no_more_steps(
    database: Callable[[int], Path], look: Callable[[Store], None]
) -> None:
    steps = {}
    for events in (SHORT, LONG):
        passed: list[None] = []
        with closing(Store(database(events))) as store:
            # The handler is called after so many steps of SQLite's virtual machine.
            store._connection.set_progress_handler(lambda passed=passed: passed.append(None), 20)
            look(store)
        steps[events] = len(passed)
    assert 0 < steps[LONG] <= 1.5 * steps[SHORT]


@pytest.mark.parametrize(("form", "most"), [("text", 5), ("markdown", 5), ("csv", 4), ("json", 8)])
def test_a_whole_list_takes_a_few_queries_a_batch(queries: Callable[..., int], form: str, most: int) -> None:
    more = queries(LONG, "timeline", "--format", form) - queries(SHORT, "timeline", "--format", form)
    batches = (LONG - SHORT) // BATCH
    assert 0 < more <= most * batches


def test_a_whole_export_takes_a_few_queries_a_batch(queries: Callable[..., int]) -> None:
    more = queries(LONG, "export", "markdown") - queries(SHORT, "export", "markdown")
    assert 0 < more <= 8 * (LONG - SHORT) // BATCH
