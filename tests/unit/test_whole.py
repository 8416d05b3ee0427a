"""A whole corpus is read with few queries, and each entry is the same as when it is read by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from conftest import examples
from hostile import HOSTILE, hostile_store
from hypothesis import given, settings

from pctui.database import read_only
from pctui.database.build import seed
from pctui.errors import NotFound
from pctui.page import SECTIONS, whole
from pctui.paths import built_in_corpus
from pctui.queries.entry import describe
from pctui.queries.store import Store


@pytest.fixture(scope="module", params=["lighthouses", "built-in"])
def database(request: pytest.FixtureRequest, lights: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.param == "lighthouses":
        return lights
    built_in = tmp_path_factory.mktemp("built-in") / "built-in.db"
    seed(built_in_corpus(), built_in)
    return built_in


@pytest.fixture(params=[False, True], ids=["documents", "context"])
def stores(request: pytest.FixtureRequest, database: Path) -> Iterator[tuple[Store, Store]]:
    """Two stores on one database: one that queries entry by entry, and one that queries all entries at once."""
    with (
        closing(Store(database, context=request.param)) as each,
        closing(Store(database, context=request.param)) as every,
    ):
        every.whole = True
        yield each, every


def test_an_entry_read_alone_equals_one_read_among_all(stores: tuple[Store, Store]) -> None:
    each, every = stores
    for slug in each.slugs():
        assert describe(every, slug) == describe(each, slug)


def test_a_missing_entry_is_reported_in_the_same_way(stores: tuple[Store, Store]) -> None:
    errors = []
    for store in stores:
        with pytest.raises(NotFound) as caught:
            describe(store, "towr-station")
        errors.append((caught.value.message, caught.value.hint))
    assert errors[0] == errors[1]


def queries_of(store: Store, monkeypatch: pytest.MonkeyPatch) -> int:
    """Return how many queries are needed to read the whole corpus."""
    count = 0
    real = Store.select

    def counting(self: Store, sql: str, **parameters: object) -> list[tuple[object, ...]]:
        nonlocal count
        count += 1
        return real(self, sql, **parameters)

    with monkeypatch.context() as patch:
        patch.setattr(Store, "select", counting)
        list(whole(store, list(SECTIONS)))
    return count


def test_the_number_of_queries_does_not_grow_with_the_entries(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(Store(database)) as store:
        store.whole = True
        assert queries_of(store, monkeypatch) < 120
        monkeypatch.setattr(read_only, "_CACHE_LIMIT", 10)
    with closing(Store(database)) as store:  # too many to be cached: entry by entry
        store.whole = True
        assert queries_of(store, monkeypatch) > 400


def test_a_few_entries_are_queried_one_by_one(database: Path) -> None:
    with closing(Store(database)) as store:
        for entries, whole_ in ((1, False), (3, False), (len(store.slugs()) // 2, True)):
            store.expect(entries)
            assert store.whole == whole_


@settings(max_examples=examples(20))
@given(HOSTILE)
def test_hostile_text_is_the_same_in_both_ways_too(lights: Path, text: str) -> None:
    with closing(hostile_store(lights, text)) as store:
        alone = [describe(store, slug) for slug in store.slugs()]
        store.whole = True
        assert [describe(store, slug) for slug in store.slugs()] == alone
