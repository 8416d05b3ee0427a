"""The drawn ladder: levels as rungs between two rails, lowest at the bottom; what is new at a level is marked."""

from __future__ import annotations

from collections.abc import Container, Iterator
from functools import partial
from itertools import zip_longest

from rich.cells import cell_len
from textual import events
from textual.geometry import Offset, Size
from textual.message import Message
from textual.strip import Strip

from ...model import Ladder, Rung
from ...page import Prose, Run, titled
from ...text import one_line
from ...widths import shorten
from ..commands import ACROSS, LIST, bindings
from ..signs import PICKED
from .layout import Piece, lay_out
from .line_view import Lines, Spot

Line = list[Piece]
_EMPTY = "This corpus has no ladders."
_HEAD = 1  # lines that stay on top: the ladder's title, and how many levels are out of view


class LadderView(Lines):
    """The drawn ladder, the highest level at the top."""

    BINDINGS = bindings(LIST, ACROSS[:1])

    class Moved(Message):
        """The cursor has moved to another rung."""

        def __init__(self, rung: Rung) -> None:
            super().__init__()
            self.rung = rung

    class Opened(Moved):
        """A rung is to be opened."""

    def __init__(self, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.heading = ""
        self.empty = ""  # what to say if there is no level
        self.picked: Container[str] = ()  # slugs picked for comparing
        self.rungs: list[Rung] = []  # the highest first
        self.cursor = 0
        self._lines: list[Line] = []
        self._owner: list[int] = []  # the index of the rung that each line belongs to, -1 for none

    def show(self, ladder: Ladder | None, heading: str = "", notify: bool = True) -> None:
        """Show `ladder` under its `heading`, with the cursor on its lowest rung; `notify` posts `Moved`."""
        self.heading = heading
        self.rungs = list(reversed(ladder.rungs)) if ladder else []
        self.cursor = max(0, len(self.rungs) - 1)
        self.jump(0)
        self._draw()
        self.refresh()
        if self.rungs and notify:
            self.post_message(self.Moved(self.rungs[self.cursor]))

    def _draw(self) -> None:
        """Lay the rungs out: in full if there is room for all, else only the one under the cursor in full."""
        width, room = self.inner, self.size.height - _HEAD
        if width < 12:
            return
        whole = [self._rung(number, rung, width) for number, rung in enumerate(self.rungs)]
        top = [[Piece(f" ║{' ' * (width - 4)}║", "rule")]]
        blank = [Piece(" ║ ", "rule"), Piece(" " * (width - 5)), Piece("║", "rule")]
        if not self.rungs:
            top, parts = lay_out([Prose((Run(self.empty, "muted"),))], width - 1).lines, []
        elif len(top) + sum(len(lines) + 1 for lines in whole) <= room:
            parts = [[*lines, blank] for lines in whole]
        else:
            top, parts = [], self._short(whole, width, room)
        self._lines = [*top, *(line for lines in parts for line in lines)]
        self._owner = [*(-1 for _ in top), *(number for number, lines in enumerate(parts) for _ in lines)]
        self.virtual_size = Size(0, _HEAD + len(self._lines))
        self._reveal()

    def _short(self, whole: list[list[Line]], width: int, room: int) -> list[list[Line]]:
        """Return each rung as its title and, if there is room, a line of what is new; the one under the cursor gets
        the lines that are left."""
        each = 2 if 2 * len(whole) <= room else 1
        own = max(each, room - each * (len(whole) - 1))
        parts = []
        for number, lines in enumerate(whole):
            here = number == self.cursor
            if here and each < len(lines) <= own:
                parts.append(lines)
            elif here and own > 2:
                more = Run(f"… {len(lines) - own + 1} more", "muted")
                parts.append([*lines[: own - 1], *self._boxed((more,), width - 4, "accent", "")])
            else:
                parts.append([lines[0], *self._new_line(number, width)][:each])
        return parts

    def _new_line(self, number: int, width: int) -> list[Line]:
        """Return what is new at a level, on one line."""
        lowest = number == len(self.rungs) - 1
        new = [text for aspect in self.rungs[number].aspects for text, fresh in aspect.statements if fresh or lowest]
        rail = "accent" if number == self.cursor else "rule"
        runs = (Run("  " if lowest else "+ ", "new"), Run(shorten(one_line(" · ".join(new)), width - 9)))
        return self._boxed(runs, width - 4, rail, "") if new else []

    def _rung(self, number: int, rung: Rung, width: int) -> list[Line]:
        """Return a rung as lines, the bar with its title first."""
        here = number == self.cursor
        inner = width - 4
        rail = "accent" if here else "rule"
        picked = f"{PICKED} " if rung.slug in self.picked else ""
        title = picked + shorten(titled(rung.title, rung.status), inner - 6 - cell_len(picked))
        fill = "═" * max(0, inner - cell_len(title) - 4)
        role = ("cursor" if self.has_focus else "blurred") if here else "strong"
        lines = [[Piece(" ╠══", rail), Piece(f" {title} ", role), Piece(f"{fill}╣", rail)]]
        lowest = number == len(self.rungs) - 1
        same = []
        for aspect in rung.aspects:
            fresh = [text for text, new in aspect.statements if new or lowest]
            if len(fresh) < len(aspect.statements):
                same.append(aspect.name)
            for text in fresh:
                mark = "  " if lowest else "+ "
                runs = (Run(mark, "new"), Run(f"{aspect.name}: ", "muted"), Run(text))
                lines += self._boxed(runs, inner, rail, "    ")
        if same:
            unchanged = f"= unchanged from the level below: {', '.join(same)}"
            lines += self._boxed((Run(unchanged, "muted"),), inner, rail, "  ")
        return lines

    def _boxed(self, runs: tuple[Run, ...], inner: int, rail: str, indent: str) -> list[Line]:
        """Return `runs` wrapped between the rails."""
        made = []
        for i, line in enumerate(lay_out([Prose(runs)], inner - 1 - len(indent)).lines):
            lead = indent[2:] if i else ""
            used = cell_len(lead) + sum(cell_len(piece.text) for piece in line)
            gap = " " * max(0, inner - 2 - used)
            made.append([Piece(" ║  ", rail), Piece(lead), *line, Piece(gap), Piece("║", rail)])
        return made

    def _reveal(self) -> None:
        own = [i for i, owner in enumerate(self._owner) if owner == self.cursor]
        height = self.size.height - _HEAD
        if not own or height < 1:
            return
        top = self.scroll_offset.y
        if own[0] < top:
            self.jump(max(0, own[0] - (1 if self.cursor == 0 else 0)))
        elif own[-1] >= top + height:
            self.jump(min(own[0], own[-1] - height + 1))

    def _hidden(self) -> str:
        """Return how many rungs are partly or wholly out of view above and below."""
        top, bottom = self.scroll_offset.y, self.scroll_offset.y + self.size.height - _HEAD
        above = {owner for owner in self._owner[:top] if owner >= 0}
        below = {owner for owner in self._owner[bottom:] if owner >= 0}
        signs = [f"↑ {len(above)}" if above else "", f"↓ {len(below)}" if below else ""]
        return "  ".join(filter(None, signs))

    def move_to(self, index: int) -> None:
        """Put the cursor on the rung drawn at `index` (0 is the highest)."""
        index = max(0, min(index, len(self.rungs) - 1))
        if index == self.cursor or not self.rungs:
            return
        before, top = self._lines, self.scroll_offset.y
        self.cursor = index
        self._draw()
        if self.scroll_offset.y != top:
            self.refresh()
        for y, (old, new) in enumerate(zip_longest(before, self._lines)):
            if old != new:
                self.refresh_line(y + _HEAD)
        self.post_message(self.Moved(self.rungs[index]))

    @property
    def caret(self) -> Offset | None:
        return self._line(self.cursor)

    def _line(self, rung: int) -> Offset | None:
        """Return where the bar of a rung is drawn; None if it is out of view."""
        if rung not in self._owner:
            return None
        line = self._owner.index(rung) - self.scroll_offset.y
        return Offset(4, line + _HEAD) if 0 <= line < self.size.height - _HEAD else None

    def spots(self) -> Iterator[Spot]:
        for number in range(len(self.rungs)):
            if at := self._line(number):
                yield Spot(at.x, at.y, partial(self._jump_to, number))

    def _jump_to(self, rung: int) -> None:
        self.focus()
        self.move_to(rung)

    def action_move(self, by: int) -> None:
        before = self.cursor
        self.move_to(self.cursor + by)
        if self.cursor == before:
            self.inform(f"This is the {'lowest' if by > 0 else 'highest'} level." if self.rungs else _EMPTY)

    action_page = action_move

    def action_first(self) -> None:
        self.action_move(-max(1, self.cursor))

    def action_last(self) -> None:
        self.action_move(max(1, len(self.rungs) - 1 - self.cursor))

    def to_row(self, number: int) -> str:
        """Go to the level that is the `number`th from above; return which that is, in words."""
        self.move_to(number - 1)
        return f"level {number} from above"

    def action_open(self) -> None:
        if self.rungs:
            self.post_message(self.Opened(self.rungs[self.cursor]))
        else:
            self.inform(_EMPTY)

    def on_click(self, event: events.Click) -> None:
        line = event.y - _HEAD + self.scroll_offset.y
        if 0 <= line < len(self._owner) and self._owner[line] >= 0:
            if self._owner[line] == self.cursor:
                self.action_open()
            self.move_to(self._owner[line])

    def on_resize(self) -> None:
        self._draw()
        self.refresh()

    def _focus_changed(self) -> None:
        self._draw()
        self.refresh()

    on_focus = on_blur = _focus_changed

    def redraw(self) -> None:
        """Redraw, after what is picked has changed."""
        self._draw()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        if y < _HEAD:
            hidden = self._hidden()
            room = self.inner - cell_len(hidden) - 3
            name = shorten(one_line(self.heading), room)
            gap = " " * max(0, self.inner - cell_len(name) - cell_len(hidden) - 2)
            return self.paint([(f" {name}", "title" if self.has_focus else "strong"), (gap, ""), (hidden, "accent")])
        index = y - _HEAD + self.scroll_offset.y
        return self.paint(
            (piece.text, piece.role) for piece in (self._lines[index] if index < len(self._lines) else [])
        )
