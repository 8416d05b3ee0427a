"""The commands that share corpora: one as a file, and those that are installed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..errors import NotFound, UsageError, say
from ..paths import PACK_ENDING
from ..text import one_line
from .options import Force, OwnCorpus
from .output import write
from .store import BEFORE


def pack(
    corpus: OwnCorpus = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="The file to make. Default: named like the corpus's folder.", show_default=False
        ),
    ] = None,
    force: Force = False,
) -> None:
    """Make one file of a corpus and its database, to send to somebody: `open` reads it anywhere.

    Copies of documents are not in it. Every command takes it with --db.

    Example: pctui pack --corpus my-corpus --output my-corpus.pctui
    """
    from ..authoring.folder import corpus_folder
    from ..database.packs import pack as make

    folder = corpus_folder(corpus or BEFORE.corpus)
    target = output or Path(f"{folder.resolve().name}{PACK_ENDING}")
    if target.suffix != PACK_ENDING:
        raise UsageError(f"{target} does not end in {PACK_ENDING}", f"Name it {target.with_suffix(PACK_ENDING).name}.")
    make(folder, target, force)
    say(f"wrote {target}; to open it: pctui open {target}")


def corpora() -> None:
    """List the installed corpora, each with its title and the name by which --corpus opens it.

    Example: pctui corpora
    """
    from ..authoring.workspace import corpus_record
    from ..paths import installed_corpora

    found = installed_corpora()
    for name, folder in found.items():
        record = corpus_record(folder) or {}
        write(f"{name}  {one_line(str(record.get('title', folder)))}\n")
    if not found:
        raise NotFound("no corpus is installed", "Install pctui with pip, or a package with a corpus.")
