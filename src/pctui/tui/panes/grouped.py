"""What the panes over grouped lists share: groups that fold, and showing only what the reader has marked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.markup import escape

from ...model import MARKS, Reference, Remark, Row
from ...outline import Heading, Prose, Run
from ...remarks import mark_words
from ...store.lists import View
from ..commands import GROUPED, Command, bindings
from ..keys import shown
from ..rows import RowList
from .base import ListPane

if TYPE_CHECKING:
    from ...store.queries import Store
    from ...store.reader import Reader

# What `M` goes through, and how each is worded.
ONLY = {
    "all": "",
    "marked": "marked",
    **{mark: f"marked {mark_words(mark)}" for mark in MARKS},
    "noted": "with a note *",
}


def chosen(remarks: Mapping[str, Remark], only: str) -> frozenset[str] | None:
    """The slugs that a filter leaves; None for all."""
    if only == "all":
        return None
    return frozenset(
        slug
        for slug, remark in remarks.items()
        if remark.mark == only
        or (only == "marked" and remark.mark)
        or (only == "noted" and (remark.note or remark.draft is not None))
    )


def _key(name: str, pane: ListPane) -> str:
    """The key of one of the commands, as the reader's settings have it."""
    return next(shown(command, pane.app) for command in GROUPED if command.id == name)


class GroupedPane(ListPane):
    """A pane over a grouped list. Folding and filtering are SQL's: the list stays a window."""

    COMMANDS: ClassVar[list[Command]] = GROUPED
    BINDINGS = bindings(GROUPED)
    ORPHANS: ClassVar[bool] = False  # whether what is no longer in the corpus stands here

    DEFAULT_CSS = """
    GroupedPane RowList.-filtered { border-top: solid $accent; border-title-color: $accent; }
    """

    def __init__(self, store: Store, reader: Reader) -> None:
        super().__init__(store, reader)
        self.only = "all"
        self._views: dict[str, View] = {}  # of each list of the pane, which may be grouped in several ways
        self._left: dict[str, str] = {}  # the entry that the cursor was on when its group was folded
        self._marked: tuple[Reference, ...] = ()
        self._chosen: frozenset[str] | None = None

    @property
    def look(self) -> View:
        view = self._views.get(self.list_name, View())
        return replace(view, only=self._chosen, marked=self._marked)

    def fill(self, at: str | None = None) -> None:
        self._look()
        super().fill(at)

    def _look(self) -> None:
        """See what the reader has marked by now."""
        remarks = self.notes.known
        self._marked = tuple(remark.entry for remark in remarks.values()) if self.ORPHANS else ()
        self._chosen = chosen(remarks, self.only)
        rows = self.rows
        rows.folds = True
        filtered = self.only != "all"
        rows.set_class(filtered, "-filtered")
        rows.border_title = (
            escape(f"Only {ONLY[self.only]} · {_key('list.marked', self)} shows others") if filtered else ""
        )
        rows.empty = f"Nothing here is {ONLY[self.only]}." if filtered else self.EMPTY

    def group_of(self, slug: str) -> str | None:
        """The heading that an entry stands under."""
        return self.store.group(self.list_name, slug, self.look)

    def _current_group(self) -> str | None:
        row = self.rows.current
        if row is None:
            return None
        return row.title if row.heading else self.group_of(row.slug)

    def _fold(self, heading: str, *, at: str | None = None) -> None:
        """Fold the group, or unfold it and put the cursor on the entry `at` or the one that it was on."""
        view = self._views.get(self.list_name, View())
        self._views[self.list_name] = replace(view, folded=view.folded ^ {heading})
        self._refill(heading, at)

    def _refill(self, heading: str, at: str | None = None) -> None:
        """Show the rows anew, the heading staying on the line where it was where that can be."""
        rows, name = self.rows, self.list_name
        current = rows.current
        top = rows.scroll_offset.y
        line = next((y for y in range(rows.size.height) if (row := rows.row(top + y)) and row.title == heading), 0)
        if current and not current.heading:
            self._left[heading] = current.slug
        place = self.store.position(name, "", view=self.look, heading=heading) or 0
        target = place
        if not self.look.folds(heading):
            at = at or self._left.get(heading)
            target = (self.place(at) if at else None) or place + 1
        rows.show(self.source(), target, line=line + target - place)

    def action_fold(self) -> None:
        if (heading := self._current_group()) is not None:
            self._fold(heading)

    def action_fold_all(self) -> None:
        heading = self._current_group()
        if heading is None:
            return
        view = self._views.get(self.list_name, View())
        whole = not view.folded and not view.others
        self._views[self.list_name] = View(others=whole)
        self._refill(heading)

    def action_only(self) -> None:
        names = list(ONLY)
        self.only = names[(names.index(self.only) + 1) % len(names)]
        self.load_notes()
        self.fill(self.shown)

    def on_row_list_opened(self, event: RowList.Opened) -> None:
        """A heading that is opened folds or unfolds its group; an entry is the screen's affair."""
        if event.row and event.row.heading:
            event.stop()
            self._fold(event.row.title)

    def headed(self, row: Row) -> None:
        self.shown = None
        count = f"{row.side} {'entry' if row.side == '1' else 'entries'}, folded away."
        self.page.show(
            [Heading(1, row.title), Prose((Run(count, "muted"), Run(f" {_key('list.fold', self)} unfolds the group.")))]
        )
        self.screen.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Fold and filter the list while it is the list that is walked."""
        if action in ("fold", "fold_all"):
            return self.is_mounted and self.rows.has_focus and self.rows.current is not None
        if action == "only":
            return self.is_mounted and self.rows.has_focus and (bool(self.notes.known) or self.only != "all")
        return True

    def go_to(self, slug: str, mark: str | None = None) -> bool:
        heading = self.group_of(slug) if self._chosen is None or slug in self._chosen else None
        if heading is not None and self.look.folds(heading):
            self._fold(heading, at=slug)
        return super().go_to(slug, mark)
