"""The floor of a key: the smallest Textual list with detail over the same database, a window of it in memory at most.

It does with each key what the explorer does, in the plainest way: 1 to 6 list another kind of entry, + and - narrow and
widen the years, F lists the lanes, s shows what else cites the passage, Esc goes back, / searches.
"""

from __future__ import annotations

import sqlite3
import sys

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, Static

DATABASE = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
TIMELINE = "FROM timeline_places p JOIN entries e USING (slug) JOIN event_details d USING (slug)"
DATED = f"SELECT d.date_label, e.title, e.slug {TIMELINE}"
BETWEEN = "WHERE d.date_earliest BETWEEN ? AND ?"
ZOOMED = f"""SELECT d.date_label, e.title, e.slug FROM event_details d CROSS JOIN entries e ON e.slug = d.slug {BETWEEN}
  ORDER BY d.date_earliest, d.slug"""
LANES = "SELECT lane, COUNT(*) || ' entries', lane FROM event_details GROUP BY lane"
KINDS = ("level", "recommendation", "organisation", "finding", "document")
CITED = """SELECT '', e.title, e.slug FROM citations c JOIN citations o USING (document, paragraph)
  JOIN entries e ON e.slug = o.entry WHERE c.entry = ? AND c.position = 0 ORDER BY e.id LIMIT 200"""
FOUND = """SELECT '', title, slug FROM entries WHERE id IN
  (SELECT rowid FROM entries_fts WHERE entries_fts MATCH ? LIMIT 51) ORDER BY id"""
SELECTED, PLAIN = Style(reverse=True), Style()
Shown = tuple[str, tuple[object, ...], int]  # a query without its LIMIT, its arguments, the number of its rows


def shown(query: str, *arguments: object) -> Shown:
    """Return what to list: `query` with the number of its rows."""
    count = DATABASE.execute(f"SELECT COUNT(*) FROM ({query})", arguments).fetchone()[0]
    return query, arguments, count


def timeline(years: int = 0) -> Shown:
    """Return the timeline, or some years of it."""
    if not years:
        return f"{DATED} ORDER BY p.place", (), DATABASE.execute(f"SELECT COUNT(*) {TIMELINE}").fetchone()[0]
    found = DATABASE.execute(f"SELECT COUNT(*) FROM event_details d {BETWEEN}", ("1900", str(1900 + years))).fetchone()
    return ZOOMED, ("1900", str(1900 + years)), found[0]


class Rows(Widget, can_focus=True):
    """The list, which reads the rows on screen from the database, and knows the one under the cursor."""

    def show(self, what: Shown) -> None:
        self.query_text, self.arguments, self.count = what
        self.cursor = self.top = self.lit = 0
        self.move_to(0, anew=True)

    def rows(self, first: int, number: int) -> list[tuple[str, str, str]]:
        page = f"SELECT * FROM ({self.query_text}) LIMIT ? OFFSET ?"
        if "ORDER BY p.place" in self.query_text and not self.arguments:  # by its index, however far down
            page = f"{DATED} WHERE p.place >= ?2 ORDER BY p.place LIMIT ?1"
        return DATABASE.execute(page, (*self.arguments, number, first)).fetchall()

    def move_to(self, row: int, anew: bool = False) -> None:
        self.cursor = max(0, min(row, self.count - 1))
        height = max(1, self.size.height)
        before, lit = self.top, self.lit
        self.top = min(max(self.top, self.cursor - height + 1), self.cursor)
        self.lit = self.cursor - self.top
        self.window = self.rows(self.top, height)
        here = self.rows(self.cursor, 1)
        found = here and DATABASE.execute("SELECT summary FROM entries WHERE slug = ?", (here[0][2],)).fetchone()
        self.app.query_one("#detail", Static).update(found[0] if found else "", layout=False)
        if anew or self.top != before:
            self.refresh()
        else:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in {lit, self.lit}))

    def render_line(self, y: int) -> Strip:
        if y >= len(self.window):
            return Strip.blank(self.size.width)
        date, title, _ = self.window[y]
        style = SELECTED if y + self.top == self.cursor else PLAIN
        return Strip([Segment(f"{date:24.24} {title}", style)]).adjust_cell_length(self.size.width)

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002 - Textual hands it over
        self.move_to(self.cursor, anew=True)

    def on_key(self, event: events.Key) -> None:
        page = self.size.height
        steps = {"down": 1, "up": -1, "pagedown": page, "pageup": -page, "G": self.count, "g": -self.count}
        if event.key in steps:
            self.move_to(self.cursor + steps[event.key])


class ListApp(App[None]):
    """A list, the summary of what is selected, and a line to search in."""

    BINDINGS = [("q", "quit", "Quit")]
    CSS = "Rows { height: 1fr; } #detail { height: 6; } Input { dock: top; }"
    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        yield Rows()
        yield Static("", id="detail", markup=False)

    def on_mount(self) -> None:
        self.animation_level = "none"
        self.years = 0
        self.query_one(Rows).show(timeline())
        self.query_one(Rows).focus()

    async def on_key(self, event: events.Key) -> None:
        rows, key = self.query_one(Rows), event.key
        if key == "escape":
            await self.query(Input).remove()
            rows.show(timeline())
            rows.focus()
        elif isinstance(self.focused, Input):
            return
        elif key == "slash":
            box = Input()
            await self.mount(box)
            box.focus()
        elif key in ("plus", "minus"):
            self.years = max(10, (self.years or 240) // 2) if key == "plus" else min(240, self.years * 2)
            rows.show(timeline(self.years))
        elif key == "1":
            rows.show(timeline())
        elif key in "23456":
            kind = KINDS[int(key) - 2]
            rows.show(shown("SELECT '', title, slug FROM entries WHERE kind = ? ORDER BY id", kind))
        elif key == "F":
            rows.show(shown(LANES))
        elif key == "s":
            here = rows.rows(rows.cursor, 1)
            rows.show(shown(CITED, here[0][2] if here else ""))

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.value.isalpha():
            self.query_one(Rows).show(shown(FOUND, f"{event.value}*"))


if __name__ == "__main__":
    ListApp().run()
