"""The dialog with the contents of a page: its headings, and how many entries are under each."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical

from ...model import Row
from ...text import number_of
from ..commands import Command, bindings
from ..dismissal import Dialog
from ..widgets.list_view import RowList
from ..widgets.rows import Rows

KEYS = [Command("contents.close", "escape,q,T", "close", "Close", "Close the contents", "Contents", True, "Esc")]


class Contents(Dialog[int | None]):
    """The headings of a page, as `Page.contents` has them; the result is the number of the one to go to, or None."""

    BINDINGS = bindings(KEYS)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    DEFAULT_CSS = """
    Contents { align: center middle; background: $background 60%; }
    Contents:ansi { background: ansi_default; }
    #contents-box {
      width: 90%; max-width: 76; max-height: 90%;
      border: round $accent; border-title-color: $accent; background: $background; padding: 0 1;
    }
    Contents.-narrow #contents-box { width: 100%; max-height: 100%; }
    """

    def __init__(self, headings: Sequence[tuple[str, int, int]], at: int) -> None:
        super().__init__()
        self._headings = headings
        self._at = at

    def compose(self) -> ComposeResult:
        with Vertical(id="contents-box") as box:
            box.border_title = "Contents"
            box.border_subtitle = "Enter: go there"
            box.styles.height = len(self._headings) + 2
            yield RowList(id="contents-rows", side=12, brief=str)

    def on_mount(self) -> None:
        rows = [
            Row(
                str(number),
                "heading of a page",
                f"{'  ' * max(0, level - 2)}{text}",
                side=number_of(count, "entry") if count else "",
            )
            for number, (text, level, count) in enumerate(self._headings)
        ]
        listed = self.query_one(RowList)
        listed.show(Rows(lambda: len(rows), lambda offset, limit: rows[offset : offset + limit]), self._at)
        listed.focus()

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        event.stop()

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        event.stop()
        if event.row:
            self.dismiss(int(event.row.slug))

    def action_close(self) -> None:
        self.dismiss(None)
