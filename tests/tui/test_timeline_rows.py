"""The rows of the timeline's list: events fetched by the window, with bodies between them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pctui.queries.filters import EVERYTHING, Filter
from pctui.queries.store import Store
from pctui.queries.timeline import bodies
from pctui.queries.timeline_window import NarrowedTimeline, Timeline

FILTERS = [
    EVERYTHING,
    Filter({"lane": ("law",)}),
    Filter({"type": ("act",)}),
    Filter(since="1880-01-01"),
    Filter({"lane": ("none",)}),
]


@pytest.fixture(params=FILTERS, ids=[str(number) for number in range(len(FILTERS))])
def filtered(request: pytest.FixtureRequest, lighthouses: Path) -> Iterator[tuple[Store, Filter, Timeline]]:
    store = Store(lighthouses)
    with closing(store), closing(store.further()) as further:
        yield store, request.param, NarrowedTimeline(further, request.param) if request.param else Timeline(further)


def test_every_event_and_body_is_listed_once_in_order_of_date(filtered: tuple[Store, Filter, Timeline]) -> None:
    store, filters, timeline = filtered
    rows = timeline.rows(0, timeline.count())
    events = [row.slug for row in store.rows("timeline", 0, -1, filters)]
    assert [row.slug for row in rows if row.kind != "organisation"] == events
    found = [row.slug for row in rows if row.kind == "organisation"]
    assert len(found) == len(set(found)) == bodies(store, filters) == timeline.bodies
    days = [store.dated(row.slug)[0] or "" for row in rows]
    assert days == sorted(days)
    for place, row in enumerate(rows):
        assert timeline.place(row.slug) == place
    assert timeline.place("nobody") is None


def test_a_window_is_a_part_of_the_whole(filtered: tuple[Store, Filter, Timeline]) -> None:
    _, _, timeline = filtered
    whole = timeline.rows(0, timeline.count())
    for offset in range(len(whole) + 2):
        for limit in (0, 1, 2, 5, 64):
            assert timeline.rows(offset, limit) == whole[offset : offset + limit]


def test_a_day_and_the_starts_of_bodies_are_found_in_the_list(filtered: tuple[Store, Filter, Timeline]) -> None:
    store, _, timeline = filtered
    rows = timeline.rows(0, timeline.count())
    for day in ("1700-01-01", "1821-03-01", "1821-03-02", "1850-01-01", "2000-01-01"):
        first = next((i for i, row in enumerate(rows) if (store.dated(row.slug)[0] or "") >= day), len(rows))
        assert timeline.before(day) == first
    starts = [place for place, row in enumerate(rows) if row.kind == "organisation"]
    for place in range(-1, len(rows) + 1):
        assert timeline.beginning(place, 1) == next((at for at in starts if at > place), None)
        assert timeline.beginning(place, -1) == next((at for at in reversed(starts) if at < place), None)
