"""Draw an amount as a bar: a value from zero, a range as a span, an open end with an arrow."""

from __future__ import annotations

from ...page import Amount


def bar(amount: Amount, most: float, width: int) -> str:
    """Return `amount` drawn on a scale from 0 to `most` that is `width` cells wide; planned amounts are dashed."""
    room = max(width - 1, 1)  # leaves a cell for an arrow or an end
    start, end = amount.start, amount.end
    if start is not None and start == end:
        return _whole(_cells(start, most, room), amount.planned)
    if start is not None and end is None:
        return _line(max(round(_cells(start, most, room)), 1), amount.planned) + "▸"
    first, last = min(round(_cells(start or 0, most, room)), room - 1), round(_cells(end or 0, most, room))
    inside = ("┄" if amount.planned else "─") * (max(last, first + 1) - first - 1)
    return f"{' ' * first}{'╶' if start is None else '├'}{inside}┤"


def _cells(value: float, most: float, room: int) -> float:
    return min(max(value, 0) / most, 1) * room if most > 0 else 0


def _line(cells: int, planned: bool) -> str:
    return ("╍" if planned else "━") * cells


def _whole(cells: float, planned: bool) -> str:
    """Return a bar to the nearest half cell, at least half a cell long."""
    halves = max(round(cells * 2), 1)
    return _line(halves // 2, planned) + ("╸" if halves % 2 else "")
