"""Slugs: how an entry is named in files, commands and addresses, made from a text in any script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

from .folding import fold

LONGEST = 80  # characters of a slug: the format allows no more
_READABLE = 60  # a slug from a title ends with the last whole word before this
_APART = re.compile(r"[^a-z0-9]+")
_APOSTROPHES = re.compile("['`\u00b4\u2019\u02bb\u02bc]")
# The letters of other alphabets, as most readers of Latin script write them.
_ALPHABETS = {
    **dict(zip(range(0x3B1, 0x3CA), "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(), strict=True)),
    **dict(
        zip(
            range(0x430, 0x460),  # Russian, then what Ukrainian, Serbian and Macedonian have beside it
            "a b v g d e zh z i i k l m n o p r s t u f kh ts ch sh shch - y - e yu ya "
            "e e dj g ye dz i i j lj nj c k i u dz".replace("-", "\0").split(),
            strict=True,
        )
    ),
    0x491: "g",
}
# Scripts whose characters are named by their sound in Unicode.
_BY_NAME = re.compile(r"(?:HANGUL SYLLABLE|(?:HIRAGANA|KATAKANA) LETTER(?: SMALL)?) ([A-Z]+)")


def slug_of(text: str) -> str:
    """Return a slug for `text`; '' if half of its letters or more are of a script that is not transliterated here.

    Latin letters lose their accents; Greek, Cyrillic, Korean and Japanese syllables are written in Latin letters.
    """
    written: list[str] = []
    lost = kept = 0
    for character in fold(_APOSTROPHES.sub("", text)):
        latin = _in_latin(character)
        if latin is None:
            lost += 1
            written.append(" ")
        else:
            kept += character.isalnum()
            written.append(latin)
    if lost >= max(kept, 1):
        return ""
    words = _APART.sub("-", "".join(written)).strip("-")
    return words if len(words) <= _READABLE else _at_a_word(words)


def free_slug(slug: str, taken: Container[str]) -> str:
    """Return `slug` or, if it is taken, the first of `slug-2`, `slug-3`… that is not."""
    number, found = 1, slug[:LONGEST].strip("-")
    while found in taken:
        number += 1
        found = f"{slug[: LONGEST - len(str(number)) - 1].strip('-')}-{number}"
    return found


def numbered_slug(kind: str, taken: Container[str]) -> str:
    """Return the first of `kind-1`, `kind-2`… that is free: for a text that has no slug of its own."""
    number = 1
    while f"{kind}-{number}" in taken:
        number += 1
    return f"{kind}-{number}"


def offered(text: str) -> str:
    """`; write 'constitution-1-9'` where a slug can be made of a text that is none, else nothing."""
    return f"; write '{found}'" if (found := slug_of(text)) else ""


def _at_a_word(slug: str) -> str:
    head, _, _ = slug[: _READABLE + 1].rpartition("-")
    return head or slug[:_READABLE]


def _in_latin(character: str) -> str | None:
    """Return a folded character in ASCII: a blank for a sign, None for a letter that cannot be written so."""
    if character.isascii():
        return character
    if (digit := unicodedata.digit(character, None)) is not None:
        return str(digit)
    if (latin := _ALPHABETS.get(ord(character))) is not None:
        return latin.strip("\0")
    if sound := _BY_NAME.match(unicodedata.name(character, "")):
        return sound[1].lower()
    if unicodedata.category(character) in ("Mn", "Mc"):
        return ""
    return None if character.isalpha() else " "
