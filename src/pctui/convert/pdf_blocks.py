"""Cuts the lines of a PDF into blocks, and joins what a column or a page breaks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from .model import Block, Role
from .pdf_columns import Region
from .pdf_edges import Edges, Open
from .pdf_headings import Headings
from .pdf_joining import Vocabulary, joined
from .pdf_lines import Line
from .pdf_marks import CHAPTER, caption_end, marker, note_mark, without_bullet
from .pdf_notes import without_notes
from .pdf_pages import Page
from .pdf_tables import Table, with_tables


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
        self._edges = Edges(regions, body)
        self._open: Open | None = None
        self._waiting: list[Block] = []  # what stands within the open block: notes, tables, captions
        self._table: Table | None = None
        self._note: Open | None = None
        self.result = Cut()

    def cut(self, pages: Sequence[Page]) -> Cut:
        """Return the blocks."""
        for region in self._regions:
            if not region.lines:
                continue
            page = pages[region.lines[0].page]
            body, notes = without_notes(region, page, self._body, self._edges.leadings, self._note is not None)
            self._edges.enter(body, region)
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
            if mark or note is None or (note.region is region and self._edges.begins(note, line, region, None)):
                self._close_note()
                self._note = Open(Role.NOTE, [line], region, mark=line.raised)
            else:
                note.lines.append(line)
                note.region = region
        if lines and not (self._open and self._edges.unfinished(self._open)):
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
        if not (self._open and self._edges.unfinished(self._open)):
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
        if not across and caption_end(line.text) and self._edges.caption(line, opened):
            self._begin(line, region, 0)
            return
        begins = (
            self._edges.begins_across(opened, line, region)
            if across
            else self._edges.begins(opened, line, region, following)
        )
        if begins:
            if (
                across
                and caption_end(line.text)
                and self._edges.unfinished(opened)
                and self._edges.caption(line, opened)
            ):
                self._waiting.append(self._block(Open(Role.CAPTION, [line], region)))
                return
            self._begin(line, region, 0)
        else:
            opened.lines.append(line)
            opened.region = region

    def _close_table_after(self, line: Line) -> None:
        if self._table and self._table.last <= line.page:
            self._close_table()

    def _same_heading(self, opened: Open, line: Line, level: int) -> bool:
        if not level or opened.role is not Role.HEADING or opened.last.page != line.page:
            return False
        if opened.group == self._headings.groups.get(id(line), 0):
            return True
        return bool(CHAPTER.fullmatch(opened.last.text.strip())) and len(opened.lines) == 1

    def _begin(self, line: Line, region: Region, level: int) -> None:
        self._close()
        if level:
            self._open = Open(Role.HEADING, [line], region, level, self._headings.groups.get(id(line), 0))
            return
        role = Role.PARAGRAPH
        if marker(line.text) and not line.mono:
            role = Role.ITEM
        elif caption_end(line.text) and self._edges.caption(line, None):
            role = Role.CAPTION
        self._open = Open(role, [line], region)

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

    def _block(self, opened: Open) -> Block:
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
