"""What stands around the views of a pane: the bar that names them, and what is under the cursor in words."""

from __future__ import annotations

from collections.abc import Mapping

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from ...page import Prose, Runs
from ...widths import shorten
from ..theme import roles
from .layout import Piece, lay_out


class Drawing(Widget):
    """Lines of pieces; only those that changed are redrawn."""

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._lines: list[list[Piece]] = []

    def draw(self, lines: list[list[Piece]]) -> None:
        """Show `lines`."""
        old, self._lines = self._lines, lines
        if len(old) != len(lines):
            # Not `refresh(layout=True)`: while another layout is due, Textual forgets that the height has changed.
            self.styles.height = len(lines)
            self.refresh()
            return
        for y, (one, other) in enumerate(zip(old, lines, strict=True)):
            if one != other:
                self.refresh(Region(0, y, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        styles, base, width = roles(self.app), self.rich_style, self.size.width
        pieces = self._lines[y] if y < len(self._lines) else []
        strip = Strip([Segment(piece.text, base + styles[piece.role]) for piece in pieces if piece.text])
        return strip.simplify().adjust_cell_length(width, base)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines)


class Words(Drawing):
    """What is under the cursor in words, on always as many lines, so that nothing moves when the cursor does."""

    said: Runs = ()

    def say(self, runs: Runs) -> None:
        """Show other words."""
        self.said = runs
        self.draw(in_lines(runs, self.size.width or 80))

    def on_resize(self) -> None:
        self.say(self.said)


def in_lines(runs: Runs, width: int) -> list[list[Piece]]:
    """Return words on one line, two or three, depending on the width; what does not fit is cut with a sign."""
    height = 1 if width >= 140 else 2 if width >= 75 else 3
    lines = lay_out([Prose(runs)], max(1, width - 2)).lines
    if len(lines) > height:  # the page says it all
        last = "".join(piece.text for piece in lines[height - 1])
        lines = [*lines[: height - 1], [Piece(shorten(f"{last} …", max(1, width - 2)))]]
    padded = [[Piece(" "), *line] for line in lines]
    return padded + [[Piece("")]] * (height - len(padded))


class ViewBar(Drawing):
    """The names of the views, with the current one in brackets, and at the right a note on what is in view."""

    DEFAULT_CSS = "ViewBar { height: auto; width: 1fr; }"

    class Chosen(Message):
        """A view was clicked."""

        def __init__(self, view: str) -> None:
            super().__init__()
            self.view = view

    def __init__(self, views: Mapping[str, str], id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.views = views
        self.view = next(iter(views))
        self.note = ""

    def show(self, view: str, note: str = "") -> None:
        """Mark `view` as the current one."""
        self.view, self.note = view, note
        self._write()

    def say(self, note: str) -> None:
        """Show another note."""
        if note != self.note:
            self.note = note
            self._write()

    def on_resize(self) -> None:
        self._write()

    def _write(self) -> None:
        line = [Piece(" ")]
        for view, name in self.views.items():
            here = view == self.view
            line += [
                Piece("[" if here else " ", "accent"),
                Piece(name, "title" if here else "muted"),
                Piece("]" if here else " ", "accent"),
            ]
        room = self.size.width - sum(cell_len(piece.text) for piece in line) - 1
        if self.note and cell_len(self.note) < room:
            line.append(Piece(self.note.rjust(room), "muted"))
        self.draw([line])

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return 1

    def on_click(self, event: events.Click) -> None:
        at = 1
        for view, name in self.views.items():
            at += cell_len(name) + 2
            if event.x < at:
                self.post_message(self.Chosen(view))
                return
