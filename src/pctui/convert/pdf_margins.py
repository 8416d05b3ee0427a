"""Finds what stands around the text of the pages of a PDF: running heads and feet, page numbers, line numbers."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from statistics import median

from .pdf_lines import Line, Piece
from .pdf_page_numbers import Sequence, digits, edges_of, labels_of, numbers_of, preferred_labels, sequences_of
from .pdf_pages import Page

_SAME = 3.0  # points within which lines of two pages stand at the same height…
_SAME_SCANNED = 15.0  # …and of two scans, of which none lay quite where the other did
_ALIKE = 0.75  # how alike two running heads of scans are, in which letters were misread
_COMPARED = 100  # letters of two lines that are compared
_NEAR = 8  # pages among which a running head stands again
_LINE_NUMBERS = 8  # on a page, at least


@dataclass(slots=True)
class Margins:
    """The lines of the text of each page, its printed number, and how many lines were something else, by name."""

    lines: list[list[Line]]
    labels: list[str | None]
    left_out: Counter[str] = field(default_factory=Counter)
    doubts: list[str] = field(default_factory=list)


def without_margins(pages: tuple[Page, ...], lines: list[list[Line]]) -> Margins:
    """Return the lines of pages without what stands around the text, with the numbers of the pages."""
    result = Margins([list(each) for each in lines], [None] * len(pages))
    _drop_line_numbers(result)
    numbers = numbers_of(pages, result.lines)
    sequences = sequences_of(numbers)
    result.labels = labels_of(sequences, len(pages))
    _drop_edges(result, pages, numbers, sequences)
    result.labels, doubt = preferred_labels(pages, result.labels, sequences)
    result.doubts += [doubt] if doubt else []
    return result


def _keys(line: Line) -> list[str]:
    """Return by what a running head is known again: all of it, or one of its parts, without numbers."""
    texts = [line.text, *(piece.text for piece in line.pieces if len(line.pieces) > 1 and len(piece.text) > 7)]
    without = [re.sub(r"\d+", "0", digits(text).casefold()) for text in texts]
    return [re.sub(r"(?<![^\W_])[ivxlc]+(?![^\W_])", "0", text) for text in without]


def _drop_edges(
    result: Margins,
    pages: tuple[Page, ...],
    numbers: list[list[tuple[Sequence, Line, bool]]],
    sequences: list[Sequence | None],
) -> None:
    """Take out running heads, running feet and page numbers, from the outermost line inwards."""
    repeated: dict[tuple[bool, str], list[tuple[int, float]]] = defaultdict(list)
    heights: Counter[tuple[bool, int, int]] = Counter()  # how often a head stands at a height, in a size
    numbered = [
        {id(line): alone for sequence, line, alone in here if sequence == sequences[index]}
        for index, here in enumerate(numbers)
    ]
    edges = [edges_of(page, result.lines[index]) for index, page in enumerate(pages)]
    for index, here in enumerate(edges):
        for top, _, line in here:
            for key in _keys(line):
                repeated[top, key].append((index, line.y))
    least = 3 if len(pages) > 5 else 2

    def repeats(index: int, top: bool, line: Line) -> bool:
        for key in _keys(line):
            others = {other for other, y in repeated[top, key] if abs(y - line.y) <= _SAME}
            if len(others) >= least and any(0 < abs(other - index) <= _NEAR for other in others):
                return True
        return pages[index].scanned and _misread(edges, index, top, line, least)

    sure = [
        [repeats(index, top, line) or id(line) in numbered[index] for top, _, line in here]
        for index, here in enumerate(edges)
    ]
    for here, known in zip(edges, sure, strict=True):
        for (top, _, line), is_known in zip(here, known, strict=True):
            if is_known:
                heights[top, round(line.y / _SAME), round(line.size)] += 1
    for index, (here, known) in enumerate(zip(edges, sure, strict=True)):
        dropped: set[int] = set()
        for (top, at, line), is_known in zip(here, known, strict=True):
            outer = [each for each in here if each[0] == top and each[1] < at]
            if any(id(each[2]) not in dropped for each in outer):
                continue
            usual = sum(heights[top, round(line.y / _SAME) + step, round(line.size)] for step in (-1, 0, 1))
            if is_known or (usual >= max(3, len(pages) * 0.12) and _apart(line, top, result.lines[index])):
                dropped.add(id(line))
                alone = numbered[index].get(id(line))
                if alone is not None:
                    result.left_out["page numbers"] += 1
                if not alone:
                    result.left_out["running heads" if top else "running feet"] += 1
        result.lines[index] = [line for line in result.lines[index] if id(line) not in dropped]


def _misread(edges: list[list[tuple[bool, int, Line]]], index: int, top: bool, line: Line, least: int) -> bool:
    """Whether a line of a scan is a running head that is on the pages around as well, with other letters misread."""
    written = _letters(line.text)
    if len(written) < 5:
        return False
    found = 1
    for here in edges[max(0, index - _NEAR) : index] + edges[index + 1 : index + 1 + _NEAR]:
        found += any(
            other_top == top and abs(other.y - line.y) <= _SAME_SCANNED and _alike(written, _letters(other.text))
            for other_top, _, other in here
        )
    return found >= least


def _letters(text: str) -> str:
    return "".join(each for each in text.casefold() if each.isalpha())


def _alike(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > (1 - _ALIKE) * max(len(one), len(other)):
        return False
    matcher = SequenceMatcher(None, one[:_COMPARED], other[:_COMPARED], autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _apart(line: Line, top: bool, lines: list[Line]) -> bool:
    """Whether more than a usual space parts a line from the text."""
    at = lines.index(line)
    inner = lines[at + 1 : at + 2] if top else lines[max(0, at - 1) : at]
    if not inner:
        return True
    leading = median([a.y - b.y for a, b in itertools.pairwise(lines)] or [line.size * 1.2])
    return abs(inner[0].y - line.y) > 1.4 * max(leading, line.size)


def _drop_line_numbers(result: Margins) -> None:
    """Take out numbers of lines: a column of rising numbers beside the text, on most pages."""
    found = [(index, pieces) for index, lines in enumerate(result.lines) if (pieces := _numbered_lines(lines))]
    with_text = sum(1 for lines in result.lines if len(lines) >= _LINE_NUMBERS)
    if not found or len(found) < 0.6 * with_text:
        return
    for index, pieces in found:
        for line in result.lines[index]:
            kept = [piece for piece in line.pieces if id(piece) not in pieces]
            result.left_out["line numbers"] += len(line.pieces) - len(kept)
            line.pieces = kept
        result.lines[index] = [line for line in result.lines[index] if line.pieces]


def _numbered_lines(lines: list[Line]) -> set[int]:
    """Return the pieces of a page that are numbers of its lines."""
    for side in (0, -1):
        numbers: list[tuple[Piece, int]] = []
        others = []
        for line in lines:
            piece = line.pieces[side]
            if piece.text.isdecimal() and len(piece.text) < 5:
                numbers.append((piece, int(piece.text)))
                others += [each for each in line.pieces if each is not piece]
            else:
                others += line.pieces
        if len(numbers) < 4 or not others:
            continue
        steps = Counter(after[1] - before[1] for before, after in itertools.pairwise(numbers))
        step, times = steps.most_common(1)[0]
        rising = times >= 0.9 * (len(numbers) - 1) and step in (1, 2, 5, 10)
        texts = sum(1 for line in lines if any(not each.text.isdecimal() for each in line.pieces))
        enough = len(numbers) * step >= 0.7 * texts and (len(numbers) >= _LINE_NUMBERS or step > 1)
        ends = [piece.x1 for piece, _ in numbers] if side == 0 else [-piece.x0 for piece, _ in numbers]
        edge = min(each.x0 for each in others) if side == 0 else -max(each.x1 for each in others)
        if rising and enough and max(ends) <= edge:
            return {id(piece) for piece, _ in numbers}
    return set()
