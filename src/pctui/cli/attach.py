"""The command that attaches the reader's own copies of the documents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import ExitCode, confirm, say
from ..terminal import can_answer
from ..text import clean_all, one_line
from .options import Database, Encoding
from .output import write
from .store import open_store
from .typer_support import choice

if TYPE_CHECKING:
    from ..reader.attach import Result
    from ..reader.copies import Reader

_Format = choice("Format", ("text", "json"))


def attach(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Files (PDF, HTML, Word, EPUB, text), or folders of them.", show_default=False),
    ] = None,
    edition: Annotated[
        bool, typer.Option("--edition", help="Also attach a file that may be another edition of its document.")
    ] = False,
    encoding: Encoding = None,
    form: Annotated[_Format, typer.Option("--format", help="Output format.")] = "text",  # type: ignore[valid-type]
    db: Database = None,
) -> None:
    """Attach your own copies of the documents, so that passages can be shown. Without a file: list the attached copies.

    Copies are attached to the corpus of the database: no other corpus sees them. If fewer than nine in ten of a
    document's paragraphs are in a file, it may be another edition: it is attached if you say so.

    What is not plain text is converted; that needs pip install 'pctui[write]'.

    Example: pctui attach ~/papers/*.txt
    """
    from ..reader.attach import attach_files
    from ..reader.copies import Reader

    store = open_store(db, context=True)
    reader = Reader.of(store)
    if not files:
        _list_attached(reader, form)
        return
    results = []
    for result in attach_files(store, reader, files, lambda question: edition or _confirmed(question), encoding):
        if form == "text":
            _report(result)
        elif result.unreadable:
            say(result.message)
        results.append(result)
    if form == "json":
        write(_as_json([_data(result) for result in results]))
    for hint in dict.fromkeys(result.hint for result in results if result.hint):
        say(hint)
    if codes := [result.unreadable for result in results if result.unreadable]:
        raise typer.Exit(min(codes))
    if any(result.refused for result in results):
        say("To attach another edition all the same, give --edition.")
        raise typer.Exit(ExitCode.EDITION)
    if not all(result.document for result in results):
        raise typer.Exit(ExitCode.NO)


def _confirmed(question: str) -> bool:
    return can_answer() and confirm(f"{one_line(question)} Attach it?")


def _report(result: Result) -> None:
    if result.unreadable:
        say(result.message)
    else:
        write(f"{one_line(str(result.path))}: {result.message}\n")
    for complaint in result.complaints:
        say(f"  {complaint}")


def _data(result: Result) -> dict[str, Any]:
    """Return a result as JSON has it; `passages` are those that do not hold."""
    return {
        "file": str(result.path),
        "document": result.document or None,
        "attached": bool(result.document) and not result.refused,
        "message": result.message,
        "passages": [
            {"paragraph": p.paragraph, "entry": p.entry, "outcome": p.outcome, "difference": p.difference or None}
            for p in result.complaints
        ],
    }


def _list_attached(reader: Reader, form: str) -> None:
    attached = reader.attached()
    if form == "json":
        write(
            _as_json([{"document": c.document, "file": c.path, "sha256": c.sha256, "known": c.known} for c in attached])
        )
        return
    for copy in attached:
        kind = "known copy" if copy.known else "another extraction"
        write(f"{one_line(copy.document)}: {one_line(copy.path)} ({kind})\n")
    if not attached:
        say("No copies are attached. To attach yours: pctui attach FILE…")


def _as_json(rows: list[dict[str, Any]]) -> str:
    import json

    return json.dumps(clean_all(rows), indent=2, ensure_ascii=False) + "\n"
