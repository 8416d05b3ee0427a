"""The command that imports a table of entries into a corpus."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import FaultsError, UsageError, say
from ..text import number_of, one_line
from .options import Documents, DryRun, Encoding, OwnCorpus
from .output import write
from .store import folder_to_write

if TYPE_CHECKING:
    from ..authoring.importing import Result


def import_(
    table: Annotated[
        Path, typer.Argument(help="A .csv, .tsv or .jsonl file, or the JSON of TimelineJS.", show_default=False)
    ],
    maps: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="FIELD=COLUMN",
            help="The column of a field, where it has another name; may be repeated.",
            show_default=False,
        ),
    ] = None,
    values: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="FIELD=VALUE",
            help="The value of a field where a row has none; may be repeated.",
            show_default=False,
        ),
    ] = None,
    kind: Annotated[str, typer.Option("--kind", help="The kind of the entries.")] = "event",
    document: Annotated[
        str, typer.Option("--document", help="The document quoted where a row names none.", show_default=False)
    ] = "",
    new_terms: Annotated[
        bool, typer.Option("--new-terms", help="Add terms that the corpus does not have to its vocabularies.")
    ] = False,
    drafts: Annotated[
        bool, typer.Option("--drafts", help="Import rows whose quotation does not prove them, as drafts.")
    ] = False,
    corpus: OwnCorpus = None,
    documents: Documents = None,
    encoding: Encoding = None,
    dry_run: DryRun = False,
) -> None:
    """Import a table as entries: a row with a quotation is cited and proved, one without becomes a draft.

    Columns are found by the names of fields: title, summary, date, lane, quote, document and so on. Dates are read as
    people write them, terms by slug or title. If a row has a fault, nothing is written. A row whose entry is there
    already is left as it is.

    Example: pctui import events.csv --corpus my-corpus --dry-run
    """
    from ..authoring.folder import read_corpus
    from ..authoring.importing import Options, import_table
    from ..authoring.tables import from_timeline, read_table
    from ..corpus.copies import copies_in
    from ..kinds.registry import KINDS
    from ..text import nearest
    from .check import reader_of, say_unread

    if kind not in KINDS or kind == "document":
        kinds = [name for name in KINDS if name != "document"]
        raise UsageError(f"'{kind}' is not a kind to import{nearest(kind, kinds)}", f"One of: {', '.join(kinds)}")
    folder = folder_to_write(corpus)
    loaded = read_corpus(folder)
    if not document and len(loaded.documents) == 1:
        (document,) = loaded.documents  # there is no other that a row could quote
    options = Options(KINDS[kind], _pairs("--map", maps), _pairs("--set", values), document, new_terms, drafts, dry_run)
    found = read_table(table, encoding)
    if found.doubt:
        say(f"{found.name}: {found.doubt}")
    copies = copies_in(documents, loaded.known(), unread=say_unread) if documents else {}
    copy_of = (lambda slug: copies[slug].copy if slug in copies else None) if documents else reader_of(loaded).copy
    result = import_table(folder, loaded, from_timeline(found), copy_of, options)
    _report(result)
    if result.faults:
        raise FaultsError(result.faults, found.name, "Nothing was written.")
    if dry_run:
        say("Nothing was written.")


def _pairs(option: str, given: list[str] | None) -> dict[str, str]:
    """Return what an option `NAME=VALUE` says."""
    pairs = {}
    for each in given or ():
        name, equals, value = each.partition("=")
        if not (equals and name.strip() and value.strip()):
            raise UsageError(f"{option} '{each}' is not of the form FIELD=…", f"Write it like {option} date=Year.")
        pairs[name.strip()] = value.strip()
    return pairs


def _report(result: Result) -> None:
    """Print what became of each row, unless there are faults, and say the rest."""
    from ..authoring.importing import Outcome

    if not result.faults:
        for row in result.rows:
            write(f"{row.outcome:6} {row.slug}: {one_line(row.title)}\n")
    for fault in result.doubted:
        say(f"{fault} (a draft)")
    if result.unused:
        say(f"Columns that are no field: {', '.join(map(one_line, result.unused))}. To use one: --map FIELD=COLUMN")
    if not result.faults:
        for field, title in result.terms:
            say(f"{field}: {one_line(title)} is new")
        counts = {outcome: sum(row.outcome is outcome for row in result.rows) for outcome in Outcome}
        cited, drafts, there = (counts[outcome] for outcome in (Outcome.CITED, Outcome.DRAFT, Outcome.THERE))
        parts = [f"{cited:,} cited and proved"] * bool(cited)
        parts += [number_of(drafts, "draft")] * bool(drafts) + [f"{there:,} there already"] * bool(there)
        say(", ".join(parts) or "The table has no rows.")
