"""The reader's own copies of the documents: the command that attaches them, and verification against them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import ExitCode, Fault, confirm, say
from ..text import clean_all, one_line
from .options import Database
from .output import write
from .store import open_store
from .terminal import can_answer
from .typer_support import choice

if TYPE_CHECKING:
    from ..corpus.copies import Recognised
    from ..corpus.loaded import Loaded
    from ..corpus.verify import Verification
    from ..reader.attach import Result
    from ..reader.copies import Reader


_Format = choice("Format", ("text", "json"))


def copies_of(loaded: Loaded, documents: Path | None) -> dict[str, Recognised]:
    """Return the copies to search, by document: those in a folder, or the attached ones."""
    from ..corpus.copies import copies_in

    return copies_in(documents, loaded.known()) if documents is not None else _attached(loaded)


def _attached(loaded: Loaded) -> dict[str, Recognised]:
    from ..reader.attach import attached_copies

    return attached_copies(loaded.corpus.slug, loaded.known()) if loaded.corpus else {}


def verified(loaded: Loaded, documents: Path | None) -> Verification:
    """Verify a corpus; compare a passage that reads otherwise in a folder's copy with that in the attached one."""
    from ..corpus.verify import verify

    return verify(loaded, copies_of(loaded, documents), _attached(loaded) if documents is not None else None)


def faults_of(verification: Verification) -> list[Fault]:
    """Return the faults found in the copies, and one for each document without a copy."""
    absent = [d.document for d in verification.documents if d.copy is None]
    return [
        *verification.faults,
        *(Fault(name, 0, "no copy of this document: give --documents, or attach it") for name in absent),
    ]


def attach(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Plain text files, or folders of them.", show_default=False)
    ] = None,
    edition: Annotated[
        bool, typer.Option("--edition", help="Also attach a file that may be another edition of its document.")
    ] = False,
    form: Annotated[_Format, typer.Option("--format", help="Output format.")] = "text",  # type: ignore[valid-type]
    db: Database = None,
) -> None:
    """Attach your own copies of the documents, so that passages can be shown. Without a file: list the attached copies.

    Copies are attached to the corpus of the database: no other corpus sees them. If fewer than nine in ten of a
    document's paragraphs are in a file, it may be another edition: it is attached if you say so.

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
    for result in attach_files(store, reader, files, lambda question: edition or _confirmed(question)):
        if form == "text":
            _report(result)
        elif result.unreadable:
            say(result.message)
        results.append(result)
    if form == "json":
        write(_as_json([_data(result) for result in results]))
    if any(result.unreadable for result in results):
        raise typer.Exit(ExitCode.FILES)
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
            for p in result.passages
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
