"""The registry of panes is consistent with the classes, lists, facets, sections and commands that it names."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PROJECT

from pctui.cli.options import Sort
from pctui.kinds.registry import KINDS
from pctui.model import MARKS
from pctui.page import sections
from pctui.panes import HOMES, PANES, SECTIONS, Pane
from pctui.panes import ORDERS as WORDS
from pctui.queries.facets import FACETS
from pctui.queries.filters import Filter
from pctui.queries.lists import ORDERS, lists
from pctui.tui.panes.grouped import GroupedPane


@pytest.mark.parametrize("pane", PANES.values(), ids=PANES)
def test_the_registry_refers_to_existing_things(pane: Pane) -> None:
    widget = pane.widget_class()
    assert pane.name == widget.NAME
    assert set(pane.facets) <= set(FACETS)
    assert {pane.grouped_list(grouping) for grouping in pane.groupings or [None]} <= set(lists())
    assert not pane.groupings or issubclass(widget, GroupedPane)
    assert pane.help.endswith(".")
    assert pane.example.startswith(f"pctui {pane.name} ")


def test_every_section_function_belongs_to_a_section() -> None:
    assert set(sections.OWN) <= set(SECTIONS)


def test_every_kind_that_opens_in_a_pane_is_a_kind() -> None:
    assert set(HOMES) <= set(KINDS)
    assert set(HOMES.values()) == set(PANES)


def test_every_kind_is_in_a_section_of_an_export() -> None:
    assert {kind for section in SECTIONS.values() for kind in section.kinds} | set(HOMES) == set(KINDS)


def test_an_unknown_facet_is_an_error() -> None:
    with pytest.raises(KeyError):
        _ = Filter({"colour": ("red",)}).events


def words_of(option: object) -> list[str]:
    """Return the values of an option with fixed values."""
    return [str(word) for word in option.__args__[0].__args__[0]]  # type: ignore[attr-defined]


def test_options_have_the_same_values_as_their_sources() -> None:
    from pctui.cli.options import MARK_WORDS

    assert list(ORDERS) == list(WORDS)
    assert words_of(Sort) == [order for order in ORDERS if order != "strength"]
    for pane in PANES.values():
        assert set(pane.orders) <= set(ORDERS)
    assert list(MARK_WORDS) == list(MARKS)


@pytest.mark.parametrize(("command", "module"), [("show", "entry"), ("timeline", "panes"), ("export", "export")])
def test_only_the_command_that_runs_is_imported(command: str, module: str, tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from pctui.__main__ import main\n"
        f"sys.argv = ['pctui', '{command}', '--help']\n"
        "try:\n    main()\n"
        "except SystemExit:\n    print(*sorted(sys.modules), file=sys.stderr)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(PROJECT / "src"), "HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment, timeout=60)
    loaded = set(done.stderr.decode().split())
    commands = {"pctui.cli.panes", "pctui.cli.entry", "pctui.cli.search", "pctui.cli.corpus", "pctui.cli.export"}
    assert loaded & commands == {f"pctui.cli.{module}"}
