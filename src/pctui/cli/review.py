"""The command that goes through a corpus entry by entry, each beside its passages, for somebody to review it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import CorpusError, FilesError, NotFound, UsageError, say
from ..restricted import allow_writing
from ..text import nearest
from .check import copies_of, faults_of, reader_of, verified
from .options import Documents, OwnCorpus
from .output import read_letter, text_width, write

if TYPE_CHECKING:
    from ..authoring.review import Case
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
    from ..authoring.folder import corpus_folder
    from ..authoring.review import cases
    from ..corpus.loader import examine

    allow_writing()
    folder = corpus_folder(corpus)
    loaded, unsound = examine(folder)
    if unsound:
        raise CorpusError(unsound, "Correct the corpus first.")
    if unknown := [slug for slug in slugs or () if slug not in loaded.entries]:
        raise NotFound(f"there is no entry '{unknown[0]}' in the corpus")
    if unknown := [one for one in kind or () if one not in _kinds()]:
        raise UsageError(
            f"there is no kind '{unknown[0]}'{nearest(unknown[0], _kinds())}", f"One of: {', '.join(_kinds())}"
        )
    copies = {slug: found.copy for slug, found in copies_of(loaded, documents).items()}
    faults = [fault for fault in faults_of(verified(loaded, documents)) if fault.line]
    found = list(cases(loaded, copies, faults, slugs or (), kind or (), reviewed))
    if not found:
        say("nothing to review")
    elif listing:
        write("".join(f"{case.entry.slug}  {case.status}  {case.entry.title}\n" for case in found))
    else:
        _go_through(folder, found, reader_of(loaded).notes)


def _go_through(folder: Path, found: list[Case], notes: Notes) -> None:
    from ..authoring.changes import apply
    from ..authoring.review import decided

    done = 0
    for number, case in enumerate(found, 1):
        write(("\n" if number > 1 else "") + _shown(case, f"{number} of {len(found)}"))
        while (answer := read_letter(_PROMPT, "yntsq")) == "t" or (answer == "y" and case.obstacle):
            if answer == "t":
                _write_note(notes, case)
            else:
                say(f"'{case.entry.slug}' cannot be marked as reviewed: {case.obstacle}")
        if answer == "q":
            break
        if answer in _ANSWERS:
            try:
                apply(decided(folder, case.entry.slug, _ANSWERS[answer], case.entry))
            except FilesError as error:  # somebody else writes the corpus: the others can still be decided
                say(f"{error.message}. {error.hint}")
                continue
            done += 1
    say(f"{done} of {len(found)} decided")


def _write_note(notes: Notes, case: Case) -> None:
    """Add a line to the reader's own note on an entry."""
    from ..kinds.registry import kind_of
    from ..model import Reference

    entry = case.entry
    editor = notes.begin(Reference(entry.slug, kind_of(entry).name, entry.title))
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
    from ..kinds.registry import kind_of
    from ..page import Block, Facts, Heading, Prose, Quote, Run
    from ..render.text import pieces

    entry = case.entry
    blocks: list[Block] = [
        Heading(1, entry.title),
        Prose((Run(" · ".join((which, kind_of(entry).name, entry.slug, case.status)), "muted"),)),
        Prose((Run(entry.summary),)),
    ]
    if case.facts:
        blocks.append(Facts(tuple((name, (Run(text),)) for name, text in case.facts)))
    for passage in case.passages:
        blocks.append(Prose((Run(f"{passage.place}:", "strong"),)))
        blocks.append(Quote(passage.text) if passage.found else Prose((Run(passage.text, "warn"),)))
    blocks += [Prose((Run(f"Fault: {fault}", "warn"),)) for fault in case.faults]
    return "".join(pieces(blocks, text_width())) + "\n"
