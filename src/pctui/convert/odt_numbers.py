"""Works out the numbers that an OpenDocument text prints before headings and items, which it does not have as text.

A list names a style, which says how each of its levels is numbered; headings are numbered by the style of the outline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from .numerals import numeral

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
TEXT = f"{{{_OASIS}text:1.0}}"
_STYLE = f"{{{_OASIS}style:1.0}}"
_ID = "{http://www.w3.org/XML/1998/namespace}id"
_DEEPEST = 10  # levels of a list
_LONGEST = 60  # characters of a number as printed
_PART = re.compile(r"%(\d{1,2})%")


@dataclass(frozen=True)
class _Level:
    """How a level is numbered: `kind` is '' for a bullet, or for nothing. `pattern` has `%1%` for the first level."""

    kind: str
    pattern: str
    start: int


Levels = Mapping[int, _Level]


@dataclass
class _Counts:
    """How far a list has been counted, by level."""

    levels: Levels
    counts: dict[int, int] = field(default_factory=dict)

    def next(self, level: int, start: str = "") -> str:
        """Count a paragraph, from `start` if that is given; return its number, '' if it has none."""
        how = self.levels.get(level)
        first = _number(start, 0) or (how.start if how else 1)
        self.counts[level] = first if start or level not in self.counts else self.counts[level] + 1
        for deeper in [each for each in self.counts if each > level]:
            del self.counts[deeper]
        if how is None or not how.kind:
            return ""
        return _PART.sub(self._number, how.pattern).strip()[:_LONGEST]

    def _number(self, found: re.Match[str]) -> str:
        level = int(found[1])
        how = self.levels.get(level, _Level("1", "", 1))
        return numeral(self.counts.get(level, how.start), how.kind) if how.kind else ""


class Numbers:
    """Counts the headings and items of a text in their order, as its reader goes through the lists."""

    def __init__(self, *roots: Element | None) -> None:
        self._styles: dict[str, Levels] = {}
        self._outline = _Counts({})
        for root in roots:
            for style in root.iter(f"{TEXT}list-style") if root is not None else ():
                self._styles[style.get(f"{_STYLE}name", "")] = dict(_levels(style))
            for style in root.iter(f"{TEXT}outline-style") if root is not None else ():
                self._outline = _Counts(dict(_levels(style)))
        self._open: list[_Counts] = []
        self._by_style: dict[str, _Counts] = {}
        self._by_id: dict[str, _Counts] = {}
        self._own: Levels | None = None  # the style of the item, if it has one
        self._begins: str | None = None  # with which number the item begins that has no paragraph yet; None if it has

    def enter_list(self, element: Element) -> None:
        """Begin a list, also one within another."""
        style = element.get(f"{TEXT}style-name", "")
        other = self._by_id.get(element.get(f"{TEXT}continue-list", ""))
        if other is None and element.get(f"{TEXT}continue-numbering") == "true":
            other = self._by_style.get(style)
        if self._open:
            outer = self._open[-1]
            counts = _Counts(self._styles[style], outer.counts) if style in self._styles else outer
        else:
            counts = other or _Counts(self._styles.get(style, {}))
        self._open.append(counts)
        self._by_style[style] = counts
        if name := element.get(_ID):
            self._by_id[name] = counts

    def leave_list(self) -> None:
        """End a list."""
        self._open.pop()
        self._begins = None

    def enter_item(self, element: Element) -> None:
        """Begin an item; its first paragraph has its number."""
        self._begins = element.get(f"{TEXT}start-value", "") if element.tag == f"{TEXT}list-item" else None
        self._own = self._styles.get(element.get(f"{TEXT}style-override", ""))

    def next(self, element: Element, level: int) -> str:
        """Return the number of a paragraph, or of a heading (of a level from 1); '' if it has none."""
        printed = element.find(f"{TEXT}number")
        if self._open and self._begins is not None:
            counts = self._open[-1] if self._own is None else _Counts(self._own, self._open[-1].counts)
            number = counts.next(len(self._open), self._begins)
            self._begins = None
        elif level and not self._open and element.get(f"{TEXT}is-list-header") != "true":
            restarted = element.get(f"{TEXT}restart-numbering") == "true"
            number = self._outline.next(level, element.get(f"{TEXT}start-value", "1") if restarted else "")
        else:
            number = ""
        return "".join(printed.itertext()).strip() if printed is not None else number


def _levels(style: Element) -> Iterator[tuple[int, _Level]]:
    for each in style:
        level = _number(each.get(f"{TEXT}level", ""), 0)
        kind = each.get(f"{_STYLE}num-format", "")
        pattern = each.get(f"{_STYLE}num-list-format", "")
        if not pattern:
            shown = min(level, _DEEPEST, _number(each.get(f"{TEXT}display-levels", ""), 1))
            pattern = each.get(f"{_STYLE}num-prefix", "")
            pattern += ".".join(f"%{at}%" for at in range(level - shown + 1, level + 1))
            pattern += each.get(f"{_STYLE}num-suffix", "")
        yield level, _Level(_kind(each, kind), pattern[:_LONGEST], _number(each.get(f"{TEXT}start-value", ""), 1))


def _kind(level: Element, name: str) -> str:
    """Return in which kind of `numeral` a level counts: `a`, `1`, and the first of `一, 二, 三, ...`."""
    if name in ("a", "A") and level.get(f"{_STYLE}num-letter-sync") == "true":
        return 2 * name
    return name[:1]


def _number(text: str, otherwise: int) -> int:
    return int(text) if re.fullmatch(r"\d{1,7}", text) else otherwise
