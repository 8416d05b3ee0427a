"""The matrix as lines of pieces: its column widths, its heads, its cells. Pure functions: no widget, no database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size

from ....kinds.vocabulary import COUNTED, DESCRIPTIVE, LEGEND, SIGNS, STATUS_SIGNS
from ....queries.evidence import Cell, Subject, descriptive
from ....text import one_line
from ....widths import shorten
from ...widgets.layout import Piece

GAP = "·"
_NARROWEST = 6  # the narrowest column whose head can be distinguished from the others
_CRAMPED = 8  # columns are narrowed to this, at the cost of their cells, before any is scrolled out of view
_WIDEST = 20
_SCROLLED = 12  # the widest column when they are scrolled, so that several are in view
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
    """Fit the columns into `width`: as wide as their cells, narrowed while they stay legible, else scrolled."""
    rows = list(rows)
    widest = max((cell_len(row.title) + 3 for row in rows if not row.heading), default=0)
    head = max(10, min(widest, width * 27 // 100 if width > 70 else width // 3))
    cells = [[row.cell(slug) for row in rows] for slug, _ in domains]
    full, tight = (
        [
            max(_NARROWEST, min(_WIDEST, max((cell_len(cell_text(c, near)) for c in cells_), default=0)))
            for cells_ in cells
        ]
        for near in (False, True)
    )
    whole, legible = ([_least(title, cut) for _, title in domains] for cut in (("…", "-"), ("…",)))
    cramped = [min(w, _CRAMPED) for w in tight]
    for gap, least in (
        (2, _wider(tight, whole)),
        (1, _wider(tight, whole)),
        (1, _wider(tight, legible)),
        (1, _wider(cramped, legible)),
        (1, cramped),
    ):
        room = width - head - gap * len(full)
        if sum(least) <= room:
            spare = min(room - sum(least), max(0, min(widest, width * 3 // 10) - head))  # row heads first
            widths = _narrowed(_wider(full, least), least, room - spare)
            return Grid(min(max(head, widest), head + room - sum(widths)), tuple(widths), width, gap)
    widths = [
        max(1, min(max(cell, name), _SCROLLED, width - head - 1)) for cell, name in zip(tight, whole, strict=True)
    ]
    return Grid(head, tuple(widths), width)


def _wider(one: Sequence[int], other: Sequence[int]) -> list[int]:
    return [max(pair) for pair in zip(one, other, strict=True)]


def _narrowed(widths: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Return `widths` reduced to a total of `room`, the widest first, none below its least."""
    reduced = list(widths)
    while sum(reduced) > room:
        reduced[max(range(len(reduced)), key=lambda i: (reduced[i] > least[i], reduced[i]))] -= 1
    return reduced


def _least(title: str, cut: tuple[str, ...]) -> int:
    """Return the least width from `_NARROWEST` on at which no line of the head ends in one of `cut`."""
    widths = range(_NARROWEST, _SCROLLED)
    return next((w for w in widths if not any(line.endswith(cut) for line in head_text(title, w))), _SCROLLED)


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


def _parts(cell: Cell, close: bool = False) -> list[tuple[str, str]]:
    """Return the signs of a cell as (text, role): what was found, then what is claimed and what is forecast.

    Findings that report no effect are counted after these, in parentheses. The signs after “ or ○ are not separated, as
    the one “ or ○ is about all of them; with `close`, which saves room, the others are not separated either.
    """
    parts: list[tuple[str, str]] = []
    for status, sign in STATUS_SIGNS.items():
        tallies = [
            SIGNS.get(t.direction, "?") + (str(t.count) if t.count > 1 else "")
            for t in cell
            if t.status == status and t.direction != DESCRIPTIVE
        ]
        if tallies:
            lead = " " if parts else ""
            parts.append((lead + sign + ("" if close or sign else " ").join(tallies), "muted" if sign else "strong"))
    if count := descriptive(cell):
        parts.append((("" if close or not parts else " ") + COUNTED.format(count), "muted"))
    return parts


def cell_text(cell: Cell, close: bool = False) -> str:
    """Return the signs of a cell, or `·` if it has none."""
    return "".join(text for text, _ in _parts(cell, close)) or GAP


def cell_pieces(cell: Cell, width: int) -> list[Piece]:
    """Return the signs of a cell in exactly `width` columns: closed up, or cut with a sign, if they do not fit."""
    close = cell_len(cell_text(cell)) > width
    parts = _parts(cell, close) or [(GAP, "rule")]
    kept = shorten(cell_text(cell, close), width)
    pieces, used = [], 0
    for text, role in parts:
        piece = kept[used : used + len(text)]
        used += len(text)
        pieces.append(Piece(piece, role))
    return [*(p for p in pieces if p.text), Piece(" " * (width - cell_len(kept)))]


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


def row_pieces(
    grid: Grid, row: Subject, domains: Sequence[tuple[str, str]], first: int, column: int | None, role: str
) -> list[Piece]:
    """Return the row of a subject: its head and its cells; the cursor is on `column`, drawn in `role`."""
    title = set_cell_size(shorten(one_line(row.title), grid.head - 3), max(0, grid.head - 3))
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


def legend_lines(width: int) -> list[list[Piece]]:
    """Return the legend on as few lines as `width` allows, no item broken."""
    sizes = [cell_len(f"{sign} {word}") for word, sign in LEGEND.items()]
    total = sum(sizes) + 2
    gap = 2 if total + 2 * (len(sizes) - 1) <= width else 1 if total + len(sizes) - 1 <= width else 2
    lines: list[list[Piece]] = [[]]
    used = 0
    for word, sign in LEGEND.items():
        item = cell_len(f"{sign} {word}")
        if used and used + gap + item > width:
            lines.append([])
            used = 0
        lead = " " * (gap if used else 1)
        meaning = shorten(f" {word}", max(1, width - 1 - cell_len(sign)))
        lines[-1] += [Piece(lead + sign, "accent"), Piece(meaning, "muted")]
        used += len(lead) + item
    return lines


def status_lines(subject: str, domain: str, count: int, width: int) -> list[list[Piece]]:
    """Return the subject, domain and count under the cursor in full: on two lines if `width` is too narrow for one."""
    subject, domain = one_line(subject), one_line(domain)
    total = "no findings" if not count else "1 finding" if count == 1 else f"{count} findings"
    if width >= 70:
        rest = cell_len(f" ×  · {total}") + 1
        subject = shorten(subject, max(8, width - rest - cell_len(domain)))
        domain = shorten(domain, max(8, width - rest - cell_len(subject)))
        line = [
            Piece(f" {subject}", "strong"),
            Piece(" × ", "muted"),
            Piece(domain, "strong"),
            Piece(f" · {total}", "muted"),
        ]
        return [line]
    domain = shorten(domain, max(1, width - cell_len(f" × {total} · ")))
    return [
        [Piece(f" {shorten(subject, max(1, width - 1))}", "strong")],
        [Piece(" × ", "muted"), Piece(domain, "strong"), Piece(f" · {total}", "muted")],
    ]
