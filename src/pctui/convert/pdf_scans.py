"""Mends what a program for OCR laid over a scan: text of which neither the lines nor the letters are where they seem.

A scan is never quite straight, so its lines rise or fall; each word has a size of its own, made up so that it covers
its picture; and the font, which nobody sees, says nothing of how the letters look. So lines are laid straight, and
their size is that in which their letters would be as wide as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from .pdf_pages import Page
from .pdf_runs import NO_STYLE, Character, Run, Style

_STEEPEST = 0.1  # the slope up to which a page was laid on the glass by hand; more is on purpose
_LONG = 8  # times its size: a line by which the slope of a page is measured is at least so long
_NARROW, _WIDE = frozenset("ijltfrI.,;:'|!()[]`’‘-"), frozenset("mwMW@%—")
_LIKE_THE_TEXT = (0.87, 1.15)  # of the size of the text: within, a line has that size
_TEN = 10  # characters, of each of which the size counts once
_SPECK = 3  # signs of a line that is dust, at most
# As which signs a bullet is read.
_BULLETS = frozenset("+~¢«»©°®§*")
_LOOKALIKE = str.maketrans("lI|iOoSsBZz", "11110055822")
_NEARLY_A_NUMBER = re.compile(r"(?=.*\d)[\dlI|iOoSsBZz]{1,4}")


def straightened(characters: Sequence[Character]) -> tuple[list[Character], int]:
    """Return the characters of a scanned page on straight lines, and how many lines were left out as dust."""
    lines = list(_lines(characters))
    kept = [line for line in lines if not _is_dust(line)]
    slope = _slope(kept)
    straight: list[Character] = []
    for line, size in zip(kept, _sizes(kept), strict=True):
        straight += _laid(line, slope, size)
        straight.append((" ", 0.0, 0.0, 0.0, True, NO_STYLE))
    return straight, len(lines) - len(kept)


def _is_dust(line: Sequence[Character]) -> bool:
    text = "".join(each[0] for each in line).strip()
    return len(text) <= _SPECK and not any(each.isalnum() for each in text)


def _lines(characters: Iterable[Character]) -> Iterator[list[Character]]:
    """Yield the lines of a page as the program for OCR wrote them, one after the other."""
    line: list[Character] = []
    right = base = 0.0
    for each in characters:
        if each[5] is not NO_STYLE:
            size = each[5].size
            if line and (each[1] < right - 2 * size or abs(each[3] - base) > 0.6 * size):
                yield line
                line = []
            right, base = each[2], each[3]
        elif not line:
            continue
        line.append(each)
    if line:
        yield line


def _slope(lines: Sequence[Sequence[Character]]) -> float:
    """Return by how much the lines of a page rise, against their length."""
    slopes = []
    for line in lines:
        placed = _placed(line)
        first, last = placed[0], placed[-1]
        if last[1] - first[1] > _LONG * first[5].size:
            slopes.append((last[3] - first[3]) / (last[1] - first[1]))
    slope = median(slopes) if slopes else 0.0
    return slope if abs(slope) < _STEEPEST else 0.0


def _laid(line: Sequence[Character], slope: float, size: float) -> Iterator[Character]:
    """Yield the characters of a line on one base line, in one size."""
    base = median(each[3] - slope * each[1] for each in _placed(line))
    style = Style(size, False, False, False, True, 0)
    shift = slope * base
    text = [each[0] for each in line]
    if len(text) > 2 and text[0] in _BULLETS and text[1].isspace():
        text[0] = "•"
    last = max(at for at, each in enumerate(text) if not each.isspace())
    if text[last] == "¬" and last and text[last - 1].isalpha():
        text[last] = "-"
    for character, (_, start, end, _, broken, look) in zip(text, line, strict=True):
        if look is NO_STYLE:
            yield (character, start, end, base, broken, NO_STYLE)
        else:
            yield (character, start + shift, end + shift, base, broken, style)


def _sizes(lines: Sequence[Sequence[Character]]) -> list[float]:
    """Return the sizes of the lines of a page: by how wide their letters are; larger ones also by how high."""
    wide, high = [_by_width(line) for line in lines], [median(each[5].size for each in _placed(line)) for line in lines]
    if not lines:
        return []
    usual, usually_high = _of_most(wide, lines), _of_most(high, lines)
    # The letters of a typewriter are wide, but no higher than others.
    return [
        size if size < usual else min(size, usual * max(1.0, height / usually_high))
        for size, height in zip(wide, high, strict=True)
    ]


def _of_most(sizes: Sequence[float], lines: Sequence[Sequence[Character]]) -> float:
    return median(size for size, line in zip(sizes, lines, strict=True) for _ in range(1 + len(line) // _TEN))


def _by_width(line: Sequence[Character]) -> float:
    """Return in which size the characters of a line would be as wide as they are."""
    letters = [each for each in _placed(line) if not each[0].isspace()]
    width = sum(each[2] - each[1] for each in letters)
    return width / sum(_width(each[0]) for each in letters) if width > 0 else letters[0][5].size


def _placed(line: Sequence[Character]) -> list[Character]:
    """Return the characters of a line that have a place: a blank may have none."""
    return [each for each in line if each[5] is not NO_STYLE]


def _width(character: str) -> float:
    """Return about how wide a character is, in em: in most fonts for text, letters differ alike."""
    if character in _NARROW:
        return 0.26
    if character in _WIDE:
        return 0.78
    if character > "\u2e7f":
        return 1.0
    return 0.6 if character.isupper() else 0.43


def of_one_size(pages: Sequence[Page]) -> list[Page]:
    """Return pages on which the lines of scans that are about as large as most of the text are exactly so large."""
    sizes = [
        run.style.size for page in pages if page.scanned for run in page.runs for _ in range(len(run.text) // _TEN)
    ]
    if not sizes:
        return list(pages)
    usual = round(2 * median(sizes)) / 2
    return [page._replace(runs=tuple(_settled(page, usual))) if page.scanned else page for page in pages]


def _settled(page: Page, usual: float) -> Iterator[Run]:
    smallest, largest = (share * usual for share in _LIKE_THE_TEXT)
    for run in page.runs:
        size = usual if smallest <= run.style.size <= largest else round(run.style.size)
        yield run._replace(style=run.style._replace(size=float(max(1, size))))


def as_number(text: str) -> str:
    """Return what may be a number of a page in digits: `l5` is 15."""
    return text.translate(_LOOKALIKE) if _NEARLY_A_NUMBER.fullmatch(text) else text
