"""Measures how the lines of a PDF are set: their distance, their indents, and where they end."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from .pdf_columns import Region
from .pdf_lines import Line


def leadings_of(regions: Sequence[Region]) -> dict[float, float]:
    """Return the usual distance of lines for each size of text."""
    counted: dict[float, Counter[float]] = defaultdict(Counter)
    for region in regions:
        for before, line in zip(region.lines, region.lines[1:], strict=False):
            size = round(line.size * 2) / 2
            gap = before.y - line.y
            if round(before.size * 2) / 2 == size and 0.9 * size < gap < 2.2 * size:
                counted[size][round(gap * 2) / 2] += 1
    return {size: gaps.most_common(1)[0][0] for size, gaps in counted.items() if sum(gaps.values()) > 5}


def indents_paragraphs(regions: Sequence[Region], leadings: dict[float, float]) -> bool:
    """Whether paragraphs begin with an indented line, and no space parts them."""
    indents = spaces = 0
    for region in regions:
        for before, line, after in zip(region.lines, region.lines[1:], region.lines[2:], strict=False):
            leading = leadings.get(round(line.size * 2) / 2, 1.2 * line.size)
            if before.y - line.y > 1.3 * leading:
                spaces += abs(line.x0 - after.x0) < 1
            elif line.x0 > before.x0 + 0.8 * line.size and abs(after.x0 - before.x0) < 1:
                indents += 1
    return indents > spaces / 2 and indents > 2


def local_rights(lines: Sequence[Line], region: Region, leadings: dict[float, float]) -> dict[int, float]:
    """Return for each line where the lines around it end, which are set alike."""
    rights: dict[int, float] = {}
    group: list[Line] = []

    def finish() -> None:
        if not group:
            return
        furthest = max(line.x1 for line in group)
        right = min(region.right, furthest)
        together = sum(abs(line.x1 - furthest) < 1 for line in group)
        # Few lines do not show how far they could go, unless they end at the same place.
        if together < 2 and (len(group) == 1 or right > region.right - 4 * group[0].size):
            right = region.right
        for line in group:
            rights[id(line)] = right

    for line in lines:
        if group:
            gap = group[-1].y - line.y
            leading = leadings.get(round(line.size * 2) / 2, 1.2 * line.size)
            alike = (
                0 < gap < 2 * leading
                and abs(group[0].size - line.size) < 1
                and abs(group[-1].x0 - line.x0) < 4 * line.size
                and group[-1].mono == line.mono
            )
            if not alike:
                finish()
                group = []
        group.append(line)
    finish()
    return rights


def set_edges(regions: Sequence[Region]) -> None:
    """Set how far the columns reach: where most of their lines end, or those of the columns beside which they stand.

    The longest line says less, because some stick out.
    """
    ends: dict[int, Counter[int]] = defaultdict(Counter)
    starts: dict[int, Counter[int]] = defaultdict(Counter)
    for region in regions:
        for line in region.lines:
            if not line.mono:
                ends[region.columns][round(line.x1)] += 1
                starts[region.columns][round(line.x0)] += 1
    for region in regions:
        text = [line for line in region.lines if not line.mono] or region.lines
        region.right, region.ragged = _edge(
            [line.x1 for line in text], ends[region.columns], region.right - region.left
        )
        if sum(line.right_to_left for line in text) > len(text) / 2:
            others = Counter({-place: count for place, count in starts[region.columns].items()})
            region.left = -_edge([-line.x0 for line in text], others, region.right - region.left)[0]


def _edge(ends: Sequence[float], everywhere: Counter[int], width: float) -> tuple[float, bool]:
    """Return where lines end, and whether they end at different places."""
    here = Counter(map(round, ends))
    place, count = max(here.items(), key=lambda each: (each[1], each[0]))
    furthest = max(ends)
    if count >= max(3, 0.2 * len(ends)) and place > furthest - 0.25 * width:
        return place + 1.0, False
    near = {each: times for each, times in everywhere.items() if abs(each - furthest) <= 0.15 * width}
    if near:
        place, count = max(near.items(), key=lambda each: (each[1], each[0]))
        if count >= max(5, 0.08 * everywhere.total()):
            return place + 1.0, False
    return furthest, True
