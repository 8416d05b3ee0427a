"""A search can be limited to one kind of entry."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run
from hypothesis import assume, given
from hypothesis import strategies as st

from pctui.errors import UsageError
from pctui.queries.store import Store
from pctui.reader.copies import Reader
from pctui.reader.search import Query, find, kinds, parse_query

KINDS = ["change", "event", "figure", "finding", "organisation", "passage"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("kind:finding lamp", Query("lamp", "finding")),
        ("lamp kind:findings", Query("lamp ", "finding")),
        ("KIND:Org lamp", Query("lamp", "organisation")),
        ("kind:fi lamp", Query("lamp", "figure")),
        ("kind:event kind:finding lamp", Query("lamp", "finding")),
        ("mankind:event", Query("mankind:event")),
        ("kind: event", Query("kind: event")),
        ("", Query("")),
    ],
)
def test_the_kind_is_separated_from_the_words(typed: str, expected: Query) -> None:
    assert parse_query(typed, KINDS) == expected


def test_a_kind_that_there_is_not_is_a_fault_that_names_those_that_there_are() -> None:
    with pytest.raises(UsageError, match="there is no kind 'Tower'") as raised:
        parse_query("kind:event kind:Tower lamp", KINDS)
    assert raised.value.hint == "There are: change, event, figure, finding, organisation, passage."


@given(st.text(st.sampled_from('kind:event "lamp* -()')), st.sampled_from([None, *KINDS]))
def test_any_text_is_a_valid_query_and_finds_only_the_kind(lights: Path, typed: str, kind: str | None) -> None:
    store = Store(lights)
    reader = Reader.of(store)
    try:
        try:
            query = parse_query(typed, kinds(store, reader))
        except UsageError:
            assume(False)
        query = Query(query.words, kind or query.kind)
        assert all(hit.kind == query.kind for hit in find(store, reader, query) if query.kind)
    finally:
        store.close()


def test_the_command_searches_by_kind(pctui: Run, lights: Path) -> None:
    every = pctui("search", "lamp", "--db", lights).out
    some = pctui("search", "kind:event", "lamp", "--db", lights).out
    assert "(Organisation," in every
    assert "(Event," in some
    assert "(Organisation," not in some
