"""The matrix as lines of pieces: its column widths, its heads, its cells. Pure functions: no widget, no database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size

from ....kinds.vocabulary import COUNTED, DESCRIPTIVE, LEGEND, SIGNS, STATUS_SIGNS
from ....page import Run, Runs
from ....queries.evidence import Cell, Subject, descriptive, in_words
from ....text import one_line
from ....widths import shorten
from ...widgets.layout import Piece

GAP = "·"
_NARROWEST = 6  # the narrowest column whose head can be distinguished from the others
_WIDEST = 20
_HEADED = 12  # the width from which every head is legible
TOTAL = "#"  # before the number of all findings of a cell whose signs do not fit
_HEAD_LINES = 3
_RULE = "┊"


@dataclass(frozen=True, slots=True)
class Grid:
    """The widths of the row heads and of each column; before each column is a rule or the cursor."""

    head: int
    widths: tuple[int, ...]
    width: int  # of the whole line
    gap: int = 1  # cells before each column: the rule, and a blank if there is room

    def shown(self, first: int) -> int:
        """Return how many whole columns are in view from the column `first` on; at least one."""
        room, count = self.width - self.head, 0
        for width in self.widths[first:]:
            room -= width + self.gap
            if room < 0:
                break
            count += 1
        return max(count, min(1, len(self.widths) - first))

    def start(self, column: int, first: int) -> int:
        """Return the screen column of the rule before `column`, with `first` the first column in view."""
        return self.head + sum(self.widths[first:column]) + self.gap * (column - first)

    def showing(self, column: int, first: int) -> int:
        """Return the first column in view that is nearest to `first` and brings `column` into view."""
        first = min(first, column)
        while first < column and column >= first + self.shown(first):
            first += 1
        while first and first - 1 + self.shown(first - 1) == len(self.widths):
            first -= 1  # leave no room empty at the right
        return first


def grid(rows: Iterable[Subject], domains: Sequence[tuple[str, str]], width: int) -> Grid:
    """Fit the columns into `width`, as wide as their cells and heads need; they are scrolled if not all fit."""
    rows = list(rows)
    widest = max((cell_len(row.title) + 3 for row in rows if not row.heading), default=0)
    head = max(10, min(widest, width * 36 // 100 if width > 90 else width // 3))
    cells = [
        max(_NARROWEST, min(_WIDEST, max((cell_len(cell_text(row.cell(slug))) for row in rows), default=0)))
        for slug, _ in domains
    ]
    whole, broken = ([_least(title, cut) for _, title in domains] for cut in (("…", "-"), ("…",)))
    for gap, heads in ((2, whole), (1, whole), (1, broken)):
        widths = _wider(cells, heads)
        room = width - head - sum(widths) - gap * len(widths)
        if room >= 0:
            return Grid(min(max(head, widest), head + room), tuple(widths), width, gap)
    return Grid(head, tuple(max(1, min(each, width - head - 1)) for each in _wider(cells, whole)), width)


def _wider(one: Sequence[int], other: Sequence[int]) -> list[int]:
    return [max(pair) for pair in zip(one, other, strict=True)]


def _least(title: str, cut: tuple[str, ...]) -> int:
    """Return the least width from `_NARROWEST` on at which no line of the head ends in one of `cut`."""
    widths = range(_NARROWEST, _HEADED)
    return next((w for w in widths if not any(line.endswith(cut) for line in head_text(title, w))), _HEADED)


def head_text(title: str, width: int) -> list[str]:
    """Return the head of a column on up to three lines: words that do not fit are broken with a hyphen."""
    lines = [""]
    for word in one_line(title).replace(" and ", " & ").split(" "):
        if lines[-1] and cell_len(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
            continue
        if lines[-1]:
            lines.append("")
        rest = word
        while cell_len(rest) > width > 2 and len(lines) < _HEAD_LINES and rest.isalpha():
            count = -(-cell_len(rest) // (width - 1))  # parts of about the same length
            part = set_cell_size(rest, -(-cell_len(rest) // count)).rstrip()
            lines[-1], rest = f"{part}-", rest[len(part) :]
            lines.append("")
        lines[-1] = rest
    kept = lines[:_HEAD_LINES]
    kept[-1] = " ".join(lines[_HEAD_LINES - 1 :]) if len(lines) > _HEAD_LINES else kept[-1]
    return [shorten(line, width) for line in kept]


def _signs(cell: Cell) -> list[tuple[str, str]]:
    """Return the signs of a cell as (text, role), `−2c` for two that are claimed to have worsened; one is not counted.

    What was found comes first. Findings that report no effect are counted after all others, in parentheses.
    """
    signs = [
        (
            SIGNS.get(tally.direction, "?")
            + (str(tally.count) if tally.count > 1 else "")
            + STATUS_SIGNS[tally.status],
            "muted" if STATUS_SIGNS[tally.status] else "strong",
        )
        for tally in cell
        if tally.direction != DESCRIPTIVE
    ]
    return signs + _described(cell)


def _described(cell: Cell) -> list[tuple[str, str]]:
    return [(COUNTED.format(count), "muted")] if (count := descriptive(cell)) else []


def _merged(cell: Cell) -> list[tuple[str, str]]:
    """Return the signs of a cell without telling apart what was found, claimed or forecast."""
    counts: dict[str, int] = {}
    for tally in cell:
        if tally.direction != DESCRIPTIVE:
            counts[tally.direction] = counts.get(tally.direction, 0) + tally.count
    signs = [(f"{SIGNS.get(each, '?')}{count if count > 1 else ''}", "strong") for each, count in counts.items()]
    return signs + _described(cell)


def _text(parts: Iterable[tuple[str, str]]) -> str:
    return " ".join(text for text, _ in parts)


def _fitting(cell: Cell, width: int) -> list[tuple[str, str]]:
    """Return what is shown of a cell in `width` columns, never cut: its signs, or fewer of them, or only a total."""
    if not cell:
        return [(GAP, "rule")]
    for parts in (_signs(cell), _merged(cell)):
        if cell_len(_text(parts)) <= width:
            return parts
    return [(shorten(f"{TOTAL}{sum(tally.count for tally in cell)}", width), "strong")]


def cell_text(cell: Cell) -> str:
    """Return the signs of a cell, or `·` if it has none."""
    return _text(_signs(cell)) or GAP


def cell_pieces(cell: Cell, width: int) -> list[Piece]:
    """Return what is shown of a cell in exactly `width` columns."""
    parts = _fitting(cell, width)
    pieces = [Piece(f" {text}" if n else text, role) for n, (text, role) in enumerate(parts)]
    return [*pieces, Piece(" " * (width - cell_len(_text(parts))))]


def head_lines(grid: Grid, domains: Sequence[tuple[str, str]], column: int, first: int) -> list[list[Piece]]:
    """Return the lines above the columns; beside them, the number of columns out of view on either side."""
    shown = grid.shown(first)
    after = len(grid.widths) - first - shown
    texts = [head_text(domains[i][1], width) for i, width in enumerate(grid.widths)]
    count = max(map(len, texts), default=1)
    before, beyond = f" ← {first} more" if first else "", f"{after} more →" if after > 0 else ""
    if count == 1:
        before, beyond = "", " ".join(filter(None, (before, beyond)))
    lines: list[list[Piece]] = [[] for _ in range(count)]
    for n, line in enumerate(lines):
        beside = beyond.rjust(grid.head - 1) if n == count - 1 else before if n == count - 2 else ""
        line.append(Piece(set_cell_size(shorten(beside, grid.head), grid.head), "accent"))
    for i in range(first, first + shown):
        role = "title" if i == column else "heading"
        for line, text in zip(lines, [""] * (count - len(texts[i])) + texts[i], strict=True):
            line += [*_rule(grid.gap), Piece(set_cell_size(text, grid.widths[i]), role if text else "")]
    return [_filled(line, grid.width) for line in lines]


def _rule(gap: int) -> list[Piece]:
    return [Piece(_RULE, "rule"), Piece(" " * (gap - 1))]


def head_of(title: str, width: int) -> str:
    """Return a title cut before its last word: the titles of a family of organisations differ in that."""
    last = title.rpartition(" ")[2]
    room = width - cell_len(last)
    if cell_len(title) <= width or 2 * room < width:
        return shorten(title, width)
    return f"{shorten(title, room)}{last}"


def row_pieces(
    grid: Grid, row: Subject, domains: Sequence[tuple[str, str]], first: int, column: int | None, role: str
) -> list[Piece]:
    """Return the row of a subject: its head and its cells; the cursor is on `column`, drawn in `role`."""
    title = set_cell_size(head_of(one_line(row.title), grid.head - 3), max(0, grid.head - 3))
    line = [Piece(f"  {title} ", "" if column is None else "strong")]
    for i in range(first, first + grid.shown(first)):
        cell = cell_pieces(row.cell(domains[i][0]), grid.widths[i])
        if i == column:
            text = "▸" + "".join(piece.text for piece in cell)
            line += [Piece(_RULE * (grid.gap - 1), "rule"), Piece(text, role)]
        else:
            line += [*_rule(grid.gap), *cell]
    return _filled(line, grid.width)


def _filled(line: list[Piece], width: int) -> list[Piece]:
    """Return the line padded to `width`, or cut to it if the window is too small."""
    used, kept = 0, []
    for piece in line:
        text = piece.text if used + cell_len(piece.text) <= width else set_cell_size(piece.text, max(0, width - used))
        used += cell_len(text)
        kept.append(Piece(text, piece.role))
    return [*kept, Piece(" " * (width - used))]


def legend_lines(width: int, shown: Iterable[str] | None = None) -> list[list[Piece]]:
    """Return the legend on as few lines as `width` allows, no item broken; of the texts `shown` only, if given."""
    seen = None if shown is None else "".join(shown)
    explained = {**LEGEND, "no findings": GAP}
    items = [(sign, word) for word, sign in explained.items() if seen is None or _in(sign, seen)]
    if seen is not None and TOTAL in seen:
        items.append((f"{TOTAL}n", "findings in all"))
    lines: list[list[Piece]] = [[]]
    used = 0
    for sign, word in items:
        item = cell_len(f"{sign} {word}")
        if used and used + 2 + item > width:
            lines.append([])
            used = 0
        lead = "  " if used else " "
        meaning = shorten(f" {word}", max(1, width - 1 - cell_len(sign)))
        lines[-1] += [Piece(lead + sign, "accent"), Piece(meaning, "muted")]
        used += len(lead) + item
    return lines


def _in(sign: str, seen: str) -> bool:
    return COUNTED.format("")[0] in seen if sign == COUNTED.format("n") else sign in seen


def shown_texts(grid: Grid, rows: Iterable[Subject], domains: Sequence[tuple[str, str]], first: int) -> Iterator[str]:
    """Yield what is shown in the cells of some rows, in the columns in view."""
    for row in rows:
        for i in range(first, first + grid.shown(first)):
            yield _text(_fitting(row.cell(domains[i][0]), grid.widths[i]))


def cell_status(subject: str, domain: str, cell: Cell) -> Runs:
    """Return a cell in words: its subject, its domain and its findings."""
    where = Run(f"{one_line(subject)} × {one_line(domain)}: ", "strong")
    return where, Run(in_words(cell) if cell else "no findings")
