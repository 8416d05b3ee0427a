"""What the commands share: the app, the options that many of them take, and the way to stdout."""

from __future__ import annotations

import sys
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .completing import slugs

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..outline import Block
    from ..store.queries import Store

app = typer.Typer(
    name="pctui",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Database = Annotated[
    Path | None,
    typer.Option("--db", help="The database. Else PCTUI_DB, else the platform's data folder.", show_default=False),
]
CorpusFolder = Annotated[
    Path | None,
    typer.Option("--corpus", help="A folder in the corpus format. Else the built-in one.", show_default=False),
]
Documents = Annotated[
    Path | None,
    typer.Option("--documents", help="A folder with your own copies of the documents.", show_default=False),
]
Context = Annotated[
    bool, typer.Option("--context", help="Include what comes from outside the documents, marked as such.")
]
Slug = Annotated[str, typer.Argument(help="The entry's slug.", autocompletion=slugs)]


def app_for(arguments: Sequence[str]) -> typer.Typer:
    """The app with those commands alone that `arguments` name: to make one out takes typer some milliseconds.

    With all of them where they are to be listed, or what was typed is none of them.
    """
    given = set(arguments)
    commands = [c for c in app.registered_commands if (c.name or getattr(c.callback, "__name__", "")) in given]
    groups = [group for group in app.registered_groups if group.name in given]
    if given & {"--help", "-h"} or not (commands or groups or all(word.startswith("-") for word in given)):
        return app
    small = copy(app)
    small.registered_commands, small.registered_groups = commands, groups
    return small


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
    from ..store.queries import Store
    from ..store.upkeep import ensure

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

    from ..plain import render

    width = min(shutil.get_terminal_size().columns, 100) if sys.stdout.isatty() else None
    write(render(blocks, width))


def write(text: str) -> None:
    """Write `text` to stdout in UTF-8 whatever the locale, so that the bytes are the same everywhere."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.buffer.flush()
