"""Prepares what the arguments of a program in this folder name, measures, and prints."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from subprocess import CalledProcessError
from typing import Any

import tables
from driver import Failed
from measure import Row, progress
from setting import Setting, prepared, releases, shape


def described(setting: Setting, rounds: int) -> dict[str, str]:
    """Return in what setting the figures were taken."""
    corpus = f"{setting.entries:,} ({'synthetic' if setting.events else 'built-in'})"
    versions = releases(setting.python, "pctui", "textual", "typer")
    return {
        "date": f"{datetime.now().astimezone():%F}",
        "entries": corpus,
        "rounds": str(rounds),
        **versions,
        **shape(),
    }


def report(
    name: str,
    chosen: argparse.Namespace,
    measure: Callable[[Setting], Iterable[Row]],
    printed: Callable[[list[Row]], str] = tables.whole,
    **more: Any,
) -> int:
    """Measure what `chosen` names and print the rows, with `more` if in JSON; return the exit code.

    A program that cannot be measured at all is said on stderr; a row that failed, where it stands.
    """
    try:
        with prepared(chosen.entries, chosen.bin, chosen.documents) as setting:
            about = described(setting, chosen.rounds)
            rows = list(measure(setting))
    except (Failed, OSError, CalledProcessError) as error:
        progress("")
        print(f"{name}: {error}", file=sys.stderr)
        return 1
    progress("")
    if chosen.json:
        print(tables.as_json(about, rows, **more))
    else:
        print(", ".join(f"{what} {value}" for what, value in about.items()))
        print(printed(rows))
    return 1 if any(row.failed for row in rows) else 0
