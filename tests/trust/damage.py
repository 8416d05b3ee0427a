"""Ways to damage a database inside its rows, where SQLite itself says that it is sound."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

# Values of every type that SQLite has, none of which a column ever holds in these corpora.
JUNK = (None, "junk/of\x07/words", "", -7, 2**62, 9e999, 1.5, b"\xff\x00", "[" * 5000)


class Damage(NamedTuple):
    """One change: a row (counted from 0) is deleted, or a value of it replaced; `column` is '' where it is deleted."""

    table: str
    row: int
    column: str
    value: object

    def __str__(self) -> str:
        return (
            f"{self.table}[{self.row}].{self.column} = {self.value!r:.20}"
            if self.column
            else f"no {self.table}[{self.row}]"
        )


def tables(database: Path) -> dict[str, list[str]]:
    """Return the columns of every table of the schema, except those of the full-text index."""
    with closing(sqlite3.connect(database)) as connection:
        names = connection.execute(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        return {name: [row[1] for row in connection.execute(f"PRAGMA table_info({name})")] for (name,) in sorted(names)}


def key(connection: sqlite3.Connection, table: str) -> str:
    """Return what identifies a row of a table."""
    primary = connection.execute("SELECT name, pk FROM pragma_table_info(?) WHERE pk ORDER BY pk", (table,)).fetchall()
    [[without]] = connection.execute("SELECT wr FROM pragma_table_list WHERE name = ? AND schema = 'main'", (table,))
    return ", ".join(name for name, _ in primary) if without else "rowid"


def every(database: Path) -> Iterator[Damage]:
    """Yield every kind of damage: for each table its first and last row deleted, for each column each junk value."""
    for table, columns in tables(database).items():
        with closing(sqlite3.connect(database)) as connection:
            [[count]] = connection.execute(f"SELECT COUNT(*) FROM {table}")
        if not count:
            continue
        first, last = 0, count - 1
        for row in dict.fromkeys((first, last)):
            yield Damage(table, row, "", None)
        for number, column in enumerate(columns):
            for n, value in enumerate(JUNK):
                yield Damage(table, (first, last)[(number + n) % 2], column, value)


def inflict(damage: Damage, database: Path) -> bool:
    """Damage the database, past the types and conditions of its schema; return False if it says the same as before."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("PRAGMA writable_schema = ON")
        kept = connection.execute("SELECT name, sql FROM sqlite_master WHERE name = ?", (damage.table,)).fetchall()
        loose = kept[0][1].replace("STRICT", "").replace("NOT NULL", "")
        connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (loose, damage.table))
        connection.execute("PRAGMA writable_schema = RESET")
    before = database.read_bytes()
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        identified = key(connection, damage.table)
        chosen = f"SELECT {identified} FROM {damage.table} ORDER BY {identified} LIMIT 1 OFFSET {damage.row}"
        where = f"WHERE ({identified}) = ({chosen})"
        try:
            if damage.column:
                change = f"UPDATE OR REPLACE {damage.table} SET {damage.column} = ? {where}"
                connection.execute(change, (damage.value,))
            else:
                connection.execute(f"DELETE FROM {damage.table} {where}")
        except (sqlite3.IntegrityError, sqlite3.OperationalError):
            pass  # a key that takes no such value, or a value too large for the index
    changed = database.read_bytes() != before
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET sql = ? WHERE name = ?", (kept[0][1], damage.table))
        connection.execute("PRAGMA writable_schema = RESET")
    return changed


def swap_pages(database: Path, one: int, other: int) -> None:
    """Exchange two pages of 4096 bytes, counted from 1."""
    data = bytearray(database.read_bytes())
    a, b = (slice((page - 1) * 4096, page * 4096) for page in (one, other))
    data[a], data[b] = data[b], data[a]
    database.write_bytes(data)
