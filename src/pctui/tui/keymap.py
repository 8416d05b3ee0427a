"""Every command with its keys: what they are called, how they are remapped, and where two of them would clash."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from itertools import combinations
from typing import TYPE_CHECKING, Any

from textual.keys import REPLACED_KEYS, Keys, _character_to_key, format_key, key_to_character

from ..settings import Settings
from ..text import nearest, one_line
from . import registry
from .commands import ACROSS, APP, LIST, PAGE, PALETTE, Command

if TYPE_CHECKING:
    from textual.app import App

_NAMES = {
    "escape": "Esc",
    "enter": "Enter",
    "tab": "Tab",
    "space": "Space",
    "backspace": "Backspace",
    "delete": "Del",
    "insert": "Ins",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
}
_MODIFIERS = {"ctrl": "Ctrl", "alt": "Alt", "shift": "Shift", "super": "Super", "meta": "Meta", "hyper": "Hyper"}
_KEPT = ("ctrl+c", "ctrl+q")  # Textual leaves with them, whatever else is pressed
_OTHERWISE = {"esc": "escape", "return": "enter", "pgdn": "pagedown", "pgup": "pageup", "del": "delete", "spc": "space"}


def normal(keys: str) -> list[str]:
    """Keys as Textual names them: `?` is `question_mark`."""
    return [_character_to_key(key) if len(key) == 1 else key for key in (key.strip() for key in keys.split(","))]


def _character(key: str) -> str | None:
    """The character that a key types, be it one that is shown or not."""
    return key_to_character(REPLACED_KEYS.get(key, key))


def printable(key: str) -> bool:
    """Whether a key would be typed into a box."""
    character = _character(key)
    return character is not None and character.isprintable()


def named(key: str) -> str:
    """A key as it stands on the keyboard."""
    *modifiers, key = normal(key)[0].split("+")
    shown = _NAMES.get(key) or format_key(key)
    if modifiers or (len(shown) > 1 and shown.islower()):
        shown = shown.capitalize()
    return "+".join([*(_MODIFIERS.get(modifier, modifier) for modifier in modifiers), shown])


def all_named(command: Command) -> str:
    """All keys of a command."""
    return " ".join(named(key) for key in command.keys.split(","))


def shown(command: Command, app: App[Any]) -> str:
    """The key to tell for a command, as it is remapped."""
    keys = getattr(app, "remapped", {}).get(command.id)
    return all_named(replace(command, keys=keys)) if keys else command.key_display or named(command.keys.split(",")[0])


@lru_cache(maxsize=1)
def tables() -> list[tuple[str, list[Command]]]:
    """Every table of commands in the explorer, with where its keys are in force: (place, commands)."""
    found: list[tuple[str, list[Command]]] = []
    everywhere = [*APP, *PALETTE]
    for title, module, kind in registry.PANES.values():
        own = getattr(import_module(f".panes.{module}", __package__), kind).COMMANDS
        found.append((f"the pane {title}", [*own, *LIST, *ACROSS[:1], *everywhere]))
        found.append((f"the page of {title}", [*own, *PAGE, *ACROSS[1:], *everywhere]))
    known = {command.id for _, commands in found for command in commands}
    for module in _modules():
        for value in vars(module).values():
            if _is_table(value) and not known.issuperset(command.id for command in value):
                known.update(command.id for command in value)
                found.append((f"“{value[0].group}”", value))
    return found


def _modules() -> Iterator[Any]:
    import_path = import_module(__package__).__path__
    for found in pkgutil.walk_packages(import_path, f"{__package__}."):
        yield import_module(found.name)


def _is_table(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, Command) for item in value)


def every() -> dict[str, Command]:
    """Every command by its id."""
    first = [*APP, *PALETTE, *LIST, *ACROSS[:1], *PAGE, *ACROSS[1:]]
    rest = [command for _, commands in tables() for command in commands]
    return {command.id: command for command in [*first, *rest]}


def remapped(settings: Settings) -> Mapping[str, str]:
    """The keys that the settings give, by command. What is wrong with them is added to the settings' faults."""
    if not settings.keys:
        return {}
    known = every()
    good: dict[str, str] = {}
    for name, keys in settings.keys.items():
        if name not in known:
            near = nearest(name, known) or "; pctui keys lists them"
            settings.fault(f"keys.{name}", f"there is no command '{name}'{near}")
        elif wrong := [told for key in keys.split(",") if (told := _wrong(key.strip(), name))]:
            for told in wrong:
                settings.fault(f"keys.{name}", told)
        elif normal(keys) != normal(known[name].keys):
            good[name] = ",".join(normal(keys))
    for name, told in _clashes(good):
        settings.fault(f"keys.{name}", told)
    return good


def _wrong(key: str, name: str) -> str:
    """What is wrong with a key of the command `name`; nothing where nothing is."""
    if not key:
        return f'\'{name}\' has an empty key; name one, like "f2" (a comma itself is "comma"), or leave the line out'
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    if key in _KEPT:
        return f"'{key}' is kept for leaving; name another key"
    known = [value for entry in Keys if "+" not in (value := entry.value) and "<" not in value]
    if not (all(m in _MODIFIERS for m in modifiers) and last and (last in known or _character(last))):
        near = _OTHERWISE.get(key.lower())
        right = f"; did you mean '{near}'?" if near else nearest(key, known)
        return f"there is no key '{key}'{right or '; a key is like n, ctrl+n, f2, pagedown or question_mark'}"
    if modifiers == ["shift"] and len(last) == 1:
        return f"a terminal sends '{key}' as '{last.upper()}'; write that"
    typed = next(commands for _, commands in tables() if any(command.id == name for command in commands))
    if printable(key) and not any(printable(k) for command in typed for k in normal(command.keys)):
        return f"'{key}' would be typed where '{name}' is in force; name a key that is not, like \"ctrl+n\" or \"f2\""
    return ""


def _clashes(keys: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(command, what is wrong) for every key that a remapping gives to two commands in one place.

    What shares a key unremapped does so knowingly: the one nearer to the cursor counts.
    """
    told: set[tuple[str, str, str]] = set()
    for place, commands in tables():
        for one, other in combinations(commands, 2):
            before = set(normal(one.keys)) & set(normal(other.keys))
            now = set(normal(keys.get(one.id, one.keys))) & set(normal(keys.get(other.id, other.keys)))
            for key in sorted(now - before):
                if one.id == other.id or (one.id, other.id, key) in told:
                    continue
                told.add((one.id, other.id, key))
                mine, theirs = (other, one) if other.id in keys else (one, other)
                both = f"'{mine.id}' and '{theirs.id}' would both be on '{key}' in {place}"
                yield mine.id, f"{both}; give one of them another key"


def effective(keys: Mapping[str, str]) -> Iterator[Command]:
    """Every command with the keys that it has."""
    for command in every().values():
        yield replace(command, keys=keys[command.id], key_display=None) if command.id in keys else command


def as_text(commands: Sequence[Command]) -> str:
    """Commands under their groups: id, keys, what they do."""
    wide = max(len(command.id) for command in commands)
    keyed = max(len(all_named(command)) for command in commands)
    groups = [
        f"{group}\n"
        + "".join(f"  {c.id.ljust(wide)}  {all_named(c).ljust(keyed)}  {one_line(c.help)}\n" for c in members)
        for group, members in _grouped(commands)
    ]
    return "\n".join(groups)


def as_toml(commands: Sequence[Command]) -> str:
    """The keys in force, as the table of a settings file."""
    lines = [
        "# A comma separates the keys of a command. A key is like n, ctrl+n, f2, pagedown or question_mark.",
        "[keys]",
    ]
    for group, members in _grouped(commands):
        wide = max(len(c.id) + len(c.keys) for c in members)
        lines += ["", f"# {group}"]
        lines += [
            f'"{c.id}" = "{c.keys}"{" " * (wide - len(c.id) - len(c.keys))}  # {one_line(c.help)}' for c in members
        ]
    return "\n".join(lines) + "\n"


def _grouped(commands: Sequence[Command]) -> list[tuple[str, list[Command]]]:
    groups: dict[str, list[Command]] = {}
    for command in commands:
        groups.setdefault(command.group, []).append(command)
    return list(groups.items())
