"""The explorer: opened where it was left, or on one entry; on a terminal that cannot show it, its text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import UsageError
from ..restricted import HINT, READING, secure
from .app import BEFORE, app, open_store, print_blocks, write
from .entry import show
from .options import Context, Database, Slug
from .terminal import can_answer, can_explore

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..page import Block
    from ..queries.store import Store
    from ..settings import Settings


def _version(filters: bool) -> None:
    if filters:
        from .. import __version__

        write(f"pctui {__version__}\n")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def explore(
    context: typer.Context,
    db: Database = None,
    with_context: Context = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Start anew, not where the last session was left.")] = False,
    plain: Annotated[
        bool, typer.Option("--plain", help="Walk the panes as text: for screen readers and plain terminals.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of a fault.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Explore a cited policy history: a timeline, a ladder of levels, recommendations, and their sources.

    Without a command the explorer opens, on a terminal; elsewhere an overview is printed. On a terminal that can
    only print, it is walked through as text.

    Example: pctui search "pooled budgets"
    """
    del debug, version
    BEFORE.db, BEFORE.context = db, with_context
    if secure() and context.invoked_subcommand not in (None, *READING):
        raise UsageError(f"'{context.invoked_subcommand}' is not to be had in this login", HINT)
    if context.invoked_subcommand is not None:
        return
    if plain or (can_answer() and not can_explore()):
        from ..reader.copies import Reader
        from .plain_walk import walk

        walk(open_store(db, with_context), Reader())
        return
    if can_explore():
        from ..database.ensure import ensure
        from ..settings import read

        settings = read()
        _open_explorer(ensure(db), settings, context=with_context, fresh=fresh)
    print_blocks(_overview(open_store(db, with_context)))


def _overview(store: Store) -> Iterable[Block]:
    from ..page import Bullets, Facts, Heading, Prose, Run, kind_name

    yield Heading(1, store.corpus["title"])
    yield Prose((Run(store.corpus["summary"]),))
    yield Facts(tuple((kind_name(kind), (Run(str(count)),)) for kind, count in store.counts().items()))
    yield Prose((Run("This is not a terminal that the explorer can use; the same content is printed by:"),))
    commands = "timeline, ladder, recommendations, organisations, evidence, sources, search WORDS, show SLUG"
    yield Bullets(tuple((Run(f"pctui {command}"),) for command in commands.split(", ")))


def _open_explorer(
    path: Path, settings: Settings, *, context: bool, fresh: bool = False, start: str | None = None
) -> None:
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
        show(slug, db=db, with_context=with_context)
        return
    from ..settings import read

    _open_explorer(store.path, read(), context=with_context or BEFORE.context, start=slug)
