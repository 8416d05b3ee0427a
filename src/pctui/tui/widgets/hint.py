"""The hint in the first session: one line that disappears at the first key and is not shown again."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from ..commands import APP, LIST
from ..keymap import key_label
from ..theme import roles

NAME = "first keys"  # its name in the reader's file
_TEXT = {"list.open": "opens it", "passage": "passage", "search": "search", "help": "help"}
_COMMANDS = {command.id: command for command in [*LIST, *APP]}


class Hint(Widget):
    """The line."""

    DEFAULT_CSS = "Hint { dock: bottom; height: 1; margin: 0 0 1 0; background: $panel; }"

    def render_line(self, y: int) -> Strip:
        styles, base, width = roles(self.app), self.rich_style, self.size.width
        segments = [Segment(" New here?  ", base + styles["strong"])]
        for name, what in _TEXT.items():
            segments += [
                Segment(key_label(_COMMANDS[name], self.app), base + styles["key"]),
                Segment(f" {what}   ", base + styles[""]),
            ]
        return Strip(segments).simplify().adjust_cell_length(width, base)
