"""`pctui open`: on a terminal the explorer (tests/tui), elsewhere the entry in print."""

from __future__ import annotations

from pathlib import Path

from conftest import Run


def test_without_a_terminal_the_entry_is_printed(pctui: Run, lights: Path) -> None:
    assert pctui("open", "lamp-house", "--db", lights) == pctui("show", "lamp-house", "--db", lights)


def test_a_slug_that_is_not_there_is_told_with_the_nearest(pctui: Run, lights: Path) -> None:
    answer = pctui("open", "lamp-hose", "--db", lights)
    assert answer.code == 1
    assert answer.err.splitlines()[0] == "pctui: there is no entry 'lamp-hose'"
    assert answer.err.splitlines()[1].startswith("Similar: lamp-house")


def test_fresh_says_nothing_where_there_is_no_terminal(pctui: Run, lights: Path) -> None:
    assert pctui("--fresh", "--db", lights) == pctui("--db", lights)
