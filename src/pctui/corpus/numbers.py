"""Finds the numbers in a text, in digits or in words, to check those of a statement against its passage.

What a language writes otherwise is known from locales/ (signs in figures, words that multiply), number_words.py
(numbers in words) and numerals.py (Chinese characters). Digits of every script are read, whatever the language.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from ..locales import DEFAULT, Locale, locale_of
from .number_words import in_words
from .numerals import followed_by_scale, in_characters

# A bracketed reference number, which text extraction turned into `w24x` or `w8–10x`, is not a number in the text.
_REFERENCE = re.compile(r"(?<![^\W\d_])w[\d, –-]+x\b")
_SHORT_YEAR = re.compile(r"\b(\d\d)(\d\d)[/y–-](\d\d)\b(?![-/.]\d|-)")
_DIGIT = re.compile(r"\d")
_SIGN = "[.,'’\u066b\u066c\uff0c\uff0e\u2009\u202f\u00a0 ]"
_FIGURES = re.compile(rf"\d+(?:{_SIGN}\d+)*")
_PIECES = re.compile(r"\d+|\D")
_PLAIN = str.maketrans({"’": "'", "\uff0c": ",", "\uff0e": ".", "\u066c": "'", "\u066b": "٫"})
_BLANKS = "\u2009\u202f\u00a0 '"  # what else stands between groups of digits, in every language
_MONEY = re.compile(r"(?<=[£$€¥₹])([\d.,]+)(m|bn)\b")
_HALF = re.compile(r"\bhalf\b|½", re.IGNORECASE)
_HALF_OF = re.compile(r"\bhalf an? (dozen|hundred|thousand|million|billion)\b", re.IGNORECASE)
_HALVES = {"dozen": 6, "hundred": 50, "thousand": 500, "million": 500_000, "billion": 500_000_000}


def numbers(text: str, language: str = DEFAULT) -> set[float]:
    """Return the numbers printed in `text`: `50,000`, `100 000`, `£50m`, `1991/92`, `three hundred and two`.

    `language` is a BCP 47 tag: `1.234,5` is 1,234.5 in German. A scaled number is returned both as printed and
    multiplied (50 and 50,000,000).
    """
    return set(in_order(text, language))


def in_order(text: str, language: str = DEFAULT) -> list[float]:
    """Return the numbers that `numbers` returns, those in figures first, in the order in which they are printed."""
    return list(dict.fromkeys(value for value, _ in _found(text, language)))


def stated(text: str, language: str = DEFAULT) -> set[float]:
    """Return the numbers in a statement that must be in its passage.

    As `numbers`, but a scaled number is only what it is worth, and a word is none if it mostly means something else
    (`ein` as an article, the 一 of 统一).
    """
    return {value for value, counts in _found(text, language) if counts}


def shown(number: float) -> str:
    """Return a number as a text may have it: `1909`, `8016`, else `24,000`; `half`."""
    if number == 0.5:
        return "half"
    return f"{number:.0f}" if float(number).is_integer() and 1000 <= number < 10_000 else f"{number:,.10g}"


def _found(text: str, language: str) -> Iterator[tuple[float, bool]]:
    """Yield every number, and whether a statement must have it from its passage."""
    locale = locale_of(language)
    text = _REFERENCE.sub(" ", unicodedata.normalize("NFC", text))
    if _DIGIT.search(text):
        yield from _in_figures(text, locale)
    if locale.language == "en" and _HALF.search(text):
        for match in _HALF_OF.finditer(text):
            yield _HALVES[match[1].lower()], True
        text = _HALF_OF.sub(" ", text)
    if _HALF.search(text):
        yield 0.5, True
    for word in in_words(text, locale.language):
        yield word.value, not word.article
    for value, single in in_characters(text):
        yield value, not single


def _in_figures(text: str, locale: Locale) -> Iterator[tuple[float, bool]]:
    for century, start, end in _SHORT_YEAR.findall(text):
        yield int(century + start), True
        # 1999/00 ends in the next century.
        yield (int(century) + (end < start)) * 100 + int(end), True
    text = _SHORT_YEAR.sub(" ", text)
    text = _MONEY.sub(lambda m: f"{m[1]} {'million' if m[2] == 'm' else 'billion'}", text)
    multiplied = _multiplied(locale.tag)
    for match in _FIGURES.finditer(text):
        values = list(_values(_PIECES.findall(match[0].translate(_PLAIN)), locale.signs))
        scale = multiplied.match(text, match.end())
        yield from ((value, True) for value in values[:-1])
        yield values[-1], not scale and not followed_by_scale(text, match.end())
        if scale:
            power = _powers(locale.tag)[" ".join(scale[1].casefold().split())]
            yield values[-1] * 10**power, True


def _values(pieces: list[str], signs: str) -> Iterator[float]:
    """Yield the numbers in figures with the signs between them: 1,234.5 is one, 12.3.1998 are three.

    Where one sign could be either that before decimals or that between groups, `signs` decides, which has both.
    """
    digits, between = pieces[::2], [*pieces[1::2], ""]
    at = 0
    while at < len(digits):
        sign, last = between[at], _grouped(digits, between, at)
        number, decimal = digits[at], ""
        if last > at:
            after = between[last] if between[last] in (".", ",", "٫") and between[last] != sign else ""
            sure = sign in _BLANKS or sign != signs[0] or (last > at + 1 or after)
            if sure:
                number, at, decimal = "".join(digits[at : last + 1]), last, after
        if not decimal and number == digits[at] and between[at] and between[at] in ".,٫":
            single = between[at + 1] != between[at] and (at == 0 or between[at - 1] != between[at])
            leading = number == "0" and len(digits[at + 1]) > 1
            usual = between[at] in ".٫" or between[at] == signs[0] or between[at] not in signs
            decimal = between[at] if single and (usual or leading) else ""
        if decimal:
            at += 1
            number += f".{digits[at]}"
        yield float(number)
        at += 1


def _grouped(digits: list[str], between: list[str], first: int) -> int:
    """Return the last of the groups of three digits (in India: of two, then of three) that begin at `first`."""
    sign, last = between[first], first
    if not sign or sign == "٫" or not 0 < len(digits[first]) <= 3 or digits[first].startswith("0"):
        return first
    while between[last] == sign and len(digits[last + 1]) == 3:
        last += 1
    if last > first and not (between[last] == sign and sign in ".,"):
        return last
    last = first
    while sign == "," and len(digits[first]) <= 2 and between[last] == sign and len(digits[last + 1]) == 2:
        last += 1
    whole = last > first and between[last] == sign and len(digits[last + 1]) == 3 and between[last + 1] != sign
    return last + 1 if whole else first


@cache
def _powers(language: str) -> dict[str, int]:
    """Return the powers of ten by the words that follow a number: those of its language, folded in case."""
    locale = locale_of(language)
    return {**({"hundred": 2, "millions": 6, "billions": 9} if locale.language == "en" else {}), **locale.scales}


@cache
def _multiplied(language: str) -> re.Pattern[str]:
    """Return what finds a word that multiplies the number before it."""
    # Characters that multiply are found in numerals.py.
    words = [word for word in _powers(language) if not unicodedata.name(word[0]).startswith(("CJK", "HANGUL"))]
    longest = "|".join(re.escape(word).replace(r"\ ", r"\s") for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"\s*({longest or '(?!)'})(?!\w)", re.IGNORECASE)
