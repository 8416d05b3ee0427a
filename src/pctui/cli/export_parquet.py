"""`pctui export parquet`: the tables of a corpus as files with types."""

from __future__ import annotations

from typing import Annotated

import typer

from ..errors import UsageError
from ..render.formats import whole
from .completion import tables
from .options import Context, Database, Folder, Force, Output
from .output import deliver_file, deliver_folder, only_folder
from .store import open_store


def parquet(
    folder: Folder = None,
    table: Annotated[
        str | None,
        typer.Option(help="Write only this table, to a file.", show_default=False, autocompletion=tables),
    ] = None,
    output: Output = None,
    force: Force = False,
    db: Database = None,
    with_context: Context = False,
) -> None:
    """Write the tables of `pctui export csv` as a folder of Parquet files, or one of them as a file.

    Numbers, days and lists have types, and the columns are described in each file, for DuckDB, pandas or R. It needs
    pyarrow: pip install 'pctui[parquet]'

    Example: pctui export parquet --folder tables
    """
    from ..queries.tables import exceptions
    from ..render.columns import TABLES
    from ..render.parquet import render
    from ..render.table_description import described_tables

    if (folder is None) == (table is None):
        raise UsageError("parquet needs a folder or the name of a table", "Give --folder DIR or --table NAME.")
    if table is not None and table not in TABLES:
        raise UsageError(f"there is no table '{table}'", f"Choose one of: {', '.join(TABLES)}")
    if table is not None and output is None:
        raise UsageError("a Parquet file is not for a terminal or a pipe", "Name a file with --output.")
    store = open_store(db, with_context)
    corpus = whole(store)
    chosen = [each for each in described_tables(corpus[0], exceptions(store)) if table in (None, each.name)]
    files = render(chosen, *corpus)
    if folder is not None:
        only_folder(folder, output)
        deliver_folder(files, folder, force)
    elif output is not None:
        deliver_file((piece for _, piece in files), output, force)
