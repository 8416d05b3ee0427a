"""The commands that open the explorer, and what they print on a terminal that cannot show it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import UsageError
from ..paths import PACK_ENDING
from ..restricted import HINT, secure
from ..terminal import can_answer, can_explore
from . import completion
from .opening import open_explorer
from .options import Context, Database
from .output import print_blocks
from .store import BEFORE, open_store

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..page import Block
    from ..queries.store import Store


_MILESTONES = 20  # the most that an overview lists


def explore(db: Path | None, with_context: bool, *, fresh: bool, plain: bool) -> None:
    """Open the explorer. If the terminal cannot show it, browse the panes as text; without one, print an overview."""
    if plain or (can_answer() and not can_explore()):
        from ..reader.copies import Reader
        from .plain.walk import walk

        store = open_store(db, with_context)
        walk(store, Reader.of(store))
        return
    if can_explore():
        raise typer.Exit(open_explorer(db, context=with_context, fresh=fresh))
    print_blocks(_overview(open_store(db, with_context)))


def _overview(store: Store) -> Iterable[Block]:
    from ..page import Bullets, Facts, Heading, Prose, Run, kind_name
    from ..panes import PANES
    from ..queries.opening import about
    from ..queries.timeline_window import Milestones

    corpus = about(store)
    yield Heading(1, corpus.headline)
    yield Prose((Run(corpus.summary),))
    yield Facts(tuple((kind_name(kind), (Run(str(count)),)) for kind, count in store.counts().items()))
    if milestones := Milestones(store).rows(0, _MILESTONES):
        yield Heading(2, "Milestones")
        yield Bullets(tuple((Run(f"{row.when}: ", "muted"), Run(row.title, entry=row.slug)) for row in milestones))
    yield Prose((Run("The explorer cannot run on this terminal. These commands print the same content:"),))
    yield Bullets(tuple((Run(f"pctui {command}"),) for command in (*PANES, "search WORDS", "show SLUG")))


def open(  # noqa: A001 - the command's name
    slug: Annotated[
        str,
        typer.Argument(metavar="SLUG|FILE", help="An entry's slug, or a pack's file.", autocompletion=completion.slugs),
    ],
    db: Database = None,
    with_context: Context = False,
) -> None:
    """Open the explorer at an entry, or on a pack that `pack` made. If there is no terminal, print what it shows.

    Example: pctui open SLUG
    """
    if slug.endswith(PACK_ENDING):
        if secure():
            raise UsageError("a login that is read-only opens no files", HINT)
        explore(Path(slug), with_context or BEFORE.context, fresh=False, plain=False)
        return
    store = open_store(db, with_context)
    store.reference(slug)  # report an unknown slug before the explorer takes over the screen
    if not can_explore():
        from .entry import show

        show(slug=slug, db=db, with_context=with_context)
        return
    raise typer.Exit(open_explorer(store.path, context=with_context or BEFORE.context, start=slug))
