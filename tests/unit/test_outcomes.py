"""Pages of organisations and levels: what came of it first; of a level only what is about that level."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from pctui.page import Bullets, Facts, Heading
from pctui.page.entry import entry_blocks
from pctui.queries import ladder
from pctui.queries.entry import describe
from pctui.queries.store import Store


def test_what_came_of_it_comes_before_facts_and_lists(lights: Path) -> None:
    with closing(Store(lights)) as store:
        entry = describe(store, "lamp-house")
    blocks = list(entry_blocks(entry))
    headings = [block.text for block in blocks if isinstance(block, Heading)]
    assert headings[:2] == ["Lamp house", "What came of it"]
    kinds = [type(block) for block in blocks]
    assert kinds.index(Bullets) < kinds.index(Facts)
    outcomes = next(block for block in blocks if isinstance(block, Bullets)).items
    assert [[run.citation.part for run in item if run.citation] for item in outcomes] == [["outcome 0"], ["outcome 1"]]
    assert [item[-1].text for item in outcomes] == [" (forecast)", ""]


def test_a_function_says_if_it_was_only_planned(lights: Path) -> None:
    with closing(Store(lights)) as store:
        functions = next(a for a in describe(store, "lamp-house").attributes if a.field == "functions")
    assert [item.note for item in functions.items] == ["", "planned"]


def test_what_is_about_an_organisation_with_several_levels_is_about_none_of_them(lights_copy: Path) -> None:
    with closing(Store(lights_copy)) as store:
        assert ladder.events(store, "class-2")
        assert ladder.figures(store, "class-2")
    with closing(sqlite3.connect(lights_copy)) as connection, connection:
        connection.execute("UPDATE level_details SET organisation = 'lamp-house'")
    with closing(Store(lights_copy)) as store:
        assert not ladder.events(store, "class-2")
        assert not ladder.figures(store, "class-2")
        assert not ladder.events(store, "class-3")
