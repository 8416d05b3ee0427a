"""The commands under `pctui export`: the corpus in a format for other tools."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ..errors import say
from .common import Context, Database, app, open_store, write

export_app = typer.Typer(rich_markup_mode=None, help="Write the corpus out in a format for other tools.")
app.add_typer(export_app, name="export")


class Section(StrEnum):
    """The sections that can be exported alone."""

    timeline = "timeline"
    ladder = "ladder"
    recommendations = "recommendations"
    organisations = "organisations"
    evidence = "evidence"
    figures = "figures"
    concepts = "concepts"
    people = "people"
    sources = "sources"


@export_app.callback()
def export() -> None:
    """Write the corpus out in a format for other tools."""


@export_app.command()
def markdown(
    section: Annotated[
        list[Section] | None, typer.Option("--section", help="Only this section; may be repeated.", show_default=False)
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to a file instead of stdout.", show_default=False)
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
    db: Database = None,
    with_context: Context = False,
) -> None:
    """Write CommonMark with numbered citations and a list of the passages they stand for.

    Example: pctui export markdown --section recommendations --output proposals.md
    """
    from ..export.files import write as write_file
    from ..export.markdown import render
    from ..outline import SECTIONS, whole

    store = open_store(db, with_context)
    text = render(whole(store, [s.value for s in section] if section else SECTIONS))
    if output is None:
        write(text)
    else:
        write_file(output, text, force)
        say(f"wrote {output}")
