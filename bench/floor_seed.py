"""The floor of seeding: reads the files of a corpus and inserts the rows of its database, with the same indexes.

    python bench/floor_seed.py CORPUS DATABASE SCHEMA NEW

The rows are those of the finished DATABASE: what they must be is not worked out, nor is anything checked.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from pathlib import Path


def read(folder: Path) -> None:
    """Parse every file of a corpus."""
    for path in sorted(folder.iterdir()):
        if path.suffix == ".jsonl":
            with path.open(encoding="utf-8") as file:
                for line in file:
                    json.loads(line)
        elif path.suffix == ".yaml":
            import yaml

            yaml.load(path.read_bytes(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def main(corpus: str, database: str, schema: str, new: str) -> None:
    """Build the database `new`."""
    read(Path(corpus))
    old = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    Path(new).unlink(missing_ok=True)
    to = sqlite3.connect(new, isolation_level=None)
    to.execute("PRAGMA journal_mode = OFF")
    to.execute("PRAGMA synchronous = OFF")
    to.executescript(Path(schema).read_text(encoding="utf-8"))
    to.execute("BEGIN")
    tables = (
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%_fts%'"
    )
    for (name,) in old.execute(tables).fetchall():
        rows = old.execute(f'SELECT * FROM "{name}"')
        to.executemany(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(rows.description))})', rows)
    to.execute("INSERT INTO entries_fts (entries_fts) VALUES ('rebuild')")
    to.execute("COMMIT")
    to.execute("ANALYZE")
    to.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
