"""`pctui export csv` and `pctui export parquet`: the tables of a corpus."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ..errors import UsageError
from ..render.formats import whole
from .completion import tables
from .options import Context, Database, Drafts, Folder, Force, Marks, Output, WithNotes, marked_of
from .output import deliver, deliver_file, deliver_folder, only_folder
from .store import open_store

if TYPE_CHECKING:
    from ..model import Record
    from ..queries.store import Store
    from ..render.columns import ExportedTable

    _Corpus = tuple[Record, Iterable[Record], Iterable[dict[str, Any]]]

OneTable = Annotated[
    str | None,
    typer.Option("--table", help="Write only this table.", show_default=False, autocompletion=tables),
]


def csv(
    folder: Folder = None,
    table: OneTable = None,
    raw: Annotated[
        bool,
        typer.Option("--raw", help="For programs: no byte order mark, no apostrophe before what looks like a formula."),
    ] = False,
    mark: Marks = None,
    notes: WithNotes = False,
    output: Output = None,
    force: Force = False,
    db: Database = None,
    with_context: Context = False,
    with_drafts: Drafts = False,
) -> None:
    """Write a folder of CSV files, one per table, safe to open in a spreadsheet; or a single table.

    Beside the files are descriptions of the tables and their columns, for programs: a Frictionless Data Package and CSV
    on the Web. With --mark or --notes, there is a table `notes`, with your mark and note on each entry that has one.

    Example: pctui export csv --folder tables
    """
    from ..render.table_description import descriptions
    from ..render.tables import one, render

    _check("csv", folder, table, notes=bool(mark or notes))
    corpus, there = _tables(open_store(db, with_context, drafts=with_drafts), mark, notes)
    if table is not None:
        deliver(one(next(each for each in there if each.name == table), *corpus, raw=raw), output, force)
    elif folder is not None:
        only_folder(folder, output)
        files = render(*corpus, there, raw=raw)
        deliver_folder(chain(descriptions(corpus[0], there, raw=raw), files), folder, force)


def parquet(
    folder: Folder = None,
    table: OneTable = None,
    mark: Marks = None,
    notes: WithNotes = False,
    output: Output = None,
    force: Force = False,
    db: Database = None,
    with_context: Context = False,
    with_drafts: Drafts = False,
) -> None:
    """Write the tables of `export csv` as a folder of Parquet files, or one of them as a file.

    Numbers, days and lists have types, and the columns are described in each file, for DuckDB, pandas or R. It needs
    pyarrow: pip install 'pctui[parquet]'

    Example: pctui export parquet --folder parquet
    """
    from ..render.parquet import render

    _check("parquet", folder, table, notes=bool(mark or notes))
    if table is not None and output is None:
        raise UsageError("a Parquet file is not for a terminal or a pipe", "Name a file with --output.")
    corpus, there = _tables(open_store(db, with_context, drafts=with_drafts), mark, notes)
    files = render(*corpus, [each for each in there if table in (None, each.name)])
    if folder is not None:
        only_folder(folder, output)
        deliver_folder(files, folder, force)
    elif output is not None:
        deliver_file((piece for _, piece in files), output, force)


def _tables(store: Store, mark: list[Any] | None, notes: bool) -> tuple[_Corpus, list[ExportedTable]]:
    """Return the corpus as data, and the tables that it fills."""
    from ..queries.tables import exceptions
    from ..render.table_description import described

    corpus = whole(store, marked_of(store, mark, notes))
    return corpus, described(corpus[0], exceptions(store, narrowed=bool(mark)), notes=bool(mark or notes))


def _check(form: str, folder: Path | None, table: str | None, *, notes: bool) -> None:
    """Raise UsageError unless there is a folder, or the name of a table."""
    from ..render.columns import tables_of

    there = tables_of(notes=notes)
    if (folder is None) == (table is None):
        raise UsageError(f"{form} needs a folder or the name of a table", "Give --folder DIR or --table NAME.")
    if table is not None and table not in there:
        raise UsageError(f"there is no table '{table}'", f"Choose one of: {', '.join(there)}")
