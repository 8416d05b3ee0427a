"""The command that tells what differs between two corpora."""

from __future__ import annotations

import shutil
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ..errors import ExitCode, say
from .app import app, write


class Format(StrEnum):
    """How a difference is printed."""

    text = "text"
    markdown = "markdown"
    json = "json"


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="The folder of a corpus, or a database.")],
    new: Annotated[Path, typer.Argument(help="Another, of either kind.")],
    format: Annotated[Format, typer.Option(help="How to print it.")] = Format.text,  # noqa: A002 - the option's name
) -> None:
    """Print what differs between two corpora: entries added, removed, changed field by field, citations moved.

    The answer is 0 where they hold the same and 1 where they differ, as with diff. Of long texts the words that differ
    are shown; JSON has each value whole, as it was ("old") and as it is ("new"), null where it is not there.

    Example: pctui diff my.db my-corpus
    """
    from ..compare.corpora import difference
    from ..compare.source import contents
    from ..render.diff import as_json, as_markdown, as_text, counts

    found = difference(contents(old), contents(new))
    if format is Format.text:
        write(as_text(found, min(shutil.get_terminal_size().columns, 100) if sys.stdout.isatty() else None))
    else:
        write(as_markdown(found) if format is Format.markdown else as_json(found))
    if not found:
        say(counts(found))
    raise typer.Exit(ExitCode.NO if found else ExitCode.OK)
