"""Puts the lines of a page in the order in which they are read: across the page, or down its columns."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from .pdf_lines import Line, Piece

_STEP = 3  # points between the places at which a gutter is looked for
_LEAST = 3  # lines on each side of a gutter
_DEEPEST = 3  # how often columns are parted again


@dataclass(slots=True)
class Region:
    """Lines that are read from top to bottom, in a column from `left` to `right`; `columns` beside each other.

    `ragged` says that its lines end at different places.
    """

    lines: list[Line]
    left: float
    right: float
    columns: int = 1
    ragged: bool = False


class Band(NamedTuple):
    """A part of a page with a gutter: its lines are numbered from `first` up to `last`."""

    first: int
    last: int
    gutter: float
    sure: bool  # whether the file gives one side after the other


@dataclass(slots=True)
class Gutters:
    """At which places, to the nearest ten points, how many pages seem to have a gutter."""

    counted: Counter[int] = field(default_factory=Counter)

    def usual(self, gutter: float) -> bool:
        """Whether several pages have a gutter there."""
        return sum(self.counted[round(gutter / 10) + step] for step in (-1, 0, 1)) >= 3


def gutters_of(pages: list[list[Line]]) -> Gutters:
    """Return where the pages of a document have gutters."""
    gutters = Gutters()
    for lines in pages:
        band = _band(lines)
        if band and (band.sure or _filled(lines, band)):
            gutters.counted[round(band.gutter / 10)] += 1
    return gutters


def regions_of(lines: list[Line], gutters: Gutters, depth: int = 0) -> list[Region]:
    """Return the regions of a page, or of a column of it, in the order in which they are read."""
    if not lines:
        return []
    band = _band(lines) if depth < _DEEPEST else None
    if band and not band.sure and not (gutters.usual(band.gutter) and _filled(lines, band)):
        band = None
    if band is None:
        return [Region(lines, min(line.x0 for line in lines), max(line.x1 for line in lines))]
    above, inside, below = lines[: band.first], lines[band.first : band.last], lines[band.last :]
    left, right = _parted(inside, band.gutter)
    if sum(line.right_to_left for line in inside) > len(inside) / 2:
        left, right = right, left
    found = regions_of(above, gutters, depth + 1)
    for side in (left, right):
        for region in regions_of(side, gutters, depth + 1):
            region.columns = max(2, region.columns + 1)
            found.append(region)
    return found + regions_of(below, gutters, depth + 1)


def _parted(lines: list[Line], gutter: float) -> tuple[list[Line], list[Line]]:
    sides: tuple[list[Line], list[Line]] = ([], [])
    for line in lines:
        for side, pieces in enumerate(_sides(line.pieces, gutter)):
            if pieces:
                sides[side].append(Line(line.page, line.y, pieces, line.right_to_left))
    return sides


def _sides(pieces: list[Piece], gutter: float) -> tuple[list[Piece], list[Piece]]:
    return [each for each in pieces if each.x1 <= gutter + 2], [each for each in pieces if each.x1 > gutter + 2]


def _crosses(line: Line, gutter: float) -> bool:
    return any(piece.x0 < gutter - 2 and piece.x1 > gutter + 2 for piece in line.pieces)


def _band(lines: list[Line]) -> Band | None:
    """Return the part of a page in which most lines stand beside others, None if there is none."""
    if len(lines) < 2 * _LEAST:
        return None
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    width = right - left
    middle = (left + right) / 2
    several = sum(len(line.pieces) > 1 for line in lines)
    aside = sum(line.x0 > middle - 0.1 * width for line in lines)
    if several < _LEAST and aside < _LEAST:
        return None
    best: tuple[tuple[bool, int], Band] | None = None
    place = left + 0.15 * width
    while place < right - 0.15 * width:
        first = None
        for at in range(len(lines) + 1):
            if at < len(lines) and not _crosses(lines[at], place):
                first = at if first is None else first
            elif first is not None:
                for part in _parts(lines, first, at):
                    band = _judged(lines, *part, place)
                    if band:
                        score = (band[1].sure, band[0])
                        if best is None or score > best[0]:
                            best = (score, band[1])
                        if band[1].sure:
                            break
                first = None
        place += _STEP
    return best[1] if best else None


def _parts(lines: list[Line], first: int, last: int) -> list[tuple[int, int]]:
    """Return a part of a page, and the parts of it between wide spaces: a table may stand between columns."""
    cuts = [first, *(at for at in range(first + 1, last) if _far(lines, at)), last]
    parts = list(pairwise(cuts)) if len(cuts) > 2 else []
    return [(first, last), *parts]


def _judged(lines: list[Line], first: int, last: int, gutter: float) -> tuple[int, Band] | None:
    """Return how much text stands beside a gutter, and the band; None if there is not enough on both sides."""
    inside = lines[first:last]
    # Only from where there is text on both sides: above and below it, lines that are short are no column.
    both = [_sides(line.pieces, gutter) for line in inside]
    lefts, rights = [pair[0] for pair in both], [pair[1] for pair in both]
    on_left, on_right = [at for at, each in enumerate(lefts) if each], [at for at, each in enumerate(rights) if each]
    if len(on_left) < _LEAST or len(on_right) < _LEAST or len(on_left) + len(on_right) < 4 * _LEAST:
        return None
    start = min(on_right) if min(on_left) < min(on_right) else 0
    if not start and min(on_left):  # what stands far above on the right alone is read first
        start = next((at for at in range(min(on_left), 0, -1) if _far(inside, at)), 0)
    end = len(inside)
    left_width = max(each[-1].x1 - each[0].x0 for each in lefts if each)
    right_width = max(each[-1].x1 - each[0].x0 for each in rights if each)
    total = left_width + right_width
    if min(left_width, right_width) < 0.18 * total:
        return None
    pieces = sorted(
        [(piece.order, side) for side, group in enumerate((lefts, rights)) for each in group for piece in each]
    )
    changes = sum(before[1] != after[1] for before, after in itertools.pairwise(pieces))
    sure = changes <= max(3, 0.12 * (len(on_left) + len(on_right)))
    gap = min((each[0].x0 for each in rights if each), default=0) - max(
        (each[-1].x1 for each in lefts if each), default=0
    )
    return round(len(inside) * 10 + min(gap, 30) / 4), Band(first + start, first + end, gutter, sure)


def _far(lines: list[Line], at: int) -> bool:
    """Whether a wide space is above a line."""
    return lines[at - 1].y - lines[at].y > 2.2 * lines[at].size


def _filled(lines: list[Line], band: Band) -> bool:
    """Whether lines on both sides fill their column, as text does and the cells of a table do not."""
    for side in _parted(lines[band.first : band.last], band.gutter):
        width = max(line.x1 for line in side) - min(line.x0 for line in side)
        full = sum(line.x1 - line.x0 > 0.7 * width and len(line.pieces) == 1 for line in side)
        letters = sum(len(line.text) for line in side) / len(side)
        if full < 0.55 * len(side) or letters < 14:
            return False
    return True
