"""The command that opens the explorer with writing on."""

from __future__ import annotations

import typer

from ..errors import UsageError, say
from ..terminal import can_explore
from ..text import number_of
from .options import Database, OwnCorpus
from .store import BEFORE, folder_to_write


def write(corpus: OwnCorpus = None, db: Database = None) -> None:
    """Open the explorer to write a corpus: select a passage of a document in Sources, and make an entry of it.

    Its database is built first if it is out of date; without --db it is the one that pctui opens, if that is of the
    same corpus, else one named like the corpus beside it.

    Example: pctui write --corpus my-corpus
    """
    from ..authoring.workspace import corpus_slug, database_of, is_current
    from ..database.build import seed
    from .opening import open_explorer

    folder = folder_to_write(corpus).absolute()
    slug = corpus_slug(folder)
    if slug is None:
        raise UsageError(f"{folder} has no record of kind 'corpus'", "Give the folder of a corpus: --corpus FOLDER")
    if not can_explore():
        raise UsageError("this terminal cannot show the explorer", "Edit the files of the corpus in your editor.")
    database = database_of(slug, db or BEFORE.db)
    if not is_current(database, folder):
        built = seed(folder, database)
        say(f"{database}: {number_of(built.entries, 'entry')} from {number_of(built.documents, 'document')}")
    raise typer.Exit(open_explorer(database, context=BEFORE.context, corpus=folder))
