"""Pages of organisations and levels: what came of it first; of a level only what is about that level."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from pctui.page import Bullets, Facts, Heading
from pctui.page.entry import entry_blocks
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
