"""The lines at the top and bottom of the screen: the tabs of the panes, and the keys."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.binding import Binding
from textual.dom import DOMNode
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from ...panes import PANES
from ...widths import shorten
from ..commands import APP, EVERYWHERE, LIST, MOVING, PAGE
from ..remapping import key_label, printable
from ..theme import roles

_COMMANDS = {command.id: command for command in APP}
_HELP = "Help"
_QUIT = "Quit"
_FIRST = 3  # of the pane's own commands, those that are left out last
_LASTING = ("Next", "Passage", "Back", "Search", _QUIT, _HELP)
_ROOMY = 78  # cells from which the footer has room for the word "Help" and for how many commands there are more


class PaneTabs(Widget):
    """The tabs of the panes, numbered; the current one is bold and has a rule below it."""

    pane: reactive[str] = reactive("timeline")

    def _names(self) -> list[tuple[str, str, str]]:
        """Return (pane, number, name); names other than the current one are shortened to fit the width."""
        numbered = [(p.name, key_label(_COMMANDS[f"pane.{p.name}"], self.app), p.title) for p in PANES.values()]
        names = numbered
        for most in range(max(len(pane.title) for pane in PANES.values()), 1, -1):
            names = [(name, n, t if name == self.pane else shorten(t, most)) for name, n, t in numbered]
            if self._width(names, 2) <= self.size.width:
                break
        return names

    @staticmethod
    def _width(names: list[tuple[str, str, str]], gap: int) -> int:
        return 1 + sum(cell_len(n) + 1 + cell_len(title) for _, n, title in names) + gap * (len(names) - 1)

    def _spans(self) -> list[tuple[str, str, str, int]]:
        """Return (pane, number, name, first column) of each tab."""
        names = self._names()
        gap = next((g for g in (3, 2, 1) if self._width(names, g) <= self.size.width), 1)
        at, found = 1, []
        for name, number, title in names:
            found.append((name, number, title, at))
            at += cell_len(number) + 1 + cell_len(title) + gap
        return found

    @property
    def _end(self) -> int:
        """The first column after the tabs."""
        _, number, title, at = self._spans()[-1]
        return at + cell_len(number) + 1 + cell_len(title)

    def _search(self, room: int) -> str:
        """Return what stands at the right of the tabs, in `room` cells, and can be clicked: the key of the search."""
        search = f"{key_label(_COMMANDS['search'], self.app)} search"
        return search if room > cell_len(search) + 2 else ""

    def render_line(self, y: int) -> Strip:
        styles, base, width = roles(self.app), self.rich_style, self.size.width
        spans = self._spans()
        segments: list[Segment] = []
        used = 0
        for name, number, title, at in spans:
            here = name == self.pane
            size = cell_len(number) + 1 + cell_len(title)
            if y == 0:
                segments.append(Segment(" " * (at - used), base))
                segments.append(Segment(f"{number} ", base + styles["accent" if here else "muted"]))
                segments.append(Segment(title, base + styles["title" if here else ""]))
            else:
                segments.append(Segment("─" * (at - used), base + styles["rule"]))
                segments.append(Segment(("━" if here else "─") * size, base + styles["accent" if here else "rule"]))
            used = at + size
        room = width - used
        if y == 0:
            search = self._search(room)
            gap = " " * max(0, room - cell_len(search) - 1)
            segments.append(Segment(f"{gap}{search} ", base + styles["muted"]))
        else:
            segments.append(Segment("─" * max(0, room), base + styles["rule"]))
        return Strip(segments).simplify().adjust_cell_length(width, base)

    async def on_click(self, event: events.Click) -> None:
        for name, number, title, at in self._spans():
            if at <= event.x < at + cell_len(number) + 1 + cell_len(title):
                await self.run_action(f"screen.pane('{name}')")
                return
        shown = self._search(self.size.width - self._end)
        if event.y == 0 and shown and event.x >= self.size.width - cell_len(shown) - 1:
            await self.run_action("screen.search")


class Item(NamedTuple):
    """A command in the footer: the name of its key, its label, and the action of a node that it does."""

    key: str
    label: str
    action: str
    node: DOMNode

    @property
    def width(self) -> int:
        """Its cells, with those up to the next one."""
        return cell_len(self.key) + cell_len(self.label) + 3


class Keys(Widget):
    """The commands that can be used here, from the active bindings; a click on one does it. `state` is at the right.

    `line` is shown instead of them, if it is not empty.
    Those that the footer has room for; the last, that of the help, says how many more there are.
    """

    state: reactive[str] = reactive("")
    line: reactive[str] = reactive("")

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.refresh())

    def _possible(self) -> list[Item]:
        """Return the commands that can be used here, those for the footer first; not those that move the cursor."""
        typing = isinstance(self.screen.focused, Input)
        pane = getattr(self.screen, "pane", None) if getattr(self.screen, "ready", False) else None
        further = {c.id for c in [*APP, *EVERYWHERE, *(pane.COMMANDS if pane else ())] if c.group not in MOVING}
        found: dict[str, Item] = {}
        others: dict[str, Item] = {}
        order = {
            c.id: number for number, c in enumerate([*LIST, *PAGE, *(pane.COMMANDS if pane else ()), *APP, *EVERYWHERE])
        }
        for active in sorted(self.screen.active_bindings.values(), key=lambda a: order.get(a.binding.id or "", -1)):
            binding: Binding = active.binding
            if not active.enabled or (typing and printable(binding.key)):  # it would be typed into the box
                continue
            where, _, action = binding.action.partition("(")[0].partition(".")
            if where == "screen" and self.screen.check_action(action, ()) is False:  # a dialog may be over this screen
                continue
            item = Item(self.app.get_key_display(binding), binding.description, binding.action, active.node)
            if binding.show:
                found.setdefault(item.label, item)
            elif pane and not typing and binding.id in further:
                others.setdefault(item.label, item)
        return [*found.values(), *(item for label, item in others.items() if label not in found)]

    def _fitting(self, width: int) -> list[Item]:
        """Return the commands that fit, with those that work everywhere last; others are left out first."""
        items = self._possible()
        lasting = sorted((i for i in items if i.label in _LASTING), key=lambda item: _LASTING.index(item.label))
        own = [item for item in items if item not in lasting]
        shown = [*own, *lasting]
        # The last of these first: those that work everywhere only where the state leaves no room for them.
        dropped = [
            *(i for i in lasting if i.label not in (_QUIT, _HELP)),
            *own[:_FIRST],
            *(i for i in lasting if i.label == _QUIT),
            *own[_FIRST:],
        ]
        left_out = 0
        while True:
            fitting = [_with_more(item, left_out, width) for item in shown]
            if sum(item.width for item in fitting) <= width + 1 or not dropped:
                return fitting
            shown.remove(dropped.pop())
            left_out += 1

    def _items(self) -> list[Item]:
        return self._fitting(self.size.width - self._state_width)

    @property
    def _state_width(self) -> int:
        return cell_len(self.state) + 2 if self.state else 0

    async def on_click(self, event: events.Click) -> None:
        at = 1
        for item in () if self.line else self._items():
            if at <= event.x < at + item.width - 2:
                await self.app.run_action(item.action, item.node)
                return
            at += item.width

    def render_line(self, y: int) -> Strip:
        styles, base, width = roles(self.app), self.rich_style, self.size.width
        segments: list[Segment] = [Segment(" ", base), Segment(shorten(self.line, width - 2), base)]
        for item in () if self.line else self._items():
            segments += [Segment(item.key, base + styles["key"]), Segment(f" {item.label}  ", base + styles["muted"])]
        if self.state:
            used = sum(cell_len(segment.text) for segment in segments)
            segments += [
                Segment(" " * max(0, width - used - self._state_width), base),
                Segment(f" {self.state} ", base + styles["accent"]),
            ]
        return Strip(segments).simplify().adjust_cell_length(width, base)


def _with_more(item: Item, left_out: int, width: int) -> Item:
    """Return the item of the help with how many commands the footer leaves out; any other item as it is."""
    if item.label != _HELP or not left_out:
        return item
    return item._replace(label=f"{_HELP} · {left_out} more" if width >= _ROOMY else f"{left_out} more")
