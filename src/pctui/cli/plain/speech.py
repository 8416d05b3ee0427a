"""Says blocks and rows in words: no rules, arrows or other signs that a screen reader spells out or leaves out.

Links and sources have their numbers where they stand. A heading begins with the word by which screen readers announce
one, and can be found by it; a line is a sentence, because speech pauses at its end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import zip_longest
from typing import NamedTuple

from ...kinds.vocabulary import NOT_HAPPENED, SIGNS, STATUS_SIGNS, status_of
from ...model import MARKS, Citation, Row
from ...page import Beside, Block, Bullets, Chart, Facts, Heading, Passages, Prose, Quote, Runs
from ...text import clean, one_line
from ...widths import wrap

Said = str | Callable[[re.Match[str]], str]
_DATE = r"(?:(?:about|possibly|perhaps|early|mid|late|the|spring|summer|autumn|winter) )*(?:\d|[A-Z][a-z]+ \d)"
# What is printed, and what is said instead, in turn.
_SPOKEN: tuple[tuple[str, Said], ...] = (
    (r"¶(?=\d)", "paragraph "),
    (r"\bp\. (?=[\divxlc])", "page "),
    (r"\bpp\. (?=[\divxlc])", "pages "),
    (rf"(?<=[\ds]) ?– ?(?={_DATE})", " to "),
    (r"(?<=\d)–(?=\d|[ivxlc]+\b)", " to "),
    (r"(?<=\w)[–\u2010\u2011](?=\w)", "-"),
    (r"\s*[—–]\s*|\s+·\s+", ", "),
    (r"·", " "),
    (r"^→ ?", "became "),
    (r"\s*→\s*", " became "),
    (r"(?<=[\w)]) \+ (?=[\w\"'])", " and "),
    (r"−(?=\d)", "minus "),
    (r"\s*≠\s*", " differs from "),
    (r"\s*×\s*", ", "),
    (r"…", "..."),
    (r"[“”„]", '"'),
    (r"[‘’]", "'"),
    (r"(?<=\.) \[([a-z, ]+)\] ", lambda match: f" {match[1].capitalize()}: "),
    (r" \[([a-z, ]+)\]", r", \1"),
    (r"`([^`]*)`", r"\1"),
    (r"\((link [^()]*)\) \(([^()]*)\)", r"(\1, \2)"),
    (r"\. (\(sources? [^()]*\))", r" \1"),
    (r"[○●◌◆◇◐█░▲▼▾▸◂›↺±∅−]\s?", ""),
)


@cache
def _patterns() -> list[tuple[re.Pattern[str], Said]]:
    named = [(f"{sign} {word}", word) for word, sign in SIGNS.items()]
    named += [(f"{mark} {sign}", mark) for mark, sign in MARKS.items()]
    found: list[tuple[re.Pattern[str], Said]] = [
        (re.compile(rf"(?<!\w){re.escape(sign)}"), word) for sign, word in named
    ]
    # A finding in a list begins with its signs.
    status = "".join(sign for sign in STATUS_SIGNS.values() if sign)
    found += [(re.compile(rf"^{re.escape(sign)}[{status}]? (?=\S)"), f"{word}: ") for word, sign in SIGNS.items()]
    return [*found, *((re.compile(pattern), said) for pattern, said in _SPOKEN)]


def spoken(text: str) -> str:
    """Return a text of one line with words for its signs."""
    text = one_line(text)
    for pattern, said in _patterns():
        text = pattern.sub(said, text)
    return text.strip()


def sentence(text: str) -> str:
    """Return a line that ends as a sentence does."""
    return text if not text or text.rstrip("\"')]")[-1:] in (*".?!:",) else f"{text}."


def direction_words(sign: str) -> str:
    """Return the words for the sign of a finding in a list: `forecast, improved`."""
    return _directions().get(sign, sign)


@cache
def _directions() -> dict[str, str]:
    return {
        sign + after: f"{status}, {direction}" if after else direction
        for status, after in STATUS_SIGNS.items()
        for direction, sign in SIGNS.items()
    }


def modality_words(row: Row) -> str:
    """Return the modality of a row, unless it happened, or the sign of a finding says so already."""
    if row.modality not in NOT_HAPPENED:
        return ""
    status = next((status for status, sign in STATUS_SIGNS.items() if sign and row.when.endswith(sign)), "")
    return "" if status and status_of(row.modality, "") == status else row.modality


def wrapped(text: str, width: int | None) -> str:
    """Return lines wrapped to `width` cells if it is given."""
    if width is None:
        return text
    lines = (line for paragraph in text.split("\n") for line in (wrap(paragraph, max(width, 20)) or [""]))
    return "\n".join(lines)


class Line(NamedTuple):
    """A line that is read out; `heading` is what is listed among the contents if it is a heading."""

    text: str
    heading: str = ""


class Speaker:
    """Says blocks as lines. `number_of` gives the number by which a link to an entry or a citation is opened."""

    def __init__(self, link: Callable[[str], int], source: Callable[[Citation], int], own: str = "") -> None:
        self._link, self._source, self._own = link, source, own
        self._cited: dict[int, Citation] = {}

    def lines(self, blocks: Iterable[Block]) -> Iterator[Line]:
        """Yield the lines of a page after its title."""
        every = list(blocks)
        top = min((block.level for block in every if isinstance(block, Heading) and block.level > 1), default=2)
        for block, below in zip_longest(every, every[1:]):
            if not isinstance(block, Heading):
                yield from self._block(block)
            elif block.level > 1:
                items = sum(not depth for depth, _ in below.nested()) if isinstance(below, Bullets) else 0
                yield self._heading(block, items, top)

    def _heading(self, block: Heading, items: int, top: int) -> Line:
        title = spoken(block.text)
        text = f"{title}{self._numbers([self._link(block.entry)], []) if block.entry else ''}"
        count = f", {items:,} items" if items > 1 else ""
        return Line(sentence(f"{'Heading' if block.level <= top else 'Subheading'}: {text}{count}"), title)

    def _block(self, block: Block) -> Iterator[Line]:
        match block:
            case Prose(runs):
                yield Line(sentence(self.inline(runs)))
            case Facts(rows):
                for label, runs in rows:
                    yield Line(sentence(f"{spoken(label)}: {self.inline(runs)}"))
            case Bullets(items):
                for runs in items:
                    yield Line(sentence(self.inline(runs)))
            case Chart(amounts):
                for amount in amounts:
                    yield Line(sentence(self.inline(amount.runs)))
            case Quote(text):
                yield from (Line(spoken(line)) for line in clean(text).splitlines() if line.strip())
            case Beside(left, right):
                yield from self.lines([*left, *right])
            case Passages(title):
                if self._cited:
                    yield Line(sentence(f"Heading: {spoken(title)}"), spoken(title))
                for number, citation in self._cited.items():
                    yield Line(sentence(f"Source {number}: {spoken(citation.full_place)}"))
            case _:
                pass  # a heading, which the lines around it say

    def inline(self, runs: Runs) -> str:
        """Return text with the numbers of its links and sources behind them."""
        parts: list[str] = []
        links: list[int] = []
        sources: list[int] = []
        for run in runs:
            text = "" if run.citation and run.role != "cite" else run.text
            if text and (links or sources):
                parts.append(self._numbers(links, sources))
                links, sources = [], []
            parts.append(f"{text.rstrip()}: " if text.endswith("  ") else text)  # it is set apart by its blanks
            if run.citation:
                number = self._source(run.citation)
                self._cited[number] = run.citation
                if number not in sources:
                    sources.append(number)
            if run.entry and run.entry != self._own:
                links.append(self._link(run.entry))
        return spoken("".join([*parts, self._numbers(links, sources)]))

    def _numbers(self, links: Sequence[int], sources: Sequence[int]) -> str:
        named = [f"link {number}" for number in links]
        if sources:
            named.append(f"source{'s' if len(sources) > 1 else ''} {in_ranges(sources)}")
        return f" ({', '.join(named)})" if named else ""


def in_ranges(numbers: Sequence[int]) -> str:
    """Return numbers in words: `1 to 4, 9 and 12`."""
    ranges: list[list[int]] = []
    for number in sorted(numbers):
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1].append(number)
        else:
            ranges.append([number])
    words = [word for each in ranges for word in ([f"{each[0]} to {each[-1]}"] if len(each) > 2 else map(str, each))]
    return " and ".join([*([", ".join(words[:-1])] if words[1:] else []), words[-1]])


def row_words(row: Row, same: frozenset[str] = frozenset()) -> str:
    """Return a row of a list as it is read out, without what is the `same` for all around it."""
    return sentence(", ".join([_dated(row), *(word for word in columns(row) if word not in same)]))


def _dated(row: Row) -> str:
    title = spoken(row.title)
    return f"{spoken(row.when)}: {title}" if row.when and direction_words(row.when) == row.when else title


def columns(row: Row) -> list[str]:
    """Return what a row says besides its date and title."""
    direction = direction_words(row.when)
    words = [direction if direction != row.when else "", modality_words(row), spoken(row.side)]
    if row.origin == "context":
        words.append("background fact from another source")
    words.append(row.status or "")
    return [word for word in words if word]


def shared(rows: Sequence[Row]) -> frozenset[str]:
    """Return the words that each of several rows would say."""
    if len(rows) < 2:
        return frozenset()
    return frozenset.intersection(*(frozenset(columns(row)) for row in rows))
