"""The base of every scrolled widget: lines painted by role, and immediate scrolling."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Offset, Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ..theme import roles
from .message_line import inform


class Spot(Struct, frozen=True):
    """A place that can be jumped to: its column and row in the widget, and what going there does."""

    x: int
    y: int
    go: Callable[[], object]


class Lines(ScrollView, can_focus=True):
    """A scroll view drawn line by line (Textual's line API): nothing is mounted for what it shows."""

    _drawn_in: tuple[Style, dict[str, Style]] | None = None  # while lines are drawn: the base, and the styles by role

    @property
    def caret(self) -> Offset | None:
        """The position of the cursor in the widget, for the terminal's own cursor; None if it is out of view."""
        return None

    def spots(self) -> Iterator[Spot]:
        """Yield the places that can be jumped to: at least the widget itself."""
        yield Spot(0, 0, self.focus)

    def inform(self, text: str) -> None:
        """Say why a key does nothing, if the keys go here: a dialog may move a list that has not the focus."""
        if self.has_focus:
            inform(self, text)

    @property
    def inner(self) -> int:
        """The width of a line in columns, without the scroll bar."""
        return self.scrollable_content_region.width

    def set_length(self, lines: int) -> None:
        """Set how far the widget scrolls. As its scroll bar always shows, the screen need not be laid out for that."""
        size = Size(0, lines)
        if self.show_vertical_scrollbar and not self.styles.auto_dimensions:
            self.set_reactive(Lines.virtual_size, size)
            self.vertical_scrollbar.window_virtual_size = lines
        else:  # not laid out yet, or as high as it is long
            self.virtual_size = size

    def jump(self, y: float) -> None:
        """Scroll at once so that line `y` is on top, even before the scroll bar is mounted."""
        self.scroll_to(y=y, animate=False, force=True)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint, with the terminal's own cursor at ours; boxes to type in place it themselves."""
        if self.has_focus and self.screen.is_active and (caret := self.caret) is not None:
            self.app.cursor_position = caret + self.content_region.offset
        self._drawn_in = self.rich_style, roles(self.app)  # worked out once: the widget asks all its ancestors
        try:
            return super().render_lines(crop)
        finally:
            self._drawn_in = None

    def paint(self, parts: Iterable[tuple[str, str]]) -> Strip:
        """Return parts (text, role) as a line padded to the width, with neighbours of one style joined."""
        base, styles = self._drawn_in or (self.rich_style, roles(self.app))
        strip = Strip([Segment(text, base + styles[role]) for text, role in parts if text])
        return strip.simplify().adjust_cell_length(self.inner, base)
