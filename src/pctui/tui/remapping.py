"""The keys of every command: their names, how the settings remap them, and where two commands would clash."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib import import_module
from itertools import combinations
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from textual.binding import Binding
from textual.keys import Keys, format_key, key_to_character

from ..panes import PANES
from ..settings import Settings
from ..text import nearest, one_line
from .commands import ACROSS, APP, EVERYWHERE, LIST, PAGE, Command

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
_RESERVED = ("ctrl+c", "ctrl+q")  # Textual quits on them, whatever they are bound to
_ALIASES = {"esc": "escape", "return": "enter", "pgdn": "pagedown", "pgup": "pageup", "del": "delete", "spc": "space"}


@cache
def normalised(keys: str) -> tuple[str, ...]:
    """Return comma-separated keys as Textual names them: `?` is `question_mark`."""
    return tuple(binding.key for binding in Binding.make_bindings([(keys, "")]))


# By the names that Textual gives to their keys, some of which are not those of Unicode.
_PUNCTUATION = {normalised(character)[0]: character for character in string.punctuation if character != ","}


def character(key: str) -> str | None:
    """Return the character that a key types, printable or not; None if it types none."""
    return _PUNCTUATION.get(key) or key_to_character(key)


def printable(key: str) -> bool:
    """Return whether a key types a character into a text box."""
    typed = character(key)
    return typed is not None and typed.isprintable()


def key_name(key: str) -> str:
    """Return the name of a key as on a keyboard: `PgDn`, `Ctrl+P`."""
    *modifiers, key = normalised(key)[0].split("+")
    name = _NAMES.get(key) or format_key(key)
    if modifiers or (len(name) > 1 and name.islower()):
        name = name.capitalize()
    return "+".join([*(_MODIFIERS.get(modifier, modifier) for modifier in modifiers), name])


def key_names(command: Command) -> str:
    """Return the names of all keys of a command, separated by spaces."""
    return " ".join(key_name(key) for key in command.keys.split(","))


def key_label(command: Command, app: App[Any]) -> str:
    """Return the name of the key that triggers a command, as the settings have it."""
    keys = getattr(app, "remapped", {}).get(command.id)
    return (
        key_names(replace(command, keys=keys)) if keys else command.key_display or key_name(command.keys.split(",")[0])
    )


@lru_cache(maxsize=1)
def tables() -> list[tuple[str, list[Command]]]:
    """Return every table of commands in the explorer as (place, commands); the place is where its keys apply."""
    found: list[tuple[str, list[Command]]] = []
    everywhere = [*APP, *EVERYWHERE]
    for pane in PANES.values():
        own = pane.widget_class().COMMANDS
        found.append((f"the pane {pane.title}", [*own, *LIST, *ACROSS[:1], *everywhere]))
        found.append((f"the page of {pane.title}", [*own, *PAGE, *ACROSS[1:], *everywhere]))
    known = {command.id for _, commands in found for command in commands}
    for module in _modules():
        for value in vars(module).values():
            if _is_table(value) and not known.issuperset(command.id for command in value):
                known.update(command.id for command in value)
                found.append((f"“{value[0].group}”", value))
    return found


def _modules() -> Iterator[Any]:
    import pkgutil  # here and not above: a start does without

    import_path = import_module(__package__).__path__
    for found in pkgutil.walk_packages(import_path, f"{__package__}."):
        yield import_module(found.name)


def _is_table(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, Command) for item in value)


def all_commands() -> dict[str, Command]:
    """Return every command by its id."""
    first = [*APP, *EVERYWHERE, *LIST, *ACROSS[:1], *PAGE, *ACROSS[1:]]
    rest = [command for _, commands in tables() for command in commands]
    return {command.id: command for command in [*first, *rest]}


def remapped(settings: Settings) -> Mapping[str, str]:
    """Return the keys that the settings remap, by command id; add what is wrong with them to the settings' faults."""
    if not settings.keys:
        return {}
    known = all_commands()
    good: dict[str, str] = {}
    for name, keys in settings.keys.items():
        if name not in known:
            near = nearest(name, list(known)) or "; pctui keys lists all commands"
            settings.fault(f"keys.{name}", f"there is no command '{name}'{near}")
        elif faults := [fault for key in keys.split(",") if (fault := _key_fault(key.strip(), name))]:
            for fault in faults:
                settings.fault(f"keys.{name}", fault)
        elif normalised(keys) != normalised(known[name].keys):
            good[name] = ",".join(normalised(keys))
    for name, fault in _clashes(good):
        settings.fault(f"keys.{name}", fault)
    return good


def _key_fault(key: str, name: str) -> str:
    """Return what is wrong with a key for the command `name`, or an empty string."""
    if not key:
        return f'\'{name}\' has an empty key; write one, like "f2" (the comma key is "comma"), or remove the line'
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    if key in _RESERVED:
        return f"'{key}' is reserved for quitting; choose another key"
    known = [value for entry in Keys if "+" not in (value := entry.value) and "<" not in value]
    if not (all(m in _MODIFIERS for m in modifiers) and last and (last in known or character(last))):
        near = _ALIASES.get(key.lower())
        right = f"; did you mean '{near}'?" if near else nearest(key, known)
        return f"there is no key '{key}'{right or '; examples: n, ctrl+n, f2, pagedown, question_mark'}"
    if modifiers == ["shift"] and len(last) == 1:
        return f"a terminal sends '{key}' as '{last.upper()}'; write '{last.upper()}'"
    table = next(commands for _, commands in tables() if any(command.id == name for command in commands))
    if printable(key) and not any(printable(k) for command in table for k in normalised(command.keys)):
        return f"'{key}' types a character where '{name}' applies; choose another, like \"ctrl+n\" or \"f2\""
    return ""


def _clashes(keys: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield (command id, message) for every key that a remapping gives to two commands in one place.

    Commands that share a key by default do so on purpose: the one nearer to the focus wins.
    """
    reported: set[tuple[str, str, str]] = set()
    for place, commands in tables():
        for one, other in combinations(commands, 2):
            before = set(normalised(one.keys)) & set(normalised(other.keys))
            now = set(normalised(keys.get(one.id, one.keys))) & set(normalised(keys.get(other.id, other.keys)))
            for key in sorted(now - before):
                if one.id == other.id or (one.id, other.id, key) in reported:
                    continue
                reported.add((one.id, other.id, key))
                changed, kept = (other, one) if other.id in keys else (one, other)
                both = f"'{changed.id}' and '{kept.id}' would both use '{key}' in {place}"
                yield changed.id, f"{both}; give one of them another key"


def effective(keys: Mapping[str, str]) -> Iterator[Command]:
    """Yield every command with the keys that it has once `keys` are applied."""
    for command in all_commands().values():
        yield replace(command, keys=keys[command.id], key_display=None) if command.id in keys else command


def as_text(commands: Sequence[Command]) -> str:
    """Return the commands as a plain-text table by group: id, keys, help."""
    id_width = max(len(command.id) for command in commands)
    key_width = max(len(key_names(command)) for command in commands)
    groups = [
        f"{group}\n"
        + "".join(f"  {c.id.ljust(id_width)}  {key_names(c).ljust(key_width)}  {one_line(c.help)}\n" for c in members)
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
