"""Two or more entries side by side: picked in a pane with one key, compared with another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.geometry import Size
from textual.strip import Strip

from ...compare.entries import Compared, compare
from ...errors import PctuiError
from ...model import Entry
from ...page.relations import summary
from ...queries.entry import describe
from ..commands import Command, bindings
from ..dismissal import DismissedOnce
from ..pane import Pane
from ..remapping import key_label
from ..widgets.comparison_table import ComparisonTable, comparison_table
from ..widgets.frame import Keys
from ..widgets.line_view import Lines

if TYPE_CHECKING:
    from ...queries.store import Store
    from ...reader.copies import Reader

COMPARE = [
    Command("compare.mark", "c", "pick", "Pick", "Pick this entry for comparing, or unpick it", "Comparing", True),
    Command("compare.open", "C", "compare", "Compare", "Compare the picked entries side by side", "Comparing", True),
]

TABLE = [
    Command("compare.close", "escape,backspace,q", "close", "Back", "Close the comparison", "Comparing", True, "Esc"),
    Command(
        "compare.differences", "d", "differences", "Differences", "Show only differences, or everything", "Comparing",
        True,
    ),
    Command("compare.down", "down,j", "line(1)", "Scroll", "Scroll down", "Comparing", True, "↑ ↓"),
    Command("compare.up", "up,k", "line(-1)", "Up", "Scroll up", "Comparing"),
    Command("compare.right", "right,l", "column(1)", "Columns", "Go to the next column", "Comparing", True, "← →"),
    Command("compare.left", "left,h", "column(-1)", "Left", "Go to the previous column", "Comparing"),
    Command("compare.page-down", "pagedown,ctrl+f,space", "page(1)", "Page down", "Scroll a page down", "Comparing"),
    Command("compare.page-up", "pageup,ctrl+b", "page(-1)", "Page up", "Scroll a page up", "Comparing"),
    Command("compare.first", "home,g", "end(-1)", "Top", "Go to the top", "Comparing"),
    Command("compare.last", "end,G", "end(1)", "End", "Go to the end", "Comparing"),
]  # fmt: skip


class Picks:
    """The slugs picked in a pane, in the order of picking."""

    def __init__(self) -> None:
        self.slugs: dict[str, None] = {}

    def __contains__(self, slug: object) -> bool:
        return slug in self.slugs

    def __len__(self) -> int:
        return len(self.slugs)

    def toggle(self, slug: str) -> None:
        if slug in self.slugs:
            del self.slugs[slug]
        else:
            self.slugs[slug] = None


class ComparePane(Pane):
    """A pane in which entries are picked and compared. Subclasses give `picks` to their list, which marks them."""

    BINDINGS = bindings(COMPARE)

    def __init__(self, store: Store, reader: Reader) -> None:
        super().__init__(store, reader)
        self.picks = Picks()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "compare":
            return len(self.picks) > 0
        return super().check_action(action, parameters)

    def action_pick(self) -> None:
        if self.shown is not None:
            self.picks.toggle(self.shown)
            self.main.refresh()
            self.refresh_bindings()

    def action_compare(self) -> None:
        if len(self.picks) == 1:
            message = f"Only one entry is picked: pick another with {key_label(COMPARE[0], self.app)}."
            self.app.notify(message, markup=False)
            return
        entries = []
        for slug in self.picks.slugs:
            try:
                entries.append(describe(self.store, slug))
            except PctuiError as error:
                self.app.notify(error.message, severity="warning", markup=False)
        if len(entries) > 1:
            self.app.push_screen(Compare(entries))


class ComparisonView(Lines):
    """The comparison. Its head stays on top; the rest scrolls below it."""

    BINDINGS = bindings(TABLE)
    DEFAULT_CSS = "ComparisonView { height: 1fr; }"

    def __init__(self, entries: Sequence[Entry], id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.entries = entries
        self.rows: tuple[Compared, ...] = compare(entries)
        self.only_differences = False
        self.laid_out = ComparisonTable()

    def _lay_out(self, first: int | None = None) -> None:
        rows = [row for row in self.rows if row.differ or not self.only_differences]
        titles = [entry.title for entry in self.entries]
        self.laid_out = comparison_table(titles, rows, self.inner, self.laid_out.first if first is None else first)
        self.virtual_size = Size(0, len(self.laid_out.head) + len(self.laid_out.lines))
        self.refresh()
        self.screen.refresh_bindings()

    def on_resize(self) -> None:
        self._lay_out()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "column":
            return self.laid_out.shown < self.laid_out.columns
        return True

    def action_close(self) -> None:
        self.screen.dismiss(None)

    def action_differences(self) -> None:
        self.only_differences = not self.only_differences
        self.jump(0)
        self._lay_out()

    def action_line(self, by: int) -> None:
        self.jump(self.scroll_offset.y + by)

    def action_page(self, by: int) -> None:
        self.jump(self.scroll_offset.y + by * max(1, self.size.height - len(self.laid_out.head) - 1))

    def action_end(self, by: int) -> None:
        self.jump(0 if by < 0 else self.virtual_size.height)

    def action_column(self, by: int) -> None:
        self._lay_out(self.laid_out.first + by)

    def render_line(self, y: int) -> Strip:
        head, lines = self.laid_out.head, self.laid_out.lines
        index = y - len(head) + self.scroll_offset.y
        line = head[y] if y < len(head) else lines[index] if index < len(lines) else []
        return self.paint((piece.text, piece.role) for piece in line)


class Summary(Lines, can_focus=False):
    """The line above the comparison: how many entries, and in how many rows they differ."""

    DEFAULT_CSS = "Summary { height: 2; }"

    def render_line(self, y: int) -> Strip:
        table = self.screen.query_one(ComparisonView)
        if y:
            return self.paint([("─" * self.inner, "rule")])
        return self.paint(
            [
                (f" {len(table.entries)} compared", "title"),
                (f"   {summary(table.rows)}", "muted"),
            ]
        )


class Compare(DismissedOnce[None]):
    """The comparison as a screen of its own."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__()
        self._entries = entries

    def compose(self) -> ComposeResult:
        yield Summary(id="compare-summary")
        yield ComparisonView(self._entries, id="compare-table")
        yield Keys(id="keys")

    def on_mount(self) -> None:
        self.query_one(ComparisonView).focus()
