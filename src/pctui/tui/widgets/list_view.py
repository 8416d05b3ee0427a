"""A list drawn line by line over a window of rows: no widget per row, and few rows in memory."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from functools import partial
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip

from ...kinds.vocabulary import MODALITY_SIGNS
from ...model import Row
from ...page import Prose, Run, titled
from ...widths import shorten
from ..commands import ACROSS, LIST, bindings
from ..signs import PICKED
from ..years import years
from .layout import lay_out
from .line_view import Lines, Spot
from .rows import Source, Windows

if TYPE_CHECKING:
    from ...reader.notes import Notes

_NEAR = 64  # rows around the cursor in which its entry is looked for once the database has changed
NARROW = 66  # columns below which the text after the title is abbreviated
_BRIEF = 15
_EMPTY = 5  # lines for what an empty list says

END = ("This is the first row.", "This is the last row.")


def _named(row: Row) -> str:
    """Return what a row is known by when the database has changed."""
    return row.slug or row.title


class RowList(Lines):
    """The list. `when` and `side` are the widths of the columns before and after the title."""

    BINDINGS = bindings(LIST, ACROSS[:1])

    class Moved(Message):
        """The cursor has moved to another row; None in an empty list."""

        def __init__(self, rows: RowList, row: Row | None) -> None:
            super().__init__()
            self.rows = rows
            self.row = row

        @property
        def control(self) -> RowList:
            return self.rows

    class Opened(Moved):
        """The row under the cursor, or a heading that was clicked, is to be opened."""

    def __init__(
        self,
        *,
        id: str,  # noqa: A002 - Textual's name
        when: int = 0,
        side: int = 0,
        brief: Callable[[str], str] | None = None,
        signs: bool = False,
        empty: str = "The list is empty.",
    ) -> None:
        super().__init__(id=id)
        self.when = when
        self.side = side
        self.brief = brief  # abbreviates the text after the title, for a narrow list
        self._fitted = {True: 0, False: 0}  # width of the column after the title, by whether it is abbreviated
        self.signs = signs
        self.empty = empty
        self.picked: Container[str] = ()  # slugs picked for comparing
        self.folds = False  # whether its groups can be folded
        self.notes: Notes | None = None  # the reader's notes, whose signs end a row
        # Told at once when a key or a click moves the cursor, so that the row and what follows from it are painted in
        # one frame. All other moves are told by a message.
        self.follower: Callable[[RowList, Row | None], None] | None = None
        self.row_of: Callable[[int], int] | None = None  # the row of an entry by its number, in a list with headings
        self._held = False  # whether a message is being held back because `follower` will be told
        self.staying = False  # while the database has changed: the cursor stays on its entry, and nobody is told
        self.cursor = 0
        self._windows = Windows()

    def show(self, source: Source, at: int = 0, line: int | None = None) -> None:
        """Show the rows of `source`, with the cursor on row `at` or the next that is not a heading.

        If `line` is given, the list scrolls so that row `at` is on that line of the widget, if it has enough rows.
        """
        if self.staying:
            self._show_in_place(source, at)
            return
        self._show(source, at, line)

    def _show_in_place(self, source: Source, at: int) -> None:
        """Show other rows, with the cursor on the same entry and that on the same line; else on the row after it."""
        before, index = self.current, max(self.cursor, 0)
        new = Windows(source)
        if before:
            near = range(max(0, index - _NEAR), min(new.count, index + _NEAR))
            same = [i for i in near if (row := new.row(i)) and _named(row) == _named(before)]
            there = (row := new.row(at)) and _named(row) == _named(before)
            at = min(same, key=lambda i: abs(i - index)) if same else at if there else min(index, new.count - 1)
        self._held = True
        try:
            self._show(source, max(at, 0), max(0, index - self.scroll_offset.y))
        finally:
            self._held = False

    def _show(self, source: Source, at: int, line: int | None) -> None:
        self._windows = Windows(source)
        self._fit()
        self.set_length(self.count or _EMPTY)
        self.cursor = -1
        self.jump(0 if line is None else max(0, at - line))
        self.refresh()
        self.move_to(at)
        if not self.count:
            self.post_message(self.Moved(self, None))

    def _fit(self) -> None:
        """Fit the column after the title to its texts; in a long list, whose rows are not all read, leave its width."""
        self._fitted = {True: min(self.side, _BRIEF) if self.brief else 0, False: self.side}
        if self.brief is None or not self._windows.fit_in_memory:
            return
        self._windows.read(self.count)
        sides = [row.side for index in range(self.count) if (row := self.row(index)) and not row.heading]
        for short, most in self._fitted.items():
            widest = max((cell_len(self.brief(side) if short else side) for side in sides), default=0)
            self._fitted[short] = min(widest, most)

    @property
    def count(self) -> int:
        return self._windows.count

    def row(self, index: int) -> Row | None:
        """Return the row at `index`, or None past the ends."""
        return self._windows.row(index)

    def read(self, number: int) -> None:
        """Read the first `number` rows, before they are asked for one by one."""
        self._windows.read(number)

    def all_rows(self) -> list[Row]:
        """Return all rows, with the headings; raise UsageError if they are too many to export from the screen."""
        return self._windows.all_rows()

    @property
    def current(self) -> Row | None:
        return self.row(self.cursor)

    def move_to(self, index: int, step: int = 1) -> None:
        """Put the cursor on row `index`, or the nearest after it (before it, for a negative `step`) that can take it.

        A heading can take the cursor only if its group is folded.
        """
        index = max(0, min(index, self.count - 1))
        row = self.row(index)
        tried = index
        while row is not None and row.heading and not row.folded:
            tried += step
            row = self.row(tried)
        if row is None:  # only headings that way: search the other way
            tried = index
            row = self.row(tried)
            while row is not None and row.heading and not row.folded:
                tried -= step
                row = self.row(tried)
        if row is None or tried == self.cursor:
            return
        old, self.cursor = self.cursor, tried
        if self._reveal():
            self.refresh()
        else:
            self.refresh_line(old)
            self.refresh_line(tried)
        if not self._held:
            self.post_message(self.Moved(self, row))

    def go(self, index: int, step: int = 1) -> None:
        """Move the cursor as `move_to` does, for a key or a click: `follower` is told at once."""
        before, self._held = self.cursor, self.follower is not None
        try:
            self.move_to(index, step)
        finally:
            self._held = False
        if self.follower and self.cursor != before:
            self.follower(self, self.current)

    def _reveal(self) -> bool:
        """Scroll the cursor into view and return whether that scrolled; by half a page, to send fewer bytes."""
        height = self.size.height
        top = self.scroll_offset.y
        if not height or top <= self.cursor < top + height:
            # Keep the heading above the first row of a group in view with it.
            if height and self.cursor == top and top and (above := self.row(top - 1)) and above.heading:
                self.jump(top - 1)
                return True
            return False
        self.jump(max(0, self.cursor - height // 2))
        return True

    def on_resize(self) -> None:
        self._reveal()

    @property
    def caret(self) -> Offset | None:
        line = self.cursor - self.scroll_offset.y
        return Offset(0, line) if 0 <= line < self.size.height else None

    def spots(self) -> Iterator[Spot]:
        top = self.scroll_offset.y
        for index in range(top, min(top + self.size.height, self.count)):
            row = self.row(index)
            if row and (not row.heading or row.folded):
                yield Spot(0, index - top, partial(self._jump_to, index))

    def _jump_to(self, index: int) -> None:
        self.focus()
        self.go(index)

    def _move(self, index: int, step: int) -> None:
        """Move the cursor for a key; say so if it is at the end already."""
        before = self.cursor
        self.go(index, step)
        if self.cursor == before:
            self.inform(END[step > 0] if self.count else self.empty)

    def action_move(self, by: int) -> None:
        self._move(self.cursor + by, by)

    def action_page(self, by: int) -> None:
        self._move(self.cursor + by * max(1, self.size.height - 1), by)

    def action_first(self) -> None:
        self._move(0, -1)

    def action_last(self) -> None:
        self._move(self.count - 1, 1)

    def to_row(self, number: int) -> str:
        """Go to the row of the entry `number`, from 1; headings do not count. Return where that is, in words."""
        self.go(self.row_of(number) if self.row_of else number - 1)
        return "the last row" if self.cursor >= self.count - 1 else f"row {number:,}"

    def action_open(self) -> None:
        if self.current:
            self.post_message(self.Opened(self, self.current))
        else:
            self.inform(self.empty)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        index = (offset.y if offset else -1) + self.scroll_offset.y
        row = self.row(index)
        if row is None:
            return
        if row.heading:
            if self.folds:
                self.post_message(self.Opened(self, row))
        elif index == self.cursor:
            self.action_open()
        else:
            self.go(index)

    def on_focus(self) -> None:
        self.refresh_line(self.cursor)

    def on_blur(self) -> None:
        self.refresh_line(self.cursor)

    def render_line(self, y: int) -> Strip:
        width = self.inner
        index = y + self.scroll_offset.y
        row = self.row(index)
        if row is None:
            return self.paint(self._empty_line(y, width) if not self.count else ())
        if row.heading:
            return self.paint(self._heading(row, index == self.cursor, width))
        return self.paint(self._parts(row, index == self.cursor, width))

    def _empty_line(self, y: int, width: int) -> list[tuple[str, str]]:
        """Return line `y` of the message shown in an empty list."""
        lines = lay_out([Prose((Run(self.empty, "muted"),))], width - 2).lines
        return [(" ", ""), *((piece.text, piece.role) for piece in lines[y])] if y < len(lines) else []

    def _signs(self, row: Row) -> str:
        """Return the signs of the reader's mark and note; their columns appear once the reader has made any."""
        if not self.notes or not self.notes.known:
            return ""
        annotation = self.notes.known.get(row.slug)
        return f"{annotation.signs if annotation else '  '} "

    def annotated(self, slug: str) -> None:
        """Redraw the row of an entry whose mark or note has changed."""
        if self.notes and len(self.notes.known) < 2:  # the columns have appeared or disappeared
            self.refresh()
            return
        top = self.scroll_offset.y
        for index in range(top, top + self.size.height):
            if (row := self.row(index)) and row.slug == slug:
                self.refresh_line(index)

    def _heading(self, row: Row, here: bool, width: int) -> list[tuple[str, str]]:
        sign = ("› " if row.folded else "▾ ") if self.folds else " "
        count = f" {row.side} " if row.side else " "
        count += f"· {row.common} " if row.common else ""
        title = shorten(row.title, width - cell_len(count) - len(sign))
        room = max(0, width - cell_len(title) - cell_len(count) - len(sign))
        if here:  # no rule: this distinguishes it from other headings without colour and focus
            return [(f"{sign}{title}{count}{' ' * room}", "cursor" if self.has_focus else "blurred")]
        return [(sign, "muted"), (title, "heading"), (count, "muted"), ("─" * room, "rule")]

    def sign(self, row: Row) -> tuple[str, str]:
        """Return the sign before a row's title, and its role."""
        sign = MODALITY_SIGNS.get(row.modality, "●" if row.modality else " ")
        return sign, "planned" if row.modality in MODALITY_SIGNS else "accent"

    def _parts(self, row: Row, here: bool, width: int) -> list[tuple[str, str]]:
        role = ("cursor" if self.has_focus else "blurred") if here else ""
        picked = row.slug in self.picked
        parts = [("▸" if here else " ", role), (PICKED if picked else " ", role or ("new" if picked else ""))]
        if self.when:
            bounded = "between" in row.when and cell_len(row.when) > self.when  # too wide, and cut it would say nothing
            when = years(row.when) if bounded else row.when
            parts.append((f"{set_cell_size(shorten(when, self.when), self.when)} ", role or "muted"))
        if self.signs:
            sign, sign_role = self.sign(row)
            parts.append((f"{sign} ", role or sign_role))
        short = width < NARROW
        side = self._fitted[short] if row.side else 0  # without it the title has the room
        signs = self._signs(row)
        room = width - sum(cell_len(text) for text, _ in parts) - (side + 2 if side else 1) - len(signs)
        title = titled(row.title, row.origin, row.status)
        more = f"  +{row.under}" if row.under else ""
        shown = shorten(title, room - cell_len(more))
        parts.append((shown, role))
        parts.append((set_cell_size(more, max(room - cell_len(shown), 0)), role or "muted"))
        if side:
            text = self.brief(row.side) if self.brief and (short or cell_len(row.side) > side) else row.side
            parts.append((f" {set_cell_size(shorten(text, side), side)} ", role or "muted"))
        else:
            parts.append((" ", role))
        parts.append((signs, role or "accent"))
        return parts
