"""Finds the pages of a plain text, with form feeds between them, and drops their running heads and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

_DEEPEST = 3  # lines at the top and at the bottom of a page that can be running heads
_SHARE = 0.3  # of the pages: so many have the same head, if left and right pages have different ones
_FEWEST = 3  # pages with the same head
_NEAR = 2  # pages further on the same head may come again, in a chapter that has its own
_FULL = 0.6  # of the width of the text: a line so long is followed by another of its paragraph
_NUMBER = re.compile(r"\d+")
_EDGES = re.compile(r"^\W*(\d{1,5})\b(?!\.\d)|(?<![\d.])\b(\d{1,5})\W*$")
_SEQUENCE = 0.1  # of the pages: so many have a number that goes up with them
_IN_ORDER = 0.8  # of the lines that may end pages: so many have the next number
_ROMAN = re.compile(r"(?<![^\W_])[ivxlc]{1,8}(?![^\W_])", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?:;\u2026\u3002\uff01\uff1f\uff1a\uff1b][\"'”’»)\]]*$")
MARKER = re.compile(
    r"\s*(?:[•‣◦▪●○*o–—-]|\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivxlc]{1,6})[.)]|\d{1,3}(?:\.\d{1,3})+)\s+(?=\S)"
)


class Line(NamedTuple):
    """A line of a text, and the page it is on, as printed; None if that is not known."""

    text: str
    page: str | None = None


class Paged(NamedTuple):
    """The lines of a text without what is repeated on its pages; how many pages, heads and page numbers there were."""

    lines: list[Line]
    pages: int = 0
    heads: int = 0
    numbers: int = 0


def paged(text: str) -> Paged:
    """Return the lines of a text in which pages end with a form feed; paragraphs run on over their ends."""
    pages = [page.split("\n") for page in (text if "\f" in text else _with_feeds(text)).split("\f")]
    while pages and not any(map(str.strip, pages[-1])):
        pages.pop()
    if len(pages) < 2:
        return Paged([Line(line) for line in text.replace("\f", "\n").split("\n")])
    dropped = _running(pages)
    labels = _labels([[page[i] for i in found] for page, found in zip(pages, dropped, strict=True)])
    width = max(Counter(len(line.rstrip()) // 4 * 4 for page in pages for line in page if line.strip()), default=0)
    lines: list[Line] = []
    heads = numbers = 0
    for page, found, label in zip(pages, dropped, labels, strict=True):
        kept = [line for i, line in enumerate(page) if i not in found]
        while kept and not kept[0].strip():
            kept.pop(0)
        while kept and not kept[-1].strip():
            kept.pop()
        if lines and kept and not _runs_on(lines[-1].text, kept[0], width):
            lines.append(Line("", label))
        lines.extend(Line(line, label) for line in kept)
        bare = sum(not re.search(r"[^\W\d_]{2}", _ROMAN.sub("", page[i])) for i in found)
        numbers += bare
        heads += len(found) - bare
    return Paged(lines, len(pages), heads, numbers)


def _with_feeds(text: str) -> str:
    """Return a text with a form feed after each line that ends a page: between blank lines, with the next number."""
    lines = text.split("\n")
    found: dict[str, list[tuple[int, int]]] = {}
    for n in range(1, len(lines) - 2):
        if lines[n].strip() and not (lines[n - 1].strip() or lines[n + 1].strip() or lines[n + 2].strip()):
            for one, other in _EDGES.findall(lines[n]):
                found.setdefault(_key(lines[n]), []).append((n, int(one or other)))
    for feet in found.values():
        following = sum(after[1] == before[1] + 1 for before, after in pairwise(feet))
        if len(feet) >= _FEWEST and following >= _IN_ORDER * (len(feet) - 1):
            for n, _ in feet:
                lines[n] += "\f"
            return "\n".join(lines)
    return text


def _running(pages: list[list[str]]) -> list[set[int]]:
    """Return, for each page, which of its lines are running heads or feet, or page numbers."""
    dropped: list[set[int]] = [set() for _ in pages]
    for order in (1, -1):
        filled = [[i for i in range(len(page))[::order] if page[i].strip()][:_DEEPEST] for page in pages]
        keys = [[_key(page[i]) for i in found] for page, found in zip(pages, filled, strict=True)]
        counts = Counter(key for each in keys for key in set(each))
        enough = max(_FEWEST, _SHARE * len(pages))
        numbered = _numbered([[page[i] for i in found[:1]] for page, found in zip(pages, filled, strict=True)])
        for n, (found, own) in enumerate(zip(filled, keys, strict=True)):
            near = {key for m in range(max(0, n - _NEAR), n + _NEAR + 1) if m != n and m < len(keys) for key in keys[m]}
            for place, (i, key) in enumerate(zip(found, own, strict=True)):
                again = counts[key] >= enough or (key in near and re.search(r"[^\W\d_]{3}", key))
                apart = place and abs(i - found[place - 1]) > 1 and re.search(r"[^\W\d_]", key)
                if apart or (not again and (place or numbered[n] is None)):
                    break
                dropped[n].add(i)
    return dropped


def _key(line: str) -> str:
    """Return a line as it comes again on other pages: without its numbers."""
    words = " ".join(_NUMBER.sub("#", line).casefold().split())
    return "#" if _ROMAN.fullmatch(words) else words


def _numbered(heads: list[list[str]]) -> list[int | None]:
    """Return the number of each page, from the lines at its edge that begin or end with one; None if they do not.

    A page number goes up with the pages, so that its difference from their count is the same for many of them.
    """
    found = [{int(one or other) for line in lines for one, other in _EDGES.findall(line)} for lines in heads]
    offsets = Counter(number - n for n, numbers in enumerate(found) for number in numbers)
    enough = max(2, _SEQUENCE * len(heads))
    numbers = []
    for n, own in enumerate(found):
        number = max(own, key=lambda each: offsets[each - n], default=None)
        numbers.append(number if number is not None and offsets[number - n] >= enough else None)
    return numbers


def _labels(heads: list[list[str]]) -> list[str | None]:
    """Return the number of each page as printed; one without a number between two others is counted."""
    numbers = _numbered(heads)
    for n in range(1, len(numbers) - 1):
        before, after = numbers[n - 1], next((each for each in numbers[n + 1 : n + 3] if each is not None), None)
        if numbers[n] is None and before is not None and after in (before + 2, before + 3):
            numbers[n] = before + 1
    roman = [next((line.strip() for line in lines if _ROMAN.fullmatch(line.strip())), None) for lines in heads]
    return [str(number) if number is not None else roman[n] for n, number in enumerate(numbers)]


def _runs_on(before: str, after: str, width: int) -> bool:
    """Whether the paragraph at the end of a page goes on at the top of the next."""
    before = before.rstrip()
    if not before or _SENTENCE_END.search(before) or MARKER.match(after):
        return False
    same = len(before) - len(before.lstrip()) == len(after) - len(after.lstrip())
    return after.lstrip()[:1].islower() or (same and len(before) >= _FULL * width)
