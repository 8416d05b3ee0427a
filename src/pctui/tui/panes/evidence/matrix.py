"""The matrix as pieces of lines: how wide its columns are, its heads, its cells. No terminal here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size

from ....store.lists import SIGNS
from ....store.matrix import STANDINGS, Cell, Subject
from ....text import one_line, shorten
from ...lines import Piece

GAP = "·"
LEGEND = (*SIGNS.items(), ("claimed", "“"), ("foreseen", "○"))
_NARROWEST = 6  # a column in which its head can still be told from the others
_CRAMPED = 8  # columns are narrowed to this, at the cost of their cells, before any is scrolled out of sight
_WIDEST = 20
_SCROLLED = 12  # and no wider than this where they are scrolled, so that several are in view


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns: the width of the row heads and of each column, each with a place for the cursor before it."""

    head: int
    widths: tuple[int, ...]
    width: int  # of the whole line

    def shown(self, first: int) -> int:
        """How many whole columns are in view from the column `first` on; one at least."""
        room, count = self.width - self.head, 0
        for width in self.widths[first:]:
            room -= width + 1
            if room < 0:
                break
            count += 1
        return max(count, min(1, len(self.widths) - first))

    def showing(self, column: int, first: int) -> int:
        """The first column in view once `column` is in view, moved from `first` no further than that asks for."""
        first = min(first, column)
        while first < column and column >= first + self.shown(first):
            first += 1
        while first and first - 1 + self.shown(first - 1) == len(self.widths):
            first -= 1  # no room is left empty at the right
        return first


def grid(rows: Iterable[Subject], domains: Sequence[tuple[str, str]], width: int) -> Grid:
    """Fit the columns into `width`: as wide as their cells, narrowed as far as they stay legible, else scrolled."""
    rows = list(rows)
    widest = max((cell_len(row.title) + 4 for row in rows if not row.heading), default=0)
    head = max(10, min(widest, width * 3 // 10 if width > 70 else width // 3))
    natural = [
        min(_WIDEST, max((cell_len(cell_text(row.cell(slug))) for row in rows), default=0)) for slug, _ in domains
    ]
    widths = [max(_NARROWEST, w) for w in natural]
    room = width - head - len(widths)
    least = [min(w, _CRAMPED) for w in widths]
    if sum(least) <= room:
        while sum(widths) > room:
            wide = max(range(len(widths)), key=lambda i: widths[i] - least[i])
            widths[wide] -= 1
    fits = sum(widths) <= room
    if not fits:
        widths = [min(w, _SCROLLED) for w in widths]
    growing = True
    while growing:  # what room is left goes to the heads that are cut
        growing = False
        for i, (_, title) in enumerate(domains):
            if (not fits or sum(widths) < room) and widths[i] < _SCROLLED and _cut(title, widths[i]):
                widths[i] += 1
                growing = True
    widths = [max(1, min(w, width - head - 1)) for w in widths]
    return Grid(head, tuple(widths), width)


def head_text(title: str, width: int) -> tuple[str, str]:
    """The head of a column on two lines, what does not fit cut with a sign; the second is filled first."""
    title = one_line(title)
    if cell_len(title) <= width:
        return "", title
    words = title.replace(" and ", " & ").split(" ")
    first = ""
    while len(words) > 1 and cell_len(f"{first} {words[0]}".strip()) <= width:
        first = f"{first} {words.pop(0)}".strip()
    if not first:
        first = words.pop(0)
    return shorten(first, width), shorten(" ".join(words), width)


def _cut(title: str, width: int) -> bool:
    return any(line.endswith("…") for line in head_text(title, width))


def _parts(cell: Cell) -> list[tuple[str, str]]:
    """The signs of a cell as (text, role): what was found, then what is claimed and what is foreseen."""
    parts: list[tuple[str, str]] = []
    for standing, sign in STANDINGS.items():
        tallies = [
            SIGNS.get(t.direction, "?") + (str(t.count) if t.count > 1 else "") for t in cell if t.standing == standing
        ]
        if tallies:
            lead = " " if parts else ""
            parts.append((lead + sign + " ".join(tallies), "muted" if sign else "strong"))
    return parts


def cell_text(cell: Cell) -> str:
    """The signs of a cell, `·` where there is none."""
    return "".join(text for text, _ in _parts(cell)) or GAP


def cell_pieces(cell: Cell, width: int) -> list[Piece]:
    """The signs of a cell in exactly `width` cells, cut with a sign where they do not fit."""
    parts = _parts(cell) or [(GAP, "rule")]
    kept = shorten(cell_text(cell), width)
    pieces, used = [], 0
    for text, role in parts:
        piece = kept[used : used + len(text)]
        used += len(text)
        pieces.append(Piece(piece, role))
    return [*(p for p in pieces if p.text), Piece(" " * (width - cell_len(kept)))]


def head_lines(grid: Grid, domains: Sequence[tuple[str, str]], column: int, first: int) -> list[list[Piece]]:
    """The two lines over the columns; beside them how many columns are out of sight at either side."""
    shown = grid.shown(first)
    after = len(grid.widths) - first - shown
    signs = (f" ← {first} more" if first else "", f"{after} more → " if after > 0 else "")
    lines: list[list[Piece]] = [[], []]
    for n, line in enumerate(lines):
        beside = shorten(signs[n], grid.head)
        line.append(Piece(beside.ljust(grid.head) if n == 0 else beside.rjust(grid.head), "accent"))
    for i in range(first, first + shown):
        width = grid.widths[i]
        role = "title" if i == column else "heading"
        for line, text in zip(lines, head_text(domains[i][1], width), strict=True):
            line += [Piece(" "), Piece(set_cell_size(text, width), role if text else "")]
    return [_filled(line, grid.width) for line in lines]


def row_pieces(
    grid: Grid, row: Subject, domains: Sequence[tuple[str, str]], first: int, column: int | None, role: str
) -> list[Piece]:
    """One subject: its head and its cells; `column` is where the cursor stands in it, drawn in `role`."""
    title = set_cell_size(shorten(one_line(row.title), grid.head - 3), max(0, grid.head - 3))
    line = [Piece(f"  {title} ", "" if column is None else "strong")]
    for i in range(first, first + grid.shown(first)):
        cell = cell_pieces(row.cell(domains[i][0]), grid.widths[i])
        if i == column:
            line.append(Piece("▸" + "".join(piece.text for piece in cell), role))
        else:
            line += [Piece(" "), *cell]
    return _filled(line, grid.width)


def _filled(line: list[Piece], width: int) -> list[Piece]:
    """The line filled up to `width`, or cut to it where the window is too small for anything."""
    used, kept = 0, []
    for piece in line:
        text = piece.text if used + cell_len(piece.text) <= width else set_cell_size(piece.text, max(0, width - used))
        used += cell_len(text)
        kept.append(Piece(text, piece.role))
    return [*kept, Piece(" " * (width - used))]


def legend_lines(width: int, legend: Sequence[tuple[str, str]] = LEGEND) -> list[list[Piece]]:
    """What the signs mean, on as few lines as `width` allows, no item broken."""
    sizes = [cell_len(word) + 2 for word, _ in legend]
    total = sum(sizes) + 2
    gap = 2 if total + 2 * (len(sizes) - 1) <= width else 1 if total + len(sizes) - 1 <= width else 2
    lines: list[list[Piece]] = [[]]
    used = 0
    for word, sign in legend:
        item = cell_len(word) + 2
        if used and used + gap + item > width:
            lines.append([])
            used = 0
        lead = " " * (gap if used else 1)
        lines[-1] += [Piece(lead + sign, "accent"), Piece(shorten(f" {word}", max(1, width - 2)), "muted")]
        used += len(lead) + item
    return lines


def status_lines(subject: str, domain: str, count: int, width: int) -> list[list[Piece]]:
    """What the cursor stands on, in full: on two lines where `width` is too little for one."""
    subject, domain = one_line(subject), one_line(domain)
    told = "no finding" if not count else "1 finding" if count == 1 else f"{count} findings"
    if width >= 70:
        rest = cell_len(f" ×  · {told}") + 1
        subject = shorten(subject, max(8, width - rest - cell_len(domain)))
        domain = shorten(domain, max(8, width - rest - cell_len(subject)))
        line = [
            Piece(f" {subject}", "strong"),
            Piece(" × ", "muted"),
            Piece(domain, "strong"),
            Piece(f" · {told}", "muted"),
        ]
        return [line]
    domain = shorten(domain, max(1, width - cell_len(f" × {told} · ")))
    return [
        [Piece(f" {shorten(subject, max(1, width - 1))}", "strong")],
        [Piece(" × ", "muted"), Piece(domain, "strong"), Piece(f" · {told}", "muted")],
    ]
