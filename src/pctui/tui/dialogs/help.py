"""The help dialog: what a pane is for, its keys, and how to read its signs. Made from the tables of commands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from ...page import Beside, Block, Bullets, Facts, Heading, Prose, Run
from ...panes import PANES
from ..commands import ACROSS, APP, EVERYWHERE, ON_PAGE, Command, bindings
from ..dismissal import Dialog
from ..remapping import key_label
from ..widgets.layout import lay_out
from ..widgets.line_input import LineInput
from ..widgets.page import Page

if TYPE_CHECKING:
    from ..pane import Pane

KEYS = [
    Command("help.close", "escape,q,question_mark", "close", "Close", "Close the help", "Help", True, "Esc"),
    Command("help.find", "slash", "find", "Find a key", "Show only the keys for what you type", "Help", True, "/"),
]
_TWO_COLUMNS = 92  # cells of the box, in a terminal of 100
_COUNTED = "5j / 12G", "Repeat a motion; go to that row"
_READING = (
    (Run("[1] after a statement is the passage it cites; press Enter on it to open the passage."),),
    (Run("Hedges, plans, forecasts and claims are marked as such; they are as of their document's date."),),
    (Run("If documents disagree, both statements are kept and linked."),),
)


class Part(NamedTuple):
    """A table of the help: its heading, and its rows of (keys or sign, meaning)."""

    heading: str
    rows: Sequence[tuple[str, str]]

    def having(self, words: Sequence[str]) -> Part:
        """Return the part with the rows that have all the words."""
        found = (row for row in self.rows if all(word in f"{self.heading} {' '.join(row)}".lower() for word in words))
        return self._replace(rows=tuple(found))

    def blocks(self) -> tuple[Block, ...]:
        """Return the part as blocks."""
        return Heading(2, self.heading), Facts(tuple((keys, (Run(meaning),)) for keys, meaning in self.rows))


def help_parts(pane: Pane, *, reading: bool) -> list[Part]:
    """Return the tables for a pane: those for the part with the focus first, then the pane's own, then the others."""
    moving, page = [*pane.movement_commands, *ACROSS[:1]], pane.page.commands
    focused, other = (page, moving) if reading else (moving, page)
    groups: dict[str, list[Command]] = {}
    seen: set[str] = set()
    offered: Callable[[Command], bool] = getattr(pane.screen, "offers", lambda _: True)
    for command in [*focused, *pane.COMMANDS, *other, *APP, *ON_PAGE, *EVERYWHERE]:
        if command.id not in seen and offered(command):
            seen.add(command.id)
            groups.setdefault(command.group, []).append(command)
    parts = [Part(name, tuple(_rows(commands, pane))) for name, commands in groups.items()]
    if getattr(pane.app, "counts", None):
        parts[0] = parts[0]._replace(rows=(*parts[0].rows, _COUNTED))
    own = len({command.group for command in [*focused, *pane.COMMANDS]})
    return [*parts[:own], *([Part("Signs", _signs(pane.LEGEND))] if pane.LEGEND else ()), *parts[own:]]


def _signs(legend: str) -> list[tuple[str, str]]:
    """Return the signs of a legend, `█ ─ happened   ┄ uncertain`, each with its meaning."""
    found = []
    for entry in re.split(" {2,}", legend.strip()):
        words = entry.split()
        signs = [*takewhile(lambda word: not any(map(str.isalpha, word)), words)]
        found.append((" ".join(signs), " ".join(words[len(signs) :])))
    return found


def _rows(commands: Sequence[Command], pane: Pane) -> Iterator[tuple[str, str]]:
    """Yield the keys and the help of commands; those that differ only in their direction are one row."""
    left = list(commands)
    while left:
        first = left.pop(0)
        same = [*takewhile(partial(_alike, first), left)] if _name(first) else []
        del left[: len(same)]
        keys = " ".join if len(same) > 1 else " / ".join
        help_text = f"Go to {', '.join(c.label for c in [first, *same])}" if len(same) > 1 else first.help
        yield (
            keys(key_label(c, pane.app) for c in [first, *same]),
            _joined(first, same[0]) if len(same) == 1 else help_text,
        )


def _alike(one: Command, other: Command) -> bool:
    return _name(one) == _name(other)


def _name(command: Command) -> str:
    """Return what two commands of opposite directions have in common; empty if the command has no direction."""
    name, bracket, _ = command.action.partition("(")
    if name in ("first", "last"):
        return "first or last"
    return name.removeprefix("next_").removeprefix("previous_") if bracket or name.endswith("_part") else ""


def _joined(one: Command, other: Command) -> str:
    """Return the help of two commands of opposite directions: “Go to the next / previous match”."""
    left, right = one.help.split(), other.help.split()
    start = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False)))
    rest = zip(reversed(left[start:]), reversed(right[start:]), strict=False)
    end = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], rest))
    middle = [left[start : len(left) - end], right[start : len(right) - end]]
    return " ".join([*left[:start], " / ".join(" ".join(words) for words in middle), *left[len(left) - end :]]).strip()


def _in_columns(parts: Sequence[Part], width: int) -> list[Block]:
    """Return the parts one below the other or, if there is room, in two columns of nearly the same height."""
    made = [part.blocks() for part in parts]
    if width < _TWO_COLUMNS or len(made) < 2:
        return [block for part in made for block in part]
    heights = [len(lay_out(part, (width - 3) // 2).lines) + 1 for part in made]
    cut = min(range(1, len(made)), key=lambda at: max(sum(heights[:at]), sum(heights[at:])))
    left, right = ([block for part in some for block in part] for some in (made[:cut], made[cut:]))
    return [Beside(tuple(left), tuple(right))]


class HelpPage(Page):
    """The page of the help, whose title is on the frame."""

    @property
    def _pinned(self) -> bool:
        return False


class Help(Dialog[None]):
    """The help dialog: a page over the screen."""

    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = """
    #help-find, #help-find:focus { dock: bottom; height: 1; background: $panel; display: none; }
    Help.-finding #help-find { display: block; }
    """

    def __init__(self, pane: Pane, *, reading: bool) -> None:
        super().__init__()
        self._title = PANES[pane.NAME].title
        self._about = pane.HELP_TEXT
        self._parts = help_parts(pane, reading=reading)
        self._typed = ""

    def compose(self) -> ComposeResult:
        with Vertical(id="help-box") as box:
            box.border_title = f"Help · {self._title}"
            box.border_subtitle = "  ".join(f"{key_label(key, self.app)} {key.label}" for key in reversed(KEYS))
            yield HelpPage(id="help-page")
            yield LineInput(placeholder="a key, or what it does", id="help-find", compact=True)

    @property
    def page(self) -> Page:
        return self.query_one(Page)

    def on_mount(self) -> None:
        self.page.focus()

    def on_resize(self) -> None:
        """Lay the help out for the width; the box is as wide as its style says once the screen is laid out."""
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        width = self.page.inner - 2
        if self._typed:
            words = self._typed.lower().split()
            found = [part for part in (part.having(words) for part in self._parts) if part.rows]
            nothing = [Prose((Run(f"No key matches “{self._typed.strip()}”.", "muted"),))]
            self.page.show(_in_columns(found, width) or nothing)
            return
        self.page.show(
            [
                Prose((Run(self._about),)),
                *_in_columns(self._parts, width),
                Heading(2, "How to read a page"),
                Bullets(_READING),
            ]
        )

    def action_find(self) -> None:
        self.add_class("-finding")
        self.query_one(Input).focus()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._typed = event.value if event.value.strip() else ""
        self._show()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.page.focus()

    def action_close(self) -> None:
        """Show all keys again if only some are shown; else close the help."""
        if self.has_class("-finding"):
            self.remove_class("-finding")
            self.query_one(Input).value = ""
            self.page.focus()
        else:
            self.dismiss(None)
