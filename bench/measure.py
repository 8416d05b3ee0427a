"""Measures whole processes, and puts each figure beside that of its floor."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import NamedTuple, TypeVar

from driver import Failed, peak

LONGEST = 90.0  # seconds that the rounds of one row may take together; then it has fewer rounds


class Run(NamedTuple):
    """A process that has ended: ms by the clock and of CPU, peak memory in MiB, MiB written if they were counted."""

    wall: float
    cpu: float
    memory: float
    written: float = 0.0


def run(argv: Sequence[str], environment: Mapping[str, str], *, count: bool = False) -> Run:
    """Run `argv` to its end and return what it took. Its output is discarded; with `count`, it is measured."""
    with tempfile.TemporaryDirectory() as folder:
        output, errors = f"{folder}/output" if count else os.devnull, Path(folder, "errors")
        launch = [sys.executable, "-I", "-S", str(Path(__file__).with_name("launch.py")), output, str(errors), *argv]
        done = subprocess.run(launch, env=dict(environment), capture_output=True, text=True, check=False)
        if done.returncode:
            raise Failed(f"{argv[0]} could not be started: {done.stderr.strip().splitlines()[-1]}")
        wall, cpu, memory, code = map(float, done.stdout.split())
        if code:
            said = errors.read_text(encoding="utf-8", errors="replace").strip().splitlines()
            raise Failed(f"exit {code:.0f} after {wall / 1000:.1f} s: {said[-1] if said else ''}"[:200])
        return Run(wall, cpu, peak(memory), Path(output).stat().st_size / (1 << 20) if count else 0.0)


@dataclass(frozen=True)
class Row:
    """One row of the results: what was measured, and the same for its floor if it has one.

    `floor` names the floor. `ratio` is the median of the ratios of each round, so that noise which affects both cancels
    out. `promise` is what the ratio should be at most. `failed` says why there is no figure.
    """

    what: str
    unit: str
    median: float | None = None
    least: float | None = None
    floor: str = ""
    floor_median: float | None = None
    floor_least: float | None = None
    ratio: float | None = None
    promise: float | None = None
    failed: str = ""

    @property
    def over(self) -> bool:
        """Whether it is more than promised, or failed."""
        return bool(self.failed) or bool(self.promise and self.ratio and self.ratio > self.promise)


def row(
    what: str,
    unit: str,
    values: Sequence[float],
    floor: str = "",
    floors: Sequence[float] = (),
    promise: float | None = None,
) -> Row:
    """Summarise `values`, and `floors` if there are any."""
    if not floors:
        return Row(what, unit, median(values), min(values))
    ratios = [value / least for value, least in zip(values, floors, strict=False) if least]
    ratio = median(ratios) if ratios else None
    return Row(what, unit, median(values), min(values), floor, median(floors), min(floors), ratio, promise)


def rounds_of(rounds: int, *measured: Callable[[], None], longest: float = LONGEST) -> Iterator[int]:
    """Call each of `measured` in every round, forwards and backwards in turn; yield the number of the round.

    Round 0 warms the caches: `counted` leaves it out. No further round begins after `longest` seconds.
    """
    started = time.perf_counter()
    for number in range(rounds + 1):
        for one in measured[:: 1 if number % 2 else -1]:
            one()
        yield number
        if time.perf_counter() - started > longest:
            break


Figure = TypeVar("Figure")


def counted(figures: Sequence[Figure]) -> Sequence[Figure]:
    """Return the figures of all rounds but the first, which warmed the caches; all if there was no other."""
    return figures[1:] or figures


def progress(message: str) -> None:
    """Show progress on stderr, if it is a terminal."""
    if sys.stderr.isatty():
        print(f"\r\x1b[2K{message}", end="", file=sys.stderr, flush=True)
