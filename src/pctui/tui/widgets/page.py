"""A page: blocks laid out as lines; the arrows stop at every link and citation."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import partial

from rich.cells import cell_len
from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from ...page import Block, Run
from ...text import one_line
from ...widths import shorten
from ..commands import ACROSS, ON_PAGE, PAGE, Command, bindings
from .layout import Layout, Piece, Stop, lay_out, same_place
from .line_view import Lines, Spot
from .matches import Matches

_TITLE_LINES = 4  # the most lines of a title with its rule
_LOW = 12  # lines below which a page has no blank lines
_END = ("The page begins here.", "The page ends here.")
_PARTS = 3  # the lowest level of the headings that are listed as the contents
_UNSEEN = 80  # columns that a page which is not in view is laid out for
_STEP = 3  # lines to scroll if there is no further stop in view


class Page(Lines):
    """The page. Nothing is mounted in it: the lines in view are drawn from the layout."""

    BINDINGS = bindings(ON_PAGE, PAGE, ACROSS[1:])

    class Opened(Message):
        """The link or citation under the cursor is to be opened."""

        def __init__(self, page: Page, run: Run) -> None:
            super().__init__()
            self.page = page
            self.run = run

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.stop = -1
        self._blocks: Sequence[Block] = ()
        self._layout = Layout()
        self._width = 0  # for which the blocks are laid out
        self._shape = (False, False)  # whether they are laid out for a page below the list, and for a low one
        self._mark: str | None = None
        self._target: float | None = None  # the top line requested, which may lie beyond the end until a resize
        self._anchor = Layout(), 0.0  # that line, and the layout that it is a line of: resizing does not change them
        self._heading: int | None = None  # to be gone to once the page is in view
        self._matches = Matches()

    def show(self, blocks: Sequence[Block], mark: str | None = None) -> None:
        """Show `blocks` from the top, or from the line that carries `mark`."""
        self._blocks = blocks
        self.stop = -1
        self._lay_out()
        self._scroll(self._place(mark), mark)
        self.refresh()

    @property
    def blocks(self) -> Sequence[Block]:
        """The blocks on the page."""
        return self._blocks

    @property
    def marks(self) -> dict[str, int]:
        """The line of each mark."""
        return self._layout.marks

    def restore(self, stop: int, top: float) -> None:
        """Restore a cursor and a scroll position, even if the page has yet to be resized."""
        self._scroll(top)
        self.stop = stop
        self.refresh()

    @property
    def top(self) -> float:
        """The first line in view, or that asked for until the page has been resized."""
        return self.scroll_offset.y if self._target is None else self._target

    def _scroll(self, top: float, mark: str | None = None) -> None:
        """Scroll to line `top`, and keep `mark` in view on resize; without one, drop the mark kept so far."""
        self._mark, self._target, self._anchor = mark, top, (self._layout, top)
        self.jump(top)

    def on_mouse_scroll_down(self) -> None:
        self._mark = self._target = None

    on_mouse_scroll_up = on_mouse_scroll_down

    @property
    def _pinned(self) -> bool:
        """Whether the first line in view shows the page's title, because the title itself is out of view."""
        return bool(self.scroll_offset.y > 0 and self._layout.heads and self.size.height > 3)

    @property
    def _shape_now(self) -> tuple[bool, bool]:
        below = self.screen.has_class("-narrow") and any(
            node.has_class("pane") and not node.has_class("-reading") for node in self.ancestors
        )
        return below, below and 0 < self.size.height < _LOW

    @property
    def _top(self) -> int:
        """The first line of the page in view."""
        return int(self.scroll_offset.y) + self._pinned

    @property
    def current_mark(self) -> str | None:
        """The mark at the reader's place: the one requested, else the last before the cursor or the upper third."""
        if self._mark in self._layout.marks:
            return self._mark
        if self.current is not None and self._in_view(self.stops[self.stop]):
            line = self.stops[self.stop].first
        elif not self.scroll_offset.y:
            return None
        else:
            line = self._top + self.size.height // 3
        return max(((at, mark) for mark, at in self._layout.marks.items() if at <= line), default=(0, None))[1]

    def _place(self, mark: str | None) -> int:
        """Return the top line that shows `mark`, or its paragraph if the passage is not in the copy."""
        marks = self._layout.marks
        line = marks.get(mark, marks.get(mark.partition(" ")[0], 0)) if mark else 0
        return max(0, line - self.size.height // 3)

    def _lay_out(self) -> None:
        width = self.inner - 2
        self._width = 0
        if width < 8:  # not in view: on_resize will
            return
        self._shape = below, dense = self._shape_now
        self._layout = lay_out(self._blocks, width, below=below, dense=dense)
        self._matches.look(self._layout.lines)
        self._width = width
        self.set_length(len(self._layout.lines))

    def on_resize(self) -> None:
        """Lay the page out for its width, and stay at the mark requested, or else at the text that was in view."""
        anchor = (self._layout, self.scroll_offset.y) if self._target is None else self._anchor
        if self.inner - 2 != self._width or self._shape_now != self._shape:
            self._lay_out()
        layout, top = anchor
        self._scroll(self._place(self._mark) if self._mark else same_place(int(top), layout, self._layout), self._mark)
        if len(layout.blocks) == len(self._layout.blocks):
            self._anchor = anchor
        if self._heading is not None and self._width:
            self.go_to_heading(self._heading)
        if self._matches:
            self._to_match()
        if self.has_focus and self.current is None:  # focused before it had a size
            self.on_focus()
        self.refresh()

    def find(self, text: str) -> int:
        """Highlight every match of `text`, go to the first at or below the top line, and return how many there are."""
        self._matches.start(text, self._layout.lines, self._top)
        self._to_match()
        return len(self._matches)

    @property
    def find_active(self) -> bool:
        """Whether a text is being searched for in this page."""
        return bool(self._matches.text)

    @property
    def match(self) -> tuple[int, int]:
        """The number of the current match, from 1, and how many there are."""
        return self._matches.step(0)

    @property
    def state(self) -> str:
        """What the footer says of the page: which match of the text that is looked for is the current one."""
        number, count = self.match
        found = f"{number} of {count}" if count else "no matches"
        return found if self.find_active else ""

    @property
    def commands(self) -> list[Command]:
        """Its commands, for the help."""
        return [*PAGE, *ACROSS[1:]]

    def next_match(self, by: int) -> tuple[int, int]:
        """Go to the next match (previous, for -1), wrapping around; return its number from 1 and the total."""
        place = self._matches.step(by)
        self._to_match()
        return place

    def _to_match(self) -> None:
        line = self._matches.line
        if line is not None and not self._top <= line < self.scroll_offset.y + self.size.height:
            self._scroll(max(0, line - self.size.height // 3))
        self.refresh()

    def contents(self) -> list[tuple[str, int, int]]:
        """Return the headings of the page, as (text, level, number of entries under it), the title first.

        What is under a heading goes to the next one of its level or above.
        """
        layout = self._layout if self._width else lay_out(self._blocks, _UNSEEN)
        found = []
        heads = [(line, level, text) for line, level, text in layout.heads if level <= _PARTS]
        lines = sorted(stop.first for stop in layout.stops if stop.run.entry and stop.first >= 0)
        for number, (line, level, text) in enumerate(heads):
            end = next((at for at, other, _ in heads[number + 1 :] if other <= level), len(layout.lines))
            found.append((one_line(text), level, bisect_left(lines, end) - bisect_left(lines, line)))
        return found

    def go_to_heading(self, number: int) -> None:
        """Bring the heading `number` of `contents` to the top, with the cursor on the first link below it."""
        self._heading = None if self._width else number
        heads = [line for line, level, _ in self._layout.heads if level <= _PARTS]
        if number < len(heads):
            self._scroll(max(0, heads[number] - 1) if number else 0)
            below = (i for i, stop in enumerate(self.stops) if stop.first >= heads[number] and self._in_view(stop))
            self._select(next(below, -1))
            self.refresh()

    @property
    def heading(self) -> int:
        """The number, in `contents`, of the heading that the first line in view is under."""
        lines = [line for line, level, _ in self._layout.heads if level <= _PARTS]
        return max(0, bisect_right(lines, self._top) - 1)

    @property
    def stops(self) -> list[Stop]:
        return self._layout.stops

    @property
    def current(self) -> Run | None:
        """The link or citation under the cursor."""
        return self.stops[self.stop].run if 0 <= self.stop < len(self.stops) else None

    def _in_view(self, stop: Stop) -> bool:
        return self._top <= stop.first and stop.last < self.scroll_offset.y + self.size.height

    def _select(self, index: int) -> None:
        old, self.stop = self.stop, index
        for number in (old, index):
            if 0 <= number < len(self.stops):
                stop = self.stops[number]
                self.refresh_lines(stop.first, stop.last - stop.first + 1)
        if self._pinned:  # the pinned line shows where the cursor is
            self.refresh_line(int(self.scroll_offset.y))

    def action_walk(self, by: int) -> None:
        """Go `by` stops down (up, if it is negative), or scroll; say so if the page ends that way."""
        for step in range(abs(by)):
            before = self.stop, self.scroll_offset.y
            self._walk(1 if by > 0 else -1)
            if (self.stop, self.scroll_offset.y) == before:
                if not step:
                    self.inform(_END[by > 0])
                return

    def _walk(self, by: int) -> None:
        """Go to the next stop in view, or scroll towards it and select it if it comes into view."""
        stops = self.stops
        top, bottom = self._top, self.scroll_offset.y + self.size.height
        if self.current is not None and self._in_view(stops[self.stop]):
            index = self.stop + by
        elif by > 0:
            index = next((i for i, s in enumerate(stops) if s.first >= top), len(stops))
        else:
            index = next((i for i in range(len(stops) - 1, -1, -1) if stops[i].last < bottom), -1)
        if 0 <= index < len(stops) and self._in_view(stops[index]):
            self._select(index)
            return
        self._scroll(self.scroll_offset.y + by * _STEP)
        if 0 <= index < len(stops) and self._in_view(stops[index]):
            self._select(index)
        self.refresh()

    @property
    def caret(self) -> Offset | None:
        if self.current is None or not self._in_view(self.stops[self.stop]):
            return Offset(0, 0)
        return self._at(self.stops[self.stop].first, self.stop)

    def _at(self, line: int, stop: int) -> Offset:
        """Return the position in the widget of the first piece of a stop on a line."""
        x = 1
        for piece in self._layout.lines[line]:
            if piece.stop == stop:
                break
            x += cell_len(piece.text)
        return Offset(x, line - int(self.scroll_offset.y))

    def spots(self) -> Iterator[Spot]:
        """Yield every link and citation in view, which a jump opens; if there is none, the page itself."""
        found = [number for number, stop in enumerate(self.stops) if self._in_view(stop)]
        for number in found:
            at = self._at(self.stops[number].first, number)
            yield Spot(at.x, at.y, partial(self._follow, number))
        if not found:
            yield from super().spots()

    def _follow(self, stop: int) -> None:
        self.focus()
        self._select(stop)
        self.action_open()

    def _scroll_by_key(self, top: float, down: bool) -> None:
        before = self.scroll_offset.y
        self._scroll(top)
        if self.scroll_offset.y == before:
            self.inform(_END[down])
        self.refresh()

    def action_page(self, by: int) -> None:
        self._scroll_by_key(self.scroll_offset.y + by * max(1, self.size.height - 2), by > 0)

    def action_first(self) -> None:
        if self.stop >= 0 or not self.scroll_offset.y:
            self._select(-1)
        self._scroll_by_key(0, down=False)

    def action_last(self) -> None:
        self._scroll_by_key(self.virtual_size.height, down=True)

    def to_row(self, number: int) -> str:
        """Scroll so that line `number`, from 1, is on top; return where that is, in words."""
        self._scroll(number - 1)
        self.refresh()
        return f"line {number:,}"

    def action_open(self) -> None:
        if self.current is None:
            if not self.stops:
                self.inform("This page has no links.")
            self._walk(1)
        else:
            self.post_message(self.Opened(self, self.current))

    def on_click(self, event: events.Click) -> None:
        if self._pinned and event.y == 0:
            self.action_first()
            return
        line = event.y + self.scroll_offset.y
        if not 0 <= line < len(self._layout.lines):
            return
        x = 1
        for piece in self._layout.lines[line]:
            x += len(piece.text)
            if event.x < x:
                if piece.stop >= 0:
                    self._select(piece.stop)
                    self.action_open()
                return

    def on_focus(self) -> None:
        self.refresh_lines(0, _TITLE_LINES)
        if self.current is None and self.stops and self._in_view(self.stops[0]):
            self._select(0)
        else:
            self._select(self.stop)

    def on_blur(self) -> None:
        self.refresh_lines(0, _TITLE_LINES)
        self._select(self.stop)

    def _role(self, role: str) -> str:
        """Return the role to paint: a title has the accent only with the focus, to show where the keys go."""
        return "strong" if role == "title" and not self.has_focus else role

    def _overlaid(self, line: int, pieces: Sequence[Piece]) -> Sequence[Piece]:
        """Return the pieces of a line with what is marked over them."""
        return pieces

    def _head(self) -> Strip:
        """Return the pinned line: the page's title, and the section or paragraph in view."""
        mark = self.current_mark or ""
        at = self._layout.marks.get(mark, self._top)
        part = next((text for line, level, text in reversed(self._layout.heads) if 1 < level < 4 and line <= at), "")
        paragraph = mark.partition(" ")[0]
        where = shorten(" · ".join(filter(None, (paragraph, one_line(part)))), self.inner * 3 // 5)
        title = shorten(one_line(self._layout.heads[0][2]), self.inner - cell_len(where) - 4)
        gap = " " * max(1, self.inner - cell_len(title) - cell_len(where) - 2)
        return self.paint([(" ", ""), (title, self._role("title")), (gap, ""), (where, "accent"), (" ", "")])

    def render_line(self, y: int) -> Strip:
        if y == 0 and self._pinned:
            return self._head()
        index = y + self.scroll_offset.y
        lines = self._layout.lines
        parts = [(" ", "")]
        pieces: Sequence[Piece] = lines[index] if 0 <= index < len(lines) else []
        for piece in self._overlaid(index, self._matches.marked(index, pieces)):
            here = self.has_focus and piece.stop >= 0 and piece.stop == self.stop
            parts.append((piece.text, "cursor" if here else self._role(piece.role)))
        return self.paint(parts)
