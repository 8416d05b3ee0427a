#!/usr/bin/env python3
"""Measures every promise of speed beside its floor, in one run. See README.md."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

from commands import command
from driver import Failed
from explorer import explorer, first_start, start_without_page
from measure import Row, row
from promises import commands
from report import report
from setting import Setting, options


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
    if wanted.search("start without a page kept"):
        yield from guarded("start without a page kept", start_without_page(setting, rounds))


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
    return report("bench", chosen, lambda setting: measured(setting, chosen.rounds, chosen.only))


if __name__ == "__main__":
    sys.exit(main())
