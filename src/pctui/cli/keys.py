"""The command that prints the explorer's keys."""

from __future__ import annotations

from typing import Annotated

import typer

from .output import write


def keys(
    toml: Annotated[bool, typer.Option("--toml", help="Print a settings file to edit.")] = False,
) -> None:
    """Print every command of the explorer with its keys, including those changed in your settings.

    Example: pctui keys --toml > config.toml
    """
    from .. import settings as settings_file
    from ..tui.keymap import as_text, as_toml, effective, remapped

    settings = settings_file.read()
    commands = list(effective(remapped(settings)))
    settings.require()
    write(f"{settings_file.as_toml(settings)}\n{as_toml(commands)}" if toml else as_text(commands))
