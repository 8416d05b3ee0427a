"""A list is read row by row, and a limit counts entries, each once though it may be in several groups."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from pctui.page import listing
from pctui.queries.entry import in_list, of_rows
from pctui.queries.listing import Listing
from pctui.queries.store import Store
from pctui.render.text import render

LISTS = ["timeline", "evidence", "organisations", "recommendations by boundary", "documents"]


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("order", [None, "newest", "title"])
def test_any_limit_gives_the_beginning_of_the_list(lights: Path, name: str, order: str | None) -> None:
    with closing(Store(lights)) as store:
        every = Listing(store, name, order=order)
        slugs, rows = list(every), list(every.rows())
        assert len(every) == every.total == len(slugs) == len({*slugs})
        for limit in (1, 3, len(slugs), 1_000):
            some = Listing(store, name, order=order, limit=limit)
            assert list(some) == slugs[:limit]
            assert len(some) == min(limit, len(slugs))
            shown = list(some.rows())
            assert shown == rows[: len(shown)]
            assert shown[-1].slug == slugs[:limit][-1] or limit > len(slugs)
            if limit > len(slugs):
                assert shown == rows


@pytest.mark.parametrize("name", LISTS)
def test_a_row_has_what_its_entry_has(lights: Path, name: str) -> None:
    with closing(Store(lights)) as store:
        rows = [row for row in store.each_row(name) if not row.heading]
        assert rows
        assert list(of_rows(store, rows)) == list(in_list(store, [row.slug for row in rows]))


def test_a_saved_list_has_the_titles_of_the_entries_not_those_of_its_rows(lights: Path) -> None:
    with closing(Store(lights)) as store:
        rows = [replace(row, title="cut …") for row in store.rows("documents")]
        saved = [line for line in render(listing(store, "Sources", rows)).splitlines() if line.startswith("- ")]
        for row, line in zip(rows, saved, strict=True):
            assert line.startswith(f"- {row.when}: {store.reference(row.slug).title}. ")
