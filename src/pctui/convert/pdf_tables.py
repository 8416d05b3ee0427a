"""Finds tables among the lines of a column: cells that stand under each other, and lines drawn between them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from .pdf_joining import Vocabulary, joined
from .pdf_lines import Line, Piece
from .pdf_marks import marker
from .pdf_pages import Rule

_ROWS = 3  # with two cells or more, or two rows with three
_MOST_COLUMNS = 30


@dataclass(slots=True)
class Table:
    """Rows of cells, each cell the lines in it; `page` counts from 0, `columns` are the left ends of its columns."""

    page: int
    rows: list[list[list[str]]]
    last: int  # its last page
    terms: bool = False  # whether it is a list of terms, each with what is said of it, set beside each other

    def text(self, vocabulary: Vocabulary) -> str:
        """Return its cells row by row, parted by tabs and line ends."""
        return "\n".join("\t".join(joined(cell, vocabulary) for cell in row) for row in self.rows)


def with_tables(lines: Sequence[Line], rules: Sequence[Rule]) -> list[Line | Table]:
    """Return the lines of a column, with a table in place of the lines that are one."""
    found: list[Line | Table] = []
    for line in lines:
        _join_marks(line)
    at = 0
    while at < len(lines):
        end = _end(lines, at, rules)
        table = _table(lines[at:end], rules) if end - at > 1 else None
        if table:
            found.append(table)
            at = end
        else:
            found.append(lines[at])
            at += 1
    return found


def _join_marks(line: Line) -> None:
    """Put the mark of an item, or the number of a heading, together with what it is the mark of."""
    if len(line.pieces) > 1:
        first, second = line.pieces[:2]
        mark = marker(f"{first.text} {second.text}")
        if mark and len(first.text) <= len(mark.text):
            line.pieces[:2] = [
                Piece(
                    first.x0, second.x1, f"{first.text} {second.text}", first.order, second.size, second.bold,
                    second.italic, second.mono, first.references + second.references, first.raised,
                )
            ]  # fmt: skip


def _several(line: Line) -> bool:
    return len(line.pieces) > 1 and not line.mono


def _end(lines: Sequence[Line], start: int, rules: Sequence[Rule]) -> int:
    """Return where lines that may be a table end: the place behind the last of them."""
    if not _several(lines[start]):
        return start
    end = at = start + 1
    pieces = list(lines[start].pieces)
    while at < len(lines):
        line = lines[at]
        gap = lines[at - 1].y - line.y
        ruled = any(line.y < rule.y < lines[at - 1].y and rule.x1 > line.x0 and rule.x0 < line.x1 for rule in rules)
        if gap > (4.5 if ruled else 2.6) * line.size:
            break
        if _several(line):
            pieces += line.pieces
            end = at + 1
        elif not _within_one(line.pieces[0], pieces) or at - end > 6:
            break
        at += 1
    # Lines that end the last cell belong to it if they follow closely.
    while end < len(lines) and not _several(lines[end]):
        line = lines[end]
        left = min(piece.x0 for piece in pieces)
        if (
            lines[end - 1].y - line.y > 1.35 * line.size
            or line.x0 < left + line.size
            or not _within_one(line.pieces[0], pieces)
        ):
            break
        end += 1
    return end


def _within_one(piece: Piece, pieces: Sequence[Piece]) -> bool:
    """Whether a piece stands in one column of others."""
    starts = sorted(each.x0 for each in pieces)
    if piece.x1 - piece.x0 > 0.75 * (max(each.x1 for each in pieces) - starts[0]):
        return False
    return any(abs(start - piece.x0) < piece.size for start in starts)


def _columns(lines: Sequence[Line]) -> list[float]:
    """Return where the columns of a table begin after its first one: the middles of the gaps between them."""
    rows = [line.pieces for line in lines if _several(line)]
    edges = sorted({round(piece.x0) for row in rows for piece in row})
    gaps: list[tuple[float, float]] = []
    left, right = min(edges), max(piece.x1 for row in rows for piece in row)
    covered = [0] * (int(right - left) + 2)
    for row in rows:
        for piece in row:
            for place in range(max(0, int(piece.x0 - left)), min(len(covered), int(piece.x1 - left) + 1)):
                covered[place] += 1
    allowed = len(rows) // 12
    start = None
    for place, count in enumerate(covered):
        if count <= allowed:
            start = place if start is None else start
        elif start is not None:
            gaps.append((left + start, left + place))
            start = None
    return [(first + last) / 2 for first, last in gaps if last - first >= 3 and first > left]


def _table(lines: Sequence[Line], rules: Sequence[Rule]) -> Table | None:
    several = [line for line in lines if _several(line)]
    columns = _columns(lines)
    if not 1 <= len(columns) < _MOST_COLUMNS:
        return None
    inside = _rules_inside(lines, rules)
    if len(several) < _ROWS and not (len(several) == 2 and (len(columns) > 1 or len(inside) > 1)):
        return None
    if sum(len(line.pieces) for line in several) / len(several) < 1.5:
        return None
    rows: list[list[list[str]]] = []
    between = [rule.y for rule in inside]
    # A line under each row says where rows end; lines under the head and the last row alone do not.
    gridded = sum(1 for a, b in itertools.pairwise(lines) if any(b.y < y < a.y for y in between)) > 1
    steps = [a.y - b.y for a, b in itertools.pairwise(lines)]
    usual = median(steps) if steps else 0
    for at, line in enumerate(lines):
        cells: list[list[str]] = [[] for _ in range(len(columns) + 1)]
        for piece in line.pieces:
            cells[sum(piece.x0 + min(4, (piece.x1 - piece.x0) / 2) > column for column in columns)].append(piece.text)
        step = steps[at - 1] if at else 0
        ruled = bool(at) and any(line.y < y < lines[at - 1].y for y in between)
        alone = len(line.pieces) == 1 and step < 0.9 * usual
        fresh = not rows or ruled or (not gridded and bool(cells[0]) and not alone)
        if fresh:
            rows.append(cells)
        else:
            for cell, more in zip(rows[-1], cells, strict=True):
                cell.extend(more)
    if len(rows) < 2:
        return None
    return Table(lines[0].page, rows, lines[0].page, not inside and len(columns) == 1 and _terms(lines, columns[0]))


def _terms(lines: Sequence[Line], column: float) -> bool:
    """Whether what stands on the left is short, and what stands on the right is prose."""
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    prose = [len(line.pieces[-1].text) for line in lines if line.pieces[-1].x0 > column]
    return column - left < 0.3 * (right - left) and bool(prose) and median(prose) > 30


def _rules_inside(lines: Sequence[Line], rules: Sequence[Rule]) -> list[Rule]:
    """Return the rules at the lines of a table that are about as wide as it is."""
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    top, foot = lines[0].y + 2.5 * lines[0].size, lines[-1].y - 2 * lines[-1].size
    merged: dict[int, float] = {}
    kept: dict[int, Rule] = {}
    for rule in rules:
        if foot <= rule.y <= top and rule.x1 > left and rule.x0 < right:
            key = round(rule.y)
            merged[key] = merged.get(key, 0) + min(rule.x1, right + 6) - max(rule.x0, left - 6)
            kept[key] = rule
    return [kept[key] for key in sorted(kept) if merged[key] >= 0.6 * (right - left)]
