"""The lineage view: all organisations and changes in chronological order, with the lines that link them."""

from __future__ import annotations

from collections.abc import Callable

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from ....model import Lineage, LineageNode, Row, Succession
from ....page.lineage import descent, in_words, limited
from ...commands import LIST, Command, bindings
from ...signs import PICKED
from ...widgets.list_view import NARROW, RowList
from ...widgets.rows import Rows
from ...widgets.view_bar import ViewBar, Words
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
    """The rows of a lineage: organisations and changes."""

    BINDINGS = bindings(ACROSS)

    def __init__(self, id: str, side: int, brief: Callable[[str], str]) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, side=side, brief=brief)
        self.lanes: list[LaneRow] = []
        self.found = Lineage((), ())
        self._titles: dict[str, str] = {}  # of the organisations
        self.scrolled: Callable[[], object] | None = None  # called when other rows have come into view
        self._places: dict[str, int] = {}
        self._across = 0  # width of the lanes in cells
        self._before: set[str] = set()  # the predecessors of the row under the cursor
        self._after: set[str] = set()  # and its successors
        self._came: dict[tuple[str, int], str] = {}  # the way back: (slug, direction) → slug

    def draw(self, found: Lineage, at: str) -> None:
        """Show a lineage with the cursor on `at`, or else on the first row."""
        self.found = found
        self.lanes = lane_rows(found) if found.changes else []
        self._titles = {node.slug: node.title for node in found.organisations}
        self._across = max((2 * row.across - 1 for row in self.lanes), default=0)
        self._came.clear()
        rows = [_row(row.entry) for row in self.lanes]
        self._places = {row.slug: index for index, row in enumerate(rows)}
        place = self._places.get(at, 0)
        self.show(
            Rows(lambda: len(rows), lambda offset, limit: rows[offset : offset + limit]), place, self.size.height // 2
        )

    @property
    def entry(self) -> LineageNode | Succession | None:
        """The organisation or change under the cursor."""
        return self.lanes[self.cursor].entry if 0 <= self.cursor < len(self.lanes) else None

    @property
    def hidden(self) -> tuple[int, int]:
        """The number of rows above and below those in view."""
        top = int(self.scroll_offset.y)
        return top, max(0, len(self.lanes) - top - self.size.height)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if self.scrolled:
            self.scrolled()

    def __contains__(self, slug: object) -> bool:
        return slug in self._places

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
        self._before, self._after = (descent(self.found.changes, here, back=back) for back in (True, False))
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
        here = self.entry
        if here is None:
            return None
        if isinstance(here, Succession):
            ways = here.resulting if by > 0 else here.original
        else:
            ways = tuple(c.slug for c in self.found.changes if here.slug in (c.original if by > 0 else c.resulting))
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
            self.inform(f"Nothing is recorded that {'came of' if by > 0 else 'came before'} this.")

    # Drawing.

    def _parts(self, row: Row, here: bool, width: int) -> list[tuple[str, str]]:
        lane_row = self.lanes[self._places[row.slug]]
        role = ("cursor" if self.has_focus else "blurred") if here else ""
        picked = row.slug in self.picked
        cursor = self.current.slug if self.current else ""
        room, signs, entry = self._lane_room(width), self._signs(row), lane_row.entry
        text = max(0, width - 2 - room - _GAP - cell_len(signs))
        return [
            (self._appearance(lane_row)[0], role or "accent"),
            (PICKED if picked else " ", role or ("new" if picked else "")),
            *(
                (character, role or ("accent" if owner == cursor else "fill"))
                for character, owner in window(lane_row.cells(), self._left(room), room)
            ),
            (" " * _GAP, role),
            *((said, role or own) for said, own in words(entry, text, self._brief(text), self._sides(entry))),
            (signs, role or "accent"),
        ]

    def _brief(self, width: int) -> Callable[[str], str]:
        """Return how dates are given beside the lanes: abbreviated if there is little room for the title."""
        return self.brief if self.brief and width < NARROW + 8 else str

    def _sides(self, entry: LineageNode | Succession) -> str:
        """Return what a change links."""
        if isinstance(entry, LineageNode):
            return ""
        sides = (" + ".join(self._titles[slug] for slug in side) for side in (entry.original, entry.resulting))
        return " → ".join(sides)

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
    """The view with what is under the cursor in words and a legend below, and above it a notice if there is one.

    If the corpus has no lineage, there is only the notice, in the middle.
    """

    DEFAULT_CSS = """
    LineagePart { height: 1fr; }
    LineagePart #lineage-legend { color: $text-muted; padding: 0 1; height: auto; }
    LineagePart #lineage-status { height: auto; width: 1fr; }
    LineagePart #lineage-notice { display: none; padding: 0 1; height: auto; }
    LineagePart.-notice #lineage-notice { display: block; }
    LineagePart.-none { align: center middle; }
    LineagePart.-none #lineage-notice { width: auto; max-width: 100%; }
    LineagePart.-none #lineage-rows, LineagePart.-none #lineage-legend, LineagePart.-none #lineage-status {
        display: none;
    }
    """

    def __init__(self, id: str, side: int, brief: Callable[[str], str], bar: ViewBar) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.view = LineageView("lineage-rows", side, brief)
        self.status = Words("lineage-status")
        self._bar = bar

    def compose(self) -> ComposeResult:
        yield Static(id="lineage-notice", markup=False)
        yield self.view
        yield self.status
        yield Static(id="lineage-legend", markup=False)

    def on_mount(self) -> None:
        self.view.scrolled = self.count

    def draw(self, found: Lineage, at: str, notice: str = "") -> None:
        """Show a lineage with the cursor on `at`, and a notice above it."""
        self.set_class(not found.changes, "-none")
        self.set_class(bool(notice), "-notice")
        self.query_one("#lineage-notice", Static).update(notice)
        self.view.draw(found, at)
        self.explain()

    def on_resize(self) -> None:
        self.explain()
        self.call_after_refresh(self.count)

    def count(self) -> None:
        """Say in the bar of views how many rows are out of view."""
        if not self.display:
            return
        above, below = self.view.hidden
        self._bar.say("  ".join([f"{above} above ↑"] * bool(above) + [f"{below} below ↓"] * bool(below)))

    def drop_notice(self) -> None:
        """Hide the notice, once the cursor is elsewhere."""
        if self.has_class("-notice") and not self.has_class("-none"):
            self.remove_class("-notice")

    def follow(self) -> None:
        """Say in words what is under the cursor."""
        if entry := self.view.entry:
            self.status.say(in_words(entry, self.view.found))

    def explain(self) -> None:
        """Update the legend for the signs in view, and what is said of the row under the cursor."""
        self.follow()
        found = self.view.found
        more = [f"{found.background:,} more with the option “context”"] if found.background else []
        if found.more:
            more.append(limited(found))
        lines = legend(self.view.lanes, max(1, self.size.width - 2), picked=bool(self.view.picked), more=more)
        self.query_one("#lineage-legend", Static).update("\n".join(lines))
