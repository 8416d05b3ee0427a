"""One view of the plain walk: a title, and its text in parts, which are made as they are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from ...model import Citation, Reference
from ...page import Block
from ...reader.marked import Marked
from ...text import number_of
from .speech import Line

ITEMS = 20  # of a list that are read at once
_PART = 1500  # characters of a page that are read at once: about as much as a terminal shows
_MOST = 500  # parts that are read to find a word or an item


@dataclass(frozen=True)
class Target:
    """What a number leads to: a view to open (`go`), or something to do (`act`); an entry or a passage if it is one."""

    go: Callable[[], View] | None = None
    act: Callable[[], None] | None = None
    slug: str = ""
    citation: Citation | None = None


@dataclass
class View:
    """A view. `parts` are made as they are read; those that were are in `read`, of which `at` have been read out.

    `entry` is what is shown, `citations` what it cites; `blocks` is what an export writes, with what is wanted
    of the reader's marks and notes, into a file called `stem`;
    `lists` is the pane whose list it is. `headings` are each with the number of its part.
    """

    title: str
    parts: Iterator[str] = field(default_factory=lambda: iter(()))
    entry: Reference | None = None
    citations: tuple[Citation, ...] = ()
    blocks: Callable[[Marked], Iterable[Block]] | None = None
    divides: bool = False  # whether an export can have a part for each mark
    stem: str = "page"
    lists: str = ""
    words: str = ""  # what was searched for
    headings: list[tuple[str, int]] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    at: int = 0
    _numbers: dict[object, int] = field(default_factory=dict)

    def number(self, target: Target, key: object = None) -> int:
        """Return the number of a target; what has the same key has the same number."""
        if key is not None and key in self._numbers:
            return self._numbers[key]
        self.targets.append(target)
        if key is not None:
            self._numbers[key] = len(self.targets)
        return len(self.targets)

    def part(self, number: int) -> str | None:
        """Return a part by its number, from 0; None after the last."""
        while len(self.read) <= number:
            part = next(self.parts, None)
            if part is None:
                return None
            self.read.append(part)
        return self.read[number]

    def target(self, number: int) -> Target | None:
        """Return what a number leads to, also one that has not been read out yet; None if there is none."""
        if number < 1:
            return None
        while len(self.targets) < number and len(self.read) < self.at + _MOST:
            if self.part(len(self.read)) is None:
                break
        return self.targets[number - 1] if number <= len(self.targets) else None

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield each line with the number of its part, as far as a view is searched."""
        number = 0
        while number < _MOST and (part := self.part(number)) is not None:
            yield from ((number, line) for line in part.split("\n") if line)
            number += 1


def in_parts(view: View, lines: Iterable[Line]) -> Iterator[str]:
    """Yield the lines of a page in parts, each of which ends by saying how to go on; headings are noted in the view."""
    parts: list[list[Line]] = [[]]
    size = 0
    for line in lines:
        if not line.text:
            continue
        if parts[-1] and (size + len(line.text) > _PART or (line.heading and size > _PART * 0.7)):
            # A heading is not left behind by what is below it.
            held = [parts[-1].pop()] if parts[-1][-1].heading and len(parts[-1]) > 1 else []
            parts.append(held)
            size = 0
        parts[-1].append(line)
        size += len(line.text)
    for number, part in enumerate(parts):
        view.headings += [(line.heading, number) for line in part if line.heading]
    for number, part in enumerate(parts, 1):
        texts = [line.text for line in part]
        if number < len(parts):
            texts.append(f"Part {number} of {len(parts)}. Press Enter for more.")
        yield "\n".join(texts)


def items_in_parts(noun: str, items: Sequence[str], none: str) -> Iterator[str]:
    """Yield numbered items in parts, each of which says which items it has and how to go on."""
    total = len(items)
    if not items:
        yield none
    for first in range(0, total, ITEMS):
        some = items[first : first + ITEMS]
        yield "\n".join([position(noun, first + 1, first + len(some), total), *some, *go_on(first + len(some), total)])


def position(noun: str, first: int, last: int, total: int) -> str:
    """Return which items of a list are read: `Items 1 to 20 of 65.`, or `7 items.` if these are all."""
    if (first, last) == (1, total):
        return f"{number_of(total, noun)}."
    return f"{noun.capitalize()}s {first:,} to {last:,} of {total:,}."


def go_on(last: int, total: int) -> list[str]:
    """Return how to read on, if there is more."""
    rest = min(ITEMS, total - last)
    if rest <= 0:
        return []
    return [f"Press Enter for the {'last' if last + rest == total else 'next'} {rest if rest > 1 else 'one'}."]
