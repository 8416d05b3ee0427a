"""Measures texts in cells of the terminal, wraps and shortens them: each in one pass over the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Characters that take one cell in every terminal: Latin letters and typographic signs, but not the soft hyphen.
_NARROW = re.compile("[ -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u22ff\u2500-\u257f]*")


# Narrow characters of scripts without spaces, between which a line can be broken, but for the vowels that are written
# before and behind their consonants.
_BREAKABLE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_KEPT_BEFORE = frozenset("เแโใไເແໂໃໄ")
_KEPT_BEHIND = frozenset("ะาำๅๆฯະາຳໆຯ။៕។")


def cells(text: str) -> int:
    """Return the width of `text`, which is one line, in terminal cells."""
    if narrow(text):
        return len(text)
    from wcwidth import wcswidth  # its tables take some milliseconds to load, and few texts need them

    return max(0, wcswidth(text))


def narrow(text: str) -> bool:
    """Whether each character of `text` takes one cell in every terminal, so that nothing in it is to be cleaned."""
    return _NARROW.fullmatch(text) is not None


def wrap(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Wrap `text` at its blanks into lines of at most `width` cells, indented by `first` and then by `rest`.

    A word that is too wide gets a line of its own; text in characters of two cells is also broken between characters.
    """
    if narrow(text):
        from textwrap import wrap

        return wrap(
            text, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False, break_long_words=False
        )
    lines: list[str] = []
    line, used, empty = [first], cells(first), True
    for word in text.split():
        size = cells(word)
        breakable = size > width - cells(rest)
        for number, (part, part_size) in enumerate(_parts(word) if breakable else [(word, size)]):
            gap = 1 if not number and not empty else 0
            if not empty and used + gap + part_size > width:
                lines.append("".join(line))
                line, used, gap = [rest], cells(rest), 0
            line += [" " * gap, part]
            used += gap + part_size
            empty = False
    if not empty:
        lines.append("".join(line))
    return lines


def _parts(word: str) -> Iterator[tuple[str, int]]:
    """Yield the parts into which a word can be broken, with their widths: each wide character, and what is between.

    In Thai, Lao, Burmese and Khmer each character is a part, with its vowels.
    """
    from wcwidth import iter_graphemes, wcswidth

    part: list[str] = []
    size, before = 0, False
    for character in iter_graphemes(word):
        width = max(0, wcswidth(character))
        breakable = width > 1 or _BREAKABLE.match(character) is not None
        kept = character[0] in _KEPT_BEHIND or (part and part[-1] in _KEPT_BEFORE)
        if part and (breakable or before) and not kept:
            yield "".join(part), size
            part, size = [], 0
        part.append(character)
        size, before = size + width, breakable
    if part:
        yield "".join(part), size


def shorten(text: str, width: int, sign: str = "…") -> str:
    """Return `text` shortened to at most `width` cells, ending in `sign` if it was cut."""
    from rich.cells import cell_len, set_cell_size

    if cell_len(text) <= width:
        return text
    if width <= 0:
        return ""
    return set_cell_size(text, max(0, width - cell_len(sign))).rstrip() + sign
