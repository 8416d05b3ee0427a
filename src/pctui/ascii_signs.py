"""An ASCII character for each sign that is drawn or printed, for terminals that show nothing else.

What has none is written without its accents, or, in another script, as `?`. Signs that can be on screen together have
different characters: text that is cut ends in `~`, an uncertain date is drawn as `_`, arrows are `<` and `>`.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

DENSITY = "▁▂▃▄▅▆▇█"

_GROUPS = (
    ("█░▒●○◌◆◇", "#:;*o.@0"),  # bars and markers
    ("■□", "#:"),  # organisations in a list; picked for comparing
    ("─━╌╍├┤┣┫", "-=,,||||"),  # spans of events
    ("┄▸◂▲▾", "_><^v"),  # uncertain, continues, cursor, unfolded
    ("✓✗", "yn"),  # the marks adopt and reject
    ("›", "+"),  # folded
    (DENSITY[:-1], ".,'-=+%"),
    ("║╠╣═", "|||="),  # the ladder
    ("│┃┼╋╭╮╰╯┌┐└┘┬┴", "||++++++++++++"),  # rules and frames
    ("▌▐▎▊▔▀", "||||--"),
    ("◐↺▼▽┈┊╶╸", "%@Vv::-="),  # the lineage, and the bars of figures
    ("↑↓←→", "^v<>"),
    ("−±∅×≠", "-&/x!"),  # no digits, because a number after a sign is a count
    ("…•·–—\u2010\u2011“”„‘’¶", '~*.----"""\'\'P'),
)
ASCII = {sign: plain for signs, plains in _GROUPS for sign, plain in zip(signs, plains, strict=True)}
UNKNOWN = "?"


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    if character.isascii():
        return character
    if character in ASCII:
        return ASCII[character]
    from rich.cells import cell_len

    letters = "".join(c for c in unicodedata.normalize("NFKD", character) if c.isascii() and c.isprintable())
    size = cell_len(character)
    return letters if len(letters) == size else UNKNOWN * size


def plain(text: str) -> str:
    """Return `text` in ASCII, in as many cells as before."""
    return text if text.isascii() else "".join(map(_plain, text))


def replace_unencodable(error: UnicodeError) -> tuple[str, int]:
    """Handle what a stream cannot encode as `codecs.register_error` wants it: put ASCII in its place."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return plain(error.object[error.start : error.end]), error.end
