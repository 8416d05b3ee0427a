"""What every scrolled drawing here shares: lines painted by role, and scrolling at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from rich.segment import Segment
from textual.geometry import Offset
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ..theme import roles


@dataclass(frozen=True)
class Spot:
    """A place that can be jumped to: its column and row in the widget, and what going there does."""

    x: int
    y: int
    go: Callable[[], object]


class Lines(ScrollView, can_focus=True):
    """A scroll view drawn line by line (Textual's line API): nothing is mounted for what it shows."""

    @property
    def caret(self) -> Offset | None:
        """Where the cursor stands in what is in view: the terminal's own follows it there. None where it is not."""
        return None

    def spots(self) -> Iterator[Spot]:
        """What can be jumped to here: at the least the whole."""
        yield Spot(0, 0, self.focus)

    @property
    def inner(self) -> int:
        """Columns that a line has, the scroll bar's not among them."""
        return self.scrollable_content_region.width

    def jump(self, y: float) -> None:
        """Scroll so that line `y` is on top: at once, and before the scroll bar itself is there."""
        self.scroll_to(y=y, animate=False, force=True)

    def paint(self, parts: Iterable[tuple[str, str]]) -> Strip:
        """A line of (text, role), filled up to the width. Neighbours of one style are sent as one."""
        styles, base = roles(self.app), self.rich_style
        strip = Strip([Segment(text, base + styles[role]) for text, role in parts if text])
        return strip.simplify().adjust_cell_length(self.inner, base)
