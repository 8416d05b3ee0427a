"""Gives the items of a lineage their rows, and the changes between them their rows and lanes. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import mean

from rich.cells import cell_len

from ....model import Succession
from ....text import one_line, shorten
from .graph import Graph, Link

_DATE = 32  # widest date
_PASSES = 5  # times that the columns are levelled


def style(change: Succession) -> str:
    """How a change is drawn: planned before in part before whole."""
    return "planned" if change.planned else "part" if change.partial else "whole"


def sign(change: Succession) -> str:
    """The sign of a change."""
    return {"planned": "○", "part": "◐", "whole": "●"}[style(change)]


@dataclass
class Channel:
    """A channel with its rows and lanes; lanes are counted from the side on which they are."""

    links: list[Link]
    rows: dict[str, int]
    lanes: dict[tuple[str, str], int]  # (link, side) to lane
    counts: dict[str, int]  # lanes on each side
    label: int


def levelled(graph: Graph, heights: dict[str, int]) -> dict[str, int]:
    """The row of each item: in its column's order, none over another, as level as may be with what it is linked to."""
    rows: dict[str, int] = {}
    for column in graph.columns:
        _stack(column, {}, rows, heights)
    beside: dict[str, list[str]] = {}
    for link in (link for channel in graph.channels for link in channel):
        for one in link.lefts:
            for other in link.rights:
                beside.setdefault(one, []).append(other)
                beside.setdefault(other, []).append(one)
    for number in range(_PASSES):
        for column in graph.columns if number % 2 == 0 else graph.columns[::-1]:
            _stack(column, {key: [rows[other] for other in beside.get(key, ())] for key in column}, rows, heights)
    top = min(rows.values(), default=0)
    return {key: row - top for key, row in rows.items()}


def _stack(column: list[str], wishes: dict[str, list[int]], rows: dict[str, int], heights: dict[str, int]) -> None:
    """Put a column's items where they wish to be, moved apart as much as each needs."""
    # Blocks of items that touch move together, to the mean of what their items wish.
    blocks: list[tuple[list[str], int, list[float]]] = []  # items, height, wished tops of the block
    for key in column:
        wish = mean(wishes[key]) if wishes.get(key) else float(rows.get(key, 0))
        block = ([key], heights.get(key, 1) + 1, [wish])
        while blocks and mean(blocks[-1][2]) + blocks[-1][1] > mean(block[2]):
            items, height, tops = blocks.pop()
            block = (items + block[0], height + block[1], tops + [top - height for top in block[2]])
        blocks.append(block)
    end: int | None = None
    for items, _, tops in blocks:
        at = round(mean(tops))
        at = at if end is None else max(at, end)
        for key in items:
            rows[key] = at
            at += heights.get(key, 1) + 1
        end = at


def routed(links: list[Link], rows: dict[str, int], before: list[str], after: list[str]) -> Channel:
    """Give each link of a channel its row and its lanes."""
    taken: dict[str, int] = {}
    ends = {"left": {rows[k]: k for k in before}, "right": {rows[k]: k for k in after}}
    used: set[int] = set()

    def wished(link: Link) -> float:
        return mean([rows[key] for key in (*link.lefts, *link.rights)])

    def free(link: Link, row: int) -> bool:
        """Whether the row is no other change's, nor an item's that is not the link's only end on that side."""
        left, right = ends["left"].get(row), ends["right"].get(row)
        return row >= 0 and row not in used and (left is None or link.lefts == (left,)) and (
            right is None or link.rights == (right,)
        )  # fmt: skip

    for link in sorted(links, key=wished):
        near, step = round(wished(link)), 0
        while not (free(link, near - step) or free(link, near + step)):
            step += 1
        taken[link.key] = near - step if free(link, near - step) else near + step
        used.add(taken[link.key])
    lanes: dict[tuple[str, str], int] = {}
    counts = {}
    for side in ("left", "right"):
        spans = []
        for link in links:
            reach = [taken[link.key], *(rows[key] for key in (link.lefts if side == "left" else link.rights))]
            if len(set(reach)) > 1:
                spans.append((max(reach) - min(reach), min(reach), max(reach), link.key))
        counts[side] = _share(sorted(spans), side, lanes)
    label = max((cell_len(caption(link.change)) for link in links if link.labelled), default=0)
    return Channel(links, taken, lanes, counts, label)


def _share(spans: list[tuple[int, int, int, str]], side: str, lanes: dict[tuple[str, str], int]) -> int:
    """Give each span the first lane that is free along it; return how many lanes there are."""
    filled: list[list[tuple[int, int]]] = []
    for _, first, last, key in spans:
        number = next((n for n, lane in enumerate(filled) if all(last < a or b < first for a, b in lane)), len(filled))
        if number == len(filled):
            filled.append([])
        filled[number].append((first, last))
        lanes[key, side] = number
    return len(filled)


def caption(change: Succession) -> str:
    """What is written on a change: its sign and its date."""
    return f"{sign(change)} {shorten(one_line(change.date), _DATE)}"
