"""The one place where untrusted text is made safe to display, and split into words for comparison.

The text of corpora and documents is untrusted. Whatever reaches a terminal, a file or a window title has passed
:func:`clean`; whatever is hashed or searched for has passed :func:`words`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any, NamedTuple

# The name under which Python knows how to turn a stream into ASCII, for a terminal that shows nothing else.
TO_ASCII = "pctui.ascii"

# Every way in which a line can end: LF, CR LF, CR, vertical tab, form feed, NEL, the line and paragraph separators.
_ENDS = r"\n\r\x0b\x0c\x85\u2028\u2029"
# (A form feed that begins a line, as before each page of a PDF's text, ends no other.)
_OTHER_ENDS = "\r\x0b\x0c\x85\u2028\u2029"
_LINE_END = rf"\r\n|(?P<feed>(?<=[\n\r])[\x0b\x0c])|[{_ENDS}]"

# C0 except newline and tab, DEL, C1, the bidirectional controls, interlinear annotation, lone surrogates, what XML
# has no place for: each could move the cursor, reorder a line, or fail to be written at all. They are shown.
_UNSAFE = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufff9-\ufffb\ufffe\uffff]"

# All that has no glyph (Default_Ignorable_Code_Point, and Cf but for the signs that enclose numbers and verses), so
# that words can hide in it. It is left out, except where a script cannot be written without it.
_ZERO_WIDTH = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2060-\u2065\u206a-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufff8\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_JOINING = (  # scripts in which a joiner between two letters changes how they are written
    "\u0620-\u065f\u066e-\u06dc\u06df-\u06ef\u06fa-\u074f\u0750-\u07fa\u0840-\u085b\u0860-\u0963\u0971-\u0df3\u0f40-\u0fbc"
    "\u1000-\u109d\u1780-\u17b3\u17b6-\u17d3\u1820-\u18aa\u1a20-\u1aad\u1b00-\u1bf3\ua800-\ua82c\ua840-\ua8c5\ua930-\ua953"
    "\ua980-\ua9c0\uaa00-\uaadf\uabc0-\uabed\U00010a00-\U00010a3f\U00010ac0-\U00010ae6\U00010b80-\U00010bae"
    "\U00010d00-\U00010d23\U00010f30-\U00010f50\U00011000-\U00011c3f\U00011d00-\U00011d97\U0001e900-\U0001e94b"
)
_EMOJI = (
    "\u00a9\u00ae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2934-\u2935\u2b00-\u2bff\u3030"
    "\u303d\u3297\u3299\U0001f000-\U0001faff"
)
_IDEOGRAPHS = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# The flags of countries within a country: the letters of their codes, after a black flag.
_FLAGS = ["".join(chr(0xE0000 + ord(letter)) for letter in f"{code}\x7f") for code in ("gbeng", "gbsct", "gbwls")]
# What is kept, once, in its place. (Each looks only at what can be seen, so that cleaning twice changes nothing.)
_NEEDED = "|".join(
    [
        rf"(?<=[{_EMOJI}0-9#*])[\ufe0e\ufe0f]",  # a sign as text or as an emoji
        rf"(?:(?<=[{_EMOJI}])|(?<=[{_EMOJI}]\ufe0f))\u200d(?=[{_EMOJI}])",  # a family, a profession
        rf"(?<=[{_JOINING}])[\u200c\u200d](?![{_ZERO_WIDTH}])",
        rf"(?<=[{_IDEOGRAPHS}])[\ufe00-\ufe02\U000e0100-\U000e01ef]",  # another form of the same character
        r"(?<=[0\u1000-\u109f\u2018-\u201d\u2229-\u2aff\u3001-\u3002\ua840-\ua87f\uaa60-\uaa7f\uff01-\uff1f])\ufe00",
        r"(?<=[\u1820-\u18aa])(?:[\u180b-\u180d\u180f]|\u180e(?=[\u1820-\u18aa]))",  # Mongolian
        r"\u115f(?=[\u1161-\u11a7])|(?<=[\u1100-\u115e])\u1160",  # an old Korean syllable without one of its parts
        r"(?<=[\u0591-\u05c7])\u034f(?=[\u0591-\u05c7])",  # the order of Hebrew points
        rf"(?<=\U0001f3f4)(?:{'|'.join(_FLAGS)})",
    ]
)
# Where a word is broken at a soft hyphen, the hyphen is to be seen.
_INVISIBLE = rf"(?P<kept>{_NEEDED})|(?P<hyphen>\u00ad(?=\s|\Z))|[{_ZERO_WIDTH}]"
# Marks are drawn over the letter before them, and a flood of them over the lines around. Hebrew with its vowels and
# accents has up to five on one letter, Vietnamese and Thai two or three; only Tibetan stacks letters, up to ten. (The
# limit of 30 in Unicode's stream-safe format, UAX #15, is about memory, not about what can be read.)
_MARKS, _TIBETAN_MARKS = 6, 10
_FLOODED = "⟨…⟩"
# What may be a flood: no letters, blanks, or signs that drawings repeat; or else the parts of Korean syllables.
_RUN = r"[^\w\s\x00-\u02ff\u2000-\u20cf\u2100-\u2cee\u3000-\u3029]{7,}|[\u1160-\u11ff\ud7b0-\ud7fb]{7,}"

# All of this is safe as it is: the letters, dashes, quotation marks and money of languages in Latin script; signs such
# as arrows; and what is for private use, with which search marks what it found.
_COMMON = re.compile("[\t\n -~\xa0-\xac\xae-\u02ff\u2010-\u2027\u2030-\u205f\u20a0-\u20cf\u2100-\u2cee\ue000-\uf8ff]*")

# A hyphen inside a word is dropped, with the line break that may follow it, so that `long-term`,
# `longterm` and `long-<newline>term` are one word. Between digits it separates, as a dash does.
_UNSEEN = rf"(?:\u00ad\s*+|[{_ZERO_WIDTH}\u0640])"
_HYPHEN = rf"[-\u2010\u2011](?:(?:[^\S{_ENDS}]|[{_ZERO_WIDTH}])*+[{_ENDS}](?:\s|[{_ZERO_WIDTH}])*+)?"
_JOIN = (
    rf"(?:{_UNSEEN}*+(?:(?<=[^\W\d_]){_HYPHEN}[{_ZERO_WIDTH}]*+|{_HYPHEN}[{_ZERO_WIDTH}]*+(?=[^\W\d_]))"
    rf"|{_UNSEEN}++)"
)
# In scripts without spaces, where a program cannot tell words apart, each character counts as a word, with its signs:
# those whose lines break between characters or by a dictionary (classes ID and SA of UAX #14), Balinese and Javanese.
UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aad\u1b00-\u1b7f\u3005-\u3007\u3021-\u3029"
    "\u3031-\u3035\u3038-\u303c\u3040-\u30fa\u30fc-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3200-\u4dbf\u4e00-\ua48c"
    "\ua980-\ua9ff\uaa60-\uaadf\uf900-\ufaff\uff66-\uff9f\U00011700-\U00011746\U00016fe0-\U00018dff"
    "\U0001aff0-\U0001b16f\U00020000-\U0003ffff"
)
_SQUARED = "\u3200-\u33ff"  # signs made of several letters, as ㎏ and ㈱, which count as letters
# To `\w`, marks are not letters (General_Category M), although another mark makes another word. ACCENTS are drawn over
# letters of several scripts; SIGNS belong to one script, whose letters may be among them here.
ACCENTS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\u3099-\u309a\ufe20-\ufe2f"
SIGNS = (
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8"
    "\u06ea-\u06ed\u0711-\u07f3\u07fd\u0816-\u082d\u0859-\u085b\u0897-\u08e1\u08e3-\u0963\u0981-\u09e3\u09fe-\u0a75"
    "\u0a81-\u0ae3\u0afa-\u0b63\u0b82-\u0bd7\u0c00-\u0c63\u0c81-\u0c83\u0cbc-\u0d4d\u0d57-\u0d63\u0d81-\u0df3"
    "\u0e31-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ebc\u0ec8-\u0ece\u0f18\u0f19\u0f35\u0f37\u0f39\u0f3e-\u0f84\u0f86-\u0fbc"
    "\u0fc6\u102b-\u103e\u1056-\u109d\u135d-\u135f\u1712-\u1734\u1752-\u1773\u17b6-\u17d3\u17dd\u1885-\u193b"
    "\u1a17-\u1a1b\u1a55-\u1a7f\u1b00-\u1b44\u1b6b-\u1b73\u1b80-\u1bf3\u1c24-\u1c37\u1cd0-\u1cd2\u1cd4-\u1cf9"
    "\u2cef-\u2cf1\u2d7f\u2de0-\u2dff\u302a-\u302f\ua66f-\ua672\ua674-\ua67d\ua69e-\ua6f1\ua802-\ua827\ua82c"
    "\ua880-\ua8c5\ua8e0-\ua8f1\ua8ff-\ua92d\ua947-\ua953\ua980-\ua9c0\ua9e5-\uaa4d\uaa7b-\uaac1\uaaeb-\uaaef"
    "\uaaf5\uaaf6\uabe3-\uabea\uabec\uabed\ufb1e\U000101fd\U000102e0\U00010376-\U0001037a\U00010a01-\U00010a3f"
    "\U00010ae5\U00010ae6\U00010d24-\U00010d27\U00010d69-\U00010d6d\U00010eab\U00010eac\U00010efc-\U00010eff"
    "\U00010f46-\U00010f50\U00010f82-\U00010f85\U00011000-\U00011046\U00011070-\U000110ba\U000110c2"
    "\U00011100-\U00011134\U00011145-\U00011173\U00011180-\U000111c0\U000111c9-\U000111cc\U000111ce\U000111cf"
    "\U0001122c-\U00011237\U0001123e\U00011241\U000112df-\U00011446\U0001145e-\U000114c3\U000115af-\U000115c0"
    "\U000115dc-\U00011640\U000116ab-\U000116b7\U0001171d-\U0001172b\U0001182c-\U0001183a\U00011930-\U00011943"
    "\U000119d1-\U000119e0\U000119e4-\U00011a3e\U00011a47-\U00011a99\U00011c2f-\U00011c3f\U00011c92-\U00011d97"
    "\U00011ef3-\U00011ef6\U00011f00-\U00011f42\U00016af0-\U00016af4\U00016b30-\U00016b36\U00016f4f-\U00016f92"
    "\U0001e000-\U0001e136\U0001e2ae-\U0001e2ef\U0001e4ec-\U0001e4ef\U0001e8d0-\U0001e94a"
)
_STRETCH = "\u0640"  # lengthens the line on which an Arabic word is written
# (What is in most texts is tried first: many letters of ASCII at once, and no sign of a script among the rest of it.)
_NOT_LATIN = "(?=[^\x00-\u058f])"
_LETTERS = (
    rf"(?:(?:[a-zA-Z0-9]+|(?![{UNSPACED}{_STRETCH}\u115f\u1160\u3164\uffa0])[^\W_]"
    rf"|{_NOT_LATIN}(?![{UNSPACED}])[{SIGNS}])[{ACCENTS}]*)++"
)
# What is written on a character, before or behind it belongs to it: also the vowels of Thai and Lao that NFKC takes
# apart, and the signs for the sound of narrow kana.
_ON_IT = rf"(?:(?!\w)[{SIGNS}{ACCENTS}]|[\u0e32\u0e33\u0eb2\u0eb3\uff9e\uff9f])"
CHARACTER = rf"{_NOT_LATIN}(?:(?=[{UNSPACED}])[^\W_]|[{_SQUARED}]|(?!\w)[{SIGNS}])(?:[{_ZERO_WIDTH}]*{_ON_IT})*"
_WORD = rf"{_LETTERS}(?:{_JOIN}{_LETTERS})*|{CHARACTER}"
_DROPPED = rf"[-\u2010\u2011{_STRETCH}{_ZERO_WIDTH}\s]+"

# The parts of a text that is joined into one line: a hyphen at the end of a line, a soft hyphen, blanks, the rest.
# Characters between which a line end is no blank.
_FULL = rf"[{UNSPACED}\u3001-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65]"
_WRAPPED = (
    rf"(?P<hyphen>(?<=[^\W\d_])[-\u2010][^\S{_ENDS}]*[{_ENDS}]\s*(?=[^\W\d_]))"
    r"|(?P<soft>\u00ad\s*)|(?P<blank>\s+)|[^\s\u00ad\u2010-]+|."
)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return a regular expression that is compiled when it is first needed, because that takes up to 4 ms."""
    return re.compile(pattern)


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


def _keep(match: re.Match[str]) -> str:
    return match["kept"] or ("-" if match["hyphen"] else "")


def _stacked(character: str) -> bool:
    """Whether it is drawn in the cell of the one before: a combining mark, or a later part of a Korean syllable."""
    return (
        unicodedata.category(character) in ("Mn", "Me")
        or "\u1160" <= character <= "\u11ff"
        or ("\ud7b0" <= character <= "\ud7fb")
    )


def _cut(run: re.Match[str]) -> str:
    """Return a run of characters with every flood of marks in it cut off, with a sign."""
    shown = []
    count, tibetan = 0, True
    for character in run[0]:
        count = count + 1 if _stacked(character) else 0
        tibetan = "\u0f71" <= character <= "\u0fbc" and (tibetan or count < 2)
        if count <= (_TIBETAN_MARKS if tibetan else _MARKS):
            shown.append(character)
        elif shown[-1] != _FLOODED:
            shown.append(_FLOODED)
    return "".join(shown)


def same_line_ends(text: str) -> str:
    """Return `text` with `\\n` at the end of each line, whatever was there."""
    if not any(end in text for end in _OTHER_ENDS):
        return text
    return compiled(_LINE_END).sub(lambda match: "" if match["feed"] else "\n", text)


def clean(text: str) -> str:
    """Return `text` with nothing in it that a terminal could obey, that cannot be seen, or that covers other lines.

    Line ends become `\\n`. Controls are replaced by a visible sign. What has no glyph is left out, except where a
    script or an emoji needs it. Of a flood of combining marks the first are kept, and a sign says that it was cut.
    """
    if (text.isascii() and text.isprintable()) or _COMMON.fullmatch(text):
        return text
    text = compiled(_UNSAFE).sub(_show, same_line_ends(text))
    return text if text.isascii() else compiled(_RUN).sub(_cut, compiled(_INVISIBLE).sub(_keep, text))


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
    if text.isascii() and text.isprintable() and "  " not in text:  # as most is: its only blanks are spaces
        return text.strip(" ")
    return " ".join(clean(text).split())


def words(text: str) -> list[Word]:
    """Split `text` into words normalised for comparison: NFKC, case folded, hyphens and line breaks joined."""
    found = []
    for match in compiled(_WORD).finditer(text):
        word = match[0]
        if word.isascii() and word.isalnum():
            word = word.lower()
        else:
            word = unicodedata.normalize("NFKC", compiled(_DROPPED).sub("", word)).casefold().replace(" ", "")
        found.append(Word(word, match.start(), match.end()))
    return found


def unspaced(word: str) -> bool:
    """Whether a word is a character of a script without spaces."""
    return word >= "\u0e00" and compiled(f"[{UNSPACED}]").match(word) is not None


def unwrap(text: str, start: int = 0, end: int | None = None) -> tuple[str, list[int]]:
    """Return text[start:end] cleaned and joined into one line, and the new offset of each of its characters.

    Words broken at the end of a line are joined. There is one offset more than there are characters: the last one is
    the length of the returned text.
    """
    parts: list[str] = []
    offsets: list[int] = []
    length = 0
    for match in compiled(_WRAPPED).finditer(text, start, len(text) if end is None else end):
        if match["hyphen"]:
            shown = ["-" if _hyphenated_elsewhere(text, match) else ""] + [""] * (len(match[0]) - 1)
        elif match["soft"]:
            shown = [""] * len(match[0])
        elif match["blank"]:
            shown = ["" if match[0] != " " and _runs_on(text, match) else " "] + [""] * (len(match[0]) - 1)
        else:  # what has nothing to clean is kept whole: a joiner belongs to the letters around it
            whole = clean(match[0]) == match[0]
            shown = list(match[0]) if whole else [clean(character) for character in match[0]]
        for character in shown:
            offsets.append(length)
            length += len(character)
        parts.extend(shown)
    return "".join(parts), [*offsets, length]


def _runs_on(text: str, blank: re.Match[str]) -> bool:
    """Whether a blank is the end of a line in a script without spaces, whose text runs on in the next line."""
    before, after = text[blank.start() - 1 : blank.start()], text[blank.end() : blank.end() + 1]
    if max(before, after) < "\u0e00" or not re.search(f"[{_ENDS}]", blank[0]):
        return False
    full = [compiled(_FULL).match(character) is not None for character in (before, after)]
    return all(full) or (any(full) and (before.isdecimal() or after.isdecimal()))


def _hyphenated_elsewhere(text: str, broken: re.Match[str]) -> bool:
    """Whether the word broken at the end of a line is written with a hyphen elsewhere in the text."""
    before = re.search(r"[^\W\d_]+$", text[max(0, broken.start() - 30) : broken.start()])
    after = re.match(r"[^\W\d_]+", text[broken.end() : broken.end() + 30])
    return before is not None and after is not None and _occurs(f"{before[0]}-{after[0]}".casefold(), text)


@lru_cache(maxsize=1000)
def _occurs(word: str, text: str) -> bool:
    """Whether a folded word is in a text: kept, since words that are often broken are searched for in all of it."""
    return word in _folded(text)


@lru_cache(maxsize=2)
def _folded(text: str) -> str:
    return text.casefold()


def nearest(name: str, known: Iterable[str]) -> str:
    """`; did you mean 'x'?` where something known is like `name`, else nothing."""
    import difflib

    found = difflib.get_close_matches(name, known, 1)
    return f"; did you mean '{found[0]}'?" if found else ""


def number_of(count: int, noun: str) -> str:
    """Format a number of things: `1 entry`, `1,200 entries`, `3 rows`."""
    if count == 1:
        return f"1 {noun}"
    several = f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2:-1] not in "aeiou" else f"{noun}s"
    return f"{count:,} {several}"
