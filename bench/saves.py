"""Rebuilds a database again and again in one process, each time after one entry has changed; prints the ms of each.

    python bench/saves.py CORPUS FILE DATABASE DOCUMENTS NUMBER

FILE is changed: a word of a summary in it. DOCUMENTS may be '-' for none. The first round, which parses all, does not
count. What is printed: by the clock, and of CPU.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from pctui.authoring.rebuilding import Rebuilding


def main(corpus: str, file: str, database: str, documents: str, number: str) -> None:
    """Print a line for each round but the first."""
    folder, changed = Path(corpus), Path(file)
    copies = None if documents == "-" else Path(documents)
    rebuilding = Rebuilding(folder, Path(database), copies)
    text = changed.read_text(encoding="utf-8")
    for count in range(int(number) + 1):
        changed.write_text(text.replace("summary: ", f"summary: {'Now ' * (count % 2)}", 1), encoding="utf-8")
        wall, cpu = time.perf_counter(), time.process_time()
        done = rebuilding.rebuild()
        if done.faults:
            raise SystemExit(str(done.faults[0]))
        if count:
            print((time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000)
    changed.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
