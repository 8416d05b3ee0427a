"""Where the explorer is opened: on a terminal that can show it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from .app import BEFORE, app, open_store
from .options import Context, Database, Slug

if TYPE_CHECKING:
    from ..settings import Settings


def can_explore() -> bool:
    """Whether there is a terminal on both sides that can show the explorer."""
    return can_answer() and os.environ.get("TERM", "dumb") != "dumb"


def can_answer() -> bool:
    """Whether somebody can read and type here, be it on a terminal that can only print."""
    return sys.stdout.isatty() and sys.stdin.isatty()


def explore(path: Path, settings: Settings, *, context: bool, fresh: bool = False, start: str | None = None) -> None:
    """Open the explorer, and leave with its exit code."""
    from ..tui.app import run

    raise typer.Exit(run(path, settings, context=context, fresh=fresh, start=start))


@app.command(name="open")
def open_entry(slug: Slug, db: Database = None, with_context: Context = False) -> None:
    """Open the explorer on one entry. Where there is no terminal, print it.

    Example: pctui open SLUG
    """
    store = open_store(db, with_context)
    store.reference(slug)  # told before the screen is taken
    if not can_explore():
        from .entry import show

        show(slug, db=db, with_context=with_context)
        return
    from ..settings import read

    explore(store.path, read(), context=with_context or BEFORE.context, start=slug)
