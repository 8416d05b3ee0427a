"""Numbers as lists and pages print them: `4`, `iv`, `d`."""

from __future__ import annotations

_ROMAN = tuple(
    zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "m cm d cd c xc l xl x ix v iv i".split(), strict=True)
)
_MOST_ROMAN = 3999


def numeral(number: int, kind: str) -> str:
    """Return a number in one of the kinds of HTML's lists: `1`, `a`, `A`, `i` or `I`; in digits if it has no other."""
    if kind in ("i", "I") and 0 < number <= _MOST_ROMAN:
        roman = ""
        for value, letters in _ROMAN:
            count, number = divmod(number, value)
            roman += letters * count
        return roman.upper() if kind == "I" else roman
    if kind in ("a", "A") and number > 0:
        letters = ""
        while number:
            number, digit = divmod(number - 1, 26)
            letters = chr(ord(kind) + digit) + letters
        return letters
    return str(number)
