"""The lineage as a view: one organisation with a generation on either side, walked with the arrows.

The organisation or change under the cursor is on the page. A step beyond what is drawn brings the next generation.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import partial

from rich.cells import cell_len
from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from ....model import Lineage
from ....text import shorten
from ...commands import Command, bindings
from ...widgets.line_view import Lines, Spot
from .drawing import LEGEND, Box, Drawing, draw, neighbour, spans
from .near import beyond, near

LINEAGE = [
    Command("lineage.open", "enter", "open", "Open", "Read what the cursor is on", "Lineage", True, "Enter"),
    Command("lineage.right", "right,l", "across(1)", "Walk", "Go on along the changes", "Lineage", True, "← →"),
    Command("lineage.left", "left,h", "across(-1)", "Back along", "Go back along the changes", "Lineage"),
    Command("lineage.down", "down,j", "along(1)", "Down", "Go to the next of the same column", "Lineage",
            key_display="↓ j"),
    Command("lineage.up", "up,k", "along(-1)", "Up", "Go to the one above", "Lineage", key_display="↑ k"),
    Command("lineage.centre", "space", "centre", "Centre",
            "Draw what the cursor is on in the middle, with all that it came of and all that came of it", "Lineage",
            True, "Space"),
]  # fmt: skip


ALONE = "Nothing is told of what it came of, or of what came of it."


class LineageView(Lines):
    """The drawn lineage. It scrolls both ways, and says at each edge what is beyond."""

    BINDINGS = bindings(LINEAGE)
    DEFAULT_CSS = "LineageView { height: 1fr; }"

    class Moved(Message):
        """The cursor came to another organisation or change."""

        def __init__(self, slug: str) -> None:
            super().__init__()
            self.slug = slug

    class Opened(Moved):
        """What the cursor is on is to be read."""

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.lineage = Lineage((), ())
        self.centre = ""  # the organisation in the middle
        self.drawing = Drawing()
        self.cursor: str | None = None
        self.picked: Container[str] = ()  # what is marked for comparing
        self._came: dict[tuple[str, int], str] = {}  # the way back: (box, direction) to box
        self._left = self._top = 0

    def show(self, lineage: Lineage, at: str) -> None:
        """Show the part of `lineage` around the organisation `at`, the cursor on it."""
        self.lineage, self.centre = lineage, at
        self._came.clear()
        self._draw()
        self.cursor = at if at in self.drawing.boxes else next(iter(self.drawing.boxes), None)
        self._centre()
        self.refresh()
        if self.cursor:
            self.post_message(self.Moved(self.cursor))

    def _draw(self) -> None:
        part, hidden = near(self.lineage, self.centre)
        self.drawing = draw(part, self.inner or None, hidden)

    @property
    def _room(self) -> int:
        """Rows for the drawing; the last is the legend's."""
        return max(1, self.size.height - 1)

    def _centre(self) -> None:
        box = self.drawing.boxes.get(self.cursor or "")
        if box and self.inner:
            self._scroll(self._from(box), box.y + box.height // 2 - self._room // 2)

    def _from(self, box: Box) -> int:
        """The first column of the drawing to show: `box` in view, and of the columns of boxes as many as fit whole."""
        columns: dict[int, tuple[int, int]] = {}
        for one in self.drawing.boxes.values():
            start, end = columns.get(one.column, (one.x, 0))
            columns[one.column] = min(start, one.x), max(end, one.x + one.width)
        last = max(0, self.drawing.width - self.inner)

        def whole(left: int) -> tuple[bool, int, int]:
            inside = [left < start and end < left + self.inner for start, end in columns.values()]
            return left < box.x and box.x + box.width < left + self.inner, sum(inside), -left

        return max({0, *(min(start - 1, last) for start, _ in columns.values()), min(box.x - 1, last)}, key=whole)

    def _scroll(self, left: int, top: int) -> bool:
        old = self._left, self._top
        self._left = max(0, min(left, self.drawing.width - self.inner))
        self._top = max(0, min(top, self.drawing.height - self._room))
        return old != (self._left, self._top)

    def _reveal(self) -> bool:
        """Scroll so that the cursor is well in view; by half a view at an edge, which is kinder to a slow line."""
        box = self.drawing.boxes.get(self.cursor or "")
        if box is None or not self.inner:
            return False
        left, top = self._left, self._top
        if box.x <= left or box.x + box.width >= left + self.inner - 1:
            left = self._from(box)
        if box.y < top or box.y + box.height > top + self._room:
            top = box.y + box.height // 2 - self._room // 2
        return self._scroll(left, top)

    def on_resize(self) -> None:
        self._draw()
        self._centre()
        self.refresh()

    def move_to(self, key: str | None) -> None:
        """Put the cursor on a box; only the rows whose looks change are drawn again."""
        if key is None or key == self.cursor or key not in self.drawing.boxes:
            return
        rows = range(self._top, self._top + self._room)
        before = [self._row(y) for y in rows]
        can = self._possible
        self.cursor = key
        if self._reveal():
            self.refresh()
        else:
            for y, row in zip(rows, before, strict=True):
                if row != self._row(y):
                    self.refresh_line(y - self._top)
        if can != self._possible:
            self.screen.refresh_bindings()
        self.post_message(self.Moved(key))

    def _at(self, key: str | None) -> Offset | None:
        """Where a box is drawn, where that is in view."""
        box = self.drawing.boxes.get(key or "")
        if box is None:
            return None
        x, y = box.x - self._left, box.y - self._top
        return Offset(x, y) if 0 <= x < self.inner and 0 <= y < self._room else None

    @property
    def caret(self) -> Offset | None:
        return self._at(self.cursor)

    def spots(self) -> Iterator[Spot]:
        for key in self.drawing.boxes:
            if at := self._at(key):
                yield Spot(at.x, at.y, partial(self._jump_to, key))

    def _jump_to(self, key: str) -> None:
        self.focus()
        self.move_to(key)

    def _way(self, by: int) -> str | None:
        """What the arrow leads to among what is drawn."""
        here = self.cursor or ""
        return neighbour(self.drawing, here, by, 0, self._came.get((here, by)))

    def _on(self, by: int) -> bool:
        """Whether the arrow leads on to what is not drawn yet."""
        here = self.cursor or ""
        return here != self.centre and beyond(self.lineage, here, by, self.drawing.boxes)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "across":  # told of once, for both ways
            return any(self._way(by) or self._on(by) for by in (-1, 1))
        if action == "centre":
            return any(self._on(by) for by in (-1, 1))
        return super().check_action(action, parameters)

    @property
    def _possible(self) -> tuple[bool | None, ...]:
        return self.check_action("across", ()), self.check_action("centre", ())

    def action_across(self, by: int) -> None:
        if self._way(by) is None and self._on(by):
            self.action_centre()
        here, to = self.cursor, self._way(by)
        if here is not None and to is not None:
            self._came[to, -by] = here
            self.move_to(to)

    def action_centre(self) -> None:
        if self.cursor:
            self.show(self.lineage, self.cursor)
            self.screen.refresh_bindings()

    def action_along(self, by: int) -> None:
        if self.cursor is not None:
            self.move_to(neighbour(self.drawing, self.cursor, 0, by))

    def action_open(self) -> None:
        if self.cursor:
            self.post_message(self.Opened(self.cursor))

    def on_click(self, event: events.Click) -> None:
        x, y = event.x + self._left, event.y + self._top
        for key, box in self.drawing.boxes.items():
            if box.x <= x < box.x + box.width and box.y <= y < box.y + box.height:
                if key == self.cursor:
                    self.action_open()
                self.move_to(key)
                return

    def _wheel(self, across: int, along: int) -> None:
        if self._scroll(self._left + across, self._top + along):
            self.refresh()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._wheel(0, 2)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._wheel(0, -2)

    def on_mouse_scroll_right(self, event: events.MouseScrollRight) -> None:
        self._wheel(6, 0)

    def on_mouse_scroll_left(self, event: events.MouseScrollLeft) -> None:
        self._wheel(-6, 0)

    def on_focus(self) -> None:
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    def _row(self, y: int) -> list[tuple[str, str]]:
        return spans(self.drawing, y, self._left, self.inner, self.cursor, self.has_focus, self.picked)

    def _beyond(self) -> str:
        """What there is beyond the edges, as arrows."""
        ways = {
            "←": self._left > 0,
            "→": self.drawing.width > self._left + self.inner,
            "↑": self._top > 0,
            "↓": self.drawing.height > self._top + self._room,
        }
        found = " ".join(way for way, more in ways.items() if more)
        return " ".join(filter(None, ["not all drawn" if self.drawing.cut else "", f"more {found}" if found else ""]))

    def render_line(self, y: int) -> Strip:
        if y < self._room:
            return self.paint(self._row(y + self._top))
        beyond = self._beyond()
        room = self.inner - cell_len(beyond) - 3
        legend = LEGEND if len(self.drawing.boxes) > 1 else ALONE
        return self.paint(
            [(f" {shorten(legend, room)}".ljust(self.inner - cell_len(beyond) - 1), "muted"), (f"{beyond} ", "accent")]
        )
