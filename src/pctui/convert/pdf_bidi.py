"""Puts the characters of lines that run from right to left in the order in which they are read.

A PDF has them at their places on the page, in whatever order. So each line is read as it is looked at, from the right,
and what Unicode's bidirectional algorithm (UAX 9) had turned round when it was set, Latin words and numbers, is turned
back. Brackets are told by what is around them, because some files have the sign that is meant, others the one drawn.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from statistics import median

from .pdf_runs import NO_STYLE, Character

_LETTERS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_BLANK, _SURE_BLANK = 0.13, 0.25  # em: a wider gap is a blank, and where the file has blanks of its own
_SOME = 0.15  # of the letters of a line, on a page most of which runs from right to left
_PIECE = 1.1  # em: a wider one parts cells or columns
_SAME_LINE, _SAME_LINE_MARK = 0.25, 0.6  # em by which base lines differ: of characters, of marks over them
_LAM, _ALEF = frozenset("ل\ufedd\ufede\ufedf\ufee0"), frozenset("اأإآٱ")
_PAIRS = dict(zip("([{«‹<", ")]}»›>", strict=True))  # noqa: RUF001
_STOPS = ".,;:!?؟،؛۔"  # noqa: RUF001
_OTHER = {**_PAIRS, **{closing: opening for opening, closing in _PAIRS.items()}}
# Classes of characters: R and A from the right (A: Arabic), L from the left, digits, what may stand in and at a number.
_FROM_THE_LEFT = re.compile(r"L(?:[LD]|[NCST]+(?=[LDNCST]*[LD])(?=[NCST]*[LD]))*")
_NUMBER = re.compile(r"T*D+(?:[CS]D+)*T*")
_ARABIC_NUMBER = re.compile(r"D+(?:CD+)*")


def in_reading_order(characters: Sequence[Character]) -> list[Character]:
    """Return the characters of a page with those of its lines from right to left in the order of reading."""
    if not any(_LETTERS.match(each[0]) for each in characters):
        return list(characters)
    lines = _lines(characters)
    leftwards_page = share_leftwards("".join(each[0] for each in characters)) > 0.5
    leftwards = {
        id(each) for line in lines if runs_leftwards("".join(each[0] for each in line), leftwards_page) for each in line
    }
    blanks = sorted((each for each in characters if each[0].isspace() and each[2] > each[1]), key=itemgetter(3))
    # A blank without a place belongs to the character before it.
    kept: list[Character] = []
    taken = False
    for each in characters:
        if each[5] is not NO_STYLE:
            taken = id(each) in leftwards
        if not taken:
            kept.append(each)
    for line in lines:
        if id(line[0]) in leftwards:
            base = median(each[3] for each in line)
            for piece in _pieces(line):
                read = [(*each[:3], base, at == 0, each[5]) for at, each in enumerate(_read(piece, blanks))]
                kept += [*read, (" ", 0.0, 0.0, 0.0, True, NO_STYLE)]
    return kept


def share_leftwards(text: str) -> float:
    """Return which part of the letters of a text is of a script that runs from right to left."""
    letters = [each for each in text if each.isalpha()]
    return sum(bool(_LETTERS.match(each)) for each in letters) / len(letters) if letters else 0.0


def runs_leftwards(text: str, page: bool) -> bool:
    """Whether a line runs from right to left; `page` says whether most of its page does, as does a line of digits."""
    if not any(map(str.isalpha, text)):
        return page
    return share_leftwards(text) > (_SOME if page else 0.5)


def _lines(characters: Sequence[Character]) -> list[list[Character]]:
    """Return the characters that have a place, by their base lines."""
    placed = [each for each in characters if each[5] is not NO_STYLE and not each[0].isspace()]
    lines: list[list[Character]] = []
    alone: list[Character] = []
    bases: list[float] = []  # from the top, and so rising below it
    for each in sorted((each for each in placed if not _is_mark(each)), key=lambda each: -each[3]):
        if lines and abs(bases[-1] + each[3]) <= _SAME_LINE * each[5].size:
            lines[-1].append(each)
        else:
            lines.append([each])
            bases.append(-each[3])
    for mark in filter(_is_mark, placed):
        at = _nearest(bases, -mark[3])
        if at is not None and abs(bases[at] + mark[3]) <= _SAME_LINE_MARK * mark[5].size:
            lines[at].append(mark)
        else:
            alone.append(mark)
    return lines + [[mark] for mark in alone]


def _nearest(places: Sequence[float], place: float) -> int | None:
    """Return which of several places, which rise, is nearest to another; None if there is none."""
    at = bisect_left(places, place)
    return min(
        (near for near in (at - 1, at) if 0 <= near < len(places)), key=lambda n: abs(places[n] - place), default=None
    )


def _is_mark(character: Character) -> bool:
    return unicodedata.category(character[0]) == "Mn"


def _pieces(line: list[Character]) -> Iterator[list[list[Character]]]:
    """Yield the parts of a line between wide gaps, from the right, each as groups: a character with the marks over it.

    The characters of a ligature have one place, and are a group.
    """
    size = median(each[5].size for each in line)
    groups: list[list[Character]] = []
    marks = [each for each in line if _is_mark(each)]
    for each in sorted((each for each in line if not _is_mark(each)), key=lambda each: -(each[1] + each[2])):
        if groups and abs(groups[-1][0][1] - each[1]) < 0.01 and abs(groups[-1][0][2] - each[2]) < 0.01:
            groups[-1].append(each)
            if groups[-1][-1][0] in _LAM and groups[-1][-2][0] in _ALEF:
                groups[-1][-2:] = groups[-1][:-3:-1]
        else:
            groups.append([each])
    middles = [-(group[0][1] + group[0][2]) for group in groups]
    for mark in marks:
        under = _nearest(middles, -(mark[1] + mark[2]))
        if under is None:
            groups.append([mark])
        else:
            groups[under].append(mark)
    piece: list[list[Character]] = []
    for group in groups:
        if piece and piece[-1][0][1] - group[0][2] > _PIECE * size:
            yield piece
            piece = []
        piece.append(group)
    if piece:
        yield piece


def _read(piece: list[list[Character]], blanks: Sequence[Character]) -> list[Character]:
    """Return the characters of a part of a line in the order of reading, with blanks between its words."""
    size = median(group[0][5].size for group in piece)
    left, right, base = piece[-1][0][1], piece[0][0][2], piece[0][0][3]
    lowest, highest = base - _SAME_LINE * size, base + _SAME_LINE * size
    beside = blanks[bisect_left(blanks, lowest, key=itemgetter(3)) : bisect_right(blanks, highest, key=itemgetter(3))]
    here = sorted(place for each in beside if left < (place := (each[1] + each[2]) / 2) < right)
    # A file that has blanks has them between nearly all words; else some are part of code, or of a formula.
    gaps = sum(before[0][1] - after[0][2] > _BLANK * size for before, after in pairwise(piece))
    least = (_SURE_BLANK if 4 * len(here) >= gaps else _BLANK) * size
    shown: list[list[Character]] = []
    for group in piece:
        if shown:
            start, end = group[0][2], shown[-1][0][1]
            middle = bisect_left(here, min(start, end) - 0.01)
            blank = middle < len(here) and here[middle] < max(start, end) + 0.01
            if blank or end - start > least:
                shown.append([(" ", start, end, base, False, NO_STYLE)])
        shown.append(group)
    shown.reverse()  # as it is looked at, from the left
    arabic = sum(_class(group[0][0]) == "A" for group in shown) * 2 > sum(_class(each[0][0]) in "RA" for each in shown)
    classes = "".join(_class(group[0][0]) for group in shown)
    kept = [False] * len(shown)
    parts: list[tuple[int, int]] = []
    for pattern in (_FROM_THE_LEFT, _ARABIC_NUMBER if arabic else _NUMBER):
        for found in pattern.finditer(classes):
            if not any(kept[found.start() : found.end()]):
                parts.append(found.span())
                kept[found.start() : found.end()] = [True] * (found.end() - found.start())
    parts += [(at, at + 1) for at, each in enumerate(kept) if not each]
    ordered: list[tuple[Character, bool]] = []
    for first, last in sorted(parts, reverse=True):
        ordered += [(each, kept[first]) for group in shown[first:last] for each in group]
    return _with_brackets(ordered)


def _class(character: str) -> str:
    """Return one of: R or A, which run from the right; L; D for a digit; C, S, T for what belongs to numbers; N."""
    match unicodedata.bidirectional(character):
        case "R":
            return "R"
        case "AL":
            return "A"
        case "L":
            return "L"
        case "EN" | "AN":
            return "D"
        case "CS":
            return "C"
        case "ES":
            return "S"
        case "ET":
            return "T"
    return "N"


def _with_brackets(characters: Sequence[tuple[Character, bool]]) -> list[Character]:
    """Return characters with each bracket that is no part of Latin text as it is meant: opening or closing."""
    texts = [each[0] for each, _ in characters]
    found: list[Character] = []
    open_brackets: list[str] = []
    for at, (each, latin) in enumerate(characters):
        sign = each[0]
        if sign not in _OTHER or latin:
            found.append(each)
            continue
        opening = sign if sign in _PAIRS else _OTHER[sign]
        before = texts[at - 1] if at else " "
        after = texts[at + 1] if at + 1 < len(texts) else " "
        begins, ends = before.isspace(), after.isspace() or after in _STOPS
        opens = begins if begins != ends else opening not in open_brackets
        if opens:
            open_brackets.append(opening)
        elif opening in open_brackets:
            open_brackets.remove(opening)
        found.append((opening if opens else _PAIRS[opening], *each[1:]))
    return found
