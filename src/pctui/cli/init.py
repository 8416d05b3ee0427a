"""The command that makes the folder of a new corpus."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import say
from .output import write


def init(
    folder: Annotated[
        Path, typer.Argument(metavar="NAME", help="The folder to make, which is the name of the corpus.")
    ],
    title: Annotated[
        str, typer.Option("--title", help="The title of the corpus. Default: its name.", show_default=False)
    ] = "",
    lang: Annotated[str, typer.Option("--lang", help="The language that you write it in: de, pt-BR.")] = "en",
    ci: Annotated[bool, typer.Option("--ci", help="Add a GitHub workflow that checks every push.")] = False,
) -> None:
    """Make the folder of a new corpus, to which `add` brings documents and `import` tables.

    Its record explains each vocabulary, with an example commented out. The folder must be new, or empty.

    Example: pctui init lighthouses --title "The lights of our coast"
    """
    from ..authoring.new_corpus import create

    for name in create(folder, title, language=lang, workflow=ci):
        write(f"{folder / name}\n")
    say("Bring in a document: pctui add FILE --corpus " + str(folder))
