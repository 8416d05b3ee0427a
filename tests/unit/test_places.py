"""The stored positions of the timeline let any part of a long list be read without counting rows."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from pctui.queries.entry import describe
from pctui.queries.store import Store


@pytest.mark.parametrize("context", [False, True], ids=["documents", "context"])
def test_the_timeline_is_in_chronological_order_and_stored_positions_are_right(lights: Path, context: bool) -> None:
    with closing(Store(lights, context=context)) as store:
        rows = store.rows("timeline")
        in_order = store.select(
            f"SELECT t.slug FROM timeline t WHERE t.origin = 'document' OR {context} "
            "ORDER BY COALESCE(t.date, t.date_latest), t.date_latest, t.entry_id"
        )
        assert [row.slug for row in rows] == [slug for (slug,) in in_order]
        assert store.count("timeline") == len(rows)
        assert any(row.origin == "context" for row in rows) == context
        for place, row in enumerate(rows):
            assert store.position("timeline", row.slug) == place
            assert store.rows("timeline", place, 2) == rows[place : place + 2]
            assert row.when == describe(store, row.slug).date
        assert store.position("timeline", "lamp-house") is None


def test_a_hidden_event_has_no_position(lights: Path) -> None:
    with closing(Store(lights)) as store, closing(Store(lights, context=True)) as whole:
        hidden = [row.slug for row in whole.rows("timeline") if row.origin == "context"]
        assert hidden
        assert [store.position("timeline", slug) for slug in hidden] == [None] * len(hidden)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT dated FROM timeline WHERE slug = 'beacon-act-1821'",
        "SELECT title FROM timeline WHERE place BETWEEN 3 AND 7 ORDER BY place",
    ],
)
def test_reading_a_part_of_the_timeline_uses_an_index(lights: Path, sql: str) -> None:
    with closing(Store(lights)) as store:
        plan = [detail for *_, detail in store.select(f"EXPLAIN QUERY PLAN {sql}")]
        assert not [step for step in plan if step.startswith("SCAN") or "TEMP B-TREE FOR ORDER" in step], plan
