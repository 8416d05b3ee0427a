"""Two or more entries side by side: picked in a pane with one key, compared with another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.message import Message
from textual.strip import Strip

from ...errors import PctuiError
from ...model import Citation, Entry
from ...page.relations import summary
from ...queries.entry import describe
from ..commands import Command, bindings
from ..dismissal import DismissedOnce
from ..pane import Pane
from ..remapping import key_label
from ..widgets.frame import Keys
from ..widgets.line_view import Lines
from ..widgets.message_line import MessageLine
from .comparison_view import ComparisonView, Followed, Position

if TYPE_CHECKING:
    from ...queries.store import Store
    from ...reader.copies import Reader

COMPARE = [
    Command("compare.mark", "c", "pick", "Pick", "Pick this entry for comparing, or unpick it", "Comparing", True),
    Command(
        "compare.open",
        "C",
        "compare",
        "Compare",
        "Compare the picked entries side by side",
        "Comparing",
        True,
        needs="Pick at least two with {compare.mark}.",
    ),
]


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

    class Cited(Message):
        """The passage that a compared value cites is to be opened; `reopen` opens the comparison again."""

        def __init__(self, citation: Citation, reopen: Callable[[], object]) -> None:
            super().__init__()
            self.citation = citation
            self.reopen = reopen

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
            self._compare(entries, Position())

    def _compare(self, entries: Sequence[Entry], at: Position) -> None:
        def closed(left: Followed | None) -> None:
            if left:
                self.post_message(self.Cited(left.citation, partial(self._compare, entries, left.position)))

        self.app.push_screen(Compare(self.store, entries, at), closed)


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


class Compare(DismissedOnce[Followed | None]):
    """The comparison as a screen of its own."""

    def __init__(self, store: Store, entries: Sequence[Entry], at: Position) -> None:
        super().__init__()
        self._store = store
        self._entries = entries
        self._at = at

    def compose(self) -> ComposeResult:
        yield Summary(id="compare-summary")
        yield ComparisonView(self._store, self._entries, self._at, id="compare-table")
        yield MessageLine()
        yield Keys(id="keys")

    def on_mount(self) -> None:
        self.query_one(ComparisonView).focus()

    def on_key(self) -> None:
        self.query_one(MessageLine).clear()
