"""The dialog that copies the citation under the cursor in the style that the reader chooses."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.strip import Strip

from ...model import Row
from ...render.citation_styles import Styled
from ...text import shorten
from ..commands import Command, bindings
from ..widgets.list_view import RowList
from ..widgets.rows import Rows

KEYS = [
    Command("copy.close", "escape,q", "close", "Cancel", "Close without copying", "Copying", True, "Esc"),
    *(Command(f"copy.{n}", str(n), f"choose({n})", f"Style {n}", f"Copy item {n}", "Copying") for n in range(1, 7)),
]


class Styles(RowList):
    """The styles: the name of each, with the text to be copied below it."""

    def __init__(self, choices: Sequence[Styled]) -> None:
        super().__init__(id="copy-styles")
        self.choices = choices

    def on_mount(self) -> None:
        rows: list[Row] = []
        for number, style in enumerate(self.choices):
            # The second line of a style is a row without a slug: the cursor skips it.
            rows += [Row(str(number), "style", style.name), Row("", "style", "")]
        self.show(Rows(lambda: len(rows), lambda offset, limit: rows[offset : offset + limit]))

    def render_line(self, y: int) -> Strip:
        number, second = divmod(y + self.scroll_offset.y, 2)
        if number >= len(self.choices):
            return super().render_line(y)
        style, width = self.choices[number], self.inner
        if second:
            return self.paint([(f"    {shorten(style.text, width - 5)}", "muted")])
        here = number * 2 == self.cursor
        role = "cursor" if here else ""
        text = shorten(style.name, width - 6)
        gap = " " * max(0, width - cell_len(text) - 4)
        return self.paint(
            [("▸ " if here else "  ", role), (f"{number + 1} ", role or "key"), (text, role or "strong"), (gap, role)]
        )


class CopyMenu(ModalScreen[Styled | None]):
    """The dialog; the result is the text to copy, or None if it was cancelled."""

    BINDINGS = bindings(KEYS)
    DEFAULT_CSS = """
    #copy-box {
      width: 90%; max-width: 96; max-height: 100%;
      border: round $accent; border-title-color: $accent; background: $background; padding: 0 1;
    }
    .-narrow #copy-box { width: 100%; }
    """

    def __init__(self, choices: Sequence[Styled]) -> None:
        super().__init__()
        self.choices = choices

    def compose(self) -> ComposeResult:
        with Vertical(id="copy-box") as box:
            box.border_title = "Copy as"
            box.styles.height = 2 * len(self.choices) + 2
            yield Styles(self.choices)

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


def copy(app: App[Any], style: Styled | None) -> None:
    """Copy a text and say what was copied."""
    if style:
        app.copy_to_clipboard(style.text)
        app.notify(style.text, title="Sent to the terminal's clipboard", markup=False)


def copy_reference(app: App[Any], choices: Sequence[Styled]) -> None:
    """Copy the full reference, if there is one among the texts that can be copied."""
    copy(app, next((style for style in choices if style.name == "Full reference"), None))


def copy_as(app: App[Any], choices: Sequence[Styled]) -> None:
    """Ask which of the texts to copy."""
    app.push_screen(CopyMenu(choices), partial(copy, app))
