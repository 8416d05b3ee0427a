"""The command that prints the reader's own marks and notes."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from ..errors import NotFound
from .common import Database, app, open_store, print_blocks, write


class Format(StrEnum):
    """How notes are printed."""

    text = "text"
    markdown = "markdown"


@app.command()
def notes(
    db: Database = None,
    format: Annotated[Format, typer.Option(help="How to print them.")] = Format.text,  # noqa: A002 - the option's name
) -> None:
    """Print your marks and notes, also those on entries that the corpus no longer has.

    Example: pctui notes --format markdown > notes.md
    """
    from ..remarks import all_blocks
    from ..store.reader import Reader

    store = open_store(db, context=False)
    found = Reader().notes(store.corpus["slug"]).load()
    if not found:
        raise NotFound("you have put no mark and no note on this corpus", "In the explorer: m marks, n writes a note.")
    blocks = all_blocks(found.values(), store.missing(found))
    if format is Format.text:
        print_blocks(blocks)
        return
    from ..export.markdown import render

    write(render(blocks))
