"""Folds words as readers write them, for search and for sorting: accents, ligatures, hyphens and case do not matter.

The full-text index has the words as they are written; :func:`forms` gives it what else they can be found as. What is
typed is folded in the same way by :func:`tokens`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from .text import ACCENTS, CHARACTER, SIGNS, UNSPACED, Word, compiled, unspaced

# Marks that are left out when a word is typed quickly: accents; the points of Hebrew, Arabic and Syriac; the line that
# stretches an Arabic word. The vowel signs of other scripts are not among them.
_ACCENTS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"
    "\ufe20-\ufe2f"
)
# Letters that Unicode does not decompose, and those that keyboards of one script write in two ways.
_LETTERS = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "ð": "d",
        "đ": "d",
        "þ": "th",
        "ħ": "h",
        "\u0131": "i",
        "ł": "l",
        "ŋ": "n",
        "ŧ": "t",
        "ی": "ي",
        "ى": "ي",
        "ک": "ك",
    }
)
# Signs that belong to a name (C++, C#) become private-use characters, which are part of a word for SQLite.
_SIGNS = {sign: chr(0xE100 + ord(sign)) for sign in "+#"}
_APART = "\ue002"  # between two runs of characters, so that no phrase is found across them
_BETWEEN = ("", "・")  # what may be between two characters of one run
# In Hindi and its neighbours, a nasal before another consonant is written as it is or as a dot (हिन्दी, हिंदी), and
# letters of other languages with or without the dot below (क़ानून).
_DEVANAGARI = "[\u0900-\u097f]"
_NASAL = "[\u0919\u091e\u0923\u0928\u092e]\u094d(?=[\u0915-\u0939])|\u0901"

_MARK = rf"(?=[^\x00-\u02ff])(?![{UNSPACED}])[{_ACCENTS}{ACCENTS}{SIGNS}]"
_PART = rf"(?:[a-zA-Z0-9]+|(?![{UNSPACED}])[^\W_]|{_MARK})++"
# An abbreviation in Hebrew has gershayim before its last letter, or a quotation mark in their place.
GERSHAYIM = '(?<=[\u05d0-\u05ea])["\u05f3\u05f4](?=[\u05d0-\u05ea])'
_JOIN = rf"(?:{GERSHAYIM}|[-\u2010\u2011](?:[^\S\n]*\n\s*)?|['’\u02bc\u00ad\u200b-\u200d\u2060])"
_TOKEN = rf"(?P<signed>{_PART}[+#]+)(?![^\W_])|{_PART}(?:{_JOIN}{_PART})*|{CHARACTER}"


_SIGNED = re.compile(r"[-'+#]")  # of ASCII, what can be inside a word, or belong to it
_ASCII_WORD = re.compile(r"[A-Za-z0-9]+")


def fold(text: str) -> str:
    """Return `text` in the form in which words are compared: Straße and STRASSE, Nguyễn and Nguyen are the same."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    if compiled(_DEVANAGARI).search(decomposed):
        decomposed = compiled(_NASAL).sub("\u0902", decomposed.replace("\u093c", ""))
    return unicodedata.normalize("NFC", compiled(f"[{_ACCENTS}]").sub("", decomposed)).translate(_LETTERS)


_fold_character = lru_cache(maxsize=8192)(fold)  # of a script without spaces, which has some thousands


def tokens(text: str) -> Iterator[Word]:
    """Yield the words of `text`, folded, each with its place; without hyphens and apostrophes inside it.

    In scripts without spaces each character counts as a word.
    """
    if text.isascii() and not _SIGNED.search(text):
        for match in _ASCII_WORD.finditer(text):
            yield Word(match[0].lower(), match.start(), match.end())
        return
    for match in compiled(_TOKEN).finditer(text):
        if match[0].isascii() and match[0].isalnum():
            folded = match[0].lower()
        elif match["signed"]:
            word = match["signed"].rstrip("+#")
            folded = fold(word) + "".join(_SIGNS[sign] for sign in match["signed"][len(word) :])
        elif len(match[0]) == 1:
            folded = _fold_character(match[0])
        else:
            folded = fold(re.sub(_JOIN, "", match[0]))
        if folded:
            yield Word(folded, match.start(), match.end())


def signed(token: str) -> bool:
    """Whether a folded word has a sign that belongs to it, as C++ has."""
    return token[-1] in _SIGNS.values()


def forms(text: str) -> str:
    """Return the words that `text` can be found by and that are not written in it, for the full-text index."""
    if text.isascii():  # as most is: words without signs are found as they are written
        if not _SIGNED.search(text):
            return ""
        return " ".join(word.text for word in tokens(text) if not text[word.start : word.end].isalnum())
    found: list[str] = []
    before: Word | None = None  # the word before, if it is among those found
    words = list(tokens(text))
    for i, word in enumerate(words):
        touches = (i > 0 and words[i - 1].end == word.start) or (i + 1 < len(words) and words[i + 1].start == word.end)
        if not touches and _as_indexed(text[word.start : word.end]) == word.text:
            continue
        if before and (unspaced(word.text) or unspaced(before.text)) and text[before.end : word.start] not in _BETWEEN:
            found.append(_APART)
        found.append(word.text)
        before = word
    return " ".join(found)


def _as_indexed(word: str) -> str:
    """Return a word as SQLite's tokenizer folds it, if that is certain: '' if not."""
    if word.isascii():
        return word.lower() if word.isalnum() else ""
    if any(character >= "\u0370" for character in word):
        return ""
    bare = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not "\u0300" <= c <= "\u036f")
    return bare if bare.isalnum() else ""


def found_in(text: str, query: Sequence[Sequence[str]], prefix: bool) -> list[tuple[int, int]]:
    """Return where `text` has one of the phrases of `query` (folded words), as offsets (start, end).

    With `prefix`, the last word of the last phrase need only begin a word.
    """
    words = list(tokens(text))
    places = []
    for number, phrase in enumerate(query):
        open_ended = prefix and number == len(query) - 1
        for i in range(len(words) - len(phrase) + 1):
            window = [word.text for word in words[i : i + len(phrase)]]
            whole = window[:-1] == list(phrase[:-1]) if open_ended else window == list(phrase)
            if whole and (not open_ended or window[-1].startswith(phrase[-1])):
                places.append((words[i].start, words[i + len(phrase) - 1].end))
    return sorted(places)


def sort_key(text: str) -> str:
    """Return the key by which a reader finds `text` in a list: Émile between apple and Österreich, in every locale.

    The order of letters is that of Unicode's, folded; punctuation counts only where nothing else differs.
    """
    if text.isascii() and not _SIGNED.search(text):
        return " ".join(_ASCII_WORD.findall(text.lower())) or text.lower()
    return " ".join(word.text for word in tokens(text)) or text.casefold()
