#!/usr/bin/env python3
"""Measures many explorers at once over one database: memory of each, start and keys of one more. See README.md."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median

import tables
from driver import Terminal, terminal
from explorer import started, titles
from measure import Row, progress, row
from promises import DOWN, PAGE_DOWN
from report import report
from setting import QUIET, Setting, numbers, options

SIZES = "1,10,50,100"
_KIB = {"Pss", "Private_Clean", "Private_Dirty"}


def shares(pid: int) -> tuple[float, float]:
    """Return in MiB what a process has of the memory: its part of what is shared (PSS), and what it alone has (USS)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
    kib = {name: int(value.split()[0]) for name, _, value in (line.partition(":") for line in lines) if name in _KIB}
    return kib["Pss"] / 1024, (kib["Private_Clean"] + kib["Private_Dirty"]) / 1024


def together(setting: Setting, argv: list[str], number: int) -> dict[str, list[float]]:
    """Start `number` programs one after another; return their figures, and those of the keys of the last ten."""
    listed = titles(setting)
    found: dict[str, list[float]] = {"start, ready": [], "down, settled": [], "page down, settled": []}
    with ExitStack() as open_ones:
        programs: list[Terminal] = []
        for count in range(number):
            progress(f"session {count + 1} of {number}")
            own = {**setting.environment, "PCTUI_READER": str(setting.folder / f"reader-{count}.db")}
            program = open_ones.enter_context(terminal(argv, own, QUIET))
            programs.append(program)
            found["start, ready"] += started(program, listed)["start, ready"]
        for key, name in ((DOWN, "down"), (PAGE_DOWN, "page down")):
            for program in programs[-10:]:
                found[f"{name}, settled"].append(median(program.press(key).settled for _ in range(3)))
        both = [shares(program.pid) for program in programs]
        found |= {"PSS": [one for one, _ in both], "USS": [one for _, one in both]}
    return found


def measured(setting: Setting, sizes: list[int]) -> Iterator[Row]:
    """Yield the figures of an explorer among so many, beside those of as many Textual lists with detail."""
    for size in sizes:
        ours = together(setting, [setting.pctui], size)
        floors = together(setting, setting.floor("floor_list", str(setting.database)), size)
        for what in ours:
            unit = "MiB" if what in ("PSS", "USS") else "ms"
            yield row(f"{what}: {size} at once", unit, [median(ours[what])], "list", [median(floors[what])])
        yield row(f"all PSS: {size} at once", "MiB", [sum(ours["PSS"])], "list", [sum(floors["PSS"])])


def main() -> int:
    """Measure sessions in the numbers that the arguments name."""
    parser = options(__doc__, rounds=1)
    parser.add_argument("--sessions", type=numbers, default=SIZES, help=f"how many at once ({SIZES})")
    chosen = parser.parse_args()
    if not Path("/proc/self/smaps_rollup").exists():
        print("sessions: only Linux tells how memory is shared", file=sys.stderr)
        return 1
    return report("sessions", chosen, lambda setting: measured(setting, chosen.sessions), tables.in_columns)


if __name__ == "__main__":
    sys.exit(main())
