"""What stands on the terminal: nothing that stands there already is sent again, whatever asked for it to be painted.

Textual repaints a widget whole when its size, its focus or the length of what it scrolls changes. Over SSH each of
these would send thousands of bytes for a cursor that moved by a line.
"""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.control import Control
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip


class Painted:
    """The stretches of each line as they were last sent: where each begins, and what it is."""

    def __init__(self) -> None:
        self._lines: dict[int, dict[int, Strip]] = {}

    def forget(self) -> None:
        """The terminal may show anything: send all of it."""
        self._lines.clear()

    def changes(self, update: CompositorUpdate, console: Console) -> list[tuple[int, int, str]]:
        """What of `update` is not on the terminal, as (column, line, text); from now on it is."""
        found = []
        for x, y, strip in _stretches(update):
            end = x + strip.cell_length
            line = self._lines.setdefault(y, {})
            old = line.get(x)
            # Not `old == strip`: styles also hold what a click does, which nobody sees.
            if old is not None and old.render(console) == strip.render(console):
                continue
            for start, other in list(line.items()):
                if start < end and start + other.cell_length > x:
                    del line[start]
            line[x] = strip
            first, last = _differing(old, strip) if old and old.cell_length == strip.cell_length else (0, len(strip))
            segments = list(strip)
            column = x + sum(segment.cell_length for segment in segments[:first])
            found.append((column, y, Strip(segments[first:last]).render(console)))
        return found


def _differing(old: Strip, new: Strip) -> tuple[int, int]:
    """The segments [first, last) of `new` without which it would be `old`, which is as wide."""
    before, after = list(old), list(new)
    same = range(min(len(before), len(after)))
    first = next((i for i in same if before[i] != after[i]), len(same))
    tail = next((i for i in same if before[-1 - i] != after[-1 - i]), len(same))
    return first, max(first, len(after) - tail)


class Changes(CompositorUpdate):
    """What is to be sent."""

    def __init__(self, stretches: list[tuple[int, int, str]]) -> None:
        self.stretches = stretches

    def render_segments(self, console: Console) -> str:
        return "".join(f"{Control.move_to(x, y).segment.text}{text}" for x, y, text in self.stretches)


def _stretches(update: CompositorUpdate) -> Iterator[tuple[int, int, Strip]]:
    """The strips of an update with their columns and lines."""
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            x = update.region.x
            for strip in strips:
                yield x, y, strip
                x += strip.cell_length
    elif isinstance(update, ChopsUpdate):
        for y, first, last in update.spans:
            for end, (x, chop) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
                if chop is not None and x < last and end > first:
                    yield x, y, chop if end <= last else chop.crop(0, last - x)
