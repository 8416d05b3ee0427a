"""The commands of the reader's own marks and notes: print them, write them to a file, take them from one."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import NotFound, UsageError, from_os, say
from ..restricted import HINT, secure
from .options import Database, DryRun, Facets, Force, FormatOption, Marks, faceted, filter_of
from .output import deliver, print_answer, request, write
from .store import open_store
from .typer_support import LazyGroup, group

if TYPE_CHECKING:
    from ..model import Annotation
    from ..reader.exchange import Result


def export_notes(
    mark: Marks = None,
    every: Annotated[bool, typer.Option("--all", help="Also those on the entries of other corpora.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Write to a file instead of stdout.", show_default=False)
    ] = None,
    force: Force = False,
    db: Database = None,
) -> None:
    """Write your marks and notes as JSON Lines, one entry per line, to carry them to another computer or person.

    Each line has corpus, slug, kind, title, mark, note, when these were changed last (UTC), and `earlier`, by which an
    import knows older versions. Drafts are left out. `notes import` reads the file.

    Example: pctui notes export --output notes.jsonl
    """
    from ..reader.copies import Reader
    from ..reader.exchange import carried

    store = open_store(db, context=False)
    found = carried(Reader.of(store).path, None if every else store.corpus["slug"])
    found = [each for each in found if not mark or each.mark in mark]
    if not found:
        raise NotFound("there are no marks or notes to write", "Drafts are left out. To print all: pctui notes")
    deliver((each.line for each in found), output, force)


def import_notes(
    file: Annotated[str, typer.Argument(help="A file that `notes export` has written, or - for stdin.")],
    update: Annotated[
        bool,
        typer.Option("--update", help="What was changed there after it was carried from here replaces yours."),
    ] = False,
    dry_run: DryRun = False,
    db: Database = None,
) -> None:
    """Take marks and notes from a file into your own. Nothing of yours is lost.

    For each entry: what only the file has is taken; what is the same stays as it is; where both differ, both are kept:
    your mark, and your note with the other one below it, under a line that says where it is from and how it was marked.
    To import the same file twice changes nothing more. What is on an entry or a corpus that is not here is kept for it.
    Nothing is taken from a file with a fault. Printed is what became of each entry, except where nothing changed.

    Example: pctui notes import notes.jsonl --dry-run
    """
    from ..reader.copies import Reader
    from ..reader.exchange import read, take

    store = open_store(db, context=False)
    path = Path(file)
    try:
        if file == "-":
            name = "standard input"
            lines = read(name, sys.stdin.buffer)
        else:
            name = path.name
            with path.open("rb") as opened:
                lines = read(name, opened)
    except OSError as error:
        raise from_os(error, "read", path) from error
    results = take(Reader.of(store).path, lines, name, update=update, dry=dry_run)
    corpus = store.corpus["slug"]
    _report(results, corpus, store.missing(r.carried.entry.slug for r in results if r.carried.corpus == corpus))
    if dry_run:
        say("Nothing was written.")


def _report(results: list[Result], corpus: str, missing: list[str]) -> None:
    from ..reader.exchange import Outcome
    from ..text import one_line

    changed = [each for each in results if each.outcome is not Outcome.SAME]
    for each in changed:
        entry = each.carried.entry
        where = "" if each.carried.corpus == corpus else f" (corpus {each.carried.corpus})"
        write(f"{each.outcome:8} {entry.slug}{where}: {one_line(entry.title)}\n")
    counts = {outcome: sum(each.outcome is outcome for each in results) for outcome in Outcome}
    say(", ".join(f"{count:,} {outcome}" for outcome, count in counts.items() if count) or "The file has no lines.")
    if missing:
        say(f"Not in this corpus, and kept: {', '.join(dict.fromkeys(missing))}")
    others = dict.fromkeys(each.carried.corpus for each in results if each.carried.corpus != corpus)
    if others:
        say(f"Of other corpora, and kept for them: {', '.join(others)}")
    if there := sum(each.changed_there for each in results):
        say(f"{there:,} changed there since it was carried from here: --update takes the change in place of yours.")


_COMMANDS: dict[str, Callable[..., None]] = {"export": export_notes, "import": import_notes}


class NotesCommands(LazyGroup):
    """The commands that carry marks and notes."""

    NAMES = tuple(_COMMANDS)

    def find(self, name: str) -> Callable[..., None]:
        return _COMMANDS[name]


notes = group(NotesCommands, "notes", add_completion=False)


def _print(
    context: typer.Context,
    facets: Facets,
    mark: Marks = None,
    form: FormatOption = "text",
    db: Database = None,
) -> None:
    """Print your marks and notes, including those on entries no longer in the corpus. Or carry them: export, import.

    Example: pctui notes --format markdown > notes.md
    """
    if context.invoked_subcommand is not None:
        _only_carry(context)
        return
    from ..page.notes import all_blocks
    from ..reader.copies import Reader
    from ..render.data import answer_lines
    from ..render.formats import Answer, Form

    store = open_store(db, context=False)
    every = Reader.of(store).notes.load()
    filters = filter_of(store, facets)
    kinds = filters.chosen("kind")
    found = [
        annotation
        for annotation in every.values()
        if (not kinds or annotation.entry.kind in kinds) and (not mark or annotation.mark in mark)
    ]
    missing = store.missing(annotation.entry.slug for annotation in found)
    rows = [_row(annotation, annotation.entry.slug in missing) for annotation in found]
    answer = Answer(
        "notes",
        store,
        request(filters, mark=mark or None),
        [annotation.entry.slug for annotation in found],
        lambda: all_blocks(found, missing),
        own={"csv": lambda _form: _csv(rows), "jsonl": lambda _form: answer_lines((), rows)},
        more={"notes": rows},
        total=len(found),
    )
    print_answer(answer, Form(form), lambda: _nothing(bool(every)))


notes.callback(invoke_without_command=True)(faceted("kind")(_print))


def _only_carry(context: typer.Context) -> None:
    """Refuse options that are for printing, and both commands in a read-only login: they take a path."""
    if secure():
        raise UsageError(f"'notes {context.invoked_subcommand}' is disabled in this login", HINT)
    given = [name for name, value in context.params.items() if value and (name, value) != ("form", "text")]
    if given:
        option = "format" if given[0] == "form" else given[0]
        command = context.invoked_subcommand
        raise UsageError(f"--{option} before '{command}' is for printing", f"See: pctui notes {command} --help")


def _csv(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    from ..render.tables import table

    return table(["kind", "slug", "title", "mark", "note", "draft", "missing"], rows)


def _nothing(any_at_all: bool) -> tuple[str, str]:
    if any_at_all:
        return "no marks or notes match", ""
    return "you have no marks or notes on this corpus", "In the explorer, press m to mark an entry, n to write a note."


def _row(annotation: Annotation, missing: bool) -> dict[str, Any]:
    entry = annotation.entry
    row = {"kind": entry.kind, "slug": entry.slug, "title": entry.title}
    return row | {"mark": annotation.mark, "note": annotation.note, "draft": annotation.draft, "missing": missing}
