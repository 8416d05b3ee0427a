#!/usr/bin/env python3
"""Prints where the time of a start of the explorer goes: Python, imports, stylesheet, queries, layout, paint.

The explorer is started in a terminal with its parts wrapped in stopwatches, which cost some milliseconds themselves.
Each phase is counted without those inside it. What none of them counts is the rest: the event loop, messages, mounting.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

# What is timed: a phase, a module, a class in it ("" for none) and its functions. What a release of Textual lacks is
# left out.
_QUERIES, _PAINTED = "queries", "written to the terminal"
_TIMED = (
    ("database found and opened", "pctui.database.ensure", "", ("ensure",)),
    (
        "stylesheet parsed",
        "textual.css.stylesheet",
        "Stylesheet",
        ("parse", "reparse", "add_source", "read", "read_all"),
    ),
    ("stylesheet applied", "textual.css.stylesheet", "Stylesheet", ("apply", "update_nodes")),
    ("layout", "textual._compositor", "Compositor", ("reflow", "reflow_visible")),
    ("rendered", "textual._compositor", "Compositor", ("render_update", "render_full_update", "render_partial_update")),
    (_PAINTED, "textual.app", "App", ("_display",)),
)
_RUNS = "the app runs"  # a moment, not a phase
# What no stopwatch counts, by when it was.
_RESTS = ("rest, until the app runs", "rest, mounting: until the first paint", "rest, after the first paint")

Spans = list[tuple[str, float, float]]  # a phase, when it began, and seconds of it without what was inside


class Stopwatches:
    """The phases so far. One that begins inside another is taken off it."""

    def __init__(self) -> None:
        self.spans: Spans = []
        self._inside = [0.0]

    def timed(self, phase: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **named: Any) -> Any:
            began = time.perf_counter()
            self._inside.append(0.0)
            try:
                return function(*arguments, **named)
            finally:
                taken = time.perf_counter() - began
                self.spans.append((phase, began, taken - self._inside.pop()))
                self._inside[-1] += taken

        return wrapped


def explore(result: Path) -> None:
    """Run the explorer with stopwatches, and write the phases to `result` at the end."""
    began = time.perf_counter()
    watches = Stopwatches()
    for phase, modules in (
        ("imports: typer and the commands", ("typer", "pctui.cli.app")),
        ("imports: Textual", ("textual.app",)),
        ("imports: the explorer", ("pctui.tui.app",)),
    ):
        watches.timed(phase, lambda names: [import_module(name) for name in names])(modules)
    for phase, module, owner, names in _TIMED:
        with suppress(ImportError, AttributeError):
            place: Any = import_module(module)
            place = getattr(place, owner) if owner else place
            for name in names:
                if hasattr(place, name) and not _is_async(getattr(place, name)):
                    setattr(place, name, watches.timed(phase, getattr(place, name)))
    _time_queries(watches)
    _mark_the_run(watches)
    sys.argv = ["pctui"]
    try:
        import_module("pctui.__main__").main()
    finally:
        result.write_text(json.dumps({"began": began, "spans": watches.spans}), encoding="utf-8")


def _is_async(function: Any) -> bool:
    return bool(getattr(function, "__code__", None) and function.__code__.co_flags & 0x280)


def _mark_the_run(watches: Stopwatches) -> None:
    from textual.app import App

    plain = App.run

    def run(self: App[Any], *arguments: Any, **named: Any) -> Any:
        watches.spans.append((_RUNS, time.perf_counter(), 0.0))
        return plain(self, *arguments, **named)

    App.run = run  # type: ignore[method-assign]


def _time_queries(watches: Stopwatches) -> None:
    class Cursor(sqlite3.Cursor):
        """A cursor whose work is timed."""

    for name in ("execute", "fetchall", "fetchone", "fetchmany", "__next__"):
        setattr(Cursor, name, watches.timed(_QUERIES, getattr(sqlite3.Cursor, name)))

    class Connection(sqlite3.Connection):
        """A connection whose cursors are timed."""

        def cursor(self, *arguments: Any) -> Any:
            return super().cursor(*(arguments or (Cursor,)))

        def execute(self, *arguments: Any) -> Any:
            return self.cursor().execute(*arguments)

    def connect(*arguments: Any, **named: Any) -> sqlite3.Connection:
        named.setdefault("factory", Connection)
        connection: sqlite3.Connection = plain(*arguments, **named)
        return connection

    plain, sqlite3.connect = sqlite3.connect, connect  # type: ignore[assignment]


def main() -> int:
    """Start the explorer some times, and print the median of each phase."""
    import tables
    from driver import terminal
    from measure import Row, counted, progress, rounds_of, row
    from report import report
    from setting import QUIET, Setting, options

    def measure(setting: Setting) -> list[Row]:
        result = setting.folder / "spans.json"
        argv = [setting.python, os.path.abspath(__file__), "--explore", str(result)]  # noqa: PTH100 - not resolved
        phases: dict[str, list[float]] = defaultdict(list)

        def start() -> None:
            with terminal(argv, setting.environment, QUIET) as program:
                chunks = program.start()
                program.quit()
            found = json.loads(result.read_text(encoding="utf-8"))
            for phase, value in _phases(found, program.started, chunks[-1][0]).items():
                phases[phase].append(value)

        for number in rounds_of(chosen.rounds, start):
            progress(f"start {number} of {chosen.rounds}")
        return [row(phase, "ms", counted(values)) for phase, values in phases.items()]

    def printed(rows: list[Row]) -> str:
        whole = rows[-1].median or 1.0
        lines = [(one.what, tables.figure(one.median), f"{(one.median or 0) / whole:.0%}") for one in rows]
        return tables.text(lines, ("phase", "ms", "share"), (0,))

    chosen = options(__doc__, rounds=5).parse_args()
    return report("startup", chosen, measure, printed)


def _phases(found: dict[str, Any], started: float, ready: float) -> dict[str, float]:
    """Return ms by phase, of what began before the screen was ready."""
    spans = [("Python itself", started, found["began"] - started), *found["spans"]]
    phases: dict[str, float] = {}
    for phase, began, taken in spans:
        if began <= ready and phase != _RUNS:
            phases[phase] = phases.get(phase, 0.0) + taken * 1000
    runs, painted = (min(at for phase, at, _ in spans if phase == mark) for mark in (_RUNS, _PAINTED))
    moments = (started, runs, painted, ready)
    for rest, start, end in zip(_RESTS, moments, moments[1:], strict=False):
        counted = sum(taken for _, began, taken in spans if start <= began < end)
        phases[rest] = max(0.0, end - start - counted) * 1000
    return phases | {"ready": (ready - started) * 1000}


if __name__ == "__main__":
    if sys.argv[1:2] == ["--explore"]:
        explore(Path(sys.argv[2]))
    sys.exit(main())
