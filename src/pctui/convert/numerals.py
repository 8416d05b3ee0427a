"""Numbers as lists and pages print them: `4`, `iv`, `d`."""

from __future__ import annotations

_ROMAN = tuple(
    zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "m cm d cd c xc l xl x ix v iv i".split(), strict=True)
)
_MOST_ROMAN = 3999


_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")  # noqa: RUF001
_MOST_DOUBLED = 4  # times that a letter is repeated
_CIRCLED = 20  # the greatest number that has a sign in a circle
_CHINESE, _MOST_CHINESE = "〇一二三四五六七八九", 9999
_ALPHABETS = {each[0]: each for each in ("абвгдежзиклмнопрстуфхцчшщэюя", "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ")}


def numeral(number: int, kind: str) -> str:
    """Return a number in one of the kinds of HTML's lists, `1`, `a`, `A`, `i`, `I`, or of those of word processors.

    These are `01`, `(1)`, `１`, `①`, `一`, `а`, and `aa` and `AA`: letters which after z are doubled. If it has no such
    form, it is in digits.
    """  # noqa: RUF002
    if number > 0:
        if kind in ("aa", "AA") or kind in _ALPHABETS:
            letters = _ALPHABETS.get(kind) or "".join(chr(ord(kind[0]) + at) for at in range(26))
            times, at = divmod(number - 1, len(letters))
            return letters[at] * (times + 1) if times < _MOST_DOUBLED else str(number)
        if kind == "①" and number <= _CIRCLED:
            return chr(ord("①") + number - 1)
        if kind == "一" and number <= _MOST_CHINESE:
            return _chinese(number)
    if kind == "01":
        return f"{number:02}"
    if kind == "(1)":
        return f"({number})"
    if kind == "１":  # noqa: RUF001
        return str(number).translate(_FULL_WIDTH)
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


def _chinese(number: int) -> str:
    written, gap = "", False
    for value, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, value)
        if digit:
            written += (_CHINESE[0] if gap else "") + _CHINESE[digit] + unit
            gap = False
        else:
            gap = bool(written) and bool(number)
    return written.removeprefix("一") if written.startswith("一十") else written
