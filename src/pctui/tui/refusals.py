"""What is said of a key that can do nothing where it was pressed: why, or where it works."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from ..panes import PANES
from .commands import ACROSS, APP, EVERYWHERE, LIST, PAGE, Command
from .remapping import character, key_label, key_name, normalised

if TYPE_CHECKING:
    from .pane import Pane


def refusal(pane: Pane, key: str, *, reading: bool, why_not: Callable[[str], str]) -> str | None:
    """Return why the commands of a key can do nothing now, or where it does something; None if it has no command.

    `why_not` says of the actions of every pane why they can do nothing; the pane says it of its own.
    """
    given: Mapping[str, str] = getattr(pane.app, "remapped", {})
    here = [*(PAGE if reading else pane.movement_commands), *pane.COMMANDS, *APP, *EVERYWHERE]
    if found := next(_with(key, here, given), None):
        reason = why_not(found.action) or pane.why_not(found.action) or found.needs
        return _named(pane, reason or f"“{found.label}” can do nothing here.")
    there = [*pane.movement_commands, *ACROSS[:1]] if reading else [*PAGE, *ACROSS[1:]]
    if found := next(_with(key, there, given), None):
        return _named(pane, f"“{found.label}” works in the {'list' if reading else 'text'}: {{pane.next}} goes there.")
    panes = {other: next(_with(key, other.widget_class().COMMANDS, given), None) for other in PANES.values()}
    if labels := {found.label: None for found in panes.values() if found}:
        titles = [f"{other.title} ({{pane.{other.name}}})" for other, found in panes.items() if found]
        where = " and ".join([*filter(None, [", ".join(titles[:-1])]), titles[-1]])
        return _named(pane, f"“{' / '.join(labels)}” works in {where}.")
    return None


def unknown(pane: Pane, key: str) -> str:
    """Return what is said of a key without a command."""
    typed = character(key)
    name = typed if typed and typed.isprintable() and typed != " " else key_name(key)
    return _named(pane, f"No command on {name} · {{help}} Help")


def _with(key: str, commands: Iterable[Command], given: Mapping[str, str]) -> Iterator[Command]:
    """Yield the commands that have a key, as the settings remap it."""
    return (command for command in commands if key in normalised(given.get(command.id, command.keys)))


def _named(pane: Pane, text: str) -> str:
    """Return a text with the key of the command in place of each id in braces."""
    commands = {command.id: command for command in [*LIST, *PAGE, *APP, *EVERYWHERE, *pane.COMMANDS]}
    return re.sub(r"{([a-z.-]+)}", lambda match: key_label(commands[match[1]], pane.app), text)
