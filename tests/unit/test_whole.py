"""Entries are read together, and each is the same as when it is read by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from conftest import examples
from hostile import HOSTILE, hostile_store
from hypothesis import given, settings

from pctui.database.build import seed
from pctui.errors import NotFound
from pctui.page.entry import in_short
from pctui.paths import built_in_corpus
from pctui.queries.entry import describe, describe_all, in_list
from pctui.queries.store import Store


@pytest.fixture(scope="module", params=["lighthouses", "built-in"])
def database(request: pytest.FixtureRequest, lights: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.param == "lighthouses":
        return lights
    built_in = tmp_path_factory.mktemp("built-in") / "built-in.db"
    seed(built_in_corpus(), built_in)
    return built_in


@pytest.fixture(params=[False, True], ids=["documents", "context"])
def store(request: pytest.FixtureRequest, database: Path) -> Iterator[Store]:
    with closing(Store(database, context=request.param)) as opened:
        yield opened


def test_an_entry_read_alone_equals_one_read_among_others(store: Store) -> None:
    slugs = store.slugs()
    for slug, entry in zip(slugs, describe_all(store, slugs), strict=True):
        assert entry == describe(store, slug)


def test_of_an_entry_in_a_list_is_read_what_is_shown_of_it(store: Store) -> None:
    slugs = store.slugs()
    for shown, entry in zip(in_list(store, slugs), describe_all(store, slugs), strict=True):
        assert shown is not None
        assert entry is not None
        assert in_short(shown) == in_short(entry)


def test_a_missing_entry_is_left_empty_among_others(store: Store) -> None:
    slugs = ["towr-station", *store.slugs()[:3], "towr-station"]
    for read in (describe_all, in_list):
        assert [entry is None for entry in read(store, slugs)] == [True, False, False, False, True]
    with pytest.raises(NotFound):
        describe(store, "towr-station")


@settings(max_examples=examples(20))
@given(HOSTILE)
def test_hostile_text_is_the_same_in_both_ways_too(lights: Path, text: str) -> None:
    with closing(hostile_store(lights, text)) as store:
        slugs = store.slugs()
        assert list(describe_all(store, slugs)) == [describe(store, slug) for slug in slugs]
