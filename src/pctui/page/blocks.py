"""The blocks themselves: what every renderer knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from msgspec import Struct

from ..model import Citation


class Run(Struct, frozen=True):
    """A stretch of text in one role ('', strong, muted, new, warn, cited, found).

    It may lead to an entry, cite a passage, or carry a mark by which a view finds it again.
    """

    text: str
    role: str = ""
    entry: str | None = None
    citation: Citation | None = None
    mark: str | None = None


Runs = tuple[Run, ...]


class Heading(Struct, frozen=True):
    """A heading; level 1 is the page's own."""

    level: int
    text: str
    entry: str | None = None
    mark: str | None = None


class Prose(Struct, frozen=True):
    """A paragraph."""

    runs: Runs


class Facts(Struct, frozen=True):
    """Labelled values, aligned where there is room."""

    rows: tuple[tuple[str, Runs], ...]


class Bullets(Struct, frozen=True):
    """A list. `depths` says how deep each item is nested, where any is."""

    items: tuple[Runs, ...]
    depths: tuple[int, ...] = ()

    def nested(self) -> Iterator[tuple[int, Runs]]:
        """The items with their depths."""
        return zip(self.depths or (0,) * len(self.items), self.items, strict=True)


class Quote(Struct, frozen=True):
    """The reader's own words, line by line as they were written."""

    text: str


class Passages(Struct, frozen=True):
    """Where the numbered citations used so far stand: each renderer fills it from its own numbering."""

    title: str = "Sources"


class Amount(Struct, frozen=True):
    """One quantity of a chart in words, and from where to where it reaches; None where that end is open."""

    runs: Runs
    start: float | None
    end: float | None
    planned: bool = False
    own: bool = False


class Chart(Struct, frozen=True):
    """Quantities of one measure and unit: bars where something can be drawn, else a list of their words."""

    amounts: tuple[Amount, ...]


class Beside(Struct, frozen=True):
    """Two columns where there is room for them; elsewhere one under the other."""

    left: tuple[Block, ...]
    right: tuple[Block, ...]


Block = Heading | Prose | Facts | Bullets | Chart | Quote | Passages | Beside


@dataclass
class Numbering:
    """Numbers citations in order of first use; the same passage keeps its number."""

    citations: list[Citation] = field(default_factory=list)
    _numbers: dict[tuple[str, int, tuple[str, ...]], int] = field(default_factory=dict)

    def number(self, citation: Citation) -> int:
        key = (citation.document, citation.paragraph, citation.anchors)
        if key not in self._numbers:
            self.citations.append(citation)
            self._numbers[key] = len(self.citations)
        return self._numbers[key]
