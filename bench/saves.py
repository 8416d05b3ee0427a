"""Builds a database again and again in one process, each time after one entry has changed; prints the ms of each.

    python bench/saves.py watch CORPUS FILE DATABASE DOCUMENTS NUMBER
    python bench/saves.py write CORPUS FILE DATABASE - NUMBER

With `watch`, a word of a summary in FILE is changed beforehand, as by an editor; with `write`, an entry like the first
one in FILE is added, as by the form of the explorer. DOCUMENTS may be '-' for none. The first round, which reads all,
does not count. What is printed: by the clock, and of CPU.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pctui.authoring.rebuilding import Rebuilding
from pctui.authoring.workspace import Workspace

_SLUG = re.compile(r"^  slug: (\S+)", re.MULTILINE)


@contextmanager
def timed(counts: bool) -> Iterator[None]:
    """Print how long it takes, if it counts."""
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    if counts:
        print((time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000)


def watch(folder: Path, changed: Path, database: Path, documents: Path | None, number: int) -> None:
    """Change the file, and build again."""
    rebuilding = Rebuilding(folder, database, documents)
    text = changed.read_text(encoding="utf-8")
    for count in range(number + 1):
        changed.write_text(text.replace("summary: ", f"summary: {'Now ' * (count % 2)}", 1), encoding="utf-8")
        with timed(bool(count)):
            done = rebuilding.rebuild()
        if done.faults:
            raise SystemExit(str(done.faults[0]))
    changed.write_text(text, encoding="utf-8")


def write(folder: Path, like: Path, database: Path, documents: Path | None, number: int) -> None:
    """Add an entry like the first one of the file."""
    assert documents is None, "the explorer takes the copies that are attached"
    found = _SLUG.search(like.read_text(encoding="utf-8"))
    assert found, f"{like} has no entry"
    Rebuilding(folder, database).rebuild()
    workspace = Workspace(folder, database)
    record = {**workspace.record(found[1]), "slug": "another-like-it"}
    for count in range(number + 1):
        with timed(bool(count)):
            workspace.add(record)
        workspace.undo()


def main(mode: str, corpus: str, file: str, database: str, documents: str, number: str) -> None:
    """Print a line for each round but the first."""
    one = {"watch": watch, "write": write}[mode]
    one(Path(corpus), Path(file), Path(database), None if documents == "-" else Path(documents), int(number))


if __name__ == "__main__":
    main(*sys.argv[1:])
