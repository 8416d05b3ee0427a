"""The reader's settings: an optional TOML file, in which every fault is reported with its line."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from .bounded import SETTINGS, TooLarge, read_bytes
from .errors import ConfigError, Fault, from_os
from .paths import config
from .text import nearest, one_line

_FURTHEST = 200  # the most lines to search back for the start of a setting that is not valid TOML
_LONGEST = 60  # characters of a value that is shown because it is not valid
# The explorer's themes with their descriptions.
THEMES = {"dark": "dark", "light": "light", "contrast": "high contrast", "terminal": "the terminal's own"}
_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_NAME = rf"{_PART}(?:\s*\.\s*{_PART})*"
_TABLE = re.compile(rf"\s*\[\s*({_NAME})\s*\]")
_KEY = re.compile(rf"\s*({_NAME})\s*=")


def _option(default: Any, meaning: str, choices: Collection[object] = (False, True)) -> Any:
    """Return a field for an option in the file: its meaning and its values (true or false by default)."""
    return field(default=default, metadata={"meaning": meaning, "choices": tuple(choices)})


@dataclass
class Settings:
    """The settings in the file: the options, all declared here, and the keys, which tui/remapping.py checks.

    `lines` has the line of each name, `faults` the faults found so far.
    """

    path: Path
    theme: str | None = _option(None, "The colours (if left out, the terminal decides)", THEMES)
    context: bool = _option(False, "Also show background facts from other sources")
    resume: bool = _option(True, "Start where the last session ended")
    counts: bool = _option(True, "A number typed at once before a motion repeats it (5j, 12G)")
    keys: dict[str, str] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, name: str, message: str) -> None:
        """Record a fault in the setting `name`."""
        self.faults.append(Fault(self.path.name, self.lines.get(name, 0), message))

    def require(self) -> None:
        """Raise ConfigError if there are faults."""
        if self.faults:
            raise ConfigError(sorted(self.faults), self.path)


# The options other than keys, each with its meaning and choices.
OPTIONS = {option.name: option.metadata for option in fields(Settings) if option.metadata}


def read(path: Path | None = None) -> Settings:
    """Read the settings; keys are not checked yet. A file that PCTUI_CONFIG names must exist, the default need not."""
    named = path or (Path(given) if (given := os.environ.get("PCTUI_CONFIG")) else None)
    settings = Settings(named or config())
    try:
        text = read_bytes(settings.path, SETTINGS).decode("utf-8")
    except TooLarge:
        message = f'longer than {SETTINGS // 1024} KB; settings are a few lines, like: theme = "dark"'
        settings.faults.append(Fault(settings.path.name, 0, message))
        return settings
    except FileNotFoundError as error:
        if named:
            raise from_os(error, "read", settings.path) from error
        return settings
    except OSError as error:
        raise from_os(error, "read", settings.path) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        settings.faults.append(Fault(settings.path.name, line, "not UTF-8; save the file as UTF-8"))
        return settings
    # tomllib is imported only if there is a file; before Python 3.14 its exceptions have no line.
    if sys.version_info >= (3, 14):
        import tomllib
    else:
        import tomli as tomllib

    try:
        _options(settings, tomllib.loads(text), text)
    except tomllib.TOMLDecodeError as error:
        line = _beginning(text, error.lineno, tomllib.loads)
        settings.faults.append(Fault(settings.path.name, line, _syntax(error.msg, text, line)))
    except RecursionError:
        message = 'nested too deeply; a setting is a single value, like: theme = "dark"'
        settings.faults = [Fault(settings.path.name, _deepest(text), message)]
    return settings


def _beginning(text: str, line: int, loads: Callable[[str], object]) -> int:
    """Return the line on which the invalid setting starts; `line` is where the parser failed.

    Everything before that setting is valid. After an unclosed quotation mark the parser can fail many lines later.
    """
    lines = text.split("\n")
    for number in range(line, max(0, line - _FURTHEST), -1):
        try:
            loads("\n".join(lines[: number - 1]))
        except ValueError:
            continue
        return number
    return line


def _syntax(what: str, text: str, line: int) -> str:
    """Return a message for a syntax error at `line`, with an example of what would be valid."""
    names = [(number, table + key) for number, table, key in _names(text) if key]
    # Without quotes, `page` and `page.down` conflict: the second makes the first a table.
    conflict = any(
        shorter != longer and longer[: len(shorter)] == shorter
        for here, name in names
        if here == line
        for _, other in names
        for shorter, longer in ((name, other), (other, name))
    )
    right = 'quote names with a dot: "page.down" = "n"' if conflict else 'TOML is like: theme = "dark"'
    return f"not TOML ({what.lower()}); {right}"


def _deepest(text: str) -> int:
    """Return the line that nests deepest: the one with the most brackets and dots."""
    deep = [sum(map(line.count, "[{.")) for line in text.split("\n")]
    return deep.index(max(deep)) + 1


def _lines(text: str) -> dict[str, int]:
    """Return the line of each name, which is prefixed with the names of its tables."""
    found: dict[str, int] = {}
    for number, table, key in _names(text):
        found.setdefault(".".join(table + key), number)
    return found


def _names(text: str) -> Iterator[tuple[int, tuple[str, ...], tuple[str, ...]]]:
    """Yield the line, table and key of each name, as parts; a line that starts a table has an empty key."""
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.split("\n"), 1):
        if match := _TABLE.match(line):
            table = _parts(match[1])
            yield number, table, ()
        elif match := _KEY.match(line):
            yield number, table, _parts(match[1])


def _parts(name: str) -> tuple[str, ...]:
    """Return the parts of a name without quotation marks."""
    return tuple(part.strip("\"'") for part in re.findall(_PART, name))


def _options(settings: Settings, given: dict[str, Any], text: str) -> None:
    settings.lines = _lines(text)
    names = [*OPTIONS, "keys"]
    for name, value in given.items():
        if name not in names:
            near = nearest(name, names)
            settings.fault(name, f"there is no option '{name}'{near or '; choose one of: ' + ', '.join(names)}")
        elif name == "keys":
            if isinstance(value, dict):
                _keys(settings, dict(_flat(value)))
            else:
                settings.fault(name, f"keys is {_shown(value)}; it must be a table: [keys]")
        elif (type(value), value) in [(type(choice), choice) for choice in OPTIONS[name]["choices"]]:  # 1 is not true
            setattr(settings, name, value)
        else:
            settings.fault(name, f"{name} is {_shown(value)}; it must be {_allowed(name)}")


def _allowed(name: str) -> str:
    """Return the values that an option takes, as text: `true or false`."""
    choices = [_shown(choice) for choice in OPTIONS[name]["choices"]]
    return "true or false" if choices == ["false", "true"] else f"one of {', '.join(choices)}"


def _flat(table: dict[str, Any], before: str = "") -> Iterator[tuple[str, object]]:
    """Yield the names and values of a table: an unquoted `page.down` is a table in a table."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield before + name, value


def _keys(settings: Settings, given: dict[str, object]) -> None:
    for name, value in given.items():
        if isinstance(value, str):
            settings.keys[name] = value
        else:
            settings.fault(
                f"keys.{name}", f'the keys of {name} are {_shown(value)}; they must be text, like "n,ctrl+n"'
            )


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    shown = f'"{value}"' if isinstance(value, str) else str(value)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"


def as_toml(settings: Settings) -> str:
    """Return the current options as the start of a settings file; the table of keys must follow them."""
    lines = [
        f"# The settings of pctui, in {one_line(str(settings.path))} or the file that PCTUI_CONFIG names.",
        "# Delete what you do not want to change.",
        "",
    ]
    for name, option in OPTIONS.items():
        value = getattr(settings, name)
        lines.append(f"# {option['meaning']}: {_allowed(name)}.")
        lines.append(f"# {name} = {_shown(option['choices'][0])}" if value is None else f"{name} = {_shown(value)}")
    return "\n".join(lines) + "\n"
