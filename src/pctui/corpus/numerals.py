"""Finds the numbers that are written with Chinese characters, in Chinese, Japanese and Korean: 三百, 1億2千万."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

_DIGITS = {
    character: n
    for n, same in enumerate("〇零○ 一壱壹 二弐贰貳两兩 三参叁參 四肆 五伍 六陆陸 七柒 八捌 九玖".split())
    for character in same.strip()
}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "십": 10, "백": 100, "천": 1000}
_TENS = {"廿": 20, "卅": 30, "卌": 40}
_SCALES = {
    "万": 10**4, "萬": 10**4, "만": 10**4, "亿": 10**8, "億": 10**8, "억": 10**8, "兆": 10**12, "조": 10**12,
}  # fmt: skip
_CHARACTERS = "".join((*_DIGITS, *_UNITS, *_TENS, *_SCALES))
_ALL = frozenset(_CHARACTERS)
_HANGUL = "십백천만억조"
_MYRIADS = "".join(_SCALES)  # in Korean, a blank may follow
# Hangul that multiplies is a number only after a figure; 제10조 is an article of a law.
_FIGURES = r"\d[\d,，.．]*"
_RUN = (
    rf"(?P<run>(?:제\s*)?(?:{_FIGURES}\s?|[{_CHARACTERS}](?<![{_HANGUL}]))"
    rf"(?:{_FIGURES}|[{_CHARACTERS}]|(?<=[{_MYRIADS}]) (?=\d))*)"
)
_PART = rf"(?P<figures>{_FIGURES})|(?P<digits>[{''.join(_DIGITS)}]+)|(?P<unit>[{_CHARACTERS}])"
_SCALED = rf"\s?[{''.join((*_UNITS, *_SCALES))}]"
_compiled = cache(re.compile)  # where they are first needed: most texts have no such character


def in_characters(text: str) -> Iterator[tuple[float, bool]]:
    """Yield the numbers written with characters, and whether one is a single character, as words have too (统一)."""
    if text.isascii() or _ALL.isdisjoint(text):
        return
    for match in _compiled(_RUN).finditer(text):
        run = match["run"]
        if run.startswith("제") or _ALL.isdisjoint(run):
            continue
        value = _value(run)
        if value is not None:
            yield value, len(run) == 1
        else:
            yield from ((_DIGITS[character], True) for character in run if character in _DIGITS)


def followed_by_scale(text: str, end: int) -> bool:
    """Whether the figures that end here are multiplied by a character after them."""
    return not text.isascii() and _compiled(_SCALED).match(text, end) is not None


def _value(run: str) -> float | None:
    """Return the number that a run of characters and figures is, None if it is none (一一, 万一)."""
    total, section, last, scale, unit = 0.0, 0.0, None, 10**16, 10**4
    for part in _compiled(_PART).finditer(run):
        if part["figures"] or part["digits"]:
            if last is not None and last:
                return None
            value = _figures(part["figures"]) if part["figures"] else _in_digits(part["digits"])
            if value is None:
                return None
            last = value
        elif (character := part["unit"]) in _TENS:
            if last is not None or unit <= 10:
                return None
            section, unit = section + _TENS[character], 10
        elif character in _UNITS:
            if _UNITS[character] >= unit:
                return None
            section, unit, last = section + (last or 1) * _UNITS[character], _UNITS[character], None
        else:
            section += last or 0
            if not section or _SCALES[character] >= scale:
                return None
            total, section, last = total + section * _SCALES[character], 0, None
            scale, unit = _SCALES[character], 10**4
    return total + section + (last or 0)


def _figures(text: str) -> float | None:
    plain = unicodedata.normalize("NFKC", text).rstrip(".,").replace(",", "")
    try:
        return float(plain)
    except ValueError:
        return None


def _in_digits(characters: str) -> int | None:
    """Return the number of digits that follow each other (二〇〇三); None if they are each a number (二三)."""
    digits = characters.lstrip("〇零○")
    if len(characters) < 2 or len(digits) < 2:
        return _DIGITS[characters[-1]]
    if (len(characters) == 2 and not set(characters) & set("〇○")) or set(characters) & set("两兩"):
        return None
    return int("".join(str(_DIGITS[character]) for character in characters))
