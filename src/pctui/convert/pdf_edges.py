"""Knows where blocks of a PDF begin and end: by spaces, indents, marks, and how far lines are filled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .model import Role
from .pdf_columns import Region
from .pdf_lines import Line, unspaced
from .pdf_marks import caption_end, marker
from .pdf_setting import indents_paragraphs, leadings_of, local_rights

_SAME_SIZE = 0.06  # of a size: a smaller difference is none
_ENDS = re.compile(r"[.!?:;…。！？：；؟۔।][\"'”’»)\]」』）]*$")  # noqa: RUF001
_STOPS = re.compile(r"[.!?…。！？؟۔।][\"'”’»)\]」』）]*$")  # noqa: RUF001


@dataclass(slots=True)
class Open:
    """A block that is not finished."""

    role: Role
    lines: list[Line]
    region: Region
    level: int = 0
    group: int = 0
    mark: str = ""

    @property
    def last(self) -> Line:
        return self.lines[-1]


class Edges:
    """Tells where blocks begin, from how the regions of a document are set; `body` is the size of its text."""

    def __init__(self, regions: Sequence[Region], body: float) -> None:
        self.leadings = leadings_of(regions)
        self._indented = indents_paragraphs(regions, self.leadings)
        self._body = body
        self._local: dict[int, float] = {}

    def enter(self, lines: Sequence[Line], region: Region) -> None:
        """Measure where the lines of a region end."""
        self._local.update(local_rights(lines, region, self.leadings))

    def caption(self, line: Line, opened: Open | None) -> bool:
        """Whether a line that begins like a caption is one: it looks otherwise than the text, or is indented."""
        end = caption_end(line.text)
        if end is None:
            return False
        indented = line.x0 > (opened.last.x0 if opened else line.x0) + line.size
        return end in ":.—–：" or line.size < 0.97 * self._body or line.bold or line.italic or indented  # noqa: RUF001

    def _leading(self, line: Line) -> float:
        return self.leadings.get(round(line.size * 2) / 2) or 1.2 * line.size

    def unfinished(self, opened: Open) -> bool:
        """Whether a block goes on behind what stands between: its last line is full, and ends no sentence."""
        line = opened.last
        if opened.role is Role.HEADING or line.mono:
            return False
        return not _ENDS.search(line.text) and line.x1 > self._right(line, opened.region) - 6 * line.size

    def _right(self, line: Line, region: Region) -> float:
        return self._local.get(id(line), region.right)

    def _voluntary(self, before: Line, line: Line, region: Region) -> bool:
        """Whether the first word of a line had room at the end of the one before, and so begins something new."""
        if line.right_to_left:
            room = before.x0 - min(region.left, before.x0) if id(before) not in self._local else before.x0 - region.left
        else:
            room = self._right(before, region) - before.x1
        text = line.text
        if unspaced(text[0]):
            return room > 2.6 * line.size
        if before.text.endswith(("/", "-")):
            return False
        small = text[0].islower() and not _ENDS.search(before.text)
        if small and room < max(5 * line.size, 0.12 * (region.right - region.left)):
            return False
        width = (line.x1 - line.x0) * min(1.0, len(text.split(" ", 1)[0]) / max(1, len(text)))
        if region.ragged and not _STOPS.search(before.text):  # such lines end early now and then
            return room > width + max(3 * line.size, 0.12 * (region.right - region.left))
        return room > width + 0.8 * line.size

    def begins(self, opened: Open, line: Line, region: Region, following: Line | None) -> bool:
        """Whether a line begins another block than the line above it in the same column."""
        before = opened.last
        gap = before.y - line.y
        leading = self._leading(line)
        if gap <= 0 or gap > max(1.3 * leading, leading + 2.5):
            return True
        if before.mono and line.mono:
            return False
        if not _similar(before, line) or (before.mono != line.mono and _changes(before, line, gap, leading)):
            return True
        em = line.size
        if (
            before.bold != line.bold
            and before.bold
            and all(piece.bold for piece in before.pieces)
            and not self._fills(before, region)
        ):
            return True
        start, left = (-line.x1, -before.x1) if line.right_to_left else (line.x0, before.x0)
        voluntary = self._voluntary(before, line, region)
        if marker(line.text) and self._marks(opened, line, start, left, voluntary):
            return True
        goes_on = _hyphened(before) and line.text[:1].islower()
        if goes_on or _centered(before, line, region):
            return False
        if voluntary:
            return True
        if len(before.pieces) > 1 and any(abs(line.x0 - piece.x0) < 0.4 * em for piece in before.pieces[1:]):
            return False  # under what is said of a term
        if len(opened.lines) > 1:
            return start > left + 0.8 * em or (start < left - 0.8 * em and opened.role is Role.PARAGRAPH)
        if start > left + 0.8 * em:  # an indented line: of a paragraph that hangs, or the first of the next
            if opened.role is Role.ITEM or opened.role is Role.CAPTION:
                return False
            hangs = (
                following is not None
                and abs(following.x0 - line.x0) < 0.5 * em
                and following.y > line.y - 1.3 * leading
            )
            return bool(_STOPS.search(before.text)) and (self._indented or not hangs)
        return start < left - 8 * em

    def _fills(self, line: Line, region: Region) -> bool:
        return line.x1 > self._right(line, region) - 3 * line.size

    def _marks(self, opened: Open, line: Line, start: float, left: float, voluntary: bool) -> bool:
        """Whether the mark at the beginning of a line is that of an item, and no part of a sentence."""
        mark = marker(line.text)
        if mark is None:
            return False
        if mark.bullet and mark.text not in "-–—*o":
            return True
        first_line = len(opened.lines) == 1 and opened.role is Role.PARAGRAPH and self._indented
        if voluntary or start > left + 0.5 * line.size or (start < left - 0.5 * line.size and not first_line):
            return True
        ended = opened.last.text
        return bool(_ENDS.search(ended) or re.search(r"[,;]$|(?:\b(?:and|or|und|oder|et|ou|y|o)$)", ended)) and (
            opened.role is Role.ITEM or bool(re.search(r"[:;]$", ended)) or mark.clause
        )

    def begins_across(self, opened: Open, line: Line, region: Region) -> bool:
        """Whether the first line of a column begins another block than the one that was not finished before it."""
        before = opened.last
        if opened.role in (Role.CAPTION, Role.HEADING) or not _similar(before, line) or before.mono or line.mono:
            return not (before.mono and line.mono and opened.role is Role.PARAGRAPH)
        small = line.text.lstrip("“\"'(")[:1].islower()
        mark = marker(line.text)
        if mark and not (small and len(mark.text) > 2 and mark.text[0] != "("):
            return True
        if caption_end(line.text) and self.caption(line, opened):
            return True
        full = self._fills(before, opened.region) or _hyphened(before)
        if small and not _STOPS.search(before.text):
            return False
        if not full:
            return True
        if _hyphened(before):
            return False
        indent = (region.right - line.x1) if line.right_to_left else line.x0 - region.left
        if _ENDS.search(before.text):
            return not (
                self._indented and indent < 0.5 * line.size and len(region.lines) > 2 and opened.role is Role.PARAGRAPH
            )
        return self._indented and indent > 0.8 * line.size and opened.role is Role.PARAGRAPH


def _hyphened(line: Line) -> bool:
    return bool(re.search(r"\w[-\u2010\u00ad]$", line.text))


def _similar(before: Line, line: Line) -> bool:
    sizes = [piece.size for piece in before.pieces], [piece.size for piece in line.pieces]
    return any(abs(a - b) <= _SAME_SIZE * max(a, b) for a in (before.size, *sizes[0]) for b in (line.size, *sizes[1]))


def _changes(before: Line, line: Line, gap: float, leading: float) -> bool:
    return abs(before.x0 - line.x0) > 0.5 * line.size or gap > 1.1 * leading or before.size != line.size or before.mono


def _centered(before: Line, line: Line, region: Region) -> bool:
    middle = (region.left + region.right) / 2
    return all(
        abs((each.x0 + each.x1) / 2 - middle) < each.size and each.x0 > region.left + 2 * each.size
        for each in (before, line)
    )
