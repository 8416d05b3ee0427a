"""A disagreement is within a document, in what it reports of others, or between documents; the page says where."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from conftest import editing

from pctui.page.sections import disagreements
from pctui.queries.evidence import where_disputed
from pctui.queries.store import Store
from pctui.render.text import render

TOWERS, CHARTS = "towers-saved-ships", "charts-saved-ships"


def _with(database: Path, *statements: str) -> Path:
    with editing(database) as connection:
        for statement in statements:
            connection.execute(statement)
    return database


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ((), "in what Calder & Wren 1911 reports"),
        (("UPDATE entries SET modality = 'happened'",), "within Calder & Wren 1911"),
        (("UPDATE entries SET modality = 'forecast'",), "within Calder & Wren 1911"),
        ((f"UPDATE entries SET modality = IIF(slug = '{CHARTS}', 'planned', 'happened')",), "in what"),
        (
            (f"UPDATE citations SET document = 'keepers-1898' WHERE entry = '{CHARTS}'",),
            "between Calder & Wren 1911 and Keepers 1898",
        ),
        ((f"DELETE FROM citations WHERE entry = '{CHARTS}'",), "with a source outside the documents"),
    ],
)
def test_where_two_statements_disagree_is_derived(
    lights_copy: Path, statements: tuple[str, ...], expected: str
) -> None:
    with closing(Store(_with(lights_copy, *statements))) as store:
        assert where_disputed(store, TOWERS, CHARTS).startswith(expected)
        assert f"({expected}" in " ".join(render(disagreements(store)).split())
