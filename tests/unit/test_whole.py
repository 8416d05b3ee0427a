"""A whole corpus is asked for in few questions, and each entry is described as it is alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
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
    """Two stores on one database: one that asks entry by entry, and one that asks for the whole."""
    with (
        closing(Store(database, context=request.param)) as each,
        closing(Store(database, context=request.param)) as every,
    ):
        every.whole = True
        yield each, every


def test_an_entry_is_the_same_alone_and_among_all(stores: tuple[Store, Store]) -> None:
    each, every = stores
    for slug in each.slugs():
        assert describe(every, slug) == describe(each, slug)


def test_an_entry_that_is_not_there_is_told_alike(stores: tuple[Store, Store]) -> None:
    told = []
    for store in stores:
        with pytest.raises(NotFound) as caught:
            describe(store, "towr-station")
        told.append((caught.value.message, caught.value.hint))
    assert told[0] == told[1]


def asked(store: Store, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many questions the whole corpus takes."""
    count = 0
    real = Store.ask

    def counting(self: Store, sql: str, **parameters: object) -> list[tuple[object, ...]]:
        nonlocal count
        count += 1
        return real(self, sql, **parameters)

    with monkeypatch.context() as patch:
        patch.setattr(Store, "ask", counting)
        list(whole(store, list(SECTIONS)))
    return count


def test_the_questions_do_not_grow_with_the_entries(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(Store(database)) as store:
        store.whole = True
        assert asked(store, monkeypatch) < 120
        monkeypatch.setattr(read_only, "_CACHE_LIMIT", 10)
    with closing(Store(database)) as store:  # too many to be kept: entry by entry
        store.whole = True
        assert asked(store, monkeypatch) > 400


def test_a_few_entries_are_asked_for_one_by_one(database: Path) -> None:
    with closing(Store(database)) as store:
        for entries, whole_ in ((1, False), (3, False), (len(store.slugs()) // 2, True)):
            store.expect(entries)
            assert store.whole == whole_


@settings(max_examples=20)
@given(HOSTILE)
def test_hostile_words_are_the_same_too(lights: Path, text: str) -> None:
    with closing(hostile_store(lights, text)) as store:
        alone = [describe(store, slug) for slug in store.slugs()]
        store.whole = True
        assert [describe(store, slug) for slug in store.slugs()] == alone
