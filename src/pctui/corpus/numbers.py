"""Finds the numbers in a text, in digits or in words, to check those of a statement against its passage."""

from __future__ import annotations

import re

_UNITS = {
    word: n
    for n, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS = {word: n * 10 for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SCALES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
_WORDS = _UNITS | _TENS

# A bracketed reference number, which text extraction turned into `w24x` or `w8–10x`, is not a number in the text.
_REFERENCE = re.compile(r"(?<![^\W\d_])w[\d, –-]+x\b")
_SHORT_YEAR = re.compile(r"\b(\d\d)(\d\d)[/y–-](\d\d)\b(?!-)")
_DIGITS = re.compile(r"(?:(?<!\d)\d{1,3}(?:[,\u202f\u00a0 ]\d{3}(?!\d))+|\d+)(?:\.\d+)?")
_SCALE = re.compile(r"\s*(hundred|thousand|million|billion)", re.IGNORECASE)
_MONEY = re.compile(r"(?<=[£$€])([\d.,]+)(m|bn)\b")
_HALF = re.compile(r"\bhalf\b|½", re.IGNORECASE)
_WORD = re.compile(r"[a-z]+")
# Most texts have no number: it is found out quickly which these are.
_DIGIT = re.compile(r"\d")
_NUMBER_WORD = re.compile(rf"(?<![a-z])(?:{'|'.join((*_WORDS, *_SCALES))})(?![a-z])")


def numbers(text: str) -> set[float]:
    """Return the numbers in `text`: `50,000`, `100 000`, `£50m`, `1991/92`, `three hundred and two`.

    A scaled number is returned both as printed and multiplied (50 and 50,000,000).
    """
    found: set[float] = set()
    text = _REFERENCE.sub(" ", text)
    if _DIGIT.search(text):
        for century, start, end in _SHORT_YEAR.findall(text):
            # 1999/00 ends in the next century.
            found.update((int(century + start), (int(century) + (end < start)) * 100 + int(end)))
        text = _SHORT_YEAR.sub(" ", text)
        text = _MONEY.sub(lambda m: f"{m[1]} {'million' if m[2] == 'm' else 'billion'}", text)
        for match in _DIGITS.finditer(text):
            value = float(re.sub(r"[,\s\u202f\u00a0]", "", match[0]))
            found.add(value)
            if scale := _SCALE.match(text, match.end()):
                found.add(value * _SCALES[scale[1].lower()])
    words = text.casefold()
    if _NUMBER_WORD.search(words):
        found |= _in_words(words)
    if _HALF.search(text):
        found.add(0.5)
    return found


def shown(number: float) -> str:
    """Return a number as a text has it: `1909` if it may be a year, else `2,400`; `half`."""
    if number == 0.5:
        return "half"
    return f"{number:.0f}" if float(number).is_integer() and 1000 <= number < 2100 else f"{number:,.10g}"


def _in_words(text: str) -> set[float]:
    found: set[float] = set()
    for run in re.split(r"[^a-z\s-]+", text):
        total, part, in_number, previous = 0, 0, False, ""
        for word in [*_WORD.findall(run), ""]:
            if word in _WORDS:
                # "two three" is two numbers, "twenty three" is one.
                if in_number and part % 100 and not (part % 100 >= 20 and part % 10 == 0 and _WORDS[word] < 10):
                    found.add(total + part)
                    total, part = 0, 0
                part, in_number = part + _WORDS[word], True
            elif word in _SCALES and (in_number or previous == "a"):
                part, in_number = (part if in_number else 1), True
                if word == "hundred":
                    part *= 100
                else:
                    total, part = total + part * _SCALES[word], 0
            elif word == "and" and in_number and (total or part >= 100):
                continue
            elif in_number:
                found.add(total + part)
                total, part, in_number = 0, 0, False
            previous = word
    return found
