#!/usr/bin/env python3
"""Measures the loop of writing on documents of one's own: cite, check, save. See README.md."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import own_documents
import tables
from driver import Failed
from measure import Row, Run, counted, progress, rounds_of, row, run
from setting import HERE, PROJECT, environment, options


class Loop:
    """The programs, a folder that they may write into, and the corpora in it."""

    def __init__(self, folder: Path, bin_folder: Path) -> None:
        self.folder = folder
        self.python, self.pctui = (str(bin_folder / program) for program in ("python", "pctui"))
        self.environment = {**environment(folder), "XDG_CACHE_HOME": str(folder / "cache")}
        self.documents = str(folder / "documents")

    def floor(self, name: str, *arguments: str) -> list[str]:
        """Return the command line of a floor."""
        return [self.python, str(HERE / f"{name}.py"), *arguments]

    def forget(self) -> None:
        """Empty the cache."""
        shutil.rmtree(self.folder / "cache", ignore_errors=True)

    def compared(
        self, name: str, ours: list[str], floor: str, floor_argv: list[str], rounds: int, promise: float, *, cold: bool
    ) -> Iterator[Row]:
        """Yield the CPU time of a command beside its floor; if it is to be `cold`, with an empty cache each time."""
        found: tuple[list[Run], list[Run]] = [], []

        def our_run() -> None:
            if cold:
                self.forget()
            found[0].append(run(ours, self.environment))

        def floor_run() -> None:
            found[1].append(run(floor_argv, self.environment))

        try:
            for number in rounds_of(rounds, our_run, floor_run):
                progress(f"{name}: round {number} of {rounds}")
        except Failed as error:
            yield Row(name, "ms of CPU", floor=floor, promise=promise, failed=str(error))
            return
        cpu: Callable[[Run], float] = lambda one: one.cpu  # noqa: E731 - shorter than a function
        yield row(name, "ms of CPU", [*map(cpu, counted(found[0]))], floor, [*map(cpu, counted(found[1]))], promise)

    def saves(
        self, name: str, mode: str, corpus: Path, file: Path, floor: Path, rounds: int, documents: str = "-"
    ) -> Iterator[Row]:
        """Yield how long it takes in a running process until the database is new, beside inserting finished rows."""
        new = str(self.folder / "saved.db")
        argv = self.floor("saves", mode, str(corpus), str(file), new, documents, str(rounds))
        progress(name)
        done = subprocess.run(argv, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            yield Row(name, "ms of CPU", failed=(done.stderr.strip().splitlines() or [""])[-1][:200])
            return
        schema = str(PROJECT / "db" / "schema.sql")
        rows = self.floor("floor_seed", str(floor), new, schema, f"{new}.floor")
        floors = [run(rows, self.environment).cpu for _ in range(rounds)]
        yield row(
            name, "ms of CPU", [float(line.split()[1]) for line in done.stdout.splitlines()], "executemany", floors, 3.0
        )


def measured(loop: Loop, rounds: int) -> Iterator[Row]:
    """Yield the rows."""
    imports = [loop.python, "-c", "import typer, msgspec, yaml"]
    built_in = loop.folder / "built-in"
    shutil.copytree(PROJECT / "seed", built_in)
    quotation = own_documents.quotation(loop.folder)
    others = own_documents.other_extractions(loop.folder)
    for layout, what in (("apart", "3,050 files"), ("together", "3 files")):
        corpus = loop.folder / layout
        named = ["--corpus", str(corpus), "--documents", loop.documents]
        check = [loop.pctui, "check", *named]
        bare = loop.floor("floor_check", str(corpus), loop.documents)
        reading = loop.floor("floor_reading", str(corpus), loop.documents)
        yield from loop.compared(f"check, cold, {what}", check, "bare loop", bare, rounds, 4.0, cold=True)
        yield from loop.compared(f"check, {what}", check, "reading", reading, rounds, 8.0, cold=False)
        cite = [loop.pctui, "cite", "report-9", quotation, *named]
        yield from loop.compared(f"cite, {what}", cite, "imports", imports, rounds, 3.0, cold=False)
        named[-1] = str(others)
        check, cite = [loop.pctui, "check", *named], [loop.pctui, "cite", "report-9", quotation, *named]
        yield from loop.compared(f"check, other copies, {what}", check, "reading", reading, rounds, 12.0, cold=False)
        yield from loop.compared(f"cite, other copy, {what}", cite, "imports", imports, rounds, 6.0, cold=False)
    file = loop.folder / "apart" / "entries" / "event" / "event-7.yaml"
    together = loop.folder / "together"  # the floor reads one folder
    small, large = (built_in, built_in / "context.yaml", built_in), (file.parents[2], file, together)
    yield from loop.saves("add in the explorer, 502 entries", "write", *small, rounds)
    yield from loop.saves("add in the explorer, 3,050 entries", "write", *large, rounds)
    yield from loop.saves("watch, 502 entries", "watch", *small, rounds)
    yield from loop.saves("watch, 3,050 entries", "watch", *large, rounds)
    yield from loop.saves("watch and verify, 3,050 entries", "watch", *large, rounds, loop.documents)


def main() -> int:
    """Measure the loop of writing, and print the results."""
    chosen = options(__doc__, rounds=5).parse_args()
    with tempfile.TemporaryDirectory(prefix="pctui-bench-") as name:
        loop = Loop(Path(name), chosen.bin)
        progress("writing a corpus on 50 documents")
        own_documents.write(loop.folder)
        rows = list(measured(loop, chosen.rounds))
    progress("")
    print(tables.as_json({}, rows) if chosen.json else tables.whole(rows))
    return 1 if any(one.failed for one in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
