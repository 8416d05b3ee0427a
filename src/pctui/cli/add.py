"""The command that brings documents into a corpus."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import ExitCode, Progress, UsageError, say
from ..text import clean_all, one_line
from .options import Bibliographies, DryRun, Encoding, OwnCorpus
from .output import text_width, write
from .store import BEFORE, folder_to_write
from .typer_support import choice

if TYPE_CHECKING:
    from ..authoring.adding import Added
    from ..authoring.bibliographies import Work

_Format = choice("Format", ("text", "json"))
_COUNTS = ("pages", "paragraphs", "sections", "left out")
_WORST = (ExitCode.FILES, ExitCode.USAGE, ExitCode.EDITION)  # of several files, the code of the command


def add(
    files: Annotated[list[Path], typer.Argument(help="The documents, or folders of them.", show_default=False)],
    bib: Bibliographies = None,
    corpus: OwnCorpus = None,
    slug: Annotated[
        str, typer.Option("--slug", help="The slug of the document, if it is only one.", show_default=False)
    ] = "",
    encoding: Encoding = None,
    lang: Annotated[
        str,
        typer.Option("--lang", help="The language of documents that do not say it: de, pt-BR.", show_default=False),
    ] = "",
    dry_run: DryRun = False,
    form: Annotated[_Format, typer.Option("--format", help="Output format.")] = "text",  # type: ignore[valid-type]
) -> None:
    """Add documents to a corpus: their records, sections and paragraphs. Their text stays outside, as your own copy.

    A document's record is found in --bib by DOI or title; what the document does not print itself is `supplied`. It
    begins as a draft: write its summary, then remove `status: draft`. A document that cannot be read is reported, and
    not added.

    Example: pctui add letter.txt --corpus my-corpus --dry-run
    """
    from ..authoring.adding import Intake, free_slug_of
    from ..authoring.editor_schema import renew_schema
    from ..authoring.folder import check_command, read_corpus
    from ..authoring.new_corpus import checked_language
    from ..corpus.copies import files_of

    folder = folder_to_write(corpus)
    found = files_of(files)
    if slug and len(found) != 1:
        raise UsageError("--slug is for one document", "Add each file by itself.")
    loaded = read_corpus(folder)
    if slug:
        slug = free_slug_of(slug, loaded)
    intake = Intake(
        folder, loaded, list(works_of(bib or [])), language=checked_language(lang) if lang else "", dry_run=dry_run
    )
    results: list[Added] = []
    with Progress() as progress:
        for file in found:
            progress.say(f"reading {file} …")
            result = intake.add(file, slug, encoding)
            progress.say("")
            _narrate(result)
            results.append(result)
    added = [result for result in results if result.slug]
    if form == "json":
        import json

        write(json.dumps(clean_all([_data(result) for result in results]), indent=2, ensure_ascii=False) + "\n")
    elif added:
        write("\n".join(_table(added, text_width())) + "\n")
    if dry_run:
        say("Nothing was written.")
    else:
        renew_schema(folder)  # also if an earlier run was ended before that
    if added and not dry_run:
        check = check_command(corpus or BEFORE.corpus)
        say(f"Write the summary of each, then remove 'status: draft'. To check: {check}")
    codes = {result.code for result in results}
    if worst := next((code for code in _WORST if code in codes), None):
        raise typer.Exit(worst)


def works_of(files: list[Path]) -> Iterator[Work]:
    """Yield the works of bibliographies; what is wrong in these is said, and is no reason to add nothing."""
    from ..authoring.bibliographies import read_bibliography

    for file in files:
        bibliography = read_bibliography(file)
        for fault in bibliography.faults:
            say(str(fault))
        yield from bibliography.works


def _narrate(result: Added) -> None:
    """Say why a file was not added, and what may be wrong in one that was."""
    if result.message:
        name = one_line(str(result.file))
        message = one_line(result.message)
        say(message if message.startswith(f"{name}:") else f"{name} {message}")
    if result.hint:
        say(f"  {one_line(result.hint)}")
    for doubt in result.doubts:
        say(f"{one_line(str(result.file))}: {one_line(doubt)}")


def _table(added: list[Added], width: int | None) -> Iterator[str]:
    """Yield the lines of the table: a row of counts for each document, and below it what was found and is missing."""
    from ..widths import wrap

    numbers = "".join(f"  {name:>{len(name)}}" for name in _COUNTS)
    room = (width or 100) - len(numbers)
    name_width = max(
        len(name) for name in ("document", *(result.slug for result in added)) if len(name) <= max(room, 8)
    )
    yield f"{'document':{name_width}}{numbers}"
    for result in added:
        counts = (result.pages or "–", result.paragraphs, result.sections, sum(result.left_out.values()))
        name = result.slug
        if len(name) > name_width:
            yield name
            name = ""
        yield f"{name:{name_width}}" + "".join(f"  {n:>{len(c)}}" for n, c in zip(counts, _COUNTS, strict=True))
        for line in _details(result):
            yield from wrap(line, width, "  ", "    ") if width else [f"  {line}"]


def _details(result: Added) -> Iterator[str]:
    yield f"file: {one_line(result.file.name)}"
    if result.matched:
        yield f"record: {result.matched}"
    if result.supplied:
        yield f"not printed, so supplied: {', '.join(result.supplied)}"
    if result.left_out:
        yield f"left out: {', '.join(f'{what} ({count})' for what, count in result.left_out.items())}"
    yield f"to fill in: {', '.join(('summary', *result.missing))}"


def _data(result: Added) -> dict[str, Any]:
    """Return what became of a file, as JSON has it."""
    return {
        "file": str(result.file),
        "document": result.slug or None,
        "message": result.message or None,
        "pages": result.pages,
        "paragraphs": result.paragraphs,
        "sections": result.sections,
        "left_out": dict(result.left_out),
        "record": result.matched or None,
        "supplied": list(result.supplied),
        "missing": list(result.missing),
        "doubts": list(result.doubts),
    }
