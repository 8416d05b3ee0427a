"""A number typed before a motion: `5j` moves five rows down, `12G` goes to row 12, `gg` to the first.

The digits of the panes turn to them at once. Where a motion follows at once, by the times at which the keys came, they
were a number: the pane is taken back that was in view, and the motion is done there as often.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from textual.events import Key
from textual.widget import Widget
from textual.widgets import Input

from .commands import ACROSS, APP, LIST, PAGE, Command
from .remapping import key_name, normalised
from .widgets.message_line import MessageLine, inform

if TYPE_CHECKING:
    from .screens.main import Main

_AT_ONCE = 0.25  # seconds from one key to the next, within which they belong together
_LONGEST = 7  # digits: no list has more rows
_TIMES = 100  # how often a motion is done that cannot be done in one go
_EXPLAINED = 3  # how often it is said what a number did
_STEP = re.compile(r"(?:screen\.)?(\w+)\((-?)1\)")
_SCALES = ("move", "page", "walk", "next_match")  # actions whose number may be any
_ROWS = ("first", "last")  # actions that go to the row of that number


class _Stand(NamedTuple):
    """Where the reader was when a number began: the pane, what had the focus, and whether that was the page."""

    pane: str
    focused: Widget | None
    reading: bool


class Counts:
    """The number that is being typed."""

    def __init__(self) -> None:
        self._digits = ""
        self._from: _Stand | None = None
        self._last = 0.0  # when the last key came
        self._first_pressed = False  # whether that was the key of the first row
        self._explained = 0

    async def take(self, screen: Main, event: Key) -> bool:
        """Take a key that belongs to a number; return whether it is not to be obeyed by itself."""
        soon = event.time - self._last <= _AT_ONCE
        self._last = event.time
        if not screen.ready or isinstance(screen.focused, Input):
            self._digits = ""
            return False
        digits = self._digits if soon else ""
        again = soon and self._first_pressed
        self._digits, self._first_pressed = "", False
        if len(event.key) == 1 and event.key in "0123456789":
            return self._digit(screen, event.key, digits)
        if not digits and event.key != "g":
            return False
        motion = next(self._motions(screen, event.key), None)
        if motion is None or motion.action not in _ROWS[:1]:
            again = False
        self._first_pressed = bool(motion and motion.action == _ROWS[0] and event.key == "g" and not again)
        if again:  # gg
            return True
        if motion and digits and self._from:
            await self._do(screen, self._from, motion, event.key, int(digits))
            return True
        return False

    def _digit(self, screen: Main, key: str, digits: str) -> bool:
        """Take a digit, after `digits`; return whether it does nothing else."""
        active = screen.active_bindings.get(key)
        turns = active is not None and active.binding.action.startswith("pane(")
        if digits:
            self._digits = (digits + key)[:_LONGEST]
            return not turns
        if key == "0" or (active and not turns):
            return False
        self._digits, self._from = key, _Stand(screen.pane_name, screen.focused, screen.reading)
        if not turns and not self._explained:
            inform(screen, f"{key} … begins a number: {key}{key_name('j')} moves {key} rows down.")
        return not turns

    def _motions(self, screen: Main, key: str) -> Iterator[Command]:
        """Yield the motions on a key, in the pane where the number began."""
        pane = screen.panes.get(self._from.pane, screen.pane) if self._from else screen.pane
        remapped = getattr(screen.app, "remapped", {})
        for command in [*pane.movement_commands, *pane.COMMANDS, *LIST, *PAGE, *ACROSS, *APP]:
            step = _STEP.fullmatch(command.action) or command.action in _ROWS
            if step and key in normalised(remapped.get(command.id, command.keys)):
                yield command

    async def _do(self, screen: Main, stand: _Stand, motion: Command, key: str, number: int) -> None:
        """Go back to where the number began, and do the motion as often; paint once."""
        screen.query_one(MessageLine).clear()
        with screen.app.batch_update():
            await screen.come_back(stand.pane, stand.focused, stand.reading)
            active = screen.active_bindings.get(key)
            if active is None or not active.enabled:
                screen.explain(key)
                return
            action = active.binding.action
            if action in _ROWS and (to_row := getattr(active.node, "to_row", None)):
                did = to_row(number)
            elif step := _STEP.fullmatch(action):
                name, sign = step.groups()
                scales = name in _SCALES
                for _ in range(1 if scales else min(number, _TIMES)):
                    await screen.app.run_action(f"{name}({sign}{number if scales else 1})", active.node)
                did = f"{active.binding.description.lower()}, {number:,} times"
            else:
                await screen.app.run_action(action, active.node)
                return
        if self._explained < _EXPLAINED and not screen.query_one(MessageLine).is_shown:
            self._explained += 1
            inform(screen, f"{number}{key_name(key)}: {did}")
