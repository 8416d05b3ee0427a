"""`pctui open` without a terminal prints the entry. (With one, it opens the explorer: see tests/tui.)"""

from __future__ import annotations

from pathlib import Path

from conftest import Run


def test_without_a_terminal_the_entry_is_printed(pctui: Run, lights: Path) -> None:
    assert pctui("open", "lamp-house", "--db", lights) == pctui("show", "lamp-house", "--db", lights)


def test_an_unknown_slug_is_reported_with_similar_ones(pctui: Run, lights: Path) -> None:
    answer = pctui("open", "lamp-hose", "--db", lights)
    assert answer.code == 1
    assert answer.err.splitlines()[0] == "pctui: there is no entry 'lamp-hose'"
    assert answer.err.splitlines()[1].startswith("Similar: lamp-house")


def test_fresh_is_silent_without_a_terminal(pctui: Run, lights: Path) -> None:
    assert pctui("--fresh", "--db", lights) == pctui("--db", lights)
