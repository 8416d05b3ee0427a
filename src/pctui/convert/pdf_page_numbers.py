"""Finds the printed numbers of the pages of a PDF: numbers at their edges that follow the count of pages."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from statistics import median
from typing import NamedTuple

from .numerals import numeral
from .pdf_lines import Line
from .pdf_pages import Page
from .pdf_scans import as_number

EDGE = 0.17  # of the height of a page, at its top and at its foot: there running heads, feet and numbers are
_DEEP = 4  # lines of a running head or foot, at most
_ROMAN = re.compile(r"(?=[ivxlcdm])m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?:\W{0,3}|p(?:age|\.)?\s|seite\s|страница\s|第\s?)(?P<prefix>(?:[A-Z]{1,2}|\d{1,3})[-–.])?(?P<number>\d{1,4}|[ivxlcdm]{1,9})"
    r"(?:\s?(?:/|of|von|sur|de)\s?\d{1,4})?(?:\s?[页頁])?\W{0,3}",
    re.IGNORECASE,
)
_LEADING = re.compile(r"(?P<number>\d{1,4}|[ivxlc]{1,7})\b(?=\s)")
_TRAILING = re.compile(r"(?<=\s)(?P<number>\d{1,4}|[ivxlc]{1,7})$")


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
        return numeral(number, "I" if self.upper else "i")


def from_roman(text: str) -> int | None:
    """Return the number that Roman numerals write; None if they write none."""
    if not text or not _ROMAN.fullmatch(text):
        return None
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}[sign] for sign in text.lower()]
    return sum(-value if value < max(values[position:]) else value for position, value in enumerate(values))


def edges_of(page: Page, lines: list[Line]) -> list[tuple[bool, int, Line]]:
    """Return the outermost lines of a page: whether at its top, how many are outside of it, the line."""
    top = [line for line in lines if line.y > page.height * (1 - EDGE)][:_DEEP]
    foot = [line for line in lines if line.y < page.height * EDGE][-_DEEP:][::-1]
    return [(True, at, line) for at, line in enumerate(top)] + [(False, at, line) for at, line in enumerate(foot)]


def numbers_of(pages: tuple[Page, ...], lines: list[list[Line]]) -> list[list[tuple[Sequence, Line, bool]]]:
    """Return what may be the number of each page: its sequence, its line, and whether the line has nothing else."""
    found: list[list[tuple[Sequence, Line, bool]]] = []
    for index, page in enumerate(pages):
        here = []
        usual = median(line.size for line in lines[index]) if lines[index] else 0
        for _, _, line in edges_of(page, lines[index]):
            alone = len(line.pieces) == 1
            for piece in {id(each): each for each in (line.pieces[0], line.pieces[-1])}.values():
                text = as_number(digits(piece.text)) if page.scanned else digits(piece.text)
                if whole := _NUMBER.fullmatch(text):
                    here += [(each, line, alone) for each in _sequence(whole["number"], whole["prefix"] or "", index)]
                elif len(text) < 120 and line.size < 1.15 * usual:
                    for part in (_LEADING.match(text), _TRAILING.search(text)):
                        if part:
                            here += [(each, line, False) for each in _sequence(part["number"], "", index)]
        found.append(here)
    return found


def digits(text: str) -> str:
    """Return a text with every digit, of whatever script, as one of ours."""
    return "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in text)


def _sequence(number: str, prefix: str, index: int) -> list[Sequence]:
    if number.isdigit():
        return [Sequence(False, False, prefix, int(number) - index)]
    value = from_roman(number)
    return [Sequence(True, number.isupper(), prefix, value - index)] if value else []


def sequences_of(numbers: list[list[tuple[Sequence, Line, bool]]]) -> list[Sequence | None]:
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


def labels_of(sequences: list[Sequence | None], count: int) -> list[str | None]:
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


def preferred_labels(
    pages: tuple[Page, ...], labels: list[str | None], sequences: list[Sequence | None]
) -> tuple[list[str | None], str]:
    """Return the labels that the file has, unless the pages print other numbers: those; and what is doubtful, or ''."""
    given = [page.label for page in pages]
    if not any(given):
        return labels, ""
    printed = [(label, mine) for label, mine, each in zip(given, labels, sequences, strict=True) if each]
    others = sum(1 for label, mine in printed if label.casefold() != (mine or "").casefold())
    if len(printed) >= max(3, 0.3 * len(pages)) and others > len(printed) / 2:
        doubt = "The file names its pages otherwise than they are numbered in print; the printed numbers were taken."
        return labels, doubt
    doubt = "Some pages print another number than the file gives for them; the file's were taken."
    return [label or None for label in given], doubt if others and len(printed) >= 3 else ""
