"""What the commands share: the app, the database that they open, and the way to stdout."""

from __future__ import annotations

import sys
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from typer.models import CommandInfo, TyperInfo

    from ..page import Block
    from ..queries.store import Store

app = typer.Typer(
    name="pctui",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def app_for(arguments: Sequence[str]) -> typer.Typer:
    """The app with the command alone that `arguments` ask for: to make out an option takes typer half a millisecond.

    Where the commands are to be listed, or what was typed is none of them, all of them, but without their options.
    """
    name = _asked_for(arguments)
    small = copy(app)
    small.registered_commands = [command for command in app.registered_commands if _name(command) == name]
    small.registered_groups = [_narrowed(group, arguments) for group in app.registered_groups if group.name == name]
    if not small.registered_commands and not small.registered_groups:
        small.registered_commands = [_bare(command) for command in app.registered_commands]
        small.registered_groups = [_bare_group(group) for group in app.registered_groups]
    return small


def _narrowed(group: TyperInfo, arguments: Sequence[str]) -> TyperInfo:
    """A group with those of its commands alone that `arguments` name, or all of them where they name none."""
    inner = copy(group.typer_instance)
    if inner is None or not (named := [c for c in inner.registered_commands if _name(c) in arguments]):
        return group
    narrow = copy(group)
    narrow.typer_instance, inner.registered_commands = inner, named
    return narrow


def _asked_for(arguments: Sequence[str]) -> str | None:
    """The command among `arguments`; None where there is none, or help is asked for before it."""
    rest = iter(arguments)
    for word in rest:
        if word == "--db":
            next(rest, None)
        elif word in ("--help", "-h"):
            return None
        elif not word.startswith("-"):
            return word
    return None


def _name(command: CommandInfo) -> str:
    return str(command.name or getattr(command.callback, "__name__", ""))


def _bare(command: CommandInfo) -> CommandInfo:
    """A command as it is listed."""

    def listed() -> None:
        pass

    bare = copy(command)
    bare.name, bare.callback = _name(command), listed
    listed.__doc__ = command.callback.__doc__
    return bare


def _bare_group(group: TyperInfo) -> TyperInfo:
    bare = copy(group)
    bare.typer_instance = copy(group.typer_instance)
    if bare.typer_instance:
        bare.typer_instance.registered_commands = []
    return bare


@dataclass
class Before:
    """What was given before the command's name: `pctui --db my.db timeline` means what it says."""

    db: Path | None = None
    context: bool = False


BEFORE = Before()
_OPENED: list[Store] = []


def open_store(db: Path | None, context: bool, *, whole: bool = False) -> Store:
    """Open the database, built first where it is the built-in one and out of date; the command's end closes it.

    `whole` says that every entry is going to be described, which is then asked for all at once.
    """
    from ..database.ensure import ensure
    from ..queries.store import Store

    store = Store(ensure(db or BEFORE.db), context=context or BEFORE.context)
    store.whole = whole
    _OPENED.append(store)
    return store


def close_stores() -> None:
    """Close what the command opened."""
    while _OPENED:
        _OPENED.pop().close()


def print_blocks(blocks: Iterable[Block]) -> None:
    """Print blocks as plain text: wrapped on a terminal, a line a paragraph elsewhere."""
    import shutil

    from ..render.text import render

    width = min(shutil.get_terminal_size().columns, 100) if sys.stdout.isatty() else None
    write(render(blocks, width))


def write(text: str) -> None:
    """Write `text` to stdout in UTF-8 whatever the locale, so that the bytes are the same everywhere."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.buffer.flush()
