"""The command that tells the explorer's keys."""

from __future__ import annotations

from typing import Annotated

import typer

from .output import write


def keys(
    toml: Annotated[bool, typer.Option("--toml", help="As a settings file, ready to be changed.")] = False,
) -> None:
    """Print every command of the explorer with its keys, as your settings have them.

    Example: pctui keys --toml > config.toml
    """
    from ..settings import read
    from ..tui.keymap import as_text, as_toml, effective, remapped

    settings = read()
    commands = list(effective(remapped(settings)))
    settings.require()
    write(as_toml(commands, settings) if toml else as_text(commands))
