"""The palette: every command that is possible here, and the entries, by what is typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.dom import DOMNode
from textual.widgets import Input

from ...errors import PctuiError, TooSlow
from ...model import Hit, Reference, Row
from ...page import kind_name
from ...panes import PANES
from ..background import in_background, instead
from ..commands import APP, EVERYWHERE, Command, bindings
from ..dismissal import Dialog
from ..remapping import key_label
from ..theme import THEMES
from ..widgets.line_input import LineInput
from ..widgets.list_view import RowList
from ..widgets.rows import Rows

if TYPE_CHECKING:
    from ...queries.store import Store
    from ..pane import Pane

KEYS = [
    Command("palette.close", "escape", "close", "Close", "Close the palette", "Commands", True, "Esc"),
    Command("palette.down", "down", "move(1)", "Down", "Next row", "Commands", key_display="↓"),
    Command("palette.up", "up", "move(-1)", "Up", "Previous row", "Commands", key_display="↑"),
    Command("palette.page-down", "pagedown", "page(1)", "Page down", "A page down", "Commands", key_display="PgDn"),
    Command("palette.page-up", "pageup", "page(-1)", "Page up", "A page up", "Commands", key_display="PgUp"),
]
_ENTRIES = 20  # at most
_AT_ONCE = 0.03  # seconds that a letter may wait for what is found
_LEAST = 2  # letters from which entries are looked for
_KEYS = 14  # columns of the keys and kinds

Choice = tuple[DOMNode, str] | Reference
"""What is chosen: a node and the action that it is to do, or an entry to open."""


class Palette(Dialog[Choice | None]):
    """The box and its rows, one for each command: its label, what it does, and its key."""

    BINDINGS = bindings(KEYS)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    DEFAULT_CSS = """
    Palette { align: center middle; background: $background 60%; }
    Palette:ansi { background: ansi_default; }
    #palette-box {
      width: 90%; max-width: 96; height: 80%;
      border: round $accent; border-title-color: $accent; background: $background; padding: 0 1;
    }
    Palette.-narrow #palette-box { width: 100%; height: 100%; }
    #palette-input, #palette-input:focus { margin: 0 0 1 0; background: $background; }
    """

    def __init__(self, store: Store, pane: Pane) -> None:
        super().__init__()
        self._store = store
        self._commands = list(_possible(pane))
        self._found: dict[str, Choice] = {}  # by the slug of its row
        self._typed = ""

    def compose(self) -> ComposeResult:
        with Vertical(id="palette-box") as box:
            box.border_title = "Commands and entries"
            yield LineInput(placeholder="a command, or the title of an entry", id="palette-input", compact=True)
            rows = RowList(id="palette-rows", side=_KEYS, brief=str)
            rows.can_focus = False
            yield rows

    def on_mount(self) -> None:
        self._show([], at=0)
        self.query_one(Input).focus()

    @property
    def rows(self) -> RowList:
        return self.query_one(RowList)

    def _show(self, hits: Sequence[Hit], at: int | None = None) -> None:
        """Show the commands that have all the words typed, those of the pane first, and the entries found.

        The cursor goes to row `at`, and stays where it is if that is None.
        """
        words = self._typed.lower().split()
        self._found = {}
        rows: list[Row] = []
        for heading, node, commands in self._commands:
            fitting = sorted(
                (rank, number, command)
                for number, command in enumerate(commands)
                if (rank := _rank(command, words)) is not None
            )
            rows += [Row("", "heading", heading)] if fitting else []
            for _, _, command in fitting:
                slug = f"command {len(self._found)}"
                self._found[slug] = node, command.action
                key = key_label(command, self.app) if command.keys else ""
                rows.append(Row(slug, "command", _text(command), side=key))
        rows += [Row("", "heading", "Entries")] if hits else []
        for hit in hits:
            self._found[hit.slug] = Reference(hit.slug, hit.kind, hit.title)
            rows.append(Row(hit.slug, hit.kind, hit.title, side=kind_name(hit.kind)))
        self.rows.empty = f"No command or entry matches “{self._typed.strip()}”."
        at = max(0, self.rows.cursor) if at is None else at
        self.rows.show(Rows(lambda: len(rows), lambda offset, limit: rows[offset : offset + limit]), at)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._typed = event.value
        self._show([], at=0)
        self.workers.cancel_group(self, "entries")
        if len(self._typed.strip()) < _LEAST:
            return
        try:
            with self._store.within(_AT_ONCE):
                self._show(self._store.search(self._typed, _ENTRIES))
        except TooSlow:
            instead(self, "entries", partial(self._look, self._typed))
        except PctuiError:
            pass  # the search says what is wrong with the database: here are the commands

    async def _look(self, typed: str) -> None:
        """Show the entries that match as well."""
        try:
            hits = await in_background(self._store, partial(_search, typed))
        except PctuiError:
            return
        self._show(hits)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self.rows.current:
            self.dismiss(self._found[self.rows.current.slug])

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        event.stop()

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        event.stop()
        if event.row and event.row.slug:
            self.dismiss(self._found[event.row.slug])

    def action_move(self, by: int) -> None:
        self.rows.action_move(by)

    def action_page(self, by: int) -> None:
        self.rows.action_page(by)

    def action_close(self) -> None:
        self.dismiss(None)


def _search(typed: str, store: Store) -> list[Hit]:
    with closing(store):
        return store.search(typed, _ENTRIES)


def _possible(pane: Pane) -> Iterator[tuple[str, DOMNode, list[Command]]]:
    """Yield the commands that are possible on the screen, as (heading, node, commands): the pane's own first."""
    themes = [
        Command(f"theme.{name}", "", f"use('{name}')", f"Theme {name.removeprefix('pctui-')}", "Change the colours", "")
        for name in THEMES
    ]
    for heading, node, commands in (
        (PANES[pane.NAME].title, pane, pane.COMMANDS),
        ("Everywhere", pane.screen, APP),
        ("Program", pane.app, [*(command for command in EVERYWHERE if command.id != "palette"), *themes]),
    ):
        if possible := [c for c in commands if _does(node, c) and node.check_action(c.action.partition("(")[0], ())]:
            yield heading, node, possible


def _does(node: DOMNode, command: Command) -> bool:
    """Whether a node itself does an action: keys of a list are among the commands of its pane."""
    return command.action.startswith("app.") or hasattr(node, f"action_{command.action.partition('(')[0]}")


def _text(command: Command) -> str:
    """Return what a command does, with its label unless that says the same."""
    said = command.label.lower() in command.help.lower()
    return command.help if said else f"{command.label}: {command.help[0].lower()}{command.help[1:]}"


def _rank(command: Command, words: Sequence[str]) -> int | None:
    """Return how well a command matches words: best, 0, if its label begins with them; None if it does not."""
    label, text = command.label.lower(), f"{command.label} {command.help}".lower()
    if not all(word in text for word in words):
        return None
    return 0 if label.startswith(" ".join(words)) else 1 if all(word in label for word in words) else 2
