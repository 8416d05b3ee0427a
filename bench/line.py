#!/usr/bin/env python3
"""Measures the explorer over a slow line: a relay between it and its terminal delays both ways. See README.md.

A line has a delay for a round trip and so many bits in a second. It is ours, so that no rights over the network are
needed: what a program writes arrives half a round trip later, and no faster than the line carries it.
"""

from __future__ import annotations

import os
import select
import socket
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from statistics import median
from typing import NamedTuple

import tables
from driver import terminal
from explorer import started, titles
from measure import Row, counted, progress, rounds_of, row
from promises import DOWN, PAGE_DOWN
from report import report
from setting import QUIET, Setting, options

_TYPED_AHEAD = 20  # keys
_AHEAD = f"{_TYPED_AHEAD} down typed ahead, settled"
_PIECE = 1_400  # bytes that travel together


class Line(NamedTuple):
    """A line: the delay of a round trip in ms, and bits per second (0: as fast as can be)."""

    round_trip: float
    bits: float

    def __str__(self) -> str:
        return f"{self.round_trip:.0f} ms, {self.bits / 1e6:g} Mbit/s" if self.round_trip else "no line"


LINES = (Line(0, 0), Line(100, 1e6), Line(300, 1e6))


class Relay:
    """One line in use. `wire` puts it before a terminal and returns the end to read and write."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.near, self.far = socket.socketpair()
        self._carrier: threading.Thread | None = None

    def wire(self, fd: int) -> int:
        self._carrier = threading.Thread(target=self._carry, args=(fd,), daemon=True)
        self._carrier.start()
        return self.near.fileno()

    def close(self) -> None:
        self.near.close()  # which ends the carrier, before the number of its terminal is given to another
        if self._carrier:
            self._carrier.join()
        self.far.close()

    def _carry(self, fd: int) -> None:
        far = self.far.fileno()
        other = {fd: far, far: fd}
        under_way: dict[int, deque[tuple[float, bytes]]] = {fd: deque(), far: deque()}  # by where it came from
        free = {fd: 0.0, far: 0.0}  # when the line will have taken what it was given
        try:
            while True:
                due = [pieces[0][0] for pieces in under_way.values() if pieces]
                wait = max(0.0, min(due) - time.perf_counter()) if due else None
                for ready in select.select(list(other), [], [], wait)[0]:
                    data, now = os.read(ready, _PIECE), time.perf_counter()
                    if not data:
                        return
                    taken = len(data) * 8 / self.line.bits if self.line.bits else 0.0
                    free[ready] = max(free[ready], now) + taken
                    under_way[ready].append((free[ready] + self.line.round_trip / 2000, data))
                for source, pieces in under_way.items():
                    while pieces and pieces[0][0] <= time.perf_counter():
                        os.write(other[source], pieces.popleft()[1])
        except (OSError, ValueError):  # either end was closed: there is nothing more to carry
            return


def measured(setting: Setting, rounds: int) -> Iterator[Row]:
    """Yield start and keys over each line; each beside what the line and the local figure come to."""
    alone: dict[str, float] = {}
    for line in LINES:
        figures = _over(setting, line, rounds)
        for what, values in figures.items():
            alone.setdefault(what, median(values))
            sent = figures.get(f"{what.partition(',')[0]}, sent", [0.0])
            carried = median(sent) * 8000 / line.bits if line.bits else 0.0
            # What comes at a start was asked for by nobody: it goes one way.
            allowed = alone[what] + carried + line.round_trip / (2 if what.startswith("start") else 1)
            if what == _AHEAD:  # one round trip, and each key as it is here
                allowed = line.round_trip + carried + _TYPED_AHEAD * alone["down, settled"]
            unit = "bytes" if what.endswith("sent") else "ms"
            floor = (allowed,) * len(values) if line.round_trip and unit == "ms" else ()
            yield row(f"{what}: {line}", unit, values, "line + local" if floor else "", floor, 1.2)


def _over(setting: Setting, line: Line, rounds: int) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    listed = titles(setting)
    quiet = max(QUIET, line.round_trip / 1000 + 0.3)

    def measure() -> None:
        relay = Relay(line)
        try:
            with terminal([setting.pctui, "--fresh"], setting.environment, quiet, relay.wire) as program:
                figures = {name: value[0] for name, value in started(program, listed).items() if name != "start, CPU"}
                for name, key in (("down", DOWN), ("page down", PAGE_DOWN), ("G", b"G"), ("4", b"4"), ("1", b"1")):
                    answers = [program.press(key)]
                    if key in (DOWN, PAGE_DOWN):
                        answers += [program.press(key) for _ in range(2)]
                    figures[f"{name}, settled"] = median(answer.settled for answer in answers)
                    figures[f"{name}, sent"] = median(answer.sent for answer in answers)
                program.press(b"g")
                ahead = program.press(DOWN * _TYPED_AHEAD)
                figures |= {_AHEAD: ahead.settled, _AHEAD.replace("settled", "sent"): float(ahead.sent)}
        finally:
            relay.close()
        for name, value in figures.items():
            found.setdefault(name, []).append(value)

    for number in rounds_of(rounds, measure):
        progress(f"{line}: round {number} of {rounds}")
    return {name: [*counted(values)] for name, values in found.items()}


def main() -> int:
    """Measure over each line, and print the table."""
    parser = options(__doc__, rounds=3)
    chosen = parser.parse_args()
    return report("line", chosen, lambda setting: measured(setting, chosen.rounds), tables.in_columns)


if __name__ == "__main__":
    sys.exit(main())
