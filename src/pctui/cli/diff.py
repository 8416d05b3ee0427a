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
    old: Annotated[Path, typer.Argument(help="A corpus folder or a database.")],
    new: Annotated[Path, typer.Argument(help="Another corpus folder or database.")],
    form: Annotated[_Format, typer.Option("--format", help="Output format.")] = "text",  # type: ignore[valid-type]
) -> None:
    """Print the differences between two corpora: entries added, removed and changed, field by field; citations moved.

    The exit code is 0 if they are the same and 1 if they differ, as with diff. In long texts, the words that differ are
    shown. JSON has the complete values, "old" and "new", null where there is none.

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
