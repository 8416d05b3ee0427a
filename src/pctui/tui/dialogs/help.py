"""The help dialog: what a pane is for, its keys, and how to read its signs. Made from the tables of commands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical

from ...page import Block, Bullets, Facts, Heading, Prose, Run
from ...panes import PANES
from ..commands import APP, EVERYWHERE, PAGE, Command, bindings
from ..dismissal import Dialog
from ..remapping import key_label
from ..widgets.page import Page

if TYPE_CHECKING:
    from ..pane import Pane

KEYS = [Command("help.close", "escape,q,question_mark", "close", "Close", "Close the help", "Help", True, "Esc")]


def help_blocks(pane: Pane) -> Iterator[Block]:
    """Yield the help for a pane."""
    yield Heading(1, PANES[pane.NAME].title)
    yield Prose((Run(pane.HELP_TEXT),))
    if pane.LEGEND:
        yield Prose((Run(re.sub(" {2,}", "; ", pane.LEGEND), "accent"),))
    groups: dict[str, list[Command]] = {}
    for command in [*pane.COMMANDS, *pane.movement_commands, *PAGE, *APP, *EVERYWHERE]:
        group = groups.setdefault(command.group, [])
        if all(command.help != other.help for other in group):
            group.append(command)
    for name, commands in groups.items():
        yield Heading(2, name)
        yield Facts(tuple((key_label(command, pane.app), (Run(command.help),)) for command in commands))
    yield Heading(2, "How to read a page")
    yield Bullets(
        (
            (Run("[1] after a statement is the passage it cites; press Enter on it to open the passage."),),
            (Run("Hedges, plans, forecasts and claims are marked as such; they are as of their document's date."),),
            (Run("If documents disagree, both statements are kept and linked."),),
        )
    )


class Help(Dialog[None]):
    """The help dialog: a page over the screen."""

    BINDINGS = bindings(KEYS)

    def __init__(self, blocks: Sequence[Block]) -> None:
        super().__init__()
        self._blocks = blocks

    def compose(self) -> ComposeResult:
        with Vertical(id="help-box"):
            yield Page(id="help-page")

    def on_mount(self) -> None:
        page = self.query_one(Page)
        page.show(self._blocks)
        page.focus()

    def action_close(self) -> None:
        self.dismiss(None)
