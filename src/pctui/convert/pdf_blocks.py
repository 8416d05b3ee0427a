"""Cuts the lines of a PDF into blocks, and joins what a column or a page breaks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from .model import Block, Role
from .pdf_columns import Region
from .pdf_headings import Headings
from .pdf_joining import Vocabulary, joined
from .pdf_lines import Line, unspaced
from .pdf_marks import CHAPTER, caption_end, marker, note_mark, without_bullet
from .pdf_notes import without_notes
from .pdf_pages import Page
from .pdf_setting import indents_paragraphs, leadings_of, local_rights
from .pdf_tables import Table, with_tables

_SAME_SIZE = 0.06  # of a size: a smaller difference is none
_ENDS = re.compile(r"[.!?:;…。！？：；؟۔।][\"'”’»)\]」』）]*$")  # noqa: RUF001
_STOPS = re.compile(r"[.!?…。！？؟۔।][\"'”’»)\]」』）]*$")  # noqa: RUF001


@dataclass(slots=True)
class _Open:
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


@dataclass(slots=True)
class Cut:
    """The blocks of a document, and what was counted on the way."""

    blocks: list[Block] = field(default_factory=list)
    counted: Counter[str] = field(default_factory=Counter)


class Cutter:
    """Cuts the regions of a document into blocks, one after the other."""

    def __init__(
        self, regions: Sequence[Region], headings: Headings, labels: Sequence[str | None], body: float
    ) -> None:
        self._regions = regions
        self._headings = headings
        self._labels = labels
        self._body = body
        self._vocabulary = Vocabulary(line.text for region in regions for line in region.lines)
        self._leadings = leadings_of(regions)
        self._indented = indents_paragraphs(regions, self._leadings)
        self._open: _Open | None = None
        self._waiting: list[Block] = []  # what stands within the open block: notes, tables, captions
        self._table: Table | None = None
        self._note: _Open | None = None
        self._local: dict[int, float] = {}
        self.result = Cut()

    def cut(self, pages: Sequence[Page]) -> Cut:
        """Return the blocks."""
        for region in self._regions:
            if not region.lines:
                continue
            page = pages[region.lines[0].page]
            body, notes = without_notes(region, page, self._body, self._leadings, self._note is not None)
            self._local.update(local_rights(body, region, self._leadings))
            items = with_tables(body, page.rules)
            for at, item in enumerate(items):
                if isinstance(item, Table):
                    self._add_table(item)
                else:
                    following = items[at + 1] if at + 1 < len(items) else None
                    self._add(item, region, following if isinstance(following, Line) else None, at == 0)
            self._add_notes(notes, region)
        self._close()
        self._close_table()
        self._close_note()
        self._flush()
        return self.result

    # Notes at the foot of a page or column

    def _add_notes(self, lines: Sequence[Line], region: Region) -> None:
        for line in lines:
            mark = line.raised or ""
            if not mark and note_mark(line.text) and line.x0 <= region.left + 3 * line.size:
                mark = note_mark(line.text)
            note = self._note
            if mark or note is None or (note.region is region and self._begins(note, line, region, None)):
                self._close_note()
                self._note = _Open(Role.NOTE, [line], region, mark=line.raised)
            else:
                note.lines.append(line)
                note.region = region
        if lines and not (self._open and self._unfinished(self._open)):
            self._close_note()

    def _close_note(self) -> None:
        if self._note:
            self._waiting.append(self._block(self._note))
            self._note = None

    # Tables

    def _add_table(self, table: Table) -> None:
        if table.terms:
            self._close_table()
            self._close()
            for row in table.rows:
                text = joined([line for cell in row for line in cell], self._vocabulary)
                self.result.blocks.append(Block(text, Role.ITEM, 0, self._pages(table.page, table.page)))
            return
        before = self._table
        if before and before.last in (table.page, table.page - 1) and len(before.rows[0]) == len(table.rows[0]):
            if before.rows[0] == table.rows[0]:
                self.result.counted["repeated heads of tables"] += 1
                table.rows = table.rows[1:]
            before.rows += table.rows
            before.last = table.last
            return
        self._close_table()
        if not (self._open and self._unfinished(self._open)):
            self._close()
        self._table = table

    def _close_table(self) -> None:
        if self._table:
            table, self._table = self._table, None
            self._waiting.append(
                Block(table.text(self._vocabulary), Role.TABLE, 0, self._pages(table.page, table.last))
            )
            if not self._open:
                self._flush()

    # Text

    def _add(self, line: Line, region: Region, following: Line | None, first: bool) -> None:
        level = self._headings.levels.get(id(line), 0)
        self._close_table_after(line)
        opened = self._open
        if opened is None:
            self._begin(line, region, level)
            return
        if level or opened.role is Role.HEADING:
            if self._same_heading(opened, line, level):
                opened.lines.append(line)
                opened.level, opened.group = level, self._headings.groups.get(id(line), 0)
            else:
                self._begin(line, region, level)
            return
        across = first or opened.region is not region
        if not across and caption_end(line.text) and self._caption(line, opened):
            self._begin(line, region, 0)
            return
        begins = self._begins_across(opened, line, region) if across else self._begins(opened, line, region, following)
        if begins:
            if across and caption_end(line.text) and self._unfinished(opened) and self._caption(line, opened):
                self._waiting.append(self._block(_Open(Role.CAPTION, [line], region)))
                return
            self._begin(line, region, 0)
        else:
            opened.lines.append(line)
            opened.region = region

    def _close_table_after(self, line: Line) -> None:
        if self._table and self._table.last <= line.page:
            self._close_table()

    def _same_heading(self, opened: _Open, line: Line, level: int) -> bool:
        if not level or opened.role is not Role.HEADING or opened.last.page != line.page:
            return False
        if opened.group == self._headings.groups.get(id(line), 0):
            return True
        return bool(CHAPTER.fullmatch(opened.last.text.strip())) and len(opened.lines) == 1

    def _begin(self, line: Line, region: Region, level: int) -> None:
        self._close()
        if level:
            self._open = _Open(Role.HEADING, [line], region, level, self._headings.groups.get(id(line), 0))
            return
        role = Role.PARAGRAPH
        if marker(line.text) and not line.mono:
            role = Role.ITEM
        elif caption_end(line.text) and self._caption(line, None):
            role = Role.CAPTION
        self._open = _Open(role, [line], region)

    def _caption(self, line: Line, opened: _Open | None) -> bool:
        end = caption_end(line.text)
        if end is None:
            return False
        indented = line.x0 > (opened.last.x0 if opened else line.x0) + line.size
        return end in ":.—–：" or line.size < 0.97 * self._body or line.bold or line.italic or indented  # noqa: RUF001

    def _close(self) -> None:
        if self._open:
            opened, self._open = self._open, None
            self._keep(self._block(opened))
        self._close_note()
        self._flush()

    def _keep(self, block: Block) -> None:
        if any(each.isalnum() for each in block.text):
            self.result.blocks.append(block)
        else:
            self.result.counted["signs without words"] += 1

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        for block in waiting:
            self._keep(block)

    def _block(self, opened: _Open) -> Block:
        code = all(line.mono for line in opened.lines) and opened.role is not Role.HEADING
        text = joined([line.text for line in opened.lines], self._vocabulary, verbatim=code)
        if opened.role is Role.ITEM:
            text = without_bullet(text) or text
        if opened.role is Role.NOTE:
            mark = opened.mark or note_mark(text)
            text = f"{mark} {text.removeprefix(mark) if not opened.mark else text}".replace("  ", " ").strip()
        for line in opened.lines:
            self.result.counted["note references"] += len(line.references)
        return Block(text, opened.role, opened.level, self._pages(opened.lines[0].page, opened.last.page))

    def _pages(self, first: int, last: int) -> str | None:
        labels = [self._labels[first], self._labels[last]]
        if labels[0] == labels[1] or None in labels:
            return labels[0] or labels[1]
        return f"{labels[0]}–{labels[1]}"

    def _leading(self, line: Line) -> float:
        return self._leadings.get(round(line.size * 2) / 2) or 1.2 * line.size

    def _unfinished(self, opened: _Open) -> bool:
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

    def _begins(self, opened: _Open, line: Line, region: Region, following: Line | None) -> bool:
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

    def _marks(self, opened: _Open, line: Line, start: float, left: float, voluntary: bool) -> bool:
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

    def _begins_across(self, opened: _Open, line: Line, region: Region) -> bool:
        """Whether the first line of a column begins another block than the one that was not finished before it."""
        before = opened.last
        if opened.role in (Role.CAPTION, Role.HEADING) or not _similar(before, line) or before.mono or line.mono:
            return not (before.mono and line.mono and opened.role is Role.PARAGRAPH)
        small = line.text.lstrip("“\"'(")[:1].islower()
        mark = marker(line.text)
        if mark and not (small and len(mark.text) > 2 and mark.text[0] != "("):
            return True
        if caption_end(line.text) and self._caption(line, opened):
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
