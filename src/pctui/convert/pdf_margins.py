"""Finds what stands around the text of the pages of a PDF: running heads and feet, page numbers, line numbers."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

from .pdf_lines import Line, Piece
from .pdf_reading import Page

_EDGE = 0.17  # of the height of a page, at its top and at its foot: there running heads and feet are
_DEEP = 4  # lines of a running head or foot, at most
_SAME = 3.0  # points within which lines of two pages stand at the same height
_ROMAN = re.compile(r"(?=[ivxlcdm])m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?:\W{0,3}|p(?:age|\.)?\s|seite\s|страница\s|第\s?)(?P<prefix>(?:[A-Z]{1,2}|\d{1,3})[-–.])?(?P<number>\d{1,4}|[ivxlcdm]{1,9})"
    r"(?:\s?(?:/|of|von|sur|de)\s?\d{1,4})?(?:\s?[页頁])?\W{0,3}",
    re.IGNORECASE,
)
_LEADING = re.compile(r"(?P<number>\d{1,4}|[ivxlc]{1,7})\b(?=\s)")
_TRAILING = re.compile(r"(?<=\s)(?P<number>\d{1,4}|[ivxlc]{1,7})$")
_LINE_NUMBERS = 8  # on a page, at least


class Sequence(NamedTuple):
    """How printed numbers of pages follow the count of pages: the number is the count, from 0, plus `offset`."""

    roman: bool
    upper: bool
    prefix: str
    offset: int

    def label(self, page: int) -> str | None:
        """Return the number of a page as it is printed; None if there is none."""
        number = page + self.offset
        if number < 1:
            return None
        if not self.roman:
            return f"{self.prefix}{number}"
        return roman(number) if not self.upper else roman(number).upper()


def roman(number: int) -> str:
    """Return a number in lower-case Roman numerals."""
    written = ""
    for value, sign in (
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
        (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ):  # fmt: skip
        written += sign * (number // value)
        number %= value
    return written


def from_roman(text: str) -> int | None:
    """Return the number that Roman numerals write; None if they write none."""
    if not text or not _ROMAN.fullmatch(text):
        return None
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}[sign] for sign in text.lower()]
    return sum(-value if value < max(values[position:]) else value for position, value in enumerate(values))


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
    numbers = _numbers(pages, result.lines)
    sequences = _sequences(numbers)
    result.labels = _labels(sequences, len(pages))
    _drop_edges(result, pages, numbers, sequences)
    _prefer_labels(result, pages, sequences)
    return result


def _edges(page: Page, lines: list[Line]) -> list[tuple[bool, int, Line]]:
    """Return the outermost lines of a page: whether at its top, how many are outside of it, the line."""
    top = [line for line in lines if line.y > page.height * (1 - _EDGE)][:_DEEP]
    foot = [line for line in lines if line.y < page.height * _EDGE][-_DEEP:][::-1]
    return [(True, at, line) for at, line in enumerate(top)] + [(False, at, line) for at, line in enumerate(foot)]


def _numbers(pages: tuple[Page, ...], lines: list[list[Line]]) -> list[list[tuple[Sequence, Line, bool]]]:
    """Return what may be the number of each page: its sequence, its line, and whether the line has nothing else."""
    found: list[list[tuple[Sequence, Line, bool]]] = []
    for index, page in enumerate(pages):
        here = []
        usual = median(line.size for line in lines[index]) if lines[index] else 0
        for _, _, line in _edges(page, lines[index]):
            alone = len(line.pieces) == 1
            for piece in {id(each): each for each in (line.pieces[0], line.pieces[-1])}.values():
                text = _digits(piece.text)
                if whole := _NUMBER.fullmatch(text):
                    here += [(each, line, alone) for each in _sequence(whole["number"], whole["prefix"] or "", index)]
                elif len(text) < 120 and line.size < 1.15 * usual:
                    for part in (_LEADING.match(text), _TRAILING.search(text)):
                        if part:
                            here += [(each, line, False) for each in _sequence(part["number"], "", index)]
        found.append(here)
    return found


def _digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in text)


def _sequence(number: str, prefix: str, index: int) -> list[Sequence]:
    if number.isdigit():
        return [Sequence(False, False, prefix, int(number) - index)]
    value = from_roman(number)
    return [Sequence(True, number.isupper(), prefix, value - index)] if value else []


def _sequences(numbers: list[list[tuple[Sequence, Line, bool]]]) -> list[Sequence | None]:
    """Return the sequence of which each page prints a number; a number that fits no other page is none."""
    counted = Counter(each for here in numbers for each in {sequence for sequence, _, _ in here})
    least = 3 if len(numbers) > 4 else 2
    chosen: list[Sequence | None] = []
    for index, here in enumerate(numbers):
        fitting = [sequence for sequence, _, _ in here if counted[sequence] >= least]
        near = [
            sequence
            for sequence in fitting
            if any(
                sequence == other
                for step in (-2, -1, 1, 2)
                if 0 <= index + step < len(numbers)
                for other, _, _ in numbers[index + step]
            )
        ]
        chosen.append(max(near, key=lambda each: (counted[each], each), default=None))
    return chosen


def _labels(sequences: list[Sequence | None], count: int) -> list[str | None]:
    """Return the number of each page, also where it is not printed, but lies between or beside pages that print it."""
    filled = list(sequences)
    known = [index for index, each in enumerate(sequences) if each]
    for before, after in itertools.pairwise(known):
        if sequences[before] == sequences[after]:
            filled[before:after] = [sequences[before]] * (after - before)
        else:  # a chapter opens without a number
            first = after
            while first > before + 1 and (sequences[after] or _NONE).label(first - 1) and after - first < 2:
                first -= 1
                filled[first] = sequences[after]
    if known:
        first = known[0]
        if first and (sequences[first] or _NONE).label(first - 1):
            filled[first - 1] = sequences[first]
        for index in range(known[-1] + 1, min(count, known[-1] + 4)):
            filled[index] = sequences[known[-1]]
    return [each.label(index) if each else None for index, each in enumerate(filled)]


_NONE = Sequence(False, False, "", -(10**6))


def _keys(line: Line) -> list[str]:
    """Return by what a running head is known again: all of it, or one of its parts, without numbers."""
    texts = [line.text, *(piece.text for piece in line.pieces if len(line.pieces) > 1 and len(piece.text) > 7)]
    digits = [re.sub(r"\d+", "0", _digits(text).casefold()) for text in texts]
    return [re.sub(r"(?<![^\W_])[ivxlc]+(?![^\W_])", "0", text) for text in digits]


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
    edges = [_edges(page, result.lines[index]) for index, page in enumerate(pages)]
    for index, here in enumerate(edges):
        for top, _, line in here:
            for key in _keys(line):
                repeated[top, key].append((index, line.y))
    least = 3 if len(pages) > 5 else 2

    def repeats(index: int, top: bool, line: Line) -> bool:
        for key in _keys(line):
            others = {other for other, y in repeated[top, key] if abs(y - line.y) <= _SAME}
            if len(others) >= least and any(0 < abs(other - index) <= 8 for other in others):
                return True
        return False

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


def _apart(line: Line, top: bool, lines: list[Line]) -> bool:
    """Whether more than a usual space parts a line from the text."""
    at = lines.index(line)
    inner = lines[at + 1 : at + 2] if top else lines[max(0, at - 1) : at]
    if not inner:
        return True
    leading = median([a.y - b.y for a, b in itertools.pairwise(lines)] or [line.size * 1.2])
    return abs(inner[0].y - line.y) > 1.4 * max(leading, line.size)


def _prefer_labels(result: Margins, pages: tuple[Page, ...], sequences: list[Sequence | None]) -> None:
    """Take the labels of the file where it has them, unless the pages print other numbers."""
    given = [page.label for page in pages]
    if not any(given):
        return
    printed = [(label, mine) for label, mine, each in zip(given, result.labels, sequences, strict=True) if each]
    others = sum(1 for label, mine in printed if label.casefold() != (mine or "").casefold())
    if len(printed) >= max(3, 0.3 * len(pages)) and others > len(printed) / 2:
        result.doubts.append(
            "The file names its pages otherwise than they are numbered in print; the printed numbers were taken."
        )
        return
    if others and len(printed) >= 3:
        result.doubts.append("Some pages print another number than the file gives for them; the file's were taken.")
    result.labels = [label or None for label in given]


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
