"""The commands that read: the explorer, search, one entry, a date, and each pane as text."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import NotFound, UsageError
from ..secure import HINT, READING, secure
from ..text import one_line
from .common import BEFORE, Context, Database, Slug, app, open_store, print_blocks, write
from .opening import can_answer, can_explore
from .opening import explore as open_explorer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..outline import Block
    from ..store.queries import Store


class Grouping(StrEnum):
    """What recommendations can be grouped by."""

    boundary = "boundary"
    actor = "actor"
    strength = "strength"
    document = "document"


def _version(wanted: bool) -> None:
    if wanted:
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
        from ..store.reader import Reader
        from .walking import walk

        walk(open_store(db, with_context), Reader())
        return
    if can_explore():
        from ..config import read
        from ..store.upkeep import ensure

        settings = read()
        open_explorer(ensure(db), settings, context=with_context, fresh=fresh)
    print_blocks(_overview(open_store(db, with_context)))


def _overview(store: Store) -> Iterable[Block]:
    from ..outline import Bullets, Facts, Heading, Prose, Run, kind_name

    yield Heading(1, store.corpus["title"])
    yield Prose((Run(store.corpus["summary"]),))
    yield Facts(tuple((kind_name(kind), (Run(str(count)),)) for kind, count in store.counts().items()))
    yield Prose((Run("This is not a terminal that the explorer can use; the same content is printed by:"),))
    commands = "timeline, ladder, recommendations, organisations, evidence, sources, search WORDS, show SLUG"
    yield Bullets(tuple((Run(f"pctui {command}"),) for command in commands.split(", ")))


@app.command()
def search(
    words: Annotated[
        list[str],
        typer.Argument(help='Words or "phrases"; the last word counts as a prefix. kind:finding looks for one kind.'),
    ],
    db: Database = None,
    with_context: Context = False,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="The most that is shown.")] = 50,
) -> None:
    """Search entries and attached documents.

    Example: pctui search pooled budgets
    """
    from ..outline import kind_name
    from ..store.finding import find, kinds, sought
    from ..store.reader import Reader

    store, reader = open_store(db, with_context), Reader()
    text = " ".join(words)
    hits = find(store, reader, sought(text, kinds(store, reader)), limit)
    if not hits:
        raise NotFound(f"nothing matches '{text}'")
    lines = []
    for hit in hits[:limit]:
        place = f"{hit.slug} ¶{hit.paragraph}" if hit.kind == "passage" else hit.slug
        lines.append(one_line(f"{hit.title} ({kind_name(hit.kind)}, {place})"))
        lines.append("    " + one_line("".join(piece for piece, _ in hit.snippet)))
    write("\n".join(lines) + "\n")


@app.command()
def show(slug: Slug, db: Database = None, with_context: Context = False) -> None:
    """Print one entry in full, with the passages that it rests on.

    Example: pctui show SLUG
    """
    from ..around import around
    from ..outline import entry_blocks
    from ..store.describe import describe

    store = open_store(db, with_context)
    entry = describe(store, slug)
    print_blocks(entry_blocks(entry, around(store, slug, entry.kind)))


@app.command()
def at(
    date: Annotated[str, typer.Argument(help="A date in EDTF: 1999, 1999-04, 1999-04-01.")],
    db: Database = None,
    with_context: Context = False,
) -> None:
    """Print what was in being at a date (at the first day of a year or month).

    Example: pctui at 1999-04
    """
    from .. import dates
    from ..outline import Bullets, Heading, Run

    try:
        day = dates.parse(date).earliest
    except dates.DateError as error:
        raise UsageError(f"{error}", "EDTF is like 1999, 1999-04 or 1999-04-01.") from None
    if day is None:
        raise UsageError(f"'{date}' has no first day")
    found = open_store(db, with_context).in_being(day)
    if not found:
        raise NotFound(f"the documents tell of nothing in being at {date}")
    items = tuple(
        (Run(f"{x.entry.title} ({x.existence}{', planned or forecast then' if x.planned else ''})"),) for x in found
    )
    print_blocks([Heading(2, f"In being at {dates.parse(day).label}"), Bullets(items)])


def _pane(name: str, db: Path | None, context: bool) -> None:
    from ..outline import SECTIONS, Passages

    store = open_store(db, context)

    def blocks() -> Iterable[Block]:
        yield from SECTIONS[name](store)
        yield Passages()

    print_blocks(blocks())


@app.command()
def timeline(db: Database = None, with_context: Context = False) -> None:
    """Print the timeline.

    Example: pctui timeline | less
    """
    _pane("timeline", db, with_context)


@app.command()
def ladder(db: Database = None, with_context: Context = False) -> None:
    """Print the ladders, with what is new at each rung.

    Example: pctui ladder
    """
    _pane("ladder", db, with_context)


@app.command()
def recommendations(
    db: Database = None,
    with_context: Context = False,
    by: Annotated[Grouping, typer.Option(help="What to group by.")] = Grouping.boundary,
) -> None:
    """Print the recommendations.

    Example: pctui recommendations --by actor
    """
    from ..outline import Passages
    from ..outline import recommendations as blocks

    store = open_store(db, with_context)
    print_blocks([*blocks(store, store.rows(f"recommendations by {by.value}")), Passages()])


@app.command()
def organisations(db: Database = None, with_context: Context = False) -> None:
    """Print the organisations.

    Example: pctui organisations
    """
    _pane("organisations", db, with_context)


@app.command()
def evidence(db: Database = None, with_context: Context = False) -> None:
    """Print the findings by subject and by domain, and the disagreements between statements.

    Example: pctui evidence
    """
    _pane("evidence", db, with_context)


@app.command()
def sources(db: Database = None, with_context: Context = False) -> None:
    """Print the source documents.

    Example: pctui sources
    """
    _pane("sources", db, with_context)
