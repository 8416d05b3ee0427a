"""Where very many entries match, not every one is ranked, and this is said."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Run

from pctui.queries.filters import Filter
from pctui.queries.store import Store


@pytest.fixture
def store(lights: Path) -> Iterator[Store]:
    with closing(Store(lights)) as opened:
        yield opened


@pytest.fixture
def crowded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Treat every search as one with very many matches."""
    monkeypatch.setattr("pctui.queries.search.RANKED", 0)


@pytest.mark.parametrize("text", ["lamp", "lamp house", "the keep", "lam", '"lamp house"'])
@pytest.mark.parametrize("filters", [Filter(), Filter({"kind": ("event", "organisation")})])
def test_the_candidates_are_found_as_all_are(
    lights: Path, store: Store, text: str, filters: Filter, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(Store(lights)) as other:
        every = other.search(text, 100, filters=filters)
    monkeypatch.setattr("pctui.queries.search.RANKED", 0)
    among = store.search(text, 100, filters=filters)
    assert {hit.slug: hit for hit in among} == {hit.slug: hit for hit in every}
    assert [hit.slug for hit in store.search(text, 3, filters=filters)] == [hit.slug for hit in among[:3]]


def test_titles_come_first_and_the_exact_title_before_all(store: Store, crowded: None) -> None:
    assert store.search("lamp house", 100)[0].title.casefold() == "lamp house"
    in_title = ["keeper" in hit.title.casefold() for hit in store.search("keeper", 100)]
    assert in_title == sorted(in_title, reverse=True)
    assert len(set(in_title)) == 2


def test_only_some_candidates_are_ranked(store: Store, crowded: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pctui.queries.search._CANDIDATES", 2)
    assert 2 <= len(store.search("lamp", 100)) <= 4


def test_another_order_is_of_all_matches(store: Store, crowded: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pctui.queries.search._CANDIDATES", 2)
    titles = [hit.title for hit in store.search("lamp", 100, order="title")]
    assert len(titles) > 4


def test_the_command_says_so(pctui: Run, lights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "only some were compared"
    assert said not in pctui("search", "lamp", "--limit", "2", "--db", lights).err
    monkeypatch.setattr("pctui.queries.search.RANKED", 3)
    assert said in pctui("search", "lamp", "--limit", "2", "--db", lights).err
    assert said not in pctui("search", "lamp", "--limit", "2", "--sort", "title", "--db", lights).err
