"""The reader's settings: a TOML file, read whole, every fault told by its line. It need not be there."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .errors import ConfigError, Fault, from_os
from .paths import config
from .text import nearest

THEMES = ("dark", "light", "contrast", "terminal")
_OPTIONS: dict[str, tuple[object, str]] = {
    "theme": (THEMES, "one of " + ", ".join(f'"{theme}"' for theme in THEMES)),
    "context": (bool, "true or false"),
    "resume": (bool, "true or false"),
    "keys": (dict, "a table: [keys]"),
}
_FURTHEST = 200  # lines that a setting which is no TOML is followed back
_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_NAME = rf"{_PART}(?:\s*\.\s*{_PART})*"
_TABLE = re.compile(rf"\s*\[\s*({_NAME})\s*\]")
_KEY = re.compile(rf"\s*({_NAME})\s*=")


@dataclass
class Settings:
    """What the file says. `lines` tells where each name stands, `faults` what is wrong so far."""

    path: Path
    keys: dict[str, str] = field(default_factory=dict)
    theme: str | None = None
    context: bool = False
    resume: bool = True
    lines: Mapping[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, name: str, message: str) -> None:
        """Note what is wrong with the setting `name`."""
        self.faults.append(Fault(self.path.name, self.lines.get(name, 0), message))

    def require(self) -> None:
        """ConfigError where anything is wrong."""
        if self.faults:
            raise ConfigError(sorted(self.faults), self.path)


def read(path: Path | None = None) -> Settings:
    """Read the settings: a file that is named must be there, the usual one need not. Keys are not looked at yet."""
    named = path or (Path(given) if (given := os.environ.get("PCTUI_CONFIG")) else None)
    settings = Settings(named or config())
    try:
        text = settings.path.read_bytes().decode("utf-8")
    except FileNotFoundError as error:
        if named:
            raise from_os(error, "read", settings.path) from error
        return settings
    except OSError as error:
        raise from_os(error, "read", settings.path) from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        settings.faults.append(Fault(settings.path.name, line, "this is not UTF-8; save the file as UTF-8"))
        return settings
    # Only where there is a file; before Python 3.14 the exceptions of tomllib have no line.
    if sys.version_info >= (3, 14):
        import tomllib
    else:
        import tomli as tomllib

    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = _beginning(text, error.lineno, tomllib.loads)
        settings.faults.append(Fault(settings.path.name, line, _syntax(error.msg, text, line)))
        return settings
    except RecursionError:
        message = 'nested too deeply; a setting is a single value, like: theme = "dark"'
        settings.faults.append(Fault(settings.path.name, _deepest(text), message))
        return settings
    settings.lines = _lines(text)
    _options(settings, told)
    return settings


def _beginning(text: str, line: int, loads: Callable[[str], object]) -> int:
    """The line at which the setting begins that is no TOML, though the parser came to `line` before it gave up.

    What stands before that setting is whole. An unclosed quotation mark can take the parser many lines further.
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
    """Say `what` is no TOML at `line`, and what would be right."""
    names = [(number, table + key) for number, table, key in _names(text) if key]
    # A name and a longer one with a dot after it are at odds unless the dot is quoted.
    at_odds = any(
        here == line and shorter != longer and longer[: len(shorter)] == shorter
        for here, name in names
        for _, other in names
        for shorter, longer in ((name, other), (other, name))
    )
    right = 'quote names with a dot: "page.down" = "n"' if at_odds else 'TOML is like: theme = "dark"'
    return f"this is not TOML ({what.lower()}); {right}"


def _deepest(text: str) -> int:
    """The line that goes deepest: of all, it has the most brackets and dots."""
    deep = [sum(map(line.count, "[{.")) for line in text.split("\n")]
    return deep.index(max(deep)) + 1


def _lines(text: str) -> dict[str, int]:
    """The line of each name, the names of its tables before it."""
    found: dict[str, int] = {}
    for number, table, key in _names(text):
        found.setdefault(".".join(table + key), number)
    return found


def _names(text: str) -> Iterator[tuple[int, tuple[str, ...], tuple[str, ...]]]:
    """The line, table and key of each name, in their parts; the key of a line that starts a table is empty."""
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.split("\n"), 1):
        if match := _TABLE.match(line):
            table = _parts(match[1])
            yield number, table, ()
        elif match := _KEY.match(line):
            yield number, table, _parts(match[1])


def _parts(name: str) -> tuple[str, ...]:
    """The parts of a name without their quotation marks."""
    return tuple(part.strip("\"'") for part in re.findall(_PART, name))


def _options(settings: Settings, told: dict[str, Any]) -> None:
    for name, value in told.items():
        if name not in _OPTIONS:
            near = nearest(name, list(_OPTIONS))
            settings.fault(name, f"there is no option '{name}'{near or '; there are: ' + ', '.join(_OPTIONS)}")
            continue
        kind, right = _OPTIONS[name]
        good = value in kind if isinstance(kind, tuple) else isinstance(value, kind)  # type: ignore[arg-type]
        if not good:
            settings.fault(name, f"{name} is {_shown(value)}; it must be {right}")
        elif name == "keys":
            _keys(settings, dict(_flat(value)))
        else:
            setattr(settings, name, value)


def _flat(table: dict[str, Any], before: str = "") -> Iterator[tuple[str, object]]:
    """The names and values of a table: `page.down` without quotation marks is a table in a table."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{before}{name}.")
        else:
            yield before + name, value


def _keys(settings: Settings, told: dict[str, object]) -> None:
    for name, value in told.items():
        if isinstance(value, str):
            settings.keys[name] = value
        else:
            settings.fault(
                f"keys.{name}", f'the keys of {name} are {_shown(value)}; they must be text, like "n,ctrl+n"'
            )


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else str(value)
