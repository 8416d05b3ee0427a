"""Finds the notes at the foot of a column, and the marks in its text that refer to them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .pdf_columns import Region
from .pdf_lines import Line
from .pdf_marks import note_mark
from .pdf_pages import Page, Rule


def without_notes(
    region: Region, page: Page, body: float, leadings: dict[float, float], going_on: bool
) -> tuple[list[Line], list[Line]]:
    """Return the lines of a column of a page, and those of the notes at its foot.

    `body` is the size of the text; `going_on` says that a note of the page before may go on. On a scan, no mark is
    known to be raised.
    """
    lines = region.lines
    start = len(lines)
    referred = {mark.strip("()[],. ") for line in lines for mark in line.references}
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at]
        small = line.size < 0.95 * body
        under = _under_rule(lines, at, region, page.rules)
        if not small and not under:
            break
        mark = line.raised or note_mark(line.text)
        if under and (mark or (small and going_on)):
            start = at
            break
        gap = lines[at - 1].y - line.y if at else 0
        apart = (
            at == 0
            or gap > 1.2 * leadings.get(round(line.size * 2) / 2, 1.2 * line.size)
            or lines[at - 1].size >= 0.95 * body
        )
        deep = at > 0.7 * len(lines)
        if mark and small and apart and (mark.strip("()[]") in referred or (deep and (line.raised or page.scanned))):
            start = at
    _strip_marks(lines[:start], {line.raised or note_mark(line.text) for line in lines[start:]} - referred)
    return lines[:start], lines[start:]


def _strip_marks(lines: Sequence[Line], marks: set[str]) -> None:
    """Take the marks of notes out of the lines that refer to them, where they are not raised but glued to a word."""
    for mark in marks:
        if not mark.isdigit():
            continue
        pattern = re.compile(rf"(?:(?<=[^\W\d_]{{3}})|(?<=[^\W\d_][)\"”’.,:;])|(?<=[.,:;)] )){mark}(?=\s|$|[.,;])")
        found = [(piece, match) for line in lines for piece in line.pieces for match in pattern.finditer(piece.text)]
        if len(found) == 1:
            piece, match = found[0]
            piece.text = re.sub(r" {2,}", " ", piece.text[: match.start()] + piece.text[match.end() :]).strip()
            piece.references = (*piece.references, mark)


def _under_rule(lines: Sequence[Line], at: int, region: Region, rules: Sequence[Rule]) -> bool:
    """Whether a short rule is above a line, such as parts notes from the text."""
    line = lines[at]
    width = region.right - region.left
    return any(
        line.y < rule.y < (lines[at - 1].y if at else line.y + 3 * line.size)
        and rule.y - line.y < 2.5 * line.size
        and rule.x1 - rule.x0 < 0.6 * width
        and (rule.x0 < region.left + 0.15 * width or (line.right_to_left and rule.x1 > region.right - 0.15 * width))
        for rule in rules
    )
