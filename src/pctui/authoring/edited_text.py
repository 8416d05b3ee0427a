"""A text of which parts are replaced: its lines, and the edits that are collected before any is made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

LINE_END = re.compile(r"\r\n|\n|\r")
_AFTER = re.compile(r"[^\r\n]*(\r\n|\n|\r)?")  # the rest of a line
_BLANK = re.compile(r"[ \t]*(\r\n|\n|\r)")
_COMMENT = re.compile(r"[ \t]*#")


class CannotSplice(Exception):
    """A value stands in a way that cannot be changed in place."""


class Edit(NamedTuple):
    """What takes the place of the text from `start` to `end`."""

    start: int
    end: int
    text: str


class EditedText:
    """A file as it is, and edits of it."""

    def __init__(self, name: str, text: str) -> None:
        self.text = text
        self.json = name.endswith(".jsonl")
        found = LINE_END.search(text)
        self.end = found[0] if found else "\n"
        self.edits: list[Edit] = []
        self.ascii_only = self.json and text.isascii() and "\\u" in text
        self.compact = self.json and '":"' in text and '": ' not in text

    def result(self) -> str:
        """Return the text with all edits. CannotSplice if two of them overlap."""
        pieces, at = [], 0
        for edit in sorted(self.edits, key=lambda edit: edit[:2]):
            if edit.start < at:
                raise CannotSplice
            pieces += [self.text[at : edit.start], edit.text]
            at = edit.end
        return "".join([*pieces, self.text[at:]])

    # Lines.

    def line_start(self, at: int) -> int:
        return max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at)) + 1

    def next_line(self, at: int) -> int:
        """Return where the line after that of an offset starts."""
        found = _AFTER.match(self.text, at)
        return found.end() if found else len(self.text)

    def column(self, at: int) -> int:
        return at - self.line_start(at)

    def indentation(self, start: int) -> int:
        """Return how many spaces a line begins with, given where it starts."""
        at = start
        while self.text[at : at + 1] == " ":
            at += 1
        return at - start

    def begins_line(self, at: int) -> bool:
        return not self.text[self.line_start(at) : at].strip(" ")

    def with_comment_above(self, start: int, column: int, floor: int) -> int:
        """Return where the comment lines start that stand directly above a line, at its column, after `floor`."""
        while start > floor:
            above = self.line_start(start - (2 if self.text[start - 2 : start] == "\r\n" else 1))
            if above < floor or not _COMMENT.match(self.text, above) or self.indentation(above) != column:
                break
            start = above
        return start

    def past_own_comments(self, at: int, column: int, ceiling: int) -> int:
        """Return where the comment lines end that stand directly below a line's start, further in than `column`."""
        while at < ceiling and _COMMENT.match(self.text, at) and self.indentation(at) > column:
            at = self.next_line(at)
        return at

    def past_blank_lines(self, at: int, ceiling: int) -> int:
        """Return where the blank lines end that begin at a line's start."""
        while at < ceiling and (blank := _BLANK.match(self.text, at)):
            at = blank.end()
        return at

    # Whole lines, put in or taken out.

    def insert_lines(self, at: int, lines: Sequence[str]) -> None:
        """Put lines in where a line starts, or at the end of a text whose last line has no end."""
        block = self.end.join(lines)
        whole = at == 0 or self.text[at - 1 : at] in ("\n", "\r")
        self.edits.append(Edit(at, at, block + self.end if whole else self.end + block))

    def remove_lines(self, start: int, end: int) -> None:
        if end == len(self.text) and start > 0 and self.text[end - 1 : end] not in ("\n", "\r"):
            # The last line has no end, and so it stays.
            start -= 2 if self.text[start - 2 : start] == "\r\n" else 1
        self.edits.append(Edit(start, end, ""))

    def replace_with_lines(self, start: int, end: int, lines: Sequence[str]) -> None:
        """Replace a value by lines, of which the first keeps the comment that follows the value."""
        first, *others = lines
        self.edits.append(Edit(start, end, first))
        if others:
            self.insert_lines(self.next_line(end), others)
