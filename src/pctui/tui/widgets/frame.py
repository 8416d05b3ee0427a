"""The lines at the top and bottom of the screen: the tabs of the panes, and the keys."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.binding import Binding
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from ...panes import PANES
from ...widths import shorten
from ..commands import APP
from ..remapping import key_label, printable
from ..theme import roles

_COMMANDS = {command.id: command for command in APP}
_LASTING = ("Next", "Passage", "Back", "Search", "Help", "Quit")


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
            search = f"{key_label(_COMMANDS['search'], self.app)} search"
            tail = f"{search} ".rjust(room) if room > cell_len(search) + 2 else " " * max(0, room)
            segments.append(Segment(tail, base + styles["muted"]))
        else:
            segments.append(Segment("─" * max(0, room), base + styles["rule"]))
        return Strip(segments).simplify().adjust_cell_length(width, base)

    async def on_click(self, event: events.Click) -> None:
        for name, number, title, at in self._spans():
            if at <= event.x < at + len(number) + 1 + len(title):
                await self.run_action(f"screen.pane('{name}')")
                return
        await self.run_action("screen.search")


class Keys(Widget):
    """The keys that work here, from the active bindings. `state` is shown at the right."""

    state: reactive[str] = reactive("")

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self.refresh())

    def _shown(self) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        typing = isinstance(self.screen.focused, Input)
        for active in self.screen.active_bindings.values():
            binding: Binding = active.binding
            if typing and printable(binding.key):
                continue  # it would be typed into the box
            if binding.show and active.enabled:
                pair = (self.app.get_key_display(binding), binding.description)
                if pair not in found and all(pair[1] != label for _, label in found):
                    found.append(pair)
        return found

    def _fitting(self, width: int) -> list[tuple[str, str]]:
        """Return the keys that fit; those that work everywhere come last, and the pane's own are dropped first."""
        pairs = self._shown()
        lasting = [pair for label in _LASTING for pair in pairs if pair[1] == label]
        own = [pair for pair in pairs if pair not in lasting]
        while own and 1 + sum(cell_len(key) + cell_len(label) + 3 for key, label in own + lasting) > width:
            own.pop()
        return own + lasting

    def render_line(self, y: int) -> Strip:
        styles, base, width = roles(self.app), self.rich_style, self.size.width
        segments: list[Segment] = [Segment(" ", base)]
        state = f" {self.state} " if self.state else ""
        for key, label in self._fitting(width - cell_len(state)):
            segments += [Segment(key, base + styles["key"]), Segment(f" {label}  ", base + styles["muted"])]
        if state:
            used = sum(cell_len(segment.text) for segment in segments)
            segments += [
                Segment(" " * max(0, width - used - cell_len(state)), base),
                Segment(state, base + styles["accent"]),
            ]
        return Strip(segments).simplify().adjust_cell_length(width, base)
