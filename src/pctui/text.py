"""The one place where untrusted text is made safe to display, and split into words for comparison.

The text of corpora and documents is untrusted. Whatever reaches a terminal, a file or a window title has passed
:func:`clean`; whatever is hashed or searched for has passed :func:`words`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

# C0 except newline and tab, DEL, C1, the bidirectional controls, line and paragraph separators, lone
# surrogates: each could move the cursor, reorder a line, or fail to be written at all.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)

# A hyphen inside a word is dropped, with the line break that may follow it, so that `long-term`,
# `longterm` and `long-<newline>term` are one word. Between digits it separates, as a dash does.
_JOIN = (
    r"(?:\u00ad\s*"
    r"|[\u200b-\u200d\u2060]"
    r"|(?<=[^\W\d_])[-\u2010\u2011](?:[^\S\n]*\n\s*)?"
    r"|[-\u2010\u2011](?:[^\S\n]*\n\s*)?(?=[^\W\d_]))"
)
# A letter may be followed by combining accents; NFKC joins them. To `\w`, the vowel signs of Indic scripts are not
# letters. In scripts without spaces, where a program cannot tell words apart, each character counts as a word.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_INDIC = "\u0900-\u0963\u0966-\u096f\u0971-\u0dff"
_LETTERS = rf"(?:(?:(?![{_UNSPACED}])[^\W_]|[{_INDIC}])[\u0300-\u036f\u1dc0-\u1dff]*)+"
_WORD = re.compile(rf"{_LETTERS}(?:{_JOIN}{_LETTERS})*|[{_UNSPACED}]")
_DROPPED = re.compile(r"[-\u2010\u2011\u00ad\u200b-\u200d\u2060\s]+")

# The parts of a text that is joined into one line: a hyphen at the end of a line, a soft hyphen, blanks, the rest.
_WRAPPED = re.compile(
    r"(?P<hyphen>(?<=[^\W\d_])[-\u2010]\s*\n\s*(?=[^\W\d_]))"
    r"|(?P<soft>\u00ad\s*)|(?P<blank>\s+)|[^\s\u00ad\u2010-]+|."
)


class Word(NamedTuple):
    """One normalised word and its position in the original text (offsets in characters, `end` excluded)."""

    text: str
    start: int
    end: int


def _show(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else f"\u27e8U+{code:04X}\u27e9"


def clean(text: str) -> str:
    """Return `text` with every control character that a terminal could obey replaced by a visible sign."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSAFE.sub(_show, text.replace("\r\n", "\n"))


# Whatever ends a line: CR LF, CR, LF, vertical tab, form feed, the separators of C0, NEL, U+2028 and U+2029.
_LINE_END = re.compile("\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")


def with_newlines(text: str) -> str:
    """Return `text` with a newline for each of its line ends, whatever they are."""
    return _LINE_END.sub("\n", text)


def clean_all(value: Any) -> Any:
    """Return plain JSON-like data with every string in it cleaned, keys included."""
    match value:
        case str():
            return clean(value)
        case list():
            return [clean_all(item) for item in value]
        case dict():
            return {clean(key): clean_all(item) for key, item in value.items()}
    return value


def one_line(text: str) -> str:
    """Return `text` cleaned, with line breaks and runs of blanks collapsed into single spaces."""
    return " ".join(clean(text).split())


def words(text: str) -> list[Word]:
    """Split `text` into words normalised for comparison: NFKC, case folded, hyphens and line breaks joined."""
    found = []
    for match in _WORD.finditer(text):
        word = unicodedata.normalize("NFKC", _DROPPED.sub("", match[0])).casefold()
        found.append(Word(word, match.start(), match.end()))
    return found


def unwrap(text: str, start: int = 0, end: int | None = None) -> tuple[str, list[int]]:
    """Return text[start:end] cleaned and joined into one line, and the new offset of each of its characters.

    Words broken at the end of a line are joined. There is one offset more than there are characters: the last one is
    the length of the returned text.
    """
    parts: list[str] = []
    offsets: list[int] = []
    length = 0
    for match in _WRAPPED.finditer(text, start, len(text) if end is None else end):
        if match["hyphen"]:
            shown = ["-" if _hyphenated_elsewhere(text, match) else ""] + [""] * (len(match[0]) - 1)
        elif match["soft"]:
            shown = [""] * len(match[0])
        elif match["blank"]:
            shown = [" "] + [""] * (len(match[0]) - 1)
        else:
            shown = [clean(character) for character in match[0]]
        for character in shown:
            offsets.append(length)
            length += len(character)
        parts.extend(shown)
    return "".join(parts), [*offsets, length]


def _hyphenated_elsewhere(text: str, broken: re.Match[str]) -> bool:
    """Whether the word broken at the end of a line is written with a hyphen elsewhere in the text."""
    before = re.search(r"[^\W\d_]+$", text[max(0, broken.start() - 30) : broken.start()])
    after = re.match(r"[^\W\d_]+", text[broken.end() : broken.end() + 30])
    return bool(before and after and f"{before[0]}-{after[0]}".casefold() in _folded(text))


@lru_cache(maxsize=2)
def _folded(text: str) -> str:
    return text.casefold()


# Characters that take one cell in every terminal: Latin letters and typographic signs, but not the soft hyphen.
_NARROW = re.compile("[ -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e\u2190-\u22ff\u2500-\u257f]*")


def cells(text: str) -> int:
    """Return the width of `text`, which is one line, in terminal cells."""
    if _NARROW.fullmatch(text):
        return len(text)
    from wcwidth import wcswidth  # its tables take some milliseconds to load, and few texts need them

    return max(0, wcswidth(text))


def wrap(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Wrap `text` at its blanks into lines of at most `width` cells, indented by `first` and then by `rest`.

    A word that is too wide gets a line of its own; text in characters of two cells is also broken between characters.
    """
    if _NARROW.fullmatch(text):
        from textwrap import wrap

        return wrap(
            text, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False, break_long_words=False
        )
    from wcwidth import wrap as wrap_cells

    return wrap_cells(text, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)


def shorten(text: str, width: int, sign: str = "…") -> str:
    """Return `text` shortened to at most `width` cells, ending in `sign` if it was cut."""
    from rich.cells import cell_len, set_cell_size

    if cell_len(text) <= width:
        return text
    if width <= 0:
        return ""
    return set_cell_size(text, max(0, width - cell_len(sign))).rstrip() + sign


def nearest(name: str, known: Iterable[str]) -> str:
    """`; did you mean 'x'?` where something known is like `name`, else nothing."""
    import difflib

    found = difflib.get_close_matches(name, known, 1)
    return f"; did you mean '{found[0]}'?" if found else ""
