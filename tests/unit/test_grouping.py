"""Grouped lists in SQL show the same rows as collapsing and filtering in Python."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pctui.database.grouped_lists import groups
from pctui.model import Reference, Row
from pctui.panes import PANES
from pctui.queries.lists import ORPHANS, View
from pctui.queries.store import Store


@pytest.fixture(scope="module")
def store(lights: Path) -> Iterator[Store]:
    opened = Store(lights)
    yield opened
    opened.close()


def by_hand(whole: list[Row], view: View) -> list[Row]:
    found = [row for row in whole if row.heading or view.only is None or row.slug in view.only]
    counted = list(takewhile(lambda row: not row.heading, found))  # of a group without a heading
    for i, row in enumerate(found):
        if not row.heading:
            continue
        entries = []
        for entry in found[i + 1 :]:
            if entry.heading:
                break
            entries.append(entry)
        if entries:
            folded = view.folds(row.title)
            counted.append(Row("", "folded" if folded else "heading", row.title, side=str(len(entries))))
            counted += [] if folded else entries
    return counted


@given(st.data())
def test_collapsing_and_filtering_groups(store: Store, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(groups())))
    orphans = (Reference("gone", "recommendation", "Gone [/b]"), Reference("train-together", "recommendation", "Old"))
    marked = data.draw(st.sampled_from([(), orphans]))
    whole = store.rows(name, view=View(marked=marked))
    headings = [row.title for row in whole if row.heading]
    slugs = [row.slug for row in whole if not row.heading]
    view = View(
        folded=frozenset(data.draw(st.sets(st.sampled_from([*headings, "no such group"])))),
        others=data.draw(st.booleans()),
        only=data.draw(st.none() | st.frozensets(st.sampled_from([*slugs, "no-such-slug"]))),
        marked=marked,
    )
    expected = by_hand(whole, view)
    found = store.rows(name, view=view)
    assert found == expected
    assert store.count(name, view=view) == len(expected)
    offset, limit = data.draw(st.integers(0, len(expected) + 2)), data.draw(st.integers(0, 5))
    assert store.rows(name, offset, limit, view=view) == expected[offset : offset + limit]
    for i, row in enumerate(expected):
        places = [place for place, other in enumerate(expected) if other.slug == row.slug]
        first = i if row.heading else places[0]  # an entry can be in several groups
        assert store.position(name, row.slug, view=view, heading=row.title) == first
        above = next((r.title for r in reversed(expected[: i + 1]) if r.heading), None)
        assert store.grouped(name, view).heading_at(i) == above
        if not row.heading and above is not None:
            assert above in store.grouped(name, view).groups_of(row.slug)


@pytest.mark.parametrize("by", PANES["recommendations"].groupings)
def test_marked_entries_that_no_longer_exist_come_last(store: Store, by: str) -> None:
    marked = (Reference("gone", "finding", "Gone"), Reference("train-together", "recommendation", "Still there"))
    rows = store.rows(f"recommendations by {by}", view=View(marked=marked))
    assert [(row.title, row.side) for row in rows[-2:]] == [(ORPHANS, "1"), ("Gone", "finding")]
    assert ORPHANS not in [row.title for row in store.rows(f"recommendations by {by}")]
