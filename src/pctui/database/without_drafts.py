"""Makes of a database the same one without its drafts, for what leaves the program.

It is made from the rows that the corpus wrote: what the program works out from these is worked out again, so that
nothing of a draft remains in a list, a count or an index. It is kept in the cache by the seal of the first.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from ..errors import Progress
from ..kinds.vocabulary import DRAFT
from ..paths import cache_folder
from ..private import FOLDER, create_folder
from .build import Seeded, write
from .open import open_read_only

# Documents stay: that a record is not complete is no reason to take its sources from a statement.
_DRAFTS = f"status = '{DRAFT}' AND kind <> 'document'"
# What the program works out, by filling these tables again: the rest are the rows that the corpus wrote.
WORKED_OUT = frozenset(
    """
    corpus_extents disagreements facet_values list_groups list_rows milestone_days milestone_extents milestone_rows
    organisation_attested seal terms_within timeline_days timeline_extents timeline_places timeline_rows
    """.split()
)
_TABLES = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%'"
_COPIES = 5  # that are kept


def without_drafts(path: Path, *, silent: bool = False) -> Path:
    """Return the database at `path` without drafts and what cannot be without them: itself if it has none.

    If `silent`, no progress is shown while it is built.
    """
    with closing(open_read_only(path, wal=False)) as connection:
        if not connection.execute(f"SELECT EXISTS (SELECT 1 FROM entries WHERE {_DRAFTS})").fetchone()[0]:
            return path
        (seal,) = connection.execute("SELECT sha256 FROM seal").fetchone()
    create_folder(cache_folder())
    folder = cache_folder() / "without-drafts"
    folder.mkdir(FOLDER, exist_ok=True)
    target = folder / f"{seal}.db"
    if not target.exists():
        for old in sorted(folder.glob("*.db"), key=lambda file: file.stat().st_mtime)[: 1 - _COPIES]:
            old.unlink(missing_ok=True)
        with Progress(silent=silent) as progress:
            write(target, lambda connection: _copy(connection, path), progress)
    return target


def left_out(drafts: int, entries: int) -> tuple[str, bool]:
    """Return that so many drafts, of so many entries in all, are left out, in words; and whether these are several."""
    said = f"{drafts} draft{'s are' if drafts > 1 else ' is'} left out"
    if others := entries - drafts:
        said += f", and {others} {'entries' if others > 1 else 'entry'} that cannot be without"
    return said, entries > 1


def _copy(connection: sqlite3.Connection, path: Path) -> Seeded:
    connection.execute("COMMIT")  # a database is not attached within a transaction
    connection.execute("ATTACH ? AS whole", (str(path),))
    connection.execute("BEGIN")
    tables = [table for (table,) in connection.execute(_TABLES) if table not in WORKED_OUT]
    for table in tables:
        kept = f"WHERE NOT COALESCE({_DRAFTS}, FALSE)" if table == "entries" else ""
        connection.execute(f"INSERT INTO main.{table} SELECT * FROM whole.{table} {kept}")
    while any(_prune(connection, table) for table in tables):
        pass
    count = "SELECT COUNT(*), COUNT(*) FILTER (WHERE kind = 'document') FROM main.entries"
    seeded = Seeded(*connection.execute(count).fetchone())
    connection.execute("COMMIT")
    connection.execute("DETACH whole")
    connection.execute("BEGIN")
    return seeded


def _prune(connection: sqlite3.Connection, table: str) -> int:
    """Remove from a table what refers to rows that are gone, and return how many rows that changed.

    Where there need be no reference, it is emptied; else the row goes, and if it describes an entry, that entry too.
    """
    needed = {
        name: bool(not_null or in_key)
        for _, name, _, not_null, _, in_key in connection.execute(f"PRAGMA main.table_info({table})")
    }
    references: dict[int, tuple[str, list[tuple[str, str]]]] = {}
    for number, _, parent, column, parents, *_ in connection.execute(f"PRAGMA main.foreign_key_list({table})"):
        references.setdefault(number, (parent, []))[1].append((column, parents))
    changed = 0
    for parent, columns in references.values():
        given = " AND ".join(f"t.{column} IS NOT NULL" for column, _ in columns)
        same = " AND ".join(f"p.{parents} = t.{column}" for column, parents in columns)
        lost = f"{given} AND NOT EXISTS (SELECT 1 FROM main.{parent} p WHERE {same})"
        if not all(needed[column] for column, _ in columns):
            emptied = ", ".join(f"{column} = NULL" for column, _ in columns if not needed[column])
            changed += connection.execute(f"UPDATE main.{table} AS t SET {emptied} WHERE {lost}").rowcount
            continue
        if table.endswith("_details"):
            entry = f"SELECT slug FROM main.{table} t WHERE {lost}"
            changed += connection.execute(f"DELETE FROM main.entries WHERE slug IN ({entry})").rowcount
        changed += connection.execute(f"DELETE FROM main.{table} AS t WHERE {lost}").rowcount
    return changed
