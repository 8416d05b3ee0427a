"""The printed output for the lighthouse corpus, byte for byte.

After an intended change: `make goldens`, and look at every difference before you keep it.
"""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import Run
from markdown_it import MarkdownIt

from pctui.panes import PANES

GOLDEN = Path(__file__).parent
CASES = {
    "whole.md": [["export", "markdown"]],
    "whole-with-context.md": [["export", "markdown", "--context"]],
    "recommendations.md": [["export", "markdown", "--section", "recommendations"]],
    "ladder-and-people.md": [["export", "markdown", "--section", "ladder", "--section", "people"]],
    "overview.txt": [[]],
    **{f"{pane}.txt": [[pane]] for pane in PANES},
    "entries.txt": [
        ["show", slug, "--context"]
        for slug in "stations-order light-museum tower-station lamp-house class-3 train-together towers-saved-ships "
        "hours-lit concept-dues concept-hostile kestrel-point keepers-1898 lamps-to-towers classes-of-light".split()
    ],
    "compare.txt": [
        ["compare", "lamp-house", "tower-station"],
        ["compare", "class-1", "class-2", "class-3"],
        ["compare", *"board-of-lights private-beacon watch-fire lamp-house tower-station".split()],
    ],
    "compare.md": [["compare", "class-1", "class-2", "--format", "markdown"]],
    "lineage.txt": [["lineage", slug] for slug in ("lamp-house", "tower-station", "private-beacon", "board-of-lights")],
    "lineage.md": [["lineage", "tower-station", "--format", "markdown"]],
    "narrowed.txt": [
        ["timeline", "--lane", "law", "--since", "1824", "--until", "189X"],
        ["timeline", "--sort", "newest", "--limit", "3"],
        ["ladder", "--ladder", "ties-to-others"],
        ["ladder", "--organisation", "lamp-house"],
        ["recommendations", "--by", "strength", "--actor", "board of lights"],
        ["organisations", "--classification", "form", "--sort", "title"],
        ["evidence", "--direction", "improved", "--direction", "mixed"],
        ["evidence", "--domain", "money"],
        ["sources", "--until", "1900"],
        ["at", "1890", "--lane", "people"],
        ["search", "lamp", "--kind", "event", "--sort", "date"],
    ],
    **{f"{pane}.md": [[pane, "--format", "markdown"]] for pane in ("timeline", "ladder", "organisations", "evidence")},
    "search.md": [["search", "lamp house", "--limit", "3", "--format", "markdown"]],
    "entry.md": [["show", "tower-station", "--format", "markdown"]],
    "search.txt": [["search", "oil"], ["search", '"lamp house"'], ["at", "1890"]],
}


@pytest.mark.parametrize("name", CASES)
def test_the_bytes_are_those_of_the_golden_file(pctui: Run, lights: Path, name: str) -> None:
    answers = [pctui(*command, "--db", lights) for command in CASES[name]]
    assert {answer.code for answer in answers} == {0}
    printed = "\n".join(answer.out for answer in answers)
    golden = GOLDEN / name
    if os.environ.get("PCTUI_GOLDEN") == "write":
        golden.write_text(printed, encoding="utf-8")
    assert printed == golden.read_text(encoding="utf-8")


def test_no_golden_file_is_left_over() -> None:
    assert {path.name for path in GOLDEN.iterdir() if path.suffix in (".md", ".txt")} == set(CASES)


@pytest.mark.parametrize("name", [name for name in CASES if name.endswith(".md")])
def test_golden_markdown_is_commonmark_of_headings_lists_and_paragraphs(name: str) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse((GOLDEN / name).read_text(encoding="utf-8"))
    assert {t.type.removesuffix("_open").removesuffix("_close") for t in tokens} <= {
        "heading", "paragraph", "bullet_list", "ordered_list", "list_item", "inline",
        *(("table", "thead", "tbody", "tr", "th", "td") if name == "compare.md" else ()),
    }  # fmt: skip
    inline = {child.type for token in tokens for child in token.children or []}
    assert inline <= {
        "text", "text_special", "strong_open", "strong_close", "em_open", "em_close", "link_open", "link_close",
        "softbreak",
    }  # fmt: skip
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_citation_of_the_markdown_is_in_its_list() -> None:
    import re

    text = (GOLDEN / "whole.md").read_text(encoding="utf-8")
    body, listed = text.split("## References")
    cited = dict.fromkeys(re.findall(r"\[\^([a-z0-9-]+)\]", body))
    assert list(cited) == re.findall(r"^\[\^([a-z0-9-]+)\]: ", listed, re.MULTILINE)


def test_a_terminal_gets_the_same_words_wrapped(lights: Path) -> None:
    from pctui.page import SECTIONS
    from pctui.queries.store import Store
    from pctui.render.text import render

    store = Store(lights)
    for name in PANES:
        for width in (20, 60, 100):
            wrapped = render(SECTIONS[name](store), width)
            assert [w for w in wrapped.split() if w.strip("=-")] == [
                w for w in render(SECTIONS[name](store)).split() if w.strip("=-")
            ]
            assert max(len(line) for line in wrapped.splitlines()) <= max(width, 2 + max(map(len, wrapped.split())))
    store.close()
