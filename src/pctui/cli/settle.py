"""The command that settles what git could not merge in a corpus."""

from __future__ import annotations

import typer

from ..errors import ExitCode, say
from .options import OwnCorpus
from .store import folder_to_write


def settle(corpus: OwnCorpus = None) -> None:
    """Settle the conflicts that a merge with git left in a corpus, where the two sides changed different things.

    Terms and entries that both added stay, and so do changes of different fields of one entry. Where both changed the
    same, the file stays as it is, and the field is named with both values.

    Example: pctui settle --corpus my-corpus
    """
    from ..authoring.settling import settle as settle_all

    done, left = 0, 0
    for found in settle_all(folder_to_write(corpus)):
        if found.conflict:
            left += 1
            say(f"{found.conflict}; settle this one by hand")
        else:
            done += 1
            say(f"{found.name}: settled")
    if not done + left:
        say("no conflicts of git in this corpus")
    elif not left:
        say("All are settled; to complete the merge: git commit")
    if left:
        raise typer.Exit(ExitCode.NO)
