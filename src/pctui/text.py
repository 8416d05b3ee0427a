"""The one place where foreign text is made safe to show, and cut into words to be compared.

Corpus text and documents come from elsewhere. What reaches a terminal, a file or a window title has
passed :func:`clean`; what is hashed or searched for has passed :func:`words`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

# C0 but newline and tab, DEL, C1, the bidirectional controls, line and paragraph separators, lone
# surrogates: each could move the cursor, reorder a line, or fail to be written at all.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)

# A hyphen inside a word is dropped, with the line break that may follow it, so that `long-term`,
# `longterm` and `long-<newline>term` are one word. Between digits it separates, as a dash does.
_JOIN = (
    r"(?:\u00ad\s*"
    r"|(?<=[^\W\d_])[-\u2010\u2011](?:[^\S\n]*\n\s*)?"
    r"|[-\u2010\u2011](?:[^\S\n]*\n\s*)?(?=[^\W\d_]))"
)
_WORD = re.compile(rf"[^\W_]+(?:{_JOIN}[^\W_]+)*")
_DROPPED = re.compile(r"[-\u2010\u2011\u00ad\s]+")


class Word(NamedTuple):
    """One normalised word and where it stands in the text it came from (offsets in characters)."""

    text: str
    start: int
    end: int


def _show(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else f"\u27e8U+{code:04X}\u27e9"


def clean(text: str) -> str:
    """Return `text` with every control that a terminal could obey shown instead of sent."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSAFE.sub(_show, text.replace("\r\n", "\n"))


def one_line(text: str) -> str:
    """Return `text` cleaned, its line breaks and runs of blanks folded into single spaces."""
    return " ".join(clean(text).split())


def words(text: str) -> list[Word]:
    """Cut `text` into words normalised for comparison: NFKC, case folded, hyphens and breaks joined."""
    found = []
    for match in _WORD.finditer(text):
        word = unicodedata.normalize("NFKC", _DROPPED.sub("", match[0])).casefold()
        found.append(Word(word, match.start(), match.end()))
    return found


def shorten(text: str, width: int, sign: str = "…") -> str:
    """Return `text` cut to `width` cells, the cut announced by `sign`."""
    from rich.cells import cell_len, set_cell_size

    if cell_len(text) <= width:
        return text
    if width <= 0:
        return ""
    return set_cell_size(text, max(0, width - cell_len(sign))).rstrip() + sign
