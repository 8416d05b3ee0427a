"""Measures whole commands and their floors in turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from driver import Failed
from measure import Row, Run, counted, progress, rounds_of, row, run
from promises import Command
from setting import Setting

_SHOWN = 0.1  # MiB of output from which its size is told


def command(setting: Setting, one: Command, rounds: int) -> Iterator[Row]:
    """Measure a command and its floor alternately; the first round warms the caches and counts the output."""
    ours: list[Run] = []
    floors: list[Run] = []

    def into(found: list[Run], argv: list[str]) -> Callable[[], None]:
        return lambda: found.append(run(argv, setting.environment, count=not found))

    pair = (into(ours, [setting.pctui, *one.arguments]), into(floors, one.floor_argv))
    try:
        for number in rounds_of(rounds, *pair):
            progress(f"{one.name}: round {number} of {rounds}")
    except Failed as error:
        yield Row(one.name, "ms", floor=one.floor, promise=one.time, failed=str(error))
        return

    def figures(unit: str, figure: Callable[[Run], float], promise: float | None, what: str = "") -> Row:
        return row(
            one.name + what, unit, [*map(figure, counted(ours))], one.floor, [*map(figure, counted(floors))], promise
        )

    yield figures("ms", lambda run: run.wall, one.time)
    if one.memory:
        yield figures("MiB", lambda run: run.memory, one.memory, ", peak memory")
    if ours[0].written > _SHOWN:  # so that it can be seen whether the floor writes about as much
        yield row(f"{one.name}, written", "MiB", [ours[0].written], one.floor, [floors[0].written])
