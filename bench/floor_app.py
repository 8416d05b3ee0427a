"""The smallest Textual app with one table: the floor that the explorer's start-up is measured against."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import DataTable

ROWS = 60


class FloorApp(App[None]):
    """One table of dates and titles, and `q` to leave."""

    BINDINGS = [("q", "quit", "Quit")]
    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        table: DataTable[str] = DataTable(cursor_type="row")
        table.add_columns("Date", "Title")
        table.add_rows(
            (str(1950 + row), f"An event of the year {1950 + row}, in a row of its own") for row in range(ROWS)
        )
        yield table

    def on_mount(self) -> None:
        self.animation_level = "none"


if __name__ == "__main__":
    FloorApp().run()
