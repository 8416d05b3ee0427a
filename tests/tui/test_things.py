"""The rows of the timeline's list: events by the window, and bodies between them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pctui.queries.as_of import bars
from pctui.queries.filters import EVERYTHING, Filter
from pctui.queries.store import Store
from pctui.queries.timeline import bodies
from pctui.tui.panes.timeline.rows import TimelineRows

WANTED = [EVERYTHING, Filter(lane=("law",)), Filter(type=("act",)), Filter(since="1880-01-01"), Filter(lane=("none",))]


@pytest.fixture(params=WANTED, ids=[str(number) for number in range(len(WANTED))])
def things(request: pytest.FixtureRequest, lighthouses: Path) -> Iterator[tuple[Store, Filter, TimelineRows]]:
    store = Store(lighthouses)
    yield store, request.param, TimelineRows(store, request.param, bars(store, request.param))
    store.close()


def test_every_event_and_body_stands_once_in_order_of_time(things: tuple[Store, Filter, TimelineRows]) -> None:
    store, filters, these = things
    rows = these.rows(0, these.count())
    events = [row.slug for row in store.rows("timeline", 0, -1, filters)]
    assert [row.slug for row in rows if row.kind != "organisation"] == events
    assert {row.slug for row in rows if row.kind == "organisation"} == {row.slug for _, row in bodies(store, filters)}
    days = [store.dated(row.slug)[0] or "" for row in rows]
    assert days == sorted(days)
    for place, row in enumerate(rows):
        assert these.place(row.slug) == place
    assert these.place("nobody") is None


def test_a_window_is_a_part_of_the_whole(things: tuple[Store, Filter, TimelineRows]) -> None:
    _, _, these = things
    whole = these.rows(0, these.count())
    for offset in range(len(whole) + 2):
        for limit in (0, 1, 2, 5, 64):
            assert these.rows(offset, limit) == whole[offset : offset + limit]


def test_where_a_day_falls_and_where_bodies_begin(things: tuple[Store, Filter, TimelineRows]) -> None:
    store, _, these = things
    rows = these.rows(0, these.count())
    for day in ("1700-01-01", "1821-03-01", "1821-03-02", "1850-01-01", "2000-01-01"):
        first = next((i for i, row in enumerate(rows) if (store.dated(row.slug)[0] or "") >= day), len(rows))
        assert these.before(day) == first
    there = [place for place, row in enumerate(rows) if row.kind == "organisation"]
    for place in range(-1, len(rows) + 1):
        assert these.beginning(place, 1) == next((at for at in there if at > place), None)
        assert these.beginning(place, -1) == next((at for at in reversed(there) if at < place), None)
