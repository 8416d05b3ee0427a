"""The explorer, one entry, and what was in being at a date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import UsageError
from ..restricted import HINT, READING, secure
from .app import BEFORE, app, open_store, print_blocks, write
from .explore import can_answer, can_explore
from .explore import explore as open_explorer
from .options import (
    Classification,
    Context,
    Database,
    Document,
    Format,
    FormatOption,
    Lane,
    Limit,
    Modality,
    Slug,
    narrowed,
)
from .output import Found, answer, asked, hidden

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..page import Block
    from ..queries.store import Store


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
        open_explorer(ensure(db), settings, context=with_context, fresh=fresh)
    print_blocks(_overview(open_store(db, with_context)))


def _overview(store: Store) -> Iterable[Block]:
    from ..page import Bullets, Facts, Heading, Prose, Run, kind_name

    yield Heading(1, store.corpus["title"])
    yield Prose((Run(store.corpus["summary"]),))
    yield Facts(tuple((kind_name(kind), (Run(str(count)),)) for kind, count in store.counts().items()))
    yield Prose((Run("This is not a terminal that the explorer can use; the same content is printed by:"),))
    commands = "timeline, ladder, recommendations, organisations, evidence, sources, search WORDS, show SLUG"
    yield Bullets(tuple((Run(f"pctui {command}"),) for command in commands.split(", ")))


@app.command()
def show(slug: Slug, form: FormatOption = Format.text, db: Database = None, with_context: Context = False) -> None:
    """Print one entry in full, with the passages that it rests on.

    Example: pctui show SLUG
    """
    from ..page import entry_blocks
    from ..page.around import around
    from ..queries.entry import describe

    store = open_store(db, with_context)
    entry = describe(store, slug)
    found = Found(
        "show",
        store,
        {"slug": entry.slug},
        [entry.slug],
        lambda: entry_blocks(entry, around(store, entry.slug, entry.kind)),
        (entry.kind,),
    )
    answer(found, form, lambda: ("", ""))


@app.command()
def at(
    date: Annotated[str, typer.Argument(help="A date in EDTF: 1999, 1999-04, 1999-04-01.")],
    classification: Classification = None,
    lane: Lane = None,
    modality: Modality = None,
    document: Document = None,
    limit: Limit = None,
    form: FormatOption = Format.text,
    db: Database = None,
    with_context: Context = False,
) -> None:
    """Print what was in being at a date: in some part of it, where that is a year or a month.

    Example: pctui at 1999-04 --classification form
    """
    from .. import edtf
    from ..page.as_of import as_of_blocks
    from ..queries.as_of import in_existence

    try:
        span = edtf.parse(date)
    except edtf.DateError as error:
        raise UsageError(f"{error}", "EDTF is like 1999, 1999-04 or 1999-04-01.") from None
    if span.earliest is None:
        raise UsageError(f"'{date}' has no first day")
    store = open_store(db, with_context)
    filters = narrowed(store, classification=classification, lane=lane, modality=modality, document=document)
    first, last = span.earliest, span.latest
    there = in_existence(store, first, last, filters)
    shown = there[:limit]

    def blocks() -> Iterable[Block]:
        yield from as_of_blocks(edtf.during(date), shown)

    found = Found(
        "at",
        store,
        asked(filters, date=date, limit=limit),
        [x.entry.slug for x in shown],
        blocks,
        ("organisation",),
        more={
            "in_existence": [
                {"slug": x.entry.slug, "existence": x.existence, "planned": x.planned, "doubt": x.doubt or None}
                for x in shown
            ]
        },
        total=len(there),
    )
    answer(
        found,
        form,
        lambda: (
            f"the documents tell of nothing in being at {date}",
            hidden(filters, lambda other: len(in_existence(store, first, last, other))),
        ),
    )
