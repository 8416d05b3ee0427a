"""`pctui export site` and `pctui export html`: pages for who has no terminal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import UsageError
from . import completion
from .options import Context, Database, Drafts, Force, Output, Sections
from .output import deliver, deliver_folder
from .store import open_store


def site(
    folder: Annotated[
        Path | None, typer.Option("--output", "-o", "--folder", help="The folder to write.", show_default=False)
    ] = None,
    force: Force = False,
    db: Database = None,
    with_context: Context = False,
    with_drafts: Drafts = False,
) -> None:
    """Write a folder of pages that work in any browser without a server: send it, or put it on the web.

    It has the timeline and the lineage drawn, a page for each entry and each document, and a search. Nothing in it
    asks anything of another place.

    Example: pctui export site --output site
    """
    from ..render.site import files

    if folder is None:
        raise UsageError("a site needs a folder", "Name it with --output DIR.")
    deliver_folder(files(open_store(db, with_context, drafts=with_drafts, whole=True)), folder, force)


def html(
    slug: Annotated[
        str | None, typer.Argument(help="The entry's slug.", show_default=False, autocompletion=completion.slugs)
    ] = None,
    section: Sections = None,
    output: Output = None,
    force: Force = False,
    db: Database = None,
    with_context: Context = False,
    with_drafts: Drafts = False,
) -> None:
    """Write one HTML file with an entry or with sections: to send, to read in a browser, to print.

    Example: pctui export html --section recommendations --output proposals.html
    """
    from ..render.site.one_file import of_entry, of_sections

    if (slug is None) == (not section):
        raise UsageError("html needs an entry or a section", "Give a SLUG, or --section NAME.")
    store = open_store(db, with_context, drafts=with_drafts, whole=True, named=[slug])
    deliver(of_sections(store, section or ()) if slug is None else of_entry(store, slug), output, force)
