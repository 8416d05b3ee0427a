"""The ladder pane: the levels drawn as a ladder, with the page of the level under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.containers import Container
from textual.widget import Widget

from ...model import Ladder, Row
from ...page import Heading
from ...queries.lists import View
from ..commands import NARROWING, Command, bindings
from ..dialogs.compare import COMPARE, ComparePane
from ..widgets.ladder_view import LadderView
from ..widgets.list_status import ListStatus
from ..widgets.page import Page
from .narrowed import Narrowed

if TYPE_CHECKING:
    from ...queries.store import Store
    from ...reader.copies import Reader

LADDER = [
    Command(
        "ladder.next",
        "v",
        "next_ladder",
        "Next view",
        "Show the next ladder of the corpus",
        "Ladder",
        True,
        needs="This corpus has no other ladder.",
    ),
]


class LadderPane(Narrowed, ComparePane):
    """The ladder, with the page of the level under the cursor."""

    NAME = "ladder"
    EMPTY = "This corpus has no ladders."
    HELP_TEXT = (
        "The levels as rungs of a ladder, the lowest at the bottom. A level is a stage that a body passes through, not "
        "an organisation. + marks what is new compared with the level below, = what is unchanged. If there is not "
        "enough room, only the level under the cursor is shown in full; ↑ and ↓ show how many are out of view."
    )
    COMMANDS = [*LADDER, *COMPARE, *NARROWING]
    BINDINGS = bindings(LADDER)

    def __init__(self, store: Store, reader: Reader) -> None:
        super().__init__(store, reader)
        self._all = self.ladders = store.ladders()
        self._levels: frozenset[str] | None = None  # those that match the filter; None for all
        self.number = 0
        self._cursors: dict[int, int] = {}  # of the ladders that were left

    def compose(self) -> ComposeResult:
        with Container(id="list-ladder", classes="list-part"):
            yield LadderView(id="ladder")
            yield ListStatus()
        yield Page(id="page-ladder")

    @property
    def view(self) -> LadderView:
        return self.query_one(LadderView)

    @property
    def main(self) -> Widget:
        return self.view

    def on_mount(self) -> None:
        self.view.picked, self.view.empty = self.picks, self.EMPTY
        self._turn(0)

    def _turn(self, number: int, notify: bool = True) -> None:
        """Show the ladder `number`; `notify` shows its lowest level on the page."""
        if self.ladders and number != self.number:
            self._cursors[self.number] = self.view.cursor
        self.number = number
        if not self.ladders:
            self.view.show(None)
            return
        ladder = self._matching(self.ladders[number].slug)
        count = f" · {number + 1} of {len(self.ladders)}" if len(self.ladders) > 1 else ""
        self.view.show(ladder, ladder.title + count, notify)

    def _matching(self, slug: str) -> Ladder:
        """Return a ladder with those of its levels that match the filter; what is new at each stays as it is."""
        ladder = self.store.ladder(slug)
        if self._levels is None:
            return ladder
        return replace(ladder, rungs=tuple(rung for rung in ladder.rungs if rung.slug in self._levels))

    def show_list(self) -> None:
        shown, number = self.shown, self.number
        if found := self.arranged(self.narrowed_list):
            rows = self.store.rows(self.narrowed_list, view=View(arranged=found))
            self._levels = frozenset(row.slug for row in rows)
            self.ladders = [ladder for ladder in self._all if self._matching(ladder.slug).rungs]
        else:
            self._levels, self.ladders = None, self._all
        self.view.empty = self._why or self.EMPTY
        self._turn(min(number, max(len(self.ladders) - 1, 0)))
        if not self.ladders:
            self.shown = None
            self.page.show([Heading(1, self.view.empty)])
        elif shown:
            self.go_to(shown)

    async def reload(self) -> None:
        self._all = self.ladders = self.store.ladders()
        self.number = min(self.number, max(len(self._all) - 1, 0))
        await super().reload()

    def show_nearest(self) -> None:
        if rung := self.narrowed_row():
            self.show(rung.slug)

    @property
    def filter_place(self) -> Widget:
        return self.view

    def own_order(self) -> str:
        return "from the highest level"

    def narrowed_row(self) -> Row | None:
        rung = self.view.rungs[self.view.cursor] if self.view.rungs else None
        return Row(rung.slug, "level", rung.title) if rung else None

    def place_of(self, row: int) -> tuple[int, int] | None:
        return self.view.cursor + 1, len(self.view.rungs)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "next_ladder":
            return len(self.ladders) > 1
        return super().check_action(action, parameters)

    @property
    def view_name(self) -> str:
        return str(self.number)

    def action_next_ladder(self) -> None:
        self.leave_view()
        self._turn((self.number + 1) % len(self.ladders))
        if self.number in self._cursors:
            self.view.move_to(self._cursors[self.number])

    def action_pick(self) -> None:
        super().action_pick()
        self.view.redraw()

    def on_ladder_view_moved(self, event: LadderView.Moved) -> None:
        event.stop()
        current = self.view.rungs[self.view.cursor] if self.view.rungs else None
        if event.rung is current and event.rung.slug != self.shown:
            self.show(event.rung.slug)
        self.show_status()

    def go_to(self, slug: str, mark: str | None = None) -> bool:
        """Select a level on its ladder, or show a ladder itself."""
        for number, ladder in enumerate(self.ladders):
            rungs = self._matching(ladder.slug).rungs if ladder.slug != slug else ()
            if ladder.slug != slug and all(rung.slug != slug for rung in rungs):
                continue
            if number != self.number:
                self._turn(number, notify=False)
            place = next((i for i, rung in enumerate(self.view.rungs) if rung.slug == slug), None)
            if place is not None:
                self.view.move_to(place)
            self.show(slug, mark)
            return True
        return False
