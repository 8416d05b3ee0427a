"""Messages over the last lines of the screen, until the next key; remarks in place of the footer."""

from __future__ import annotations

from rich.segment import Segment
from textual.dom import DOMNode
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from ...page import Prose, Run
from ...widths import shorten
from ..theme import roles
from .layout import Piece, lay_out


class MessageLine(Widget):
    """The last message; the next one replaces it."""

    DEFAULT_CSS = """
    MessageLine { layer: message; dock: bottom; width: 1fr; height: auto; max-height: 60%; margin: 0 0 1 0;
                  display: none; background: $panel; border-top: solid $accent; }
    MessageLine.-remark { height: 1; margin: 0; border-top: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._runs: tuple[Run, ...] = ()

    def show_message(self, text: str, title: str = "", severity: str = "information") -> None:
        """Show `text`, in full if there is room for it."""
        role = "accent" if severity == "information" else "warn"
        self._runs = (Run(f"{title}:", role), Run(f" {text}")) if title else (Run(text, role),)
        self._show(remark=False)

    def show_remark(self, text: str) -> None:
        """Show `text` on one line, in place of the footer: it covers nothing that the reader is looking at."""
        self._runs = (Run(text),)
        self._show(remark=True)

    def _show(self, *, remark: bool) -> None:
        self.set_class(remark, "-remark")
        self.display = True
        self.refresh(layout=True)

    @property
    def said(self) -> str:
        """What is shown, or was last."""
        return "".join(run.text for run in self._runs)

    def clear(self) -> None:
        """Hide the message, if there is one: to hide what is hidden would lay the screen out again."""
        if self.display:
            self.display = False

    def _lines(self, width: int) -> list[list[Piece]]:
        return lay_out([Prose(self._runs)], width - 2).lines

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render_line(self, y: int) -> Strip:
        styles, base, width = roles(self.app), self.rich_style, self.size.width
        lines = self._lines(width)
        pieces = lines[y] if y < len(lines) else []
        if self.has_class("-remark") and len(lines) > 1:
            pieces = [Piece(shorten(self.said, width - 2))]
        strip = Strip([Segment(" ", base), *(Segment(piece.text, base + styles[piece.role]) for piece in pieces)])
        return strip.simplify().adjust_cell_length(width, base)


def remark(node: DOMNode, text: str) -> None:
    """Say in a line why a key does nothing here, if the screen of `node` has a line for it."""
    for line in node.screen.query(MessageLine):
        line.show_remark(text)
