"""What can be typed in the plain walk is all that the explorer can do."""

from __future__ import annotations

from pctui.cli.plain.commands import COMMANDS, WITHOUT
from pctui.cli.plain.walk import Walk
from pctui.panes import PANES


def explorers() -> set[str]:
    """Return the ids of the explorer's commands."""
    from pctui.tui.commands import APP, EVERYWHERE, LIST, PAGE

    panes = [command for pane in PANES.values() for command in pane.widget_class().COMMANDS]
    return {command.id for command in [*APP, *EVERYWHERE, *LIST, *PAGE, *panes]}


def test_each_command_of_the_explorer_has_an_equal_or_a_reason_why_not() -> None:
    equals = {name for command in COMMANDS.values() for name in command.of_explorer}
    assert explorers() - equals - set(WITHOUT) == set()
    assert equals & set(WITHOUT) == set()
    assert (equals | set(WITHOUT)) - explorers() <= {"list.right", "page.left", "matrix.left", "matrix.right"}
    assert all(WITHOUT.values())


def test_each_command_can_be_obeyed_and_no_two_are_alike() -> None:
    for name in COMMANDS:
        assert name == "quit" or callable(getattr(Walk, f"do_{name}")), name
    words = [word for command in COMMANDS.values() for word in (command.name, *command.words)]
    assert len(words) == len({*words} | {*PANES}) - len(PANES)
