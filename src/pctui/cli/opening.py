"""Opens the explorer. Without typer, which `pctui` alone can do without: it takes 30 ms and 6 MB."""

from __future__ import annotations

from pathlib import Path


def open_explorer(
    db: Path | None,
    *,
    context: bool = False,
    fresh: bool = False,
    start: str | None = None,
    corpus: Path | None = None,
) -> int:
    """Open the explorer, on the default database if none is given, and return its exit code.

    With the folder of the database's `corpus`, writing is on.
    """
    from ..database.ensure import ensure
    from ..settings import read

    settings = read()
    path = ensure(db)
    from ..tui.app import run

    return run(path, settings, context=context, fresh=fresh, start=start, corpus=corpus)
