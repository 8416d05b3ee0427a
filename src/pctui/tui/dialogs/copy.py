"""The dialog that copies the citation under the cursor in the style that the reader chooses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.strip import Strip

from ...model import Row
from ...render.citation_styles import STYLES, Copying, Styled
from ...render.csl_styles import INSTALL, missing
from ...widths import shorten
from ..commands import Command, bindings
from ..dismissal import Dialog
from ..textual_private import ExplorerBase
from ..widgets.list_view import RowList
from ..widgets.rows import Rows

if TYPE_CHECKING:
    from ...reader.session import Session
    from ..copying import Copy

_NUMBERS = "1234567890abcdef"[: len(STYLES)]  # the keys of the styles: none is one of those that move or close
KEYS = [
    Command("copy.close", "escape,q", "close", "Cancel", "Close without copying", "Copying", True, "Esc"),
    *(
        Command(f"copy.{n}", key, f"choose({n})", f"Style {n}", f"Copy item {n}", "Copying")
        for n, key in enumerate(_NUMBERS, 1)
    ),
]


class Styles(RowList):
    """The styles: the name of each, with the text to be copied below it."""

    def __init__(self, choices: Sequence[Styled], last: str) -> None:
        super().__init__(id="copy-styles")
        self.choices = choices
        self.last = last

    def on_mount(self) -> None:
        rows: list[Row] = []
        for number, style in enumerate(self.choices):
            # The second line of a style is a row without a slug: the cursor skips it.
            rows += [Row(str(number), "style", style.name), Row("", "style", "")]
        at = next((number for number, style in enumerate(self.choices) if style.style == self.last), 0)
        self.show(Rows(lambda: len(rows), lambda offset, limit: rows[offset : offset + limit]), 2 * at)

    def render_line(self, y: int) -> Strip:
        number, second = divmod(y + self.scroll_offset.y, 2)
        if number >= len(self.choices):
            return super().render_line(y)
        style, width = self.choices[number], self.inner
        if second:
            return self.paint([(f"    {shorten(style.glimpse, width - 5)}", "muted")])
        here = number * 2 == self.cursor
        role = "cursor" if here else ""
        text = shorten(style.name, width - 6)
        gap = " " * max(0, width - cell_len(text) - 4)
        return self.paint(
            [
                ("▸ " if here else "  ", role),
                (f"{_NUMBERS[number]} ", role or "key"),
                (text, role or "strong"),
                (gap, role),
            ]
        )


class CopyMenu(Dialog[Styled | None]):
    """The dialog; the result is the text to copy, or None if it was cancelled."""

    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = """
    #copy-box {
      width: 90%; max-width: 96; max-height: 100%;
      border: round $accent; border-title-color: $accent; background: $background; padding: 0 1;
    }
    .-narrow #copy-box { width: 100%; }
    """

    def __init__(self, choices: Sequence[Styled], last: str) -> None:
        super().__init__()
        self.choices = choices
        self.last = last

    def compose(self) -> ComposeResult:
        with Vertical(id="copy-box") as box:
            box.border_title = "Copy as"
            if missing():
                box.border_subtitle = Content(f"Styles of journals: {INSTALL}")
            box.styles.height = 2 * len(self.choices) + 2
            yield Styles(self.choices, self.last)

    def on_mount(self) -> None:
        self.query_one(Styles).focus()

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        event.stop()
        if event.row:
            self.dismiss(self.choices[int(event.row.slug)])

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        event.stop()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide the numbers that have no style."""
        return action != "choose" or not parameters or int(str(parameters[0])) <= len(self.choices)

    def action_choose(self, number: int) -> None:
        self.dismiss(self.choices[number - 1])

    def action_close(self) -> None:
        self.dismiss(None)


class Clipboard:
    """What is copied in the explorer, in the style that was used last, which the session keeps."""

    def __init__(self, explorer: ExplorerBase, copying: Copying, session: Session | None) -> None:
        self._explorer = explorer
        self._copying = copying
        self._session = session
        if session and (kept := session.style()) in STYLES:
            copying.style = kept

    def copy(self, request: Copy) -> None:
        """Copy in the style that was used last, or ask in which."""
        if request.choose:
            choices = self._copying.every(*request.copied)
            self._explorer.push_screen(CopyMenu(choices, self._copying.style), self._chosen)
        else:
            self._put(self._copying.one(*request.copied))

    def _chosen(self, styled: Styled | None) -> None:
        if styled is None:
            return
        if self._session and styled.style != self._copying.style:
            self._session.keep_style(styled.style)
        self._copying.style = styled.style
        self._put(styled)

    def _put(self, styled: Styled | None) -> None:
        """Copy a text, and say what was copied and in which style."""
        if styled:
            self._explorer.copy_to_clipboard(styled.text)
            title = f"{self._explorer.copied} · {styled.name}"
            self._explorer.notify(styled.text, title=title, markup=False)
