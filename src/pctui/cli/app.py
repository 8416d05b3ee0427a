"""The command line: the list of commands, each with its module in this package, and `pctui` without a command."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Annotated

import typer

from ..errors import UsageError
from ..panes import PANES
from ..restricted import HINT, secure
from .options import Context, Database
from .store import BEFORE
from .typer_support import LazyGroup, group

# In the order of `--help`. A command is the function with its name in that module, or, for a group of commands, the app
# with its name. The module is imported only when the command is used. A login with PCTUI_SECURE may run those commands
# that write nothing and take no path except the database's.
ALLOWED_WHEN_SECURE = {
    **dict.fromkeys(PANES, "panes"),
    "search": "search",
    "show": "entry",
    "quote": "entry",
    "open": "explore",
    "at": "entry",
    "compare": "compare",
    "lineage": "compare",
    "notes": "notes",
    "keys": "keys",
    "doctor": "doctor",
    "schema": "shipped",
    "template": "shipped",
    "corpora": "sharing",
}
COMMANDS = {
    **ALLOWED_WHEN_SECURE,
    "export": "export",
    "attach": "attach",
    "init": "init",
    "add": "add",
    "import": "importing",
    "seed": "corpus",
    "check": "check",
    "watch": "watch",
    "cite": "corpus",
    "paragraphs": "corpus",
    "review": "review",
    "pack": "sharing",
    "update": "update",
    "diff": "diff",
    "write": "write",
    "split": "split",
    "settle": "settle",
}


class Commands(LazyGroup):
    """The commands of pctui."""

    NAMES = tuple(COMMANDS)

    def find(self, name: str) -> Callable[..., None] | typer.Typer:
        module = import_module(f".{COMMANDS[name]}", __package__)
        found: Callable[..., None] | typer.Typer
        found = (
            module.command(PANES[name]) if name in PANES else getattr(module, "import_" if name == "import" else name)
        )
        return found


def _version(requested: bool) -> None:
    if requested:
        from .. import __version__
        from .output import write

        write(f"pctui {__version__}\n")
        raise typer.Exit


app = group(Commands, "pctui", context_settings={"help_option_names": ["-h", "--help"]})


@app.callback(invoke_without_command=True)
def pctui(
    context: typer.Context,
    db: Database = None,
    with_context: Context = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Ignore the saved session.")] = False,
    plain: Annotated[
        bool, typer.Option("--plain", help="Browse the panes as text, for screen readers and plain terminals.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an internal error.")] = False,
    corpus: Annotated[
        str | None,
        typer.Option(
            "--corpus",
            metavar="NAME|FOLDER",
            help="A corpus that is installed (`pctui corpora` lists these), or in a folder.",
            show_default=False,
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Explore a cited policy history: a timeline, a ladder of levels, recommendations, and their sources.

    With no command: open the explorer, or print an overview if there is no terminal. On a terminal that cannot show
    the explorer, browse the panes as text.

    Example: pctui search "pooled budgets"
    """
    del debug, version
    BEFORE.corpus = None
    if corpus is not None:
        if db is not None:
            raise UsageError("--corpus and --db both say what to open", "Give one of them.")
        from .store import select_corpus

        db = select_corpus(corpus)
    BEFORE.db, BEFORE.context = db, with_context
    if context.invoked_subcommand is None:
        from .explore import explore

        explore(db, with_context, fresh=fresh, plain=plain)
    elif secure() and context.invoked_subcommand not in ALLOWED_WHEN_SECURE:
        raise UsageError(f"'{context.invoked_subcommand}' is disabled in this login", HINT)
