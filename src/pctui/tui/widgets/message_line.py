"""Messages over the last lines of the screen, until the next key; or in the footer, where one line is enough."""

from __future__ import annotations

from rich.segment import Segment
from textual.dom import DOMNode
from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from ...page import Prose, Run
from ..theme import roles
from .frame import Keys
from .layout import Piece, lay_out


class MessageLine(Widget):
    """The last message; the next one replaces it."""

    DEFAULT_CSS = """
    MessageLine { layer: message; dock: bottom; width: 1fr; height: auto; max-height: 60%; margin: 0 0 1 0;
                  display: none; background: $panel; border-top: solid $accent; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._runs: tuple[Run, ...] = ()
        self._in_footer = False
        self._outlasts = False

    def show_message(
        self, text: str, title: str = "", severity: str = "information", *, outlasts: bool = False
    ) -> None:
        """Show `text`, in full if there is room for it; if it `outlasts` the key that is about to be obeyed, until the
        one after that.
        """
        self._outlasts = outlasts
        role = "accent" if severity == "information" else "warn"
        self._runs = (Run(f"{title}:", role), Run(f" {text}")) if title else (Run(text, role),)
        self.display = True
        self.refresh(layout=True)

    def show_line(self, text: str) -> None:
        """Show `text` in the footer: it covers nothing that the reader is looking at, and nothing is laid out anew."""
        self.clear()
        self._runs, self._in_footer = (Run(text),), True
        for footer in self.screen.query(Keys):
            footer.line = text

    @property
    def is_shown(self) -> bool:
        return self.display or self._in_footer

    @property
    def said(self) -> str:
        """What is shown, or was last."""
        return "".join(run.text for run in self._runs)

    def clear(self) -> None:
        """Hide the message, if there is one: to hide what is hidden would lay the screen out again."""
        if self._outlasts:
            self._outlasts = False
            return
        if self.display:
            self.display = False
        if self._in_footer:
            self._in_footer = False
            for footer in self.screen.query(Keys):
                footer.line = ""

    def _lines(self, width: int) -> list[list[Piece]]:
        return lay_out([Prose(self._runs)], width - 2).lines

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render_line(self, y: int) -> Strip:
        styles, base, width = roles(self.app), self.rich_style, self.size.width
        lines = self._lines(width)
        pieces = lines[y] if y < len(lines) else []
        strip = Strip([Segment(" ", base), *(Segment(piece.text, base + styles[piece.role]) for piece in pieces)])
        return strip.simplify().adjust_cell_length(width, base)


def inform(node: DOMNode, text: str) -> None:
    """Say in a line why a key does nothing here, if the screen of `node` has a line for it."""
    for line in node.screen.query(MessageLine):
        line.show_line(text)
