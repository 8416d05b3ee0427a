"""Puts the runs of a page together as lines: on one base line, with what stands raised beside it."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

from .pdf_bidi import runs_leftwards, share_leftwards
from .pdf_pages import Page
from .pdf_runs import Run, Style

_CELL_GAP = 0.9  # em between the cells of a table, or columns: at least so much, and twice a blank of the line
_BESIDE = 12  # characters that stand raised or lowered, at most
_REFERENCE = re.compile(r"[\[(]?(?:\d{1,3}|[*†‡§¶‖#]{1,3}|[a-z])(?:\s?[,;–-]\s?\d{1,3})*[\])]?[,.]?")
_POWERS = re.compile(r"(?:^|[^\w])(?:10|2|e|[A-Za-z]|[kcmdµn]m|ft|in|mi|ha|χ|[αβγσλ])$")
_RAISED_DIGITS = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
# The sign at the beginning of a line of which the font does not say what it is.
_UNKNOWN_BULLET = re.compile(r"^[\x7f-\x9f\ufffd\ue000-\uf8ff](?=\s|$)")
_STRONG = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_WORDS_LEFT = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class Piece:
    """A part of a line without a wide gap in it. `references` are the marks of notes that stood in it."""

    x0: float
    x1: float
    text: str
    order: int
    size: float
    bold: bool
    italic: bool
    mono: bool
    references: tuple[str, ...] = ()
    raised: str = ""  # the mark with which it begins, raised: that of a note


@dataclass(slots=True)
class Line:
    """A line of a page, in pieces from left to right (from right to left in a script that is written so)."""

    page: int
    y: float
    pieces: list[Piece] = field(default_factory=list)
    right_to_left: bool = False

    @property
    def x0(self) -> float:
        return min(piece.x0 for piece in self.pieces)

    @property
    def x1(self) -> float:
        return max(piece.x1 for piece in self.pieces)

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)

    @property
    def size(self) -> float:
        """The size of most of its characters."""
        return _main(self.pieces, "size")

    @property
    def bold(self) -> bool:
        return bool(_main(self.pieces, "bold"))

    @property
    def italic(self) -> bool:
        return bool(_main(self.pieces, "italic"))

    @property
    def mono(self) -> bool:
        return all(piece.mono for piece in self.pieces)

    @property
    def raised(self) -> str:
        return self.pieces[0].raised

    @property
    def references(self) -> tuple[str, ...]:
        return tuple(mark for piece in self.pieces for mark in piece.references)


def _main(pieces: Iterable[Piece], name: str) -> float:
    counted: Counter[float] = Counter()
    for piece in pieces:
        counted[getattr(piece, name)] += len(piece.text)
    return counted.most_common(1)[0][0]


@dataclass(slots=True)
class _Base:
    """Runs on one base line."""

    y: float
    size: float
    runs: list[Run] = field(default_factory=list)
    beside: list[Run] = field(default_factory=list)  # raised or lowered


def lines_of(page: Page, number: int) -> list[Line]:
    """Return the lines of a page from top to bottom; `number` counts pages from 0."""
    found = []
    leftwards = share_leftwards("".join(run.text for run in page.runs)) > 0.5
    for base in _base_lines(page.runs):
        line = Line(number, base.y)
        line.right_to_left = runs_leftwards("".join(run.text for run in base.runs), leftwards)
        line.pieces = _pieces(base, line.right_to_left)
        if line.pieces:
            line.pieces[0].text = _UNKNOWN_BULLET.sub("•", line.pieces[0].text)
            found.append(line)
    return sorted(found, key=lambda line: (-line.y, line.x0))


def _base_lines(runs: Iterable[Run]) -> list[_Base]:
    rows: dict[int, list[_Base]] = defaultdict(list)  # by their height, in steps of ten points
    bases = []
    ordered = sorted(runs, key=lambda run: (-run.style.size, run.order))
    for run in ordered:
        near = [base for step in (-1, 0, 1) for base in rows[int(run.y // 10) + step]]
        same = [base for base in near if abs(base.y - run.y) <= 0.16 * max(base.size, run.style.size)]
        if same:
            min(same, key=lambda base: abs(base.y - run.y)).runs.append(run)
            continue
        base = _Base(run.y, run.style.size, [run])
        rows[int(run.y // 10)].append(base)
        bases.append(base)
    # What is small and touches a larger run is raised or lowered beside it.
    for base in sorted(bases, key=lambda base: base.size):
        kept: list[Run] = []
        for run in base.runs:
            host = None
            if len(run.text.strip()) <= _BESIDE and not _touches(run, base):
                near = [each for step in (-2, -1, 0, 1, 2) for each in rows[int(base.y // 10) + step]]
                hosts = [each for each in near if each is not base and _beside(run, each)]
                host = min(hosts, key=lambda each: abs(each.y - run.y), default=None)
            (host.beside if host else kept).append(run)
        base.runs = kept
    return [base for base in bases if base.runs]


def _touches(run: Run, base: _Base) -> bool:
    """Whether a run follows or precedes another one on its own base line."""
    reach = 0.5 * base.size
    return any(run.x0 - reach < each.x1 and each.x0 < run.x1 + reach for each in base.runs if each is not run)


def _beside(run: Run, base: _Base) -> bool:
    size = base.size
    if not base.runs or not -0.35 * size <= run.y - base.y <= 0.75 * size:
        return False
    reach = 0.3 * size
    after = any(abs(run.x0 - each.x1) < reach for each in base.runs)
    first = min(each.x0 for each in base.runs)
    before = any(abs(each.x0 - run.x1) < (reach if each.x0 > first else 3 * reach) for each in base.runs)
    if run.style.size > 0.88 * size:  # a letter of a logo, such as that of LaTeX
        return after and before and len(run.text.strip()) == 1 and run.style.size <= size
    return after or before


def _pieces(base: _Base, right_to_left: bool) -> list[Piece]:
    runs = sorted(base.runs + base.beside, key=lambda run: (run.x0 + run.x1, run.order))
    if right_to_left:
        runs.reverse()
    blank = _blank(base.runs, base.size)
    pieces: list[Piece] = []
    group: list[Run] = []
    for run in runs:
        if group:
            gap = min(each.x0 for each in group) - run.x1 if right_to_left else run.x0 - max(each.x1 for each in group)
            if gap > max(_CELL_GAP * base.size, 2.2 * blank):
                pieces.append(_piece(group, base, right_to_left))
                group = []
        group.append(run)
    if group:
        pieces.append(_piece(group, base, right_to_left))
    return [piece for piece in pieces if piece.text or piece.raised or piece.references]


def _blank(runs: list[Run], size: float) -> float:
    """Return how wide the blanks of a line are, at most as wide as justified text has them."""
    ordered = sorted(runs, key=lambda run: run.x0)
    gaps = [after.x0 - before.x1 for before, after in itertools.pairwise(ordered)]
    wide = [gap for gap in gaps if 0.12 * size < gap < 1.2 * size]
    return median(wide) if len(wide) > 1 else 0.3 * size


def _piece(group: list[Run], base: _Base, right_to_left: bool) -> Piece:
    beside = {id(run) for run in base.beside}
    parts: list[str] = []
    references: list[str] = []
    raised = ""
    before: Run | None = None
    if right_to_left:
        group = sorted(group, key=lambda run: run.order)  # pdf_bidi.py put them in the order of reading, with blanks
    for position, run in enumerate(group):
        text = run.text
        if id(run) in beside:
            stripped = text.strip()
            high = run.y - base.y > 0.12 * base.size
            written = "".join(parts)
            if high and position == 0 and len(group) > 1 and _REFERENCE.fullmatch(stripped):
                raised = stripped
                before = run
                continue
            if high and _REFERENCE.fullmatch(stripped) and _refers(stripped, written.rstrip()):
                references.append(stripped)
                parts.append(" " if text.endswith(" ") else "")
                before = run
                continue
            if high and stripped.isdigit():
                text = text.translate(_RAISED_DIGITS)
        if before is not None and parts and not right_to_left:
            gap = run.x0 - before.x1
            if (
                gap > 0.13 * base.size
                and not parts[-1].endswith(" ")
                and not _unspaced_gap(parts[-1], text, gap, base.size)
            ):
                parts.append(" ")
        parts.append(text)
        before = run
    text = re.sub(r" {2,}", " ", "".join(parts)).strip()
    look = _look([run for run in group if id(run) not in beside] or group)
    return Piece(
        min(run.x0 for run in group),
        max(run.x1 for run in group),
        text,
        min(run.order for run in group),
        look.size,
        look.bold,
        look.italic,
        look.mono,
        tuple(references),
        raised,
    )


def _refers(mark: str, written: str) -> bool:
    """Whether a raised mark after what is `written` refers to a note, and is no power, and no end of an ordinal."""
    if mark.isalpha():
        return bool(re.search(r"[a-z]{3}[.,;]?$", written)) and mark not in "eo"
    return not _POWERS.search(written)


def _unspaced_gap(before: str, after: str, gap: float, size: float) -> bool:
    """Whether a gap between two signs of a script without spaces is no blank: justified lines have them."""
    return bool(before and after and gap < 0.6 * size and unspaced(before[-1]) and unspaced(after[0]))


def unspaced(character: str) -> bool:
    """Whether a character is of a script that is written without spaces, or punctuation of one."""
    return (
        "\u2e80" <= character <= "\u9fff"
        or "\uf900" <= character <= "\ufaff"
        or "\uff00" <= character <= "\uffef"
        or "\u0e00" <= character <= "\u0eff"
        or "\u1000" <= character <= "\u109f"
        or "\u1780" <= character <= "\u17ff"
        or character >= "\U00020000"
    ) and not "\uff61" > character > "\uff5e"


def _look(runs: list[Run]) -> Style:
    counted: Counter[tuple[float, bool, bool]] = Counter()
    for run in runs:
        counted[run.style.size, run.style.bold, run.style.italic] += len(run.text.strip())
    size, bold, italic = counted.most_common(1)[0][0]
    return Style(size, bold, italic, all(run.style.mono for run in runs if run.text.strip()), False, 0)
