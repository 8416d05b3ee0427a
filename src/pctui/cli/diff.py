"""The command that prints the differences between two corpora."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import ExitCode, say
from .output import text_width, write
from .typer_support import choice

_Format = choice("Format", ("text", "markdown", "json"))


def diff(
    old: Annotated[Path, typer.Argument(help="The folder of a corpus, or a database.")],
    new: Annotated[Path, typer.Argument(help="Another, of either kind.")],
    form: Annotated[_Format, typer.Option("--format", help="Output format.")] = "text",  # type: ignore[valid-type]
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
    if form == "text":
        write(as_text(found, text_width()))
    else:
        write(as_markdown(found) if form == "markdown" else as_json(found))
    if not found:
        say(counts(found))
    raise typer.Exit(ExitCode.NO if found else ExitCode.OK)
