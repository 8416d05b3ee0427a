"""The lineage view: all organisations and changes in chronological order, with the lines that link them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from ....model import Lineage, LineageNode, Row, Succession
from ....page.lineage import descent
from ....text import one_line
from ...commands import LIST, Command, bindings
from ...remapping import key_label
from ...signs import PICKED
from ...widgets.list_view import NARROW, RowList
from ...widgets.rows import Rows
from .lineage_rows import LaneRow, lane_rows, legend, window, words

ACROSS = [
    Command("lineage.right", "right,l", "across(1)", "Follow", "Follow the lineage forwards", "Lineage", True, "← →"),
    Command(
        "lineage.left", "left,h", "across(-1)", "Back", "Follow the lineage backwards", "Lineage", key_display="← h"
    ),
]
LINEAGE = [*LIST, *ACROSS]

_GAP = 2  # cells between the lanes and the text


class LineageView(RowList):
    """The rows of a lineage, or, for an organisation without one, the organisations that have one."""

    BINDINGS = bindings(ACROSS)

    def __init__(self, id: str, side: int, brief: Callable[[str], str]) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, side=side, brief=brief)
        self.lanes: list[LaneRow] = []
        self.changes: Sequence[Succession] = ()
        self._places: dict[str, int] = {}
        self._across = 0  # width of the lanes in cells
        self._before: set[str] = set()  # the predecessors of the row under the cursor
        self._after: set[str] = set()  # and its successors
        self._came: dict[tuple[str, int], str] = {}  # the way back: (slug, direction) → slug

    def draw(self, found: Lineage, at: str, others: Sequence[LineageNode] = ()) -> None:
        """Show a lineage with the cursor on `at`; if it has no changes, show `others` instead."""
        self.changes = found.changes
        self.lanes = lane_rows(found) if found.changes else []
        self._across = max((2 * row.across - 1 for row in self.lanes), default=0)
        self._came.clear()
        rows = [_row(entry) for entry in ([row.entry for row in self.lanes] or others)]
        self._places = {row.slug: index for index, row in enumerate(rows)}
        place = self._places.get(at, 0)
        self.show(
            Rows(lambda: len(rows), lambda offset, limit: rows[offset : offset + limit]), place, self.size.height // 2
        )

    def __contains__(self, slug: object) -> bool:
        return bool(self.lanes) and slug in self._places

    def go_to(self, slug: str) -> None:
        """Put the cursor on an entry of the lineage."""
        self.move_to(self._places[slug])

    def on_resize(self) -> None:
        self.jump(max(0, self.cursor - self.size.height // 2))

    def move_to(self, index: int, step: int = 1) -> None:
        """Put the cursor on a row; redraw only the rows whose appearance changes."""
        view = self._view
        seen = self.lanes[self.scroll_offset.y :][: self.size.height]
        before, follows = [self._appearance(row) for row in seen], self.check_action("across", ())
        super().move_to(index, step)
        here = self.current.slug if self.current else ""
        self._before, self._after = (descent(self.changes, here, back=back) for back in (True, False))
        if view != self._view:
            self.refresh()
        else:
            for y, (row, appearance) in enumerate(zip(seen, before, strict=True), self.scroll_offset.y):
                if appearance != self._appearance(row):
                    self.refresh_line(y)
        if follows != self.check_action("across", ()):
            self.screen.refresh_bindings()

    @property
    def _view(self) -> tuple[int, int]:
        """The first cell of the lanes in view, and the first row in view."""
        return self._left(self._lane_room(self.inner)), self.scroll_offset.y

    def _appearance(self, row: LaneRow) -> tuple[str, bool]:
        """Return what depends on the cursor: the row's mark, and whether the line under the cursor passes through."""
        here = self.current.slug if self.current else ""
        before, after = row.entry.slug in self._before, row.entry.slug in self._after
        mark = "▸" if row.entry.slug == here else "↺" if before and after else "↑" if before else "↓" if after else " "
        return mark, here in row.lanes

    # Along the changes.

    def _way(self, by: int) -> str | None:
        """Return where an arrow key leads: if to several, the one the reader came from, else the nearest that way."""
        here = self.lanes[self.cursor].entry if 0 <= self.cursor < len(self.lanes) else None
        if here is None:
            return None
        if isinstance(here, Succession):
            ways = here.resulting if by > 0 else here.original
        else:
            ways = tuple(c.slug for c in self.changes if here.slug in (c.original if by > 0 else c.resulting))
        if (came := self._came.get((here.slug, by))) in ways:
            return came
        away = {way: by * (self._places[way] - self.cursor) for way in ways}
        return min(away, key=lambda way: (away[way] < 0, abs(away[way])), default=None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "across":  # one footer entry for both directions
            return any(self._way(by) for by in (-1, 1))
        return super().check_action(action, parameters)

    def action_across(self, by: int) -> None:
        here, to = self.current, self._way(by)
        if here and to:
            self._came[to, -by] = here.slug
            self.go_to(to)
        elif here:
            self.remark(f"Nothing is recorded that {'came of' if by > 0 else 'came before'} this.")

    # Drawing.

    def _parts(self, row: Row, here: bool, width: int) -> list[tuple[str, str]]:
        if not self.lanes:
            return super()._parts(row, here, width)
        lane_row = self.lanes[self._places[row.slug]]
        role = ("cursor" if self.has_focus else "blurred") if here else ""
        picked = row.slug in self.picked
        cursor = self.current.slug if self.current else ""
        room, signs = self._lane_room(width), self._signs(row)
        text = max(0, width - 2 - room - _GAP - cell_len(signs))
        return [
            (self._appearance(lane_row)[0], role or "accent"),
            (PICKED if picked else " ", role or ("new" if picked else "")),
            *(
                (character, role or ("accent" if owner == cursor else "fill"))
                for character, owner in window(lane_row.cells(), self._left(room), room)
            ),
            (" " * _GAP, role),
            *((said, role or own) for said, own in words(lane_row.entry, text, self._brief(width))),
            (signs, role or "accent"),
        ]

    def _brief(self, width: int) -> Callable[[str], str]:
        return self.brief if self.brief and width < NARROW else str

    def _lane_room(self, width: int) -> int:
        """Return how many cells of the lanes are in view: all, or half of the width."""
        return min(self._across, width // 2)

    def _left(self, room: int) -> int:
        """Return the first cell of the lanes in view: if not all fit, those of the row under the cursor are in view."""
        first = 2 * min(self.lanes[self.cursor].signs) if 0 <= self.cursor < len(self.lanes) else 0
        return max(0, min(first - room // 2, self._across - room))


def _row(entry: LineageNode | Succession) -> Row:
    if isinstance(entry, Succession):
        return Row(entry.slug, "change", entry.title, when=entry.date)
    return Row(entry.slug, "organisation", entry.title, side=entry.existence)


class LineagePart(Vertical):
    """The view with its legend below; if there is no lineage, a message with the view below."""

    DEFAULT_CSS = """
    LineagePart { height: 1fr; }
    LineagePart Static { color: $text-muted; padding: 0 1; height: auto; }
    LineagePart #lineage-none { display: none; color: $foreground; padding: 0 2 1 2; }
    LineagePart.-none { align: left middle; }
    LineagePart.-none #lineage-none { display: block; }
    LineagePart.-none #lineage-legend { display: none; }
    """

    def __init__(self, id: str, side: int, brief: Callable[[str], str]) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.view = LineageView("lineage-rows", side, brief)
        self._more = ""

    def compose(self) -> ComposeResult:
        yield Static(id="lineage-none", markup=False)
        yield self.view
        yield Static(id="lineage-legend", markup=False)

    def draw(self, found: Lineage, at: str, others: Sequence[LineageNode] = ()) -> None:
        """Show a lineage with the cursor on the organisation `at`; if it has no changes, show `others`."""
        self.set_class(not found.changes, "-none")
        title = next((node.title for node in found.organisations if node.slug == at), at)
        message = f"No predecessor or successor of {one_line(title)} is recorded."
        if others:
            message += f" These organisations have a lineage; {key_label(LIST[0], self.app)} draws it:"
        self.query_one("#lineage-none", Static).update(message)
        self.view.draw(found, at, others)
        self._more = f"\nOnly the nearest {len(found.organisations):,} organisations are shown." if found.more else ""
        self.explain()

    def on_resize(self) -> None:
        self.explain()

    def explain(self) -> None:
        """Update the legend for the signs in view."""
        lines = legend(self.view.lanes, max(1, self.size.width - 2), picked=bool(self.view.picked))
        self.query_one("#lineage-legend", Static).update("\n".join(lines) + self._more)
