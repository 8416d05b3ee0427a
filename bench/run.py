#!/usr/bin/env python3
"""Measures every promise of speed beside its floor, in one run. See README.md."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import tables
from commands import command
from driver import Failed
from explorer import explorer, first_start
from measure import Row, progress, row
from promises import commands
from setting import Setting, options, prepared, releases, shape


def described(setting: Setting, rounds: int) -> dict[str, str]:
    """Return in what setting the figures were taken."""
    corpus = f"{setting.entries:,} ({'synthetic' if setting.events else 'built-in'})"
    versions = releases(setting.python, "pctui", "textual", "typer")
    return {"date": str(date.today()), "entries": corpus, "rounds": str(rounds), **versions, **shape()}  # noqa: DTZ011


def measured(setting: Setting, rounds: int, only: str = "") -> Iterator[Row]:
    """Yield the rows, of commands those whose name `only` matches, of the explorer all if it matches "explorer"."""
    wanted = re.compile(only or "")
    if wanted.search("database"):
        size = setting.database.stat().st_size / (1 << 20)
        yield row("database", "MiB", [size])
    for one in commands(setting):
        if wanted.search(one.name):
            yield from command(setting, one, rounds)
    if wanted.search("first start") and not setting.events:
        yield from guarded("first start", first_start(setting, rounds))
    if wanted.search("explorer"):
        yield from guarded("explorer", explorer(setting, rounds))


def guarded(name: str, rows: Iterator[Row]) -> Iterator[Row]:
    """Yield `rows`; if a program fails, a row that says so."""
    try:
        yield from rows
    except Failed as error:
        yield Row(name, "ms", failed=str(error).partition("\n")[0][:200])


def main() -> int:
    """Run the benchmarks that the arguments select, and print the results."""
    parser = options(__doc__, rounds=7)
    parser.add_argument("--only", default="", help="only what this expression matches: search, explorer, first start …")
    chosen = parser.parse_args()
    try:
        re.compile(chosen.only)
    except re.error as error:
        parser.error(f"--only {chosen.only}: {error}")
    documents = Path(chosen.documents) if chosen.documents else None
    try:
        with prepared(chosen.entries, chosen.bin, documents) as setting:
            about = described(setting, chosen.rounds)
            rows = list(measured(setting, chosen.rounds, chosen.only))
    except (Failed, OSError) as error:
        progress("")
        print(f"bench: {error}", file=sys.stderr)
        return 1
    progress("")
    if chosen.json:
        print(tables.as_json(about, rows))
    else:
        print(", ".join(f"{name} {value}" for name, value in about.items()))
        print(tables.text([tables.cells(one) for one in rows if not tables.is_key(one)]), end="\n\n")
        if keys := [one for one in rows if tables.is_key(one)]:
            head, lines = tables.of_keys(keys)
            print(tables.text(lines, head, (0,)), end="\n\n")
        for line in tables.failures(rows):
            print(line)
        print(
            f"{sum(one.over for one in rows)} of {sum(bool(one.promise) for one in rows)} are over their promise (!)."
        )
    return 1 if any(one.failed for one in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
