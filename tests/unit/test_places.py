"""The timeline's places: worked out once, so that any stretch of a long list is found without counting to it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from pctui.queries.entry import describe
from pctui.queries.store import Store


@pytest.mark.parametrize("context", [False, True], ids=["documents", "context"])
def test_the_timeline_is_in_order_of_time_and_every_row_in_its_place(lights: Path, context: bool) -> None:
    with closing(Store(lights, context=context)) as store:
        rows = store.rows("timeline")
        in_order = store.ask(
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


def test_what_is_hidden_has_no_place(lights: Path) -> None:
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
def test_a_stretch_of_the_timeline_scans_and_sorts_nothing(lights: Path, sql: str) -> None:
    with closing(Store(lights)) as store:
        plan = [detail for *_, detail in store.ask(f"EXPLAIN QUERY PLAN {sql}")]
        assert not [step for step in plan if step.startswith("SCAN") or "TEMP B-TREE FOR ORDER" in step], plan
