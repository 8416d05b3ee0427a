"""A list is read row by row, and a limit counts entries, each once though it may be in several groups."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from pctui.queries.listing import Listing
from pctui.queries.store import Store

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
