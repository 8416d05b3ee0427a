"""The command that goes through a corpus entry by entry, each beside its passages, for somebody to review it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import FilesError, UsageError, say
from ..restricted import allow_writing
from ..text import nearest
from .options import Documents, OwnCorpus
from .output import read_letter, text_width, write
from .store import folder_to_write

if TYPE_CHECKING:
    from ..authoring.review import Case, Queue
    from ..reader.notes import Notes

_PROMPT = "[y] reviewed  [n] draft  [t] note  [s] skip  [q] quit: "
_ANSWERS = {"y": True, "n": False}


def _kinds() -> tuple[str, ...]:
    from ..kinds.registry import KINDS

    return tuple(KINDS)


def review(
    slugs: Annotated[list[str] | None, typer.Argument(metavar="[SLUG]…", help="Only these entries.")] = None,
    corpus: OwnCorpus = None,
    documents: Documents = None,
    kind: Annotated[
        list[str] | None, typer.Option("--kind", help="Only entries of this kind; may be repeated.", show_default=False)
    ] = None,
    reviewed: Annotated[bool, typer.Option("--reviewed", help="Also those that are reviewed already.")] = False,
    listing: Annotated[bool, typer.Option("--list", help="Only list what is to be reviewed.")] = False,
) -> None:
    """Go through the entries of a corpus that nobody has reviewed, each beside the passages that it cites.

    Answer with a letter and Enter: y marks the entry as reviewed (`status: reviewed`), n as a draft, t writes a note of
    your own on it, s goes on, q ends. Each answer is saved at once. With --list, the entries are only listed.

    Example: pctui review --corpus my-corpus --list
    """
    from ..authoring.review import queue_of

    allow_writing()
    if unknown := [one for one in kind or () if one not in _kinds()]:
        raise UsageError(
            f"there is no kind '{unknown[0]}'{nearest(unknown[0], _kinds())}", f"One of: {', '.join(_kinds())}"
        )
    folder = folder_to_write(corpus)
    queue = queue_of(folder, documents, slugs or (), kind or (), reviewed)
    if not len(queue):
        say("nothing to review")
    elif listing:
        write("".join(f"{case.entry.slug}  {case.status}  {case.entry.title}\n" for case in queue.cases()))
    else:
        _go_through(folder, queue)


def _go_through(folder: Path, queue: Queue) -> None:
    from ..authoring.changes import apply
    from ..authoring.review import decided

    done = 0
    for number, case in enumerate(queue.cases(), 1):
        write(("\n" if number > 1 else "") + _shown(case, f"{number} of {len(queue)}"))
        while (answer := read_letter(_PROMPT, "yntsq")) == "t" or (answer == "y" and case.refusal):
            if answer == "t":
                _write_note(queue.notes, case)
            else:
                say(case.refusal)
        if answer == "q":
            break
        if answer in _ANSWERS:
            try:
                apply(decided(folder, case.entry.slug, _ANSWERS[answer], case.entry))
            except FilesError as error:  # somebody else writes the corpus: the others can still be decided
                say(f"{error.message}. {error.hint}")
                continue
            done += 1
    say(f"{done} of {len(queue)} decided")


def _write_note(notes: Notes, case: Case) -> None:
    """Add a line to the reader's own note on an entry."""
    editor = notes.begin(case.reference)
    write("Note: ")
    try:
        line = input().strip()
    except EOFError:
        return
    if line:
        editor.save("\n".join(filter(None, (editor.saved, line))))
        say("noted; `pctui notes` prints your notes")


def _shown(case: Case, which: str) -> str:
    """Return an entry with its passages as text."""
    from ..authoring.review import head_blocks, passage_blocks, statement_blocks
    from ..render.text import pieces

    blocks = [*head_blocks(case, which), *statement_blocks(case), *passage_blocks(case)]
    return "".join(pieces(blocks, text_width())) + "\n"
