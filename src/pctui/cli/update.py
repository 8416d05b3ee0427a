"""The command that brings a new edition of a document into a corpus, and moves citations to it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import CorpusError, ExitCode, FilesError, NotFound, UsageError, say
from ..restricted import allow_writing
from ..text import clean_all, nearest, number_of, one_line
from .options import Bibliographies, Documents, DryRun, Encoding, OwnCorpus
from .output import read_letter, write
from .store import BEFORE, folder_to_write
from .typer_support import choice

if TYPE_CHECKING:
    from ..authoring.adding import Prepared
    from ..authoring.updating import Cited, Fate

_Format = choice("Format", ("text", "json"))
_Rule = choice("Rule", ("move", "keep", "ask"))
_PROMPT = "[m] move to the new edition  [k] keep on the old  [e] move, and edit the entry  [q] quit: "


def update(
    document: Annotated[str, typer.Argument(help="The slug of the document that has a new edition.")],
    file: Annotated[Path, typer.Argument(help="The new edition.", show_default=False)],
    slug: Annotated[str, typer.Option("--slug", help="The slug of the new edition.", show_default=False)] = "",
    bib: Bibliographies = None,
    found: Annotated[
        _Rule,  # type: ignore[valid-type]
        typer.Option("--found", help="What to do with citations whose words are all in the new edition."),
    ] = "move",
    otherwise: Annotated[
        _Rule,  # type: ignore[valid-type]
        typer.Option(
            "--otherwise",
            help="What to do with those that read otherwise; if moved, the entry becomes a draft.",
        ),
    ] = "ask",
    corpus: OwnCorpus = None,
    documents: Documents = None,
    encoding: Encoding = None,
    dry_run: DryRun = False,
    form: Annotated[_Format, typer.Option("--format", help="Output format.")] = "text",  # type: ignore[valid-type]
) -> None:
    """Bring in a new edition of a document: which cited passages hold, have moved, read otherwise or are gone.

    Both editions stay; the new one supersedes the old. Citations whose words are in the new edition move to it, those
    that read otherwise are asked about one by one, with the words that differ, and those that are gone stay on the old
    edition. --found and --otherwise decide by rule. Nothing is written before the last answer.

    Example: pctui update minutes-1921 minutes-2.txt --corpus my-corpus --dry-run
    """
    from ..authoring.adding import Added, Intake, free_slug_of
    from ..authoring.editor_schema import renew_schema
    from ..authoring.folder import check_command
    from ..authoring.updating import Fate, compared, counted, updated
    from ..convert import original
    from ..corpus.anchors import Copy
    from ..corpus.loader import examine
    from .add import works_of
    from .check import copies_of

    allow_writing()
    folder = folder_to_write(corpus)
    loaded, unsound = examine(folder)
    if unsound:
        raise CorpusError(unsound, "Correct the corpus first.")
    if document not in loaded.documents:
        raise NotFound(f"there is no document '{document}' in the corpus{nearest(document, loaded.documents)}")
    intake = Intake(
        folder,
        loaded,
        list(works_of(bib or [])),
        language=loaded.documents[document].csl.language or "",
        dry_run=dry_run,
    )
    given = original(file, encoding)
    if given.sha256 in loaded.documents[document].sha256:
        raise UsageError(f"{file} is the edition that '{document}' has already", "Give the new edition.")
    text = Copy(given.converted.text())
    if there := intake.there(file, text, given.sha256):  # an earlier run may have been ended before it was attached
        say(f"{file} {there.message}")
        if not dry_run:
            renew_schema(folder)
        return
    slug = free_slug_of(slug, loaded) if slug else ""
    new = intake.prepare(file, slug, given.converted, text, given.sha256)
    if isinstance(new, Added):
        raise FilesError(f"{file} {new.message}", new.hint)
    copies = copies_of(loaded, documents)
    old = copies[document].copy if document in copies else None
    every = list(compared(loaded, document, old, new))
    if form == "json":
        _print_json(new, every)
    else:
        write("".join(f"{fate:16} {count}\n" for fate, count in counted(every).items()))
        if old is None:
            say(f"no copy of '{document}' is attached, so the words that differ are not shown")
    by_rule = {Fate.HELD: found, Fate.MOVED: found, Fate.OTHERWISE: otherwise, Fate.GONE: "keep"}
    if dry_run:
        for each in every:
            if each.fate in (Fate.OTHERWISE, Fate.GONE) and form != "json":
                write(f"\n{_described(each)}\n")
        say("Nothing was written.")
        return
    decided = _decided(every, by_rule)
    if decided is None:
        say("Nothing was written.")
        raise typer.Exit(ExitCode.NO)
    moved, edited = decided
    from ..authoring.changes import apply

    apply(updated(folder, document, new, moved), schema=False)
    intake.attach(new)
    renew_schema(folder)
    kept = len(every) - len(moved)
    citations = number_of(len(moved), "citation")
    say(f"added '{new.slug}', which supersedes '{document}'; {citations} moved to it, {kept} kept")
    _edit(folder, edited)
    say(f"Write its summary, then: {check_command(corpus or BEFORE.corpus)}")


def _decided(every: list[Cited], rules: dict[Fate, str]) -> tuple[list[Cited], list[str]] | None:
    """Return the citations to move, and the entries to edit; None if the person gave up."""
    moved: list[Cited] = []
    edited: list[str] = []
    open_ = [each for each in every if rules[each.fate] == "ask"]
    for each in every:
        answer = rules[each.fate][0]
        if answer == "a":
            number = open_.index(each) + 1
            write(f"\n{number} of {len(open_)}: {_described(each)}\n")
            answer = read_letter(_PROMPT, "mkeq")
        if answer == "q":
            return None
        if answer in "me":
            moved.append(each)
        if answer == "e" and each.entry not in edited:
            edited.append(each.entry)
    return moved, edited


def _described(cited: Cited) -> str:
    """Return a citation and what became of it: `'leader-elected' ¶16 reads otherwise: … [-one-] {+two+} …`."""
    nearest = f"; the nearest is ¶{cited.nearest}" if cited.nearest else ""
    difference = f"{nearest}: {one_line(cited.difference)}" if cited.difference else ""
    return (
        f"'{cited.entry}' ¶{cited.citation.paragraph} {'is ' if cited.fate == 'gone' else ''}{cited.fate}{difference}"
    )


def _print_json(new: Prepared, every: list[Cited]) -> None:
    import json

    citations = [
        {
            "entry": each.entry,
            "paragraph": each.citation.paragraph,
            "fate": str(each.fate),
            "moved": each.moved(new.slug),
            "nearest": each.nearest,
            "difference": each.difference,
        }
        for each in every
    ]
    data = {"document": new.slug, "paragraphs": len(new.cut.paragraphs), "citations": citations}
    write(json.dumps(clean_all(data), indent=2, ensure_ascii=False) + "\n")


def _edit(folder: Path, slugs: list[str]) -> None:
    """Open the editor at each entry, or say where they stand."""
    import shlex
    import subprocess
    import sys

    from ..corpus.loader import examine

    loaded, _ = examine(folder)
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    for slug in slugs:
        place = loaded.places[slug]
        if editor and sys.stdin.isatty():
            subprocess.run([*shlex.split(editor), f"+{place.line()}", str(folder / place.file)], check=False)
        else:
            say(f"To edit: {place.file}:{place.line()}")
