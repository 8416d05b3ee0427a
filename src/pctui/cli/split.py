"""The command that gives each entry of a corpus a file of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import say
from ..text import number_of
from .options import DryRun, OwnCorpus
from .output import write
from .store import folder_to_write

if TYPE_CHECKING:
    from ..authoring.splitting import Split


def split(
    corpus: OwnCorpus = None,
    dry_run: DryRun = False,
) -> None:
    """Give each entry of a corpus a file of its own, so that changes of several people merge; print where each goes.

    Entries go to entries/KIND/SLUG.yaml, documents with their paragraphs to documents/SLUG.yaml, and the corpus's own
    record to corpus.yaml. Every record and its comments stay as written, but documents are then in the order of their
    slugs. Files that have only one entry stay where they are. A corpus with faults is not changed.

    Example: pctui split --corpus my-corpus --dry-run
    """
    from ..authoring.changes import apply
    from ..authoring.splitting import split as find

    found = find(folder_to_write(corpus))
    if not dry_run:
        apply(found.changes)
    write("".join(f"{move.file}:{move.line} {move.target}\n" for move in found.moves))
    say(_summary(found, dry_run))


def _summary(found: Split, dry_run: bool) -> str:
    if not found.moves:
        return "each entry has a file of its own already"
    sources = number_of(len({move.file for move in found.moves}), "file")
    targets = number_of(len({move.target for move in found.moves}), "file")
    verb = "would move" if dry_run else "moved"
    return f"{verb} {number_of(len(found.moves), 'record')} of {sources} to {targets}"
