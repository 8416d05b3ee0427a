"""A minimal Textual app with one table, as a baseline (the floor) for the explorer. `/` opens an input."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import DataTable

ROWS = 60


class FloorApp(App[None]):
    """One table of dates and titles, an input that `/` opens, and `q` to quit."""

    BINDINGS = [("q", "quit", "Quit"), ("slash", "search", "Search"), ("escape", "close", "Close")]
    CSS = "Input { dock: top; }"
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

    async def action_search(self) -> None:
        from textual.widgets import Input

        box = Input()
        await self.mount(box)
        box.focus()

    async def action_close(self) -> None:
        await self.query("Input").remove()


if __name__ == "__main__":
    FloorApp().run()
