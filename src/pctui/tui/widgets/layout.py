"""Lays out blocks as lines of a given width, with the stops of the cursor. Pure functions: no widget."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from msgspec import Struct, field
from rich.cells import cell_len, split_graphemes

from ...page import Beside, Block, Bullets, Chart, Facts, Heading, Numbering, Passages, Prose, Quote, Run, Runs
from ...text import one_line
from ...widths import narrow, shorten
from .bar import bar

_LABELS = 18  # widest column of labels
_SCALE = 60  # longest bar of a chart
_COLUMN = 26  # narrowest of two columns side by side


class Piece(NamedTuple):
    """A part of one line: its text, its role, and the index of the stop that it belongs to (-1 for none)."""

    text: str
    role: str = ""
    stop: int = -1


class Stop(Struct):
    """A link or citation that the cursor stops at, and the lines [first, last] that it covers."""

    run: Run
    first: int = -1
    last: int = -1


class Layout(Struct):
    """Blocks laid out as lines, with their stops and the line of each mark."""

    lines: list[list[Piece]] = field(default_factory=list)
    stops: list[Stop] = field(default_factory=list)
    marks: dict[str, int] = field(default_factory=dict)
    heads: list[tuple[int, int, str]] = field(default_factory=list)  # (line, level, text) of each heading
    blocks: list[int] = field(default_factory=list)  # the first line of each block
    numbering: Numbering = field(default_factory=Numbering)


class _Word(NamedTuple):
    text: str  # of the words in the middle of a run, several, with a blank between two
    role: str
    stop: int
    mark: str | None
    space: bool  # whether white space precedes it


def lay_out(
    blocks: Iterable[Block], width: int, numbering: Numbering | None = None, *, below: bool = False, dense: bool = False
) -> Layout:
    """Return `blocks` as lines at most `width` cells wide.

    For a page `below` a list, the title is on the rule between the two, with what is said right below it; a `dense` one
    has no blank lines.
    """
    layout = Layout(numbering=Numbering() if numbering is None else numbering)
    width = max(width, 8)
    after_heading = True  # no blank line below a heading
    titled = False  # whether the line before is the rule with the title
    for block in _unfolded(blocks, width):
        if titled and _beside_title(block, layout, width):
            titled = False
            continue
        titled = below and not layout.blocks and _title_on_rule(block, layout, width)
        if titled:
            continue
        if not after_heading and not dense:
            layout.lines.append([])
        before = len(layout.lines)
        layout.blocks.append(before)
        _lay(block, layout, width)
        after_heading = isinstance(block, Heading) or len(layout.lines) == before
    return layout


def _title_on_rule(block: Block, layout: Layout, width: int) -> bool:
    """Write the title of a page on a rule, and return whether that was possible; else only a rule, above the title."""
    if not isinstance(block, Heading) or block.level != 1:
        return False
    title = one_line(block.text)
    if block.entry or block.mark or cell_len(title) + 4 > width:
        layout.lines.append([Piece("─" * width, "rule")])
        return False
    layout.blocks.append(len(layout.lines))
    layout.heads.append((len(layout.lines), block.level, block.text))
    layout.lines.append([Piece("─ ", "rule"), Piece(title, "title"), _rule(width - cell_len(title) - 2)])
    return True


def _beside_title(block: Block, layout: Layout, width: int) -> bool:
    """Write a short line of muted text beside the title on the rule, and return whether that was possible."""
    if not isinstance(block, Prose) or any(run.role != "muted" or run.entry or run.citation for run in block.runs):
        return False
    text = one_line("".join(run.text for run in block.runs))
    rule = layout.lines[-1]
    used = sum(cell_len(piece.text) for piece in rule[:-1])
    if not text or used + cell_len(text) + 4 > width:
        return False
    layout.blocks.append(len(layout.lines) - 1)
    layout.lines[-1] = [
        *rule[:-1],
        Piece(" ─ ", "rule"),
        Piece(text, "muted"),
        _rule(width - used - cell_len(text) - 3),
    ]
    return True


def _rule(width: int) -> Piece:
    return Piece(f" {'─' * (width - 1)}" if width > 0 else "", "rule")


def same_place(line: int, old: Layout, new: Layout) -> int:
    """Return the line of `new` that corresponds to `line` of `old`: the same blocks, laid out at another width."""
    number = bisect_right(old.blocks, line) - 1
    if number < 0 or len(old.blocks) != len(new.blocks):
        return line
    start, end = [*old.blocks, len(old.lines)][number : number + 2]
    first, last = [*new.blocks, len(new.lines)][number : number + 2]
    return first + (line - start) * (last - first) // max(end - start, 1)


def _lay(block: Block, layout: Layout, width: int) -> None:
    match block:
        case Heading(level, text, entry, mark):
            layout.heads.append((len(layout.lines), level, text))
            role = "title" if level == 1 else "heading" if level < 4 else "strong"
            run = Run(text, role, entry=entry, mark=mark)
            _wrap((run,), layout, width)
            if level == 1:
                layout.lines.append([Piece("─" * width, "rule")])
        case Prose(runs):
            _wrap(runs, layout, width)
        case Facts(rows):
            _facts(rows, layout, width)
        case Bullets():
            for depth, item in block.nested():
                _wrap(item, layout, width, "  " * depth + "• ", "  " * depth + "  ")
        case Chart(amounts):
            most = max((max(amount.start or 0, amount.end or 0) for amount in amounts), default=0)
            for amount in amounts:
                _wrap(amount.runs, layout, width, rest="  ")
                role = "planned" if amount.planned else "accent" if amount.own else "fill"
                layout.lines.append([Piece("  "), Piece(bar(amount, most, min(width - 2, _SCALE)), role)])
        case Quote(text):
            for line in text.splitlines():
                _wrap((Run(line),), layout, width, "┃ ", "┃ ", "accent")
        case Beside(left, right):
            _beside(left, right, layout, width)
        case Passages(title):
            if len(layout.numbering):
                layout.lines.append([Piece(title, "heading")])
                for number, citation in enumerate(list(layout.numbering.citations), 1):
                    reference = Run(f"[{number}] {citation.full_place}", citation=citation)
                    _wrap((reference,), layout, width, rest=" " * len(f"[{number}] "))


def _unfolded(blocks: Iterable[Block], width: int) -> Iterator[Block]:
    """Yield the blocks, with columns one below the other if `width` is too narrow."""
    for block in blocks:
        if isinstance(block, Beside) and (width - 3) // 2 < _COLUMN:
            yield from _unfolded((*block.left, *block.right), width)
        else:
            yield block


def _beside(left: tuple[Block, ...], right: tuple[Block, ...], layout: Layout, width: int) -> None:
    """Append two columns with a rule between them. The cursor stops in both, from the top down."""
    column = (width - 3) // 2
    parts = [lay_out(part, column, layout.numbering) for part in (left, right)]
    base, start = len(layout.stops), len(layout.lines)
    stops = sorted((stop.first, side, i) for side, part in enumerate(parts) for i, stop in enumerate(part.stops))
    numbers = {(side, i): base + n for n, (_, side, i) in enumerate(stops)}
    for first, side, i in stops:
        stop = parts[side].stops[i]
        drawn = first >= 0  # a link without text is on no line
        layout.stops.append(Stop(stop.run, start + first, start + stop.last) if drawn else stop)
    for y in range(max(len(part.lines) for part in parts)):
        line: list[Piece] = []
        for side, part in enumerate(parts):
            pieces = part.lines[y] if y < len(part.lines) else []
            line += [Piece(p.text, p.role, numbers.get((side, p.stop), -1)) for p in pieces]
            if not side:
                line += [Piece(" " * (column - sum(cell_len(p.text) for p in pieces))), Piece(" │ ", "rule")]
        layout.lines.append(line)
    for part in parts:
        for mark, place in part.marks.items():
            layout.marks.setdefault(mark, start + place)


def _facts(rows: tuple[tuple[str, Runs], ...], layout: Layout, width: int) -> None:
    column = min(max((cell_len(label) for label, _ in rows), default=0), _LABELS) + 2
    for label, runs in rows:
        if width < 34 or cell_len(label) + 2 > column:
            layout.lines.append([Piece(shorten(one_line(label), width), "muted")])
            _wrap(runs, layout, width, "  ", "  ")
            continue
        _wrap(runs, layout, width, label.ljust(column), " " * column, "muted")


def _words(runs: Runs, layout: Layout) -> Iterator[_Word]:
    """Yield the words of `runs`; those in the middle of a run, to which no other run can add, as one."""
    space = False
    for run in runs:
        text = run.text
        if run.citation and not text.strip():
            text, role = f"[{layout.numbering.number(run.citation)}]", "cite"
            space = True
        elif run.entry:
            role = run.role or "link"
        else:
            role = run.role
        stop = -1
        if run.entry or run.citation:
            layout.stops.append(Stop(run))
            stop = len(layout.stops) - 1
        mark = run.mark
        if narrow(text):
            first, *others = text.split() or [""]
            if first:
                yield _Word(first, role, stop, mark, space or text[0].isspace())
            if len(others) > 1:
                yield _Word(" ".join(others[:-1]), role, stop, None, True)
            if others:
                yield _Word(others[-1], role, stop, None, True)
            space = text[-1:].isspace() or (space and not first)
            continue
        for part in re.findall(r"\s+|\S+", text):
            if part.isspace():
                space = True
                continue
            yield _Word(one_line(part), role, stop, mark, space)
            space, mark = False, None


def _chunks(words: Iterable[_Word]) -> Iterator[list[_Word]]:
    """Group words with no blank between them (`mergers[1]`), which are kept on one line if they fit."""
    chunk: list[_Word] = []
    for word in words:
        if word.space and chunk:
            yield chunk
            chunk = []
        chunk.append(word)
    if chunk:
        yield chunk


class _Line:
    """The line being filled while a text is wrapped."""

    def __init__(self, layout: Layout, width: int, first: Piece, rest: str) -> None:
        self.layout = layout
        self.width = width
        self.rest = rest
        self.pieces = [first] if first.text else []
        self.used = cell_len(first.text)
        self.empty = True

    def flush(self) -> None:
        self.layout.lines.append(self.pieces)
        self.pieces = [Piece(self.rest)] if self.rest else []
        self.used = cell_len(self.rest)
        self.empty = True

    def space(self, word: _Word) -> None:
        last = self.pieces[-1]
        inside = last.stop == word.stop and last.role == word.role
        self.pieces.append(Piece(" ", word.role if inside else "", word.stop if inside else -1))
        self.used += 1

    def put(self, word: _Word, text: str) -> None:
        number = len(self.layout.lines)
        self.pieces.append(Piece(text, word.role, word.stop))
        self.used += cell_len(text)
        self.empty = False
        if word.stop >= 0:
            stop = self.layout.stops[word.stop]
            stop.first = number if stop.first < 0 else stop.first
            stop.last = number
        if word.mark:
            self.layout.marks.setdefault(word.mark, number)

    def fill(self, word: _Word) -> None:
        """Put words with a blank between two, as many as fit, on this line and on as many more as they need."""
        text, start = word.text, 0
        while start < len(text):
            room = self.width - self.used - (not self.empty)
            end = len(text) if len(text) - start <= room else text.rfind(" ", start, start + max(room, 0) + 1)
            if end > start:
                if not self.empty:
                    self.space(word)
                self.put(word, text[start:end])
            elif not self.empty:
                self.flush()
                continue
            else:  # a word wider than a line
                end = text.find(" ", start) if " " in text[start:] else len(text)
                for part in _broken(text[start:end], self, self.width):
                    self.put(word, part)
            start = end + 1


def _wrap(runs: Runs, layout: Layout, width: int, first: str = "", rest: str = "", indent_role: str = "") -> None:
    """Append `runs` as lines, the first indented by `first`, the others by `rest`."""
    line = _Line(layout, width, Piece(first, indent_role), rest)
    for chunk in _chunks(list(_words(runs, layout))):
        if " " in chunk[0].text:
            line.fill(chunk[0])
            continue
        size = sum(cell_len(word.text) for word in chunk)
        if not line.empty:
            if line.used + 1 + size > width:
                line.flush()
            else:
                line.space(chunk[0])
        for word in chunk:
            if line.used + cell_len(word.text) <= width:
                line.put(word, word.text)
                continue
            for part in _broken(word.text, line, width):
                line.put(word, part)
    if not line.empty or first:
        layout.lines.append(line.pieces)


def _broken(text: str, line: _Line, width: int) -> Iterator[str]:
    """Yield the parts of a word wider than what is left of the line, beginning a new line after each but the last.

    One pass over the word: each part is as long as fits, but at least one character with the marks that belong to it.
    """
    if line.used >= width or (not line.empty and line.used + 1 >= width):
        line.flush()
    start, room = 0, max(width - line.used, 1)
    for first, _, size in split_graphemes(text)[0]:
        if size > room and first > start:
            yield text[start:first]
            line.flush()
            start, room = first, max(width - line.used, 1)
        room -= size
    yield text[start:]
