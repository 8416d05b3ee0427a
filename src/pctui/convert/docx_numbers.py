"""Works out the numbers that Word prints before headings and items, which its files do not have as text.

A paragraph, or its style, names a list (`numId`) and a level in it; the list says how each level is numbered
(`lvlText`, such as `Article %1` or `%1.%2.`), and all paragraphs before it in the document have been counted.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from .numerals import numeral

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_DEEPEST = 20  # styles that are based on each other
_MOST = 10_000_000  # a number that a file gives
_LONGEST = 60  # characters of a number as printed
_KINDS = {
    "decimal": "1",
    "decimalZero": "01",
    "lowerLetter": "aa",
    "upperLetter": "AA",
    "lowerRoman": "i",
    "upperRoman": "I",
    "ordinal": "1",
    "cardinalText": "1",
    "chineseCounting": "一",
    "chineseCountingThousand": "一",
    "ideographDigital": "一",
    "japaneseCounting": "一",
    "taiwaneseCountingThousand": "一",
    "japaneseDigitalTenThousand": "一",
    "decimalFullWidth": "１",  # noqa: RUF001
    "decimalEnclosedParen": "(1)",
    "decimalEnclosedCircle": "①",
    "decimalEnclosedCircleChinese": "①",
    "arabicAlpha": "1",
    "russianLower": "а",  # noqa: RUF001
    "russianUpper": "А",  # noqa: RUF001
}
_PART = re.compile(r"%([1-9])")


@dataclass(frozen=True)
class _Level:
    """How a level of a list is numbered. `kind` is '' for a bullet, or for nothing; `restart` after which level."""

    kind: str = ""
    text: str = ""
    start: int = 1
    legal: bool = False  # the numbers of the levels above are in digits, whatever their kind
    restart: int | None = None
    style: str = ""


@dataclass
class _List:
    """A list: its levels, and the list as whose paragraphs its own are counted."""

    counted_as: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)


def value(element: Element | None, name: str = "val") -> str:
    """Return an attribute of an element, by default its value; '' without either."""
    return element.get(f"{W}{name}", "") if element is not None else ""


def styles_of(root: Element | None) -> dict[str, Element]:
    """Return the styles of paragraphs by their ids."""
    found = root.iter(f"{W}style") if root is not None else ()
    return {value(each, "styleId"): each for each in found if value(each, "type") == "paragraph"}


def ancestry(name: str, styles: Mapping[str, Element]) -> Iterator[Element]:
    """Yield a style and those that it is based on."""
    for _ in range(_DEEPEST):  # also if it is based on itself
        if name not in styles:
            return
        yield styles[name]
        name = value(styles[name].find(f"{W}basedOn"))


class Numbers:
    """Counts the paragraphs of a document in their order."""

    def __init__(self, numbering: Element | None, styles: Mapping[str, Element]) -> None:
        self._styles = styles
        self._lists = _lists(numbering)
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[tuple[str, int]] = set()

    def next(self, properties: Element | None) -> str | None:
        """Return the number of the next paragraph; '' if it has a bullet, None if it is in no list."""
        place = self._place(properties)
        if place is None:
            return None
        name, level = place
        here = self._lists[name]
        how = here.levels.get(level)
        if how is None:
            return None
        counts = self._counts[here.counted_as]
        if level in here.starts and (name, level) not in self._begun:
            self._begun.add((name, level))
            counts[level] = here.starts[level]
        else:
            counts[level] = counts[level] + 1 if level in counts else here.starts.get(level, how.start)
        for deeper in [each for each in counts if each > level]:
            restart = here.levels.get(deeper, _Level()).restart
            if restart is None or (restart and level < restart):
                del counts[deeper]
        return _printed(here, level, counts) if how.kind else ""

    def _place(self, properties: Element | None) -> tuple[str, int] | None:
        """Return the list of a paragraph, and its level there: its own properties say so, or those of its style."""
        own = properties.find(f"{W}numPr") if properties is not None else None
        style = value(properties.find(f"{W}pStyle") if properties is not None else None)
        name = value(own.find(f"{W}numId") if own is not None else None)
        level = value(own.find(f"{W}ilvl") if own is not None else None)
        for each in ancestry(style, self._styles):  # a style may name the list, and one based on it the level
            of_style = each.find(f"{W}pPr/{W}numPr")
            if of_style is not None:
                name = name or value(of_style.find(f"{W}numId"))
                level = level or value(of_style.find(f"{W}ilvl"))
        if name not in self._lists:  # also 0, by which a paragraph leaves the list of its style
            return None
        if not level and style:
            level = next((str(at) for at, how in self._lists[name].levels.items() if how.style == style), "")
        return name, int(level) if level.isdecimal() and int(level) < _LEVELS else 0


def _printed(here: _List, level: int, counts: Mapping[int, int]) -> str:
    how = here.levels[level]

    def number(found: re.Match[str]) -> str:
        at = int(found[1]) - 1
        other = here.levels.get(at, _Level("1"))
        kind = "1" if how.legal and at < level else other.kind
        return numeral(counts.get(at, other.start), kind) if kind else ""

    return _PART.sub(number, how.text).strip()[:_LONGEST]


def _lists(root: Element | None) -> dict[str, _List]:
    if root is None:
        return {}
    abstract = {value(each, "abstractNumId"): each for each in root.findall(f"{W}abstractNum")}
    by_style = {
        value(each.find(f"{W}styleLink")): name
        for name, each in abstract.items()
        if each.find(f"{W}styleLink") is not None
    }
    found = {}
    for each in root.findall(f"{W}num"):
        name = value(each.find(f"{W}abstractNumId"))
        if name in abstract and (link := value(abstract[name].find(f"{W}numStyleLink"))):
            name = by_style.get(link, name)
        if name not in abstract:
            continue
        here = _List(name, _levels(abstract[name]))
        for override in each.findall(f"{W}lvlOverride"):
            at = _number(value(override, "ilvl"), 0)
            here.levels |= _levels(override)
            start = override.find(f"{W}startOverride")
            if start is not None:
                here.starts[at] = _number(value(start), 1)
        found[value(each, "numId")] = here
    return found


def _levels(parent: Element) -> dict[int, _Level]:
    levels = {}
    for each in parent.findall(f"{W}lvl"):
        restart = each.find(f"{W}lvlRestart")
        levels[_number(value(each, "ilvl"), 0)] = _Level(
            _kind(each),
            value(each.find(f"{W}lvlText"))[:_LONGEST],
            _number(value(each.find(f"{W}start")), 1),
            each.find(f"{W}isLgl") is not None and value(each.find(f"{W}isLgl")) not in ("0", "false"),
            _number(value(restart), 0) if restart is not None else None,
            value(each.find(f"{W}pStyle")),
        )
    return levels


def _kind(level: Element) -> str:
    return kind_of(value(level.find(f"{W}numFmt")) or "decimal")


def kind_of(name: str) -> str:
    """Return in which kind of `numeral` Word counts; '' if by bullets or by no sign. What is not known is in digits."""
    return "" if name in ("bullet", "none") else _KINDS.get(name, "1")


def _number(text: str, otherwise: int) -> int:
    return min(int(text), _MOST) if re.fullmatch(r"\d{1,9}", text) else otherwise
